"""The idea: number, answers, promise and history, and the pure steps that change it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from ideas.lifecycle import REASON_MANDATORY, TRANSITIONS, Actor, Status, Transition, who_may
from ideas.people import Place


class RefusedError(Exception):
    """A rule says no. `kind` names the message that explains it to the person; `facts` fill it in."""

    def __init__(self, kind: str, **facts: str) -> None:
        super().__init__(kind)
        self.kind, self.facts = kind, facts


class Gap(StrEnum):
    """Why a question has no answer."""

    SKIPPED = "skipped"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: own words, or choices among options, or a declared gap."""

    text: str = ""
    choices: tuple[str, ...] = ()
    gap: Gap | None = None

    @property
    def first(self) -> str:
        """The single choice, or an empty string."""
        return self.choices[0] if self.choices else ""


class Ring(StrEnum):
    """Who may see the need."""

    COACHES = "coaches"
    UNIT = "unit"
    BODY = "body"
    EVERYONE = "everyone"


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of an idea's append-only history. `actor` is a person's id, or None for the bot itself."""

    seq: int
    at: datetime
    actor: int | None
    kind: str
    start: Status
    end: Status
    why: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


EMPTY = Answer()
_SENTENCE = re.compile(r"(.+?[.!?…])(?:\s|$)", re.DOTALL)
TITLE_LENGTH = 120


def first_sentence(text: str) -> str:
    """The first sentence of a text without its full stop, at most 120 characters with a visible cut."""
    flat = " ".join(text.split())
    match = _SENTENCE.match(flat)
    sentence = (match.group(1) if match else flat).rstrip(".")
    return sentence if len(sentence) <= TITLE_LENGTH else sentence[: TITLE_LENGTH - 1].rstrip() + "…"


@dataclass(frozen=True, slots=True)
class Idea:
    """An idea, from draft to its end. `id` is 0 until stored; `seq` counts the facts of its history.

    `promise` is the date by which the bearer hears something, `first_promise` the one given at the start. `place` is
    where it was told. `asked_at` is set while the bearer owes an answer to the coach. `offered_to` is the coach who
    was asked to take over; `proposed` the state that waits for the bearer's yes; `resumes_as` the state a dormant idea
    came from. Times are aware datetimes in UTC.
    """

    id: int
    body: str
    bearer: int
    created_at: datetime
    changed_at: datetime
    status: Status = Status.DRAFT
    seq: int = 0
    answers: Mapping[str, Answer] = field(default_factory=dict)
    number: str | None = None
    coach: int | None = None
    ranked: tuple[int, ...] = ()
    rules: tuple[tuple[str, str], ...] = ()
    promise: date | None = None
    first_promise: date | None = None
    place: Place | None = None
    submitted_at: datetime | None = None
    claimed_at: datetime | None = None
    answered_at: datetime | None = None
    asked_at: datetime | None = None
    wake: date | None = None
    resumes_as: Status | None = None
    receiver: str = ""
    offered_to: int | None = None
    proposed: Status | None = None
    merged_into: str = ""
    co_bearers: tuple[int, ...] = ()
    consent: bool | None = None
    published: Mapping[str, str] = field(default_factory=dict)

    def answer(self, key: str) -> Answer:
        """The answer to a question, or an empty one."""
        return self.answers.get(key, EMPTY)

    @property
    def parked(self) -> str:
        """The solution the person has in mind, whether parked at the start or told when asked."""
        return self.answer("need").text if self.answer("need_behind").text else self.answer("solution").text

    @property
    def need(self) -> str:
        """The need itself; when a solution was parked, the words behind it."""
        return self.answer("need_behind").text or self.answer("need").text

    @property
    def title(self) -> str:
        """What lists call it: the bearer's own title, else the first sentence of the need."""
        return self.answer("title").text or first_sentence(self.need)

    @property
    def topic(self) -> str:
        """What it is about, or an empty string."""
        return self.answer("topic").first

    @property
    def unit(self) -> str:
        """The unit it was told from, or an empty string."""
        return self.answer("unit").first

    @property
    def ring(self) -> Ring:
        """Who may see the need; the coaches only, unless the bearer chose otherwise."""
        return Ring(self.answer("ring").first or Ring.COACHES)

    def answered(self, key: str, answer: Answer, at: datetime) -> Idea:
        """The same idea with one more (or another) answer, last in order."""
        kept = {k: v for k, v in self.answers.items() if k != key}
        return replace(self, answers={**kept, key: answer}, changed_at=at)

    def unanswered(self, key: str, at: datetime) -> Idea:
        """The same idea without that answer."""
        return replace(self, answers={k: v for k, v in self.answers.items() if k != key}, changed_at=at)


def noted(
    idea: Idea,
    kind: str,
    at: datetime,
    actor: int | None,
    why: str = "",
    details: Mapping[str, str] | None = None,
    **changes: Any,
) -> tuple[Idea, Fact]:
    """Change an idea without moving it, and write it in its history."""
    fact = Fact(idea.seq + 1, at, actor, kind, idea.status, changes.get("status", idea.status), why, details or {})
    return replace(idea, seq=fact.seq, changed_at=at, **changes), fact


def moved(
    idea: Idea,
    end: Status,
    kind: str,
    at: datetime,
    actor: int | None,
    capacity: frozenset[Actor],
    why: str = "",
    details: Mapping[str, str] | None = None,
    table: tuple[Transition, ...] = TRANSITIONS,
    **changes: Any,
) -> tuple[Idea, Fact]:
    """Move an idea to another state, if the table lets somebody in this capacity do so.

    Raises:
        RefusedError: `refused-not-from-here` when nobody may make the move, `refused-not-yours-to-move` when
            others may, `refused-reason-missing` when the new state needs a reason in own words.
    """
    able = who_may(idea.status, end, table)
    if not able:
        raise RefusedError("refused-not-from-here", number=idea.number or "", status=idea.status.value)
    if not able & capacity:
        raise RefusedError("refused-not-yours-to-move", number=idea.number or "", who=min(able).value)
    released = end is Status.SUBMITTED and idea.status is not Status.DRAFT
    if (end in REASON_MANDATORY or released) and not why.strip():
        raise RefusedError("refused-reason-missing", number=idea.number or "")
    return noted(idea, kind, at, actor, why, details, status=end, **changes)
