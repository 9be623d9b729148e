"""The whole bot in one open transaction: turns taken one after the other, the clock, and what must always be true."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from sqlalchemy import Connection

from adapters.terminal.render import render as terminal_text
from adapters.web.render import render as web_html
from bot.clock import due_now, happen
from bot.start import appoint, load_world
from bot.turn import take_turn
from bot.world import World
from dialogs.cards import Card
from dialogs.messages import Inbound, Notice, Now
from dialogs.notices import show
from ideas.idea import Fact, Idea
from ideas.lifecycle import OPEN, WITH_COACH, Status
from storage.documents import idea_of, unpack
from storage.migrate import migrate_file
from storage.sqlite import driver_of, writing_engine
from storage.unit_of_work import UnitOfWork
from tests.simulation.people import COACHES, EMPLOYEES, handed_in, worked_on

START = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
WORLD = load_world("skaraborg")
COACHED = {*WITH_COACH, Status.DORMANT, Status.IMPLEMENTED, Status.BENEFIT_CONFIRMED, Status.FOUND_HOME}
LIVES = ((), ("",), ("", "exploring"), ("", "exploring", "shaping", "testing"), ("", "implementing", "implemented"))
"""What the coaches have done with the first ideas; an empty state is the claim."""
COACHLESS = {Status.DRAFT, Status.SUBMITTED}


def opened(path: Path) -> Connection:
    """A database with the preset's people in it, and ideas in several states of their lives."""
    migrate_file(path)
    connection = writing_engine(path).connect()
    with connection.begin():
        appoint(UnitOfWork(connection, driver_of(connection)), WORLD, START)
        town = Town(connection)
        for n in range(1, 7):
            for step in handed_in(EMPLOYEES[n % 2]):
                town.take(replace(step, key=f"{n}-{step.key}"))
        for n, states in enumerate(LIVES, 1):
            for step in worked_on(COACHES[n % 2], f"SKO-2026-{n:04}", states):
                town.take(replace(step, key=f"{n}-{step.key}"))
    return connection


class Town:
    """Everybody in it, at one moment that goes on."""

    def __init__(self, connection: Connection, world: World = WORLD) -> None:
        self.driver, self._connection, self.world, self.now = driver_of(connection), connection, world, START

    @property
    def uow(self) -> UnitOfWork:
        """What a turn works with."""
        return UnitOfWork(self._connection, self.driver)

    def take(self, inbound: Inbound) -> Now | None:
        """One turn, with what is answered drawn on both surfaces."""
        self.now += timedelta(minutes=7)
        told, done = self._count("max(id)", "outbox"), self._count("count(*)", "fact")
        now = take_turn(inbound, self.uow, self.now, self.world)
        if now and now.card:
            drawn(now.card)
        refused = "SELECT 1 FROM outbox WHERE kind = 'refused' AND id > ?"
        assert self._count("count(*)", "fact") == done or not self.driver.execute(refused, (told,)).fetchone(), (
            "refused, yet done"
        )
        return now

    def _count(self, what: str, table: str) -> int:
        (count,) = self.driver.execute(f"SELECT coalesce({what}, 0) FROM {table}").fetchone()
        return int(count)

    def wait(self, days: int) -> None:
        """Let time go on, and what is due happen."""
        self.now += timedelta(days=days)
        for occurrence in due_now(self.uow, self.now, self.world):
            happen(self.uow, self.now, self.world, occurrence)

    def ideas(self) -> list[Idea]:
        """Every idea, drafts too."""
        return [idea_of(row) for row in self.driver.execute("SELECT * FROM idea ORDER BY id")]

    def posted(self, latest: int = 10**9) -> list[tuple[str, Card]]:
        """The key and card of so many messages, in the order written."""
        rows = self.driver.execute("SELECT key, kind, body, language FROM outbox ORDER BY id DESC LIMIT ?", (latest,))
        made = [(key, show(Notice(kind, unpack(body)), lang, self.world.texts)) for key, kind, body, lang in rows]
        return made[::-1]

    def last(self) -> str:
        """The newest message, as text."""
        return self.posted(1)[0][1].summary

    def check(self) -> None:
        """Fail when something is half done, lost or cannot be shown."""
        for _, card in self.posted():
            drawn(card)
        for idea in self.ideas():
            check_idea(idea, self.uow.facts(idea.id))
        self._check_numbers()
        loose = "SELECT key FROM outbox WHERE {0} <> '' AND {0} NOT IN (SELECT key FROM outbox)"
        for column in ("updates", "under"):
            assert not self.driver.execute(loose.format(column)).fetchall(), column

    def _check_numbers(self) -> None:
        running = defaultdict(list)
        for idea in self.ideas():
            if idea.number:
                series, _, number = idea.number.rpartition("-")
                running[series].append(int(number))
        assert all(sorted(used) == list(range(1, len(used) + 1)) for used in running.values()), running


def check_idea(idea: Idea, facts: list[Fact]) -> None:
    """Fail when an idea and its history do not agree, or it has a coach it should not have or lacks one."""
    told = f"{idea.number} {idea.status}"
    assert [fact.seq for fact in facts] == list(range(1, idea.seq + 1)), told
    assert all(before.end is after.start for before, after in pairwise(facts)), told
    assert (facts[-1].end if facts else Status.DRAFT) is idea.status, told
    assert (idea.number is None) == (idea.status is Status.DRAFT or idea.seq == 0), told
    assert idea.coach is None if idea.status in COACHLESS else idea.status not in COACHED or idea.coach, told
    assert idea.coach is None or idea.coach not in (idea.bearer, *idea.co_bearers), told
    assert idea.promise or idea.status not in OPEN, told
    assert idea.bearer not in idea.co_bearers, told


def drawn(card: Card) -> None:
    """Draw a card everywhere; nothing anybody wrote may become markup."""
    assert card.summary
    terminal_text(card)
    html = str(web_html(card, "key"))
    assert "<script" not in html
    assert 'href="javascript' not in html
