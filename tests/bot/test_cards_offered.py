"""What cards offer: only what leads somewhere, in the order it is needed, in words that have room on a phone."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from dialogs.cards import Buttons, Card, Facts, Field, Options, form_of
from dialogs.examples import Example, examples
from dialogs.forms import NEXT, NEXT_WORKING_DAYS
from dialogs.messages import Notice, Value
from dialogs.notices import show
from dialogs.texts import LANGUAGES, Texts, sources
from dialogs.words import Verb
from ideas.lifecycle import ENDED, Status
from tests.bot.house import House
from tests.bot.test_status import FILLED, put

TEXTS = Texts()
NUMBER = "SKO-2026-0142"
PLACED = [status for status in Status if status is not Status.DRAFT]
WITHOUT_COACH = (Status.SUBMITTED, Status.WITHDRAWN, Status.MERGED)
SAID = {"person": "omar", "question": "När?", "message": "Vi ses på torsdag.", "reply": "Jag är ledig på torsdag."}
ROOM = 21
"""Characters of a button that a phone shows whole when its letters are twice as large."""


def fact(status: Status, **more: Value) -> dict[str, Value]:
    """What is known of an idea in this state."""
    told = {"number": NUMBER, "title": "Frukosten dröjer", "need": "Frukosten dröjer.", "bearer": "Anna", "promise": ""}
    return {**told, "coach": "Eva Lind", "status": status.value, "answers": [], "history": [], **more}


def pressed(card: Card) -> list[tuple[str, str]]:
    """The verb and the label of every button."""
    return [(one.action, one.label) for part in card.parts if isinstance(part, Buttons) for one in part.buttons]


def offered(kind: str, status: Status, **more: Value) -> list[str]:
    """What a card offers in this state."""
    return [verb for verb, _ in pressed(show(Notice(kind, fact(status, **more)), "sv", TEXTS))]


def example(name: str, language: str = "sv") -> Card:
    """One of the examples as its reader sees it."""
    found: Example = next(one for one in examples(language) if one.name == name)
    return show(found.notice, language, TEXTS)


OFFERS = [
    (status, handle, verb)
    for status in PLACED
    for handle, kind, who in (
        ("eva", "idea-card", {}),
        ("eva", "whole-idea", {"for_coach": True}),
        ("anna", "whole-idea", {"for_bearer": True}),
    )
    for verb in offered(kind, status, **who)
]


@pytest.mark.parametrize(("status", "handle", "verb"), sorted(set(OFFERS)))
def test_no_button_that_is_offered_is_refused(house: House, status: Status, handle: str, verb: str) -> None:
    number = house.hand_in()
    if status is not Status.SUBMITTED:
        put(house, number, status)
    answer = house.press(handle, Verb(verb), number, **FILLED, **SAID)
    assert answer
    assert "refused" not in house.kinds(handle)


@pytest.mark.parametrize("status", [Status.DORMANT, Status.IMPLEMENTED, Status.BENEFIT_CONFIRMED, *ENDED])
def test_what_the_table_does_not_let_end_has_no_button_that_ends_it(status: Status) -> None:
    assert Verb.CLOSE not in offered("idea-card", status)
    assert Verb.CLOSE not in offered("whole-idea", status, for_coach=True)


def test_a_paused_idea_is_first_of_all_taken_up_again() -> None:
    assert offered("idea-card", Status.DORMANT) == [Verb.WAKE, Verb.ASK, Verb.TELL, Verb.PROMISE, Verb.SHOW]


def test_a_move_that_a_preset_has_closed_is_not_offered() -> None:
    assert {Verb.CLOSE, Verb.RELEASE} <= set(offered("idea-card", Status.CLAIMED))
    narrow = offered("idea-card", Status.CLAIMED, moves=["exploring", "dormant"])
    assert Verb.STATUS in narrow
    assert {Verb.CLOSE, Verb.RELEASE}.isdisjoint(narrow)
    assert Verb.STATUS not in offered("idea-card", Status.IMPLEMENTED, moves=[])
    assert Verb.WITHDRAW not in offered("whole-idea", Status.TESTING, for_bearer=True, moves=["exploring"])


@pytest.mark.parametrize("status", [status for status in PLACED if status not in WITHOUT_COACH])
def test_bearer_and_coach_can_write_to_each_other_for_as_long_as_there_is_a_coach(status: Status) -> None:
    assert Verb.TELL in offered("idea-card", status)
    assert Verb.TELL in offered("whole-idea", status, for_coach=True)
    assert offered("whole-idea", status, for_bearer=True)[0] == Verb.REPLY
    nobody = offered("whole-idea", status, for_bearer=True, coach=""), offered("idea-card", status, coach="")
    assert all({Verb.REPLY, Verb.TELL}.isdisjoint(one) for one in nobody)


@pytest.mark.parametrize("status", PLACED)
def test_a_card_offers_at_most_nine_things_and_to_look_at_it_last(status: Status) -> None:
    there = offered("idea-card", status)
    assert len(there) <= 9
    assert there[-1] == Verb.SHOW


@pytest.mark.parametrize(
    ("coach", "label"),
    [
        ("Eva Lind", "Skriv till Eva Lind"),
        ("Anna-Karin Wikström Holmgren", "Skriv till Anna-Karin"),
        ("Evaevaevaevaeva", "Skriv till Evaevaevaevaeva"),
    ],
)
def test_the_button_names_the_coach_by_first_name_where_the_whole_is_long(coach: str, label: str) -> None:
    card = show(Notice("whole-idea", fact(Status.CLAIMED, coach=coach, for_bearer=True)), "sv", TEXTS)
    assert pressed(card)[0] == (Verb.REPLY, label)
    assert coach in card.summary


def test_another_coach_can_ask_to_take_over_and_do_nothing_else() -> None:
    assert offered("whole-idea", Status.EXPLORING, for_coach=True, holds=False) == [Verb.TAKE_OVER]
    assert offered("whole-idea", Status.SUBMITTED, for_coach=True, holds=False) == [Verb.CLAIM, Verb.ASK]
    assert offered("whole-idea", Status.CLOSED, for_coach=True, holds=False) == []


def test_whoever_has_joined_an_idea_does_not_take_it_back() -> None:
    assert offered("whole-idea", Status.CLAIMED, for_bearer=True, owns=False) == [Verb.REPLY, Verb.EDIT]


def test_everyone_who_looks_at_an_idea_sees_only_their_own_buttons(house: House) -> None:
    number = house.hand_in()
    put(house, number, "claimed")
    assert "Skriv till Eva Lind" in house.say("anna", f"visa {number}")
    assert "Nytt läge" in house.say("eva", f"visa {number}")
    other = house.say("omar", f"visa {number}")
    assert "Ta över" in other
    assert "Nytt läge" not in other


def test_the_review_asks_who_sees_it_before_it_can_be_sent() -> None:
    *_, facts, ring, ways = example("review").parts
    assert isinstance(facts, Facts)
    assert isinstance(ring, Options)
    assert ring.value == "ring"
    assert isinstance(ways, Buttons)
    assert [button.action for button in ways.buttons] == [Verb.SUBMIT, Verb.CHANGE]


def test_numbers_in_the_review_follow_the_order_it_is_read_in() -> None:
    numbered = re.findall(r"^  (\d)\. (?:\[x\] )?(\w+)", example("review").summary, re.MULTILINE)
    assert numbered == [("1", "Bara"), ("2", "Min"), ("3", "Hela"), ("4", "Alla"), ("5", "Skicka"), ("6", "Ändra")]


def test_the_review_says_a_need_of_one_sentence_once() -> None:
    assert "Behov:" in example("review").summary
    once = example("review: the title says the need").summary
    assert "Behov:" not in once
    assert once.count("Frukosten kommer för sent") == 1


def date_field(name: str, language: str) -> Field:
    """The field for a day of one of the example forms."""
    form = form_of(example(name, language))
    assert form
    return next(field for field in form.fields if field.kind == "date")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day_says_what_it_is_for_and_what_happens_without_it(language: str) -> None:
    wanted, asked = date_field("form: promise", language), date_field("form: status exploring", language)
    assert wanted.label == TEXTS.say(language, "button-promise")
    assert (wanted.required, asked.required) == (True, False)
    assert asked.label == TEXTS.say(language, NEXT.label, {"days": NEXT_WORKING_DAYS})
    assert f" {NEXT_WORKING_DAYS} " in asked.label


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_button_is_cut_on_a_phone_with_letters_twice_as_large(language: str) -> None:
    labels = re.findall(r"^(button-\S+) = ([^{}\n]+)$", sources(language)["buttons.ftl"], re.MULTILINE)
    assert len(labels) > 50
    assert [(key, label) for key, label in labels if len(label) > ROOM] == []


def test_without_a_day_the_bearer_hears_when_the_form_has_said(house: House) -> None:
    number = house.hand_in()
    put(house, number, "claimed")
    house.press("eva", Verb.STATUS, f"{number} exploring", **{**FILLED, "date": ""})
    today = house.world.today(house.body, house.now)
    assert house.idea(number).promise == house.world.calendar(house.body).add_working_days(today, NEXT_WORKING_DAYS)


def test_the_card_of_a_body_follows_its_presets_table(house: House) -> None:
    preset = house.world.preset.model_copy(update={"closed_transitions": ("claimed>closed",)})
    house.world = replace(house.world, preset=preset)
    number = house.hand_in()
    put(house, number, "claimed")
    said = house.say("eva", f"visa {number}")
    assert "Nytt läge" in said
    assert "Avsluta" not in said
