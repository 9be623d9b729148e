"""Taking an idea and giving it back: the first wins, and the others are told who."""

from __future__ import annotations

import pytest

from dialogs.words import Verb
from ideas.lifecycle import Status
from tests.bot.house import House

CARD = "skovde-coacher"


@pytest.mark.parametrize("words", ["ta 1", "TA SKO-2026-0001.", "claim sko 1", "ta sko2026-1"])
def test_a_coach_takes_an_idea_by_words(house: House, words: str) -> None:
    number = house.hand_in()
    assert "Hör av dig till Anna Åström senast måndag 30 november" in house.say("eva", words)
    assert house.idea(number).coach == house.person("eva").id
    assert "Eva Lind är din delprojektledare" in house.last("anna")
    assert "Eva Lind tog SKO-2026-0001" in house.last(CARD)


def test_a_coach_takes_an_idea_by_a_button_in_the_channel(house: House) -> None:
    number = house.hand_in()
    answer = house.press("omar", Verb.CLAIM, number, channel=CARD)
    assert "Du har nu SKO-2026-0001" in answer
    assert house.idea(number).status is Status.CLAIMED


def test_the_card_of_a_claimed_idea_is_changed_in_place(house: House) -> None:
    house.hand_in()
    house.say("eva", "ta 1")
    card = [told for told in house.outbox() if told.kind == "idea-card"][-1]
    assert "Läge: har delprojektledare" in card.text
    assert "Delprojektledare: Eva Lind" in card.text


def test_the_second_coach_is_told_who_was_first(house: House) -> None:
    number = house.hand_in()
    house.say("eva", "ta 1")
    assert "Eva Lind hann före" in house.press("omar", Verb.CLAIM, number, channel=CARD)
    assert house.idea(number).coach == house.person("eva").id


def test_a_second_press_by_the_same_coach_changes_nothing(house: House) -> None:
    number = house.hand_in()
    house.press("eva", Verb.CLAIM, number)
    before, told = house.idea(number), len(house.heard("anna"))
    assert "Inget har ändrats" in house.press("eva", Verb.CLAIM, number)
    assert house.idea(number) == before
    assert len(house.heard("anna")) == told


def test_nobody_coaches_their_own_idea(house: House) -> None:
    number = house.hand_in("eva")
    assert "din egen idé" in house.say("eva", "ta 1")
    assert house.idea(number).status is Status.SUBMITTED


def test_an_employee_who_takes_an_idea_is_told_who_can(house: House) -> None:
    house.hand_in()
    answer = house.say("bjorn", "ta 1")
    assert "Eva Lind" in answer
    assert "Omar Haddad" in answer


def test_a_coach_of_another_body_may_read_a_shared_idea_but_not_take_it(house: House) -> None:
    number = house.hand_in(ring="everyone")
    assert "Frukosten" in house.say("jonas", f"visa {number}", body="falkoping")
    assert "I Skövde är det Eva Lind, Omar Haddad" in house.say("jonas", f"ta {number}", body="falkoping")
    assert house.idea(number).status is Status.SUBMITTED


def test_the_process_leader_can_take_what_no_coach_takes(house: House) -> None:
    number = house.hand_in("eva")
    house.say("pia", "ta 1")
    assert house.idea(number).coach == house.person("pia").id


def test_a_claim_keeps_the_promise_that_was_given(house: House) -> None:
    number = house.hand_in()
    promised = house.idea(number).promise
    house.at("2026-11-25 10:00")
    house.say("eva", "ta 1")
    assert house.idea(number).promise == promised


def test_a_claim_after_a_broken_promise_promises_anew(house: House) -> None:
    number = house.hand_in("eva")
    house.say("omar", "borta 23/11–20/12")
    house.at("2026-12-02 10:00")
    house.say("pia", "ta 1")
    assert str(house.idea(number).promise) == "2026-12-09"


def test_a_release_needs_a_reason_and_asks_for_it(house: House) -> None:
    number = house.hand_in()
    house.say("eva", "ta 1")
    house.say("eva", "släpp 1")
    assert house.form
    assert [field.key for field in house.form.fields] == ["why"]
    assert house.idea(number).status is Status.CLAIMED
    house.press("eva", Verb.RELEASE, number, why="Jag kan för lite om kök.")
    assert house.idea(number).status is Status.SUBMITTED


def test_a_release_keeps_the_promise(house: House) -> None:
    number = house.hand_in()
    promised = house.idea(number).promise
    house.say("eva", "ta 1")
    house.say("eva", "släpp 1 jag kan för lite om kök")
    idea = house.idea(number)
    assert (idea.promise, idea.first_promise, idea.coach) == (promised, promised, None)
    assert "Skälet: jag kan för lite om kök. Någon annan tar vid" in house.last("anna")
    assert "senast måndag 30 november" in house.last("anna")


def test_a_release_begins_the_nudges_anew(house: House) -> None:
    house.hand_in()
    house.say("eva", "ta 1")
    house.at("2026-11-25 10:00")
    house.say("eva", "släpp 1 jag hinner inte")
    assert "nudge" not in house.kinds(CARD)
    house.at("2026-11-26 10:00")
    assert house.kinds(CARD)[-1] == "nudge"


def test_what_was_asked_is_no_longer_waited_for_after_a_release(house: House) -> None:
    number = house.hand_in()
    house.say("eva", "ta 1")
    house.say("eva", "fråga 1 Hur ofta händer det?")
    house.say("eva", "släpp 1 jag slutar")
    house.at("2026-11-30 16:00")
    assert house.idea(number).asked_at is None
    assert "promise-broken" in house.kinds("anna")


def test_only_its_coach_gives_an_idea_back(house: House) -> None:
    number = house.hand_in()
    house.say("eva", "ta 1")
    assert "är hos Eva Lind" in house.say("omar", "släpp 1 jag vill")
    assert "Eva Lind och Omar Haddad" in house.say("bjorn", "släpp 1 jag vill")
    assert house.idea(number).coach == house.person("eva").id


def test_claim_release_and_claim_tell_everyone_each_time(house: House) -> None:
    house.hand_in()
    for _ in range(2):
        house.say("eva", "ta 1")
        house.say("eva", "släpp 1 jag hinner inte")
    assert house.kinds("anna").count("claimed") == 2
    assert house.kinds("anna").count("released") == 2
