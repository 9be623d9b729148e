"""A small house to try the bot in: one federation, a database in memory, a clock that is turned by hand.

People say and press; what the bot tells them is read as the text of the card they would see.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import TypeVar

from sqlalchemy import create_engine, event
from sqlalchemy.pool import StaticPool

from bot.clock import due_now, happen
from bot.start import appoint, load_world
from bot.turn import take_turn
from bot.world import World
from dialogs.cards import Form
from dialogs.messages import FieldValue, Inbound, Notice, Now
from dialogs.notices import show
from dialogs.words import Verb
from ideas.idea import Fact, Idea
from ideas.occurrence import Occurrence
from ideas.people import Identity, Person, Place
from storage.documents import unpack
from storage.sqlite import driver_of
from storage.tables import metadata
from storage.unit_of_work import UnitOfWork

T = TypeVar("T")
MONDAY = "2026-11-23 10:00"
NEED = "Frukosten kommer för sent till de boende."
DAY = timedelta(days=1)


@cache
def world_of(preset: str) -> World:
    """A packaged preset with its texts, read once."""
    return load_world(preset)


@dataclass(frozen=True, slots=True)
class Told:
    """One message: where it went, under which key, and what stands on its card."""

    key: str
    channel: str
    kind: str
    text: str


class House:
    """Skövde unless told otherwise, on a Monday morning in November."""

    def __init__(self, world: World | None = None, now: str = MONDAY, path: Path | None = None) -> None:
        self.world = world or world_of("skaraborg")
        self.body = "skovde"
        self.now = self.moment(now)
        self.riding: Now | None = None
        self._keys = count(1)
        self._engine = create_engine(
            f"sqlite:///{path or ''}", connect_args={"isolation_level": None}, poolclass=StaticPool
        )
        event.listen(self._engine, "connect", lambda driver, _: driver.execute("PRAGMA synchronous=OFF"))
        self._connection = self._engine.connect()
        self._driver = driver_of(self._connection)
        metadata.create_all(self._connection)
        self._connection.commit()
        self.turn(lambda uow: appoint(uow, self.world, self.now))

    def close(self) -> None:
        """Let go of the database."""
        self._connection.close()
        self._engine.dispose()

    def moment(self, local: str) -> datetime:
        """What the clocks in the house show, as a moment."""
        day, _, clock = local.partition(" ")
        return self.world.calendar(self.body).at(datetime.fromisoformat(day).date(), clock or "00:00")

    def turn(self, fn: Callable[[UnitOfWork], T]) -> T:
        """One transaction: all of it, or nothing."""
        self._driver.execute("BEGIN IMMEDIATE")
        try:
            result = fn(UnitOfWork(self._connection, self._driver))
        except BaseException:
            self._driver.execute("ROLLBACK")
            raise
        self._driver.execute("COMMIT")
        return result

    def say(self, handle: str, text: str, body: str = "", channel: str = "") -> str:
        """Somebody writes, one to one or to the bot in a channel; what they are answered."""
        return self._take(handle, Inbound("", _WHO, _HERE, text=text), body, channel)

    def press(
        self, handle: str, action: Verb, value: str = "", body: str = "", channel: str = "", **fields: FieldValue
    ) -> str:
        """Somebody presses a button or sends a form; what they are answered."""
        return self._take(handle, Inbound("", _WHO, _HERE, action=action, value=value, fields=fields), body, channel)

    def _take(self, handle: str, said: Inbound, body: str, channel: str) -> str:
        body = body or self.body
        (before,) = self._driver.execute("SELECT coalesce(max(id), 0) FROM outbox").fetchone()
        place = Place("local", body, channel or f"dm:{handle}")
        inbound = Inbound(
            f"event{next(self._keys)}", Identity("local", body, handle), place, handle.title(), body, said.text,
            said.action, said.value, said.fields, direct=not channel, explicit=bool(channel),
        )  # fmt: skip
        self.riding = self.turn(lambda uow: take_turn(inbound, uow, self.now, self.world))
        answers = [told.text for told in self.outbox(before) if told.key.startswith("reply:")]
        if self.riding and self.riding.card:
            answers.append(self.riding.card.summary)
        return "\n".join(answers)

    @property
    def form(self) -> Form | None:
        """The form that rode on the last request."""
        parts = self.riding.card.parts if self.riding and self.riding.card else ()
        return next((part for part in parts if isinstance(part, Form)), None)

    def hand_in(
        self, handle: str = "anna", need: str = NEED, ring: str = "", body: str = "", unit: str = "vard"
    ) -> str:
        """Somebody hands in an idea; its number."""
        self.say(handle, "ny", body)
        self.press(
            handle, Verb.FORM, "", body,
            need=need, effect="Lugnare morgnar.", target_group=("users",), know=("seen",), solution="", ambition="talk",
            unit=unit, topic="care",
        )  # fmt: skip
        if ring == "everyone":
            self.press(handle, Verb.SHARE_ALL, "", body)
        elif ring:
            self.press(handle, Verb.ANSWER, "ring", body, choices=(ring,))
        self.press(handle, Verb.SUBMIT, "", body)
        return self.numbers()[-1]

    def numbers(self) -> list[str]:
        """The numbers given, in the order the ideas were begun."""
        return [row[0] for row in self._driver.execute("SELECT number FROM idea WHERE number <> '' ORDER BY id")]

    def idea(self, number: str) -> Idea:
        """An idea as it is now."""
        found = self.turn(lambda uow: uow.numbered(number))
        assert found, f"no idea {number}"
        return found

    def history(self, number: str) -> list[Fact]:
        """What has happened to an idea."""
        return self.turn(lambda uow: uow.facts(self.idea_id(number)))

    def idea_id(self, number: str) -> int:
        """What the database calls an idea."""
        (found,) = self._driver.execute("SELECT id FROM idea WHERE number = ?", (number,)).fetchone()
        return int(found)

    def person(self, handle: str, body: str = "") -> Person:
        """Somebody of a body."""
        found = self.turn(lambda uow: uow.person_named(body or self.body, handle))
        assert found, f"nobody is called {handle}"
        return found

    def at(self, local: str) -> None:
        """Let time pass until the clocks show this, doing all that is due on the way, each thing when it is due."""
        until = self.moment(local)
        self.sweep()
        while self.now < until:
            due = self.turn(lambda uow: uow.next_due())
            steps = (until, self.now + DAY, *((due,) if due else ()))
            self.now = max(self.now, min(steps))
            self.sweep()

    def wake_at(self, local: str) -> list[Occurrence]:
        """The bot was down until now and finds all at once what is due; what it found."""
        self.now = self.moment(local)
        return self.sweep()

    def sweep(self) -> list[Occurrence]:
        """Do what is due now."""
        due = self.turn(lambda uow: due_now(uow, self.now, self.world))
        for occurrence in due:
            self.happen(occurrence)
        return due

    def happen(self, occurrence: Occurrence) -> None:
        """Do one thing that is due."""
        self.turn(lambda uow: happen(uow, self.now, self.world, occurrence))

    def occurrence(self, kind: str, subject: str, period: str) -> Occurrence:
        """One thing that was planned."""
        found = self.turn(lambda uow: uow.occurrence(kind, subject, period))
        assert found, f"{kind} {subject} {period} was never planned"
        return found

    def outbox(self, after: int = 0) -> list[Told]:
        """Everything told, or what was told after that row, oldest first, each as its reader sees it."""
        rows = self._driver.execute(
            "SELECT o.key, d.conversation, o.kind, o.body, o.language FROM outbox AS o"
            " JOIN destination AS d ON d.id = o.destination WHERE o.id > ? ORDER BY o.id",
            (after,),
        )
        return [self._shown(*row) for row in rows.fetchall()]

    def _shown(self, key: str, channel: str, kind: str, facts: str, language: str) -> Told:
        return Told(key, channel, kind, show(Notice(kind, unpack(facts)), language, self.world.texts).summary)

    def heard(self, where: str) -> list[str]:
        """What has been told in a channel, or to a person when it is somebody's handle."""
        return [told.text for told in self.outbox() if told.channel in {where, f"dm:{where}"}]

    def last(self, where: str) -> str:
        """The latest of it."""
        return self.heard(where)[-1]

    def kinds(self, where: str) -> list[str]:
        """What kinds of notices those are."""
        return [told.kind for told in self.outbox() if told.channel in {where, f"dm:{where}"}]


_WHO, _HERE = Identity("", "", ""), Place("", "", "")
