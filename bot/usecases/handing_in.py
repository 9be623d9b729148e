"""From draft to idea: changing lines, the same questions as one form, and handing in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.acting import Turn
from bot.facts import REVIEW
from bot.usecases.filling import ask_form, meanwhile, trouble_value
from bot.usecases.opening import begin, blank, keep_new
from bot.usecases.planning import plan_promise, plan_waiting
from bot.usecases.ranking import first_choice
from bot.usecases.telling import ask, draft_here, left_draft, options, situation, take_answer, with_topic, works_at
from dialogs import dialog
from dialogs.intake import COACH, INTAKE, REVIEWED
from dialogs.messages import FieldValue, Value
from dialogs.questions import Kind, Question, Situation, Source, Trouble
from dialogs.seen import carried, touched
from dialogs.words import Verb
from ideas.idea import Answer, Idea, moved, noted
from ideas.lifecycle import Actor, Status
from ideas.people import Place

_TITLES = {Verb.FORM: "form-intake", Verb.EDIT: "form-edit", Verb.EXPLORE: "form-explore"}
_KINDS = {Kind.TEXT: "text", Kind.ONE: "choice", Kind.MANY: "choices"}


def change(turn: Turn) -> None:
    """Which line to change, then that line's question again."""
    draft = draft_here(turn)
    if draft is None:
        turn.reply("old-press-done")
    elif not turn.intent.choices:
        keys = [key for key in ("title", *REVIEW, "ring") if key == "title" or key in _on_path(turn, draft)]
        turn.reply("change-what", keys=list(keys))
    else:
        turn.remember(editing=_stands_for(draft, turn.intent.choices[0]))
        ask(turn, draft)


def _on_path(turn: Turn, draft: Idea) -> set[str]:
    asked = {q.key for q in dialog.path(INTAKE, draft.answers, situation(turn, draft))}
    return asked | {"ring", "unit", "topic", "solution"}


def _stands_for(draft: Idea, line: str) -> str:
    """The question behind a line of the review: when a solution was parked first, the two texts change places."""
    parked = bool(draft.answer("need_behind").text)
    return {"need": "need_behind", "solution": "need"}.get(line, line) if parked else line


def share_all(turn: Turn) -> None:
    """The bearer has read the warning and shares the need with every body."""
    draft, ring = draft_here(turn), dialog.find(REVIEWED, "ring")
    if draft is None or ring is None:
        turn.reply("old-press-done")
        return
    take_answer(turn, draft, ring, Answer(choices=("everyone",)))


def form(turn: Turn) -> None:
    """The same questions at once; what could be read is saved even when something else was wrong."""
    if not turn.inbound.direct and turn.inbound.home:
        _form_elsewhere(turn)
        return
    draft = draft_here(turn)
    if draft is None:
        begin(turn)
        draft = draft_here(turn)
        assert draft is not None
    if not turn.intent.fields:
        show_form(turn, draft, Verb.FORM, "", {}, {})
        return
    saved, typed, troubles = fill_in(turn, draft, Verb.FORM)
    turn.uow.save_idea(saved, draft)
    works_at(turn, saved.unit)
    if troubles:
        turn.refused = True
        show_form(turn, saved, Verb.FORM, "", typed, troubles)
        return
    turn.remember(editing="")
    ask(turn, saved)


def _form_elsewhere(turn: Turn) -> None:
    """The form opened outside any talk: a draft left behind is gone on with, and nothing is kept before it is sent.

    What was sent goes on in the person's own conversation.
    """
    fields, left = turn.intent.fields, left_draft(turn)
    if not fields:
        value, leads = (str(left.id), _left_lead(turn, left)) if left else ("", ())
        show_form(turn, left or blank(turn), Verb.FORM, value, {}, {}, leads)
        return
    draft = left if left and turn.intent.value == str(left.id) else blank(turn)
    filled, typed, troubles = fill_in(turn, draft, Verb.FORM)
    if troubles:
        turn.refused = True
        show_form(turn, filled, Verb.FORM, turn.intent.value, typed, troubles)
        return
    turn.go_home()
    if draft.id:
        turn.uow.save_idea(filled, draft)
        turn.remember(draft=draft.id)
    else:
        filled = keep_new(turn, filled)
    works_at(turn, filled.unit)
    ask(turn, filled)


def _left_lead(turn: Turn, left: Idea) -> tuple[dict[str, Value], ...]:
    return ({"kind": "form-goes-on", "date": turn.calendar.local(left.changed_at).date().isoformat()},)


def fill_in(turn: Turn, idea: Idea, verb: Verb) -> tuple[Idea, dict[str, FieldValue], dict[str, Trouble]]:
    """The idea with what was changed in the form, all that was changed, and the trouble with what could not be taken.

    Answers that were given elsewhere while the form was open stay, unless the same ones were changed in the form.
    """
    asked = _questions(idea, verb)
    typed, clashing = touched(turn.intent.fields, turn.intent.seen, idea.id, {q.key: _shown(idea, q) for q in asked})
    sure = {key: value for key, value in typed.items() if key not in clashing}
    answers, troubles = dialog.filled(asked, sure, situation(turn, idea))
    troubles |= {q.key: meanwhile(_shown(idea, q)) for q in asked if q.key in clashing}
    for key, answer in answers.items():
        if key == "ring" and answer.first == "everyone" and idea.ring != "everyone":
            continue
        idea = idea.answered(key, answer, turn.now)
    return idea, typed, troubles


def _questions(idea: Idea, verb: Verb) -> tuple[Question, ...]:
    """What a form asks: the coach's questions, or all but the follow-up ones, which the dialog asks when they apply."""
    if verb is Verb.EXPLORE:
        return COACH
    parked = bool(idea.answer("need_behind").text)
    left_out = (
        {"colleagues_meet", "ring", "title"}
        | (set() if parked else {"need_behind"})
        | ({"solution"} if parked else set())
    )
    if idea.status is not Status.DRAFT:
        left_out = (left_out | {"ambition"}) - {"title"}
    return tuple(q for q in REVIEWED if q.key not in left_out)


def show_form(
    turn: Turn,
    idea: Idea,
    verb: Verb,
    value: str,
    typed: Mapping[str, FieldValue],
    troubles: Mapping[str, Trouble],
    leads: Sequence[dict[str, Value]] = (),
) -> None:
    """The idea's questions as a form, with what is already there under what was typed."""
    now, asked = situation(turn, idea), _questions(idea, verb)
    fields: list[Value] = [_field(q, typed.get(q.key), idea, now, troubles.get(q.key)) for q in asked]
    value = carried(value, idea.id, {q.key: _shown(idea, q) for q in asked})
    ask_form(turn, verb, value, fields, title=_TITLES[verb], number=idea.number or "", leads=leads)


def _field(
    question: Question, typed: FieldValue | None, idea: Idea, now: Situation, trouble: Trouble | None
) -> dict[str, Value]:
    value = _shown(idea, question) if typed is None else typed
    if isinstance(question.options, Source):
        rows: list[Value] = list(options(question, now)[question.options.value])  # type: ignore[arg-type]
    else:
        rows = [{"value": v, "label_key": f"{question.key}-{v}"} for v in question.options]
    wrong = trouble_value(trouble) if trouble else {}
    return {
        "key": question.key,
        "kind": _KINDS[question.kind],
        "label": _asked_as(question, idea),
        "value": list(value) if isinstance(value, tuple) else value,
        "required": question.required,
        "options": rows,
        **wrong,
    }


def _shown(idea: Idea, question: Question) -> FieldValue:
    """What a form shows as the answer there is: words or choices, or nothing."""
    answer = idea.answer(question.key)
    return answer.choices or answer.text or (idea.title if question.key == "title" else "")


def _asked_as(question: Question, idea: Idea) -> str:
    """The words over a field: where a solution was parked first, the need stands in the second text."""
    parked = bool(idea.answer("need_behind").text)
    return {"need": "solution", "need_behind": "need"}.get(question.key, question.key) if parked else question.key


def submit(turn: Turn) -> None:
    """Hand in the reviewed draft: number, promise, route, and word to everyone who should know."""
    draft = draft_here(turn)
    if draft is None:
        turn.reply("old-press-done")
        return
    if dialog.following(INTAKE, draft.answers, situation(turn, draft)):
        ask(turn, draft, {"kind": "submit-first"})
        return
    draft_was, draft = draft, with_topic(turn, draft)
    ranked = first_choice(turn.uow, turn.world, draft, turn.person.language, turn.now)
    promise = turn.calendar.first_answer(turn.now, turn.world.preset.answer_working_days)
    code, year = turn.world.body(draft.body).code, turn.today.year
    number = f"{code}-{year}-{turn.uow.next_number(code, year):04d}"
    change_ = moved(
        draft,
        Status.SUBMITTED,
        "submitted",
        turn.now,
        turn.person.id,
        frozenset({Actor.BEARER}),
        details={"ring": draft.ring.value},
        table=turn.world.preset.transitions,
        number=number,
        place=_told_at(turn, draft),
        promise=promise,
        first_promise=promise,
        submitted_at=turn.now,
        ranked=ranked.ranked,
        rules=tuple((rule.kind.value, rule.fact) for rule in ranked.rules),
    )
    idea = turn.keep(change_, draft_was)
    turn.remember(draft=None, editing="", held="")
    announce(turn, idea)


def _told_at(turn: Turn, draft: Idea) -> Place | None:
    """Where the bearer is answered: where they told it, unless more people are there than may see the need."""
    here = turn.inbound.direct or draft.ring in {"body", "everyone"}
    return turn.inbound.place if here else turn.person.home


def announce(turn: Turn, idea: Idea) -> None:
    """The receipt, the card for the coaches, and what happens if nobody takes it."""
    assert idea.promise is not None
    turn.reply("receipt", number=idea.number, date=idea.promise.isoformat(), body=turn.short)
    turn.post_card(idea)
    if not idea.ranked:
        own = turn.person.is_coach
        why = turn.world.texts.say(turn.person.language, "no-coach-own" if own else "no-coach-left")
        turn.tell_leads(idea, "no-coach-lead", date=idea.promise.isoformat(), why=why)
    plan_waiting(turn, idea)
    plan_promise(turn, idea)


def edit(turn: Turn, idea: Idea) -> None:
    """The bearer changes an idea that has been handed in."""
    value = idea.number or ""
    if not turn.intent.fields:
        show_form(turn, idea, Verb.EDIT, value, {}, {})
        return
    changed, typed, troubles = fill_in(turn, idea, Verb.EDIT)
    if troubles:
        turn.refused = True
        show_form(turn, idea, Verb.EDIT, value, typed, troubles)
        return
    if all(_shown(changed, q) == _shown(idea, q) for q in _questions(idea, Verb.EDIT)):
        turn.reply("edited-nothing", number=value)
        return
    kept = turn.keep(noted(changed, "edited", turn.now, turn.person.id), idea)
    turn.reply("edited", number=value)
    turn.post_card(kept)
    turn.line(kept, "line-edited", bearer=turn.person.name)
    if kept.coach:
        turn.tell(turn.uow.person(kept.coach), kept, "bearer-edited", bearer=turn.person.name)
