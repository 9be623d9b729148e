"""A platform as bad as they come: it refuses, fails before or after it has posted, falls silent, and posts late."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass
from enum import Enum, auto
from random import Random

from dialogs.messages import Delivery, GiveUp, Receipt, TryLater
from tests.simulation.virtual_time import passing

LATEST = 54.0
"""Seconds after a request at which it may still be carried out: less than `Patience.hold` minus `slack`."""


class Answer(Enum):
    """What a request meets."""

    FINE = auto()
    REFUSED = auto()  # 429
    FAILED_BEFORE = auto()  # 500, nothing posted
    FAILED_AFTER = auto()  # 502, posted
    SILENT = auto()
    CUT = auto()
    GONE = auto()  # the conversation has been archived


_TROUBLES = [Answer.REFUSED, Answer.FAILED_BEFORE, Answer.FAILED_AFTER, Answer.SILENT, Answer.CUT]


@dataclass(frozen=True, slots=True)
class Landed:
    """One post or change that a platform has carried out."""

    key: str
    remote_id: str
    change: bool
    thread: str


class FarSide:
    """Keeps what arrived, by conversation. `blind` platforms cannot tell what has arrived before."""

    def __init__(self, rng: Random, trouble: float, *, blind: bool) -> None:
        self._rng, self._trouble, self._blind = rng, trouble, blind
        self.arrived: dict[str, list[Landed]] = defaultdict(list)
        self._given = 0

    async def post(self, delivery: Delivery) -> Receipt:
        """Take one request. It is carried out, or not, whatever becomes of the one who waits for the answer."""
        landing = asyncio.get_running_loop().create_future()
        match self._drawn(delivery):
            case Answer.FINE:
                self._land(delivery, self._rng.uniform(0.01, 2), landing)
            case Answer.REFUSED:
                raise TryLater(self._rng.uniform(1, 20), "429", ambiguous=False)
            case Answer.FAILED_BEFORE:
                raise TryLater(0, "500", ambiguous=True)
            case Answer.FAILED_AFTER:
                self._land(delivery, 0.1, landing)
                await landing
                raise TryLater(0, "502", ambiguous=True)
            case Answer.CUT:
                self._land_perhaps(delivery)
                raise TryLater(0, "cut", ambiguous=True)
            case Answer.SILENT:
                self._land_perhaps(delivery)
            case Answer.GONE:
                raise GiveUp("is_archived")
        return Receipt(await landing)

    async def find(self, delivery: Delivery) -> Receipt | None:
        """Look for an earlier post. The answer may be slow, and tells how it was when the question came."""
        if self._blind:
            raise GiveUp("no way to read")
        if self._rng.random() < self._trouble / 2:
            raise TryLater(self._rng.uniform(0, 5), "429", ambiguous=False)
        await passing(self._rng.uniform(0, 0.5))
        found = [landed for landed in self.arrived[delivery.place.channel] if landed.key == delivery.key]
        if self._rng.random() < self._trouble:
            await passing(self._rng.uniform(4, 11))
        return Receipt(found[0].remote_id) if found else None

    def _drawn(self, delivery: Delivery) -> Answer:
        if delivery.place.channel.startswith("archived"):
            return Answer.GONE
        return self._rng.choice(_TROUBLES) if self._rng.random() < self._trouble else Answer.FINE

    def _land_perhaps(self, delivery: Delivery) -> None:
        if self._rng.random() < 0.6:
            self._land(
                delivery,
                self._rng.choice((LATEST, self._rng.uniform(0, LATEST))),
                asyncio.get_running_loop().create_future(),
            )

    def _land(self, delivery: Delivery, after: float, landing: asyncio.Future[str]) -> None:
        def land() -> None:
            self._given += 1
            remote_id = delivery.update_of or f"m{self._given}"
            landed = Landed(delivery.key, remote_id, bool(delivery.update_of), delivery.thread)
            self.arrived[delivery.place.channel].append(landed)
            if not landing.done():
                landing.set_result(remote_id)

        asyncio.get_running_loop().call_later(after, land)
