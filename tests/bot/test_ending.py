"""How ideas end: with a reason and a learning, by joining another, by being taken back; and what the bearer can say."""

from __future__ import annotations

import pytest

from dialogs.words import Verb
from ideas.lifecycle import Reason, Status
from tests.bot.house import House

CLOSING = {
    "reason": "no_funding",
    "fact": "Köket har inga pengar i år.",
    "step": "Vi tar upp den i mars.",
    "learning": "Fråga köket först.",
}


@pytest.fixture
def objected(house: House, claimed: str) -> str:
    """The same, closed by Eva, and Anna does not agree."""
    house.press("eva", Verb.CLOSE, claimed, **CLOSING)
    house.press("anna", Verb.OBJECT, claimed, objection="Det kostar ingenting.")
    return claimed


def test_an_end_has_a_reason_a_fact_a_next_step_and_a_learning(house: House, claimed: str) -> None:
    house.say("eva", "avsluta 1")
    assert house.form
    assert [field.key for field in house.form.fields] == ["reason", "fact", "step", "learning"]
    house.press("eva", Verb.CLOSE, claimed, **CLOSING)
    assert house.last("anna").startswith(
        "Tack för det du berättade, men SKO-2026-0001 blir inte av nu. Skälet: Köket har inga pengar i år. "
        "Nästa steg: Vi tar upp den i mars. Vi lärde oss: Fråga köket först."
    )
    last = house.history(claimed)[-1]
    assert dict(last.details) == CLOSING
    assert house.idea(claimed).promise is None


@pytest.mark.parametrize("missing", CLOSING)
def test_no_idea_ends_while_something_is_left_out(house: House, claimed: str, missing: str) -> None:
    house.press("eva", Verb.CLOSE, claimed, **{**CLOSING, missing: " "})
    assert house.idea(claimed).status is Status.CLAIMED
    assert house.form
    assert {field.key: field.value for field in house.form.fields}["fact"] == (
        "" if missing == "fact" else CLOSING["fact"]
    )


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_can_be_given_and_is_told(house: House, claimed: str, reason: Reason) -> None:
    house.press("eva", Verb.CLOSE, claimed, **{**CLOSING, "reason": reason.value})
    assert "Fråga köket först" in house.last("anna")
    assert "avslutad: " in house.say("anna", "visa 1")


def test_a_closed_idea_cannot_be_closed_again(house: House, claimed: str) -> None:
    house.press("eva", Verb.CLOSE, claimed, **CLOSING)
    assert "redan avslutad" in house.say("eva", "avsluta 1")


def test_only_its_coach_closes_an_idea_and_before_that_the_process_leader(house: House) -> None:
    number = house.hand_in()
    assert "Pia Sjöö" in house.press("eva", Verb.CLOSE, number, **CLOSING)
    assert house.idea(number).status is Status.SUBMITTED
    house.press("pia", Verb.CLOSE, number, **CLOSING)
    assert house.idea(number).status is Status.CLOSED
    house.hand_in("bjorn")
    house.say("eva", "ta 2")
    assert "är hos Eva Lind" in house.say("pia", "avsluta 2")
    assert "Eva Lind och Omar Haddad" in house.say("bjorn", "avsluta 2")


def test_the_bare_word_outside_a_dialog_closes_nothing(house: House, claimed: str) -> None:
    house.say("eva", "avsluta")
    assert house.idea(claimed).status is Status.CLAIMED


def test_the_process_leader_answers_an_objection_on_a_promised_day(house: House, objected: str) -> None:
    assert "Svar är lovat senast måndag 30 november" in house.last("pia")
    assert "svarar här senast måndag 30 november" in house.last("anna")


def test_an_objection_that_is_heard_opens_the_idea_again(house: House, objected: str) -> None:
    house.press("pia", Verb.REOPEN, objected, why="Det stämmer att det är gratis.")
    idea = house.idea(objected)
    assert (idea.status, idea.coach) == (Status.CLAIMED, house.person("eva").id)
    assert "är öppen igen. Skälet: Det stämmer att det är gratis. Eva Lind hör av sig" in house.last("anna")
    assert "Pia Sjöö har öppnat SKO-2026-0001 igen" in house.last("eva")


def test_an_objection_can_be_answered_with_a_no_and_a_reason(house: House, objected: str) -> None:
    house.press("pia", Verb.UPHOLD, objected, why="Köket har räknat på det.")
    assert "står fast. Skälet: Köket har räknat på det" in house.last("anna")
    idea = house.idea(objected)
    assert (idea.status, idea.promise) == (Status.CLOSED, None)
    assert "ingen invändning" in house.press("pia", Verb.UPHOLD, objected, why="En gång till.")


def test_an_objection_nobody_answers_is_a_broken_promise_of_the_leaders(house: House, objected: str) -> None:
    house.at("2026-11-30 16:00")
    assert house.kinds("anna")[-1] == "promise-broken"
    assert house.kinds("pia")[-1] == "promise-broken-lead"
    assert "promise-broken-coach" not in house.kinds("eva")


def test_only_the_process_leader_answers_an_objection(house: House, objected: str) -> None:
    assert "Pia Sjöö" in house.press("eva", Verb.REOPEN, objected, why="Jag vill.")
    assert house.idea(objected).status is Status.CLOSED


def test_nobody_answers_their_own_objection(house: House) -> None:
    number = house.hand_in("pia")
    house.say("eva", "ta 1")
    house.press("eva", Verb.CLOSE, number, **CLOSING)
    house.press("pia", Verb.OBJECT, number, objection="Det kostar ingenting.")
    house.press("pia", Verb.REOPEN, number, why="Jag har rätt.")
    assert house.idea(number).status is Status.CLOSED


def test_only_what_is_closed_can_be_objected_to_and_only_by_its_bearer(house: House, claimed: str) -> None:
    assert "Inget har ändrats" in house.press("anna", Verb.OBJECT, claimed, objection="Nej.")
    house.press("eva", Verb.CLOSE, claimed, **CLOSING)
    assert "bara den som lämnade" in house.press("eva", Verb.OBJECT, claimed, objection="Nej.")


def test_taking_an_idea_back_is_asked_once_more(house: House, claimed: str) -> None:
    assert "Vill du ta tillbaka SKO-2026-0001" in house.say("anna", "ta tillbaka 1")
    assert house.idea(claimed).status is Status.CLAIMED
    house.press("anna", Verb.WITHDRAW, f"{claimed} yes")
    assert house.idea(claimed).status is Status.WITHDRAWN
    assert "har tagit tillbaka SKO-2026-0001" in house.last("eva")


def test_a_withdrawn_idea_is_out_of_the_queue_and_its_nudges_are_silent(house: House) -> None:
    number = house.hand_in()
    house.press("anna", Verb.WITHDRAW, f"{number} yes")
    assert "Kön är tom" in house.say("eva", "kö")
    told = len(house.outbox())
    house.at("2026-12-04 10:00")
    assert [message.kind for message in house.outbox()[told:]] == []


def test_nobody_else_takes_an_idea_back(house: House) -> None:
    number = house.hand_in(ring="body")
    assert "bara den som lämnade" in house.press("bjorn", Verb.WITHDRAW, f"{number} yes")
    assert house.idea(number).status is Status.SUBMITTED


def test_a_merged_idea_makes_its_bearer_a_co_bearer_who_hears_what_follows(house: House, claimed: str) -> None:
    house.hand_in("bjorn", need="De äldre är hungriga på morgonen.")
    house.say("pia", "slå ihop 2 1 samma frukost")
    assert "hör ihop med SKO-2026-0001 och går vidare där. Skälet: samma frukost" in house.last("bjorn")
    assert house.idea(claimed).co_bearers == (house.person("bjorn").id,)
    house.say("eva", "status 1 utforskas vi frågar köket")
    assert "Nu undersöker vi behovet i SKO-2026-0001" in house.last("anna")
    assert house.last("bjorn") == house.last("anna")
    assert "ihopslagen med SKO-2026-0001" in house.say("bjorn", "visa 2")


def test_a_co_bearer_answers_but_does_not_take_back_what_is_anothers(house: House, claimed: str) -> None:
    house.hand_in("bjorn")
    house.say("pia", "slå ihop 2 1 samma frukost")
    house.press("bjorn", Verb.REPLY, claimed, reply="Även hos oss.")
    assert "Björn Ek skriver om SKO-2026-0001" in house.last("eva")
    assert "bara den som lämnade" in house.press("bjorn", Verb.WITHDRAW, f"{claimed} yes")
    house.press("anna", Verb.WITHDRAW, f"{claimed} yes")
    assert "har tagit tillbaka SKO-2026-0001" in house.last("bjorn")


def test_co_bearers_of_what_is_merged_come_along(house: House, claimed: str) -> None:
    house.hand_in("bjorn")
    house.hand_in("kim")
    house.say("pia", "slå ihop 3 2 samma")
    house.say("pia", "slå ihop 2 1 samma")
    assert house.idea(claimed).co_bearers == (house.person("bjorn").id, house.person("kim").id)


def test_what_cannot_be_merged_stays_as_it_is(house: House, claimed: str) -> None:
    house.hand_in("bjorn")
    assert "sig själv" in house.say("pia", "slå ihop 2 2 samma")
    assert "Jag hittar ingen idé" in house.say("pia", "slå ihop 2 77 samma")
    assert "Jag hittar ingen idé" in house.say("pia", "slå ihop 2 ettan samma")
    house.press("eva", Verb.CLOSE, claimed, **CLOSING)
    assert "redan avslutad" in house.say("pia", "slå ihop 2 1 samma")
    assert "Pia Sjöö" in house.say("eva", "slå ihop 2 1 samma")
    assert house.idea("SKO-2026-0002").status is Status.SUBMITTED


def test_ideas_of_two_bodies_are_not_merged(house: House) -> None:
    house.hand_in(ring="everyone")
    other = house.hand_in("samir", ring="everyone", body="falkoping", unit="skola")
    assert "Det här gör en delprojektledare. I Falköping" in house.say("pia", f"slå ihop 1 {other} samma")
    assert "I Skövde" in house.say("goran", "slå ihop SKO-2026-0001 1 samma", body="falkoping")
    assert house.idea("SKO-2026-0001").status is Status.SUBMITTED


def test_a_merge_never_makes_somebody_their_own_coach(house: House, claimed: str) -> None:
    house.hand_in("eva")
    assert "din egen idé" in house.say("pia", "slå ihop 2 1 samma")
    assert house.idea(claimed).co_bearers == ()


def test_a_pause_is_proposed_to_end_and_the_coach_confirms(house: House, claimed: str) -> None:
    house.press("eva", Verb.STATUS, f"{claimed} dormant", why="Köket byggs om.", until="4 januari")
    assert "pausad till måndag 4 januari" in house.say("anna", "visa 1")
    house.at("2027-01-04 07:30")
    assert "pause-ended" not in house.kinds("eva")
    house.at("2027-01-04 08:00")
    assert house.kinds("eva")[-1] in {"pause-ended", "monday"}
    assert "pause-ended" in house.kinds("eva")
    assert house.idea(claimed).status is Status.DORMANT
    house.press("eva", Verb.WAKE, claimed, why="Köket är klart.")
    assert house.idea(claimed).status is Status.CLAIMED


def test_a_pause_that_nobody_ends_does_not_last_for_ever(house: House, claimed: str) -> None:
    house.press("eva", Verb.STATUS, f"{claimed} dormant", why="Köket byggs om.", until="4 januari")
    house.at("2027-01-12 16:00")
    assert house.kinds("anna")[-1] == "promise-broken"
    assert house.kinds("pia")[-1] == "promise-broken-lead"


def test_a_pause_can_be_made_longer_with_a_reason(house: House, claimed: str) -> None:
    house.press("eva", Verb.STATUS, f"{claimed} dormant", why="Köket byggs om.", until="4 januari")
    house.say("eva", "löfte 1 1 februari köket dröjer")
    assert "Pausen för SKO-2026-0001 varar nu till måndag 1 februari. Skälet: köket dröjer" in house.last("anna")
    house.at("2027-01-20 10:00")
    assert "pause-ended" not in house.kinds("eva")
    house.at("2027-02-01 10:00")
    assert "pause-ended" in house.kinds("eva")


def test_an_old_button_after_the_end_changes_nothing(house: House, claimed: str) -> None:
    house.press("eva", Verb.STATUS, f"{claimed} found_home", actor="Bron", contact="bron", until="18 december")
    house.press("eva", Verb.CLOSE, claimed, **CLOSING)
    house.press("anna", Verb.AGREE, f"{claimed} yes")
    assert house.idea(claimed).status is Status.CLOSED
