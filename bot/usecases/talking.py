"""Questions and answers between coach and bearer, each in their own place."""

from __future__ import annotations

from bot.acting import Turn
from bot.usecases.coaching import NEXT_WORKING_DAYS
from bot.usecases.filling import fill
from bot.usecases.finding import find, must_be_coach, must_bear, must_hold
from bot.usecases.planning import plan_promise
from dialogs.forms import FORMS
from dialogs.questions import Trouble, read_text
from dialogs.words import Verb
from ideas.idea import Idea, RefusedError, noted
from ideas.lifecycle import ENDED, Status


def ask(turn: Turn) -> None:
    """A coach asks the bearer; the answer comes back to the coach. Possible before anyone has claimed the idea."""
    idea = find(turn)
    must_be_coach(turn)
    if idea.status is not Status.SUBMITTED:
        must_hold(turn, idea)
    if idea.status in ENDED:
        raise RefusedError("refused-closed-already", number=idea.number or "")
    given = fill(turn, Verb.ASK, idea.number or "", FORMS[Verb.ASK], {"question": turn.intent.text}, idea)
    if given is None:
        return
    heard = idea.answered_at or turn.now
    kept = turn.keep(noted(idea, "asked", turn.now, turn.person.id, asked_at=turn.now, answered_at=heard), idea)
    turn.tell_bearer(kept, "question-asked", coach=turn.person.name, text=given["question"])
    turn.line(kept, "line-asked", coach=turn.person.name, bearer=turn.named(idea.bearer))
    turn.reply("ask-done", number=idea.number, bearer=turn.named(idea.bearer))


def tell(turn: Turn) -> None:
    """A coach writes to the bearer. That keeps the promise; a promise about to run out becomes a later one."""
    idea = find(turn)
    must_hold(turn, idea)
    given = fill(turn, Verb.TELL, idea.number or "", FORMS[Verb.TELL], {"message": turn.intent.text}, idea)
    if given is None:
        return
    calendar = turn.world.calendar(idea.body)
    later = calendar.add_working_days(turn.today, NEXT_WORKING_DAYS)
    promise = max(later, idea.promise) if idea.promise else later
    heard = idea.answered_at or turn.now
    kept = turn.keep(noted(idea, "told", turn.now, turn.person.id, promise=promise, answered_at=heard), idea)
    plan_promise(turn, kept)
    turn.tell_bearer(kept, "told", coach=turn.person.name, text=given["message"])
    turn.reply("tell-done", number=idea.number, bearer=turn.named(idea.bearer))


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
    asker = _asker(turn, idea)
    kind = "answered" if idea.asked_at else "bearer-wrote"
    soon = turn.world.calendar(idea.body).add_working_days(turn.today, turn.world.preset.answer_working_days)
    promise = max(idea.promise or soon, soon)
    kept = turn.keep(noted(idea, "answered", turn.now, turn.person.id, asked_at=None, promise=promise), idea)
    plan_promise(turn, kept)
    turn.remember(held="", about=idea.number or "")
    if asker:
        turn.tell(turn.uow.person(asker), kept, kind, bearer=turn.person.name, text=text)
        turn.reply("reply-sent", number=idea.number, coach=turn.named(asker))
    else:
        turn.tell_leads(kept, kind, bearer=turn.person.name, text=text)
        turn.reply("reply-sent-queue", number=idea.number)
    turn.line(kept, "line-answered", bearer=turn.person.name)


def _asker(turn: Turn, idea: Idea) -> int | None:
    """Who gets the answer: the coach, else whoever asked last."""
    if idea.coach:
        return idea.coach
    asked = [fact for fact in turn.uow.facts(idea.id) if fact.kind == "asked"]
    return asked[-1].actor if asked else None
