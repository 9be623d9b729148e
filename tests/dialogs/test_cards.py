"""A card's text holds all that the card shows, and its numbers are those of its choices."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from dialogs.cards import (
    Button,
    Buttons,
    Choice,
    Facts,
    Field,
    Form,
    Heading,
    Link,
    Option,
    Options,
    Paragraph,
    Part,
    Quote,
    card,
    choices,
)
from tests.dialogs.test_notices import strings

WORDS = st.text("abcåäö ”“.?!<>*", min_size=1, max_size=20).map(str.strip).filter(bool)
OPTIONS = st.lists(st.builds(Option, WORDS, WORDS, st.booleans()), min_size=1, max_size=4).map(tuple)
FIELDS = st.builds(Field, WORDS, WORDS, st.just("text"), WORDS, error=WORDS)
PARTS: st.SearchStrategy[Part] = st.one_of(
    st.builds(Heading, WORDS),
    st.builds(Paragraph, WORDS),
    st.builds(Quote, WORDS, WORDS),
    st.builds(Facts, st.lists(st.tuples(WORDS, WORDS), max_size=3).map(tuple)),
    st.builds(Options, WORDS, WORDS, WORDS, OPTIONS, st.booleans()),
    st.builds(Buttons, st.lists(st.builds(Button, WORDS, WORDS, WORDS), min_size=1, max_size=4).map(tuple)),
    st.builds(Link, WORDS, WORDS),
    st.builds(Form, WORDS, WORDS, st.lists(FIELDS, max_size=3).map(tuple), WORDS),
)


@given(st.lists(PARTS, max_size=6).map(tuple))
def test_the_text_of_a_card_holds_everything_shown(parts: tuple[Part, ...]) -> None:
    made = card(*parts, language="sv")
    assert all(text in made.summary for part in parts for text in strings(part))


@given(st.lists(PARTS, max_size=6).map(tuple))
def test_the_numbers_in_the_text_count_the_choices_of_all_parts(parts: tuple[Part, ...]) -> None:
    numbers = re.findall(r"^  (\d+)\. ", card(*parts, language="sv").summary, re.MULTILINE)
    assert numbers == [str(n) for n, _ in enumerate(choices(parts), 1)]


def test_an_option_and_a_button_are_picked_as_they_would_be_pressed() -> None:
    parts = (
        Options("answer", "know", "Tror du?", (Option("seen", "Sett"), Option("told", "Hört")), many=True),
        Buttons((Button("Hoppa över", "skip", "know"), Button("Fortsätt", "sure", resend=True))),
    )
    assert choices(parts) == (
        Choice("Sett", "answer", "know", ("seen",), many=True),
        Choice("Hört", "answer", "know", ("told",), many=True),
        Choice("Hoppa över", "skip", "know"),
        Choice("Fortsätt", "sure", "", resend=True),
    )


def test_a_chosen_option_is_marked_in_words_too() -> None:
    made = card(
        Options("answer", "ring", "Vem?", (Option("a", "Bara jag", chosen=True), Option("b", "Alla"))), language="sv"
    )
    assert made.summary == "Vem?\n  1. [x] Bara jag\n  2. Alla"


def test_a_form_shows_what_is_already_there() -> None:
    units = (Option("care", "Vård", chosen=True), Option("school", "Skola"))
    form = Form(
        "form", "", (Field("unit", "Var?", "choice", "care", units), Field("need", "Behov", value="Sent")), "Spara"
    )
    assert card(form, language="sv").summary == "Var? Vård\nBehov: Sent"
