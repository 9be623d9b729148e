"""A coach's Monday list: late, due this week, waiting for others, pauses ending, quiet for long."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.usecases.coaching import HELD
from bot.world import World
from dialogs.messages import Value
from ideas.idea import Idea
from ideas.lifecycle import Status
from ideas.people import Person
from ideas.promises import Calendar
from storage.unit_of_work import UnitOfWork

QUIET = timedelta(days=30)
SECTIONS = ("late", "week", "waiting", "pauses", "quiet")


def monday_facts(uow: UnitOfWork, world: World, coach: Person, now: datetime) -> dict[str, Value] | None:
    """What a coach has to do this week; None when there is nothing."""
    ideas = [idea for idea in uow.ideas_with(coach.id) if _at_hand(idea)]
    today = world.today(coach.body, now)
    sunday = today + timedelta(days=6 - today.weekday())
    paused = [i for i in ideas if i.status is Status.DORMANT]
    owed = [i for i in ideas if i.promise and not i.asked_at and i not in paused]
    owed.sort(key=lambda i: i.promise or today)
    late = [i for i in owed if i.promise and i.promise < today]
    week = [i for i in owed if i.promise and today <= i.promise <= sunday]
    quiet = [i for i in ideas if now - i.changed_at >= QUIET and i not in paused]
    rows: dict[str, list[Value]] = {
        "late": [_dated(i) for i in late],
        "week": [_dated(i) for i in week],
        "waiting": [
            _waiting(i, world.calendar(coach.body), today) for i in ideas if _waits(i) and i not in (*late, *week)
        ],
        "pauses": [_named(i) for i in paused if i.wake and i.wake <= sunday],
        "quiet": [_named(i) for i in quiet],
    }
    return {"date": today.isoformat(), "count": len(ideas), **rows} if any(rows.values()) else None


def _at_hand(idea: Idea) -> bool:
    """Whether the coach still owes its bearer something; a new home for an idea is followed up once more."""
    return idea.status in HELD or (idea.status is Status.FOUND_HOME and idea.promise is not None)


def _waits(idea: Idea) -> bool:
    return idea.asked_at is not None or idea.status is Status.DECIDING


def _named(idea: Idea) -> dict[str, Value]:
    return {"number": idea.number, "title": idea.title}


def _dated(idea: Idea) -> dict[str, Value]:
    return {**_named(idea), "date": idea.promise.isoformat() if idea.promise else ""}


def _waiting(idea: Idea, calendar: Calendar, today: date) -> dict[str, Value]:
    days = days_since(calendar, idea.asked_at or idea.changed_at, today)
    who = "bearer" if idea.asked_at else "receiver"
    return {**_named(idea), "who": who, "days": days, "receiver": idea.receiver or "none"}


def days_since(calendar: Calendar, moment: datetime, today: date) -> int:
    """How many days ago something was, as people count: what was yesterday evening is one day old."""
    return (today - calendar.local(moment).date()).days
