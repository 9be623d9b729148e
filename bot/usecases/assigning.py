"""Who has an idea: assigning, handing over with acceptance, asking to take over, and being away."""

from __future__ import annotations

from datetime import date

from bot.acting import Acting, Turn
from bot.usecases.coaching import (
    HELD,
    given_to,
    held,
    iso,
    must_be_at_home,
    must_not_bear,
    not_from_here,
    set_free,
    still_promised,
)
from bot.usecases.filling import fill
from bot.usecases.finding import coach_called, find, must_be_coach, must_lead
from bot.usecases.planning import plan_promise
from dialogs.commands import after_small_word
from dialogs.forms import FORMS
from dialogs.words import Verb
from ideas.idea import Idea, RefusedError, noted
from ideas.lifecycle import ACTIVE, Actor, Status
from ideas.occurrence import Occurrence
from ideas.people import Person
from ideas.promises import read_span


def assign(turn: Turn) -> None:
    """The process leader gives an idea to a coach, also one that another coach has."""
    must_lead(turn)
    idea = find(turn)
    must_be_at_home(turn, idea)
    if idea.status not in (Status.SUBMITTED, *HELD):
        raise not_from_here(idea)
    given = fill(
        turn, Verb.ASSIGN, idea.number or "", FORMS[Verb.ASSIGN], {"person": after_small_word(turn.intent.text)}, idea
    )
    if given is None:
        return
    coach = coach_called(turn, idea.body, given["person"])
    must_not_bear(idea, coach.id)
    if idea.status is Status.SUBMITTED:
        kept = given_to(turn, idea, coach.id, "assigned", turn.person.id, Actor.PROCESS_LEADER)
        turn.tell_bearer(kept, "claimed", coach=coach.name, date=iso(kept.promise))
        turn.line(kept, "line-assigned", coach=coach.name)
    else:
        kept = _passed_on(turn, idea, coach)
        turn.tell(turn.uow.person(idea.coach or 0), kept, "assigned-away", coach=coach.name, lead=turn.person.name)
    tell_assigned(turn, kept, coach, turn.person)
    turn.reply("assign-done", number=idea.number, coach=coach.name)


def tell_assigned(acting: Acting, idea: Idea, coach: Person, lead: Person) -> None:
    """A coach learns of an idea that a process leader has given them."""
    rules = [{"kind": "lead", "fact": lead.name, "name": ""}]
    facts = {"bearer": acting.named(idea.bearer), "date": iso(idea.promise)}
    acting.tell(coach, idea, "assigned", rules=rules, **facts)


def _passed_on(turn: Turn, idea: Idea, coach: Person) -> Idea:
    """An idea that goes from one coach to another; its bearer is told, and its state stays."""
    must_be_another(idea, coach)
    former = turn.named(idea.coach)
    promise = still_promised(turn, idea, turn.world.preset.contact_working_days)
    change = noted(
        idea, "handed", turn.now, turn.person.id, coach=coach.id, offered_to=None, claimed_at=turn.now, promise=promise
    )
    kept = turn.keep(change, idea)
    plan_promise(turn, kept)
    turn.tell_bearer(kept, "handed", coach=coach.name, former=former, date=iso(promise))
    turn.post_card(kept)
    given = turn.person.id not in (idea.coach, coach.id)
    turn.line(kept, "line-given" if given else "line-handed", coach=coach.name, former=former, lead=turn.person.name)
    return kept


def must_be_another(idea: Idea, coach: Person) -> None:
    """Raises RefusedError when the idea already is with that coach."""
    if idea.coach == coach.id:
        raise RefusedError("refused-same-coach", number=idea.number or "", coach=coach.name)


def hand_over(turn: Turn) -> None:
    """Offer an idea to another coach, who accepts or declines; until then it stays."""
    idea = held(turn)
    if idea.status not in HELD:
        raise not_from_here(idea)
    name, _, why = after_small_word(turn.intent.text).partition(" ")
    given = fill(turn, Verb.HAND_OVER, idea.number or "", FORMS[Verb.HAND_OVER], {"person": name, "why": why}, idea)
    if given is None:
        return
    coach = coach_called(turn, idea.body, given["person"])
    must_be_another(idea, coach)
    must_not_bear(idea, coach.id)
    kept = turn.keep(noted(idea, "offered", turn.now, turn.person.id, given["why"], offered_to=coach.id), idea)
    turn.tell(coach, kept, "offered", coach=turn.person.name, why=given["why"])
    turn.reply("offer-done", number=idea.number, coach=coach.name)


def take_over(turn: Turn) -> None:
    """Ask to take over an idea that another coach has."""
    must_be_coach(turn)
    idea = find(turn)
    must_be_at_home(turn, idea)
    must_not_bear(idea, turn.person.id)
    if idea.coach is None:
        raise RefusedError("refused-no-coach-yet", number=idea.number or "")
    if idea.coach == turn.person.id:
        raise RefusedError("refused-already-yours", number=idea.number or "")
    if idea.status not in HELD:
        raise not_from_here(idea)
    kept = turn.keep(noted(idea, "offered", turn.now, turn.person.id, offered_to=turn.person.id), idea)
    turn.tell(turn.uow.person(idea.coach), kept, "take-over-asked", coach=turn.person.name)
    turn.reply("take-over-done", number=idea.number, coach=turn.named(idea.coach))


def _offer(turn: Turn) -> tuple[Idea, Person, Person]:
    """The idea on offer, who would get it, and the one who waits for the answer."""
    idea = find(turn)
    taker = turn.uow.person(idea.offered_to) if idea.offered_to else None
    holder = turn.uow.person(idea.coach) if idea.coach else None
    offers = [fact.actor for fact in turn.uow.facts(idea.id) if fact.kind == "offered"]
    waits, answers = (holder, taker) if offers[-1:] == [idea.coach] else (taker, holder)
    if idea.coach == turn.person.id and not idea.offered_to:
        raise RefusedError("refused-already-yours", number=idea.number or "")
    if not (taker and waits and answers) or answers.id != turn.person.id or idea.status not in HELD:
        raise RefusedError("refused-not-offered", number=idea.number or "")
    return idea, taker, waits


def accept(turn: Turn) -> None:
    """Say yes to an offer, or to somebody who asked to take over."""
    idea, taker, waits = _offer(turn)
    must_not_bear(idea, taker.id)
    kept = _passed_on(turn, idea, taker)
    facts = {"bearer": turn.named(idea.bearer), "date": iso(kept.promise)}
    if waits == taker:
        turn.tell(taker, kept, "accept-done", **facts)
        turn.reply("offer-accepted", number=idea.number, coach=taker.name)
    else:
        turn.tell(waits, kept, "offer-accepted", coach=taker.name)
        turn.reply("accept-done", number=idea.number, title=idea.title, **facts)


def decline(turn: Turn) -> None:
    """Say no to an offer, or keep an idea that somebody asked for."""
    idea, taker, waits = _offer(turn)
    kept = turn.keep(noted(idea, "declined", turn.now, turn.person.id, offered_to=None), idea)
    kind = "take-over-declined" if waits == taker else "offer-declined"
    turn.tell(waits, kept, kind, coach=turn.person.name)
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
    kind = "absent-done-day" if first == last else "absent-done"
    turn.reply(kind, first=first.isoformat(), last=last.isoformat())
    if first <= turn.today:
        free_while_away(turn, turn.person, last)
        return
    period = f"{first.isoformat()}/{last.isoformat()}"
    turn.uow.plan(Occurrence("away", str(turn.person.id), period, turn.calendar.at(first, "07:00")))
    due, here = len(_due_by(turn, turn.person, last)), turn.inbound.place if turn.inbound.direct else turn.person.home
    if due and here:
        key = f"away:{turn.person.id}:{period}:{turn.today.isoformat()}"
        turn.send(key, here, "absent-due", turn.person.language, count=due, first=first.isoformat())


def free_while_away(acting: Acting, coach: Person, last: date) -> None:
    """Give back the ideas whose bearers were promised word while their coach is away, and tell the coach which."""
    why = acting.world.texts.say(acting.world.language_of(coach.body), "absence-reason")
    for idea in _due_by(acting, coach, last):
        freed = set_free(acting, idea, why, None, frozenset({Actor.SYSTEM}), "absence-reason")
        acting.tell(coach, freed, "given-back")


def _due_by(acting: Acting, coach: Person, last: date) -> list[Idea]:
    """A coach's ideas in which something is promised until that day."""
    ideas = acting.uow.ideas_with(coach.id)
    return [idea for idea in ideas if idea.status in ACTIVE and idea.promise and idea.promise <= last]


def back_at_work(turn: Turn) -> None:
    """Back before the absence ends."""
    must_be_coach(turn)
    turn.uow.end_absence(turn.person.id, turn.today)
    turn.reply("back-done")
