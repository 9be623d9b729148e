"""Time in the town, which goes on only while nothing is under way, and the post, which carries what Slack delivers.

The post brings things late and twice, and what was not taken once more, as Slack does with events.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from heapq import heappop, heappush
from itertools import count
from random import Random

from aiohttp import web

from tests.doubles.slack_transport import EVENTS, Answer, Http, Parcel, Retry, Signing
from tests.simulation.kills import Clock

AGAIN = (0.0, 60.0, 300.0)
"""Seconds after which Slack brings an event once more; here it goes on with the last of them until it is taken."""
Timer = tuple[float, int, asyncio.Future[None]]


class Hours:
    """Lets time pass when a run of the bot asks for it, and neither a delivery nor anybody's next step is under way.

    `passing` is told the moment that comes next, before it does. `waiting` is how many messages the bot had left when
    it last said so, -1 when it has begun anew since.
    """

    def __init__(self, clock: Clock, passing: Callable[[float], None]) -> None:
        self.clock, self._passing = clock, passing
        self.under_way = 0
        self.waiting = -1
        self._quiet = asyncio.Event()
        self._quiet.set()
        self._timers: list[Timer] = []
        self._n = count()

    @property
    def now(self) -> float:
        """Seconds since the beginning."""
        return self.clock.seconds

    def begin(self) -> None:
        """A delivery is under way."""
        self.under_way += 1
        self._quiet.clear()

    def end(self) -> None:
        """It is over."""
        self.under_way -= 1
        if not self.under_way:
            self._quiet.set()

    async def reach(self, moment: float) -> None:
        """Return when it is that late."""
        reached: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heappush(self._timers, (moment, next(self._n), reached))
        self._wake()
        await reached

    async def passed(self, seconds: float) -> None:
        """Return when so many seconds have passed."""
        await self.reach(self.now + seconds)

    async def asked(self, request: web.Request) -> web.Response:
        """A run of the bot has nothing to do until a moment."""
        until, waiting = float(request.query["until"]), int(request.query["waiting"])
        if await self._is_quiet():
            self.waiting = waiting if waiting >= 0 else self.waiting
            self._go_on(until)
        else:  # what is under way may give it something to do
            await self._quiet.wait()
        return web.Response()

    async def _is_quiet(self) -> bool:
        for _ in range(5):  # whoever has just been answered takes their next step
            if self.under_way:
                return False
            await asyncio.sleep(0)
        return not self.under_way

    def _go_on(self, until: float) -> None:
        moment = min(until, self._timers[0][0]) if self._timers else until
        if moment > self.now:
            self._passing(moment)
            self.clock.advance(moment - self.now)
        self._wake()

    def _wake(self) -> None:
        while self._timers and self._timers[0][0] <= self.now:
            _, _, reached = heappop(self._timers)
            if not reached.done():
                reached.set_result(None)


class Post:
    """A `Transport` with moods. `begun` counts every try, `parcels` what was given to it to deliver."""

    def __init__(self, url: str, hours: Hours, rng: Random, moods: float = 0.1) -> None:
        self._http, self._hours, self._rng, self._moods = Http(url, hours.clock.now), hours, rng, moods
        self.taken: dict[int, Parcel] = {}
        self.parcels = self.begun = self.twice = 0
        self.begins: Callable[[], None] = lambda: None
        self._later: set[asyncio.Task[None]] = set()

    async def carry(self, parcel: Parcel, signing: Signing, retry: Retry) -> Answer:
        """Deliver, late at times; an event until it is taken. Some of what was taken comes again later."""
        self.parcels += 1
        if self._rng.random() < self._moods:
            await self._hours.passed(self._rng.uniform(0, 20))  # what is said elsewhere meanwhile overtakes it
        answer, tries = await self._once(parcel, signing, retry), 0
        while parcel.kind == EVENTS and not answer.ok:
            await self._hours.passed(AGAIN[min(tries, 2)])
            tries += 1
            reason = "http_error" if answer.status else "connection_failed"
            answer = await self._once(parcel, signing, Retry(min(tries, 3), reason))
        if answer.ok and self._rng.random() < self._moods:
            self._later.add(asyncio.ensure_future(self._again(parcel, signing)))
        return answer

    async def close(self) -> None:
        """Bring what is to come again, and let go of the connections."""
        await asyncio.gather(*self._later)
        await self._http.close()

    async def _once(self, parcel: Parcel, signing: Signing, retry: Retry) -> Answer:
        self._hours.begin()
        self.begun += 1
        self.begins()
        try:
            answer = await self._http.carry(parcel, signing, retry)
        finally:
            self._hours.end()
        if answer.ok:
            self.taken[id(parcel)] = parcel
        return answer

    async def _again(self, parcel: Parcel, signing: Signing) -> None:
        self.twice += 1
        await self._hours.passed(self._rng.choice((0, 1, self._rng.uniform(1, 400))))
        await self._once(parcel, signing, Retry(self._rng.choice((0, 1)), "http_timeout"))
