"""What people write that is no command: thanks, greetings, a no, a protest, words under way. And what they are told."""

from __future__ import annotations

import pytest

from bot.turn import take_turn
from dialogs.messages import Inbound
from dialogs.words import Verb
from ideas.idea import Answer, Gap
from ideas.lifecycle import Status
from ideas.people import Identity, Place
from tests.bot.house import NEED, House

CLOSING = {"reason": "no_funding", "fact": "Köket har inga pengar", "step": "Tas upp i mars", "learning": "Fråga först"}


def write_in_one_talk(house: House, handle: str, text: str) -> str:
    """Somebody writes where all is one talk, as in Teams; what they are answered."""
    before = len(house.outbox())
    inbound = Inbound(
        f"one{before}", Identity("local", "skovde", handle), Place("local", "skovde", f"dm:{handle}"), handle, "skovde",
        text, direct=True, one_talk=True,
    )  # fmt: skip
    house.turn(lambda uow: take_turn(inbound, uow, house.now, house.world))
    return "\n".join(told.text for told in house.outbox()[before:] if told.key.startswith("reply:"))


@pytest.mark.parametrize("word", ["tack!", "Tack så mycket", "ja", "ok", "👍"])
def test_a_thank_you_is_answered_and_begins_nothing(house: House, word: str) -> None:
    house.hand_in()
    assert "Varsågod" in house.say("anna", word)
    assert len(house.numbers()) == 1
    assert "utkast" not in house.say("anna", "mina")


def test_a_thank_you_to_a_coach_who_has_asked_reaches_the_coach(house: House, claimed: str) -> None:
    house.say("eva", "skriv 1 Vi har pratat med köket.")
    house.say("anna", "Tack!")
    assert "Anna Åström skriver om SKO-2026-0001" in house.last("eva")
    assert "”Tack!”" in house.last("eva")


def test_a_yes_under_an_idea_reaches_its_coach_whoever_spoke_last(house: House, claimed: str) -> None:
    house.press("anna", Verb.REPLY, claimed, reply="Det gäller även helger.")
    thread = Place("local", "skovde", "dm:anna", f"under:idea:{claimed}:2:claimed:p1")
    inbound = Inbound("yes", Identity("local", "skovde", "anna"), thread, "Anna", "skovde", "Ja", direct=True)
    house.turn(lambda uow: take_turn(inbound, uow, house.now, house.world))
    assert "”Ja”" in house.last("eva")


def test_a_coach_who_says_hello_sees_what_waits(house: House) -> None:
    answer = house.say("eva", "hej")
    assert "Här ser du det som väntar" in answer
    assert "Kö" in answer
    assert "utkast" not in house.say("eva", "mina")


def test_a_protest_against_a_closing_is_asked_about_before_it_becomes_a_new_idea(house: House, claimed: str) -> None:
    house.press("eva", Verb.CLOSE, claimed, **CLOSING)
    assert "Gäller det SKO-2026-0001 eller något nytt?" in house.say("anna", "Men ni mätte ju bara vardagar!")
    house.press("anna", Verb.PICK_IDEA, choices=(claimed,))
    assert "Men ni mätte ju bara vardagar!" in house.last("eva")
    house.at("2027-01-11 09:00")
    assert "Gäller det" not in house.say("anna", "Kaffemaskinen är trasig.")


@pytest.mark.parametrize(("word", "language"), [("nej", "sv"), ("Nej tack!", "sv"), ("no", "en"), ("nej tak", "da")])
def test_a_no_is_no_solution(house: House, word: str, language: str) -> None:
    house.say("anna", f"språk {language}")
    house.say("anna", NEED)
    house.say("anna", "Lugnare morgnar.")
    house.press("anna", Verb.ANSWER, "target_group", choices=("users",))
    house.press("anna", Verb.ANSWER, "know", choices=("seen",))
    house.say("anna", word)
    house.press("anna", Verb.ANSWER, "ambition", choices=("talk",))
    house.press("anna", Verb.ANSWER, "unit", choices=("vard",))
    house.press("anna", Verb.ANSWER, "topic", choices=("care",))
    house.press("anna", Verb.SUBMIT)
    assert house.idea(house.numbers()[-1]).answer("solution") == Answer(gap=Gap.SKIPPED)


def test_a_coach_who_answers_in_the_one_talk_is_asked_to_whom(house: House, claimed: str) -> None:
    house.say("eva", "fråga 1 Hur ofta?")
    house.say("anna", "Varje helg.")
    answer = write_in_one_talk(house, "eva", "tack Anna, jag hör av mig")
    assert "Det här har jag inte skickat vidare" in answer
    assert house.idea(claimed).status is Status.CLAIMED
    assert not any("hör av mig" in told for told in house.heard("anna"))


def test_a_coach_who_tells_of_an_own_need_there_gets_on_with_one_press(house: House, claimed: str) -> None:
    house.say("anna", "Jag glömde säga att det gäller helger.")
    write_in_one_talk(house, "eva", "Skrivaren på kontoret är alltid trasig.")
    house.press("eva", Verb.NEW)
    assert "Skrivaren på kontoret" in house.say("eva", "mina")


def test_an_absence_says_what_goes_back_to_the_queue_before_it_does(house: House, claimed: str) -> None:
    house.say("eva", "borta 30/11-4/12")
    assert "Svar är lovat i en av dina idéer" in house.last("eva")
    house.at("2026-11-30 08:00")
    assert house.idea(claimed).status is Status.SUBMITTED
    assert "SKO-2026-0001 gick tillbaka till kön" in house.last("eva")


def test_an_absence_said_in_a_channel_is_answered_there_and_what_goes_back_is_told_in_private(
    house: House, claimed: str
) -> None:
    house.say("eva", "hej")
    assert "Du är borta" in house.say("eva", "borta 30/11-4/12", channel="skovde-coacher")
    assert "Svar är lovat i en av dina idéer" in house.last("eva")


def test_a_status_without_a_date_takes_back_no_later_promise(house: House, claimed: str) -> None:
    house.say("eva", "löfte 1 2026-12-23 köket svarar sent")
    told = house.press("eva", Verb.STATUS, f"{claimed} exploring", why="Vi vet för lite", date="")
    assert str(house.idea(claimed).promise) == "2026-12-23"
    assert "Nästa löfte: onsdag 23 december" in told


def test_the_receipt_of_a_pause_names_the_day_that_is_promised_after_it(house: House, claimed: str) -> None:
    told = house.press("eva", Verb.STATUS, f"{claimed} dormant", why="Köket byggs om", until="2027-01-11")
    assert str(house.idea(claimed).promise) == "2027-01-18"
    assert "Nästa löfte: måndag 18 januari" in told


def test_a_word_to_the_bearer_names_the_next_one(house: House, claimed: str) -> None:
    told = house.say("eva", "skriv 1 Vi har pratat med köket.")
    promised = house.idea(claimed).promise
    assert promised
    assert "Eva Lind hör av sig igen senast" in house.last("anna")
    assert "Nästa löfte" in told


def test_a_promise_moved_after_its_day_does_not_say_that_there_is_time_left(house: House, claimed: str) -> None:
    house.at("2026-12-02 10:00")
    house.say("eva", "löfte 1 2026-12-11 köket svarar sent")
    assert "Vi hann inte svara om SKO-2026-0001 till måndag 30 november" in house.last("anna")


def test_to_keep_an_idea_after_all_leaves_everything_as_it_was(house: House) -> None:
    number = house.hand_in()
    house.say("anna", "ta tillbaka 1")
    assert "Då är SKO-2026-0001 kvar" in house.press("anna", Verb.WITHDRAW, f"{number} no")
    assert house.idea(number).status is Status.SUBMITTED


def test_words_about_an_idea_nobody_has_taken_can_be_taken_up_at_once(house: House) -> None:
    number = house.hand_in()
    house.press("anna", Verb.REPLY, number, reply="Det gäller även helger.")
    assert "Ingen har tagit idén än" in house.last("pia")
    assert "1. Ta" in house.last("pia")
    assert "Ta den först" in house.say("eva", "status 1 testas")
    assert "1. Ta" in house.say("eva", "status 1 testas")


def test_to_give_an_idea_away_is_told_as_it_was(house: House, claimed: str) -> None:
    house.say("pia", "tilldela 1 @omar")
    assert "Pia Sjöö har gett SKO-2026-0001 till Omar Haddad" in house.last("eva")
    assert "Pia Sjöö gav SKO-2026-0001 till Omar Haddad" in "\n".join(house.heard("skovde-coacher"))


def test_who_reads_is_answered_while_a_question_is_open(house: House) -> None:
    house.say("anna", NEED)
    answer = house.say("anna", "Vem läser det här?")
    assert "kan läsa, och processledaren vid behov" in answer
    assert "Vad skulle bli bättre" in answer
