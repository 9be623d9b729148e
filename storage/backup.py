"""A whole copy of a database, taken while the bot runs or not."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from storage.condition import existing
from storage.errors import StoreError, explaining

PAGES = 256
"""Copied between two words on how far it has come: about a megabyte."""

Told = Callable[[int, int], None]
"""Called with how many pages are done, and how many there are."""


def back_up(url: str, to: Path, tell: Told = lambda _done, _all: None) -> None:
    """Copy a database to a new file that only its owner can read, as it was at one moment, and check the copy.

    Raises:
        FileExistsError: when there is something at `to`; a backup never overwrites.
        StoreError: when there is no database, or the copy is damaged. Nothing is left at `to`.
    """
    source = existing(url)
    to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    to.touch(0o600, exist_ok=False)
    try:
        with explaining():
            _copy(source, to, tell)
            _check(to)
    except BaseException:
        to.unlink(missing_ok=True)
        raise


def _copy(source: Path, to: Path, tell: Told) -> None:
    only_read = f"file:{quote(str(source.absolute()))}?mode=ro"
    with (
        closing(sqlite3.connect(only_read, uri=True, isolation_level=None)) as there,
        closing(sqlite3.connect(to, isolation_level=None)) as copy,
    ):
        there.execute("BEGIN")  # one moment: what is written meanwhile neither shows nor makes the copying begin anew
        there.execute("SELECT 1 FROM sqlite_master").fetchone()
        there.backup(copy, pages=PAGES, progress=lambda _status, left, whole: tell(whole - left, whole))
        copy.execute("PRAGMA journal_mode=DELETE")  # one file; the bot chooses its own journal when it opens it


def _check(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as database:
        faults = [str(row[0]) for row in database.execute("PRAGMA integrity_check(3)")]
    if faults != ["ok"]:
        raise StoreError("corrupt", "; ".join(faults))
