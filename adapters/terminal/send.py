"""Messages to the terminal: printed when they are for this seat, their choices kept for numbers to pick from."""

from __future__ import annotations

from collections.abc import Callable

from adapters.terminal.render import render
from dialogs.cards import Card, Choice, choices
from dialogs.messages import Delivery, Receipt
from ideas.people import Place


class TerminalSender:
    """A `dialogs.messages.Sender` for one conversation in a terminal."""

    def __init__(self, place: Place, show: Callable[[str], None]) -> None:
        self._place, self._show = place, show
        self.offered: tuple[Choice, ...] = ()

    async def send(self, delivery: Delivery) -> Receipt:
        """Print it, if it is for this seat."""
        if delivery.place == self._place:
            self.show(delivery.card)
        return Receipt(delivery.key)

    async def find(self, delivery: Delivery) -> Receipt | None:
        """Never found: what was printed before a crash is gone with the screen, so it is printed again."""
        return None

    def show(self, card: Card) -> None:
        """Print a card and offer its choices."""
        self._show(render(card))
        offered = choices(card.parts)
        if offered:
            self.offered = offered
