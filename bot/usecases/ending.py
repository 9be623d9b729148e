"""How an idea ends, and what the bearer can say about it: close, object, merge, withdraw, agree, wake."""

from __future__ import annotations

from dataclasses import replace

from bot.acting import Turn
from bot.usecases.coaching import move, taken_by, texts
from bot.usecases.filling import fill
from bot.usecases.finding import candidates, capacity, find, must_bear, must_hold, must_lead
from bot.usecases.planning import plan_promise
from dialogs.commands import read_reference
from dialogs.forms import FORMS
from dialogs.words import Verb
from ideas.idea import Idea, RefusedError, moved, noted
from ideas.lifecycle import ENDED, WITH_COACH, Actor, Reason, Status, who_may


def close(turn: Turn) -> None:
    """End an idea with a reason, a fact, a next step and a learning."""
    if turn.intent.reference is None and not turn.intent.pressed:
        turn.reply("nothing-open")
        return
    idea = find(turn)
    if idea.status in ENDED:
        raise RefusedError("refused-closed-already", number=idea.number or "")
    if idea.status is Status.SUBMITTED:
        must_lead(turn)
    else:
        must_hold(turn, idea)
    given = fill(turn, Verb.CLOSE, idea.number or "", FORMS[Verb.CLOSE], {"fact": turn.intent.text}, idea)
    if given is None:
        return
    change = moved(
        idea, Status.CLOSED, "closed", turn.now, turn.person.id, capacity(turn, idea), given["fact"], given,
        table=turn.world.preset.transitions, promise=None, asked_at=None, answered_at=idea.answered_at or turn.now,
        published={**idea.published, **given},
    )  # fmt: skip
    kept = turn.keep(change, idea)
    kinds = {Reason.ALREADY_UNDER_WAY.value: "closed-under-way", Reason.BEARER_STOPS.value: "closed-bearer-stops"}
    turn.tell_bearer(kept, kinds.get(given["reason"], "closed"), **given)
    turn.post_card(kept)
    turn.line(kept, "line-closed", coach=turn.person.name, why=given["fact"])
    turn.reply("close-done", number=idea.number, bearer=turn.named(idea.bearer))


def object_(turn: Turn) -> None:
    """The bearer does not agree; the process leader answers within the time of a first answer."""
    idea = find(turn)
    must_bear(turn, idea)
    if idea.status is not Status.CLOSED:
        raise RefusedError("refused-not-from-here", number=idea.number or "", **texts(idea))
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
    must_lead(turn)
    idea = find(turn)
    if idea.status is not Status.CLOSED or idea.promise is None:
        raise RefusedError("refused-no-objection", number=idea.number or "")
    return idea


def reopen(turn: Turn) -> None:
    """The process leader agrees with the objection: the idea is open again with its coach, or with the leader."""
    idea = _objected(turn)
    given = fill(turn, Verb.REOPEN, idea.number or "", FORMS[Verb.REOPEN], {"why": turn.intent.text}, idea)
    if given is None:
        return
    coach = idea.coach or turn.person.id
    change, fact = taken_by(turn, replace(idea, promise=None), coach, Actor.PROCESS_LEADER, "reopened")
    kept = turn.keep((change, replace(fact, why=given["why"])), idea)
    plan_promise(turn, kept)
    facts = {"why": given["why"], "coach": turn.named(coach), "date": kept.promise.isoformat() if kept.promise else ""}
    turn.tell_bearer(kept, "reopened", **facts)
    turn.post_card(kept)
    turn.line(kept, "line-reopened", **facts)
    turn.reply("reopen-done", number=idea.number, bearer=turn.named(idea.bearer), coach=turn.named(coach))


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
    """The bearer takes an idea back, after saying yes once more."""
    idea = find(turn)
    must_bear(turn, idea)
    if not who_may(idea.status, Status.WITHDRAWN, turn.world.preset.transitions):
        raise RefusedError("refused-too-late-to-withdraw", number=idea.number or "", **texts(idea))
    if not turn.intent.value.endswith(" yes"):
        turn.reply("withdraw-ask", number=idea.number, title=idea.title)
        return
    change = moved(
        idea, Status.WITHDRAWN, "withdrawn", turn.now, turn.person.id, frozenset({Actor.BEARER}),
        table=turn.world.preset.transitions, promise=None, asked_at=None,
    )  # fmt: skip
    kept = turn.keep(change, idea)
    turn.post_card(kept)
    turn.line(kept, "line-withdrawn", bearer=turn.person.name)
    if idea.coach:
        turn.tell(turn.uow.person(idea.coach), kept, "bearer-withdrew", bearer=turn.person.name)
    turn.reply("withdrawn", number=idea.number)


def merge(turn: Turn) -> None:
    """Join one idea with another: its bearers become co-bearers of that one."""
    idea = find(turn)
    if not turn.person.leads:
        must_hold(turn, idea)
    if not who_may(idea.status, Status.MERGED, turn.world.preset.transitions):
        raise RefusedError("refused-not-from-here", number=idea.number or "", **texts(idea))
    head, _, rest = turn.intent.text.partition(" ")
    given = fill(turn, Verb.MERGE, idea.number or "", FORMS[Verb.MERGE], {"into": head, "why": rest}, idea)
    if given is None:
        return
    into = _other(turn, idea, given["into"])
    change = moved(
        idea, Status.MERGED, "merged", turn.now, turn.person.id, capacity(turn, idea), given["why"],
        table=turn.world.preset.transitions, merged_into=into.number, promise=None, asked_at=None,
    )  # fmt: skip
    kept = turn.keep(change, idea)
    turn.tell_bearer(kept, "merged", into=into.number, why=given["why"])
    bearers = tuple(dict.fromkeys((*into.co_bearers, idea.bearer, *idea.co_bearers)))
    others = tuple(person for person in bearers if person != into.bearer)
    joined = turn.keep(noted(into, "joined", turn.now, turn.person.id, co_bearers=others), into)
    turn.post_card(kept)
    turn.post_card(joined)
    turn.line(kept, "line-merged", into=into.number, why=given["why"])
    turn.reply("merge-done", number=idea.number, into=into.number, bearer=turn.named(idea.bearer))


def _other(turn: Turn, idea: Idea, typed: str) -> Idea:
    read = read_reference(typed)
    found = [i for i in candidates(turn, read[0]) if turn.world.visible_to(i, turn.person)] if read else []
    if not found:
        raise RefusedError("refused-no-such-idea", number=typed)
    if found[0].id == idea.id:
        raise RefusedError("refused-merge-self")
    if found[0].status in ENDED:
        raise RefusedError("refused-closed-already", number=found[0].number or "")
    return found[0]


def agree(turn: Turn) -> None:
    """The bearer says yes or no to a new home for the idea, or to its confirmed benefit."""
    idea = find(turn)
    must_bear(turn, idea)
    if idea.proposed is None:
        turn.reply("old-press-done")
        return
    coach = turn.uow.person(idea.coach) if idea.coach else None
    home = idea.proposed is Status.FOUND_HOME
    actor = idea.published.get("actor", "")
    if turn.intent.value.endswith(" yes"):
        kept = move(turn, idea, idea.proposed, dict(idea.published))
        turn.tell(coach, kept, "found-home-agreed" if home else "benefit-agreed", bearer=turn.person.name, actor=actor)
        return
    kept = turn.keep(noted(idea, "proposed", turn.now, turn.person.id, proposed=None), idea)
    turn.tell(
        coach, kept, "found-home-not-agreed" if home else "benefit-not-agreed", bearer=turn.person.name, actor=actor
    )
    turn.reply("agree-thanks", coach=turn.named(idea.coach))


def wake(turn: Turn) -> None:
    """A pause is over: back to the state the idea came from."""
    idea = find(turn)
    must_hold(turn, idea)
    if idea.status is not Status.DORMANT:
        raise RefusedError("refused-not-from-here", number=idea.number or "", **texts(idea))
    given = fill(turn, Verb.WAKE, idea.number or "", FORMS[Verb.WAKE], {"why": turn.intent.text}, idea)
    if given is None:
        return
    day = turn.calendar.add_working_days(turn.today, turn.world.preset.contact_working_days)
    end = idea.resumes_as or WITH_COACH[0]
    change = moved(
        idea, end, "resumed", turn.now, turn.person.id, frozenset({Actor.COACH, Actor.RECEIVER}), given["why"],
        table=turn.world.preset.transitions, promise=day, wake=None, resumes_as=None,
    )  # fmt: skip
    kept = turn.keep(change, idea)
    plan_promise(turn, kept)
    turn.tell_bearer(kept, "status-told-resumed", why=given["why"], coach=turn.person.name)
    turn.post_card(kept)
    turn.line(kept, "line-status", why=given["why"])
    turn.reply("status-done", number=idea.number, bearer=turn.named(idea.bearer), status=kept.status.value)
