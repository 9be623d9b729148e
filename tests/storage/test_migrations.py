"""The tables as migrated are the tables as described, and a migration happens whole or not at all."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from storage import migrate as migrations
from storage.migrate import HEAD, migrate
from storage.sqlite import writing_engine
from storage.store import Store
from storage.tables import metadata
from tests.storage.samples import HALL, NOW, draft, message


def shape(path: Path) -> dict[str, object]:
    """Every column, foreign key, index and trigger of a database, in SQLite's own words."""
    with closing(sqlite3.connect(path)) as database:
        names = database.execute("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'alembic%'")
        shapes: dict[str, object] = {}
        for kind, name, table, sql in names.fetchall():
            if kind != "table":
                shapes[f"{kind} {name}"] = (table, " ".join(sql.split()) if sql else None)
                continue
            columns = database.execute(f"PRAGMA table_xinfo({name})").fetchall()
            keys = database.execute(f"PRAGMA foreign_key_list({name})").fetchall()
            shapes[f"table {name}"] = (
                sorted(column[1:] for column in columns),
                sorted(key[2:] for key in keys),
                "WITHOUT ROWID" in sql,
                "AUTOINCREMENT" in sql,
            )
        return {name: shapes[name] for name in sorted(shapes) if not name.startswith("table alembic")}


def scripts() -> Config:
    """Our migrations, as Alembic is told of them."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).with_name("migrations")))
    return config


def migrated_to(version: str, path: Path) -> None:
    """Make a database as an older version of the bot left it."""
    config, engine = scripts(), writing_engine(path)
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, version)
    engine.dispose()


def test_a_migrated_database_is_the_one_described(url: str, tmp_path: Path) -> None:
    migrate(url)
    described = create_engine(f"sqlite:///{tmp_path}/described.db")
    metadata.create_all(described)
    described.dispose()
    migrated = {name: it for name, it in shape(tmp_path / "ideas.db").items() if "alembic" not in name}
    assert migrated == shape(tmp_path / "described.db")


def test_alembic_finds_nothing_left_to_do(url: str) -> None:
    migrate(url)
    engine = create_engine(url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_migrating_again_changes_nothing(url: str, tmp_path: Path) -> None:
    migrate(url)
    before = (tmp_path / "ideas.db").read_bytes()
    migrate(url)
    assert (tmp_path / "ideas.db").read_bytes() == before


def test_the_newest_migration_is_the_one_we_stop_at() -> None:
    assert ScriptDirectory.from_config(scripts()).get_heads() == [HEAD]


def test_a_failed_migration_leaves_nothing_behind(url: str, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "ideas.db", isolation_level=None)) as database:
        database.execute("CREATE TABLE outbox (x)")  # in the way of a table that comes late
    with pytest.raises(Exception, match="already exists"):
        migrate(url)
    with closing(sqlite3.connect(tmp_path / "ideas.db", isolation_level=None)) as database:
        assert database.execute("SELECT name FROM sqlite_master").fetchall() == [("outbox",)]
        database.execute("DROP TABLE outbox")
    migrate(url)


async def test_what_the_first_release_kept_is_there_after_the_upgrade(url: str, tmp_path: Path) -> None:
    path = tmp_path / "ideas.db"
    migrated_to("0001", path)
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("INSERT INTO person (handle, name, body) VALUES ('bo', 'Bo', 'SKA')")
        database.execute("INSERT INTO destination (tenant, platform, conversation) VALUES ('skara', 'local', 'hall')")
        for key, remote in (("k1", "m1"), ("k2", None)):
            database.execute(
                "INSERT INTO outbox (destination, key, body, state, remote_id, created_at) VALUES (1, ?, ?, ?, ?, ?)",
                (key, '{"n":1}', "sent", remote, 1),
            )
    store = await Store.open(url)
    try:
        person = await store.turn(lambda uow: uow.person_named("SKA", "bo"))
        assert person
        assert person.name == "Bo"
        assert [posted.outgoing.key for posted in await store.reader.messages(HALL)] == ["k1", "k2"]
        await store.turn(lambda uow: (draft(uow), uow.send(message("k3"), NOW)))
        assert len(await store.reader.messages(HALL)) == 3
    finally:
        await store.close()
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        plan = "EXPLAIN QUERY PLAN SELECT key FROM outbox WHERE destination = 1 AND remote_id = 'm1'"
        assert "outbox_remote" in str(database.execute(plan).fetchall())
