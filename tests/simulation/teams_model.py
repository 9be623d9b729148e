"""What the bot must hold in the end: every delivery that it kept, taken once, in order, and undisturbed.

The model is the turn itself, played again on a copy of the database from before anything went wrong. Ideas, history,
conversations, all that is planned and every message to be sent must come out the same.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.start import load_world
from bot.turn import take_turn
from storage.sqlite import driver_of, writing_engine
from storage.unit_of_work import UnitOfWork
from tests.simulation.teams_bot import noted

HELD = {
    "idea": "SELECT * FROM idea ORDER BY id",
    "history": "SELECT * FROM fact ORDER BY idea, seq",
    "person": "SELECT * FROM person ORDER BY id",
    "conversation": "SELECT * FROM conversation ORDER BY person, channel, thread",
    "plan": "SELECT * FROM occurrence ORDER BY kind, subject, period",
    "message": "SELECT key, kind, body, language, updates, under, thread_place FROM outbox ORDER BY id",
}
"""What is compared."""


def keep(database: Path) -> Path:
    """Remember a database as it is now, while nothing is under way; the path of the copy."""
    copy = database.with_name("before.db")
    with closing(sqlite3.connect(database)) as there, closing(sqlite3.connect(copy)) as here:
        there.backup(here)
    return copy


def differing(folder: Path, before: Path, turns: Path) -> list[str]:
    """Where the database and the model do not agree."""
    model = Path(shutil.copy(before, folder / "model.db"))
    _replay(model, turns, folder)
    with closing(sqlite3.connect(folder / "ideas.db")) as real, closing(sqlite3.connect(model)) as wished:
        return [fault for what, query in HELD.items() for fault in _differing(what, query, real, wished)]


def _replay(model: Path, turns: Path, folder: Path) -> None:
    world = load_world(str(folder / "skovde.toml"))
    with closing(sqlite3.connect(folder / "ideas.db")) as driver:
        kept = {key for (key,) in driver.execute("SELECT dedup_key FROM inbox")}
    latest = {inbound.key: n for n, (inbound, _) in enumerate(noted(turns))}
    engine = writing_engine(model)
    with engine.connect() as connection, connection.begin():
        uow = UnitOfWork(connection, driver_of(connection))
        for n, (inbound, now) in enumerate(noted(turns)):
            if inbound.key in kept and latest[inbound.key] == n:
                take_turn(inbound, uow, now, world)
    engine.dispose()


def _differing(what: str, query: str, real: sqlite3.Connection, wished: sqlite3.Connection) -> list[str]:
    there, model = real.execute(query).fetchall(), wished.execute(query).fetchall()
    lost, more = [row for row in model if row not in there], [row for row in there if row not in model]
    faults = [f"no such {what} though it was told: {row}" for row in lost]
    faults += [f"a {what} that nobody told: {row}" for row in more]
    return faults or ([] if there == model else [f"another order: {what}"])
