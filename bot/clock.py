"""The clock: what happens because time passes, each thing once, whatever restarts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot import digest as weekly
from bot.acting import Acting, leads
from bot.monday import monday_facts
from bot.usecases.assigning import free_while_away
from bot.usecases.coaching import given_to, iso
from bot.usecases.ranking import first_choice
from bot.world import World
from dialogs.messages import Value
from ideas.idea import Idea, noted
from ideas.lifecycle import Actor, Status
from ideas.occurrence import Occurrence, Outcome
from ideas.people import Person, Role
from ideas.promises import DAY, iso_week
from storage.unit_of_work import UnitOfWork

TOO_OLD = timedelta(hours=72)
"""After this long, what was only worth saying then is not said."""

PERISHABLE = frozenset({"digest", "preview", "monday", "draft"})
MOST_TRIES = 100
"""How often something that fails is tried again, once at every look at the clock."""

WEEKS_AHEAD = 3
QUIET_BEFORE_REMINDER = timedelta(days=1)


def due_now(uow: UnitOfWork, now: datetime, world: World) -> list[Occurrence]:
    """Plan what will be due, and find what is due at `now`."""
    plan_ahead(uow, now, world)
    return uow.due(now)


def happen(uow: UnitOfWork, now: datetime, world: World, occurrence: Occurrence) -> None:
    """Do what is due and write down what became of it, in one transaction of its own."""
    found = uow.occurrence(occurrence.kind, occurrence.subject, occurrence.period)
    if found is None or found.outcome is not Outcome.WAITING:
        return
    outcome, facts = _settle(Acting(uow, now, world), found)
    uow.settle(found, outcome, {**found.facts, **facts})


def put_off(uow: UnitOfWork, occurrence: Occurrence, reason: str) -> None:
    """Count that something failed, and let it go after many tries, so that it cannot crowd out what works."""
    tries = int(occurrence.facts.get("tries", "0")) + 1
    outcome = Outcome.WAITING if tries < MOST_TRIES else Outcome.SKIPPED
    uow.settle(occurrence, outcome, {**occurrence.facts, "tries": str(tries), "note": reason})


def _settle(acting: Acting, occurrence: Occurrence) -> tuple[Outcome, Mapping[str, str]]:
    if occurrence.kind in PERISHABLE and acting.now - occurrence.due_at > TOO_OLD:
        return Outcome.SKIPPED, {"note": "more than 72 hours late"}
    return HANDLERS[occurrence.kind](acting, occurrence), {}


def plan_ahead(uow: UnitOfWork, now: datetime, world: World) -> None:
    """Write down the coming weeks' digests, previews and Monday lists, once a day and when a channel's time changes."""
    stamp = now.date().isoformat()
    if uow.setting(weekly.PLANNED) == stamp:
        return
    for body in world.preset.bodies:
        weeks = [iso_week(world.today(body.key, now) + n * weekly.WEEK) for n in range(WEEKS_AHEAD)]
        for week in weeks:
            for channel in weekly.channels(uow, world, body.key):
                _plan_digest(uow, world, channel, week, now)
            _plan_monday(uow, world, body.key, week, now)
    uow.put_setting(weekly.PLANNED, stamp)


def _plan_digest(uow: UnitOfWork, world: World, channel: weekly.Channel, week: str, now: datetime) -> None:
    digest = weekly.digest_occurrence(channel, world, week)
    if digest.due_at <= now:
        return
    uow.plan(digest)
    calendar = world.calendar(channel.body)
    day = calendar.local(digest.due_at).date() - DAY
    while not calendar.is_working_day(day):
        day -= DAY
    uow.plan(Occurrence("preview", channel.key, week, calendar.at(day, "09:00"), facts=digest.facts))


def _plan_monday(uow: UnitOfWork, world: World, body: str, week: str, now: datetime) -> None:
    calendar = world.calendar(body)
    due = calendar.at(calendar.weekly_day(week, 1), world.preset.monday_at)
    if due > now:
        uow.plan(Occurrence("monday", body, week, due))


def _waiting(acting: Acting, occurrence: Occurrence) -> Idea | None:
    """The idea, if it waits for a coach and has done so since the change that planned this."""
    idea = acting.uow.numbered(occurrence.subject)
    if idea is None or idea.status is not Status.SUBMITTED:
        return None
    came = [fact.seq for fact in acting.uow.facts(idea.id) if fact.end is Status.SUBMITTED is not fact.start]
    return idea if came[-1:] == [int(occurrence.period)] else None


def _nudge(acting: Acting, occurrence: Occurrence) -> Outcome:
    """One working day unclaimed: a word under the card."""
    idea = _waiting(acting, occurrence)
    if idea is None:
        return Outcome.SILENT
    acting.line(idea, "nudge", title=idea.title, date=iso(idea.promise))
    return Outcome.DONE


def _nudge_lead(acting: Acting, occurrence: Occurrence) -> Outcome:
    """Two working days unclaimed: the process leaders."""
    idea = _waiting(acting, occurrence)
    if idea is None:
        return Outcome.SILENT
    acting.tell_leads(idea, "nudge-lead", date=iso(idea.promise))
    return Outcome.DONE


def _assign(acting: Acting, occurrence: Occurrence) -> Outcome:
    """Three working days unclaimed: the coach whom routing ranks first now, or the process leaders."""
    idea = _waiting(acting, occurrence)
    if idea is None:
        return Outcome.SILENT
    route = first_choice(acting.uow, acting.world, idea, acting.world.language_of(idea.body), acting.now)
    coach = acting.uow.person(route.ranked[0]) if route.ranked else None
    if coach is None:
        acting.tell_leads(idea, "nobody-to-assign", date=iso(idea.promise))
        return Outcome.DONE
    rules = tuple((rule.kind.value, rule.fact) for rule in route.rules)
    chosen = replace(idea, ranked=route.ranked, rules=rules)
    _tell_assigned(acting, given_to(acting, chosen, coach.id, "assigned", None, Actor.SYSTEM), coach)
    return Outcome.DONE


def _tell_assigned(acting: Acting, idea: Idea, coach: Person) -> None:
    date = iso(idea.promise)
    acting.tell_bearer(idea, "claimed", coach=coach.name, date=date)
    rules = acting.rules(idea, coach.language)
    acting.tell(coach, idea, "assigned-auto", rules=rules, bearer=acting.named(idea.bearer), date=date)
    acting.line(idea, "line-assigned", coach=coach.name)


def _promise(acting: Acting, occurrence: Occurrence) -> Outcome:
    """The day of a promise that nobody kept or moved: the bearer is told, the process leaders and the coach too.

    While the bearer owes an answer, nobody else is late. What is promised of a closed idea is the process leader's.
    """
    idea = acting.uow.numbered(occurrence.subject)
    if idea is None or iso(idea.promise) != occurrence.period or idea.asked_at:
        return Outcome.SILENT
    kept = acting.keep(noted(idea, "broken", acting.now, None), idea)
    acting.tell_bearer(kept, "promise-broken")
    acting.tell_leads(kept, "promise-broken-lead")
    if kept.coach and kept.status is not Status.CLOSED:
        acting.tell(acting.uow.person(kept.coach), kept, "promise-broken-coach")
    return Outcome.DONE


def _wake(acting: Acting, occurrence: Occurrence) -> Outcome:
    """A pause is over: proposed to the coach, who confirms."""
    idea = acting.uow.numbered(occurrence.subject)
    if idea is None or idea.status is not Status.DORMANT or iso(idea.wake) != occurrence.period:
        return Outcome.SILENT
    acting.tell(acting.uow.person(idea.coach or 0), idea, "pause-ended")
    return Outcome.DONE


def _draft(acting: Acting, occurrence: Occurrence) -> Outcome:
    """A draft left for days: one reminder, and only one; later while it is still being written."""
    draft = acting.uow.idea(int(occurrence.subject))
    bearer = acting.uow.person(draft.bearer) if draft else None
    if draft is None or draft.status is not Status.DRAFT or not draft.need or bearer is None or bearer.home is None:
        return Outcome.SILENT
    if acting.now - draft.changed_at < QUIET_BEFORE_REMINDER:
        again = acting.world.calendar(draft.body).at(acting.world.today(draft.body, acting.now) + 2 * DAY, "09:00")
        acting.uow.plan(replace(occurrence, period=str(int(occurrence.period) + 1), due_at=again))
        return Outcome.SILENT
    acting.send(f"draft:{draft.id}:reminder", bearer.home, "draft-reminder", bearer.language, title=draft.title)
    return Outcome.DONE


def _away(acting: Acting, occurrence: Occurrence) -> Outcome:
    """An absence begins: ideas promised word meanwhile go back to the queue."""
    coach = acting.uow.person(int(occurrence.subject))
    if coach is None or coach.id not in acting.uow.absences(acting.world.today(coach.body, acting.now)):
        return Outcome.SILENT
    free_while_away(acting, coach, date.fromisoformat(occurrence.period.split("/")[1]))
    return Outcome.DONE


def _monday(acting: Acting, occurrence: Occurrence) -> Outcome:
    """The week of everyone who coaches an idea; a process leader may, where no coach can."""
    told = False
    people = {
        p.id: p for role in (Role.COACH, Role.PROCESS_LEADER) for p in acting.uow.people(occurrence.subject, role)
    }
    for coach in people.values():
        facts = monday_facts(acting.uow, acting.world, coach, acting.now)
        if facts and coach.home:
            acting.send(f"monday:{coach.id}:{occurrence.period}", coach.home, "monday", coach.language, **facts)
            told = True
    return Outcome.DONE if told else Outcome.SILENT


def _channel(acting: Acting, occurrence: Occurrence) -> weekly.Channel | None:
    there = weekly.channels(acting.uow, acting.world, occurrence.facts["body"])
    return next((channel for channel in there if channel.key == occurrence.subject), None)


def _preview(acting: Acting, occurrence: Occurrence) -> Outcome:
    """The day before: the communicator sees the digest, and can change or stop it. Silence means send."""
    uow, world, week = acting.uow, acting.world, occurrence.period
    channel, digest = _channel(acting, occurrence), uow.occurrence("digest", occurrence.subject, week)
    if channel is None or digest is None or digest.outcome is not Outcome.WAITING:
        return Outcome.SILENT
    uow.settle(digest, Outcome.WAITING, {**digest.facts, "until": acting.now.isoformat()})
    facts = weekly.week_facts(uow, world, channel, week, acting.now)
    if facts is None:
        return Outcome.SILENT
    day = world.calendar(channel.body).local(digest.due_at).date().isoformat()
    more: dict[str, Value] = {
        "channel": weekly.channel_name(uow, channel.place),
        "date": day,
        "occurrence": f"{channel.key}|{week}",
    }
    for reader in uow.people(channel.body, Role.COMMUNICATOR) or leads(uow, channel.body):
        if reader.home:
            key = f"preview:{channel.key}:{week}:p{reader.id}"
            acting.send(key, reader.home, "digest-preview", reader.language, **{**facts, **more})
    return Outcome.DONE


def _digest(acting: Acting, occurrence: Occurrence) -> Outcome:
    """A channel's digest of a week; a silent week posts nothing."""
    channel = _channel(acting, occurrence)
    if channel is None:
        return Outcome.STOPPED
    until = weekly.seen_until(occurrence, acting.now)
    sent = weekly.send_digest(acting.uow, acting.world, channel, occurrence, until, acting.now)
    return Outcome.DONE if sent else Outcome.SILENT


HANDLERS: Mapping[str, Callable[[Acting, Occurrence], Outcome]] = {
    "nudge": _nudge,
    "nudge-lead": _nudge_lead,
    "assign": _assign,
    "promise": _promise,
    "wake": _wake,
    "draft": _draft,
    "away": _away,
    "monday": _monday,
    "preview": _preview,
    "digest": _digest,
}
