"""What the bot shows: a closed union of card parts that every platform renders.

Strings are plain text; only renderers escape. Renderers write no words: every label comes in the card.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never


@dataclass(frozen=True, slots=True)
class Heading:
    """A short line that names the card."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The bot's own words."""

    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A person's own words, and whose they are."""

    text: str
    who: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Rows of label and value."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose."""

    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Options:
    """Choices for a question; with `many` several are chosen, then sent with the `submit` label."""

    action: str
    value: str
    label: str
    options: tuple[Option, ...]
    many: bool = False
    submit: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """One press. With `resend` the surface sends the text it just had stopped along with the press."""

    label: str
    action: str
    value: str = ""
    style: str = ""
    resend: bool = False


@dataclass(frozen=True, slots=True)
class Buttons:
    """A row of buttons, most likely first."""

    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A way out to a page; url is always https or a path of ours."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Field:
    """One input of a form. `kind` is line, text, choice, choices or date; `value` is what is already there."""

    key: str
    label: str
    kind: str = "text"
    value: str = ""
    options: tuple[Option, ...] = ()
    required: bool = True
    hint: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """Inputs sent together as one action with one value.

    `opens` is the label that opens it where it cannot be shown at once, `onward` leads from one step to the next, and
    `missing` is said of a required field that was left empty.
    """

    action: str
    value: str
    fields: tuple[Field, ...]
    submit: str
    cancel: str = ""
    opens: str = ""
    onward: str = ""
    missing: str = ""


Part = Heading | Paragraph | Quote | Facts | Options | Buttons | Link | Form


@dataclass(frozen=True, slots=True)
class Card:
    """One message. `summary` says all of it in plain text, with numbered choices to answer from."""

    summary: str
    parts: tuple[Part, ...]
    language: str = "sv"


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be picked on a card by its number, with the action a press on it sends."""

    label: str
    action: str
    value: str
    choices: tuple[str, ...] = ()
    resend: bool = False
    many: bool = False


def choices(parts: tuple[Part, ...]) -> tuple[Choice, ...]:
    """Everything on a card that can be picked, in reading order; its place (from 1) is its number in the summary."""
    found: list[Choice] = []
    for part in parts:
        if isinstance(part, Options):
            found += [Choice(o.label, part.action, part.value, (o.value,), many=part.many) for o in part.options]
        elif isinstance(part, Buttons):
            found += [Choice(b.label, b.action, b.value, resend=b.resend) for b in part.buttons]
    return tuple(found)


def card(*parts: Part, language: str) -> Card:
    """A card whose summary is made from its parts, so that nothing shown is missing from it."""
    return Card(summarise(parts), parts, language)


def sentence(text: str, language: str = "sv") -> Card:
    """A card that says one thing."""
    return Card(text, (Paragraph(text),), language)


def form_of(card: Card | None) -> Form | None:
    """The form on a card, if it has one."""
    return next((part for part in card.parts if isinstance(part, Form)), None) if card else None


def without(parts: tuple[Part, ...], pressed: Button | None) -> tuple[Part, ...]:
    """The parts without one button."""
    return tuple(
        Buttons(tuple(button for button in part.buttons if button is not pressed))
        if isinstance(part, Buttons)
        else part
        for part in parts
    )


def summarise(parts: tuple[Part, ...]) -> str:
    """The whole card as plain text, choices numbered from 1."""
    lines: list[str] = []
    number = 0
    for part in parts:
        lines += _lines(part, number)
        number += len(choices((part,)))
    return "\n".join(line for line in lines if line)


def _lines(part: Part, number: int) -> list[str]:
    match part:
        case Heading(text) | Paragraph(text):
            return [text]
        case Quote(text, who):
            return [f"{who}: ”{text}”" if who else f"”{text}”"]
        case Facts(rows):
            return [f"{label}: {value}" for label, value in rows]
        case Options(label=label, options=options):
            marks = [f"  {n}. {'[x] ' if o.chosen else ''}{o.label}" for n, o in enumerate(options, number + 1)]
            return [label, *marks]
        case Buttons(buttons):
            return [f"  {n}. {b.label}" for n, b in enumerate(buttons, number + 1)]
        case Link(label, url):
            return [f"{label}: {url}"]
        case Form(fields=fields):
            return [line for field in fields for line in _field_lines(field)]
        case _ as never:
            assert_never(never)


def _field_lines(field: Field) -> list[str]:
    chosen = [option.label for option in field.options if option.chosen]
    there = " · ".join(chosen or [option.label for option in field.options]) or field.value
    colon = "" if field.label.endswith(("?", ".")) else ":"
    return [f"{field.label}{colon} {there}" if there else field.label, field.error, field.hint]
