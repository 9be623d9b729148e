"""The database behind its two doors: one writer thread for turns, and a reader for everything that only looks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from sqlalchemy import Connection

from storage.errors import StoreError, explaining
from storage.migrate import migrate_file
from storage.place import Ownership, path_of
from storage.reader import Reader
from storage.sqlite import driver_of, reading_engine, writing_engine
from storage.unit_of_work import UnitOfWork
from storage.writer import Writer

T = TypeVar("T")


class Store:
    """One open database. `wake`, when set, is called on the event loop after a commit with new messages to send."""

    wake: Callable[[], None] | None = None

    def __init__(self, path: Path, owned: Ownership, connection: Connection, folder: TemporaryDirectory[str] | None):
        self.reader = Reader(reading_engine(path))
        self._writer = Writer(connection, driver_of(connection), self._sent)
        self._owned, self._folder = owned, folder

    @classmethod
    async def open(cls, url: str) -> Store:
        """Own, migrate and open the database that a DATABASE_URL names; `:memory:` is a file of its own until closed.

        Raises:
            StoreError: with the reason, and what to do.
        """
        path = path_of(url)
        folder = None if path else TemporaryDirectory(prefix="ideas-")
        path = path or Path(folder.name if folder else "", "ideas.db")
        return cls(path, *await asyncio.to_thread(_opened, path), folder)

    async def turn(self, fn: Callable[[UnitOfWork], T]) -> T:
        """Run a function whole on the writer's thread; what it returns or raises comes after the commit.

        Raises:
            StoreError: nothing was saved.
        """
        return await self._writer.take(fn)

    @property
    def trouble(self) -> StoreError | None:
        """Why the latest writing failed; None when it did not."""
        return self._writer.trouble

    async def close(self) -> None:
        """Finish every turn that waits, then let go of the database."""
        await self.reader.close()  # before the last, who folds the log into the file: readers may not write
        await self._writer.close()
        self._owned.release()
        if self._folder:
            self._folder.cleanup()

    def _sent(self) -> None:
        if self.wake:
            self.wake()


def _opened(path: Path) -> tuple[Ownership, Connection]:
    owned = Ownership(path)
    try:
        with explaining():
            migrate_file(path)
            return owned, writing_engine(path).connect()
    except BaseException:
        owned.release()
        raise
