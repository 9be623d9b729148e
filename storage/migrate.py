"""Brings a database to this version's tables. Nothing is migrated backwards."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from storage.errors import StoreError, explaining
from storage.place import path_of
from storage.sqlite import driver_of, writing_engine

HEAD = "0003"
"""The newest migration in `migrations/versions`; a test compares."""
_MIGRATIONS = Path(__file__).with_name("migrations")


def migrate(url: str) -> None:
    """Create the tables, or change older ones, in one transaction.

    Raises:
        StoreError: `newer` when a later version of the bot made the database, or what is wrong with the file.
    """
    path = path_of(url)
    if path is None:
        raise StoreError("unsupported", "a temporary database is made when it is opened")
    migrate_file(path)


def migrate_file(path: Path) -> None:
    """The same for a file. A database that is up to date costs one read."""
    with explaining():
        if version_of(path) != HEAD:
            _upgrade(path)


def version_of(path: Path) -> str | None:
    """The version of a file's tables, None when there are none yet. Raises StoreError `newer` when it is not ours."""
    version = _version(path)
    if version is not None and not list((_MIGRATIONS / "versions").glob(f"{version}_*.py")):
        raise StoreError("newer", f"its version is {version}, this one knows up to {HEAD}")
    return version


def _version(path: Path) -> str | None:
    if not path.exists():
        return None
    with closing(sqlite3.connect(path)) as database:
        if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
            return None
        row = database.execute("SELECT version_num FROM alembic_version").fetchone()
        return str(row[0]) if row else None


def _upgrade(path: Path) -> None:
    from alembic import command  # noqa: PLC0415 - slow to import, and seldom needed
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    engine = writing_engine(path)
    with engine.connect() as connection:
        driver_of(connection).execute("PRAGMA foreign_keys=OFF")  # a table that is rebuilt is dropped on the way
        config.attributes["connection"] = connection
        command.upgrade(config, HEAD)
    engine.dispose()
