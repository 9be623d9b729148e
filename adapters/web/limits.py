"""How much of a card one message on the page holds. Nothing is dropped in silence."""

from __future__ import annotations

from dataclasses import replace

from dialogs.cards import Buttons, Card, Facts, Heading, Paragraph, Part, Quote

MAX_TEXT = 12_000
"""Characters in one text; twice the longest answer and then some."""

MAX_BUTTONS = 8
"""Buttons in one row."""

CUT = " […]"


def fitted(card: Card) -> Card:
    """The same card within the limits: a longer text is cut with a visible mark, a longer row goes on in the next."""
    return replace(card, parts=tuple(fit for part in card.parts for fit in _fitted(part)))


def _fitted(part: Part) -> tuple[Part, ...]:
    match part:
        case Heading(text) | Paragraph(text) | Quote(text):
            return (replace(part, text=_cut(text)),)
        case Facts(rows):
            return (Facts(tuple((_cut(label), _cut(value)) for label, value in rows)),)
        case Buttons(buttons):
            starts = range(0, len(buttons), MAX_BUTTONS)
            return tuple(Buttons(buttons[start : start + MAX_BUTTONS]) for start in starts)
        case _:
            return (part,)


def _cut(text: str) -> str:
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - len(CUT)].rstrip() + CUT
