"""When the database refuses: every refusal says what to do, and the bot goes on once it can."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from subprocess import run

import pytest
from sqlalchemy import text

from storage.errors import StoreError
from storage.migrate import migrate
from storage.store import Store
from storage.unit_of_work import UnitOfWork


@contextmanager
def refused(kind: str, advice: str) -> Iterator[None]:
    with pytest.raises(StoreError, match=advice) as raised:
        yield
    assert raised.value.kind == kind


def write(uow: UnitOfWork) -> None:
    uow.put_setting("a", "x" * 100_000)


def exists(path: str) -> bool:
    return Path(path).exists()


async def pragma(store: Store, setting: str) -> None:
    await store.turn(lambda uow: uow.connection.execute(text(f"PRAGMA {setting}")))


async def test_a_full_disk_loses_the_turn_and_nothing_else(store: Store) -> None:
    await pragma(store, "max_page_count=10")
    with refused("full", "Free some space"):
        await store.turn(write)
    assert store.trouble
    assert store.trouble.kind == "full"
    await pragma(store, "max_page_count=100000")
    await store.turn(write)
    assert store.trouble is None


async def test_a_file_that_cannot_be_written_is_said_so(store: Store) -> None:
    await pragma(store, "query_only=1")
    with refused("read_only", "write permission"):
        await store.turn(write)


async def test_another_writer_is_named_as_the_reason(store: Store, tmp_path: Path) -> None:
    await pragma(store, "busy_timeout=0")
    with closing(sqlite3.connect(tmp_path / "ideas.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with refused("locked", "Another program"):
            await store.turn(write)
    await store.turn(write)


async def test_a_database_from_a_newer_version_is_left_alone(url: str, tmp_path: Path) -> None:
    migrate(url)
    with closing(sqlite3.connect(tmp_path / "ideas.db", isolation_level=None)) as later:
        later.execute("UPDATE alembic_version SET version_num = '9999'")
    with refused("newer", "its version is 9999"):
        await Store.open(url)


async def test_a_file_that_is_no_database_is_said_so(url: str, tmp_path: Path) -> None:
    (tmp_path / "ideas.db").write_bytes(b"Dear diary, " * 1000)
    with refused("corrupt", "latest backup"):
        await Store.open(url)


async def test_a_database_has_one_owner_at_a_time(url: str) -> None:
    store = await Store.open(url)
    with refused("in_use", "Another copy of the bot"):
        await Store.open(url)
    await store.close()
    await (await Store.open(url)).close()


async def test_another_process_is_refused_too(store: Store, url: str) -> None:
    program = f"import asyncio; from storage.store import Store; asyncio.run(Store.open({url!r}))"
    other = run([sys.executable, "-c", program], capture_output=True, text=True, check=False)  # noqa: ASYNC221
    assert other.returncode == 1
    assert "Another copy of the bot" in other.stderr
    assert await store.turn(lambda _: "undisturbed") == "undisturbed"


async def test_a_refused_open_can_be_tried_again(url: str, tmp_path: Path) -> None:
    (tmp_path / "ideas.db").mkdir()
    with refused("unavailable", "DATABASE_URL"):
        await Store.open(url)
    (tmp_path / "ideas.db").rmdir()
    await (await Store.open(url)).close()


async def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with refused("unavailable", "DATABASE_URL"):
        await Store.open(f"sqlite:///{tmp_path}/file/ideas.db")


@pytest.mark.parametrize("url", ["postgresql://localhost/ideas", "mysql://x/y", "", "ideas.db"])
async def test_other_databases_are_refused_in_words(url: str) -> None:
    with refused("unsupported", "Write sqlite:///"):
        await Store.open(url)


async def test_a_closed_database_is_one_whole_file(tmp_path: Path) -> None:
    store = await Store.open(f"sqlite:///{tmp_path}/ideas.db")
    await store.turn(lambda uow: uow.put_setting("a", "b"))
    assert await store.reader.healthy()
    await store.close()
    assert not exists(f"{tmp_path}/ideas.db-wal")


async def test_a_temporary_database_is_gone_once_closed() -> None:
    store = await Store.open("sqlite:///:memory:")
    where = await store.turn(lambda uow: str(uow.connection.execute(text("PRAGMA database_list")).one()[2]))
    assert exists(where)
    await store.close()
    assert not exists(where)


def test_a_temporary_database_is_not_migrated_by_name() -> None:
    with refused("unsupported", "temporary"):
        migrate("sqlite:///:memory:")


async def test_a_path_may_have_any_characters(tmp_path: Path) -> None:
    store = await Store.open(f"sqlite:///{tmp_path}/Idéer 100%25/a%23b.db")
    await store.turn(write)
    assert await store.reader.healthy()
    await store.close()
