"""What is planned when an idea changes: nudges while nobody has it, and the day of its promise."""

from __future__ import annotations

from datetime import datetime

from bot.acting import Acting
from bot.world import World
from ideas.idea import Idea
from ideas.occurrence import Occurrence


def plan_waiting(turn: Acting, idea: Idea) -> None:
    """What happens if nobody claims the idea: nudges after one and two working days, then somebody is given it."""
    preset = turn.world.preset
    for kind, days in (
        ("nudge", preset.nudge_after),
        ("nudge-lead", preset.lead_after),
        ("assign", preset.assign_after),
    ):
        due = working_moment(turn.world, idea.body, turn.now, days)
        turn.uow.plan(Occurrence(kind, idea.number or "", str(idea.seq), due))


def working_moment(world: World, body: str, now: datetime, days: int) -> datetime:
    """So many working days from now at the same hour, inside office hours (08:00 to 16:00), in UTC."""
    calendar = world.calendar(body)
    local = calendar.local(now)
    if calendar.is_working_day(local.date()):
        clock = min(max(local.strftime("%H:%M"), "08:00"), "16:00")
        return calendar.at(calendar.add_working_days(local.date(), days), clock)
    return calendar.at(calendar.add_working_days(local.date(), days + 1), "08:00")


def plan_promise(turn: Acting, idea: Idea) -> None:
    """The bearer is told on the day if the promise is not kept."""
    if idea.promise:
        due = turn.world.calendar(idea.body).at(idea.promise, "15:00")
        turn.uow.plan(Occurrence("promise", idea.number or "", idea.promise.isoformat(), due))
