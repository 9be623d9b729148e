"""The dialog engine: the state is the answers, the next question is computed from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dialogs.questions import (
    Kind,
    Question,
    Situation,
    Trouble,
    holds,
    is_open,
    read_choices,
    read_text,
    read_typed_choices,
)
from ideas.idea import Answer, Gap


def path(questions: Sequence[Question], answers: Mapping[str, Answer], now: Situation) -> tuple[Question, ...]:
    """The questions this person meets, given what has been answered so far."""
    return tuple(q for q in questions if holds(q.condition, answers, now))


def following(questions: Sequence[Question], answers: Mapping[str, Answer], now: Situation) -> Question | None:
    """The first question on the path without an answer, or None when all are answered."""
    return next((q for q in path(questions, answers, now) if q.key not in answers), None)


def preceding(
    questions: Sequence[Question], answers: Mapping[str, Answer], now: Situation, key: str
) -> Question | None:
    """The question before another on the path; with an empty key, the last one."""
    steps = path(questions, answers, now)
    keys = [q.key for q in steps]
    place = keys.index(key) if key in keys else len(steps)
    return steps[place - 1] if place else None


def progress(questions: Sequence[Question], answers: Mapping[str, Answer], now: Situation, key: str) -> tuple[int, int]:
    """Which question this is and how many there are, on this person's path; what cannot be told yet is counted."""
    keys = [q.key for q in questions if holds(q.condition, answers, now) or is_open(q.condition, answers)]
    return (keys.index(key) + 1 if key in keys else len(keys)), len(keys)


def find(questions: Sequence[Question], key: str) -> Question | None:
    """The question with this key."""
    return next((q for q in questions if q.key == key), None)


def typed(question: Question, text: str, now: Situation) -> Answer | Trouble:
    """What somebody wrote, as an answer to this question."""
    return read_text(text) if question.kind is Kind.TEXT else read_typed_choices(question, text, now)


def picked(question: Question, values: Sequence[str], now: Situation) -> Answer | Trouble:
    """What somebody tapped, as an answer to this question."""
    return read_choices(question, values, now)


def gap(question: Question, kind: Gap) -> Answer | Trouble:
    """Going on without an answer, where the question allows it."""
    if question.required:
        return Trouble("trouble-required" if question.kind is Kind.TEXT else "trouble-required-choice")
    return Answer(gap=kind)


def filled(
    questions: Sequence[Question], fields: Mapping[str, str | tuple[str, ...]], now: Situation
) -> tuple[dict[str, Answer], dict[str, Trouble]]:
    """A whole form at once: the answers that could be read, and the trouble with the others.

    An empty optional field is a skipped question; a field that is not in the form is left alone.
    """
    answers: dict[str, Answer] = {}
    troubles: dict[str, Trouble] = {}
    for question in questions:
        if question.key not in fields:
            continue
        result = _one_field(question, fields[question.key], now)
        if isinstance(result, Trouble):
            troubles[question.key] = result
        else:
            answers[question.key] = result
    return answers, troubles


def _one_field(question: Question, value: str | tuple[str, ...], now: Situation) -> Answer | Trouble:
    values = (value,) if isinstance(value, str) else value
    if not any(v.strip() for v in values):
        return Trouble("trouble-missing") if question.required else Answer(gap=Gap.SKIPPED)
    return read_text(values[0]) if question.kind is Kind.TEXT else picked(question, values, now)
