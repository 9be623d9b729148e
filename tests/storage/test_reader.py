"""What pages and metrics see: everything committed, and nothing they could change."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from functools import partial
from pathlib import Path
from shutil import rmtree

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from ideas.lifecycle import Status
from storage.errors import StoreError
from storage.sqlite import reading_engine
from storage.store import Store
from storage.unit_of_work import UnitOfWork
from tests.storage.samples import HALL, NOW, ava, draft, message


async def test_messages_of_a_channel_come_in_the_order_they_were_written(store: Store) -> None:
    thread = replace(HALL, thread="t2")
    for n, place in enumerate([HALL, thread, replace(HALL, channel="other"), HALL]):
        await store.turn(partial(UnitOfWork.send, outgoing=message(f"k{n}", place), now=NOW))
    posted = await store.reader.messages(HALL)
    assert [(it.outgoing, it.state, it.created_at) for it in posted] == [
        (message("k0"), "pending", NOW),
        (message("k1", thread), "pending", NOW),
        (message("k3"), "pending", NOW),
    ]
    assert await store.reader.messages(HALL, limit=2) == posted[1:]
    assert await store.reader.messages(replace(HALL, workspace="hjo")) == []


async def test_metrics_count_ideas_and_messages(store: Store) -> None:
    assert await store.reader.oldest_pending() is None
    await store.turn(draft)
    await store.turn(lambda uow: uow.send(message("k"), NOW))
    assert await store.reader.idea_counts() == {("SKA", Status.DRAFT): 1}
    assert await store.reader.outbox_counts() == {"pending": 1}
    assert await store.reader.oldest_pending() == NOW


async def test_people_are_read_without_a_turn(store: Store) -> None:
    stored = await store.turn(ava)
    assert await store.reader.people("SKA") == [stored]
    assert await store.reader.people("HJO") == []


async def test_the_reader_cannot_write(store: Store, tmp_path: Path) -> None:
    engine = reading_engine(tmp_path / "ideas.db")
    async with engine.connect() as connection:
        with pytest.raises(OperationalError, match="readonly"):
            await connection.execute(text("DELETE FROM setting"))
    await engine.dispose()
    assert await store.reader.healthy()


async def test_a_database_that_is_gone_is_not_healthy(url: str, tmp_path: Path) -> None:
    store = await Store.open(url)
    assert await store.reader.healthy()
    await store.close()
    rmtree(tmp_path)
    assert not await store.reader.healthy()
    with pytest.raises(StoreError) as raised:
        await store.reader.counters()
    assert raised.value.kind == "unavailable"
    assert isinstance(raised.value.__cause__, OperationalError | sqlite3.Error)
