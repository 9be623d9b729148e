"""A town in Slack whose bot is killed over and over: real runs, real posts, a double of Slack with every trouble.

`python -m tests.simulation.slack_kills FOLDER DELIVERIES KILLS SEED` prints what was done and what is wrong. The double
lives in this process and remembers everything; the runs of the bot are forked off from a process of their own, and what
people do there is what a seed says, as far as the machine lets it be.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import struct
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

from aiohttp import web

from tests.doubles import office
from tests.doubles.slack import SlackDouble
from tests.doubles.slack_driver import Driver
from tests.doubles.slack_faults import (
    Fault,
    cut,
    cut_after_recording,
    failed,
    failed_after_recording,
    garbled,
    late,
    limited,
)
from tests.doubles.slack_world import Workspace, person
from tests.simulation.far_side import LATEST
from tests.simulation.kills import Clock
from tests.simulation.slack_bot import Around, fork_on_request
from tests.simulation.slack_hours import Hours, Post
from tests.simulation.slack_people import Coach, Employee, Somebody, Town
from tests.simulation.slack_verdict import counted, wrong

EMPLOYEES, MORE_COACHES = 14, 6
TROUBLES = (
    limited(1), limited(4), failed(500), failed(503), failed_after_recording(502), failed_after_recording(504),
    cut(), cut_after_recording(), cut_after_recording(), garbled(),
)  # fmt: skip
SHARES = {"chat": 0.15, "conversations": 0.1, "views": 0.05, "users": 0.02, "auth": 0.02}
"""How many calls of each family meet one of them."""
POSTS = {"chat.postMessage", "chat.update"}


STAFF = [f"U0ANST{n:02}" for n in range(EMPLOYEES)]
APPOINTED = [f"U0COACH{n:02}" for n in range(MORE_COACHES)]


def crowded() -> Workspace:
    """Skövde's Slack with many employees and more coaches."""
    team = office.workspace()
    for n, user in enumerate((*STAFF, *APPOINTED)):
        team.users[user] = person(user, user.lower(), f"Person{chr(65 + n)} Andersson")
    team.channels[office.COACHES].members += (*APPOINTED,)
    return team


def appoint(folder: Path) -> None:
    """Write the preset that appoints the coaches."""
    with Path(office.preset(folder)).open("a", encoding="utf-8") as preset:
        for user in APPOINTED:
            who = crowded().users[user]
            told = f'handle = "{who.name}"\nname = "{who.real_name}"\nbody = "skovde"\nemail = "{who.email}"'
            preset.write(f'\n[[people]]\n{told}\nroles = ["coach"]\n')


class Weather:
    """What every call meets, and when what was put off is carried out after all."""

    def __init__(self, slack: SlackDouble, clock: Clock, rng: Random) -> None:
        self._slack, self._clock, self._rng = slack, clock, rng
        self._owed: list[float] = []
        self.called: Callable[[str], None] = lambda method: None

    def meets(self, method: str, _: int) -> Fault | None:
        """A `Trouble`."""
        self.called(method)
        if self._rng.random() >= SHARES.get(method.partition(".")[0], 0):
            return None
        if method in POSTS and self._rng.random() < 0.15:
            self._owed.append(self._clock.seconds + self._rng.uniform(0, LATEST))
            return late()
        return self._rng.choice(TROUBLES)

    def passing(self, moment: float) -> None:
        """Before it is so late: what is owed by then is carried out, and now and then all that is owed."""
        if self._owed and (min(self._owed) <= moment or self._rng.random() < 0.1):
            self._owed.clear()
            self._slack.land()

    @property
    def is_calm(self) -> bool:
        """Whether nothing is owed any more."""
        return not self._owed


class Fate:
    """Begins runs of the bot and kills them, each at a moment of its own; `failure` is of one that ended by itself."""

    def __init__(self, orders: socket.socket, order: bytes, post: Post, weather: Weather, rng: Random) -> None:
        self._orders, self._order, self._post, self._weather, self._rng = orders, order, post, weather, rng
        self.kills = 0
        self.failure: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._pid, self._ended = 0, asyncio.ensure_future(asyncio.sleep(0, 0))

    async def rule(self, deliveries: int, kills: int) -> None:
        """Kill so many runs, spread over so many deliveries. The last one that was begun lives."""
        for n in range(kills):
            await self._begin()
            await self._until_begun(int((n + self._rng.random()) * deliveries / kills))
            await self._pick_moment()
            await self.kill()
            while self._rng.random() < 0.2:  # again, before it has come to itself
                await self._begin()
                await self._moment(self._rng.uniform(0, 0.3))
                await self.kill()
        await self._begin()

    async def kill(self) -> None:
        """End the run that there is."""
        os.kill(self._pid, signal.SIGKILL)
        await self._ended
        self.kills += 1

    async def _begin(self) -> None:
        await asyncio.get_running_loop().sock_sendall(self._orders, self._order)
        self._pid = await self._read()
        self._ended = asyncio.ensure_future(self._read())
        self._ended.add_done_callback(self._was_killed)

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
        """At once, a moment later, or just when something is asked of Slack, be it carried out or not."""
        if (dice := self._rng.random()) < 0.5:
            asked = asyncio.Event()
            self._weather.called = lambda method: asked.set() if method in POSTS or dice < 0.1 else None
            with suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await asked.wait()
            self._weather.called = lambda method: None
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


async def lived(folder: Path, wish: Wish, orders: socket.socket, port: int) -> dict[str, object]:
    """Let everybody live until so much has happened, and tell what came of it."""
    rng, clock = Random(wish.seed), Clock(folder / "clock")
    clock.advance(timedelta(hours=9).total_seconds())
    async with SlackDouble(crowded(), now=clock.now) as slack:
        weather = Weather(slack, clock, Random(rng.random()))
        slack.trouble = weather.meets
        hours = Hours(clock, weather.passing)
        post = Post(f"http://127.0.0.1:{port}/slack/events", hours, Random(rng.random()))
        async with asking(hours) as address:
            order = json.dumps([slack.url, address]).encode()
            fate = Fate(orders, order, post, weather, Random(rng.random()))
            living = asyncio.ensure_future(everything(wish, slack, hours, post, weather, fate, rng))
            await asyncio.wait({living, fate.failure}, return_when=asyncio.FIRST_COMPLETED)
            for over in (fate.failure, living):
                if over.done():
                    over.result()
            await fate.kill()
        team = next(iter(slack.world.workspaces.values()))
        return {
            "deliveries": post.parcels, "tries": post.begun, "twice": post.twice, "kills": fate.kills,
            "calls": len(slack.calls), "troubles": sum(bool(call.fault) for call in slack.calls),
            "messages": counted(folder / "ideas.db"),
            "faults": wrong(folder / "ideas.db", team, post.taken.values()),
        }  # fmt: skip


async def everything(
    wish: Wish, slack: SlackDouble, hours: Hours, post: Post, weather: Weather, fate: Fate, rng: Random
) -> None:
    """People live while the bot dies; then it is given the time to tell what it has left."""
    ruling = asyncio.ensure_future(fate.rule(wish.deliveries, wish.kills))
    town = Town(Driver(slack, post), slack, hours, lambda: post.parcels >= wish.deliveries)
    everybody: list[Somebody] = [Employee(town, user, Random(rng.random())) for user in STAFF]
    everybody += [Coach(town, user, Random(rng.random())) for user in ("U0EVA", "U0OMAR", *APPOINTED)]
    await asyncio.gather(ruling, *(one.live() for one in everybody))
    await post.close()
    hours.waiting = -1
    while hours.waiting or not weather.is_calm:
        await hours.passed(10)


@asynccontextmanager
async def asking(hours: Hours) -> AsyncIterator[str]:
    """The address at which runs of the bot ask for time to pass."""
    app = web.Application()
    app.router.add_post("/", hours.asked)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    await runner.cleanup()


def around(folder: Path, order: bytes, door: socket.socket) -> Around:
    """What a run that is ordered finds around it."""
    slack, hours = json.loads(order)
    return Around(folder, slack, hours, door)


def main(folder: Path, wish: Wish) -> None:
    """Part from the process that forks runs of the bot, and live."""
    appoint(folder)
    door = socket.create_server(("127.0.0.1", 0), backlog=1024)
    orders, taken = socket.socketpair()
    if not os.fork():
        orders.close()
        fork_on_request(taken, lambda order: around(folder, order, door))
        os._exit(0)
    taken.close()
    port = door.getsockname()[1]
    door.close()
    orders.setblocking(False)
    told = asyncio.run(lived(folder, wish, orders, port))
    orders.close()
    os.wait()
    sys.stdout.write(json.dumps({"seed": wish.seed, **told}, ensure_ascii=False))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Wish(*map(int, sys.argv[2:5])))
