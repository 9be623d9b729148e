"""The clock: what happens because time passes, each thing once, whatever restarts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from bot import digest as weekly
from bot.acting import Acting, leads
from bot.monday import monday_facts
from bot.usecases.assigning import free_while_away
from bot.usecases.planning import plan_promise
from bot.usecases.ranking import first_choice
from bot.world import World
from dialogs.messages import Value
from ideas.idea import Idea, moved, noted
from ideas.lifecycle import OPEN, Actor, Status
from ideas.occurrence import Occurrence, Outcome
from ideas.people import Person, Role
from ideas.promises import iso_week
from storage.unit_of_work import UnitOfWork

WEEK = timedelta(days=7)
TOO_OLD = timedelta(hours=72)
"""After this long, what was only worth saying then is not said."""

PERISHABLE = frozenset({"digest", "preview", "monday", "draft"})
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
        weeks = [iso_week(world.today(body.key, now) + n * WEEK) for n in range(WEEKS_AHEAD)]
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
    before = world.calendar(channel.body).local(digest.due_at).date() - timedelta(days=1)
    while not world.calendar(channel.body).is_working_day(before):
        before -= timedelta(days=1)
    due = world.calendar(channel.body).at(before, "09:00")
    if due > now:
        uow.plan(Occurrence("preview", channel.key, week, due, facts={"body": channel.body}))


def _plan_monday(uow: UnitOfWork, world: World, body: str, week: str, now: datetime) -> None:
    calendar = world.calendar(body)
    due = calendar.at(calendar.weekly_day(week, 1), world.preset.monday_at)
    if due > now:
        uow.plan(Occurrence("monday", body, week, due))


def _idea(acting: Acting, occurrence: Occurrence) -> Idea | None:
    return acting.uow.numbered(occurrence.subject)


def _nudge(acting: Acting, occurrence: Occurrence) -> Outcome:
    """One working day unclaimed: a word under the card."""
    idea = _idea(acting, occurrence)
    if idea is None or not _unclaimed_since(acting, idea, occurrence):
        return Outcome.SILENT
    acting.line(idea, "nudge", title=idea.title, date=_day(idea.promise))
    return Outcome.DONE


def _unclaimed_since(acting: Acting, idea: Idea, occurrence: Occurrence) -> bool:
    """Whether the idea waits, and has done so since the change that planned this."""
    if idea.status is not Status.SUBMITTED:
        return False
    into_queue = [
        f.seq for f in acting.uow.facts(idea.id) if f.end is Status.SUBMITTED and f.start is not Status.SUBMITTED
    ]
    return bool(into_queue) and into_queue[-1] == int(occurrence.period)


def _nudge_lead(acting: Acting, occurrence: Occurrence) -> Outcome:
    """Two working days unclaimed: the process leaders."""
    idea = _idea(acting, occurrence)
    if idea is None or not _unclaimed_since(acting, idea, occurrence):
        return Outcome.SILENT
    acting.tell_leads(idea, "nudge-lead", date=_day(idea.promise))
    return Outcome.DONE


def _assign(acting: Acting, occurrence: Occurrence) -> Outcome:
    """Three working days unclaimed: the coach whom routing ranks first now, or the process leaders."""
    idea = _idea(acting, occurrence)
    if idea is None or not _unclaimed_since(acting, idea, occurrence):
        return Outcome.SILENT
    uow, world = acting.uow, acting.world
    ranked = first_choice(uow, world, idea, world.language_of(idea.body), acting.now)
    coach = uow.person(ranked.ranked[0]) if ranked.ranked else None
    if coach is None:
        acting.tell_leads(idea, "nobody-to-assign", date=_day(idea.promise))
        return Outcome.DONE
    calendar, today = world.calendar(idea.body), world.today(idea.body, acting.now)
    soon = calendar.add_working_days(today, world.preset.contact_working_days)
    promise = idea.promise if idea.promise and idea.promise > today else soon
    rules = tuple((rule.kind.value, rule.fact) for rule in ranked.rules)
    change = moved(
        idea, Status.CLAIMED, "assigned", acting.now, None, frozenset({Actor.SYSTEM}), table=world.preset.transitions,
        coach=coach.id, claimed_at=acting.now, promise=promise, ranked=ranked.ranked, rules=rules,
    )  # fmt: skip
    _tell_assigned(acting, acting.keep(change, idea), coach)
    return Outcome.DONE


def _tell_assigned(acting: Acting, idea: Idea, coach: Person) -> None:
    plan_promise(acting, idea)
    acting.tell_bearer(idea, "claimed", coach=coach.name, date=_day(idea.promise))
    rules = acting.rules(idea, coach.language)
    acting.tell(coach, idea, "assigned-auto", rules=rules, bearer=acting.named(idea.bearer), date=_day(idea.promise))
    acting.post_card(idea)
    acting.line(idea, "line-assigned", coach=coach.name)


def _promise(acting: Acting, occurrence: Occurrence) -> Outcome:
    """The day of a promise that nobody kept or moved: the bearer is told, the process leaders and the coach too."""
    idea = _idea(acting, occurrence)
    if idea is None or idea.promise is None or idea.promise.isoformat() != occurrence.period or idea.asked_at:
        return Outcome.SILENT
    if idea.status not in (*OPEN, Status.IMPLEMENTED, Status.CLOSED):
        return Outcome.SILENT
    kept = acting.keep(noted(idea, "broken", acting.now, None), idea)
    acting.tell_bearer(kept, "promise-broken")
    acting.tell_leads(kept, "promise-broken-lead")
    if kept.coach:
        acting.tell(acting.uow.person(kept.coach), kept, "promise-broken-coach")
    return Outcome.DONE


def _wake(acting: Acting, occurrence: Occurrence) -> Outcome:
    """A pause is over: proposed to the coach, who confirms."""
    idea = _idea(acting, occurrence)
    if idea is None or idea.status is not Status.DORMANT or _day(idea.wake) != occurrence.period:
        return Outcome.SILENT
    acting.tell(acting.uow.person(idea.coach or 0), idea, "pause-ended")
    return Outcome.DONE


def _draft(acting: Acting, occurrence: Occurrence) -> Outcome:
    """A draft left for days: one reminder, and only one."""
    draft = acting.uow.idea(int(occurrence.subject))
    if draft is None or draft.status is not Status.DRAFT or not draft.need:
        return Outcome.SILENT
    bearer = acting.uow.person(draft.bearer)
    if bearer is None or bearer.home is None or acting.now - draft.changed_at < QUIET_BEFORE_REMINDER:
        return Outcome.SILENT
    acting.send(f"draft:{draft.id}:reminder", bearer.home, "draft-reminder", bearer.language, title=draft.title)
    return Outcome.DONE


def _away(acting: Acting, occurrence: Occurrence) -> Outcome:
    """An absence begins: ideas promised word meanwhile go back to the queue."""
    coach, last = acting.uow.person(int(occurrence.subject)), date.fromisoformat(occurrence.facts["last"])
    today = acting.world.today(coach.body, acting.now) if coach else last
    if coach is None or coach.id not in acting.uow.absences(today):
        return Outcome.SILENT
    free_while_away(acting, coach, last)
    return Outcome.DONE


def _monday(acting: Acting, occurrence: Occurrence) -> Outcome:
    """Every coach's week, to each who has one."""
    told = 0
    for coach in acting.uow.people(occurrence.subject, Role.COACH):
        facts = monday_facts(acting.uow, acting.world, coach, acting.now)
        if facts and coach.home:
            key = f"monday:{coach.id}:{occurrence.period}"
            acting.send(key, coach.home, "monday", coach.language, **facts)
            told += 1
    return Outcome.DONE if told else Outcome.SILENT


def _channel(acting: Acting, occurrence: Occurrence) -> weekly.Channel | None:
    there = weekly.channels(acting.uow, acting.world, occurrence.facts["body"])
    return next((channel for channel in there if channel.key == occurrence.subject), None)


def _preview(acting: Acting, occurrence: Occurrence) -> Outcome:
    """The day before: the communicator sees the digest, and can change or stop it. Silence means send."""
    channel = _channel(acting, occurrence)
    digest = acting.uow.occurrence("digest", occurrence.subject, occurrence.period)
    if channel is None or digest is None or digest.outcome is not Outcome.WAITING:
        return Outcome.SILENT
    facts = weekly.week_facts(acting.uow, acting.world, channel, occurrence.period, acting.now)
    if facts is None:
        return Outcome.SILENT
    readers = acting.uow.people(channel.body, Role.COMMUNICATOR) or list(leads(acting.uow, channel.body))
    day = acting.world.calendar(channel.body).local(digest.due_at).date().isoformat()
    more: dict[str, Value] = {
        "channel": channel.place.channel,
        "date": day,
        "occurrence": f"{channel.key}|{digest.period}",
    }
    for reader in readers:
        if reader.home:
            key = f"preview:{channel.key}:{digest.period}:p{reader.id}"
            acting.send(key, reader.home, "digest-preview", reader.language, **{**facts, **more})
    return Outcome.DONE


def _digest(acting: Acting, occurrence: Occurrence) -> Outcome:
    """A channel's digest of a week; a silent week posts nothing."""
    channel = _channel(acting, occurrence)
    if channel is None:
        return Outcome.STOPPED
    edited = occurrence.facts.get("edited", "")
    sent = weekly.send_digest(acting.uow, acting.world, channel, occurrence.period, acting.now, edited)
    return Outcome.DONE if sent else Outcome.SILENT


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


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
