"""Real runs of the bot, ended by SIGKILL wherever they happen to be: real files, real commits, the real store.

`python -m tests.simulation.kills FOLDER TURNS` forks one run after the other until every turn has been taken and every
message delivered, and prints what went wrong. Only the platform is made up: a file of what arrived, and when. Time is
made up too and goes on only while nothing is due, so a slow machine changes nothing.
"""

from __future__ import annotations

import asyncio
import json
import mmap
import os
import select
import signal
import sqlite3
import struct
import sys
from collections import defaultdict
from contextlib import closing
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from random import Random
from time import monotonic

from bot.deliver import Dispatcher, Patience
from bot.start import appoint
from bot.turn import take_turn
from dialogs.messages import Delivery, Inbound, Receipt, TryLater
from dialogs.notices import show
from dialogs.words import Verb
from storage import outbox
from storage.documents import fact_of, idea_of
from storage.store import Store
from storage.unit_of_work import UnitOfWork
from tests.simulation.far_side import LATEST, Landed
from tests.simulation.people import COACHES, EMPLOYEES, LEAD, handed_in, sensible
from tests.simulation.town import WORLD, check_idea
from tests.simulation.verdict import stored, wrong
from tests.simulation.virtual_time import passing
from tests.simulation.world import Silent

_EPOCH = datetime(2026, 11, 23, tzinfo=UTC)
_AT_ONCE, _STEP = 4, 5.0


class Clock:
    """Seconds that are kept in a file and so survive every kill."""

    def __init__(self, path: Path) -> None:
        path.touch()
        os.truncate(path, 8)
        with path.open("r+b") as file:
            self._kept = mmap.mmap(file.fileno(), 8)

    @property
    def seconds(self) -> float:
        """Since the beginning."""
        (seconds,) = struct.unpack("d", self._kept[:])
        return float(seconds)

    def advance(self, seconds: float) -> None:
        """Let time go on."""
        self._kept[:] = struct.pack("d", self.seconds + seconds)

    def now(self) -> datetime:
        """The time."""
        return _EPOCH + timedelta(seconds=self.seconds)


class Lines:
    """A file to which whole lines are added, each in one write that no kill can halve."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def add(self, line: str) -> None:
        """Add one."""
        os.write(self._file, f"{line}\n".encode())

    def read(self) -> list[str]:
        """All of them."""
        return self._path.read_text(encoding="utf-8").splitlines()


class Platform:
    """Carries out posts at once, late or not at all, and answers or does not."""

    def __init__(self, lines: Lines, clock: Clock, rng: Random) -> None:
        self._lines, self._clock, self._rng = lines, clock, rng
        self._ids = map(f"{os.getpid()}-{{}}".format, count())

    async def send(self, delivery: Delivery) -> Receipt:
        """Post, with one chance in three that something goes wrong."""
        await passing(self._rng.uniform(0, 0.002))
        remote_id = delivery.update_of or next(self._ids)
        roll = self._rng.random()
        if roll < 0.1:
            raise TryLater(self._rng.uniform(1, 20), "429", ambiguous=False)
        if roll > 0.2:  # else a 500 before anything is done
            self._land(delivery, remote_id, self._rng.uniform(0, LATEST) if roll < 0.25 else 0)
        await passing(self._rng.uniform(0, 0.002))
        if roll < 0.33:
            raise TryLater(0, "502", ambiguous=True)
        return Receipt(remote_id)

    def _land(self, delivery: Delivery, remote_id: str, after: float) -> None:
        landed = Landed(delivery.key, remote_id, bool(delivery.update_of), delivery.thread)
        self._lines.add(json.dumps([self._clock.seconds + after, delivery.place.channel, asdict(landed)]))

    async def find(self, delivery: Delivery) -> Receipt | None:
        """What has arrived by now."""
        await passing(self._rng.uniform(0, 0.002))
        for line in self._lines.read():
            at, _, landed = json.loads(line)
            if landed["key"] == delivery.key and at <= self._clock.seconds:
                return Receipt(landed["remote_id"])
        return None


def said(turn: int) -> Inbound:
    """What somebody says or presses in this turn: always the same, however often it is delivered."""
    rng = Random(turn)
    return sensible(rng.choice, f"turn{turn}", rng.choice((*EMPLOYEES, *EMPLOYEES, *COACHES, *COACHES, LEAD)))


def prepare(uow: UnitOfWork, now: datetime) -> None:
    """Everybody, and some ideas to do something with."""
    appoint(uow, WORLD, now)
    for n in range(8):
        for step in handed_in(EMPLOYEES[n % 2]):
            take_turn(replace(step, key=f"{n}-{step.key}"), uow, now, WORLD)


def take(uow: UnitOfWork, turn: int, now: datetime) -> None:
    """One turn of the bot itself."""
    take_turn(said(turn), uow, now, WORLD)


async def live(folder: Path, turns: int) -> None:
    """One run of the bot: take the turns that nobody has an answer to, a few once too often, and deliver."""
    rng, clock, answered = Random(), Clock(folder / "clock"), Lines(folder / "answered")
    clock.advance(rng.uniform(1, 50))
    store = await Store.open(f"sqlite:///{folder / 'ideas.db'}")
    platform = Platform(Lines(folder / "arrived"), clock, rng)
    dispatcher = Dispatcher(
        store, {"local": platform}, partial(show, texts=WORLD.texts), clock.now, Patience(), Silent()
    )
    await store.turn(outbox.release_all)
    known = [int(line) for line in answered.read()]
    waiting = iter([*known[-3:], *sorted(set(range(turns)) - set(known))])
    if not await store.turn(lambda uow: uow.numbered("SKO-2026-0001")):
        await store.turn(partial(prepare, now=clock.now()))

    async def person() -> None:
        for n in waiting:
            await store.turn(partial(take, turn=n, now=clock.now()))
            answered.add(f"{n}")

    people = asyncio.gather(*(person() for _ in range(_AT_ONCE)))
    while not people.done() or not {"pending", "sending"}.isdisjoint(await store.turn(outbox.open_counts)):
        await dispatcher.drain(clock.now())
        clock.advance(_STEP)
    await people
    await store.close()


def ended(folder: Path, turns: int, patience: float | None) -> bool:
    """Fork a run and kill it after so many seconds; whether it came to its end before that."""
    alive, held = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(alive)
        asyncio.run(live(folder, turns))
        os._exit(0)
    os.close(held)
    finished, _, _ = select.select([alive], [], [], patience)
    if not finished:
        os.kill(pid, signal.SIGKILL)
    os.close(alive)
    _, status = os.waitpid(pid, 0)
    assert status in {0, signal.SIGKILL}, f"a run failed by itself: {status}"
    return status == 0


def faults(folder: Path, turns: int) -> list[str]:
    """What is wrong with the files that are left."""
    with closing(sqlite3.connect(folder / "ideas.db")) as driver:
        messages, found = stored(driver), half_done(driver)
        received = dict(driver.execute("SELECT dedup_key, answer FROM inbox").fetchall())
    arrived: dict[str, list[Landed]] = defaultdict(list)
    for _, channel, landed in sorted(
        map(json.loads, Lines(folder / "arrived").read()), key=lambda line: float(line[0])
    ):
        arrived[channel].append(Landed(**landed))
    answered = set(map(int, Lines(folder / "answered").read()))
    told = {message.key.split(":")[3] for message in messages if message.key.startswith("reply:")}
    return [
        *found,
        *wrong(messages, arrived),
        *(f"never answered: {n}" for n in set(range(turns)) - answered),
        *(f"answered and forgotten: {n}" for n in answered if f"turn{n}" not in received),
        *(f"answered without a word: {n}" for n in answered if not (_silent(n) or received.get(f"turn{n}"))
          and f"turn{n}" not in told),
    ]  # fmt: skip


def _silent(turn: int) -> bool:
    """A yes is answered by the notice of what it led to."""
    return said(turn).action == Verb.AGREE


def half_done(driver: sqlite3.Connection) -> list[str]:
    """Ideas whose number, state and history do not agree."""
    ideas = [idea_of(row) for row in driver.execute("SELECT * FROM idea ORDER BY id")]
    found = []
    for idea in ideas:
        facts = [fact_of(row) for row in driver.execute("SELECT * FROM fact WHERE idea = ? ORDER BY seq", (idea.id,))]
        try:
            check_idea(idea, facts)
        except AssertionError as error:
            found.append(f"half done: {error}")
    numbers = sorted(idea.number for idea in ideas if idea.number)
    if numbers != [f"SKO-2026-{n:04}" for n in range(1, len(numbers) + 1)]:
        found.append(f"gaps in {numbers}")
    return found


def main(folder: Path, turns: int) -> None:
    """Kill runs until one comes to its end, then tell how many that took and what is wrong."""
    rng, kills = Random(), 0
    assert ended(folder, 0, None)  # makes the database
    began = monotonic()
    assert ended(folder, 0, None)
    idle = monotonic() - began  # what a start and a stop cost on this machine just now
    while not ended(folder, turns, rng.uniform(0, 4 * idle) * (1 + kills / 50)):  # longer, if it grows busier
        kills += 1
    found = faults(folder, turns)
    sys.stdout.write(json.dumps({"kills": kills, "faults": found}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
