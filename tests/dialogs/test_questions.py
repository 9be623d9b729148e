"""Answers as people give them: words, numbers, the beginning of an option, or nothing that can be read."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.intake import INTAKE
from dialogs.questions import (
    LONGEST_TEXT,
    Kind,
    Question,
    Situation,
    Source,
    Trouble,
    cleaned,
    options_of,
    read_choices,
    read_text,
    read_typed_choices,
    sounds_like_solution,
)
from ideas.idea import Answer

UNITS = (("vard", "Vård och omsorg"), ("skola", "Barn och skola"), ("teknik", "Teknik"), ("over", "Över 60"))
NOW = Situation(units=UNITS, labels={"know-a": "Jag har sett det själv", "know-b": "Kollegor säger samma sak"})
UNIT = Question("unit", Kind.ONE, Source.UNITS)
MANY = Question("unit", Kind.MANY, Source.UNITS)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "trouble-empty"), (" \n\t\u200b\u202e\x00\u200d", "trouble-empty"), ("🙂🙃👩‍🚒", "trouble-only-signs"),
        ("...!?", "trouble-only-signs"), ("a" * (LONGEST_TEXT + 1), "trouble-too-long"),
        ("a" * 100_000, "trouble-too-long"),
    ],
)  # fmt: skip
def test_what_cannot_be_an_answer_is_told_so(text: str, kind: str) -> None:
    trouble = read_text(text)
    assert isinstance(trouble, Trouble)
    assert trouble.kind == kind


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  två   mellanslag ", "två mellanslag"), ("rad ett\r\n\r\n\r\n\r\nrad två", "rad ett\n\nrad två"),
        ("\u202eomvänt\u202c", "omvänt"), ("nyck\u200blar", "nycklar"), ("\x1b[31mrött", "[31mrött"),
        ("👩‍🚒 kom", "👩‍🚒 kom"),
        ("<!channel> <script>", "<!channel> <script>"), ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        ("fo\u0308r sent", "för sent"), ("halv \ud800 bokstav", "halv bokstav"),
    ],
)  # fmt: skip
def test_words_are_kept_as_written_without_what_cannot_be_seen(typed: str, kept: str) -> None:
    assert read_text(typed) == Answer(text=kept)


@given(st.text(st.characters(codec=None, categories=["Cc", "Cf", "Cs", "L", "M", "Zs", "Zl", "So"]), max_size=40))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert cleaned(cleaned(text)) == cleaned(text)
    cleaned(text).encode()


def test_a_long_run_of_accents_costs_no_more_than_its_length() -> None:
    began = time.process_time()
    read_text("a" + "\u0301\u0327" * 50_000)
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [
        ("1", ("vard",)), ("2.", ("skola",)), ("1, 3", ("vard", "teknik")), ("3 och 1", ("vard", "teknik")),
        ("1 2", ("vard", "skola")), ("vård och omsorg", ("vard",)), ("VARD OCH OMSORG.", ("vard",)),
        ("barn", ("skola",)),        ("omsorg", ("vard",)), ("teknik, skola", ("skola", "teknik")),
        ("ÖVER 60", ("over",)), ("1;1;1", ("vard",)),
    ],
)  # fmt: skip
def test_choices_are_typed_as_numbers_or_words(typed: str, chosen: tuple[str, ...]) -> None:
    assert read_typed_choices(MANY, typed, NOW) == Answer(choices=chosen)


@pytest.mark.parametrize(
    "typed", ["", "0", "9", "-1", "1, 9", "och", "vet ej", "²", "1e9", "9" * 5_000, "🙂", "a" * 100_000]
)
def test_what_names_no_option_is_asked_again(typed: str) -> None:
    assert read_typed_choices(MANY, typed, NOW) == Trouble("trouble-pick-many", {"count": 4})


def test_one_choice_is_one() -> None:
    assert read_typed_choices(UNIT, "1, 2", NOW) == Trouble("trouble-pick-one", {"count": 4})
    assert read_choices(UNIT, ("skola", "finns inte"), NOW) == Answer(choices=("skola",))


def test_pressed_values_stand_in_the_order_of_the_options_and_strangers_are_left_out() -> None:
    assert read_choices(MANY, ("teknik", "<script>", "vard", "vard"), NOW) == Answer(choices=("vard", "teknik"))
    assert isinstance(read_choices(MANY, ("<script>",), NOW), Trouble)


def test_options_have_the_readers_labels() -> None:
    assert options_of(Question("know", Kind.MANY, ("a", "b")), NOW)[0] == ("a", "Jag har sett det själv")


@pytest.mark.parametrize(
    ("text", "sounds"),
    [("Vi behöver en app!", True), ("EN APP för nycklar", True), ("en apparat", False), ("", False), ("en,app", True)],
)
def test_a_solution_is_heard_by_whole_words(text: str, *, sounds: bool) -> None:
    assert sounds_like_solution(text, ("en app",)) is sounds


def test_questions_have_keys_of_their_own() -> None:
    keys = [question.key for question in INTAKE]
    assert len(keys) == len(set(keys))
