"""The intake: one question at a time to a reviewed draft, on any surface."""

from __future__ import annotations

from dataclasses import replace

from bot.acting import Turn
from bot.facts import REVIEW, answer_rows
from dialogs import dialog
from dialogs.folding import folded
from dialogs.intake import INTAKE, REVIEWED
from dialogs.messages import Value
from dialogs.questions import Kind, Question, Situation, Source, Trouble
from dialogs.words import NO_ANSWER, Verb
from ideas.idea import Answer, Gap, Idea
from ideas.lifecycle import Status

REVIEWING = "review"
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


def left_draft(turn: Turn) -> Idea | None:
    """The newest draft that holds something, begun in another conversation or put aside."""
    return next((draft for draft in turn.uow.drafts(turn.person.id) if draft.need), None)


def offer_left(turn: Turn, left: Idea) -> None:
    """Whether to go on with a draft begun elsewhere, or with something new."""
    turn.reply("which-draft", title=left.title, date=turn.calendar.local(left.changed_at).date().isoformat())


def lead(trouble: Trouble) -> dict[str, Value]:
    """A trouble as what is said before the question is asked again."""
    return {"kind": trouble.kind, **trouble.facts}


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
        turn.remember(editing="")
        review(turn, draft, *leads)
        return
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


def asked_now(turn: Turn, draft: Idea) -> Question | None:
    """The question that is open: the reopened one, else the next without an answer; None at the review."""
    if turn.talk.editing:
        return dialog.find(REVIEWED, turn.talk.editing)
    return dialog.following(INTAKE, draft.answers, situation(turn, draft))


def answer_words(turn: Turn, draft: Idea, text: str) -> None:
    """Own words as the answer to the open question."""
    question = asked_now(turn, draft)
    if question is None:
        ask(turn, draft, {"kind": "review-words"})
        return
    nothing = not question.required and question.kind is Kind.TEXT and folded(text) in NO_ANSWER[turn.person.language]
    if nothing or _says_button(turn, question, text):
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
        ask(turn, draft, lead(answer))
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
    saved = marked(turn, draft.answered(key, answer, turn.now))
    turn.uow.save_idea(saved, draft)
    works_at(turn, saved.unit)
    return saved


def marked(turn: Turn, draft: Idea) -> Idea:
    """The draft with a note that a stopped text was gone on with, when it was."""
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
    question = asked_now(turn, draft)
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
    question = asked_now(turn, draft)
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
    if left := left_draft(turn):
        offer_left(turn, left)
    else:
        turn.reply("nothing-to-continue")


def back(turn: Turn) -> None:
    """Open the question before the one now asked."""
    draft = draft_here(turn)
    if draft is None:
        _nothing_here(turn)
        return
    question = asked_now(turn, draft)
    before = dialog.preceding(INTAKE, draft.answers, situation(turn, draft), question.key if question else "")
    if before is None:
        ask(turn, draft, {"kind": "no-way-back"})
        return
    turn.remember(editing=before.key)
    ask(turn, draft)


def keep(turn: Turn) -> None:
    """Leave the answer of a reopened question as it was, and go on."""
    turn.remember(editing="")
    if draft := draft_here(turn):
        ask(turn, draft)
    else:
        _nothing_here(turn)
