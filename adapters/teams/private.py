"""Words for one person alone, said beside a request. None of them is kept: whoever misses one asks again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeVar

from adapters.desk import Words
from adapters.teams.answering import SETTLED
from adapters.teams.cards import CARD
from adapters.teams.connector import Connector
from adapters.teams.inbound import Heard, Kind, Way
from adapters.teams.render import answered, render
from adapters.teams.send import TeamsSender
from dialogs.cards import Card, sentence
from dialogs.messages import Delivery, GiveUp, PlaceGone, TryLater
from dialogs.references import Reference, References

T = TypeVar("T")
TRIES, LONGEST_REST = 3, 5.0
"""How often something that certainly did not arrive is said again, and seconds between two times at most."""
OPENED_WITHIN = 1.0
"""Seconds that a turn waits to know whether somebody can be reached at home."""

log = logging.getLogger(__name__)


class Private:
    """Says things to one person. `rest` waits, in seconds."""

    def __init__(
        self,
        sender: TeamsSender,
        connector: Connector,
        references: References,
        rest: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._sender, self._connector, self._references, self._rest = sender, connector, references, rest

    async def is_reachable(self, way: Way) -> bool:
        """Whether somebody can be written to alone. When Teams does not tell soon they are taken to be."""
        known = await self._references.find(way.home) or Reference(way.home, way.here.address, "", way.user)
        if known.gone or known.conversation:
            return not known.gone
        try:
            async with asyncio.timeout(OPENED_WITHIN):
                opened = replace(known, conversation=await self._connector.open(known))
        except PlaceGone as gone:  # until they add the app, which is told
            await self._references.keep(known)
            await self._references.lose(way.home, str(gone))
            return False
        except (TryLater, GiveUp, TimeoutError) as error:
            log.warning("somebody's own conversation was not opened: %s", str(error) or type(error).__name__)
            return True
        await self._references.keep(opened)
        return True

    async def whisper(self, way: Way, card: Card, words: Words) -> None:
        """Where they asked, if nobody else sees it; else in their own conversation, which a line there says."""
        if way.targeted and await self._is_said_here(way, card):
            return
        try:
            told = await self._tried(lambda: self._sender.send(Delivery("", way.home, card)))
        except PlaceGone:
            await self._hint(way, words("chat-cannot-reach"))
            return
        if told and way.kind is Kind.MESSAGE and not way.is_private:
            await self._hint(way, words("chat-told-home"))

    async def _hint(self, way: Way, text: str) -> None:
        if way.here.conversation:
            await self.say_here(way, sentence(text))

    async def say_here(self, way: Way, card: Card) -> None:
        """Where they asked, and where others may read it; to them alone where they asked so."""
        await self._is_said_here(way, card)

    async def _is_said_here(self, way: Way, card: Card) -> bool:
        only = way.user if way.targeted else ""
        try:
            said = await self._tried(lambda: self._connector.post(way.here, render(card), way.thread, only))
        except PlaceGone as gone:
            log.warning("an answer was not shown: %s", gone)
            return False
        return said is not None

    async def settle(self, heard: Heard, asked: Card) -> None:
        """A question shows its answer also where the press on it came as a message, which nothing can be shown for."""
        pressed, message = heard.pressed, heard.inbound.arrived
        if pressed is None or not message or heard.inbound.action not in SETTLED:
            return
        if (card := answered(asked, pressed, pressed.message)) is None:
            return
        shown = {**render(asked), "attachments": [{"contentType": CARD, "content": card}]}
        try:
            await self._connector.change(heard.way.here, shown, message)
        except (TryLater, GiveUp) as error:
            log.warning("an answered question was not shown so: %s", error)

    async def _tried(self, say: Callable[[], Awaitable[T]]) -> T | None:
        """What was answered; None when it was not said, and the log tells why.

        Raises:
            PlaceGone: they cannot be written to.
        """
        for left in reversed(range(TRIES)):
            try:
                return await say()
            except PlaceGone:
                raise
            except (TryLater, GiveUp) as error:
                again = isinstance(error, TryLater) and not error.ambiguous and left
                log.warning("an answer was not shown%s: %s", " yet" if again else "", error)
                if not again:
                    return None
                await self._rest(min(max(error.after, 0.5), LONGEST_REST) if isinstance(error, TryLater) else 0)
        return None
