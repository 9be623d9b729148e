"""A town in Teams whose bot is killed over and over: real runs, real posts, a double of Teams with every trouble.

`python -m tests.simulation.teams_kills FOLDER DELIVERIES KILLS SEED` prints what was done and what is wrong. The double
lives in this process and remembers everything; the runs of the bot are forked off from a process of their own, and what
people do there is what a seed says, as far as the machine lets it be. On the first morning everybody gets the app, and
nothing goes wrong.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any, TypeVar, cast

from tests.doubles import teams_office
from tests.doubles.teams import TeamsDouble
from tests.doubles.teams_driver import Driver
from tests.doubles.teams_faults import (
    Fault,
    clashed,
    cut,
    cut_after_recording,
    failed,
    failed_after_recording,
    garbled,
    hang,
    late,
    late_cut,
    limited,
)
from tests.doubles.teams_office import COACHES, TENANT
from tests.doubles.teams_world import Person, Tenant
from tests.simulation.far_side import LATEST
from tests.simulation.kills import Clock
from tests.simulation.slack_bot import STEP
from tests.simulation.slack_hours import Hours
from tests.simulation.slack_kills import Fate, asking
from tests.simulation.teams_bot import Around, fork_on_request
from tests.simulation.teams_model import differing, keep
from tests.simulation.teams_people import Coach, Employee, Somebody, Town
from tests.simulation.teams_post import Post
from tests.simulation.teams_verdict import counted, wrong
from tests.simulation.town import WORLD

T = TypeVar("T")
STAFF = [f"anst{n:02}" for n in range(9)]
APPOINTED = [f"coach{n:02}" for n in range(6)]
TROUBLES = (
    limited(0), limited(1), limited(4), clashed(), failed(500), failed(503), failed_after_recording(502),
    failed_after_recording(502), failed_after_recording(504), cut(), cut_after_recording(), cut_after_recording(),
    garbled(),
)  # fmt: skip
LATE = (late(504), late(502), late_cut(), hang())
"""What is carried out after all, within the time that a platform may take for it."""
SHARES = {"post": 0.15, "begin": 0.15, "change": 0.2, "open": 0.1, "member": 0.1, "members": 0.1}
"""How many calls of each kind meet something."""
WRITES = {"post", "begin", "change"}


def crowded() -> Tenant:
    """Skövde's Teams with many employees and more coaches."""
    there = teams_office.tenant()
    for n, who in enumerate((*STAFF, *APPOINTED)):
        there.hire(Person(who, f"Person{chr(65 + n)} Andersson", f"{who}@skovde.example"))
    team = there.teams[next(one.team for one in there.conversations.values() if one.name == COACHES)]
    team.members += [there.named(who).aad for who in APPOINTED]
    return there


def appoint(folder: Path) -> None:
    """Write the preset that appoints the coaches."""
    with Path(teams_office.preset(folder)).open("a", encoding="utf-8") as preset:
        for who in APPOINTED:
            person = crowded().named(who)
            told = f'handle = "{who}"\nname = "{person.name}"\nbody = "skovde"\nemail = "{person.email}"'
            preset.write(f'\n[[people]]\n{told}\nroles = ["coach"]\n')


class Weather:
    """What every call meets, and when what was put off is carried out after all. At first nothing is wrong."""

    def __init__(self, teams: TeamsDouble, clock: Clock, rng: Random) -> None:
        self._teams, self._clock, self._rng = teams, clock, rng
        self._owed: list[float] = []
        self.is_fair = True
        self.called: Callable[[str], None] = lambda kind: None

    def meets(self, kind: str, _: int) -> Fault | None:
        """A `Trouble`."""
        self.called(kind)
        if self.is_fair or self._rng.random() >= SHARES.get(kind, 0):
            return None
        if kind in WRITES and self._rng.random() < (0.5 if kind == "change" else 0.2):
            latest = LATEST - STEP
            self._owed.append(self._clock.seconds + self._rng.choice((latest, self._rng.uniform(0, latest))))
            return self._rng.choice(LATE)
        return self._rng.choice(TROUBLES)

    def passing(self, moment: float) -> None:
        """Before it is so late: what is owed by then is carried out, and now and then all that is owed."""
        if self._owed and (min(self._owed) <= moment or self._rng.random() < 0.02):
            self._owed.clear()
            self._teams.land()
            self._teams.release()

    @property
    def is_calm(self) -> bool:
        """Whether nothing is owed any more."""
        return not self._owed


class TeamsFate(Fate):
    """Kills runs of a bot in Teams."""

    def __init__(self, orders: socket.socket, order: bytes, post: Post, weather: Weather, rng: Random) -> None:
        super().__init__(orders, order, cast(Any, post), cast(Any, weather), rng)  # as much as it needs of Slack's

    async def begin(self) -> None:
        """Begin a run."""
        await self._begin()

    async def _pick_moment(self) -> None:
        """At once, a moment later, or just when something is asked of Teams, be it carried out or not."""
        if (dice := self._rng.random()) < 0.5:
            asked = asyncio.Event()
            self._weather.called = lambda kind: asked.set() if kind in WRITES or dice < 0.1 else None
            with suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await asked.wait()
            self._weather.called = lambda kind: None
        elif dice < 0.8:
            await self._moment(self._rng.uniform(0, 0.05))


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
    async with TeamsDouble(crowded(), now=clock.now, paced=True) as teams:
        weather = Weather(teams, clock, Random(rng.random()))
        teams.trouble = weather.meets
        hours = Hours(clock, weather.passing)
        unkept = frozenset(WORLD.texts.say("sv", key) for key in ("chat-busy", "chat-waiting"))
        post = Post(f"http://127.0.0.1:{port}/api/messages", hours, Random(rng.random()), unkept)
        async with asking(hours) as address, Driver(teams, post) as people:
            fate = TeamsFate(orders, address.encode(), post, weather, Random(rng.random()))
            town = Town(people, teams, hours, lambda: post.parcels >= wish.deliveries)
            before = await watched(fate, morning(folder, town, post, fate))
            await watched(fate, everything(wish, town, post, weather, fate, rng))
            await fate.kill()
        faults = wrong(folder / "ideas.db", teams, post.brought.values(), post.taken.values())
        faults += town.troubles + differing(folder, before, folder / "turns")
        return {
            "deliveries": post.parcels, "tries": post.begun, "twice": post.twice, "kills": fate.kills,
            "calls": len(teams.calls), "troubles": sum(bool(call.fault) for call in teams.calls),
            "messages": counted(folder / "ideas.db", teams), "faults": faults,
        }  # fmt: skip


async def watched(fate: Fate, living: Coroutine[Any, Any, T]) -> T:
    """What comes of it. Raises RuntimeError as soon as a run of the bot fails by itself."""
    task = asyncio.ensure_future(living)
    await asyncio.wait((task, fate.failure), return_when=asyncio.FIRST_COMPLETED)
    if fate.failure.done():
        fate.failure.result()
    return await task


async def morning(folder: Path, town: Town, post: Post, fate: TeamsFate) -> Path:
    """Everybody gets the app while nothing is wrong, and all are told; the path of what the bot holds then."""
    await fate.begin()
    await town.people.install("pia", COACHES)
    for person in town.teams.world.tenants[TENANT].people.values():
        if person.has_app:
            await town.people.install(person.handle)
    await at_rest(town.hours)
    await fate.kill()
    post.begin_anew()
    return keep(folder / "ideas.db")


async def at_rest(hours: Hours) -> None:
    """Return when the bot has nothing left to tell."""
    hours.waiting = -1
    while hours.waiting:
        await hours.passed(10)


async def everything(wish: Wish, town: Town, post: Post, weather: Weather, fate: Fate, rng: Random) -> None:
    """People live while the bot dies; then it is given the time to tell what it has left."""
    weather.is_fair = False
    ruling = asyncio.ensure_future(fate.rule(wish.deliveries, wish.kills))
    everybody: list[Somebody] = [Employee(town, who, Random(rng.random())) for who in STAFF]
    everybody += [Coach(town, who, Random(rng.random())) for who in ("eva", "omar", *APPOINTED)]
    await asyncio.gather(ruling, *(one.live() for one in everybody))
    await post.close()
    await at_rest(town.hours)
    while not weather.is_calm:
        await town.hours.passed(10)
    await at_rest(town.hours)


def main(folder: Path, wish: Wish) -> None:
    """Part from the process that forks runs of the bot, and live."""
    appoint(folder)
    door = socket.create_server(("127.0.0.1", 0), backlog=1024)
    orders, taken = socket.socketpair()
    if not os.fork():
        orders.close()
        fork_on_request(taken, lambda order: Around(folder, order.decode(), door))
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
