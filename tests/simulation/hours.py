"""Time in a town, which goes on only while nothing is under way, and the post, which carries what a chat delivers.

The post brings things late and twice, and what was not taken once more, as chats do.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from heapq import heappop, heappush
from itertools import count
from random import Random
from typing import Any, Generic, TypeVar

from aiohttp import web

from tests.doubles import transport
from tests.simulation.kills import Clock

Timer = tuple[float, int, asyncio.Future[None]]
H = TypeVar("H", bound=transport.Http[Any, Any])
P = TypeVar("P")
A = TypeVar("A", bound=transport.Answer[Any])


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


class Post(Generic[H, P, A]):
    """What a `Transport` with moods does. `begun` counts every try, `parcels` what was given to it to deliver.

    `brought` is what has been tried, and `taken` what the bot has answered with yes.
    """

    again: tuple[float, float, float]
    """Seconds after which the chat brings something once more; here it goes on with the last of them until it is taken.
    """

    def __init__(self, http: H, hours: Hours, rng: Random, moods: float = 0.1) -> None:
        self._http, self._hours, self._rng, self._moods = http, hours, rng, moods
        self.brought: dict[int, P] = {}
        self.taken: dict[int, P] = {}
        self.parcels = self.begun = self.twice = 0
        self.begins: Callable[[], None] = lambda: None
        self._later: set[asyncio.Task[None]] = set()

    async def close(self) -> None:
        """Bring what is to come again, and let go of the connections."""
        await asyncio.gather(*self._later)
        await self._http.close()

    async def _carried(
        self,
        parcel: P,
        first: Callable[[], Awaitable[A]],
        once_more: Callable[[int, A], Awaitable[A]] | None,
        again: Callable[[], Awaitable[A]],
    ) -> A:
        """Deliver, late at times; with `once_more` until it is taken. Some of what was taken comes `again` later."""
        self.parcels += 1
        if self._rng.random() < self._moods:
            await self._hours.passed(self._rng.uniform(0, 20))  # what is done elsewhere meanwhile overtakes it
        answer, tries = await self._once(parcel, first), 0
        while once_more and not answer.ok:
            await self._hours.passed(self.again[min(tries, 2)])
            tries += 1
            answer = await self._once(parcel, partial(once_more, tries, answer))
        if answer.ok and self._rng.random() < self._moods:
            self._later.add(asyncio.ensure_future(self._again(parcel, again)))
        return answer

    def _is_kept(self, answer: A) -> bool:
        """Whether the bot's yes means that something is done."""
        return True

    async def _once(self, parcel: P, bring: Callable[[], Awaitable[A]]) -> A:
        self._hours.begin()
        self.brought[id(parcel)] = parcel
        self.begun += 1
        self.begins()
        try:
            answer = await bring()
        finally:
            self._hours.end()
        if answer.ok and self._is_kept(answer):
            self.taken[id(parcel)] = parcel
        return answer

    async def _again(self, parcel: P, bring: Callable[[], Awaitable[A]]) -> None:
        self.twice += 1
        await self._hours.passed(self._rng.choice((0, 1, self._rng.uniform(1, 400))))
        await self._once(parcel, bring)
