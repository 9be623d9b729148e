"""One whole turn of the bot in this process, against raw sqlite3 doing the same durable work.

A turn is an answered question and its delivered reply: `bot.turn.take_turn` from the inbound to the commit, then the
dispatcher claims the reply, shows it as a card, gives it to a surface that takes anything, and records it as sent.
The floor makes the same writes in the same commits and nothing else: no guard, no dialog, no words. Three commits,
synchronous=FULL, on both sides. Floor and product alternate, each on its own copy of the same database, and CPU time
of all threads is compared pair by pair. The floor makes one commit a step also when many turns are in flight, as a
program without a writer would.
"""

from __future__ import annotations

import asyncio
import json
import math
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from bot.deliver import Dispatcher, Patience
from bot.start import load_world
from bot.turn import take_turn
from dialogs.conversation import Conversation
from dialogs.messages import Delivery, Inbound, Notice, Outgoing, Receipt
from dialogs.notices import show
from ideas.idea import Answer, Idea
from ideas.people import Identity, Person, Place
from storage import outbox
from storage.outbox import Sent
from storage.store import Store
from storage.unit_of_work import UnitOfWork

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
IDEAS, WRITERS, SLOWEST = 10_000, 20, 0.250
"""Ideas in the database, each somebody's; people who write at once; seconds that a turn of theirs may take (p99)."""
WORLD = load_world("skaraborg")
BODY = "skovde"
NEED = "Frukosten kommer för sent till de boende, och några hinner inte äta innan bussen går."


@dataclass(frozen=True, slots=True)
class Goal:
    """What a ratio must reach, should reach, and would be proud of."""

    must: float
    goal: float
    moonshot: float

    def verdict(self, ratio: float, allowance: float) -> str:
        """The best of the three that the ratio reaches."""
        reached = [name for name in ("moonshot", "goal") if ratio <= getattr(self, name)]
        return (reached or (["must"] if ratio <= self.must * allowance else ["missed"]))[0]


IN_FLIGHT = {1: Goal(6, 4, 3), 32: Goal(6, 3, 1)}


def run(*, quick: bool) -> bool:
    """Print the ratios and how long a turn takes among many writers; False when a must is missed."""
    table = Table("in flight", "floor µs", "ours µs", "ratio", "min–max", "must", "goal", "moonshot", "verdict")
    met = True
    with TemporaryDirectory(prefix="engine-") as folder:
        prepared = Path(folder, "prepared.db")
        asyncio.run(prepare(prepared))
        for in_flight, goal in IN_FLIGHT.items():
            pairs = measured(prepared, in_flight, rounds=3 if quick else 9, turns=640 if quick else 1600)
            ratio = median(product / floor for floor, product in pairs)
            verdict = goal.verdict(ratio, 1.25 if quick else 1)
            table.add_row(str(in_flight), *shown(pairs), *map(str, (goal.must, goal.goal, goal.moonshot)), verdict)
            met &= verdict != "missed"
        times = asyncio.run(simultaneous(prepared, turns_each=25 if quick else 200))
    in_time = p99(times) < SLOWEST
    Console(width=100).print(
        table,
        f"{WRITERS} writers at once, {IDEAS} ideas: a turn took {spread(times)}; "
        f"p99 must be under {SLOWEST * 1000:.0f} ms: {'met' if in_time else 'missed'}",
        sep="\n",
    )
    return met and in_time


def shown(pairs: list[tuple[float, float]]) -> tuple[str, str, str, str]:
    """Medians of floor, product and ratio, and the ratio's range."""
    floors, products = zip(*pairs, strict=True)
    ratios = [product / floor for floor, product in pairs]
    span = f"{min(ratios):.2f}–{max(ratios):.2f}"
    return f"{median(floors):.0f}", f"{median(products):.0f}", f"{median(ratios):.2f}", span


def spread(times: list[float]) -> str:
    """Median, 99th percentile and the longest, in milliseconds."""
    return f"{median(times) * 1000:.1f} ms (p99 {p99(times) * 1000:.1f} ms, longest {max(times) * 1000:.1f} ms)"


def p99(times: list[float]) -> float:
    """What 99 of 100 do not exceed."""
    return sorted(times)[math.ceil(len(times) * 0.99) - 1]


async def prepare(path: Path) -> None:
    """A database with everybody in the middle of a dialog."""
    store = await Store.open(f"sqlite:///{path}")
    await store.turn(populate)
    await store.close()


def populate(uow: UnitOfWork) -> None:
    """Everyone with a draft whose effect is asked for, and the question delivered."""
    answers = {"unit": Answer(choices=("vard",)), "need": Answer(NEED)}
    for n in range(IDEAS):
        there = Place("local", BODY, f"c{n}")
        person = uow.add_person(Person(0, f"p{n}", f"Person {n}", BODY, "sv", "vard", home=there), who(n))
        idea = uow.add_idea(Idea(0, BODY, person.id, NOW, NOW, answers=answers))
        uow.save_conversation(Conversation(there, person.id, idea.id))
        uow.send(Outgoing(f"welcome:{n}", there, Notice("question", {"key": "effect"}), "sv"), NOW)
    for claimed in outbox.claim(uow, NOW, NOW + timedelta(minutes=2), IDEAS):
        outbox.record(uow, [(claimed, Sent("0"))], NOW)


def who(n: int) -> Identity:
    """The n-th person's identity."""
    return Identity("local", BODY, f"u{n}")


def take(uow: UnitOfWork, n: int) -> None:
    """The n-th turn: the n-th person answers the open question in words."""
    place = Place("local", BODY, f"c{n}")
    take_turn(Inbound(f"event:{n}", who(n), place, body=BODY, text=f"Lugnare morgnar, {n}"), uow, NOW, WORLD)


class AnySurface:
    """Takes every message at once. It keeps their number, so that none is missed."""

    taken = 0

    async def send(self, _delivery: Delivery) -> Receipt:
        """Take one."""
        self.taken += 1
        return Receipt("1")

    async def find(self, _delivery: Delivery) -> Receipt | None:
        """Nothing is ever sent twice here."""
        return None


class NoLog:
    """Nothing goes wrong here."""

    def error(self, event: str, **facts: object) -> None:
        """Fail."""
        raise AssertionError(event, facts)


async def product(path: Path, in_flight: int, turns: int) -> float:
    """Microseconds of CPU for a turn of ours and its delivery."""
    store, surface = await Store.open(f"sqlite:///{path}"), AnySurface()
    there = Dispatcher(store, {"local": surface}, partial(show, texts=WORLD.texts), lambda: NOW, Patience(), NoLog())
    await step(store, there, range(in_flight))  # statements are compiled on first use
    started = time.process_time()
    for first in range(in_flight, turns + in_flight, in_flight):
        await step(store, there, range(first, first + in_flight))
    spent = time.process_time() - started
    assert surface.taken == turns + in_flight
    await store.close()
    return spent / turns * 1e6


async def step(store: Store, dispatcher: Dispatcher, numbers: range) -> None:
    """So many turns at once, then their replies delivered."""
    await asyncio.gather(*(store.turn(partial(take, n=n)) for n in numbers))
    await dispatcher.drain(NOW)


def floor(path: Path, turns: int) -> float:
    """Microseconds of CPU for a turn in raw sqlite3."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            database.execute(f"PRAGMA {pragma}")
        raw(database, 0)
        started = time.process_time()
        for n in range(1, turns + 1):
            raw(database, n)
        return (time.process_time() - started) / turns * 1e6


def raw(database: sqlite3.Connection, n: int) -> None:
    """The same three commits in as few words as can be."""
    row = 0
    for transaction in (raw_turn, raw_claim, raw_sent):
        database.execute("BEGIN IMMEDIATE")
        row = transaction(database, n, row)
        database.execute("COMMIT")


def raw_turn(database: sqlite3.Connection, n: int, _row: int) -> int:
    """What `take` reads and writes."""
    run = database.execute
    user, channel = f"u{n}", f"c{n}"
    run("INSERT INTO inbox VALUES ('local', 'skovde', ?, ?, '') ON CONFLICT DO NOTHING", (f"event:{n}", n))
    by_name = "platform = 'local' AND workspace = 'skovde'"
    person = run(
        f"SELECT p.* FROM person p JOIN identity i ON i.person = p.id WHERE {by_name} AND user = ?", (user,)
    ).fetchone()
    this = f"WHERE {by_name} AND channel = ? AND thread = '' AND person = ?"
    conversation = run(f"SELECT draft FROM conversation {this}", (channel, person[0])).fetchone()
    idea = run("SELECT * FROM idea WHERE id = ?", (conversation[0],)).fetchone()
    document = json.loads(idea[-1])
    document["answers"]["effect"] = {"text": f"Lugnare morgnar, {n}"}
    kept = json.dumps(document)
    run("UPDATE idea SET document = ?, changed_at = ? WHERE id = ? AND seq = 0", (kept, n, idea[0]))
    body = json.dumps({"key": "target_group", "step": 3, "of": 6, "leads": [], "back": True, "chosen": [], "body": ""})
    run(
        "INSERT INTO outbox (tenant, destination, key, kind, body, language, created_at)"
        " SELECT 'skovde', id, ?, 'question', ?, 'sv', ? FROM destination"
        " WHERE tenant = 'skovde' AND platform = 'local' AND conversation = ? ON CONFLICT (key) DO NOTHING",
        (f"reply:{n}", body, n, channel),
    )
    return 0


def raw_claim(database: sqlite3.Connection, n: int, _row: int) -> int:
    """What `outbox.claim` writes."""
    waiting = "SELECT id FROM outbox INDEXED BY outbox_open WHERE state IN ('pending', 'sending') LIMIT 1"
    row = int(database.execute(waiting).fetchone()[0])
    database.execute(
        "UPDATE outbox SET state = 'sending', attempts = attempts + 1, lease_until = ?, first_try_at = ?,"
        " last_try_at = ? WHERE id = ?",
        (n, n, n, row),
    )
    return row


def raw_sent(database: sqlite3.Connection, n: int, row: int) -> int:
    """What `outbox.record` writes."""
    mine = "WHERE id = ? AND attempts = 1 AND state = 'sending'"
    sent = f"UPDATE outbox SET state = 'sent', remote_id = '1', sent_at = ?, error = NULL {mine}"
    return database.execute(sent, (n, row)).rowcount


def measured(prepared: Path, in_flight: int, rounds: int, turns: int) -> list[tuple[float, float]]:
    """Pairs of floor and product, alternating which comes first."""
    pairs = []
    for n in range(rounds):
        sides: dict[str, Callable[[Path], float]] = {
            "floor": lambda path: floor(path, turns),
            "product": lambda path: asyncio.run(product(path, in_flight, turns)),
        }
        spent = {}
        for name in sorted(sides, reverse=bool(n % 2)):
            copy = Path(shutil.copy(prepared, prepared.with_name(f"{name}-{in_flight}-{n}.db")))
            spent[name] = sides[name](copy)
            copy.unlink()
        pairs.append((spent["floor"], spent["product"]))
    return pairs


async def simultaneous(prepared: Path, turns_each: int) -> list[float]:
    """Seconds from asking for a turn to its commit, when many write at once."""
    store = await Store.open(f"sqlite:///{prepared}")
    times: list[float] = []

    async def writer(first: int) -> None:
        for n in range(first, first + turns_each * WRITERS, WRITERS):
            asked = time.perf_counter()
            await store.turn(partial(take, n=n))
            times.append(time.perf_counter() - asked)

    await asyncio.gather(*map(writer, range(WRITERS)))
    await store.close()
    return times
