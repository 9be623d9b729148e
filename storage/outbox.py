"""The delivery ledger: how a message goes from `pending` to `sent`, one committed step at a time.

`bot/deliver.py` decides; this module writes the decision down, so that a run killed at any point can be taken up
by the next. `attempts` counts claims and is the fence: whoever holds an older claim changes nothing any more.

`last_try_at` is the latest moment at which a post that may have arrived began, NULL when none can have. A first claim
sets it at once. That is what a commit just before the post would have done, only earlier, and the deliverer keeps it
true by confirming again when the post does not begin right after the claim. So a message that meets no trouble
costs two commits, the claim and the record, and never three.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from sqlalchemy import text

from dialogs.messages import Notice
from ideas.people import Place
from storage.statements import Rows, Statement, Stored
from storage.times import micros, moment

_Row = tuple[int, int, str, str, str, str, str, str, str, str, str, str, str | None, str | None, int | None, int | None]


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that is ours to deliver for now. `attempt` is the fence; `update_of` and `thread` are remote ids.

    `tried_at` is when an earlier try began that may have arrived; None when there was none.
    """

    id: int
    attempt: int
    key: str
    place: Place
    kind: str
    body: str
    language: str
    updates: str
    under: str
    update_of: str
    thread: str
    claimed_at: datetime
    first_try_at: datetime
    tried_at: datetime | None

    @property
    def notice(self) -> Notice:
        """What to tell. Raises ValueError when the stored facts cannot be read."""
        return Notice(self.kind, json.loads(self.body))


@dataclass(frozen=True, slots=True)
class Sent:
    """The platform has it, under this id."""

    remote_id: str


@dataclass(frozen=True, slots=True)
class Later:
    """To be tried again at `until`. `tried_at` is when the latest try began that may have arrived, if any did.

    With `whole_line` the platform asked the conversation, not the message, to wait.
    """

    until: datetime
    reason: str
    tried_at: datetime | None
    whole_line: bool = False


@dataclass(frozen=True, slots=True)
class Dead:
    """It will never be sent; the reason is for the administrator. `unwritable` when it is the place's."""

    reason: str
    unwritable: bool = False


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """It may have arrived and the platform cannot tell. It is not sent again."""

    reason: str


@dataclass(frozen=True, slots=True)
class Moved:
    """It cannot be where it was meant to be, so it becomes a message of its own: at `place`, or where it already is."""

    place: Place | None
    reason: str


Outcome = Sent | Later | Dead | Unconfirmed | Moved

_DUE = Statement(
    text("""
    SELECT o.id, o.attempts, o.key, d.platform, d.tenant, d.conversation, o.thread_place, o.kind, o.body, o.language,
           o.updates, o.under,
           (SELECT remote_id FROM outbox WHERE key = o.updates AND o.updates <> '' AND destination = d.id) AS update_of,
           (SELECT remote_id FROM outbox WHERE key = o.under AND o.under <> '' AND destination = d.id) AS thread,
           o.first_try_at, o.last_try_at
    FROM outbox AS o JOIN destination AS d ON d.id = o.destination
    WHERE o.id IN (SELECT min(id) FROM outbox WHERE state IN ('pending', 'sending') GROUP BY destination)
      AND (d.next_at IS NULL OR d.next_at <= :now)
      AND CASE o.state WHEN 'sending' THEN o.lease_until ELSE coalesce(o.not_before, 0) END <= :now
    ORDER BY o.id LIMIT :most""")
)
_CLAIM = Statement(
    text("""
    UPDATE outbox SET state = 'sending', attempts = attempts + 1, lease_until = :lease_until,
           first_try_at = coalesce(first_try_at, :now), last_try_at = coalesce(last_try_at, :now)
    WHERE id = :id""")
)
_MINE = "WHERE id = :id AND attempts = :attempt AND state = 'sending'"
_CONFIRM = Statement(text(f"UPDATE outbox SET last_try_at = :now {_MINE} AND lease_until > :enough"))
_SENT = Statement(
    text(f"UPDATE outbox SET state = 'sent', remote_id = :remote_id, sent_at = :now, error = NULL {_MINE}")
)
_LATER = Statement(
    text(f"UPDATE outbox SET state = 'pending', not_before = :until, last_try_at = :tried_at, error = :reason {_MINE}")
)
_LINE_WAITS = Statement(
    text(f"UPDATE destination SET next_at = :until WHERE id = (SELECT destination FROM outbox {_MINE})")
)
_CLOSED = Statement(text(f"UPDATE outbox SET state = :state, error = :reason {_MINE}"))
_REMOTE_GONE = Statement(
    text(f"UPDATE outbox SET remote_id = NULL WHERE key = (SELECT updates FROM outbox {_MINE} AND updates <> '')")
)
_STANDS_IN = Statement(
    text(f"""
    UPDATE outbox SET remote_id = :remote_id, destination = (SELECT destination FROM outbox {_MINE})
    WHERE key = :updates AND EXISTS (SELECT 1 FROM outbox {_MINE})""")
)
_ADD_DESTINATION = Statement(
    text("""
    INSERT INTO destination (tenant, platform, conversation) VALUES (:tenant, :platform, :conversation)
    ON CONFLICT DO NOTHING""")
)
_MOVED = Statement(
    text(f"""
    UPDATE outbox SET state = 'pending', not_before = NULL, last_try_at = NULL, error = :reason,
           thread_place = CASE WHEN :keeps_thread THEN thread_place ELSE '' END,
           under = CASE WHEN :keeps_root THEN under ELSE '' END,
           destination = (SELECT id FROM destination
                          WHERE tenant = :tenant AND platform = :platform AND conversation = :conversation)
    {_MINE}""")
)
_PROVEN = Statement(
    text("""
    UPDATE outbox SET state = 'sent', sent_at = :now, error = NULL,
           remote_id = coalesce(nullif(remote_id, ''), :remote_id)
    WHERE key = :key AND (state = 'unconfirmed' OR (state = 'pending' AND last_try_at IS NOT NULL)
                          OR (state = 'sent' AND remote_id = ''))
      AND NOT EXISTS (SELECT 1 FROM outbox AS other WHERE other.destination = outbox.destination
                      AND other.remote_id = :remote_id AND other.key <> :key)
      AND destination = (SELECT id FROM destination
                         WHERE tenant = :tenant AND platform = :platform AND conversation = :conversation)""")
)
_RELEASE = Statement(text("UPDATE outbox SET lease_until = 0 WHERE state IN ('pending', 'sending')"))
_COUNTS = Statement(text("SELECT state, count(*) FROM outbox WHERE state <> 'sent' GROUP BY state"))


def claim(uow: Rows, now: datetime, lease_until: datetime, most: int) -> list[Claimed]:
    """Take the first message of every conversation that may be sent to now, at most so many, oldest first."""
    rows = _DUE(uow._driver, now=micros(now), most=most).fetchall()
    for row in rows:
        _CLAIM(uow._driver, id=row[0], now=micros(now), lease_until=micros(lease_until))
    return [_claimed(row, now) for row in rows]


def _claimed(row: _Row, now: datetime) -> Claimed:
    (row_id, attempts, key, platform, tenant, conversation, thread_place, *words, update_of, thread, first, tried) = row
    kind, body, language, updates, under = words
    return Claimed(
        row_id,
        attempts + 1,
        key,
        Place(platform, tenant, conversation, thread_place),
        kind,
        body,
        language,
        updates,
        under,
        update_of or "",
        thread or "",
        claimed_at=now,
        first_try_at=now if first is None else moment(first),
        tried_at=None if tried is None else moment(tried),
    )


def confirm_before_post(uow: Rows, claimed: Claimed, now: datetime, enough: datetime) -> bool:
    """Write down that a post begins now. False when the message is no longer ours, or not ours until `enough`."""
    return _fenced(_CONFIRM, uow, claimed, now=micros(now), enough=micros(enough))


def record(uow: Rows, outcomes: Iterable[tuple[Claimed, Outcome]], now: datetime) -> None:
    """Write down how deliveries went. Nothing changes for a message that somebody else has claimed since."""
    for claimed, outcome in outcomes:
        match outcome:
            case Sent(remote_id):
                if claimed.updates and not claimed.update_of:  # what it was to change is not there: this is it now
                    _fenced(_STANDS_IN, uow, claimed, remote_id=remote_id, updates=claimed.updates)
                _fenced(_SENT, uow, claimed, remote_id=remote_id, now=micros(now))
            case Moved(place, reason):
                _record_moved(uow, claimed, place, reason)
            case Later():
                _record_later(uow, claimed, outcome)
            case Dead(reason):
                _fenced(_CLOSED, uow, claimed, state="dead", reason=reason)
            case Unconfirmed(reason):
                _fenced(_CLOSED, uow, claimed, state="unconfirmed", reason=reason)
            case _ as never:
                assert_never(never)


def _record_later(uow: Rows, claimed: Claimed, later: Later) -> None:
    tried_at = None if later.tried_at is None else micros(later.tried_at)
    if later.whole_line:
        _fenced(_LINE_WAITS, uow, claimed, until=micros(later.until))
    _fenced(_LATER, uow, claimed, until=micros(later.until), tried_at=tried_at, reason=later.reason)


def _record_moved(uow: Rows, claimed: Claimed, place: Place | None, reason: str) -> None:
    """In another place it stands under the message that it belongs under if that is there too; no thread goes along.

    Where only the message that it was to change is gone it stays in its thread, else the thread is what is gone.
    """
    changes = place is None and bool(claimed.update_of)
    if place is None:
        _fenced(_REMOTE_GONE, uow, claimed)
    there = place or claimed.place
    where = {"tenant": there.workspace, "platform": there.platform, "conversation": there.channel}
    _ADD_DESTINATION(uow._driver, **where)
    _fenced(_MOVED, uow, claimed, reason=reason, keeps_thread=changes, keeps_root=changes or place is not None, **where)


def _fenced(statement: Statement, uow: Rows, claimed: Claimed, **values: Stored) -> bool:
    return statement(uow._driver, id=claimed.id, attempt=claimed.attempt, **values).rowcount == 1


def prove(uow: Rows, place: Place, key: str, remote_id: str, now: datetime) -> bool:
    """A press on the message, or the platform's own echo of it, shows that it arrived. False when that was known."""
    where = {"tenant": place.workspace, "platform": place.platform, "conversation": place.channel}
    return _PROVEN(uow._driver, key=key, remote_id=remote_id, now=micros(now), **where).rowcount == 1


def release_all(uow: Rows) -> None:
    """Let go of every claim. Only for one who is alone on the database, before the first claim after a start."""
    _RELEASE(uow._driver)


def open_counts(uow: Rows) -> Mapping[str, int]:
    """How many messages are in each state but `sent`."""
    return dict(_COUNTS(uow._driver).fetchall())
