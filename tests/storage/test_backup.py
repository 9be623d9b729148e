"""A backup is whole, of one moment, checked, and never written over anything."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storage.backup import back_up
from storage.condition import Condition, bodies, condition, must_take_writes
from storage.errors import StoreError
from storage.migrate import migrate
from storage.store import Store
from tests.storage.samples import ava, draft


async def test_a_backup_is_taken_while_the_bot_runs(store: Store, url: str, tmp_path: Path) -> None:
    await store.turn(lambda uow: [draft(uow, f"Behov {n}") for n in range(300)])
    told: list[tuple[int, int]] = []
    back_up(url, tmp_path / "copies" / "copy.db", lambda done, whole: told.append((done, whole)))
    copy = await Store.open(f"sqlite:///{tmp_path}/copies/copy.db")
    assert len(await copy.turn(lambda uow: uow.drafts(ava(uow).id))) == 300
    assert told[-1][0] == told[-1][1] > 0
    await copy.close()


async def test_what_is_written_meanwhile_is_not_in_the_backup(store: Store, url: str, tmp_path: Path) -> None:
    await store.turn(lambda uow: uow.put_setting("filler", "x" * 3_000_000))
    copied = tmp_path / "copy.db"
    with closing(sqlite3.connect(tmp_path / "ideas.db")) as other:

        def meanwhile(_done: int, _whole: int) -> None:
            other.execute("INSERT OR REPLACE INTO setting VALUES ('late', 'x')")
            other.commit()

        back_up(url, copied, meanwhile)
    with closing(sqlite3.connect(copied)) as database:
        assert database.execute("SELECT count(*) FROM setting WHERE key = 'late'").fetchone() == (0,)


def test_a_backup_overwrites_nothing(url: str, tmp_path: Path) -> None:
    migrate(url)
    (tmp_path / "copy.db").write_text("precious")
    with pytest.raises(FileExistsError):
        back_up(url, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "precious"


def test_there_is_no_backup_of_nothing(url: str, tmp_path: Path) -> None:
    for nothing in (url, "sqlite:///:memory:"):
        with pytest.raises(StoreError, match="there is no database"):
            back_up(nothing, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


def test_a_backup_of_a_damaged_file_leaves_nothing_behind(url: str, tmp_path: Path) -> None:
    migrate(url)
    damaged = tmp_path / "ideas.db"
    damaged.write_bytes(damaged.read_bytes()[:4096] + b"\xff" * 40_000)
    with pytest.raises(StoreError, match="latest backup"):
        back_up(url, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


def test_a_backup_is_one_file(url: str, tmp_path: Path) -> None:
    migrate(url)
    back_up(url, tmp_path / "copies" / "copy.db")
    assert [path.name for path in (tmp_path / "copies").iterdir()] == ["copy.db"]


async def test_the_database_and_its_backups_are_for_the_bots_own_user_alone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/var/ideas.db"
    store = await Store.open(url)
    await store.turn(lambda uow: draft(uow, "Behov"))
    back_up(url, tmp_path / "copies" / "copy.db")
    data = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "var").iterdir() if path.suffix != ".lock"}
    assert data == {"ideas.db": 0o600, "ideas.db-wal": 0o600, "ideas.db-shm": 0o600}
    assert (tmp_path / "copies" / "copy.db").stat().st_mode & 0o777 == 0o600
    assert {(tmp_path / folder).stat().st_mode & 0o777 for folder in ("var", "copies")} == {0o700}
    await store.close()


async def test_a_file_that_is_there_keeps_the_rights_an_administrator_gave_it(url: str, tmp_path: Path) -> None:
    migrate(url)
    (tmp_path / "ideas.db").chmod(0o640)
    await (await Store.open(url)).close()
    assert (tmp_path / "ideas.db").stat().st_mode & 0o777 == 0o640


async def test_the_bodies_with_ideas_are_read_beside_a_running_bot(store: Store, url: str, tmp_path: Path) -> None:
    assert bodies(url) == frozenset()
    await store.turn(lambda uow: draft(uow, "Behov"))
    assert bodies(url) == {"SKA"}
    assert bodies(f"sqlite:///{tmp_path}/nowhere.db") == bodies("sqlite:///:memory:") == frozenset()


def test_the_condition_of_a_database_is_told_without_touching_it(url: str, tmp_path: Path) -> None:
    assert condition("sqlite:///:memory:") is Condition.TEMPORARY
    assert condition(url) is Condition.ABSENT
    assert not list(tmp_path.iterdir())
    migrate(url)
    assert condition(url) is Condition.CURRENT
    must_take_writes(url)
    with closing(sqlite3.connect(tmp_path / "ideas.db", isolation_level=None)) as other:
        other.execute("DROP TABLE alembic_version")
        assert condition(url) is Condition.OLDER


def test_a_database_that_another_program_writes_to_is_said_to_be_locked(url: str, tmp_path: Path) -> None:
    migrate(url)
    with closing(sqlite3.connect(tmp_path / "ideas.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="Another program"):
            must_take_writes(url, patience=0)
