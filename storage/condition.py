"""How a database is, looked at without changing anything in it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from enum import StrEnum
from pathlib import Path

from storage.errors import StoreError, explaining
from storage.migrate import HEAD, version_of
from storage.place import path_of

SQLITE = sqlite3.sqlite_version_info
OLDEST_SQLITE = (3, 35, 0)
"""The first version whose INSERT and UPDATE can return what they wrote."""
PATIENCE = 2.0
"""Seconds to wait for another program that writes."""


class Condition(StrEnum):
    """What can be found where a DATABASE_URL points."""

    TEMPORARY = "temporary"
    ABSENT = "absent"
    OLDER = "older"
    CURRENT = "current"


def condition(url: str) -> Condition:
    """Whether there is a database, and whether its tables are this version's.

    Raises:
        StoreError: when it is damaged or newer than this version.
    """
    path = path_of(url)
    if path is None:
        return Condition.TEMPORARY
    with explaining():
        if not path.is_file() or not path.stat().st_size:
            return Condition.ABSENT
        return Condition.CURRENT if version_of(path) == HEAD else Condition.OLDER


def must_take_writes(url: str, patience: float = PATIENCE) -> None:
    """Try the write lock and let go of it again, beside a bot that runs; `patience` is seconds.

    Raises:
        StoreError: `locked`, `read_only` or what else is in the way.
    """
    path = path_of(url)
    if path is None or condition(url) is Condition.ABSENT:
        return
    with explaining(), closing(sqlite3.connect(path, timeout=patience, isolation_level=None)) as database:
        database.execute("BEGIN IMMEDIATE")
        database.execute("ROLLBACK")


def bodies(url: str) -> frozenset[str]:
    """The keys of the bodies that have ideas or drafts; none when the tables are not this version's.

    Raises:
        StoreError: when it cannot be read.
    """
    path = path_of(url)
    if path is None or condition(url) is not Condition.CURRENT:
        return frozenset()
    with explaining(), closing(sqlite3.connect(path)) as database:
        return frozenset(str(row[0]) for row in database.execute("SELECT DISTINCT body FROM idea"))


def existing(url: str) -> Path:
    """The file of a database that is there, with this version's tables or older ones.

    Raises:
        StoreError: when there is none.
    """
    path = path_of(url)
    if path is None or condition(url) is Condition.ABSENT:
        raise StoreError("unavailable", f"there is no database at {path or 'a temporary place'}")
    return path
