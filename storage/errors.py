"""What can go wrong with the database, said so that an administrator knows what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from sqlalchemy.exc import DBAPIError

Trouble = Literal["locked", "read_only", "full", "newer", "in_use", "corrupt", "unsupported", "unavailable", "busy"]

_ADVICE: dict[Trouble, str] = {
    "locked": "Another program is writing to the database. Close it (a database browser, a backup) and try again.",
    "read_only": "The database cannot be written. Give the bot's user write permission to the file and its folder.",
    "full": "The disk is full, so nothing was saved. Free some space; the bot goes on by itself.",
    "newer": "The database was made by a newer version of the bot. Start that version, or restore an older backup.",
    "in_use": "Another copy of the bot already runs on this database. Stop it first, or choose another DATABASE_URL.",
    "corrupt": "The database file is damaged or is not a database. Stop the bot and restore the latest backup.",
    "unsupported": "DATABASE_URL names a database this version cannot use. Write sqlite:///path/to/file.db.",
    "unavailable": "The database cannot be reached. Check DATABASE_URL, and that the folder and the disk are there.",
    "busy": "Too much is waiting to be saved just now. Try again in a moment.",
}

_TROUBLES: dict[int, Trouble] = {
    sqlite3.SQLITE_PERM: "read_only",
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_READONLY: "read_only",
    sqlite3.SQLITE_IOERR: "unavailable",
    sqlite3.SQLITE_CORRUPT: "corrupt",
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_CANTOPEN: "unavailable",
    sqlite3.SQLITE_NOTADB: "corrupt",
}


class StoreError(Exception):
    """The database did not do what was asked, and nothing was saved. `kind` is for code, the text for people."""

    def __init__(self, kind: Trouble, detail: str = "") -> None:
        super().__init__(f"{_ADVICE[kind]} ({detail})" if detail else _ADVICE[kind])
        self.kind: Trouble = kind


def explained(error: BaseException) -> BaseException:
    """The same error, or a StoreError caused by it when it was the database's and not the program's."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    kind = _TROUBLES.get(getattr(cause, "sqlite_errorcode", 0) & 0xFF)  # the low byte is the error's family
    if kind is None:
        return error
    told = StoreError(kind, str(cause))
    told.__cause__ = error
    return told


@contextmanager
def explaining() -> Iterator[None]:
    """Raise StoreErrors in place of the database's own."""
    try:
        yield
    except (sqlite3.Error, DBAPIError) as error:
        told = explained(error)
        if told is error:
            raise
        raise told from error
