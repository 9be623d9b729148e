"""What the bot's ledger says of one chat: its messages and what became of them, and what has come in."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from dialogs.cards import Card
from dialogs.messages import Inbound, Notice
from dialogs.notices import show
from ideas.people import Place
from storage.documents import unpack
from tests.simulation.kills import half_done
from tests.simulation.town import WORLD

Shown = tuple[str, ...]
"""What a message says, and what can be pressed on it."""


@dataclass(frozen=True, slots=True)
class Row:
    """A message as the outbox has it."""

    place: Place
    key: str
    state: str
    remote_id: str
    updates: str
    under: str
    kind: str
    body: str
    language: str
    attempts: int
    error: str

    @property
    def card(self) -> Card:
        """What the bot has to show."""
        return show(Notice(self.kind, unpack(self.body)), self.language, WORLD.texts)


@dataclass(frozen=True, slots=True)
class Ledger:
    """All messages, the oldest first, and their keys; all that came in, with its answer; what is wrong with ideas."""

    rows: list[Row]
    keys: frozenset[str]
    inbox: dict[str, str]
    half_done: list[str]

    def became(self) -> Counter[str]:
        """How many messages and changes became what."""
        return Counter(f"{'changes' if row.updates else 'messages'} {row.state}" for row in self.rows)

    def cards(self) -> list[Row]:
        """The messages that were changed later."""
        changed = {row.updates for row in self.rows}
        return [row for row in self.rows if row.key in changed]

    def forgotten(self, taken: Inbound, reply: str, silent: Collection[str]) -> Iterator[str]:
        """What was acknowledged and is not here, or not answered though it is none of the silent actions."""
        told = f"{taken.key} {taken.action} {taken.text}"
        if taken.key not in self.inbox:
            yield f"acknowledged and forgotten: {told}"
        elif not (self.inbox[taken.key] or taken.action in silent or reply in self.keys):
            yield f"taken without a word: {told}"


def ledger_of(database: Path, platform: str) -> Ledger:
    """The ledger of a platform."""
    with closing(sqlite3.connect(database)) as driver:
        told = driver.execute(
            "SELECT d.platform, d.tenant, d.conversation, o.thread_place, o.key, o.state, coalesce(o.remote_id, ''),"
            " o.updates, o.under, o.kind, o.body, o.language, o.attempts, coalesce(o.error, '')"
            " FROM outbox AS o JOIN destination AS d ON d.id = o.destination WHERE d.platform = ? ORDER BY o.id",
            (platform,),
        )
        rows = [Row(Place(*row[:4]), *row[4:]) for row in told]
        inbox = dict(driver.execute("SELECT dedup_key, answer FROM inbox").fetchall())
        return Ledger(rows, frozenset(row.key for row in rows), inbox, half_done(driver))


def once(shown: Iterable[Shown]) -> list[Shown]:
    """The same change may be sent again: what stays the same counts once."""
    return [version for version, _ in groupby(shown)]
