"""Questions and answers between coach and bearer, each in their own place."""

from __future__ import annotations

from datetime import date

from bot.acting import Turn
from bot.usecases.coaching import HELD, after_word, held, iso, must_be_at_home, must_not_bear
from bot.usecases.filling import fill
from bot.usecases.finding import find, must_be_coach, must_bear, must_hold
from bot.usecases.planning import plan_promise
from dialogs.forms import FORMS
from dialogs.questions import Trouble, read_text
from dialogs.words import Verb
from ideas.idea import Fact, Idea, RefusedError, noted
from ideas.lifecycle import ENDED, OPEN, Status


def ask(turn: Turn) -> None:
    """A coach asks the bearer; the answer comes back to the coach. Possible before anyone has claimed the idea."""
    must_be_coach(turn)
    idea = find(turn)
    must_be_at_home(turn, idea)
    must_not_bear(idea, turn.person.id)
    if idea.status in ENDED:
        raise RefusedError("refused-closed-already", number=idea.number or "")
    if idea.status is not Status.SUBMITTED:
        must_hold(turn, idea)
    given = fill(turn, Verb.ASK, idea.number or "", FORMS[Verb.ASK], {"question": turn.intent.text}, idea)
    if given is None:
        return
    heard = idea.answered_at or turn.now
    kept = turn.keep(
        noted(idea, "asked", turn.now, turn.person.id, details=given, asked_at=turn.now, answered_at=heard), idea
    )
    turn.tell_bearer(kept, "question-asked", coach=turn.person.name, text=given["question"])
    turn.line(kept, "line-asked", coach=turn.person.name, bearer=turn.named(idea.bearer))
    turn.reply("ask-done", number=idea.number, bearer=turn.named(idea.bearer))


def tell(turn: Turn) -> None:
    """A coach writes to the bearer. That keeps the promise, and while the idea is open a later one takes its place."""
    if turn.intent.reference and turn.person.id in ((own := find(turn)).bearer, *own.co_bearers):
        reply(turn)
        return
    idea = held(turn)
    given = fill(turn, Verb.TELL, idea.number or "", FORMS[Verb.TELL], {"message": turn.intent.text}, idea)
    if given is None:
        return
    heard = idea.answered_at or turn.now
    promise = _after_word(turn, idea)
    kept = turn.keep(
        noted(idea, "told", turn.now, turn.person.id, details=given, promise=promise, answered_at=heard), idea
    )
    plan_promise(turn, kept)
    turn.remember(held="")
    told, done = ("told", "tell-done") if promise else ("told-after", "tell-done-after")
    turn.tell_bearer(kept, told, coach=turn.person.name, text=given["message"], date=iso(promise))
    turn.reply(done, number=idea.number, bearer=turn.named(idea.bearer), promised=iso(promise))


def _after_word(turn: Turn, idea: Idea) -> date | None:
    """What is promised once the bearer has heard: an answer to an objection stays the process leader's."""
    if idea.status in HELD:
        return after_word(turn, idea)
    return idea.promise if objected(turn.uow.facts(idea.id)) else None


def objected(history: list[Fact]) -> bool:
    """Whether the bearer has objected to the latest closing and has had no answer."""
    steps = [fact.kind for fact in history if fact.kind in {"closed", "objected", "upheld", "reopened"}]
    return steps[-1:] == ["objected"]


def reply(turn: Turn) -> None:
    """The bearer answers, or asks something more, from a button."""
    idea = find(turn)
    must_bear(turn, idea)
    given = fill(turn, Verb.REPLY, idea.number or "", FORMS[Verb.REPLY], {"reply": turn.intent.text}, idea)
    if given is not None:
        turn.echo(given["reply"])
        _delivered(turn, idea, given["reply"])


def deliver_reply(turn: Turn, idea: Idea, text: str) -> None:
    """The bearer's own words about an idea, to its coach."""
    words = read_text(text)
    if isinstance(words, Trouble):
        turn.refused = True
        turn.refuse(words.kind, **words.facts)
        return
    _delivered(turn, idea, words.text)


def _delivered(turn: Turn, idea: Idea, text: str) -> None:
    asker, bearer = _asker(turn, idea), turn.person.name
    kind = ("answered" if idea.asked_at else "bearer-wrote") if idea.coach else "wrote-unclaimed"
    details, promise = {"reply": text}, _owed(turn, idea)
    kept = turn.keep(
        noted(idea, "answered", turn.now, turn.person.id, details=details, asked_at=None, promise=promise), idea
    )
    plan_promise(turn, kept)
    turn.remember(held="")
    if asker:
        turn.tell(turn.uow.person(asker), kept, kind, bearer=bearer, text=text)
        turn.reply("reply-sent", number=idea.number, coach=turn.named(asker))
    else:
        turn.tell_leads(kept, kind, bearer=bearer, text=text)
        turn.reply("reply-sent-queue", number=idea.number)
    turn.line(kept, "line-answered", bearer=bearer)


def _owed(turn: Turn, idea: Idea) -> date | None:
    """By when the bearer is answered. What is promised stands, unless the time ran out while the bearer was asked."""
    if idea.status not in (*OPEN, *HELD, Status.CLOSED):
        return idea.promise
    waits = idea.promise and (idea.promise > turn.today or (idea.promise == turn.today and not idea.asked_at))
    days = turn.world.preset.answer_working_days
    return idea.promise if waits else turn.world.calendar(idea.body).add_working_days(turn.today, days)


def _asker(turn: Turn, idea: Idea) -> int | None:
    """Who gets the answer: the coach, else whoever has asked since the idea came into the queue."""
    if idea.coach:
        return idea.coach
    for fact in reversed(turn.uow.facts(idea.id)):
        if fact.kind in {"asked", "released"}:
            return fact.actor if fact.kind == "asked" else None
    return None
