"""Who has an idea: assigning, handing over with acceptance, asking to take over, and being away."""

from __future__ import annotations

from datetime import date

from bot.acting import Acting, Turn
from bot.usecases.coaching import set_free, taken_by, texts
from bot.usecases.filling import fill
from bot.usecases.finding import coach_called, find, must_be_coach, must_hold, must_lead
from bot.usecases.planning import plan_promise
from dialogs.forms import FORMS
from dialogs.words import Verb
from ideas.idea import Idea, RefusedError, noted
from ideas.lifecycle import ACTIVE, WITH_COACH, Actor, Status
from ideas.occurrence import Occurrence
from ideas.people import Person
from ideas.promises import read_span


def assign(turn: Turn) -> None:
    """The process leader gives an idea to a coach."""
    must_lead(turn)
    idea = find(turn)
    given = fill(turn, Verb.ASSIGN, idea.number or "", FORMS[Verb.ASSIGN], {"person": turn.intent.text}, idea)
    if given is None:
        return
    coach = coach_called(turn, idea.body, given["person"])
    if idea.status is Status.SUBMITTED:
        kept = _given(turn, idea, coach)
        turn.tell_bearer(kept, "claimed", coach=coach.name, date=_day(kept))
    elif idea.status in WITH_COACH:
        kept = _passed_on(turn, idea, coach)
    else:
        raise RefusedError("refused-not-from-here", number=idea.number or "", **texts(idea))
    facts = {"bearer": turn.named(idea.bearer), "date": _day(kept)}
    turn.tell(coach, kept, "assigned", rules=[{"kind": "lead", "fact": turn.person.name, "name": ""}], **facts)
    turn.line(kept, "line-assigned", coach=coach.name)
    turn.reply("assign-done", number=idea.number, coach=coach.name)


def _given(turn: Turn, idea: Idea, coach: Person) -> Idea:
    """A waiting idea in the hands of a coach."""
    if coach.id in (idea.bearer, *idea.co_bearers):
        raise RefusedError("refused-own-idea", number=idea.number or "")
    kept = turn.keep(taken_by(turn, idea, coach.id, Actor.PROCESS_LEADER, "assigned"), idea)
    plan_promise(turn, kept)
    turn.post_card(kept)
    return kept


def _passed_on(turn: Turn, idea: Idea, coach: Person) -> Idea:
    """An idea that goes from one coach to another; its bearer is told, and its state stays."""
    if idea.coach == coach.id:
        raise RefusedError("refused-same-coach", number=idea.number or "", coach=coach.name)
    if coach.id in (idea.bearer, *idea.co_bearers):
        raise RefusedError("refused-own-idea", number=idea.number or "")
    former = turn.named(idea.coach)
    changes = {"coach": coach.id, "offered_to": None, "claimed_at": turn.now}
    kept = turn.keep(noted(idea, "handed", turn.now, turn.person.id, **changes), idea)  # type: ignore[arg-type]
    turn.tell_bearer(kept, "handed", coach=coach.name, former=former, date=_day(kept))
    turn.post_card(kept)
    turn.line(kept, "line-handed", coach=coach.name, former=former)
    return kept


def hand_over(turn: Turn) -> None:
    """Offer an idea to another coach, who accepts or declines; until then it stays."""
    idea = find(turn)
    must_hold(turn, idea)
    name, _, why = turn.intent.text.partition(" ")
    given = fill(turn, Verb.HAND_OVER, idea.number or "", FORMS[Verb.HAND_OVER], {"person": name, "why": why}, idea)
    if given is None:
        return
    coach = coach_called(turn, idea.body, given["person"])
    if coach.id == turn.person.id:
        raise RefusedError("refused-same-coach", number=idea.number or "", coach=coach.name)
    if coach.id in (idea.bearer, *idea.co_bearers):
        raise RefusedError("refused-own-idea", number=idea.number or "")
    kept = turn.keep(noted(idea, "offered", turn.now, turn.person.id, given["why"], offered_to=coach.id), idea)
    turn.tell(coach, kept, "offered", coach=turn.person.name, why=given["why"])
    turn.reply("offer-done", number=idea.number, coach=coach.name)


def take_over(turn: Turn) -> None:
    """Ask to take over an idea that another coach has."""
    must_be_coach(turn)
    idea = find(turn)
    if idea.coach == turn.person.id:
        raise RefusedError("refused-already-yours", number=idea.number or "")
    if idea.coach is None or idea.status not in WITH_COACH:
        raise RefusedError("refused-no-coach-yet", number=idea.number or "")
    if turn.person.id in (idea.bearer, *idea.co_bearers):
        raise RefusedError("refused-own-idea", number=idea.number or "")
    kept = turn.keep(noted(idea, "offered", turn.now, turn.person.id, offered_to=turn.person.id), idea)
    turn.tell(turn.uow.person(idea.coach), kept, "take-over-asked", coach=turn.person.name)
    turn.reply("take-over-done", number=idea.number, coach=turn.named(idea.coach))


def _offer(turn: Turn) -> tuple[Idea, Person, Person]:
    """The idea on offer, who would get it, and the one who waits for the answer."""
    idea = find(turn)
    receiver = turn.uow.person(idea.offered_to) if idea.offered_to else None
    holder = turn.uow.person(idea.coach) if idea.coach else None
    asked = [f for f in turn.uow.facts(idea.id) if f.kind == "offered"]
    by_holder = bool(asked) and asked[-1].actor == idea.coach
    if receiver is None or holder is None or turn.person.id != (receiver.id if by_holder else holder.id):
        raise RefusedError("refused-not-offered", number=idea.number or "")
    return idea, receiver, holder if by_holder else receiver


def accept(turn: Turn) -> None:
    """Say yes to an offer, or to somebody who asked to take over."""
    idea, receiver, waits = _offer(turn)
    kept = _passed_on(turn, idea, receiver)
    facts = {"bearer": turn.named(idea.bearer), "date": _day(kept)}
    if waits.id == receiver.id:
        turn.tell(receiver, kept, "accept-done", **facts)
        turn.reply("offer-accepted", number=idea.number, coach=receiver.name)
        return
    turn.tell(waits, kept, "offer-accepted", coach=receiver.name)
    turn.reply("accept-done", number=idea.number, title=idea.title, **facts)


def decline(turn: Turn) -> None:
    """Say no to an offer, or keep an idea that somebody asked for."""
    idea, receiver, waits = _offer(turn)
    kept = turn.keep(noted(idea, "declined", turn.now, turn.person.id, offered_to=None), idea)
    turn.tell(
        waits, kept, "take-over-declined" if waits.id == receiver.id else "offer-declined", coach=turn.person.name
    )
    turn.reply("decline-done", coach=waits.name)


def absent(turn: Turn) -> None:
    """Be away: no new ideas come, and those whose promise falls due meanwhile go back to the queue."""
    must_be_coach(turn)
    given = fill(turn, Verb.ABSENT, "", FORMS[Verb.ABSENT], {"span": turn.intent.text})
    if given is None:
        return
    span = read_span(given["span"], turn.today, turn.person.language)
    if span is None:
        raise RefusedError("trouble-date", typed=given["span"][:40])
    first, last = span
    turn.uow.add_absence(turn.person.id, first, last)
    turn.reply("absent-done", first=first.isoformat(), last=last.isoformat())
    if first <= turn.today:
        free_while_away(turn, turn.person, last)
    else:
        due = turn.calendar.at(first, "07:00")
        turn.uow.plan(Occurrence("away", str(turn.person.id), first.isoformat(), due, facts={"last": last.isoformat()}))


def free_while_away(acting: Acting, coach: Person, last: date) -> None:
    """Give back the ideas whose bearers were promised word while their coach is away."""
    why = acting.world.texts.say(acting.world.language_of(coach.body), "absence-reason")
    for idea in acting.uow.ideas_with(coach.id):
        if idea.status in ACTIVE and idea.promise and idea.promise <= last:
            freed = set_free(acting, idea, why, None, frozenset({Actor.SYSTEM}))
            acting.line(freed, "line-released", coach=coach.name, why=why)


def back_at_work(turn: Turn) -> None:
    """Back before the absence ends."""
    must_be_coach(turn)
    turn.uow.end_absence(turn.person.id, turn.today)
    turn.reply("back-done")


def _day(idea: Idea) -> str:
    return idea.promise.isoformat() if idea.promise else ""
