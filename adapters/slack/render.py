"""A card as a message or as the home tab. Pure; nothing in it is read as markup, and no word is written here."""

from __future__ import annotations

from typing import Any

from adapters.lengths import cut, shown, units
from adapters.slack.blocks import page
from adapters.slack.limits import HOME, MESSAGE, SUMMARY, Room
from dialogs.cards import Card


def render(card: Card, said: str = "", room: Room = MESSAGE) -> dict[str, Any]:
    """The card as the text and blocks of a message.

    `said` is the key of the person's own message, for a form that their words asked for: the button that opens it
    carries the key, so that the words need not be written again.
    """
    return {"text": escaped(card.summary), "blocks": page(card, room, said)}


def home(card: Card) -> dict[str, Any]:
    """The card as somebody's home tab."""
    return {"type": "home", "blocks": page(card, HOME)}


def escaped(text: str) -> str:
    """A text that Slack reads neither mentions nor links in, cut where a message's plain text ends."""
    return cut(shown(text), SUMMARY, _escaped_units).translate(_ESCAPES)


_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def _escaped_units(text: str) -> int:
    return units(text.translate(_ESCAPES))
