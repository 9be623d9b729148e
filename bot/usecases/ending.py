"""How an idea ends, and what the bearer can say about it: close, object, merge, withdraw, agree, wake."""

from __future__ import annotations

from dataclasses import replace

from bot.acting import Turn
from bot.usecases.coaching import (
    NOTHING_OPEN,
    given_to,
    held,
    iso,
    move,
    must_be_at_home,
    must_not_bear,
    not_from_here,
    resume,
    texts,
)
from bot.usecases.filling import fill
from bot.usecases.finding import capacity, find, must_be_coach, must_bear, must_hold, must_lead, named
from bot.usecases.planning import plan_promise
from bot.usecases.talking import objected
from dialogs.commands import after_small_word, read_reference
from dialogs.forms import FORMS
from dialogs.words import Verb
from ideas.idea import Idea, RefusedError, moved, noted
from ideas.lifecycle import ENDED, Actor, Reason, Status, who_may

_CLOSED_AS = {
    Reason.ALREADY_UNDER_WAY.value: "closed-under-way",
    Reason.BEARER_STOPS.value: "closed-bearer-stops",
}
"""Reasons that are told the bearer in other words than a no."""

_ANSWERED = {
    Status.FOUND_HOME: ("found-home-agreed", "found-home-not-agreed"),
    Status.BENEFIT_CONFIRMED: ("benefit-agreed", "benefit-not-agreed"),
}
"""What the coach is told when the bearer says yes, and no."""


def close(turn: Turn) -> None:
    """End an idea with a reason, a fact, a next step and a learning."""
    if turn.intent.reference is None and not turn.intent.pressed:
        turn.reply("nothing-open")
        return
    idea = _to_end(turn, Status.CLOSED)
    given = fill(turn, Verb.CLOSE, idea.number or "", FORMS[Verb.CLOSE], {"fact": turn.intent.text}, idea)
    if given is None:
        return
    change = moved(
        idea, Status.CLOSED, "closed", turn.now, turn.person.id, capacity(turn, idea), given["fact"], given,
        table=turn.world.preset.transitions, promise=None, answered_at=idea.answered_at or turn.now,
        published={**idea.published, **given}, **NOTHING_OPEN,
    )  # fmt: skip
    kept = turn.keep(change, idea)
    turn.tell_bearer(kept, _CLOSED_AS.get(given["reason"], "closed"), **given)
    turn.post_card(kept)
    turn.line(kept, "line-closed", coach=turn.person.name, why=given["fact"])
    turn.reply("close-done", number=idea.number, bearer=turn.named(idea.bearer))


def _to_end(turn: Turn, end: Status) -> Idea:
    """The idea to close or merge: its coach may, before it has one the process leader, who may merge it also later."""
    must_be_coach(turn)
    idea = find(turn)
    must_be_at_home(turn, idea)
    if idea.status in ENDED:
        raise RefusedError("refused-closed-already", number=idea.number or "")
    able = who_may(idea.status, end, turn.world.preset.transitions)
    if not able:
        raise not_from_here(idea)
    if Actor.COACH not in able:
        must_lead(turn)
    elif not (turn.person.leads and Actor.PROCESS_LEADER in able):
        must_hold(turn, idea)
    return idea


def object_(turn: Turn) -> None:
    """The bearer does not agree; the process leader answers within the time of a first answer."""
    idea = find(turn)
    must_bear(turn, idea)
    if idea.status is not Status.CLOSED:
        raise not_from_here(idea)
    given = fill(turn, Verb.OBJECT, idea.number or "", FORMS[Verb.OBJECT], {"objection": turn.intent.text}, idea)
    if given is None:
        return
    turn.echo(given["objection"])
    day = turn.world.calendar(idea.body).first_answer(turn.now, turn.world.preset.answer_working_days)
    kept = turn.keep(noted(idea, "objected", turn.now, turn.person.id, given["objection"], promise=day), idea)
    plan_promise(turn, kept)
    turn.tell_leads(kept, "objection", bearer=turn.person.name, text=given["objection"], date=day.isoformat())
    turn.line(kept, "line-objection", bearer=turn.person.name)
    turn.reply("objection-sent", number=idea.number, date=day.isoformat())


def _objected(turn: Turn) -> Idea:
    """An idea whose bearer waits for an answer to an objection, from somebody else than the bearer."""
    must_lead(turn)
    idea = find(turn)
    must_be_at_home(turn, idea)
    must_not_bear(idea, turn.person.id)
    if idea.status is not Status.CLOSED or not objected(turn.uow.facts(idea.id)):
        raise RefusedError("refused-no-objection", number=idea.number or "")
    return idea


def reopen(turn: Turn) -> None:
    """The process leader agrees with the objection: the idea is open again with its coach, or with the leader."""
    idea = _objected(turn)
    given = fill(turn, Verb.REOPEN, idea.number or "", FORMS[Verb.REOPEN], {"why": turn.intent.text}, idea)
    if given is None:
        return
    coach = turn.uow.person(idea.coach or 0) or turn.person
    afresh = replace(idea, promise=None)
    kept = given_to(turn, afresh, coach.id, "reopened", turn.person.id, Actor.PROCESS_LEADER, given["why"])
    facts = {"why": given["why"], "coach": coach.name, "date": iso(kept.promise)}
    turn.tell_bearer(kept, "reopened", **facts)
    turn.line(kept, "line-reopened", **facts)
    if coach.id != turn.person.id:
        told = {"lead": turn.person.name, "bearer": turn.named(idea.bearer)}
        turn.tell(coach, kept, "reopened-coach", **facts, **told)
    turn.reply("reopen-done", number=idea.number, bearer=turn.named(idea.bearer), coach=coach.name)


def uphold(turn: Turn) -> None:
    """The process leader stands by the decision, and says why."""
    idea = _objected(turn)
    given = fill(turn, Verb.UPHOLD, idea.number or "", FORMS[Verb.UPHOLD], {"why": turn.intent.text}, idea)
    if given is None:
        return
    kept = turn.keep(noted(idea, "upheld", turn.now, turn.person.id, given["why"], promise=None), idea)
    turn.tell_bearer(kept, "upheld", why=given["why"])
    turn.reply("objection-upheld-done", bearer=turn.named(idea.bearer))


def withdraw(turn: Turn) -> None:
    """The bearer takes an idea back, after saying yes once more. Those who have joined it cannot."""
    idea = find(turn)
    if turn.person.id != idea.bearer:
        raise RefusedError("refused-not-bearer", number=idea.number or "")
    if idea.status is Status.WITHDRAWN:
        raise RefusedError("refused-withdrawn-already", number=idea.number or "")
    if not who_may(idea.status, Status.WITHDRAWN, turn.world.preset.transitions):
        raise RefusedError("refused-too-late-to-withdraw", number=idea.number or "", **texts(idea))
    if turn.intent.value.endswith(" no"):
        turn.reply("withdraw-kept", number=idea.number)
        return
    if not turn.intent.value.endswith(" yes"):
        turn.reply("withdraw-ask", number=idea.number, title=idea.title)
        return
    change = moved(
        idea, Status.WITHDRAWN, "withdrawn", turn.now, turn.person.id, frozenset({Actor.BEARER}), "",
        table=turn.world.preset.transitions, promise=None, **NOTHING_OPEN,
    )  # fmt: skip
    kept = turn.keep(change, idea)
    turn.post_card(kept)
    turn.line(kept, "line-withdrawn", bearer=turn.person.name)
    for other in (idea.coach, *idea.co_bearers):
        turn.tell(turn.uow.person(other or 0), kept, "bearer-withdrew", bearer=turn.person.name)
    turn.reply("withdrawn", number=idea.number)


def merge(turn: Turn) -> None:
    """Join one idea with another: its bearers become co-bearers of that one."""
    idea = _to_end(turn, Status.MERGED)
    head, _, rest = after_small_word(turn.intent.text).partition(" ")
    given = fill(turn, Verb.MERGE, idea.number or "", FORMS[Verb.MERGE], {"into": head, "why": rest}, idea)
    if given is None:
        return
    into, why = _other(turn, idea, given["into"]), given["why"]
    change = moved(
        idea, Status.MERGED, "merged", turn.now, turn.person.id, capacity(turn, idea), why,
        table=turn.world.preset.transitions, merged_into=into.number, promise=None, **NOTHING_OPEN,
    )  # fmt: skip
    kept = turn.keep(change, idea)
    turn.tell_bearer(kept, "merged", into=into.number, why=why)
    bearers = dict.fromkeys((*into.co_bearers, idea.bearer, *idea.co_bearers))
    others = tuple(person for person in bearers if person != into.bearer)
    joined = turn.keep(noted(into, "joined", turn.now, turn.person.id, co_bearers=others), into)
    turn.tell(turn.uow.person(into.bearer), joined, "joined", other=idea.number)
    turn.post_card(kept)
    turn.post_card(joined)
    turn.line(kept, "line-merged", into=into.number, why=why)
    turn.reply("merge-done", number=idea.number, into=into.number, bearer=turn.named(idea.bearer))


def _other(turn: Turn, idea: Idea, typed: str) -> Idea:
    """The idea to join, of the same body and coached by none of those who bear the one that joins it."""
    read = read_reference(typed)
    if read is None:
        raise RefusedError("refused-no-such-idea", number=typed)
    into = named(turn, read[0])
    must_be_at_home(turn, into)
    must_not_bear(idea, into.coach)
    if into.id == idea.id:
        raise RefusedError("refused-merge-self")
    if into.status in ENDED:
        raise RefusedError("refused-closed-already", number=into.number or "")
    return into


def agree(turn: Turn) -> None:
    """The bearer says yes or no to a new home for the idea, or to its confirmed benefit."""
    idea = find(turn)
    must_bear(turn, idea)
    if idea.proposed is None:
        turn.reply("old-press-done")
        return
    yes = turn.intent.value.endswith(" yes")
    given = [fact.details for fact in turn.uow.facts(idea.id) if fact.kind == "proposed"][-1]
    if yes:
        kept = move(turn, idea, idea.proposed, given, frozenset({Actor.COACH, Actor.RECEIVER}))
    else:
        kept = turn.keep(noted(idea, "answered", turn.now, turn.person.id, proposed=None), idea)
        turn.reply("agree-thanks", coach=turn.named(idea.coach))
    coach, said = turn.uow.person(idea.coach or 0), _ANSWERED[idea.proposed]
    turn.tell(coach, kept, said[0] if yes else said[1], bearer=turn.person.name, actor=given.get("actor", ""))


def wake(turn: Turn) -> None:
    """A pause is over: back to the state the idea came from."""
    idea = held(turn)
    if idea.status is not Status.DORMANT:
        raise not_from_here(idea)
    resume(turn, idea, turn.intent.text)
