"""When the database or our own code fails: a sentence for the person, a line for the operator, and nothing kept."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from bot.desk import PATIENT, Desk
from bot.start import appoint
from bot.world import World
from dialogs.messages import Inbound, TryLater
from dialogs.questions import Situation
from dialogs.texts import LANGUAGES
from storage.errors import StoreError
from storage.migrate import migrate
from storage.store import Store
from tests.simulation.people import Person
from tests.simulation.town import START, WORLD

SECRET = "Frukosten kommer för sent"


class Broken(World):
    """A world with a mistake in it: the dialog cannot be gone on with."""

    def situation(self, *_: object) -> Situation:
        """Fail, quoting what nobody may read."""
        raise ZeroDivisionError(SECRET)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """A database with the preset's people."""
    store = await Store.open(f"sqlite:///{tmp_path}/ideas.db")
    await store.turn(partial(appoint, world=WORLD, _now=START))
    yield store
    await store.close()


def desk(store: Store, world: World = WORLD) -> Desk:
    """Where people come."""
    return Desk(store, world, lambda: START)


def said(words: str, key: str = "k") -> Inbound:
    """Anna says something."""
    return replace(Person("anna").inbound(key), text=words)


async def rows(store: Store) -> list[int]:
    """How much there is of everything that a turn writes."""
    tables = ("idea", "fact", "inbox", "outbox", "occurrence", "conversation", "counter")
    return await store.turn(
        lambda uow: [uow.connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() for table in tables]
    )


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_mistake_of_ours_is_told_in_the_readers_language_and_nothing_is_kept(
    store: Store, language: str
) -> None:
    await desk(store).take(said(f"språk {language}", "first"))
    before = await rows(store)
    with capture_logs() as logs:
        now = await desk(store, Broken(WORLD.preset, WORLD.texts)).take(said(SECRET))
    assert now
    assert now.refused
    assert now.card
    assert now.card.summary == WORLD.texts.say(language, "refused-broken")
    assert await rows(store) == before
    assert [log["event"] for log in logs] == ["turn-failed"]
    assert "ZeroDivisionError at test_faults.py" in logs[0]["fault"]
    assert SECRET not in str(logs)


async def test_after_a_mistake_the_same_event_can_come_again(store: Store) -> None:
    await desk(store, Broken(WORLD.preset, WORLD.texts)).take(said(SECRET))
    await desk(store).take(said(SECRET))
    drafts = await store.turn(lambda uow: [d for p in uow.people("skovde") for d in uow.drafts(p.id)])
    assert [draft.need for draft in drafts] == [SECRET]


async def test_a_full_disk_asks_for_patience_and_loses_nothing(store: Store) -> None:
    long, before = said(f"{SECRET}. " * 180), await rows(store)
    await store.turn(lambda uow: uow.connection.execute(text("PRAGMA max_page_count=10")))
    with pytest.raises(TryLater) as later:
        await desk(store).take(long)
    assert (later.value.reason, later.value.after, later.value.ambiguous) == ("full", PATIENT, False)
    await store.turn(lambda uow: uow.connection.execute(text("PRAGMA max_page_count=100000")))
    assert await rows(store) == before
    await desk(store).take(long)
    assert (await rows(store))[0] == 1


async def test_a_database_that_cannot_be_written_asks_for_patience(store: Store) -> None:
    await store.turn(lambda uow: uow.connection.execute(text("PRAGMA query_only=1")))
    with pytest.raises(TryLater, match="read_only"):
        await desk(store).take(said(SECRET))


async def test_a_locked_database_asks_for_patience_and_loses_nothing(store: Store, tmp_path: Path) -> None:
    await store.turn(lambda uow: uow.connection.execute(text("PRAGMA busy_timeout=0")))
    with closing(sqlite3.connect(tmp_path / "ideas.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(TryLater, match="locked"):
            await desk(store).take(said(SECRET))
    await desk(store).take(said(SECRET))
    assert (await rows(store))[0] == 1


async def test_a_closed_database_asks_for_patience_also_after_a_mistake(store: Store) -> None:
    await store.close()
    with pytest.raises(TryLater, match="unavailable"):
        await desk(store).take(said(SECRET))


async def test_a_newer_database_is_not_opened_and_says_why(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/newer.db"
    migrate(url)
    with closing(sqlite3.connect(tmp_path / "newer.db", isolation_level=None)) as later:
        later.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="newer version"):
        await Store.open(url)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_for_a_fault_is_there_in_every_language(language: str) -> None:
    for key in ("refused-broken", "refused-busy", "page-error-busy", "page-error-server"):
        assert WORLD.texts.say(language, key)
