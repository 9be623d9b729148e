"""Whom an idea is offered to, and why: fixed rules in a fixed order, each noted when it made a difference."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum


class RuleKind(StrEnum):
    """A rule of routing, in order. The body always counts; the others are noted when they changed anything."""

    BODY = "body"
    CHALLENGE = "challenge"
    POOL = "pool"
    TOPIC = "topic"
    LANGUAGE = "language"
    CONFLICT = "conflict"
    ABSENCE = "absence"
    LOAD = "load"
    LONGEST_SINCE = "longest_since"


class Fallback(StrEnum):
    """Who takes care of an idea that no coach can be ranked for."""

    NONE = "none"
    PROCESS_LEADER = "process_leader"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A coach of the body. `units` are those whose pool the coach is in, `topics` the coach's competence, and no
    `languages` means any. `load` counts open ideas; `last_claimed_at` is UTC, or None when nothing was ever claimed."""

    person: int
    handle: str
    name: str
    topics: Sequence[str] = ()
    units: Sequence[str] = ()
    languages: Sequence[str] = ()
    absent: bool = False
    load: int = 0
    last_claimed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that fired, and the fact it fired on.

    The fact is a key (body, unit, topic, language), handles (challenge, conflict, absence), the first coach's open
    ideas (load), or the day of the first coach's latest claim, empty for never (longest since).
    """

    kind: RuleKind
    fact: str


@dataclass(frozen=True, slots=True)
class Route:
    """The persons who may take the idea, most fitting first, and the rules that made it so."""

    ranked: tuple[int, ...]
    rules: tuple[Rule, ...]
    fallback: Fallback = Fallback.NONE


_NEVER = datetime.min.replace(tzinfo=UTC)


def route(
    *,
    body: str,
    bearer: int,
    unit: str,
    topic: str,
    language: str,
    candidates: Sequence[Candidate],
    challenge_owner: int | None = None,
) -> Route:
    """Rank a body's coaches for one idea.

    Nobody coaches their own idea and nobody absent is ranked, so these two go first, whatever place they are told in.
    Any other rule that would leave nobody is passed over.
    """
    free = [c for c in candidates if c.person != bearer and not c.absent]
    own = [c.handle for c in candidates if c.person == bearer]
    away = [c.handle for c in candidates if c.absent and c.person != bearer]
    owner = next((c.handle for c in free if c.person == challenge_owner), "")
    wishes: tuple[tuple[RuleKind, str, Callable[[Candidate], bool]], ...] = (
        (RuleKind.CHALLENGE, owner, lambda c: c.person == challenge_owner),
        (RuleKind.POOL, unit, lambda c: unit in c.units),
        (RuleKind.TOPIC, topic, lambda c: topic in c.topics),
        (RuleKind.LANGUAGE, language, lambda c: not c.languages or language in c.languages),
    )
    rules = [Rule(RuleKind.BODY, body)]
    for kind, fact, fits in wishes:
        fitting = [c for c in free if fits(c)]
        if 0 < len(fitting) < len(free):
            free = fitting
            rules.append(Rule(kind, fact))
    excluded = ((RuleKind.CONFLICT, own), (RuleKind.ABSENCE, away))
    rules += (Rule(kind, ", ".join(sorted(handles))) for kind, handles in excluded if handles)
    return _ordered(free, rules)


def _ordered(left: list[Candidate], rules: list[Rule]) -> Route:
    if not left:
        return Route((), tuple(rules), Fallback.PROCESS_LEADER)
    ranked = sorted(left, key=lambda c: (c.load, c.last_claimed_at or _NEVER, c.handle))
    first = ranked[0]
    if any(c.load != first.load for c in ranked):
        rules.append(Rule(RuleKind.LOAD, str(first.load)))
    if any(c.load == first.load and c.last_claimed_at != first.last_claimed_at for c in ranked):
        since = first.last_claimed_at.date().isoformat() if first.last_claimed_at else ""
        rules.append(Rule(RuleKind.LONGEST_SINCE, since))
    return Route(tuple(c.person for c in ranked), tuple(rules))
