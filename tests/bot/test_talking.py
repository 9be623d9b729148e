"""Questions and answers: each in their own place, and what is said in the channel stays there."""

from __future__ import annotations

from dialogs.words import Verb
from tests.bot.house import House


def test_a_question_reaches_the_bearer_and_the_answer_comes_back(house: House, claimed: str) -> None:
    assert "skickad till Anna Åström" in house.say("eva", "fråga 1 Hur ofta händer det?")
    assert "Eva Lind frågar om SKO-2026-0001: ”Hur ofta händer det?”" in house.last("anna")
    assert "Eva Lind har fått det" in house.say("anna", "Varje helg.")
    assert "Anna Åström svarar om SKO-2026-0001 ”Frukosten kommer för sent till de boende”: ”Varje helg”" in house.last(
        "eva"
    ).replace(".”", "”")


def test_the_answer_can_be_given_by_a_button(house: House, claimed: str) -> None:
    house.say("eva", "fråga 1 Hur ofta händer det?")
    house.press("anna", Verb.REPLY, claimed)
    assert house.form
    house.press("anna", Verb.REPLY, claimed, reply="Varje helg.")
    assert "Varje helg" in house.last("eva")


def test_a_question_asked_from_the_channel_is_answered_one_to_one(house: House, claimed: str) -> None:
    house.say("eva", "fråga 1 Hur ofta händer det?", channel="skovde-coacher")
    house.say("anna", "Varje helg.")
    assert "Varje helg" in house.last("eva")
    assert not any("Varje helg" in text for text in house.heard("skovde-coacher"))


def test_talk_in_the_coaches_channel_never_reaches_the_bearer(house: House, claimed: str) -> None:
    told = len(house.heard("anna"))
    house.say("omar", "Jag tror att köket kan svara på det här", channel="skovde-coacher")
    assert len(house.heard("anna")) == told


def test_a_coach_writes_to_the_bearer_and_the_promise_moves_on(house: House, claimed: str) -> None:
    house.say("eva", "skriv 1 Jag träffar köket på torsdag.")
    assert "Eva Lind skriver om SKO-2026-0001: ”Jag träffar köket på torsdag" in house.last("anna")
    assert str(house.idea(claimed).promise) == "2026-12-07"
    house.at("2026-12-01 12:00")
    assert "promise-broken" not in house.kinds("anna")


def test_a_word_from_the_coach_counts_as_the_first_answer(house: House, claimed: str) -> None:
    house.say("eva", "skriv 1 Hej!")
    assert house.idea(claimed).answered_at == house.now


def test_what_was_asked_and_answered_is_kept_in_the_history(house: House, claimed: str) -> None:
    house.say("eva", "fråga 1 Hur ofta händer det?")
    house.say("anna", "Varje helg.")
    asked, answered = house.history(claimed)[-2:]
    assert dict(asked.details) == {"question": "Hur ofta händer det?"}
    assert dict(answered.details) == {"reply": "Varje helg."}


def test_others_who_may_read_the_idea_do_not_read_the_talk(house: House) -> None:
    house.hand_in(ring="body")
    house.say("eva", "ta 1")
    house.say("eva", "fråga 1 Hur ofta händer det?")
    house.say("anna", "Varje helg.")
    shown = house.say("bjorn", "visa 1")
    assert "Frukosten" in shown
    assert "Varje helg" not in shown
    assert "Hur ofta" not in shown


def test_a_coach_may_ask_before_anybody_has_taken_the_idea(house: House) -> None:
    number = house.hand_in()
    house.say("omar", "fråga 1 Vilket boende?")
    house.press("anna", Verb.REPLY, number, reply="Ekbacken.")
    assert "Ekbacken" in house.last("omar")
    assert house.idea(number).coach is None


def test_what_the_bearer_adds_in_the_queue_goes_to_the_process_leader(house: House) -> None:
    number = house.hand_in()
    house.press("anna", Verb.REPLY, number, reply="Jag glömde något.")
    assert "Jag glömde något" in house.last("pia")


def test_an_answer_after_a_release_does_not_go_to_the_coach_who_left(house: House, claimed: str) -> None:
    house.say("eva", "fråga 1 Hur ofta?")
    house.say("eva", "släpp 1 jag slutar")
    house.press("anna", Verb.REPLY, claimed, reply="Varje helg.")
    assert not any("Varje helg" in text for text in house.heard("eva"))
    assert "Varje helg" in house.last("pia")


def test_a_bearer_who_writes_does_not_move_the_promise(house: House, claimed: str) -> None:
    promised = house.idea(claimed).promise
    house.at("2026-11-27 10:00")
    house.press("anna", Verb.REPLY, claimed, reply="Hör ni av er?")
    assert house.idea(claimed).promise == promised


def test_no_promise_breaks_while_the_bearer_is_asked(house: House, claimed: str) -> None:
    house.say("eva", "fråga 1 Hur ofta?")
    house.at("2026-12-01 10:00")
    assert "promise-broken" not in house.kinds("anna")
    house.say("anna", "Varje helg.")
    assert str(house.idea(claimed).promise) == "2026-12-08"


def test_nobody_asks_themselves(house: House) -> None:
    house.hand_in("eva")
    assert "din egen idé" in house.say("eva", "fråga 1 Hur ofta?")


def test_only_the_coach_writes_to_the_bearer(house: House, claimed: str) -> None:
    assert "är hos Eva Lind" in house.say("omar", "skriv 1 Hej")
    assert "är hos Eva Lind" in house.say("omar", "fråga 1 Hur då?")
    assert "Eva Lind och Omar Haddad" in house.say("bjorn", "fråga 1 Hur då?")
    assert "bara den som lämnade" in house.press("bjorn", Verb.REPLY, house.hand_in(ring="body"), reply="Hej")


def test_a_word_about_a_closed_idea_promises_nothing_more(house: House, claimed: str) -> None:
    closing = {"reason": "no_funding", "fact": "Pengar saknas.", "step": "Tas upp i mars.", "learning": "Fråga i tid."}
    house.press("eva", Verb.CLOSE, claimed, **closing)
    house.press("anna", Verb.REPLY, claimed, reply="Vad kostar det?")
    assert str(house.idea(claimed).promise) == "2026-11-30"
    house.say("eva", "skriv 1 En halv tjänst.")
    assert house.idea(claimed).promise is None
    assert "finns ingen invändning" in house.press("pia", Verb.REOPEN, claimed, why="Ja.")


def test_a_bearer_and_a_coach_in_other_languages_each_read_their_own(house: House, claimed: str) -> None:
    house.say("anna", "språk en")
    house.say("eva", "fråga 1 Hur ofta?")
    assert "Eva Lind asks about SKO-2026-0001: “Hur ofta?”" in house.last("anna")
    house.say("anna", "Every weekend.")
    assert "Anna Åström svarar om SKO-2026-0001" in house.last("eva")
