"""What is promised: kept, moved before it breaks with a reason, or owned up to on the day."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.words import Verb
from tests.bot.house import House


@pytest.mark.parametrize(
    ("handed_in", "promised"),
    [
        ("2026-11-23 10:00", "måndag 30 november"),
        ("2026-11-27 23:59", "fredag 4 december"),
        ("2026-11-28 12:00", "fredag 4 december"),
        ("2026-12-18 15:00", "tisdag 29 december"),
        ("2026-12-23 10:00", "tisdag 5 januari"),
        ("2026-06-15 10:00", "tisdag 23 juni"),
        ("2026-03-30 10:00", "onsdag 8 april"),
        ("2026-05-08 10:00", "måndag 18 maj"),
    ],
)
def test_the_promise_is_five_working_days_ahead(house: House, handed_in: str, promised: str) -> None:
    house.now = house.moment(handed_in)
    house.hand_in()
    receipt = next(told.text for told in house.outbox() if told.kind == "receipt")
    assert f"svarar här senast {promised}" in receipt


def test_a_promise_is_moved_before_it_breaks_with_a_reason(house: House, claimed: str) -> None:
    assert "har nytt datum: fredag 4 december" in house.say("eva", "löfte 1 4 december köket svarar då")
    assert house.last("anna").startswith(
        "Vi hinner inte svara om SKO-2026-0001 till måndag 30 november, och det beklagar vi. "
        "Skälet: köket svarar då. Du får svar senast fredag 4 december."
    )
    house.at("2026-12-03 16:00")
    assert "promise-broken" not in house.kinds("anna")
    house.at("2026-12-04 16:00")
    assert "promise-broken" in house.kinds("anna")


def test_a_promise_is_not_moved_without_a_reason_or_a_day_ahead(house: House, claimed: str) -> None:
    for words in ("löfte 1 fredag", "löfte 1", "löfte 1 20 november 2026 det hann vi inte", "löfte 1 snart kanske"):
        house.say("eva", words)
        assert house.form, words
    assert str(house.idea(claimed).promise) == "2026-11-30"
    house.press("eva", Verb.PROMISE, claimed, date="fredag", why="Köket svarar då.")
    assert str(house.idea(claimed).promise) == "2026-11-27"


def test_the_same_day_once_more_is_no_new_promise(house: House, claimed: str) -> None:
    assert "har redan det datumet" in house.say("eva", "löfte 1 30 november för att")


def test_only_the_one_who_has_the_idea_moves_its_promise(house: House, claimed: str) -> None:
    assert "är hos Eva Lind" in house.say("omar", "löfte 1 fredag för att")
    assert "är hos Eva Lind" in house.say("pia", "löfte 1 fredag för att")
    assert "Det här gör en delprojektledare" in house.say("anna", "löfte 1 fredag för att")


def test_a_promise_nobody_moved_is_owned_up_to_on_the_day(house: House, claimed: str) -> None:
    house.at("2026-11-30 14:59")
    assert "promise-broken" not in house.kinds("anna")
    house.at("2026-11-30 15:00")
    assert house.last("anna").startswith("Vi lovade att svara om SKO-2026-0001 senast i dag.")
    assert "skulle ha fått svar i dag" in house.last("pia")
    assert house.kinds("eva")[-1] == "promise-broken-coach"
    assert house.history(claimed)[-1].kind == "broken"


def test_a_broken_promise_is_told_once(house: House, claimed: str) -> None:
    house.at("2026-12-20 12:00")
    assert house.kinds("anna").count("promise-broken") == 1


def test_the_promise_of_an_idea_that_nobody_took_breaks_too(house: House) -> None:
    number = house.hand_in("eva")
    house.say("omar", "borta till 20 december")
    house.at("2026-12-01 09:00")
    assert "promise-broken" in house.kinds("eva")
    assert "promise-broken-lead" in house.kinds("pia")
    assert house.idea(number).coach is None


def test_a_promise_that_was_kept_is_not_called_broken(house: House, claimed: str) -> None:
    house.say("eva", "status 1 utforskas vi frågar köket")
    house.at("2026-12-01 09:00")
    assert "promise-broken" not in house.kinds("anna")
    house.at("2026-12-07 16:00")
    assert "promise-broken" in house.kinds("anna"), "what was promised next is a promise too"


def test_a_follow_up_after_the_change_is_a_promise(house: House, claimed: str) -> None:
    house.press(
        "eva", Verb.STATUS, f"{claimed} implemented", receiver="Maria Berg", change="Frukost sju", until="18 december"
    )
    house.at("2026-12-18 16:00")
    assert "promise-broken" in house.kinds("anna")


def test_a_follow_up_of_a_new_home_is_a_promise_that_a_word_keeps(house: House, claimed: str) -> None:
    house.press("eva", Verb.STATUS, f"{claimed} found_home", actor="Bron", contact="bron", until="18 december")
    house.press("anna", Verb.AGREE, f"{claimed} yes")
    house.say("eva", "skriv 1 Bron har börjat.")
    assert house.idea(claimed).promise is None
    house.at("2026-12-19 16:00")
    assert "promise-broken" not in house.kinds("anna")


def test_consent_is_asked_until_it_is_answered_and_a_no_is_kept(house: House, claimed: str) -> None:
    assert "Får vi berätta om det i veckobrevet, utan ditt namn?" in house.last("anna")
    assert "Vi berättar inte" in house.press("anna", Verb.CONSENT, f"{claimed} no")
    house.say("eva", "skriv 1 Hej!")
    assert "veckobrevet" not in house.last("anna")
    assert house.idea(claimed).consent is False
    house.press("anna", Verb.CONSENT, f"{claimed} yes")
    assert house.idea(claimed).consent is True
    assert "bara den som lämnade" in house.press("eva", Verb.CONSENT, f"{claimed} no")


def test_what_is_private_is_not_shown_to_colleagues(house: House) -> None:
    number = house.hand_in(need="Hemligt behov.")
    for handle in ("bjorn", "kim"):
        answer = house.say(handle, f"visa {number}")
        assert "Jag hittar ingen idé" in answer
        assert "Hemligt" not in answer


@pytest.mark.parametrize(("ring", "colleague", "neighbour"), [("unit", True, False), ("body", True, True)])
def test_a_ring_lets_in_those_it_names(house: House, ring: str, colleague: bool, neighbour: bool) -> None:
    number = house.hand_in("anna", ring=ring)
    house.hand_in("bjorn", unit="skola")
    house.say("nykomling", "hej")
    newcomer = house.person("nykomling")
    house.turn(lambda uow: uow.save_person(replace(newcomer, unit="vard")))
    assert ("Frukosten" in house.say("nykomling", f"visa {number}")) is colleague
    assert ("Frukosten" in house.say("bjorn", f"visa {number}")) is neighbour


@pytest.mark.parametrize("ring", ["", "unit", "body"])
def test_another_bodys_idea_is_refused_without_a_word_of_it(house: House, ring: str) -> None:
    number = house.hand_in(need="Hemligt behov.", ring=ring)
    for handle in ("samir", "jonas", "goran"):
        answer = house.say(handle, f"visa {number}", body="falkoping")
        assert "hör till en annan organisation" in answer
        assert "Hemligt" not in answer


def test_who_is_erased_has_no_name_and_hears_nothing_more(house: House, claimed: str) -> None:
    house.say("anna", "ny")
    house.press("anna", Verb.ERASE)
    told = len(house.heard("anna"))
    house.say("eva", "skriv 1 Hej!")
    assert len(house.heard("anna")) == told
    assert "Anna" not in house.say("eva", "visa 1")
    assert house.idea(claimed).need.startswith("Frukosten")
