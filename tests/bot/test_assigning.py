"""Who has an idea: given, handed over, asked for; who is away; and what happens when nobody can."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.words import Verb
from ideas.lifecycle import Status
from ideas.people import Person
from tests.bot.house import House


def coach_of(house: House, number: str) -> str:
    """The handle of an idea's coach."""
    coach = house.idea(number).coach
    return next((h for h in ("eva", "omar", "pia") if house.person(h).id == coach), "")


@pytest.mark.parametrize("name", ["@omar", "omar", "Omar", "Omar Haddad"])
def test_the_process_leader_gives_an_idea_to_a_coach(house: House, name: str) -> None:
    number = house.hand_in()
    assert "Omar Haddad har fått SKO-2026-0001" in house.say("pia", f"tilldela 1 {name}")
    assert coach_of(house, number) == "omar"
    assert "därför att Pia Sjöö gav dig den. Hör av dig till Anna Åström" in house.last("omar")
    assert "Omar Haddad är din delprojektledare" in house.last("anna")


def test_of_two_coaches_with_one_name_nobody_is_chosen_by_chance(house: House) -> None:
    number = house.hand_in()
    another = replace(house.person("omar"), id=0, handle="omar.h", home=None)
    house.turn(lambda uow: uow.add_person(another))
    told = house.say("pia", "tilldela 1 Omar Haddad")
    assert "Omar Haddad (@omar)" in told
    assert "Omar Haddad (@omar.h)" in told
    assert not house.idea(number).coach
    house.press("pia", Verb.ASSIGN, number)
    assert house.form
    labels = {option.value: option.label for option in house.form.fields[0].options}
    assert labels == {"eva": "Eva Lind", "omar": "Omar Haddad (@omar)", "omar.h": "Omar Haddad (@omar.h)"}
    house.say("pia", "tilldela 1 @omar.h")
    assert house.idea(number).coach == house.person("omar.h").id


def test_a_leader_who_names_nobody_chooses_in_a_form(house: House) -> None:
    number = house.hand_in()
    house.press("pia", Verb.ASSIGN, number)
    assert house.form
    assert [option.value for option in house.form.fields[0].options] == ["eva", "omar"]
    house.press("pia", Verb.ASSIGN, number, person="omar")
    assert coach_of(house, number) == "omar"


def test_an_idea_can_be_given_from_one_coach_to_another(house: House, claimed: str) -> None:
    house.say("pia", "tilldela 1 @omar")
    assert coach_of(house, claimed) == "omar"
    assert "Omar Haddad är nu din delprojektledare för SKO-2026-0001 efter Eva Lind" in house.last("anna")
    assert "Pia Sjöö har gett SKO-2026-0001 till Omar Haddad" in house.last("eva")
    assert "har redan" in house.say("pia", "tilldela 1 @omar")


def test_nobody_is_given_their_own_idea(house: House) -> None:
    number = house.hand_in("omar")
    assert "egen idé" in house.say("pia", "tilldela 1 @omar")
    assert house.idea(number).coach is None


def test_an_unknown_coach_is_answered_with_those_there_are(house: House) -> None:
    house.hand_in()
    assert "Eva Lind och Omar Haddad" in house.say("pia", "tilldela 1 @bjorn")


def test_only_the_process_leader_assigns_and_only_at_home(house: House) -> None:
    house.hand_in(ring="everyone")
    assert "Det här gör processledaren. I Skövde är det Pia Sjöö" in house.say("eva", "tilldela 1 @omar")
    assert "I Skövde är det Eva Lind, Omar Haddad" in house.say(
        "goran", "tilldela SKO-2026-0001 @eva", body="falkoping"
    )


def test_an_ended_idea_is_not_assigned(house: House) -> None:
    number = house.hand_in(ring="body")
    house.press("pia", Verb.CLOSE, number, reason="duplicate", fact="Fakta.", step="Steg.", learning="Lärdom.")
    assert "Inget har ändrats" in house.say("pia", "tilldela 1 @omar")


def test_a_coach_hands_over_and_keeps_the_idea_until_the_other_accepts(house: House, claimed: str) -> None:
    house.say("eva", "lämna över 1 @omar du kan kök")
    assert coach_of(house, claimed) == "eva"
    assert "Eva Lind vill lämna över SKO-2026-0001" in house.last("omar")
    assert "Skälet: du kan kök" in house.last("omar")
    house.press("omar", Verb.ACCEPT, claimed)
    assert coach_of(house, claimed) == "omar"
    assert "Omar Haddad har tagit över" in house.last("eva")
    assert "efter Eva Lind" in house.last("anna")


def test_a_hand_over_that_is_declined_changes_nothing(house: House, claimed: str) -> None:
    house.say("eva", "lämna över 1 @omar du kan kök")
    house.press("omar", Verb.DECLINE, claimed)
    assert coach_of(house, claimed) == "eva"
    assert "Omar Haddad kan inte ta SKO-2026-0001 nu" in house.last("eva")
    assert "inte erbjuden till dig längre" in house.press("omar", Verb.ACCEPT, claimed)


def test_nobody_but_the_one_asked_can_accept(house: House, claimed: str) -> None:
    house.say("eva", "lämna över 1 @omar du kan kök")
    assert "inte erbjuden" in house.press("eva", Verb.ACCEPT, claimed)
    assert coach_of(house, claimed) == "eva"


def test_a_hand_over_after_a_broken_promise_promises_a_day_that_can_be_kept(house: House, claimed: str) -> None:
    house.at("2026-12-02 10:00")
    house.say("eva", "lämna över 1 @omar jag hinner inte")
    house.press("omar", Verb.ACCEPT, claimed)
    assert "Du får höra av Omar Haddad här senast onsdag 9 december" in house.last("anna")


def test_an_offer_ends_with_the_idea(house: House, claimed: str) -> None:
    house.say("eva", "lämna över 1 @omar du kan kök")
    house.press("eva", Verb.CLOSE, claimed, reason="duplicate", fact="Fakta.", step="Steg.", learning="Lärdom.")
    assert "inte erbjuden" in house.press("omar", Verb.ACCEPT, claimed)
    assert house.idea(claimed).status is Status.CLOSED


def test_a_coach_asks_for_anothers_idea_and_gets_it(house: House, claimed: str) -> None:
    house.say("omar", "ta över 1")
    assert "Omar Haddad vill ta över SKO-2026-0001" in house.last("eva")
    assert "inte erbjuden" in house.press("omar", Verb.ACCEPT, claimed)
    house.press("eva", Verb.ACCEPT, claimed)
    assert coach_of(house, claimed) == "omar"
    assert "Du har nu SKO-2026-0001" in house.last("omar")


def test_a_coach_may_keep_what_another_asks_for(house: House, claimed: str) -> None:
    house.say("omar", "ta över 1")
    house.press("eva", Verb.DECLINE, claimed)
    assert coach_of(house, claimed) == "eva"
    assert "Eva Lind behåller SKO-2026-0001" in house.last("omar")


def test_taking_over_makes_sense_or_is_refused_in_words(house: House, claimed: str) -> None:
    house.hand_in("omar")
    house.hand_in("bjorn")
    house.say("eva", "ta 2")
    assert "Du har redan" in house.say("eva", "ta över 1")
    assert "egen idé" in house.say("omar", "ta över 2")
    assert "Ta den först" in house.say("omar", "ta över 3")
    assert "Eva Lind och Omar Haddad" in house.say("bjorn", "ta över 3")


@pytest.mark.parametrize("span", ["idag", "till fredag", "23/11–30/11"])
def test_an_absence_frees_what_is_promised_meanwhile(house: House, claimed: str, span: str) -> None:
    house.at("2026-11-30 09:00") if span == "idag" else None
    house.say("eva", "löfte 1 27 november köket svarar då") if span == "till fredag" else None
    house.say("eva", f"borta {span}")
    assert coach_of(house, claimed) == ""
    freed = house.history(claimed)[-1]
    assert (freed.kind, freed.actor) == ("released", None)
    assert "Någon annan tar vid" in house.last("anna")


def test_an_absence_leaves_alone_what_is_promised_for_later(house: House, claimed: str) -> None:
    house.say("eva", "borta till fredag")
    assert coach_of(house, claimed) == "eva"


def test_an_absence_later_on_begins_on_its_day(house: House, claimed: str) -> None:
    house.say("eva", "skriv 1 Jag hör av mig.")
    assert "Du är borta tisdag 1 december till måndag 14 december" in house.say("eva", "borta 1/12–14/12")
    house.at("2026-11-30 12:00")
    assert coach_of(house, claimed) == "eva"
    house.at("2026-12-01 08:00")
    assert coach_of(house, claimed) == ""


def test_a_coach_who_is_back_early_keeps_the_ideas(house: House, claimed: str) -> None:
    house.say("eva", "borta idag")
    house.say("eva", "här igen")
    house.at("2026-11-24 10:00")
    assert coach_of(house, claimed) == "eva"


def test_a_longer_absence_said_later_counts(house: House, claimed: str) -> None:
    house.say("eva", "skriv 1 Jag hör av mig.")
    house.say("eva", "borta 1/12")
    house.say("eva", "borta 1/12–14/12")
    house.at("2026-12-01 08:00")
    assert coach_of(house, claimed) == ""


def test_routing_passes_over_those_who_are_away(house: House) -> None:
    house.say("eva", "borta till fredag")
    number = house.hand_in()
    assert house.idea(number).ranked == (house.person("omar").id,)
    house.at("2026-11-26 12:00")
    assert coach_of(house, number) == "omar"


def test_a_span_that_is_no_span_is_asked_about(house: House) -> None:
    assert "Jag förstår inte datumet" in house.say("eva", "borta då och då")
    assert "Det här gör en delprojektledare" in house.say("anna", "borta idag")


def test_when_the_only_coach_is_the_bearer_the_process_leader_is_told_all_along(house: House) -> None:
    _retire(house, "omar")
    number = house.hand_in("eva")
    assert "eftersom den som lämnade den är delprojektledare själv" in house.last("pia")
    house.at("2026-11-26 10:00")
    assert house.kinds("pia")[-3:] == ["no-coach-lead", "nudge-lead", "nobody-to-assign"]
    assert house.idea(number).status is Status.SUBMITTED
    house.say("pia", "ta 1")
    assert coach_of(house, number) == "pia"


def test_an_idea_is_never_assigned_to_a_coach_who_has_joined_it(house: House) -> None:
    number = house.hand_in()
    house.hand_in("eva")
    house.say("pia", "slå ihop 2 1 samma")
    house.at("2026-11-26 12:00")
    assert coach_of(house, number) == "omar"


def _retire(house: House, handle: str) -> None:
    person: Person = house.person(handle)
    house.turn(lambda uow: uow.save_person(replace(person, roles=frozenset())))
