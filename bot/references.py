"""How places are reached, kept in the database and known here while the bot runs: only what is new is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

import structlog

from bot.desk import PATIENT
from dialogs.messages import TryLater
from dialogs.references import Reference
from ideas.people import Place
from storage.errors import StoreError
from storage.store import Store
from storage.unit_of_work import UnitOfWork

T = TypeVar("T")

MOST = 50_000
"""Places known at once; a tenth more than a large federation has people."""

log: structlog.stdlib.BoundLogger = structlog.get_logger("idesluss")


class KeptReferences:
    """The `dialogs.references.References` of a running bot: nobody else writes them, so what is not there stays so."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store, self._clock = store, clock
        self._known: dict[Place, Reference | None] = {}
        self._addresses: dict[tuple[str, str], str] = {}

    async def find(self, place: Place) -> Reference | None:
        """The reference to a place; None when nothing has ever been heard from there."""
        there = replace(place, thread="") if place.thread else place
        if there not in self._known:
            self._know(there, await self._written(lambda uow: uow.reference(there)))
        return self._known[there]

    async def address_of(self, platform: str, workspace: str) -> str:
        """The address last heard of in a workspace; empty when none."""
        if known := self._addresses.get((platform, workspace)):
            return known
        return await self._written(lambda uow: uow.address_of(platform, workspace))

    async def keep(self, reference: Reference) -> None:
        """Something was heard from there: remember the way, and write it down where it is another than was known."""
        if reference == await self.find(reference.place):
            return
        now = self._clock()
        await self._written(lambda uow: uow.keep_reference(reference, now))
        self._know(reference.place, reference)

    async def lose(self, place: Place, reason: str) -> None:
        """Nothing can be written there any longer. The administrator reads of it once."""
        known = await self.find(place)
        if known is None or known.gone:
            return
        now = self._clock()
        await self._written(lambda uow: uow.lose_reference(known.place, reason, now))
        self._know(known.place, replace(known, gone=reason))
        if known.user:  # a person, who is nobody's to read of in a log; `idesluss doctor` counts them
            log.info("person-unreachable", platform=place.platform, workspace=place.workspace, reason=reason)
            return
        there = {"platform": place.platform, "workspace": place.workspace, "channel": place.channel}
        log.error("place-gone", **there, reason=reason)

    async def _written(self, fn: Callable[[UnitOfWork], T]) -> T:
        """What the database says; TryLater when it cannot now, and nothing was written."""
        try:
            return await self._store.turn(fn)
        except StoreError as error:
            raise TryLater(PATIENT, error.kind, ambiguous=False) from error

    def _know(self, place: Place, found: Reference | None) -> None:
        if len(self._known) >= MOST:
            self._known.clear()
        if found is None:
            self._known.setdefault(place, None)  # what was written meanwhile is not forgotten
            return
        self._known[place] = found
        if found.address:
            self._addresses[place.platform, place.workspace] = found.address
