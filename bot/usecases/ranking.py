"""Routing with what the database knows: who coaches where, who is away, who has how much."""

from __future__ import annotations

from datetime import datetime

from bot.world import World
from ideas.idea import Idea
from ideas.people import Person, Role
from ideas.routing import Candidate, Route, route
from storage.unit_of_work import UnitOfWork


def first_choice(
    uow: UnitOfWork, world: World, idea: Idea, language: str, now: datetime, without: int | None = None
) -> Route:
    """The coaches of an idea's body in the order they should be asked, with the rules that made it so.

    `without` is one who has just let the idea go, and is asked again only if there is nobody else.
    """
    loads, away = uow.loads(idea.body), uow.absences(world.today(idea.body, now))
    coaches = [p for p in uow.people(idea.body, Role.COACH) if p.id not in idea.co_bearers]
    coaches = [p for p in coaches if p.id != without] or coaches
    return route(
        body=idea.body,
        bearer=idea.bearer,
        unit=idea.unit,
        topic=idea.topic,
        language=language,
        candidates=[_candidate(world, p, loads.get(p.id, (0, None)), p.id in away) for p in coaches],
    )


def _candidate(world: World, person: Person, load: tuple[int, datetime | None], absent: bool) -> Candidate:
    staff = world.preset.staff(person.handle, person.body)
    pools = tuple(u.key for u in world.body(person.body).units if person.handle in u.pool)
    return Candidate(
        person=person.id,
        handle=person.handle,
        name=person.name,
        topics=staff.topics if staff else (),
        units=pools,
        languages=staff.languages if staff else (),
        absent=absent,
        load=load[0],
        last_claimed_at=load[1],
    )
