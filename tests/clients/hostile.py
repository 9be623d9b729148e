"""Cards that are meant to break a message: words that mean something to Slack, and more of everything than it takes."""

from __future__ import annotations

from collections.abc import Iterator

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

LONG = 40_000

TEXTS = {
    "everyone": "<!channel> <!here> <!everyone> @channel @here",
    "people": "<@U0IDESLUSSEN> <@W1|Eva> <!subteam^S1> <#C1|ledning>",
    "links": "<https://evil.example|Klicka här> https://evil.example javascript:alert(1) mailto:a@b.example",
    "a date": "<!date^1392734382^{date}^https://evil.example|nu>",
    "markup": "*fet* _lutad_ ~struken~ `kod` ```block``` > citat\n> mer\n• punkt\n# rubrik [länk](https://evil.example)",
    "emoji": ":tada: :skull: 👩‍👩‍👧‍👦 🇸🇪 e\u0301",
    "escapes": "&lt;!channel&gt; &amp;lt; & < > &#60;",
    "quotes": '"\'\\" {"type":"mrkdwn"} \']}',
    "both ways": "\u202eneppo\u202c \u2066a\u2069 \u200b\u200d\ufeff",
    "control": "a\x00b\x07c\x1b[31md\x7f\x85e\u2028f\u2029g\r\nh",
    "half a sign": "a\ud800b\udfffc",
    "nothing": "",
    "blanks": " \t\n\u00a0\u3000 ",
    "one word": "x" * LONG,
    "one wide word": "å" * LONG,
    "pictures": "🦊" * LONG,
    "many words": "Frukosten kommer för sent. " * (LONG // 27),
    "many lines": "rad\n" * (LONG // 4),
    "many signs": "<&>" * (LONG // 3),
}
"""What people might write, by what is nasty about it."""


def every_part(text: str) -> tuple[Part, ...]:
    """Every kind of part with this text in every place that shows text."""
    options = tuple(Option(f"v{n}", text, n == 1) for n in range(3))
    many = tuple(Option(f"v{n}", text, n == 1) for n in range(12))
    return (
        Heading(text), Paragraph(text), Quote(text, text), Facts(((text, text), ("Kropp", text))),
        Options("choose", "a", text, options), Options("choose", "b", text, many),
        Options("choose", "c", text, options, many=True, submit=text),
        Options("choose", "d", text, many, many=True, submit=text),
        Buttons((Button(text, "claim", "1"), Button(text, "show"))), Link(text, "https://ideer.example/1"),
        Link(text, text),
    )  # fmt: skip


def form(text: str) -> Card:
    """A form with every kind of field, and this text wherever text can be: whole as an answer, else its beginning."""
    some = text[:3_001]
    options = tuple(Option(f"v{n}", some, n == 1) for n in range(3))
    many = tuple(Option(f"v{n}", some, n == 1) for n in range(12))
    kinds = ("line", "text", "choice", "choices", "date")
    fields = [Field(kind, some, kind, text, options, hint=some, error=some) for kind in kinds]
    fields += [Field(f"{kind} of many", some, kind, "", many) for kind in ("choice", "choices")]
    fields += [Field(f"{kind} of none", some, kind, text) for kind in kinds]
    asked = Form("fill", "1", tuple(fields), submit=some, cancel=some, opens=some, onward=some)
    return card(Heading(some), Paragraph(text), asked, language="sv")


def crowded() -> Iterator[tuple[str, Card]]:
    """Cards with just so much of something, around each of Slack's limits."""
    for n in (49, 50, 51, 60, 120):
        yield f"{n} headings", card(*(Heading(f"Rubrik {m}") for m in range(n)), language="sv")
        rows = (Buttons((Button(f"Knapp {m}", "go", str(m)),)) for m in range(n))
        yield f"{n} rows of buttons", card(*rows, language="sv")
        both = (part for m in range(n) for part in (Paragraph(f"Rad {m}"), Buttons((Button(f"{m}", "go", str(m)),))))
        yield f"{n} paragraphs with buttons", card(*both, language="sv")
    for n in (0, 1, 10, 11, 25, 26, 99, 100, 101, 500):
        options = tuple(Option(f"v{m}", f"Val {m}", m % 2 == 0) for m in range(n))
        yield f"{n} options", card(Options("choose", "a", "Välj", options), language="sv")
        yield f"{n} boxes", card(Options("choose", "a", "Välj", options, many=True, submit="Klar"), language="sv")
        yield f"{n} buttons", card(Buttons(tuple(Button(f"Knapp {m}", "go", str(m)) for m in range(n))), language="sv")
    for n in (24, 25, 74, 75, 76, 149, 150, 151, 255, 256, 1999, 2000, 2001, 2999, 3000, 3001, 12_999, 13_001):
        text = "x" * n
        yield f"{n} characters everywhere", card(*every_part(text), language="sv")
        yield f"{n} characters of value", card(Buttons((Button("Ta", "claim", text),)), language="sv")
        yield f"{n} characters of action", card(Buttons((Button("Ta", text, "1"),)), language="sv")
        value = (Option(text, "Val"), Option("b", "Annat"))
        yield f"{n} characters of option", card(Options("choose", "a", "Välj", value), language="sv")
        yield f"{n} characters beside", card(Options("choose", text, "Välj", (Option("a", "Val"),)), language="sv")
