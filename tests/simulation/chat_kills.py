"""A town in any chat whose bot is killed over and over: real runs, real posts, a double of the chat with every trouble.

`python -m tests.simulation.slack_kills FOLDER DELIVERIES KILLS SEED` prints what was done and what is wrong, and so do
the other chats' towns. The double lives in this process and remembers everything; the runs of the bot are forked off
from a process of their own, and what people do there is what a seed says, as far as the machine lets it be.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import struct
import sys
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Collection, Coroutine, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from aiohttp import web

from tests.doubles.chat_double import ChatDouble
from tests.doubles.chat_office import served
from tests.doubles.faults import Fault
from tests.simulation.chat_bot import Live, fork_on_request
from tests.simulation.hours import Hours, Post
from tests.simulation.kills import Clock
from tests.simulation.townspeople import Somebody

T = TypeVar("T")


def appoint(preset: str, people: Iterable[tuple[str, str, str]]) -> None:
    """Write more coaches, by handle, name and e-mail, into a preset."""
    with Path(preset).open("a", encoding="utf-8") as file:
        for handle, name, email in people:
            told = f'handle = "{handle}"\nname = "{name}"\nbody = "skovde"\nemail = "{email}"'
            file.write(f'\n[[people]]\n{told}\nroles = ["coach"]\n')


class Weather(ABC):
    """What every call meets, and when what was put off is carried out after all."""

    shares: Mapping[str, float]
    """How many calls of each kind, or family of kinds, meet something."""
    troubles: Sequence[Fault]
    writes: Collection[str]
    """What is called to say something."""
    haste: float
    """How often all that is owed is carried out, though it is not late yet."""
    is_fair = False

    def __init__(self, chat: ChatDouble[Any], clock: Clock, rng: Random) -> None:
        self._chat, self._clock, self._rng = chat, clock, rng
        self._owed: list[float] = []
        self.called: Callable[[str], None] = lambda called: None
        chat.trouble = self.meets

    def meets(self, called: str, _: int) -> Fault | None:
        """A `Trouble`."""
        self.called(called)
        if self.is_fair or self._rng.random() >= self.shares.get(called.partition(".")[0], 0):
            return None
        return (self._put_off(called) if called in self.writes else None) or self._rng.choice(self.troubles)

    @abstractmethod
    def _put_off(self, called: str) -> Fault | None:
        """Carry this out later, at times."""

    def _owe(self, seconds: float) -> None:
        self._owed.append(self._clock.seconds + seconds)

    def passing(self, moment: float) -> None:
        """Before it is so late: what is owed by then is carried out, and now and then all that is owed."""
        if self._owed and (min(self._owed) <= moment or self._rng.random() < self.haste):
            self._owed.clear()
            self._chat.land()
            self._chat.release()

    @property
    def is_calm(self) -> bool:
        """Whether nothing is owed any more."""
        return not self._owed


class Fate:
    """Begins runs of the bot and kills them, each at a moment of its own; `failure` is of one that ended by itself."""

    def __init__(
        self, orders: socket.socket, order: bytes, post: Post[Any, Any, Any], weather: Weather, rng: Random
    ) -> None:
        self._orders, self._order, self._post, self._weather, self._rng = orders, order, post, weather, rng
        self.kills = 0
        self.failure: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._pid, self._ended = 0, asyncio.ensure_future(asyncio.sleep(0, 0))

    async def rule(self, deliveries: int, kills: int) -> None:
        """Kill so many runs, spread over so many deliveries. The last one that was begun lives."""
        for n in range(kills):
            await self.begin()
            await self._until_begun(int((n + self._rng.random()) * deliveries / kills))
            await self._pick_moment()
            await self.kill()
            while self._rng.random() < 0.2:  # again, before it has come to itself
                await self.begin()
                await self._moment(self._rng.uniform(0, 0.3))
                await self.kill()
        await self.begin()

    async def begin(self) -> None:
        """Begin a run."""
        await asyncio.get_running_loop().sock_sendall(self._orders, self._order)
        self._pid = await self._read()
        self._ended = asyncio.ensure_future(self._read())
        self._ended.add_done_callback(self._was_killed)

    async def kill(self) -> None:
        """End the run that there is."""
        os.kill(self._pid, signal.SIGKILL)
        await self._ended
        self.kills += 1

    def _was_killed(self, ended: asyncio.Future[int]) -> None:
        if not ended.cancelled() and ended.result() != signal.SIGKILL and not self.failure.done():
            self.failure.set_exception(RuntimeError(f"a run failed by itself: {ended.result()}"))

    async def _read(self) -> int:
        told = await asyncio.get_running_loop().sock_recv(self._orders, 8)
        (number,) = struct.unpack("q", told)
        return int(number)

    async def _until_begun(self, tries: int) -> None:
        reached = asyncio.Event()
        self._post.begins = lambda: reached.set() if self._post.begun >= tries else None
        self._post.begins()
        await reached.wait()

    async def _pick_moment(self) -> None:
        """At once, a moment later, or just when something is asked of the chat, be it carried out or not."""
        if (dice := self._rng.random()) < 0.5:
            asked = asyncio.Event()
            writes = self._weather.writes
            self._weather.called = lambda called: asked.set() if called in writes or dice < 0.1 else None
            with suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await asked.wait()
            self._weather.called = lambda called: None
        elif dice < 0.8:
            await self._moment(self._rng.uniform(0, 0.05))

    async def _moment(self, seconds: float) -> None:
        """So many seconds of the machine's own time."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await asyncio.get_running_loop().create_future()


@dataclass(frozen=True, slots=True)
class Wish:
    """How much is to happen, and how it begins."""

    deliveries: int
    kills: int
    seed: int


@dataclass(slots=True)
class Morning:
    """What a town begins with: its folder, what is wished, whom runs are ordered from, where the bot is, and time."""

    folder: Path
    wish: Wish
    orders: socket.socket
    host: str
    clock: Clock = field(init=False)
    rng: Random = field(init=False)

    def __post_init__(self) -> None:
        self.rng, self.clock = Random(self.wish.seed), Clock(self.folder / "clock")
        self.clock.advance(timedelta(hours=9).total_seconds())

    def draw(self) -> Random:
        """A chance of somebody's own."""
        return Random(self.rng.random())

    @asynccontextmanager
    async def life(
        self, chat: ChatDouble[Any], weather: Weather, hours: Hours, post: Post[Any, Any, Any]
    ) -> AsyncIterator[Life]:
        """A life that begins, with nobody in it yet."""
        app = web.Application()
        app.router.add_post("/", hours.asked)
        async with served(app, patience=0.1) as address:
            fate = Fate(self.orders, json.dumps([chat.url, f"{address}/"]).encode(), post, weather, self.draw())
            yield Life(self.wish, chat, weather, hours, post, fate)


@dataclass(frozen=True, slots=True)
class Life:
    """All that goes on in a town."""

    wish: Wish
    chat: ChatDouble[Any]
    weather: Weather
    hours: Hours
    post: Post[Any, Any, Any]
    fate: Fate

    def is_over(self) -> bool:
        """Whether enough has been delivered."""
        return self.post.parcels >= self.wish.deliveries

    async def lived(self, everybody: Iterable[Somebody[Any, Any]]) -> None:
        """People live while the bot dies; then it is given the time to tell what it has left, and dies too."""
        self.weather.is_fair = False
        await self.watched(self._lived(everybody))
        await self.fate.kill()

    async def _lived(self, everybody: Iterable[Somebody[Any, Any]]) -> None:
        ruling = self.fate.rule(self.wish.deliveries, self.wish.kills)
        await asyncio.gather(ruling, *(one.live() for one in everybody))
        await self.post.close()
        await self.at_rest()
        await self.at_rest()  # what was owed may have given the bot something to tell

    async def watched(self, living: Coroutine[Any, Any, T]) -> T:
        """What comes of it. Raises RuntimeError as soon as a run of the bot fails by itself."""
        task = asyncio.ensure_future(living)
        await asyncio.wait((task, self.fate.failure), return_when=asyncio.FIRST_COMPLETED)
        if self.fate.failure.done():
            self.fate.failure.result()
        return await task

    async def at_rest(self) -> None:
        """Return when the bot has nothing left to tell, and nothing is owed."""
        self.hours.waiting = -1
        while self.hours.waiting or not self.weather.is_calm:
            await self.hours.passed(10)

    def told(self, messages: Mapping[str, int], faults: list[str]) -> dict[str, object]:
        """What was done and what is wrong."""
        return {
            "deliveries": self.post.parcels, "tries": self.post.begun, "twice": self.post.twice,
            "kills": self.fate.kills, "calls": len(self.chat.calls),
            "troubles": sum(bool(call.fault) for call in self.chat.calls), "messages": messages, "faults": faults,
        }  # fmt: skip


def begin(
    live: Live,
    lived: Callable[[Morning], Coroutine[Any, Any, dict[str, object]]],
    folder: Path,
    wish: Wish,
) -> None:
    """Part from the process that forks runs of the bot, and live."""
    door = socket.create_server(("127.0.0.1", 0), backlog=1024)
    orders, taken = socket.socketpair()
    if not os.fork():
        orders.close()
        fork_on_request(taken, folder, door, live)
        os._exit(0)
    taken.close()
    host = f"http://127.0.0.1:{door.getsockname()[1]}"
    door.close()
    orders.setblocking(False)
    told = asyncio.run(lived(Morning(folder, wish, orders, host)))
    orders.close()
    os.wait()
    sys.stdout.write(json.dumps({"seed": wish.seed, **told}, ensure_ascii=False))
