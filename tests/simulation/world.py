"""One schedule: a database, bots that are killed and stall, platforms that misbehave, and what came of it."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from random import Random
from typing import TypeVar

from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from bot.deliver import Dispatcher, Patience
from dialogs.cards import Card
from dialogs.messages import Delivery, Notice, Outgoing, Receipt
from ideas.people import Place
from storage.errors import StoreError
from storage.outbox import open_counts
from storage.sqlite import driver_of
from storage.tables import metadata
from storage.unit_of_work import UnitOfWork
from tests.simulation.far_side import FarSide
from tests.simulation.verdict import Message, stored, wrong
from tests.simulation.virtual_time import clock, never, passing, run

T = TypeVar("T")
LONGEST = 3 * 24 * 3600
"""Virtual seconds after which a schedule that is not through counts as stuck."""
PLACES = [Place("seeing", "T", "one"), Place("seeing", "T", "two"), Place("blind", "T", "three")]
ARCHIVED = Place("seeing", "T", "archived")


class Ledger:
    """A database in memory with the real tables, where every turn is a transaction."""

    def __init__(self) -> None:
        self._engine = create_engine("sqlite://", connect_args={"isolation_level": None}, poolclass=StaticPool)
        self._connection = self._engine.connect()
        self._driver = driver_of(self._connection)
        metadata.create_all(self._connection)
        self._connection.commit()

    def close(self) -> None:
        """Let go of it."""
        self._connection.close()
        self._engine.dispose()

    def empty(self) -> None:
        """Forget everything."""
        for table in ("outbox", "destination"):
            self._driver.execute(f"DELETE FROM {table}")

    def commit(self, turn: Callable[[UnitOfWork], T]) -> T:
        """Run one turn and keep what it did."""
        self._driver.execute("BEGIN")
        result = turn(UnitOfWork(self._connection, self._driver))
        self._driver.execute("COMMIT")
        return result

    def messages(self) -> list[Message]:
        """What has become of every message, oldest first."""
        return stored(self._driver)


@dataclass(slots=True)
class Luck:
    """How often what goes wrong, drawn anew for every schedule."""

    rng: Random
    kills: int
    """Kills and stalls that are left."""
    kill: float
    stall: float
    trouble: float
    together: int
    """Bots on the same database."""

    @classmethod
    def drawn(cls, rng: Random) -> Luck:
        """From calm to hopeless."""
        return cls(
            rng,
            kills=rng.randint(0, 25),
            kill=rng.choice((0, 0.02, 0.1)),
            stall=rng.choice((0, 0, 0.05)),
            trouble=rng.choice((0.02, 0.1, 0.3, 0.5)),
            together=rng.choice((1, 1, 2)),
        )


class Silent:
    """Nobody reads the log here."""

    def error(self, event: str, **facts: object) -> None:
        """Say nothing."""


def show(notice: Notice, language: str) -> Card:
    """The least that can be shown; a notice of kind `broken` cannot."""
    return {"told": Card(f"{notice.facts}", (), language)}[notice.kind]


@dataclass(slots=True, eq=False)
class Run:
    """One run of a bot, from its start to its kill. The store's and the senders' doors lead through here."""

    world: World
    killed: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    async def point(self, *, may_stall: bool = True) -> None:
        """A place where a run can end or stand still."""
        luck = self.world.luck
        if luck.kills and not self.killed.done():
            if luck.rng.random() < luck.kill:
                luck.kills -= 1
                self.killed.set_result(None)
            elif may_stall and luck.rng.random() < luck.stall:
                luck.kills -= 1
                await passing(luck.rng.uniform(1, 200))
        if self.killed.done():
            await never()

    async def turn(self, fn: Callable[[UnitOfWork], T], /) -> T:
        """The store's door."""
        await self.point()
        if self.world.luck.kills and self.world.luck.rng.random() < self.world.luck.trouble / 10:
            raise StoreError("full")
        result = self.world.ledger.commit(fn)
        self.world.look()
        await self.point()
        return result


@dataclass(frozen=True, slots=True)
class Wire:
    """The way from one run to one platform."""

    run: Run
    far_side: FarSide

    async def send(self, delivery: Delivery) -> Receipt:
        """Killed before it is sent, killed after it has arrived, or answered late."""
        await self.run.point(may_stall=False)
        receipt = await self.far_side.post(delivery)
        await self.run.point()
        return receipt

    async def find(self, delivery: Delivery) -> Receipt | None:
        """The same for a question."""
        await self.run.point()
        return await self.far_side.find(delivery)


class World:
    """Everything that one seed decides."""

    def __init__(self, ledger: Ledger, seed: int, dispatcher: type[Dispatcher], patience: Patience) -> None:
        self.ledger, self._dispatcher, self._patience = ledger, dispatcher, patience
        self.rng = Random(seed)
        self.luck = Luck.drawn(self.rng)
        self.platforms = {
            name: FarSide(self.rng, self.luck.trouble, blind=name == "blind") for name in ("seeing", "blind")
        }
        self._stop, self._through = asyncio.Event(), asyncio.Event()
        self._written = False
        self._awake: list[Dispatcher] = []

    async def lived(self) -> list[str]:
        """Let it happen, and tell what went wrong."""
        bots = [asyncio.ensure_future(self._bot()) for _ in range(self.luck.together)]
        writing = asyncio.ensure_future(self._write())
        with suppress(TimeoutError):
            async with asyncio.timeout(LONGEST):
                await self._through.wait()
        self._stop.set()
        for task in (*bots, writing):
            task.cancel()
        await asyncio.gather(*bots, writing, return_exceptions=True)
        await passing(self._patience.hold.total_seconds())  # for what lands late
        arrived = {channel: log for side in self.platforms.values() for channel, log in side.arrived.items()}
        return wrong(self.ledger.messages(), arrived)

    async def _write(self) -> None:
        """Messages come, most of them new, some that change or answer an earlier one."""
        by_place: Mapping[Place, list[str]] = defaultdict(list)
        for n in range(self.rng.randint(4, 12)):
            place = self.rng.choice([*PLACES, *PLACES, ARCHIVED])
            earlier = self.rng.choice([*by_place[place], ""])
            change = earlier if self.rng.random() < 0.5 else ""
            notice = Notice("told" if self.rng.random() < 0.95 else "broken")
            outgoing = Outgoing(f"k{n}", place, notice, "sv", change, "" if change else earlier)
            if not change:
                by_place[place].append(outgoing.key)
            self.ledger.commit(partial(UnitOfWork.send, outgoing=outgoing, now=clock()))
            for dispatcher in self._awake * self.rng.randint(0, 2):
                dispatcher.wake()
            await passing(self.rng.choice((0, 0, self.rng.uniform(0, 90))))
        self._written = True
        self.look()

    def look(self) -> None:
        """See whether all is done."""
        counts = self.ledger.commit(open_counts)
        if self._written and not {"pending", "sending"} & counts.keys():
            self._through.set()

    async def _bot(self) -> None:
        """Start, be killed, start again after a while."""
        while True:
            life = Run(self)
            dispatcher = self._dispatcher(
                life,
                {name: Wire(life, far_side) for name, far_side in self.platforms.items()},
                show,
                clock,
                self._patience,
                Silent(),
                alone=self.luck.together == 1,
            )
            self._awake.append(dispatcher)
            running = asyncio.ensure_future(dispatcher.run(self._stop))
            try:
                await asyncio.wait([running, life.killed], return_when=asyncio.FIRST_COMPLETED)
            finally:
                running.cancel()
                self._awake.remove(dispatcher)
            if not life.killed.done() and not isinstance(running.exception(), StoreError):
                return
            await passing(self.rng.choice((self.rng.uniform(0.1, 40), self.rng.uniform(45, 55))))


def violations(
    seed: int, ledger: Ledger, dispatcher: type[Dispatcher] = Dispatcher, patience: type[Patience] = Patience
) -> list[str]:
    """What goes wrong in the schedule of this seed: nothing, unless the protocol is broken."""

    async def lived() -> list[str]:
        return await World(ledger, seed, dispatcher, patience(poll=timedelta(seconds=60))).lived()

    ledger.empty()
    return run(lived())
