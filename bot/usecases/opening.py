"""Where words belong: the beginning of an idea, the answer to an open question, or something for a coach."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.acting import Turn
from bot.facts import SOURCE
from bot.usecases.talking import deliver_reply
from bot.usecases.telling import (
    answer_words,
    ask,
    asked_now,
    draft_here,
    lead,
    left_draft,
    marked,
    offer_left,
    take_answer,
)
from dialogs import dialog
from dialogs.intake import INTAKE
from dialogs.messages import Value
from dialogs.questions import Kind, Trouble, read_text
from ideas.idea import Answer, Idea
from ideas.lifecycle import OPEN, Status
from ideas.occurrence import Occurrence

REMIND_AFTER_DAYS = 2
MAY_ANSWER_DAYS = 14
"""So long after an idea has been closed its bearer is asked whether new words are about it."""
GONE = (Status.WITHDRAWN, Status.MERGED)
"""States in which words under an idea are no longer about it."""


def write(turn: Turn) -> None:
    """Own words: the answer to the open question, something for a coach, or the beginning of an idea."""
    draft = None if turn.moved else draft_here(turn)  # what is said where others are answers no question asked at home
    if draft is None and _said_under(turn):
        return
    waiting = turn.uow.coached_ideas_of(turn.person.id)
    if draft is None and _answers_a_bearer(turn):
        return
    if draft and not any(i.asked_at and i.asked_at > draft.changed_at for i in waiting):
        answer_words(turn, draft, turn.intent.text)
    elif draft or waiting:
        _ask_which(turn, waiting, draft)
    elif left := left_draft(turn):
        _ask_which_draft(turn, left)
    elif closed := _closed_lately(turn):
        _ask_which(turn, closed, None)
    else:
        begin(turn, turn.intent.text)


def _closed_lately(turn: Turn) -> list[Idea]:
    """The person's ideas that ended so lately that what is written now may be about them."""
    since = turn.now - timedelta(days=MAY_ANSWER_DAYS)
    return [i for i in turn.uow.ideas_of(turn.person.id) if i.status is Status.CLOSED and i.changed_at > since]


def _answers_a_bearer(turn: Turn) -> bool:
    """Whether a coach writes where all talk is one, and a bearer had the last word: nothing is passed on by itself."""
    if not (turn.inbound.one_talk and turn.person.is_coach):
        return False
    since = turn.now - timedelta(days=1)
    ideas = (idea for idea in turn.uow.ideas_with(turn.person.id) if idea.status in OPEN and idea.changed_at > since)
    idea = next((one for one in ideas if turn.uow.facts(one.id)[-1].kind == "answered"), None)
    if idea is None or not _hold(turn):
        return False
    turn.reply("coach-wrote", number=idea.number, bearer=turn.named(idea.bearer))
    return True


def thanks(turn: Turn) -> None:
    """A thank-you, a yes or a no where nothing is asked: for the coach who is spoken with, or for the bot."""
    under = _of_thread(turn)
    about = [under] if under else turn.uow.coached_ideas_of(turn.person.id)
    if turn.inbound.text and any((under and idea.coach) or _was_spoken_to(turn, idea) for idea in about):
        turn.intent = replace(turn.intent, text=turn.inbound.text)
        write(turn)
    else:
        turn.reply("you-are-welcome")


def _said_under(turn: Turn) -> bool:
    """Whether the thread tells which idea is meant: its bearer is heard, its coach asked how the words are meant."""
    idea = _of_thread(turn)
    if idea is None:
        return False
    if turn.person.id in (idea.bearer, *idea.co_bearers):
        deliver_reply(turn, idea, turn.intent.text)
        return True
    if idea.coach == turn.person.id:
        turn.reply("coach-wrote", number=idea.number, bearer=turn.named(idea.bearer))
        return True
    return False


def _of_thread(turn: Turn) -> Idea | None:
    """The one idea that this thread is about: told in it, or in the message that it begins with."""
    place = turn.inbound.place
    if not place.thread:
        return None
    kind, _, rest = place.root.partition(":")
    if kind == "idea" and (idea := turn.uow.numbered(rest.partition(":")[0])):
        return idea
    told = [i for i in turn.uow.ideas_of(turn.person.id) if i.place == place and i.number and i.status not in GONE]
    return told[0] if len(told) == 1 else None


def _ask_which(turn: Turn, waiting: list[Idea], draft: Idea | None) -> None:
    if not draft and len(waiting) == 1 and _was_spoken_to(turn, waiting[0]):
        deliver_reply(turn, waiting[0], turn.intent.text)
        return
    if not _hold(turn):
        return
    rows: list[Value] = [{"number": i.number, "title": i.title} for i in waiting[:5]]
    if draft:
        rows.append({"number": "draft", "title": draft.title})
    turn.reply("which-idea", ideas=rows)


def _was_spoken_to(turn: Turn, idea: Idea) -> bool:
    """Whether the latest about an idea was the coach's words to its bearer: what comes now is the answer."""
    return idea.asked_at is not None or [fact.kind for fact in turn.uow.facts(idea.id)][-1:] == ["told"]


def _ask_which_draft(turn: Turn, draft: Idea) -> None:
    if _hold(turn):
        offer_left(turn, draft)


def _hold(turn: Turn) -> bool:
    """Keep what was written until the person has said what it is about; False when it cannot be kept."""
    words = read_text(f"{turn.talk.held}\n{turn.intent.text}")
    if isinstance(words, Trouble):
        _refuse_words(turn, words)
        return False
    turn.remember(held=words.text)
    return True


def _refuse_words(turn: Turn, trouble: Trouble) -> None:
    turn.refused = trouble.kind == "trouble-too-long"
    turn.reply("question", key="need", leads=[lead(trouble)])


def begin(turn: Turn, text: str = "", source: str = "") -> None:
    """A new draft. What the person has already written is the answer to the first question.

    `source` is the address of the message that it was written in, if it came from one.
    """
    draft = blank(turn)
    first = read_text(text) if text.strip() else None
    if isinstance(first, Trouble):
        _refuse_words(turn, first)
        return
    if first:
        draft = marked(turn, draft.answered("need", first, turn.now))
    if source:
        draft = draft.answered(SOURCE, Answer(text=source), turn.now)
    ask(turn, keep_new(turn, draft), {"kind": "started"} if first else _welcome(turn))


def blank(turn: Turn) -> Idea:
    """A draft that nothing is written in yet and nobody has kept."""
    draft = Idea(0, turn.person.body, turn.person.id, turn.now, turn.now)
    return draft.answered("unit", Answer(choices=(turn.person.unit,)), turn.now) if turn.person.unit else draft


def keep_new(turn: Turn, draft: Idea) -> Idea:
    """A draft kept as what this conversation is about, with its one reminder planned."""
    kept = turn.uow.add_idea(draft)
    turn.remember(draft=kept.id, held="", editing="")
    due = turn.calendar.at(turn.calendar.add_working_days(turn.today, REMIND_AFTER_DAYS), "09:00")
    turn.uow.plan(Occurrence("draft", str(kept.id), "1", due))
    return kept


def cancel(turn: Turn) -> None:
    """Stop for now. The draft stays, and can be gone on with on any surface."""
    draft = draft_here(turn)
    turn.remember(draft=None, editing="", held="")
    if draft and draft.need:
        turn.reply("paused", title=draft.title)
    elif draft:
        turn.uow.delete_draft(draft)
        turn.reply("draft-removed")
    else:
        turn.reply("stop-ended" if turn.intent.pressed else "nothing-open")


def go_on(turn: Turn) -> None:
    """Go on with the draft, wherever it was begun; a text held for this becomes the answer to its open question."""
    draft = draft_here(turn) or left_draft(turn)
    if draft is None:
        turn.reply("nothing-to-continue")
        return
    held = turn.talk.held
    turn.remember(draft=draft.id, held="", editing="")
    if held:
        _take_held(turn, draft, held)
    else:
        ask(turn, draft)


def _take_held(turn: Turn, draft: Idea, held: str) -> None:
    """The held words answer the open question; where that asks for no words, they are added to the need."""
    question = asked_now(turn, draft)
    if question is None or question.kind is not Kind.TEXT:
        question = dialog.find(INTAKE, "need_behind" if draft.answer("need_behind").text else "need")
        assert question is not None
        held = f"{draft.need}\n{held}"
    take_answer(turn, draft, question, read_text(held))


def new(turn: Turn) -> None:
    """Begin something new; a text held for this is its need, and a draft left behind stays a draft."""
    left, held = draft_here(turn), turn.talk.held
    if left and not left.need:
        turn.remember(held="")
        take_answer(turn, left, INTAKE[0], read_text(held)) if held else ask(turn, left)
        return
    turn.remember(draft=None, editing="", held="")
    if left:
        turn.reply("draft-kept")
    begin(turn, held)


def pick(turn: Turn) -> None:
    """The person says which idea a held text is about."""
    held, choice = turn.talk.held, turn.intent.choices[0] if turn.intent.choices else "new"
    if not held:
        turn.reply("old-press-done")
        return
    if choice == "new":
        turn.remember(draft=None)
        new(turn)
    elif choice == "draft" and (draft := draft_here(turn)):
        turn.remember(held="")
        _take_held(turn, draft, held)
    else:
        idea = turn.uow.numbered(choice)
        turn.remember(held="")
        if idea and turn.person.id in (idea.bearer, *idea.co_bearers):
            deliver_reply(turn, idea, held)
        else:
            turn.reply("old-press-done")


def greet(turn: Turn) -> None:
    """Hello: who reads this, and the open draft if there is one."""
    draft = draft_here(turn)
    if draft:
        ask(turn, draft, *(() if draft.need else (_welcome(turn),)))
    elif left := left_draft(turn):
        offer_left(turn, left)
    elif turn.person.is_coach or turn.person.leads:
        turn.reply("greeting-coach")
    elif any(idea.number for idea in turn.uow.ideas_of(turn.person.id)):
        turn.reply("greeting-again")
    else:
        begin(turn)


def welcome(turn: Turn) -> None:
    """The app is there now: to a person who reads what is told, to a channel what it is for. Said once, ever."""
    here = turn.inbound.place
    key = f"welcome:{here.platform}:{here.workspace}:{here.channel}"
    kind = "welcome" if turn.inbound.direct else "welcome-channel"
    turn.send(key, here, kind, turn.person.language, body=turn.short)


def _welcome(turn: Turn) -> dict[str, Value]:
    return {"kind": "welcome", "body": turn.short}


def reworded(turn: Turn) -> None:
    """A message was changed in the chat. That changes nothing here; the person learns how to do it."""
    if draft := draft_here(turn):
        ask(turn, draft, {"kind": "reworded"})


def rewrite(turn: Turn) -> None:
    """Ask for the words once more, after a text that was not kept."""
    draft = draft_here(turn)
    if draft:
        ask(turn, draft)
    else:
        turn.reply("rewrite")


def sure(turn: Turn) -> None:
    """Going on with a stopped text that the surface no longer has: it was never kept here either."""
    turn.reply("rewrite")
