"""What a terminal can take: any card, with text cut at a length no screen is read at."""

from __future__ import annotations

from dataclasses import replace

from dialogs.cards import Card

MAX_TEXT = 20_000
"""Characters of one message; beyond it the text is cut with a visible mark."""


def fitted(card: Card) -> Card:
    """The card as a terminal shows it."""
    if len(card.summary) <= MAX_TEXT:
        return card
    return replace(card, summary=card.summary[: MAX_TEXT - 1] + "…")
