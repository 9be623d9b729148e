"""The one thread that writes. Turns that wait together share one commit; each has its own savepoint."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, TypeVar

from sqlalchemy import Connection

from storage.errors import StoreError, explained
from storage.unit_of_work import UnitOfWork

T = TypeVar("T")
MOST_WAITING = 1000
"""Turns that may wait before more are refused: a few seconds' work, and then refusing is kinder than queueing."""
MOST_TOGETHER = 64
"""Turns in one commit."""


@dataclass(slots=True)
class _Job:
    """A turn, who waits for it, and how it went."""

    turn: Callable[[UnitOfWork], Any]
    future: asyncio.Future[Any]
    result: Any = None
    error: BaseException | None = None
    sent: bool = False


class Writer:
    """Runs turns in the order they come. `on_sent` is called on the event loop after a commit with new messages.

    `trouble` is why the latest writing failed, None after one that did not; reading changes nothing in it.
    """

    def __init__(self, connection: Connection, driver: sqlite3.Connection, on_sent: Callable[[], None]) -> None:
        self.trouble: StoreError | None = None
        self._connection, self._driver, self._on_sent = connection, driver, on_sent
        self._loop = asyncio.get_running_loop()
        self._ended: asyncio.Future[None] = self._loop.create_future()
        self._queue: SimpleQueue[_Job | None] = SimpleQueue()
        self._waiting = 0
        self._open = True
        self._thread = Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def take(self, turn: Callable[[UnitOfWork], T]) -> asyncio.Future[T]:
        """Queue a turn; the future is done after its commit. Raises StoreError `busy`, or `unavailable` once closed."""
        if not self._open:
            raise StoreError("unavailable", "the database has been closed")
        if self._waiting >= MOST_WAITING:
            raise StoreError("busy")
        job = _Job(turn, self._loop.create_future())
        self._waiting += 1
        self._queue.put(job)
        return job.future

    async def close(self) -> None:
        """Finish everything queued, then end the thread."""
        if self._open:
            self._open = False
            self._queue.put(None)
        await asyncio.shield(self._ended)

    def _run(self) -> None:
        going = True
        while going:
            batch = self._next_batch()
            jobs = [job for job in batch if job]
            going = len(jobs) == len(batch)
            if jobs:
                self._commit(jobs)
                self._tell(self._settle, jobs)
        self._connection.close()
        self._tell(self._ended.set_result, None)

    def _next_batch(self) -> list[_Job | None]:
        batch = [self._queue.get()]
        with suppress(Empty):
            while batch[-1] and len(batch) < MOST_TOGETHER:
                batch.append(self._queue.get_nowait())
        return batch

    def _commit(self, jobs: list[_Job]) -> None:
        changes = self._driver.total_changes
        try:
            with self._connection.begin():
                for job in jobs:
                    self._take(job)
        except BaseException as error:  # noqa: BLE001 - whatever it is, someone waits for each of these turns
            self._fail(jobs, error)
        troubles = [job.error for job in jobs if isinstance(job.error, StoreError)]
        if troubles or self._driver.total_changes > changes:
            self.trouble = troubles[0] if troubles else None

    def _fail(self, jobs: list[_Job], error: BaseException) -> None:
        with suppress(sqlite3.Error):
            self._driver.rollback()  # SQLAlchemy leaves the transaction open when its commit fails
        failure = explained(error)
        if not isinstance(failure, StoreError):
            failure = StoreError("unavailable", str(error))
            failure.__cause__ = error
        for job in jobs:
            job.error, job.sent = job.error or failure, False

    def _take(self, job: _Job) -> None:
        unit = UnitOfWork(self._connection, self._driver)
        self._driver.execute("SAVEPOINT turn")
        try:
            job.result = job.turn(unit)
            job.sent = unit.sent
        except BaseException as error:  # whatever a turn raises is its caller's, and never ends this thread
            ended = isinstance(error, StopIteration)  # which no future can carry
            job.error = RuntimeError("a turn took from what was empty") if ended else explained(error)
            if not self._driver.in_transaction:  # SQLite gave up the whole batch, not only this turn
                raise
            self._driver.execute("ROLLBACK TO turn")
        self._driver.execute("RELEASE turn")

    def _tell(self, callback: Callable[[Any], None], what: object) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody listens any more
            self._loop.call_soon_threadsafe(callback, what)

    def _settle(self, jobs: list[_Job]) -> None:
        self._waiting -= len(jobs)
        for job in jobs:
            if job.future.done():  # its caller was cancelled while the turn was under way
                continue
            if job.error:
                job.future.set_exception(job.error)
            else:
                job.future.set_result(job.result)
        if any(job.sent for job in jobs):
            self._on_sent()
