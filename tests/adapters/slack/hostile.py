"""Cards that nobody wrote kindly: words that look like markup, far too much of everything, and nothing at all."""

from __future__ import annotations

from dataclasses import dataclass

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
    Part,
    Quote,
    card,
)

NASTY = (
    "", " ", "\n", "<!channel>", "<!here> <@U0123456789> <#C1|x> <!subteam^S1>", "<https://evil.example|banken>",
    "&amp; &lt;b&gt; & <", "*fet* _kursiv_ ~struken~ `kod` :smile:", "> citat\n> mer", "@channel", '"\\\t"',
    "a\x00b\x1b[31m", "\ud83d halv", "halv \udc00", "😀", "👩‍🚒 å ä ö ”citat”", "\u202egnäv", "a\r\nb\rc\u2028d", "–",
    " […]",
)  # fmt: skip
LIMITS = (24, 75, 150, 255, 2_000, 3_000, 4_000, 12_000, 13_000, 40_000)
"""Where Slack stops, and where nobody should have to be stopped."""

LENGTHS = st.sampled_from([limit + more for limit in LIMITS for more in (-1, 0, 1)])
LONG = st.builds(
    lambda word, length: (word * (length // len(word) + 1))[:length],
    st.sampled_from(["å", "ord ", "😀", '"', "\n"]),
    LENGTHS,
)
TEXTS = st.one_of(st.sampled_from(NASTY), st.text(max_size=80), LONG)
KEYS = st.text("abcdefghij_", min_size=1, max_size=12)
VALUES = st.one_of(
    KEYS, st.sampled_from(["SKO-2026-0142", "local/skovde/nytt|2026-W48", "å" * 76, "v" * 2_001, *NASTY])
)
ACTIONS = st.one_of(st.sampled_from(["answer", "show", "a:1", "open", "pick", ""]), KEYS)
BUTTON = st.builds(Button, TEXTS, ACTIONS, VALUES, st.sampled_from(["", "primary", "danger"]), st.booleans())
OPTION = st.builds(Option, VALUES, TEXTS, st.booleans())
KINDS = st.sampled_from(["line", "text", "choice", "choices", "date", "other"])


def options(most: int) -> st.SearchStrategy[tuple[Option, ...]]:
    """Few options of any kind, or many proper ones."""
    many = st.integers(0, most).map(lambda count: tuple(Option(f"v{n}", f"Val {n}", n % 7 == 0) for n in range(count)))
    return st.one_of(st.lists(OPTION, max_size=4).map(tuple), many)


def buttons() -> st.SearchStrategy[tuple[Button, ...]]:
    """Few buttons of any kind, or many proper ones."""
    many = st.integers(0, 60).map(lambda count: tuple(Button(f"Knapp {n}", "show", f"{n}") for n in range(count)))
    return st.one_of(st.lists(BUTTON, max_size=4).map(tuple), many)


def fields() -> st.SearchStrategy[tuple[Field, ...]]:
    """Fields of any kind, each with a key of its own."""
    field = st.builds(Field, KEYS, TEXTS, KINDS, TEXTS, options(120), st.booleans(), TEXTS, TEXTS)
    return st.lists(field, max_size=6, unique_by=lambda one: one.key).map(tuple)


FACTS = st.lists(st.tuples(TEXTS, TEXTS), max_size=12).map(lambda rows: Facts(tuple(rows)))
MANY_FACTS = st.sampled_from([100, 700]).map(lambda count: Facts(tuple((f"rad {n}", "x") for n in range(count))))
FORM = st.builds(Form, ACTIONS, VALUES, fields(), TEXTS, TEXTS, TEXTS, TEXTS)
PART: st.SearchStrategy[Part] = st.one_of(
    st.builds(Heading, TEXTS),
    st.builds(Paragraph, TEXTS),
    st.builds(Quote, TEXTS, TEXTS),
    FACTS,
    MANY_FACTS,
    st.builds(Options, ACTIONS, VALUES, TEXTS, options(120), st.booleans(), TEXTS),
    st.builds(Buttons, buttons()),
    st.builds(Link, TEXTS, st.one_of(TEXTS, st.just("https://skovde.example/hjalp"))),
    FORM,
)
FEW_PARTS = st.lists(PART, max_size=8)
SAME_PARTS = st.builds(
    lambda parts, times: (parts * times)[:60], st.lists(PART, min_size=1, max_size=3), st.integers(1, 60)
)
PARTS = st.one_of(FEW_PARTS, SAME_PARTS).map(tuple)


@dataclass(frozen=True, slots=True, repr=False)
class Hostile:
    """A card whose picture stays small enough to be printed."""

    card: Card

    def __repr__(self) -> str:
        return f"<{str(self.card)[:3_000]}>"


CARDS: st.SearchStrategy[Hostile] = st.one_of(
    PARTS.map(lambda parts: Hostile(card(*parts, language="sv"))),
    st.builds(lambda summary, parts: Hostile(Card(summary, parts)), TEXTS, PARTS),
)
"""Whole cards: any few parts, or the same few again and again, sixty at most."""
