"""Between rows and values: JSON texts, persons, ideas, facts and occurrences. Absent fields have their default."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from ideas.idea import Answer, Fact, Gap, Idea
from ideas.lifecycle import Status
from ideas.occurrence import Occurrence, Outcome
from ideas.people import Person, Place, Role
from storage.statements import Stored
from storage.times import micros, moment

pack = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=dict).encode
"""A value as compact JSON text."""

unpack = json.loads
"""The value of a JSON text."""

Row = tuple[Any, ...]


def packed_place(place: Place | None) -> str | None:
    """A place as JSON text, or None."""
    return pack(_place(place)) if place else None


def person_row(person: Person) -> dict[str, Stored]:
    """The columns of a person, without the id."""
    return {
        "handle": person.handle or None,
        "name": person.name,
        "body": person.body,
        "unit": person.unit,
        "language": person.language,
        "roles": pack(sorted(person.roles)),
        "home": packed_place(person.home),
    }


def person_of(row: Row) -> Person:
    """A person from a whole row."""
    number, handle, name, body, unit, language, roles, home = row
    known = frozenset(map(Role, unpack(roles)))
    return Person(number, handle or "", name, body, language, unit, known, Place(*unpack(home)) if home else None)


def idea_row(idea: Idea) -> dict[str, Stored]:
    """The columns of an idea, without the id."""
    return {
        "number": idea.number,
        "body": idea.body,
        "bearer": idea.bearer,
        "coach": idea.coach,
        "status": idea.status.value,
        "seq": idea.seq,
        "promise": idea.promise.isoformat() if idea.promise else None,
        "wake": idea.wake.isoformat() if idea.wake else None,
        "claimed_at": micros(idea.claimed_at) if idea.claimed_at else None,
        "created_at": micros(idea.created_at),
        **said_row(idea),
    }


def said_row(idea: Idea) -> dict[str, Stored]:
    """Those columns of an idea that change with an answer alone."""
    return {
        "changed_at": micros(idea.changed_at),
        "ring": idea.ring.value,
        "topic": idea.topic,
        "unit": idea.unit,
        "document": _document(idea),
    }


def idea_of(row: Row) -> Idea:
    """An idea from a whole row."""
    number_, number, body, bearer, coach, status, seq, promise, wake, created, changed, claimed, *_, document = row
    kept: dict[str, Any] = unpack(document)
    answers, place, resumes = kept.pop("answers", {}), kept.pop("place", None), kept.pop("resumes_as", None)
    proposed, first = kept.pop("proposed", None), kept.pop("first_promise", None)
    return Idea(
        id=number_,
        number=number,
        body=body,
        bearer=bearer,
        coach=coach,
        status=Status(status),
        seq=seq,
        promise=date.fromisoformat(promise) if promise else None,
        wake=date.fromisoformat(wake) if wake else None,
        created_at=moment(created),
        changed_at=moment(changed),
        claimed_at=_moment(claimed),
        answers={key: _answer(**answer) for key, answer in answers.items()},
        place=Place(*place) if place else None,
        resumes_as=Status(resumes) if resumes else None,
        proposed=Status(proposed) if proposed else None,
        first_promise=date.fromisoformat(first) if first else None,
        submitted_at=_moment(kept.pop("submitted_at", None)),
        answered_at=_moment(kept.pop("answered_at", None)),
        asked_at=_moment(kept.pop("asked_at", None)),
        ranked=tuple(kept.pop("ranked", ())),
        rules=tuple((rule, why) for rule, why in kept.pop("rules", ())),
        co_bearers=tuple(kept.pop("co_bearers", ())),
        **kept,
    )


def _document(idea: Idea) -> str:
    document: dict[str, Any] = {
        "answers": {key: _told(answer) for key, answer in idea.answers.items()},
        "ranked": idea.ranked,
        "rules": idea.rules,
        "place": _place(idea.place),
        "submitted_at": _micros(idea.submitted_at),
        "answered_at": _micros(idea.answered_at),
        "asked_at": _micros(idea.asked_at),
        "resumes_as": idea.resumes_as,
        "proposed": idea.proposed,
        "first_promise": idea.first_promise.isoformat() if idea.first_promise else None,
        "receiver": idea.receiver,
        "offered_to": idea.offered_to,
        "merged_into": idea.merged_into,
        "co_bearers": idea.co_bearers,
        "consent": idea.consent,
        "published": idea.published,
    }
    return pack({key: value for key, value in document.items() if value or value == 0})  # a no is kept, a gap is not


def _told(answer: Answer) -> dict[str, Any]:
    told = {"text": answer.text, "choices": answer.choices, "gap": answer.gap}
    return {key: value for key, value in told.items() if value}


def _answer(text: str = "", choices: tuple[str, ...] = (), gap: str = "") -> Answer:
    return Answer(text, tuple(choices), Gap(gap) if gap else None)


def _place(place: Place | None) -> tuple[str, ...]:
    return (place.platform, place.workspace, place.channel, place.thread) if place else ()


def _micros(at: datetime | None) -> int | None:
    return micros(at) if at else None


def _moment(stored: int | None) -> datetime | None:
    return None if stored is None else moment(stored)


def fact_row(idea: int, fact: Fact) -> dict[str, Stored]:
    """The columns of a fact."""
    return {
        "idea": idea,
        "seq": fact.seq,
        "at": micros(fact.at),
        "actor": fact.actor,
        "kind": fact.kind,
        "start": fact.start.value,
        "end": fact.end.value,
        "why": fact.why,
        "details": pack(fact.details),
    }


def fact_of(row: Row) -> Fact:
    """A fact from a whole row."""
    _, seq, at, actor, kind, start, end, why, details = row
    return Fact(seq, moment(at), actor, kind, Status(start), Status(end), why, unpack(details))


def occurrence_row(occurrence: Occurrence) -> dict[str, Stored]:
    """The columns of an occurrence."""
    return {
        "kind": occurrence.kind,
        "subject": occurrence.subject,
        "period": occurrence.period,
        "due_at": micros(occurrence.due_at),
        "outcome": occurrence.outcome.value,
        "facts": pack(occurrence.facts),
    }


def occurrence_of(row: Row) -> Occurrence:
    """An occurrence from a whole row."""
    kind, subject, period, due_at, outcome, facts = row
    known: Mapping[str, str] = unpack(facts)
    return Occurrence(kind, subject, period, moment(due_at), Outcome(outcome), known)
