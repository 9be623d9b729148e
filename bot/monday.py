"""A coach's Monday list: late, due this week, waiting for others, pauses ending, quiet for long."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.usecases.coaching import HELD
from bot.world import World
from dialogs.messages import Value
from ideas.idea import Idea
from ideas.lifecycle import Status
from ideas.people import Person
from storage.unit_of_work import UnitOfWork

QUIET = timedelta(days=30)


def monday_facts(uow: UnitOfWork, world: World, coach: Person, now: datetime) -> dict[str, Value] | None:
    """What a coach has to do this week; None when there is nothing."""
    ideas = [idea for idea in uow.ideas_with(coach.id) if _at_hand(idea)]
    today = world.today(coach.body, now)
    sunday = today + timedelta(days=6 - today.weekday())
    paused = [i for i in ideas if i.status is Status.DORMANT]
    owed = [i for i in ideas if i.promise and not i.asked_at and i not in paused]
    late = [i for i in owed if i.promise and i.promise < today]
    week = [i for i in owed if i.promise and today <= i.promise <= sunday]
    quiet = [i for i in ideas if now - i.changed_at >= QUIET and i not in paused]
    rows: dict[str, list[Value]] = {
        "late": [_dated(i) for i in late],
        "week": [_dated(i) for i in week],
        "waiting": [_waiting(i, now) for i in ideas if _waits(i) and i not in (*late, *week)],
        "pauses": [{"number": i.number} for i in paused if i.wake and i.wake <= sunday],
        "quiet": [{"number": i.number} for i in quiet],
    }
    return {"date": today.isoformat(), "count": len(ideas), **rows} if any(rows.values()) else None


def _at_hand(idea: Idea) -> bool:
    """Whether the coach still owes its bearer something; a new home for an idea is followed up once more."""
    return idea.status in HELD or (idea.status is Status.FOUND_HOME and idea.promise is not None)


def _waits(idea: Idea) -> bool:
    return idea.asked_at is not None or idea.status is Status.DECIDING


def _dated(idea: Idea) -> dict[str, Value]:
    return {"number": idea.number, "date": idea.promise.isoformat() if idea.promise else ""}


def _waiting(idea: Idea, now: datetime) -> dict[str, Value]:
    since = idea.asked_at or idea.changed_at
    who = "bearer" if idea.asked_at else "receiver"
    return {"number": idea.number, "who": who, "days": (now - since).days, "receiver": idea.receiver or "none"}
