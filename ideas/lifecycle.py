"""The life of an idea as data: states, who may move it between them, and why an idea may end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """Where an idea is in its life. People never see these code names."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CLAIMED = "claimed"
    EXPLORING = "exploring"
    SHAPING = "shaping"
    TESTING = "testing"
    DECIDING = "deciding"
    HANDED_OVER = "handed_over"
    IMPLEMENTING = "implementing"
    IMPLEMENTED = "implemented"
    BENEFIT_CONFIRMED = "benefit_confirmed"
    DORMANT = "dormant"
    FOUND_HOME = "found_home"
    CLOSED = "closed"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


class Actor(StrEnum):
    """In what capacity somebody moves an idea. RECEIVER means the coach on the receiver's recorded word."""

    BEARER = "bearer"
    COACH = "coach"
    RECEIVER = "receiver"
    PROCESS_LEADER = "process_leader"
    SYSTEM = "system"


class Reason(StrEnum):
    """Why an idea was closed. Always given together with own words, a next step and a learning."""

    ALREADY_UNDER_WAY = "already_under_way"
    RULE_PREVENTS = "rule_prevents"
    TOO_LITTLE_BENEFIT = "too_little_benefit"
    NO_RECEIVER = "no_receiver"
    NEED_NOT_CONFIRMED = "need_not_confirmed"
    NO_FUNDING = "no_funding"
    DUPLICATE = "duplicate"
    OUTSIDE_MISSION = "outside_mission"
    SECURITY_OR_PRIVACY = "security_or_privacy"
    BEARER_STOPS = "bearer_stops"


@dataclass(frozen=True, slots=True)
class Transition:
    """One permitted move."""

    start: Status
    end: Status
    actors: frozenset[Actor]


S, A = Status, Actor
ACTIVE = (S.CLAIMED, S.EXPLORING, S.SHAPING, S.TESTING, S.DECIDING)
"""States in which a named coach is at work and the idea may be given back."""

WITH_COACH = (*ACTIVE, S.HANDED_OVER, S.IMPLEMENTING)
"""States in which an idea has a coach and is not yet at an end."""

OPEN = (S.SUBMITTED, *WITH_COACH, S.DORMANT)
"""States in which somebody still owes the bearer something."""

ENDED = (S.FOUND_HOME, S.CLOSED, S.MERGED, S.WITHDRAWN)

_ROWS: tuple[tuple[tuple[Status, ...], tuple[Status, ...], tuple[Actor, ...]], ...] = (
    ((S.DRAFT,), (S.SUBMITTED,), (A.BEARER,)),
    ((S.SUBMITTED,), (S.CLAIMED,), (A.COACH, A.PROCESS_LEADER, A.SYSTEM)),
    (ACTIVE, (S.SUBMITTED,), (A.COACH, A.SYSTEM)),
    ((S.CLAIMED, S.SHAPING, S.TESTING), (S.EXPLORING,), (A.COACH,)),
    ((S.EXPLORING, S.TESTING, S.DECIDING), (S.SHAPING,), (A.COACH,)),
    ((S.SHAPING,), (S.TESTING,), (A.COACH,)),
    ((S.EXPLORING, S.SHAPING, S.TESTING), (S.DECIDING,), (A.COACH,)),
    ((S.DECIDING,), (S.HANDED_OVER,), (A.RECEIVER,)),
    ((S.CLAIMED, S.EXPLORING, S.SHAPING, S.HANDED_OVER), (S.IMPLEMENTING,), (A.RECEIVER,)),
    ((S.IMPLEMENTING, S.CLAIMED, S.EXPLORING), (S.IMPLEMENTED,), (A.RECEIVER,)),
    ((S.IMPLEMENTED,), (S.BENEFIT_CONFIRMED,), (A.RECEIVER,)),
    (WITH_COACH, (S.DORMANT, S.FOUND_HOME, S.CLOSED), (A.COACH,)),
    (WITH_COACH, (S.MERGED,), (A.COACH, A.PROCESS_LEADER)),
    ((S.DORMANT,), WITH_COACH, (A.COACH,)),
    ((S.SUBMITTED,), (S.CLOSED, S.MERGED), (A.PROCESS_LEADER,)),
    ((S.CLOSED,), (S.CLAIMED,), (A.PROCESS_LEADER,)),
    ((S.DRAFT, S.SUBMITTED, *ACTIVE[:4]), (S.WITHDRAWN,), (A.BEARER,)),
)

TRANSITIONS: tuple[Transition, ...] = tuple(
    Transition(start, end, frozenset(actors)) for starts, ends, actors in _ROWS for start in starts for end in ends
)

REASON_MANDATORY = frozenset(S) - {S.DRAFT, S.SUBMITTED, S.CLAIMED, S.WITHDRAWN}
"""States nobody is moved to without a reason in own words (a release back to submitted needs one too)."""


def narrowed(closed: Iterable[tuple[Status, Status]]) -> tuple[Transition, ...]:
    """The table without the moves that a preset has closed."""
    shut = set(closed)
    return tuple(t for t in TRANSITIONS if (t.start, t.end) not in shut)


def who_may(start: Status, end: Status, table: Iterable[Transition] = TRANSITIONS) -> frozenset[Actor]:
    """Everyone who may move an idea from start to end; empty when no one may."""
    return frozenset(actor for t in table if (t.start, t.end) == (start, end) for actor in t.actors)


def next_states(
    start: Status, actors: Iterable[Actor], table: Iterable[Transition] = TRANSITIONS
) -> tuple[Status, ...]:
    """Where somebody acting in these capacities can move an idea, in the order of its life."""
    able = set(actors)
    ends = {t.end for t in table if t.start == start and t.actors & able}
    return tuple(status for status in Status if status in ends)
