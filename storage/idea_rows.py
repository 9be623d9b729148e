"""Ideas, their numbers and their append-only history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import bindparam, delete, func, literal, select, update
from sqlalchemy.dialects.sqlite import insert

from ideas.idea import Fact, Idea
from ideas.lifecycle import ENDED, OPEN, Status
from storage.documents import Row, fact_of, fact_row, idea_of, idea_row, said_row
from storage.statements import Rows, Statement
from storage.tables import co_bearer, fact, idea, number
from storage.times import micros, moment

_COLUMNS = [column.name for column in idea.c if not column.primary_key]
_SAID = ("changed_at", "ring", "topic", "unit", "document")
_UNCHANGED = (
    idea.c.id == bindparam("idea"),
    idea.c.seq == bindparam("was_seq"),
    idea.c.status == bindparam("was_status"),
)
_ALL = select(idea).order_by(idea.c.id)
_LATEST = select(idea).order_by(idea.c.id.desc())
_SUBMITTED, _DRAFT = idea.c.status == Status.SUBMITTED.value, idea.c.status == Status.DRAFT.value
_OPEN = idea.c.status.in_([literal(status.value) for status in OPEN])

_ADD = Statement(insert(idea).values({name: bindparam(name) for name in _COLUMNS}).returning(idea.c.id))
_SAVE_ALL = Statement(update(idea).where(*_UNCHANGED).values({name: bindparam(name) for name in _COLUMNS}))
_SAVE_SAID = Statement(update(idea).where(*_UNCHANGED).values({name: bindparam(name) for name in _SAID}))
_BY_ID = Statement(select(idea).where(idea.c.id == bindparam("id")))
_BY_NUMBER = Statement(select(idea).where(idea.c.number == bindparam("number")))
_DRAFTS = Statement(_LATEST.where(idea.c.bearer == bindparam("person"), _DRAFT))
_BY_BEARER = _LATEST.where(
    (idea.c.bearer == bindparam("person"))
    | idea.c.id.in_(select(co_bearer.c.idea).where(co_bearer.c.person == bindparam("person")))
)
_BORNE = Statement(_BY_BEARER)
_BORNE_OPEN = Statement(_BY_BEARER.where(_OPEN))
_COACHED = Statement(
    select(idea).where(idea.c.coach == bindparam("person")).order_by(idea.c.promise.nulls_last(), idea.c.id)
)
_QUEUE = Statement(_ALL.where(idea.c.body == bindparam("body"), _SUBMITTED))
_OPEN_IN = Statement(_ALL.where(idea.c.body == bindparam("body"), _OPEN))
_OPEN_ANYWHERE = Statement(_ALL.where(_OPEN))
_CHANGED = Statement(
    _ALL.where(
        idea.c.body == bindparam("body"),
        ~_DRAFT,
        (idea.c.changed_at > bindparam("since"))
        | func.json_extract(idea.c.document, "$.first_promise").between(bindparam("first"), bindparam("last")),
    )
)
_ENDED = Statement(
    select(func.count()).where(
        idea.c.body == bindparam("body"),
        idea.c.status.in_([literal(status.value) for status in ENDED]),
        idea.c.changed_at >= bindparam("since"),
    )
)
_LOADS = Statement(
    select(idea.c.coach, func.count().filter(_OPEN), func.max(idea.c.claimed_at))
    .where(idea.c.body == bindparam("body"), idea.c.coach.is_not(None))
    .group_by(idea.c.coach)
)
_DELETE = [
    Statement(delete(fact).where(fact.c.idea == bindparam("id"))),
    Statement(delete(idea).where(idea.c.id == bindparam("id"), _DRAFT)),
]
_SHARE = Statement(insert(co_bearer).on_conflict_do_nothing())
_ADD_FACT = Statement(insert(fact))
_FACTS = Statement(select(fact).where(fact.c.idea == bindparam("idea")).order_by(fact.c.seq))
_FACTS_BY = Statement(
    select(fact).where(fact.c.actor == bindparam("actor")).order_by(fact.c.at, fact.c.idea, fact.c.seq)
)
_NEXT = Statement(
    insert(number)
    .values(body=bindparam("body"), year=bindparam("year"), last=1)
    .on_conflict_do_update(index_elements=list(number.primary_key), set_={"last": number.c.last + 1})
    .returning(number.c.last)
)


def _ideas(rows: Iterable[Row]) -> list[Idea]:
    return [idea_of(row) for row in rows]


def _place_in_life(idea: Idea) -> tuple[object, ...]:
    """What an answer alone never changes. Every index is on some of it, so such a save touches no index."""
    whose = (idea.number, idea.body, idea.bearer, idea.coach)
    return (idea.seq, idea.status, *whose, idea.promise, idea.wake, idea.claimed_at)


class IdeaRows(Rows):
    """The part of a unit of work that is about ideas."""

    def add_idea(self, idea: Idea) -> Idea:
        """Store a new idea; the one returned has an id."""
        (idea_id,) = _ADD(self._driver, **idea_row(idea)).fetchone()
        self._share(idea_id, idea.co_bearers)
        return replace(idea, id=idea_id)

    def idea(self, idea_id: int) -> Idea | None:
        """The idea with this id."""
        row = _BY_ID(self._driver, id=idea_id).fetchone()
        return idea_of(row) if row else None

    def numbered(self, number: str) -> Idea | None:
        """The idea with this whole number."""
        row = _BY_NUMBER(self._driver, number=number).fetchone()
        return idea_of(row) if row else None

    def save_idea(self, idea: Idea, was: Idea) -> bool:
        """Store an idea if it still is where it was in its life; False when somebody else came first."""
        only_said = _place_in_life(idea) == _place_in_life(was)
        save, row = (_SAVE_SAID, said_row(idea)) if only_said else (_SAVE_ALL, idea_row(idea))
        saved = save(self._driver, idea=was.id, was_seq=was.seq, was_status=was.status.value, **row).rowcount == 1
        if saved and idea.co_bearers != was.co_bearers:
            self._share(idea.id, idea.co_bearers)
        return saved

    def _share(self, idea_id: int, co_bearers: Iterable[int]) -> None:
        for person_id in co_bearers:
            _SHARE(self._driver, person=person_id, idea=idea_id)

    def delete_draft(self, idea: Idea) -> None:
        """Remove a draft for good. Raises sqlite3.IntegrityError when it has been submitted."""
        for statement in _DELETE:
            statement(self._driver, id=idea.id)

    def add_fact(self, idea_id: int, fact: Fact) -> None:
        """Write one more line of an idea's history. Raises sqlite3.IntegrityError when that line is written."""
        _ADD_FACT(self._driver, **fact_row(idea_id, fact))

    def facts(self, idea_id: int) -> list[Fact]:
        """The history of an idea, oldest first."""
        return [fact_of(row) for row in _FACTS(self._driver, idea=idea_id)]

    def facts_by(self, person_id: int) -> list[tuple[int, Fact]]:
        """Everything a person has done, each with the id of its idea, oldest first."""
        return [(row[0], fact_of(row)) for row in _FACTS_BY(self._driver, actor=person_id)]

    def drafts(self, person_id: int) -> list[Idea]:
        """Somebody's drafts, newest first."""
        return _ideas(_DRAFTS(self._driver, person=person_id))

    def ideas_of(self, bearer: int) -> list[Idea]:
        """Every idea of a bearer or co-bearer, drafts and ended ones too, newest first."""
        return _ideas(_BORNE(self._driver, person=bearer))

    def coached_ideas_of(self, bearer: int) -> list[Idea]:
        """Those of a bearer's or co-bearer's ideas that a coach is at work with or has asked about, newest first."""
        return [idea for idea in _ideas(_BORNE_OPEN(self._driver, person=bearer)) if idea.coach or idea.asked_at]

    def ideas_with(self, coach: int) -> list[Idea]:
        """Every idea a coach has or had at its end, the nearest promise first."""
        return _ideas(_COACHED(self._driver, person=coach))

    def queue(self, body: str) -> list[Idea]:
        """Submitted ideas that wait for a coach, the one that has waited longest first."""
        waiting = _ideas(_QUEUE(self._driver, body=body))
        return sorted(waiting, key=lambda idea: idea.submitted_at or idea.created_at)

    def open_ideas(self, body: str | None = None) -> list[Idea]:
        """Ideas whose bearers are still owed something, in a body or in all of them."""
        return _ideas(_OPEN_IN(self._driver, body=body) if body else _OPEN_ANYWHERE(self._driver))

    def ideas_changed(self, body: str, since: datetime, promised: tuple[date, date]) -> list[Idea]:
        """Ideas of a body that have changed after a moment or were promised a first answer from one day to another."""
        first, last = (day.isoformat() for day in promised)
        return _ideas(_CHANGED(self._driver, body=body, since=micros(since), first=first, last=last))

    def ended(self, body: str, since: datetime) -> int:
        """How many ideas of a body have come to their end, the last thing written in them not before a moment."""
        return int(_ENDED(self._driver, body=body, since=micros(since)).fetchone()[0])

    def loads(self, body: str) -> dict[int, tuple[int, datetime | None]]:
        """For each coach who has had an idea in a body: how many are open, and when the latest was claimed."""
        return {coach: (n, moment(at) if at else None) for coach, n, at in _LOADS(self._driver, body=body)}

    def next_number(self, body_code: str, year: int) -> int:
        """The next running number of a body and year, without gaps. Call it last in the turn."""
        (last,) = _NEXT(self._driver, body=body_code, year=year).fetchone()
        return int(last)
