"""The same idea open in two places: the phone and the computer, or a form and the talk itself."""

from __future__ import annotations

import pytest

from dialogs.cards import Form
from dialogs.messages import FieldValue
from dialogs.words import Verb
from tests.bot.house import NEED, House

LATER = "Frukosten kommer efter nio till dem som bor på plan två."


def opened(house: House, verb: Verb, who: str = "anna", value: str = "") -> tuple[Form, dict[str, FieldValue]]:
    """A form as somebody has it before them, and what sending it unchanged would send."""
    house.press(who, verb, value)
    assert house.form
    kept = {f.key: tuple(o.value for o in f.options if o.chosen) if f.options else f.value for f in house.form.fields}
    return house.form, kept


def send(house: House, form: Form, fields: dict[str, FieldValue], who: str = "anna") -> str:
    return house.press(who, Verb(form.action), form.value, "", "", **fields)


@pytest.fixture
def number(house: House) -> str:
    return house.hand_in()


def test_an_older_form_takes_back_nothing_newer(house: House, number: str) -> None:
    phone, kept = opened(house, Verb.EDIT, value=number)
    computer, also = opened(house, Verb.EDIT, value=number)
    send(house, computer, {**also, "need": LATER})
    assert "är sparad" in send(house, phone, {**kept, "effect": "Alla hinner äta."})
    assert (house.idea(number).need, house.idea(number).answer("effect").text) == (LATER, "Alla hinner äta.")


def test_the_same_line_changed_in_both_is_asked_about_and_nothing_typed_is_lost(house: House, number: str) -> None:
    phone, kept = opened(house, Verb.EDIT, value=number)
    computer, also = opened(house, Verb.EDIT, value=number)
    send(house, computer, {**also, "need": LATER})
    answer = send(house, phone, {**kept, "need": "Frukosten är alltid kall.", "effect": "Varm mat."})
    assert "ändrades på annat håll" in answer
    assert LATER.rstrip(".") in answer
    assert house.form
    again = {f.key: f.value for f in house.form.fields if not f.options}
    assert (again["need"], again["effect"]) == ("Frukosten är alltid kall.", "Varm mat.")
    assert house.idea(number).need == LATER

    send(house, house.form, {"need": again["need"], "effect": again["effect"]})
    assert house.idea(number).need == "Frukosten är alltid kall."


def test_choices_changed_in_both_are_asked_about_too(house: House, number: str) -> None:
    phone, kept = opened(house, Verb.EDIT, value=number)
    computer, also = opened(house, Verb.EDIT, value=number)
    send(house, computer, {**also, "target_group": ("relatives",)})
    assert "ändrades på annat håll" in send(house, phone, {**kept, "target_group": ("children",)})
    assert house.idea(number).answer("target_group").choices == ("relatives",)


def test_a_form_sent_without_a_change_tells_nobody(house: House, number: str) -> None:
    house.say("eva", "ta 1")
    form, kept = opened(house, Verb.EDIT, value=number)
    before = len(house.outbox())
    assert "Inget i" in send(house, form, kept)
    assert [told.kind for told in house.outbox()[before:]] == ["edited-nothing"]


def test_a_title_nobody_chose_follows_the_need(house: House, number: str) -> None:
    form, kept = opened(house, Verb.EDIT, value=number)
    send(house, form, {**kept, "need": LATER})
    assert house.idea(number).title == LATER.rstrip(".")


def test_what_was_answered_in_the_talk_is_not_emptied_by_a_form_left_open(house: House) -> None:
    house.say("anna", NEED)
    form, kept = opened(house, Verb.FORM)
    house.say("anna", "Lugnare morgnar.")
    send(house, form, {**kept, "target_group": ("users",), "ambition": "talk", "unit": "vard", "topic": "care"})
    house.press("anna", Verb.SUBMIT)
    idea = house.idea(house.numbers()[-1])
    assert (idea.need, idea.answer("effect").text) == (NEED, "Lugnare morgnar.")


def test_the_coachs_questions_open_in_two_places_are_both_kept(house: House, number: str) -> None:
    house.say("eva", "ta 1")
    phone, kept = opened(house, Verb.EXPLORE, "eva", number)
    computer, also = opened(house, Verb.EXPLORE, "eva", number)
    send(house, computer, {**also, "measure": "Minuter vid bordet."}, "eva")
    send(house, phone, {**kept, "when_where": "Varje helg."}, "eva")
    answers = {key: answer.text for key, answer in house.idea(number).answers.items()}
    assert (answers["measure"], answers["when_where"]) == ("Minuter vid bordet.", "Varje helg.")


def test_an_answer_can_be_emptied_in_a_form(house: House, number: str) -> None:
    form, kept = opened(house, Verb.EDIT, value=number)
    send(house, form, {**kept, "effect": ""})
    assert house.idea(number).answer("effect").text == ""
