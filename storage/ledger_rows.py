"""What came in, what goes out and what is due: inbox, outbox, occurrences, settings and counters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, func, select, text, update
from sqlalchemy.dialects.sqlite import insert

from dialogs.messages import Notice, Outgoing
from ideas.occurrence import Occurrence, Outcome
from ideas.people import Place
from storage.documents import occurrence_of, occurrence_row, pack, unpack
from storage.statements import Rows, Statement, Stored
from storage.tables import counter, destination, inbox, occurrence, outbox, setting
from storage.times import micros, moment

_THIS_EVENT = tuple(column == bindparam(f"this_{column.name}") for column in inbox.primary_key)
_THIS_TIME = tuple(column == bindparam(f"this_{column.name}") for column in occurrence.primary_key)
_WAITING = occurrence.c.outcome == Outcome.WAITING.value
_WRITTEN = ("tenant", "key", "kind", "body", "language", "thread_place", "updates", "under", "created_at")

_RECEIVE = Statement(insert(inbox).on_conflict_do_nothing())
_ANSWER = Statement(select(inbox.c.answer).where(*_THIS_EVENT))
_SAVE_ANSWER = Statement(update(inbox).where(*_THIS_EVENT).values(answer=bindparam("answer")))
_SEND = Statement(
    insert(outbox)
    .from_select(
        [*_WRITTEN, "destination"],
        select(*(bindparam(name, type_=outbox.c[name].type) for name in _WRITTEN), destination.c.id).where(
            destination.c.tenant == bindparam("tenant"),
            destination.c.platform == bindparam("platform"),
            destination.c.conversation == bindparam("conversation"),
        ),
        include_defaults=False,
    )
    .on_conflict_do_nothing(index_elements=[outbox.c.key])
)
_REPLACE = Statement(
    text("""
    UPDATE outbox SET state = 'replaced'
    WHERE destination = (SELECT destination FROM outbox WHERE key = :newer) AND state IN ('pending', 'sending')
      AND state = 'pending' AND updates = :card AND last_try_at IS NULL AND key <> :newer""")
)
_KEY_AT = Statement(
    select(outbox.c.key)
    .join(destination, destination.c.id == outbox.c.destination)
    .where(
        destination.c.tenant == bindparam("tenant"),
        destination.c.platform == bindparam("platform"),
        destination.c.conversation == bindparam("conversation"),
        outbox.c.remote_id == bindparam("remote_id"),
    )
    .order_by(outbox.c.id)
    .limit(1)
)
_STANDING = Statement(
    text("""
    SELECT kind, body, language FROM outbox WHERE id = (
        SELECT max(o.id) FROM (
            SELECT id, destination, state FROM outbox WHERE key = :key
            UNION ALL SELECT id, destination, state FROM outbox WHERE updates = :key AND updates <> ''
        ) AS o JOIN destination AS d ON d.id = o.destination
        WHERE d.tenant = :tenant AND d.platform = :platform AND d.conversation = :conversation
          AND o.state <> 'dead')""")
)
_ADD_DESTINATION = Statement(
    insert(destination)
    .values({name: bindparam(name) for name in ("tenant", "platform", "conversation")})
    .on_conflict_do_nothing()
)
_PLAN = Statement(insert(occurrence).on_conflict_do_nothing())
_DUE = Statement(
    select(occurrence)
    .where(_WAITING, occurrence.c.due_at <= bindparam("now"))
    .order_by(occurrence.c.due_at)
    .limit(bindparam("at_most"))
)
_NEXT_DUE = Statement(select(func.min(occurrence.c.due_at)).where(_WAITING))
_OCCURRENCE = Statement(select(occurrence).where(*_THIS_TIME))
_SETTLE = Statement(
    update(occurrence).where(*_THIS_TIME).values(outcome=bindparam("outcome"), facts=bindparam("facts"))
)
_UNPLAN = Statement(delete(occurrence).where(_WAITING, occurrence.c.subject == bindparam("this_subject")))
_SETTING = Statement(select(setting.c.value).where(setting.c.key == bindparam("key")))
_PUT_SETTING = Statement(
    (put := insert(setting)).on_conflict_do_update(index_elements=["key"], set_={"value": put.excluded.value})
)
_COUNT = Statement(
    insert(counter)
    .values(name=bindparam("name"), n=1)
    .on_conflict_do_update(index_elements=["name"], set_={"n": counter.c.n + 1})
)


@dataclass(frozen=True, slots=True)
class Seen:
    """Whether an event comes for the first time and, when it does not, the answer it got then (JSON text or empty)."""

    new: bool
    answer: str = ""


_NEW = Seen(new=True)


class LedgerRows(Rows):
    """The part of a unit of work that makes everything happen once. `sent` tells that something new is to go out."""

    sent = False

    def seen(self, platform: str, tenant: str, key: str, now: datetime) -> Seen:
        """Write down that an event has come, or find what it was answered the first time."""
        received = _RECEIVE(
            self._driver, platform=platform, tenant=tenant, dedup_key=key, received_at=micros(now), answer=""
        )
        if received.rowcount:
            return _NEW
        found = _ANSWER(self._driver, this_platform=platform, this_tenant=tenant, this_dedup_key=key)
        return Seen(new=False, answer=found.fetchone()[0])

    def answered(self, platform: str, tenant: str, key: str, answer: str) -> None:
        """Keep the answer to an event (JSON text), for when the event comes again."""
        _SAVE_ANSWER(self._driver, this_platform=platform, this_tenant=tenant, this_dedup_key=key, answer=answer)

    def send(self, outgoing: Outgoing, now: datetime) -> bool:
        """Put a message in the outbox; False when one with its key is there already."""
        place, notice = outgoing.place, outgoing.notice
        where = {"tenant": place.workspace, "platform": place.platform, "conversation": place.channel}
        row: dict[str, Stored] = {
            **where,
            "key": outgoing.key,
            "kind": notice.kind,
            "body": pack(notice.facts),
            "language": outgoing.language,
            "thread_place": place.thread,
            "updates": outgoing.updates,
            "under": outgoing.under,
            "created_at": micros(now),
        }
        sent = _SEND(self._driver, **row).rowcount == 1
        if not sent and _ADD_DESTINATION(self._driver, **where).rowcount:  # a place the bot has never written to
            sent = _SEND(self._driver, **row).rowcount == 1
        if sent and outgoing.updates:  # a change that nobody has seen yet, and that none can have, need not be shown
            _REPLACE(self._driver, card=outgoing.updates, newer=outgoing.key)
        self.sent |= sent
        return sent

    def key_at(self, place: Place) -> str:
        """The key of our own message that a thread begins with; empty when somebody else began it."""
        found = _KEY_AT(
            self._driver,
            tenant=place.workspace,
            platform=place.platform,
            conversation=place.channel,
            remote_id=place.thread,
        ).fetchone()
        return str(found[0]) if found else ""

    def standing(self, place: Place, key: str) -> tuple[Notice, str] | None:
        """Our message with this key in a place as it stands after its latest change, and its language."""
        row = _STANDING(
            self._driver, key=key, tenant=place.workspace, platform=place.platform, conversation=place.channel
        ).fetchone()
        return (Notice(row[0], unpack(row[1])), row[2]) if row else None

    def plan(self, occurrence: Occurrence) -> bool:
        """Plan something that is to happen once; False when it was planned before."""
        return _PLAN(self._driver, **occurrence_row(occurrence)).rowcount == 1

    def due(self, now: datetime, limit: int = 200) -> list[Occurrence]:
        """What waits and is due by now, oldest first, at most `limit` of them."""
        return [occurrence_of(row) for row in _DUE(self._driver, now=micros(now), at_most=limit)]

    def next_due(self) -> datetime | None:
        """When something is due next; None when nothing waits."""
        (due_at,) = _NEXT_DUE(self._driver).fetchone()
        return None if due_at is None else moment(due_at)

    def occurrence(self, kind: str, subject: str, period: str) -> Occurrence | None:
        """What is known of one occurrence."""
        row = _OCCURRENCE(self._driver, this_kind=kind, this_subject=subject, this_period=period).fetchone()
        return occurrence_of(row) if row else None

    def settle(self, occurrence: Occurrence, outcome: Outcome, facts: Mapping[str, str] | None = None) -> None:
        """Write down what became of an occurrence; its facts stay unless others are given."""
        _SETTLE(
            self._driver,
            this_kind=occurrence.kind,
            this_subject=occurrence.subject,
            this_period=occurrence.period,
            outcome=outcome.value,
            facts=pack(occurrence.facts if facts is None else facts),
        )

    def unplan(self, subject: str) -> None:
        """Forget what still waits for a subject, so that it can be planned for another time."""
        _UNPLAN(self._driver, this_subject=subject)

    def setting(self, key: str) -> str | None:
        """A setting made while running, or None."""
        row = _SETTING(self._driver, key=key).fetchone()
        return str(row[0]) if row else None

    def put_setting(self, key: str, value: str) -> None:
        """Make a setting."""
        _PUT_SETTING(self._driver, key=key, value=value)

    def count(self, name: str) -> None:
        """Count one more of something of which nothing else is kept."""
        _COUNT(self._driver, name=name)
