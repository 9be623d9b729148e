"""The dialog engine: the state is the answers, so a question can be put anywhere and nothing is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs import dialog
from dialogs.intake import INTAKE, SOLUTION_WORDS
from dialogs.messages import FieldValue
from dialogs.questions import Kind, Question, Situation, Trouble
from ideas.idea import Answer, Gap

NOW = Situation(
    units=(("vard", "Vård"),), topics=(("care", "Vård"), ("school", "Skola")), solution_words=SOLUTION_WORDS["sv"]
)
WORDS, SKIPPED = Answer(text="Frukosten kommer för sent"), Answer(gap=Gap.SKIPPED)
WISH = Answer(text="Vi vill ha en app")


def keys(answers: dict[str, Answer], now: Situation = NOW) -> list[str]:
    """The questions on the path."""
    return [question.key for question in dialog.path(INTAKE, answers, now)]


def walk(answers: dict[str, Answer], now: Situation = NOW) -> list[str]:
    """Every question asked from here on, each answered with something."""
    asked = []
    while question := dialog.following(INTAKE, answers, now):
        asked.append(question.key)
        options = question.options if isinstance(question.options, tuple) else ("vard",)
        answers = {**answers, question.key: WORDS if question.kind is Kind.TEXT else Answer(choices=options[:1])}
    return asked


def test_the_shortest_path_has_the_need_the_effect_and_the_target_group_first() -> None:
    assert keys({})[:3] == ["need", "effect", "target_group"]
    assert walk({}) == ["need", "effect", "target_group", "know", "solution", "ambition", "unit", "topic"]


def test_a_need_that_sounds_like_a_solution_is_asked_behind_once_and_no_solution_is_asked_for_again() -> None:
    assert keys({"need": WISH})[1] == "need_behind"
    assert "solution" not in keys({"need": WISH, "need_behind": WORDS})
    assert "solution" in keys({"need": WISH, "need_behind": SKIPPED})


def test_whom_the_colleagues_meet_is_asked_only_when_it_is_only_about_colleagues() -> None:
    assert "colleagues_meet" in keys({"target_group": Answer(choices=("colleagues",))})
    assert "colleagues_meet" not in keys({"target_group": Answer(choices=("users", "colleagues"))})


def test_place_of_work_and_topic_are_asked_only_when_they_are_not_known() -> None:
    known = replace(NOW, unit="vard", suggested=("care",))
    assert not {"unit", "topic"} & set(keys({}, known))
    assert "topic" in keys({}, replace(known, suggested=("care", "school")))


@given(st.sets(st.sampled_from([q.key for q in INTAKE])), st.integers(0, len(INTAKE)))
def test_a_question_put_anywhere_moves_nobody_and_loses_no_answer(answered: set[str], where: int) -> None:
    answers = dict.fromkeys(answered, SKIPPED)
    longer = (*INTAKE[:where], Question("inserted", Kind.TEXT), *INTAKE[where:])
    before = [q.key for q in dialog.path(INTAKE, answers, NOW)]
    after = [q.key for q in dialog.path(longer, answers, NOW)]
    assert [key for key in after if key != "inserted"] == before
    following = dialog.following(longer, {**answers, "inserted": WORDS}, NOW)
    assert following == dialog.following(INTAKE, answers, NOW)


@given(st.sets(st.sampled_from([q.key for q in INTAKE])))
def test_going_back_and_answering_again_comes_to_the_same_place(answered: set[str]) -> None:
    answers = dict.fromkeys(answered, SKIPPED)
    now = dialog.following(INTAKE, answers, NOW)
    before = dialog.preceding(INTAKE, answers, NOW, now.key if now else "")
    if before is not None and before.key in answers:
        reopened = {key: answer for key, answer in answers.items() if key != before.key}
        assert dialog.following(INTAKE, reopened, NOW) == before


def test_progress_counts_the_questions_on_this_persons_path() -> None:
    assert dialog.progress(INTAKE, {}, NOW, "need") == (1, 8)
    assert dialog.progress(INTAKE, {"need": WISH}, NOW, "effect") == (3, 9)
    assert dialog.progress(INTAKE, {}, NOW, "no such key") == (8, 8)
    assert dialog.preceding(INTAKE, {}, NOW, "need") is None


@pytest.mark.parametrize("question", [q for q in INTAKE if q.required])
def test_what_is_required_cannot_be_gone_past(question: Question) -> None:
    kind = "trouble-required" if question.kind is Kind.TEXT else "trouble-required-choice"
    assert dialog.gap(question, Gap.SKIPPED) == Trouble(kind)


def test_a_form_saves_what_can_be_read_and_tells_of_the_rest() -> None:
    fields: dict[str, FieldValue] = {
        "need": " ",
        "effect": "",
        "target_group": ("users", "<b>"),
        "know": "hittepå",
        "solution": "x" * 9_000,
    }
    answers, troubles = dialog.filled(INTAKE, fields, NOW)
    assert answers == {"effect": SKIPPED, "target_group": Answer(choices=("users",))}
    assert {key: trouble.kind for key, trouble in troubles.items()} == {
        "need": "trouble-missing",
        "know": "trouble-pick-many",
        "solution": "trouble-too-long",
    }


def test_a_form_leaves_alone_what_is_not_in_it() -> None:
    assert dialog.filled(INTAKE, {}, NOW) == ({}, {})
    assert dialog.filled(INTAKE, {"need": ()}, NOW)[1].keys() == {"need"}
