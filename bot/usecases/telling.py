"""The intake: from the first words to a reviewed draft, one question at a time, on any surface."""

from __future__ import annotations

from dataclasses import replace

from bot.acting import Turn
from bot.facts import REVIEW, answer_rows
from bot.usecases.talking import deliver_reply
from dialogs import dialog
from dialogs.folding import folded
from dialogs.intake import INTAKE, REVIEWED
from dialogs.messages import Value
from dialogs.questions import Kind, Question, Situation, Source, Trouble, read_text
from dialogs.words import Verb
from ideas.idea import Answer, Gap, Idea
from ideas.lifecycle import Status
from ideas.occurrence import Occurrence

REVIEWING = "review"
REMIND_AFTER_DAYS = 2
SURE = "sure"
"""Kept among a draft's answers once a stopped text was gone on with, so that this is asked once."""


def draft_here(turn: Turn) -> Idea | None:
    """The draft under way in this conversation, as it was when the turn first asked."""
    if turn.talk.draft and (turn.read is None or turn.read.id != turn.talk.draft):
        turn.read = turn.uow.idea(turn.talk.draft)
    return turn.read if turn.talk.draft and turn.read and turn.read.status is Status.DRAFT else None


def is_sure(turn: Turn) -> bool:
    """Whether the person has said of this draft that it is about how the work is done."""
    draft = draft_here(turn)
    return draft is not None and SURE in draft.answers


def write(turn: Turn) -> None:
    """Own words: the answer to the open question, something for a coach, or the beginning of an idea."""
    draft = draft_here(turn)
    waiting = turn.uow.coached_ideas_of(turn.person.id)
    if draft and not any(i.asked_at and i.asked_at > draft.changed_at for i in waiting):
        _answer_words(turn, draft, turn.intent.text)
    elif draft or waiting:
        _ask_which(turn, waiting, draft)
    elif left := _left(turn):
        _ask_which_draft(turn, left)
    else:
        begin(turn, turn.intent.text)


def _left(turn: Turn) -> Idea | None:
    """The newest draft that holds something, begun in another conversation or put aside."""
    return next((draft for draft in turn.uow.drafts(turn.person.id) if draft.need), None)


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
        turn.reply("which-draft", title=draft.title, date=turn.calendar.local(draft.changed_at).date().isoformat())


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
    turn.reply("question", key="need", leads=[_lead(trouble)])


def _lead(trouble: Trouble) -> dict[str, Value]:
    return {"kind": trouble.kind, **trouble.facts}


def begin(turn: Turn, text: str = "") -> None:
    """A new draft. What the person has already written is the answer to the first question."""
    draft = Idea(0, turn.person.body, turn.person.id, turn.now, turn.now)
    if turn.person.unit:
        draft = draft.answered("unit", Answer(choices=(turn.person.unit,)), turn.now)
    first = read_text(text) if text.strip() else None
    if isinstance(first, Trouble):
        _refuse_words(turn, first)
        return
    if first:
        draft = _marked(turn, draft.answered("need", first, turn.now))
    draft = turn.uow.add_idea(draft)
    turn.remember(draft=draft.id, held="", editing="", about="")
    due = turn.calendar.at(turn.calendar.add_working_days(turn.today, REMIND_AFTER_DAYS), "09:00")
    turn.uow.plan(Occurrence("draft", str(draft.id), "1", due))
    ask(turn, draft, {"kind": "started"} if first else _welcome(turn))


def situation(turn: Turn, draft: Idea) -> Situation:
    """What the dialog needs to know about this person and this draft."""
    return turn.world.situation(turn.person, draft.answers)


def ask(turn: Turn, draft: Idea, *leads: dict[str, Value]) -> None:
    """Show the question to answer now, or the review when all are answered."""
    now = situation(turn, draft)
    open_ = (
        dialog.find(REVIEWED, turn.talk.editing) if turn.talk.editing else dialog.following(INTAKE, draft.answers, now)
    )
    if open_ is None:
        turn.remember(asked=REVIEWING, editing="")
        review(turn, draft, *leads)
        return
    turn.remember(asked=open_.key)
    step, of = dialog.progress(INTAKE, draft.answers, now, open_.key)
    editing = bool(turn.talk.editing)
    before = _written_before(draft, open_.key) if editing else ""
    turn.reply(
        "question",
        key=open_.key,
        keeps=editing,
        step=step,
        of=0 if editing or open_.key == "need" else of,
        leads=[*leads, *([{"kind": "written-before", "text": before}] if before else [])],
        back=step > 1 and open_ in INTAKE,
        offer_form=step <= 2,
        chosen=list(draft.answer(open_.key).choices) or list(now.suggested[:1] if open_.key == "topic" else ()),
        body=turn.short,
        **options(open_, now),
    )


def _written_before(draft: Idea, key: str) -> str:
    """What a reopened question was answered with, in own words."""
    return draft.title if key == "title" else draft.answer(key).text


def options(question: Question, now: Situation) -> dict[str, Value]:
    """The options that come from the preset, as facts."""
    if not isinstance(question.options, Source):
        return {}
    pairs = now.units if question.options is Source.UNITS else now.topics
    return {question.options.value: [{"value": value, "label": label} for value, label in pairs]}


def review(turn: Turn, draft: Idea, *leads: dict[str, Value]) -> None:
    """The whole draft back to the person."""
    draft = with_topic(turn, draft)
    turn.reply(
        "review",
        leads=list(leads),
        title=draft.title,
        ring_now=draft.ring.value,
        body=turn.short,
        answers=answer_rows(draft, turn.world, turn.person.language, REVIEW),
    )


def with_topic(turn: Turn, draft: Idea) -> Idea:
    """The draft with the topic its words point at, when the person was not asked or did not say."""
    suggested = situation(turn, draft).suggested
    if draft.topic or not suggested or (len(suggested) > 1 and "topic" not in draft.answers):
        return draft
    return draft.answered("topic", Answer(choices=(suggested[0],)), draft.changed_at)


def _asked(turn: Turn, draft: Idea) -> Question | None:
    if turn.talk.editing:
        return dialog.find(REVIEWED, turn.talk.editing)
    return dialog.following(INTAKE, draft.answers, situation(turn, draft))


def _answer_words(turn: Turn, draft: Idea, text: str) -> None:
    question = _asked(turn, draft)
    if question is None:
        ask(turn, draft, {"kind": "review-words"})
        return
    if _says_button(turn, question, text):
        take_answer(turn, draft, question, dialog.gap(question, Gap.SKIPPED))
        return
    take_answer(turn, draft, question, dialog.typed(question, text, situation(turn, draft)))


def _says_button(turn: Turn, question: Question, text: str) -> bool:
    """Whether somebody wrote what stands on the question's own way on, such as ”Det är behovet”."""
    texts, label = turn.world.texts, f"button-{question.key}-skip"
    language = turn.person.language
    return texts.has(language, label) and folded(texts.say(language, label)) == folded(text)


def take_answer(turn: Turn, draft: Idea, question: Question, answer: Answer | Trouble) -> None:
    """Save an answer at once and go on; with trouble, say what and ask again."""
    if isinstance(answer, Trouble):
        turn.refused = answer.kind == "trouble-too-long"
        ask(turn, draft, _lead(answer))
        return
    if question.key == "ring" and answer.first == "everyone" and turn.intent.verb is not Verb.SHARE_ALL:
        turn.reply("ring-warning")
        return
    saved = save_answer(turn, draft, question.key, answer)
    changed = bool(turn.talk.editing) or question.key == "ring"
    turn.remember(editing="")
    leads: tuple[dict[str, Value], ...] = ({"kind": "changed"},) if changed else ()
    ask(turn, saved, *leads)


def save_answer(turn: Turn, draft: Idea, key: str, answer: Answer) -> Idea:
    """Keep an answer in the draft."""
    saved = _marked(turn, draft.answered(key, answer, turn.now))
    turn.uow.save_idea(saved, draft)
    works_at(turn, saved.unit)
    return saved


def _marked(turn: Turn, draft: Idea) -> Idea:
    return draft.answered(SURE, Answer(choices=("yes",)), turn.now) if turn.intent.sure else draft


def works_at(turn: Turn, unit: str) -> None:
    """Keep the place of work in the person's profile, so that it is asked only once."""
    if unit and turn.person.unit != unit:
        turn.person = replace(turn.person, unit=unit)
        turn.uow.save_person(turn.person)


def tap(turn: Turn) -> None:
    """A press on a question's choices. One for a question no longer asked changes nothing and shows where we are."""
    draft, key = draft_here(turn), turn.intent.value
    if draft is None:
        turn.reply("old-press-done")
        return
    question = _asked(turn, draft)
    open_key = question.key if question else REVIEWING
    if key == "ring" and (open_key == REVIEWING or turn.talk.editing == "ring"):
        question = dialog.find(REVIEWED, "ring")
    elif question is None or key != open_key:
        ask(turn, draft, {"kind": "old-press"})
        return
    assert question is not None
    answer = dialog.picked(question, turn.intent.choices, situation(turn, draft))
    if isinstance(answer, Answer):
        labels = dict(_labels(turn, question, draft))
        turn.echo(", ".join(labels[value] for value in answer.choices))
    take_answer(turn, draft, question, answer)


def _labels(turn: Turn, question: Question, draft: Idea) -> tuple[tuple[str, str], ...]:
    if isinstance(question.options, tuple):
        say, language = turn.world.texts.say, turn.person.language
        return tuple((v, say(language, f"{question.key}-{v}", {"body": turn.short})) for v in question.options)
    now = situation(turn, draft)
    return now.units if question.options is Source.UNITS else now.topics


def go_on_without(turn: Turn) -> None:
    """Skip the open question, or say that one does not know yet."""
    draft = draft_here(turn)
    if draft is None:
        _nothing_here(turn)
        return
    question = _asked(turn, draft)
    if question is None or (turn.intent.pressed and turn.intent.value != question.key):
        ask(turn, draft, {"kind": "old-press"})
        return
    kind = Gap.UNKNOWN if turn.intent.verb is Verb.UNKNOWN else Gap.SKIPPED
    if kind is Gap.UNKNOWN and question.kind is Kind.TEXT and question.required:
        take_answer(turn, draft, question, Trouble("trouble-required"))
        return
    take_answer(turn, draft, question, dialog.gap(question, kind))


def _nothing_here(turn: Turn) -> None:
    """No question is open in this conversation; a draft begun elsewhere is offered."""
    if left := _left(turn):
        turn.reply("which-draft", title=left.title, date=turn.calendar.local(left.changed_at).date().isoformat())
    else:
        turn.reply("nothing-to-continue")


def back(turn: Turn) -> None:
    """Open the question before the one now asked."""
    draft = draft_here(turn)
    if draft is None:
        _nothing_here(turn)
        return
    question = _asked(turn, draft)
    before = dialog.preceding(INTAKE, draft.answers, situation(turn, draft), question.key if question else "")
    if before is None:
        ask(turn, draft, {"kind": "no-way-back"})
        return
    turn.remember(editing=before.key)
    ask(turn, draft)


def keep(turn: Turn) -> None:
    """Leave the answer of a reopened question as it was, and go on."""
    turn.remember(editing="")
    go_on(turn)


def cancel(turn: Turn) -> None:
    """Stop for now. The draft stays, and can be gone on with on any surface."""
    draft = draft_here(turn)
    turn.remember(draft=None, asked="", editing="", held="")
    if draft and draft.need:
        turn.reply("paused", title=draft.title)
    elif draft:
        turn.uow.delete_draft(draft)
        turn.reply("draft-removed")
    else:
        turn.reply("stop-ended" if turn.intent.pressed else "nothing-open")


def go_on(turn: Turn) -> None:
    """Go on with the draft, wherever it was begun; a text held for this becomes the answer to its open question."""
    draft = draft_here(turn) or _left(turn)
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
    question = _asked(turn, draft)
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
    turn.remember(draft=None, asked="", editing="", held="")
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
    elif left := _left(turn):
        turn.reply("which-draft", title=left.title, date=turn.calendar.local(left.changed_at).date().isoformat())
    elif any(idea.number for idea in turn.uow.ideas_of(turn.person.id)):
        turn.reply("greeting-again")
    else:
        begin(turn)


def _welcome(turn: Turn) -> dict[str, Value]:
    return {"kind": "welcome", "body": turn.short}


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
