"""A coach's work with an idea: take it, give it back, move it on, keep its promise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.acting import Acting, Turn
from bot.facts import state_facts
from bot.usecases.filling import fill
from bot.usecases.finding import capacity, find, must_be_coach, must_hold
from bot.usecases.planning import plan_promise, plan_waiting
from dialogs.commands import read_status
from dialogs.forms import FORMS, OWN_WORDS, STATUS_FORMS
from dialogs.messages import Value
from dialogs.words import Verb
from ideas.idea import Fact, Idea, RefusedError, moved, noted
from ideas.lifecycle import WITH_COACH, Actor, Status, next_states, who_may
from ideas.occurrence import Occurrence
from ideas.promises import read_date

NEXT_WORKING_DAYS = 10
"""How soon the bearer hears more after a change of state, when the coach names no day."""


def claim(turn: Turn) -> None:
    """Take an idea. The first wins, in one conditional update; the others are told who did."""
    must_be_coach(turn)
    idea = find(turn)
    must_be_free(turn, idea)
    try:
        taken = turn.keep(taken_by(turn, idea, turn.person.id, Actor.COACH, "claimed"), idea)
    except RefusedError:
        must_be_free(turn, find(turn))
        raise
    plan_promise(turn, taken)
    facts: dict[str, Value] = {"coach": turn.person.name, "date": _iso(taken.promise)}
    turn.tell_bearer(taken, "claimed", **facts)
    turn.post_card(taken)
    turn.line(taken, "line-claimed", coach=turn.person.name)
    bearer = turn.named(taken.bearer)
    turn.reply("claim-done", number=taken.number, title=taken.title, bearer=bearer, date=_iso(taken.promise))


def must_be_free(turn: Turn, idea: Idea) -> None:
    """Raises RefusedError, saying who has it, unless the idea waits for a coach and is not the person's own."""
    number = idea.number or ""
    if turn.person.id in (idea.bearer, *idea.co_bearers):
        raise RefusedError("refused-own-idea", number=number)
    if idea.coach == turn.person.id and idea.status in WITH_COACH:
        raise RefusedError("refused-already-yours", number=number)
    if idea.coach and idea.status in WITH_COACH:
        raise RefusedError("refused-claim-lost", number=number, coach=turn.named(idea.coach))
    if idea.status is not Status.SUBMITTED:
        raise RefusedError("refused-not-from-here", number=number, **texts(idea))


def texts(idea: Idea) -> dict[str, str]:
    """The facts that the words for an idea's state need, as text."""
    return {key: str(value) for key, value in state_facts(idea).items()}


def taken_by(turn: Turn, idea: Idea, coach: int, actor: Actor, kind: str) -> tuple[Idea, Fact]:
    """The idea with a named coach. A promise that still stands is kept; a late one becomes a first contact soon."""
    calendar, today = turn.world.calendar(idea.body), turn.world.today(idea.body, turn.now)
    soon = calendar.add_working_days(today, turn.world.preset.contact_working_days)
    promise = idea.promise if idea.promise and idea.promise > today else soon
    return moved(
        idea, Status.CLAIMED, kind, turn.now, turn.person.id, frozenset({actor, *capacity(turn, idea)}),
        table=turn.world.preset.transitions, coach=coach, promise=promise, claimed_at=turn.now, offered_to=None,
    )  # fmt: skip


def release(turn: Turn) -> None:
    """Give an idea back to the queue, with a reason. The promise stays and the nudges begin anew."""
    idea = find(turn)
    must_hold(turn, idea)
    if not who_may(idea.status, Status.SUBMITTED, turn.world.preset.transitions):
        raise RefusedError("refused-not-from-here", number=idea.number or "", **texts(idea))
    given = fill(turn, Verb.RELEASE, idea.number or "", FORMS[Verb.RELEASE], {"why": turn.intent.text}, idea)
    if given is None:
        return
    freed = set_free(turn, idea, given["why"], turn.person.id, capacity(turn, idea))
    turn.reply("release-done", number=idea.number, bearer=turn.named(idea.bearer))
    turn.line(freed, "line-released", coach=turn.person.name, why=given["why"])


def set_free(turn: Acting, idea: Idea, why: str, actor: int | None, able: frozenset[Actor]) -> Idea:
    """The idea back in the queue, its bearer told and its nudges planned."""
    calendar, today = turn.world.calendar(idea.body), turn.world.today(idea.body, turn.now)
    promise = idea.promise if idea.promise and idea.promise > today else calendar.add_working_days(today, 1)
    change = moved(
        idea, Status.SUBMITTED, "released", turn.now, actor, able, why,
        table=turn.world.preset.transitions, coach=None, offered_to=None, promise=promise,
    )  # fmt: skip
    freed = turn.keep(change, idea)
    plan_waiting(turn, freed)
    plan_promise(turn, freed)
    turn.tell_bearer(freed, "released", coach=turn.named(idea.coach), why=why, date=_iso(promise))
    turn.post_card(freed)
    return freed


def status(turn: Turn) -> None:
    """Move an idea to another state: which, why, and what happens next and when."""
    idea = find(turn)
    must_hold(turn, idea)
    wished, words = _wished_status(turn)
    if wished is None:
        _ask_status(turn, idea)
        return
    if not who_may(idea.status, wished, turn.world.preset.transitions) or wished not in STATUS_FORMS:
        raise RefusedError("refused-not-from-here", number=idea.number or "", **texts(idea))
    said = {OWN_WORDS.get(wished, "why"): words, "receiver": idea.receiver}
    given = fill(turn, Verb.STATUS, f"{idea.number} {wished.value}", STATUS_FORMS[wished], said, idea)
    if given is not None:
        _propose_or_move(turn, idea, wished, given)


def _wished_status(turn: Turn) -> tuple[Status | None, str]:
    if turn.intent.pressed:
        chosen = turn.intent.choices[0] if turn.intent.choices else turn.intent.value.partition(" ")[2]
        return (Status(chosen) if chosen in set(Status) else None), ""
    read = read_status(turn.intent.text, turn.world.spoken(turn.person))
    return read or (None, turn.intent.text)


def _ask_status(turn: Turn, idea: Idea) -> None:
    ends = next_states(idea.status, {Actor.COACH, Actor.RECEIVER}, turn.world.preset.transitions)
    rows: list[Value] = [{"value": end.value} for end in ends if end in STATUS_FORMS]
    turn.ride("status-choice", number=idea.number, states=rows, **texts(idea))


def _propose_or_move(turn: Turn, idea: Idea, wished: Status, given: dict[str, str]) -> None:
    """Two states need the bearer's yes first; the rest are made at once."""
    asks = {Status.FOUND_HOME: "found-home-ask", Status.BENEFIT_CONFIRMED: "benefit-ask"}
    if wished not in asks:
        move(turn, idea, wished, given)
        return
    kept = turn.keep(
        noted(idea, "proposed", turn.now, turn.person.id, proposed=wished, published={**idea.published, **given}), idea
    )
    turn.tell_bearer(kept, asks[wished], coach=turn.person.name, **given)
    done = "found-home-done" if wished is Status.FOUND_HOME else "benefit-done"
    turn.reply(done, bearer=turn.named(idea.bearer), **given)


def move(turn: Turn, idea: Idea, wished: Status, given: dict[str, str]) -> Idea:
    """The idea in its new state, with everyone told what, why and what next."""
    why = given.get("why") or given.get("change") or given.get("gain") or given.get("contact", "")
    later = given.get("until") or given.get("date") or _iso(_later(turn, idea))
    change = moved(
        idea, wished, "status", turn.now, turn.person.id, capacity(turn, idea) | _on_word(idea, turn), why, given,
        table=turn.world.preset.transitions, **_changes(turn, idea, wished, given, later),
    )  # fmt: skip
    moved_ = turn.keep(change, idea)
    _plan_after(turn, moved_)
    facts: dict[str, Value] = {
        **given,
        "coach": turn.named(moved_.coach),
        "why": why,
        "next_date": later,
        "from": turn.today.isoformat(),
    }
    turn.tell_bearer(moved_, f"status-told-{wished.value}", **facts)
    turn.post_card(moved_)
    turn.line(moved_, "line-status", why=why)
    if turn.person.id == idea.coach:
        turn.reply("status-done", bearer=turn.named(idea.bearer), number=idea.number, **state_facts(moved_))
    return moved_


def _on_word(idea: Idea, turn: Turn) -> frozenset[Actor]:
    """The bearer's yes to a proposal is the coach's move."""
    agreed = idea.proposed is not None and turn.person.id in (idea.bearer, *idea.co_bearers)
    return frozenset({Actor.COACH, Actor.RECEIVER}) if agreed else frozenset()


def _changes(turn: Turn, idea: Idea, wished: Status, given: dict[str, str], later: str) -> dict[str, object]:
    changes: dict[str, object] = {"promise": date.fromisoformat(later), "proposed": None, "asked_at": None}
    changes["answered_at"] = idea.answered_at or turn.now
    changes["published"] = {**idea.published, **{key: value for key, value in given.items() if value}}
    if given.get("receiver"):
        changes["receiver"] = given["receiver"]
    if wished is Status.DORMANT:
        changes |= {"wake": date.fromisoformat(later), "resumes_as": idea.status}
    if wished in {Status.BENEFIT_CONFIRMED, Status.FOUND_HOME}:
        changes["promise"] = None if wished is Status.BENEFIT_CONFIRMED else date.fromisoformat(later)
    return changes


def _plan_after(turn: Turn, idea: Idea) -> None:
    if idea.status is Status.DORMANT and idea.wake:
        due = turn.world.calendar(idea.body).at(idea.wake, "08:00")
        turn.uow.plan(Occurrence("wake", idea.number or "", idea.wake.isoformat(), due))
    else:
        plan_promise(turn, idea)


def _later(turn: Turn, idea: Idea) -> date:
    return turn.world.calendar(idea.body).add_working_days(turn.today, NEXT_WORKING_DAYS)


def promise(turn: Turn) -> None:
    """Move the promise to another day before it breaks, with a reason."""
    idea = find(turn)
    must_hold(turn, idea)
    if idea.status not in (*WITH_COACH, Status.DORMANT, Status.IMPLEMENTED):
        raise RefusedError("refused-not-from-here", number=idea.number or "", **texts(idea))
    given = fill(turn, Verb.PROMISE, idea.number or "", FORMS[Verb.PROMISE], _date_and_reason(turn), idea)
    if given is None:
        return
    day = date.fromisoformat(given["date"])
    if day == idea.promise:
        raise RefusedError("refused-same-promise", number=idea.number or "")
    changes: dict[str, object] = {"promise": day, **({"wake": day} if idea.status is Status.DORMANT else {})}
    kept = turn.keep(noted(idea, "promise", turn.now, turn.person.id, given["why"], given, **changes), idea)
    _plan_after(turn, kept)
    before = _iso(idea.promise) or turn.today.isoformat()
    turn.tell_bearer(kept, "promise-moved", date=before, why=given["why"], new_date=given["date"])
    turn.post_card(kept)
    turn.line(kept, "line-promise", new_date=given["date"], why=given["why"])
    turn.reply("promise-done", number=idea.number, new_date=given["date"], bearer=turn.named(idea.bearer))


def _date_and_reason(turn: Turn) -> dict[str, str]:
    """`fredag hinner inte` as a day and a reason: the longest beginning that is a day."""
    words = turn.intent.text.split()
    for count in range(min(len(words), 4), 0, -1):
        head = " ".join(words[:count])
        if read_date(head, turn.today, turn.person.language):
            return {"date": head, "why": " ".join(words[count:])}
    return {"date": "", "why": turn.intent.text}


def explored(turn: Turn, idea: Idea, changed: Idea) -> None:
    """The coach's own answers about the need, saved on the card."""
    kept = turn.keep(noted(replace(changed), "explored", turn.now, turn.person.id), idea)
    turn.post_card(kept)
    turn.reply("explore-done", number=idea.number)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
