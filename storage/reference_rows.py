"""How places are reached, on platforms that have to say so themselves."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.sqlite import insert

from dialogs.references import Reference
from ideas.people import Place
from storage.documents import Row
from storage.statements import Rows, Statement
from storage.tables import reference
from storage.times import micros

_WHERE = ("platform", "workspace", "channel")
_TOLD = ("address", "conversation", "user", "gone")
_ALL = select(*(reference.c[name] for name in (*_WHERE, *_TOLD)))

_FIND = Statement(_ALL.where(*(reference.c[name] == bindparam(name) for name in _WHERE)))
_ON_PLATFORM = Statement(
    _ALL.where(reference.c.platform == bindparam("platform")).order_by(reference.c.workspace, reference.c.channel)
)
_ADDRESS = Statement(
    select(reference.c.address)
    .where(reference.c.platform == bindparam("platform"), reference.c.workspace == bindparam("workspace"))
    .where(reference.c.address != "")
    .order_by(reference.c.changed_at.desc())
    .limit(1)
)
_KEEP = Statement(
    (kept := insert(reference)).on_conflict_do_update(
        index_elements=list(reference.primary_key),
        set_={name: kept.excluded[name] for name in (*_TOLD, "changed_at")},
    )
)
_LOSE = Statement(
    update(reference)
    .where(*(reference.c[name] == bindparam(f"this_{name}") for name in _WHERE))
    .values(gone=bindparam("gone"), changed_at=bindparam("now"))
)


class ReferenceRows(Rows):
    """The part of a unit of work that is about ways to places."""

    def reference(self, place: Place) -> Reference | None:
        """The way to a place; None when nothing has been heard from there."""
        row = _FIND(self._driver, platform=place.platform, workspace=place.workspace, channel=place.channel).fetchone()
        return _reference(row) if row else None

    def references(self, platform: str) -> list[Reference]:
        """Every way that a platform has told, by workspace."""
        return [_reference(row) for row in _ON_PLATFORM(self._driver, platform=platform)]

    def address_of(self, platform: str, workspace: str) -> str:
        """The address told last in a workspace; empty when none has been."""
        row = _ADDRESS(self._driver, platform=platform, workspace=workspace).fetchone()
        return str(row[0]) if row else ""

    def keep_reference(self, reference: Reference, now: datetime) -> None:
        """Write down the way to a place, in place of the one that was."""
        _KEEP(
            self._driver,
            platform=reference.place.platform,
            workspace=reference.place.workspace,
            channel=reference.place.channel,
            address=reference.address,
            conversation=reference.conversation,
            user=reference.user,
            gone=reference.gone,
            changed_at=micros(now),
        )

    def lose_reference(self, place: Place, reason: str, now: datetime) -> None:
        """Nothing can be written there any longer."""
        _LOSE(
            self._driver,
            this_platform=place.platform,
            this_workspace=place.workspace,
            this_channel=place.channel,
            gone=reason,
            now=micros(now),
        )


def _reference(row: Row) -> Reference:
    platform, workspace, channel, address, conversation, user, gone = row
    return Reference(Place(platform, workspace, channel), address, conversation, user, gone)
