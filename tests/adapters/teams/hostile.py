"""Cards that nobody wrote kindly: all that some client of Teams could take for markup, in every place for words."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from dialogs.cards import (
    Button,
    Buttons,
    Card,
    Facts,
    Field,
    Form,
    Heading,
    Link,
    Option,
    Options,
    Paragraph,
    Quote,
    card,
)
from tests.adapters.slack import hostile

MANY = settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])

NASTY = (
    "<at>Idéslussen</at>", "**fet** *kursiv* _kursiv_ __fet__", "[banken](https://evil.example)", "![x](https://e.x/a)",
    "{{DATE(2026-12-01T08:00:00Z, SHORT)}} {{TIME(2026-12-01T08:00:00Z)}}", "${rs:namn} ${namn}",
    "- en\n- två\n\n1. tre\n2) fyra", "* en\n+ två", "5- 6 (7)- 8 [9]- 10", "[- en", "# rubrik", "> citat",
    "&amp; &lt;b&gt; &nbsp; & så", r"\*inte\* fet \_ \[ \\", "<b>fet</b><script>alert(1)</script>", "www.evil.example",
    "`kod` ~~x~~", "https://evil.example/a_b_c?d=*e*", "a,b;c%2C%", "%", "a_b_c*d*e", "***", "___", "_*_*_",
    "snake_case_namn", "rad ett\nrad två\n\n\nrad fem", "| a | b |\n|---|---|", "---", "a\n===", ":) :smile: (c)",
)  # fmt: skip
SAID = st.one_of(
    st.sampled_from(NASTY),
    st.lists(st.sampled_from([*"*_[](){}$\\-+&;# \n", "amp;", "a", "1", ". "]), max_size=40).map("".join),
    hostile.TEXTS,
)
TYPED = SAID.filter(lambda text: all(c == "\n" or (c.isprintable() and not "\ud800" <= c <= "\udfff") for c in text))
CHOSEN = st.lists(st.one_of(hostile.KEYS, st.sampled_from(["a,b", "a;b", "%", "%2C", "", "å ä", "😀"])), unique=True)


def everywhere(text: str) -> Card:
    """A card with this in every place for words."""
    options = (Option("a", text), Option("b", f"{text}b", True))
    return card(
        Heading(text), Paragraph(text), Quote(text, text), Facts(((text, text), (text, "x"))), Link(text, text),
        Link(text, "https://skovde.example/hjalp"), Options("answer", "ring", text, options),
        Options("answer", "who", text, options, many=True, submit=text), Buttons((Button(text, "show", "1"),)),
        language="sv",
    )  # fmt: skip


def form_of(text: str) -> Card:
    """A card with a form that has this in every place for words."""
    options = (Option("a", text), Option("b", f"{text}b", True))
    fields = (
        Field("line", text or "?", "line", text, hint=text),
        Field("text", text or "?", "text", text, required=False, error=text),
        Field("date", text or "?", "date", text),
        Field("choice", text or "?", "choice", options=options),
        Field("choices", text or "?", "choices", options=options),
    )
    sends = text or "Skicka"
    return card(Heading(text), Paragraph(text), Form("form", text, fields, sends, sends), language="sv")


CARDS = st.one_of(hostile.CARDS, SAID.map(lambda text: hostile.Hostile(everywhere(text[:5_000]))))
"""Whole cards: any parts, any number of them, any words."""
