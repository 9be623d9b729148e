"""Reads for pages, home tabs and metrics, without making the writer wait. Sees only what has been committed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, literal, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from dialogs.messages import Notice, Outgoing
from ideas.lifecycle import Status
from ideas.people import Person, Place
from storage.documents import Row, person_of, unpack
from storage.errors import StoreError, explaining
from storage.tables import counter, destination, idea, outbox, person
from storage.times import moment

_MESSAGES = (
    select(
        outbox.c.id,
        outbox.c.key,
        outbox.c.thread_place,
        outbox.c.kind,
        outbox.c.body,
        outbox.c.language,
        outbox.c.updates,
        outbox.c.under,
        outbox.c.state,
        outbox.c.created_at,
    )
    .join(destination, destination.c.id == outbox.c.destination)
    .order_by(outbox.c.id.desc())
)


@dataclass(frozen=True, slots=True)
class Posted:
    """A message in the outbox, sent or not. `state` is pending, sending, sent, dead, unconfirmed or replaced."""

    id: int
    outgoing: Outgoing
    state: str
    created_at: datetime


class Reader:
    """Raises StoreError when the database cannot be read."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def messages(self, place: Place, limit: int = 200) -> list[Posted]:
        """The latest messages to a place's channel and all its threads, in the order they were written."""
        there = _MESSAGES.where(
            destination.c.tenant == place.workspace,
            destination.c.platform == place.platform,
            destination.c.conversation == place.channel,
        )
        return [_posted(place, row) for row in reversed(await self._rows(there.limit(limit)))]

    async def people(self, body: str) -> list[Person]:
        """Everyone in a body, in the order they came."""
        everyone = select(person).where(person.c.body == body).order_by(person.c.id)
        return [person_of(row) for row in await self._rows(everyone)]

    async def idea_counts(self) -> dict[tuple[str, Status], int]:
        """How many ideas each body has in each state."""
        rows = await self._rows(select(idea.c.body, idea.c.status, func.count()).group_by(idea.c.body, idea.c.status))
        return {(body, Status(status)): n for body, status, n in rows}

    async def outbox_counts(self) -> dict[str, int]:
        """How many messages are in each state."""
        return dict(await self._rows(select(outbox.c.state, func.count()).group_by(outbox.c.state)))

    async def oldest_pending(self) -> datetime | None:
        """When the message that has waited longest was written; None when nothing waits."""
        rows = await self._rows(select(func.min(outbox.c.created_at)).where(outbox.c.state.in_(("pending", "sending"))))
        return None if rows[0][0] is None else moment(rows[0][0])

    async def counters(self) -> dict[str, int]:
        """Everything that is only counted."""
        return dict(await self._rows(select(counter.c.name, counter.c.n)))

    async def healthy(self) -> bool:
        """Whether the database answers."""
        try:
            await self._rows(select(literal(1)))
        except (StoreError, SQLAlchemyError):
            return False
        return True

    async def close(self) -> None:
        """Let go of the database."""
        await self._engine.dispose()

    async def _rows(self, statement: Select[Any]) -> list[Row]:
        with explaining():
            async with self._engine.connect() as connection:
                return [tuple(row) for row in await connection.execute(statement)]


def _posted(place: Place, row: Row) -> Posted:
    number, key, thread, kind, body, language, updates, under, state, created_at = row
    there = Place(place.platform, place.workspace, place.channel, thread)
    outgoing = Outgoing(key, there, Notice(kind, unpack(body)), language, updates, under)
    return Posted(number, outgoing, state, moment(created_at))
