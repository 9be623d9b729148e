"""A card as lines of text: its summary, with choices to answer from by number. Pure."""

from __future__ import annotations

from adapters.terminal.limits import fitted
from dialogs.cards import Card


def render(card: Card) -> str:
    """The card's summary, safe to print: no control character can move the cursor or change colours."""
    return "".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in fitted(card).summary)
