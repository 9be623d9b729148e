"""The post in the town, which carries what Teams delivers: late and twice, and a message until it is taken.

An invoke is brought once, for somebody waits for its answer; now and then even that comes again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from random import Random

from adapters.reading import text_at
from tests.doubles.teams_transport import Answer, Http, Parcel, Signing
from tests.simulation.slack_hours import Hours

AGAIN = (0.0, 15.0, 60.0)
"""Seconds after which Teams brings a message once more; here it goes on with the last of them until it is taken."""


class Post:
    """A `Transport` with moods. `begun` counts every try, `parcels` what was given to it to deliver.

    `brought` is what has been tried, and `taken` what the bot has answered with yes.

    `unkept` are answers by which somebody is told that nothing is done yet, or that nothing will be. It has no moods
    before `begin_anew`.
    """

    def __init__(self, url: str, hours: Hours, rng: Random, unkept: frozenset[str], moods: float = 0.1) -> None:
        self._http, self._hours, self._rng, self._unkept = Http(url), hours, rng, unkept
        self._moods = 0.0
        self._usual = moods
        self.brought: dict[int, Parcel] = {}
        self.taken: dict[int, Parcel] = {}
        self.parcels = self.begun = self.twice = 0
        self.begins: Callable[[], None] = lambda: None
        self._later: set[asyncio.Task[None]] = set()

    async def carry(self, parcel: Parcel, signing: Signing) -> Answer:
        """Deliver, late at times; a message until it is taken. Some of what was taken comes again later."""
        self.parcels += 1
        if self._rng.random() < self._moods:
            await self._hours.passed(self._rng.uniform(0, 20))  # what is done elsewhere meanwhile overtakes it
        answer, tries = await self._once(parcel, signing), 0
        while not answer.ok and not parcel.is_invoke:
            await self._hours.passed(AGAIN[min(tries, 2)])
            tries += 1
            answer = await self._once(parcel, signing)
        if answer.ok and self._rng.random() < self._moods:
            self._later.add(asyncio.ensure_future(self._again(parcel, signing)))
        return answer

    def begin_anew(self) -> None:
        """Count from here, and have moods from now on."""
        self.parcels = self.begun = 0
        self._moods = self._usual

    async def close(self) -> None:
        """Bring what is to come again, and let go of the connections."""
        await asyncio.gather(*self._later)
        await self._http.close()

    async def _once(self, parcel: Parcel, signing: Signing) -> Answer:
        self._hours.begin()
        self.brought[id(parcel)] = parcel
        self.begun += 1
        self.begins()
        try:
            answer = await self._http.carry(parcel, signing)
        finally:
            self._hours.end()
        if answer.ok and _words(answer) not in self._unkept:
            self.taken[id(parcel)] = parcel
        return answer

    async def _again(self, parcel: Parcel, signing: Signing) -> None:
        self.twice += 1
        await self._hours.passed(self._rng.choice((0, 1, self._rng.uniform(1, 400))))
        await self._once(parcel, signing)


def _words(answer: Answer) -> str:
    """What somebody is told beside a card, or in an empty dialog."""
    return text_at(answer.body, "value") or text_at(answer.body, "task", "value")
