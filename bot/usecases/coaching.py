"""A coach's work with an idea: take it, give it back, move it on, keep its promise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.acting import Acting, Turn
from bot.facts import state_facts
from bot.usecases.filling import fill
from bot.usecases.finding import capacity, coaches, find, must_be_coach, must_hold
from bot.usecases.planning import plan_promise, plan_waiting
from bot.usecases.ranking import first_choice
from dialogs.commands import read_status
from dialogs.forms import FORMS, NEXT_WORKING_DAYS, OWN_WORDS, STATUS_FORMS
from dialogs.messages import Value
from dialogs.words import Verb
from ideas.idea import Idea, RefusedError, moved, noted
from ideas.lifecycle import WITH_COACH, Actor, Status, next_states, who_may
from ideas.occurrence import Occurrence
from ideas.promises import read_date

HELD = (*WITH_COACH, Status.DORMANT, Status.IMPLEMENTED)
"""States in which a coach still owes the bearer something."""

NOTHING_OPEN: Mapping[str, None] = {"asked_at": None, "offered_to": None, "proposed": None}
"""No question, offer or proposal waits for an answer any longer."""

_ASKS = {
    Status.FOUND_HOME: ("found-home-ask", "found-home-done"),
    Status.BENEFIT_CONFIRMED: ("benefit-ask", "benefit-done"),
}
"""States that need the bearer's yes: what the bearer is asked, and what the coach is told meanwhile."""


def claim(turn: Turn) -> None:
    """Take an idea. The first wins, in one conditional update; the others are told who did."""
    must_be_coach(turn)
    idea = find(turn)
    must_be_at_home(turn, idea)
    must_be_free(turn, idea)
    taken = given_to(turn, idea, turn.person.id, "claimed", turn.person.id, Actor.COACH)
    facts: dict[str, Value] = {"coach": turn.person.name, "date": iso(taken.promise)}
    turn.tell_bearer(taken, "claimed", **facts)
    turn.line(taken, "line-claimed", coach=turn.person.name)
    facts |= {"number": taken.number, "title": taken.title, "bearer": turn.named(taken.bearer)}
    turn.reply("claim-done", **facts)


def held(turn: Turn) -> Idea:
    """The idea that the person names and coaches. Raises RefusedError, saying who can, when it is not theirs."""
    must_be_coach(turn)
    idea = find(turn)
    must_hold(turn, idea)
    return idea


def must_be_at_home(turn: Turn, idea: Idea) -> None:
    """Raises RefusedError, naming who can, for an idea of another body: to see it is not to work with it."""
    if idea.body != turn.person.body:
        who = ", ".join(coach.name for coach in coaches(turn, idea.body)) or "–"
        raise RefusedError("refused-not-coach", body=turn.world.body(idea.body).short, who=who)


def must_not_bear(idea: Idea, *coaches: int | None) -> None:
    """Raises RefusedError when one who would coach an idea is its bearer."""
    if {idea.bearer, *idea.co_bearers} & set(coaches):
        raise RefusedError("refused-own-idea", number=idea.number or "")


def must_be_free(turn: Turn, idea: Idea) -> None:
    """Raises RefusedError, saying who has it, unless the idea waits for a coach and is not the person's own."""
    number = idea.number or ""
    must_not_bear(idea, turn.person.id)
    if idea.coach == turn.person.id and idea.status in WITH_COACH:
        raise RefusedError("refused-already-yours", number=number)
    if idea.coach and idea.status in WITH_COACH:
        raise RefusedError("refused-claim-lost", number=number, coach=turn.named(idea.coach))
    if idea.status is not Status.SUBMITTED:
        raise not_from_here(idea)


def not_from_here(idea: Idea) -> RefusedError:
    """That an idea's state does not allow this, with the state in words."""
    return RefusedError("refused-not-from-here", number=idea.number or "", **texts(idea))


def texts(idea: Idea) -> dict[str, str]:
    """The facts that the words for an idea's state need, as text."""
    return {key: str(value) for key, value in state_facts(idea).items()}


def iso(day: date | None) -> str:
    """A day as facts hold it; empty when there is none."""
    return day.isoformat() if day else ""


def still_promised(acting: Acting, idea: Idea, days: int) -> date:
    """The idea's promise while it lies ahead; else so many working days from now."""
    today = acting.world.today(idea.body, acting.now)
    if idea.promise and idea.promise > today:
        return idea.promise
    return acting.world.calendar(idea.body).add_working_days(today, days)


def given_to(acting: Acting, idea: Idea, coach: int, kind: str, by: int | None, able: Actor, why: str = "") -> Idea:
    """The idea with a named coach. A promise that still stands is kept; a late one becomes a first contact soon."""
    change = moved(
        idea, Status.CLAIMED, kind, acting.now, by, frozenset({able}), why, table=acting.world.preset.transitions,
        coach=coach, claimed_at=acting.now, offered_to=None,
        promise=still_promised(acting, idea, acting.world.preset.contact_working_days),
    )  # fmt: skip
    kept = acting.keep(change, idea)
    plan_promise(acting, kept)
    acting.post_card(kept)
    return kept


def release(turn: Turn) -> None:
    """Give an idea back to the queue, with a reason. The promise stays and the nudges begin anew."""
    idea = held(turn)
    if not who_may(idea.status, Status.SUBMITTED, turn.world.preset.transitions):
        raise not_from_here(idea)
    given = fill(turn, Verb.RELEASE, idea.number or "", FORMS[Verb.RELEASE], {"why": turn.intent.text}, idea)
    if given is None:
        return
    set_free(turn, idea, given["why"], turn.person.id, capacity(turn, idea))
    turn.reply("release-done", number=idea.number, bearer=turn.named(idea.bearer))


def set_free(
    acting: Acting, idea: Idea, why: str, actor: int | None, able: frozenset[Actor], why_key: str = ""
) -> Idea:
    """The idea back in the queue and ranked anew, its bearer told and its nudges planned.

    `why_key` names a reason of the bot's own, which each reader gets in their language.
    """
    coach, promise = acting.named(idea.coach), still_promised(acting, idea, 1)
    language = acting.world.language_of(idea.body)
    ranked = first_choice(acting.uow, acting.world, idea, language, acting.now, without=idea.coach)
    change = moved(
        idea, Status.SUBMITTED, "released", acting.now, actor, able, why,
        table=acting.world.preset.transitions, coach=None, promise=promise, ranked=ranked.ranked,
        rules=tuple((rule.kind.value, rule.fact) for rule in ranked.rules), **NOTHING_OPEN,
    )  # fmt: skip
    freed = acting.keep(change, idea)
    plan_waiting(acting, freed)
    plan_promise(acting, freed)
    acting.tell_bearer(freed, "released", coach=coach, why=why, why_key=why_key, date=iso(promise))
    acting.post_card(freed)
    acting.line(freed, "line-released", coach=coach, why=why)
    return freed


def status(turn: Turn) -> None:
    """Move an idea to another state: which, why, and what happens next and when."""
    idea = held(turn)
    wished, words = _wished_status(turn)
    if idea.status is Status.DORMANT and wished in {None, idea.resumes_as}:
        resume(turn, idea, words)
        return
    if wished is None:
        _ask_status(turn, idea, typed=words)
        return
    if wished not in (moves := _moves(turn, idea)):
        refusal = not_from_here(idea)
        if not moves:
            raise refusal
        turn.refuse(refusal.kind, **refusal.facts)
        _ask_status(turn, idea, refused=True)
        return
    said = {OWN_WORDS.get(wished, "why"): words, "receiver": idea.receiver}
    given = fill(turn, Verb.STATUS, f"{idea.number} {wished.value}", STATUS_FORMS[wished], said, idea)
    if given is None:
        return
    if wished in _ASKS:
        _propose(turn, idea, wished, given)
    else:
        move(turn, idea, wished, given, capacity(turn, idea))


def _wished_status(turn: Turn) -> tuple[Status | None, str]:
    if turn.intent.pressed:
        chosen = turn.intent.choices[0] if turn.intent.choices else turn.intent.value.partition(" ")[2]
        return (Status(chosen) if chosen in set(Status) else None), ""
    read = read_status(turn.intent.text, turn.world.spoken(turn.person))
    return read or (None, turn.intent.text)


def _moves(turn: Turn, idea: Idea) -> list[Status]:
    """Where a coach can move an idea with `status`; from a pause only back, which is `resume`."""
    if idea.status is Status.DORMANT:
        return []
    ends = next_states(idea.status, {Actor.COACH, Actor.RECEIVER}, turn.world.preset.transitions)
    return [end for end in ends if end in STATUS_FORMS]


def _ask_status(turn: Turn, idea: Idea, *, refused: bool = False, typed: str = "") -> None:
    """The moves there are: at once, or after the word that another was refused."""
    rows: list[Value] = [{"value": end.value} for end in _moves(turn, idea)]
    if not rows:
        raise not_from_here(idea)
    say = turn.reply if refused else turn.ride
    say("status-choice", number=idea.number, states=rows, typed=typed[:40], **texts(idea))


def _propose(turn: Turn, idea: Idea, wished: Status, given: dict[str, str]) -> None:
    """The bearer is asked first; what was proposed waits in the history."""
    kept = turn.keep(noted(idea, "proposed", turn.now, turn.person.id, details=given, proposed=wished), idea)
    asks, done = _ASKS[wished]
    turn.tell_bearer(kept, asks, coach=turn.person.name, **given)
    turn.reply(done, bearer=turn.named(idea.bearer), **given)


def move(turn: Turn, idea: Idea, wished: Status, given: Mapping[str, str], able: frozenset[Actor]) -> Idea:
    """The idea in its new state, with everyone told what, why and what next."""
    why = next((given[key] for key in ("why", "change", "gain", "contact") if given.get(key)), "")
    later = given.get("until") or given.get("date") or iso(after_word(turn, idea))
    change = moved(
        idea, wished, "status", turn.now, turn.person.id, able, why, given,
        table=turn.world.preset.transitions, **_changes(turn, idea, wished, given, later),
    )  # fmt: skip
    kept = turn.keep(change, idea)
    _plan_after(turn, kept)
    facts: dict[str, Value] = {**given, "coach": turn.named(kept.coach), "why": why, "next_date": later}
    turn.tell_bearer(kept, f"status-told-{wished.value}", **facts, **{"from": turn.today.isoformat()})
    turn.post_card(kept)
    turn.line(kept, "line-status", why=why)
    if turn.person.id == idea.coach:
        kind, bearer = "status-done" if kept.promise else "status-done-last", turn.named(idea.bearer)
        turn.reply(kind, bearer=bearer, number=idea.number, promised=iso(kept.promise), **state_facts(kept))
    return kept


def _changes(turn: Turn, idea: Idea, wished: Status, given: Mapping[str, str], later: str) -> dict[str, object]:
    day = date.fromisoformat(later)
    changes: dict[str, object] = {
        **NOTHING_OPEN,
        "promise": None if wished is Status.BENEFIT_CONFIRMED else day,
        "answered_at": idea.answered_at or turn.now,
        "published": {**idea.published, **{key: value for key, value in given.items() if value}},
        "receiver": given.get("receiver") or idea.receiver,
    }
    if wished is Status.DORMANT:
        changes |= {"wake": day, "promise": after_pause(turn, idea, day), "resumes_as": idea.status}
    return changes


def after_pause(turn: Turn, idea: Idea, wake: date) -> date:
    """When the bearer hears at the latest, once a pause is over: a pause that nobody ends must not last for ever."""
    return turn.world.calendar(idea.body).add_working_days(wake, turn.world.preset.contact_working_days)


def _plan_after(turn: Turn, idea: Idea) -> None:
    plan_promise(turn, idea)
    if idea.status is Status.DORMANT and idea.wake:
        due = turn.world.calendar(idea.body).at(idea.wake, "08:00")
        turn.uow.plan(Occurrence("wake", idea.number or "", idea.wake.isoformat(), due))


def after_word(turn: Turn, idea: Idea) -> date:
    """When the bearer hears next, where nobody says: what is promised later already stays so."""
    later = turn.world.calendar(idea.body).add_working_days(turn.today, NEXT_WORKING_DAYS)
    return max(later, idea.promise or later)


def resume(turn: Turn, idea: Idea, words: str) -> None:
    """A pause is over: back to the state the idea came from."""
    given = fill(turn, Verb.WAKE, idea.number or "", FORMS[Verb.WAKE], {"why": words}, idea)
    if given is None:
        return
    day = turn.world.calendar(idea.body).add_working_days(turn.today, turn.world.preset.contact_working_days)
    change = moved(
        idea, idea.resumes_as or Status.CLAIMED, "resumed", turn.now, turn.person.id, capacity(turn, idea),
        given["why"], table=turn.world.preset.transitions, promise=day, wake=None, resumes_as=None,
    )  # fmt: skip
    kept = turn.keep(change, idea)
    plan_promise(turn, kept)
    turn.tell_bearer(kept, "status-told-resumed", why=given["why"], coach=turn.person.name, next_date=iso(day))
    turn.post_card(kept)
    turn.line(kept, "line-status", why=given["why"])
    turn.reply(
        "status-done", number=idea.number, bearer=turn.named(idea.bearer), promised=iso(day), **state_facts(kept)
    )


def promise(turn: Turn) -> None:
    """Move the promise to another day before it breaks, with a reason."""
    idea = held(turn)
    if idea.status not in HELD:
        raise not_from_here(idea)
    given = fill(turn, Verb.PROMISE, idea.number or "", FORMS[Verb.PROMISE], _date_and_reason(turn), idea)
    if given is None:
        return
    day = date.fromisoformat(given["date"])
    before = (idea.wake if idea.status is Status.DORMANT else idea.promise) or turn.today
    if day == before:
        raise RefusedError("refused-same-promise", number=idea.number or "")
    paused = {"wake": day, "promise": after_pause(turn, idea, day)}
    changes = paused if idea.status is Status.DORMANT else {"promise": day}
    kept = turn.keep(noted(idea, "promise", turn.now, turn.person.id, given["why"], given, **changes), idea)
    _plan_after(turn, kept)
    facts = {"why": given["why"], "new_date": given["date"]}
    turn.tell_bearer(kept, _moved_as(turn, idea, before, day), date=iso(before), **facts)
    turn.post_card(kept)
    turn.line(kept, "line-promise", **facts)
    turn.reply("promise-done", number=idea.number, new_date=given["date"], bearer=turn.named(idea.bearer))


def _moved_as(turn: Turn, idea: Idea, before: date, day: date) -> str:
    """What is told of a promise that has another day: sorry only where somebody has to wait longer."""
    if idea.status is Status.DORMANT:
        return "pause-moved"
    if day < before:
        return "promise-sooner"
    return "promise-late" if before < turn.today else "promise-moved"


def _date_and_reason(turn: Turn) -> dict[str, str]:
    """`fredag hinner inte` as a day and a reason: the longest beginning that is a day."""
    words = turn.intent.text.split()
    for count in range(min(len(words), 4), 0, -1):
        head = " ".join(words[:count])
        if read_date(head, turn.today, turn.person.language):
            return {"date": head, "why": " ".join(words[count:])}
    tried = 2 if words and words[0].isdecimal() else 1
    return {"date": " ".join(words[:tried]), "why": " ".join(words[tried:])}


def explored(turn: Turn, idea: Idea, changed: Idea) -> None:
    """The coach's own answers about the need, saved on the card."""
    kept = turn.keep(noted(changed, "explored", turn.now, turn.person.id), idea)
    turn.post_card(kept)
    turn.reply("explore-done", number=idea.number)
