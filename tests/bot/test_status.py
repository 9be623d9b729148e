"""Moving an idea through its life: every move of the table by the bot's own doors, and who is told what."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

import pytest

from dialogs.forms import STATUS_FORMS
from dialogs.words import Verb
from ideas.idea import noted
from ideas.lifecycle import Status
from tests.bot.house import House

FILLED = {
    "why": "Vi har pratat med köket.", "date": "2026-12-18", "until": "2026-12-18", "receiver": "Maria Berg",
    "test": "frukost klockan sju", "change": "frukosten kommer klockan sju", "gain": "25 minuter mer om dagen",
    "actor": "Science Park", "contact": "info@example.org",
    "reason": "no_funding", "fact": "Pengar saknas i år.", "step": "Tas upp i mars.", "learning": "Fråga köket först.",
}  # fmt: skip

COACH_MOVES = {
    "claimed": "exploring implementing implemented dormant found_home",
    "exploring": "shaping deciding implementing implemented dormant found_home",
    "shaping": "exploring testing deciding implementing dormant found_home",
    "testing": "exploring shaping deciding dormant found_home",
    "deciding": "shaping handed_over dormant found_home",
    "handed_over": "implementing dormant found_home",
    "implementing": "implemented dormant found_home",
    "implemented": "benefit_confirmed",
}
"""What a coach does with `status`, as section 3 of the domain has it."""

MOVES = [(start, end) for start, ends in COACH_MOVES.items() for end in ends.split()]
ACTIVE = ("claimed", "exploring", "shaping", "testing", "deciding")
WITH_COACH = (*ACTIVE, "handed_over", "implementing")


def put(house: House, number: str, status: str) -> None:
    """Place an idea in a state of its life, with Eva as its coach."""
    eva, state = house.person("eva").id, Status(status)
    idea = house.idea(number)
    placed, fact = noted(idea, "status", house.now, eva, "som vi sa", status=state, coach=eva)
    assert house.turn(lambda uow: uow.save_idea(placed, idea))
    house.turn(lambda uow: uow.add_fact(idea.id, fact))


@pytest.fixture
def number(house: House) -> str:
    """Anna's idea."""
    return house.hand_in()


@pytest.mark.parametrize(("start", "end"), MOVES)
def test_a_coach_moves_an_idea_along_the_table(house: House, number: str, start: str, end: str) -> None:
    put(house, number, start)
    house.press("eva", Verb.STATUS, f"{number} {end}", **FILLED)
    if end in {"found_home", "benefit_confirmed"}:
        assert house.idea(number).status == start
        house.press("anna", Verb.AGREE, f"{number} yes")
    assert house.idea(number).status == end
    assert f"status-told-{end}" in house.kinds("anna")
    last = house.history(number)[-1]
    assert (last.start, last.end, bool(last.why)) == (start, end, True)


@pytest.mark.parametrize(
    ("start", "end"),
    [(s, e) for s in (*COACH_MOVES, "closed", "merged", "dormant") for e in STATUS_FORMS if (s, e) not in MOVES],
)
def test_no_other_move_is_made_and_the_coach_is_told_the_state(house: House, number: str, start: str, end: str) -> None:
    put(house, number, start)
    assert "Inget har ändrats" in house.press("eva", Verb.STATUS, f"{number} {end}", **FILLED)
    assert house.idea(number).status == start


@pytest.mark.parametrize("start", COACH_MOVES)
def test_the_bare_word_offers_the_moves_there_are(house: House, number: str, start: str) -> None:
    put(house, number, start)
    house.say("eva", "status 1")
    assert house.riding
    assert house.riding.card
    options = list(chain.from_iterable(getattr(part, "options", ()) for part in house.riding.card.parts))
    assert {option.value for option in options} == set(COACH_MOVES[start].split())


@pytest.mark.parametrize("start", ["closed", "benefit_confirmed", "merged"])
def test_the_bare_word_at_an_end_says_that_nothing_can_be_done(house: House, number: str, start: str) -> None:
    put(house, number, start)
    assert "Inget har ändrats" in house.say("eva", "läge 1")


@pytest.mark.parametrize("start", ACTIVE)
def test_an_active_idea_can_be_given_back(house: House, number: str, start: str) -> None:
    put(house, number, start)
    house.say("eva", "släpp 1 jag byter jobb")
    assert house.idea(number).status is Status.SUBMITTED


@pytest.mark.parametrize("start", ["handed_over", "implementing", "implemented", "dormant", "closed"])
def test_what_is_no_longer_active_cannot_be_given_back(house: House, number: str, start: str) -> None:
    put(house, number, start)
    assert "Inget har ändrats" in house.say("eva", "släpp 1 jag byter jobb")
    assert house.idea(number).status == start


@pytest.mark.parametrize("start", WITH_COACH)
def test_an_idea_with_a_coach_can_be_closed_by_that_coach(house: House, number: str, start: str) -> None:
    put(house, number, start)
    house.press("eva", Verb.CLOSE, number, **FILLED)
    assert house.idea(number).status is Status.CLOSED


@pytest.mark.parametrize("leader", ["eva", "pia"])
@pytest.mark.parametrize("start", WITH_COACH)
def test_an_idea_with_a_coach_can_be_merged_by_coach_and_leader(
    house: House, number: str, start: str, leader: str
) -> None:
    house.hand_in("bjorn")
    put(house, number, start)
    house.say(leader, "slå ihop 1 2 samma kök")
    assert house.idea(number).status is Status.MERGED


@pytest.mark.parametrize("start", ["submitted", "claimed", "exploring", "shaping", "testing"])
def test_the_bearer_can_take_an_idea_back_until_it_is_decided(house: House, number: str, start: str) -> None:
    put(house, number, start)
    house.press("anna", Verb.WITHDRAW, f"{number} yes")
    assert house.idea(number).status is Status.WITHDRAWN


@pytest.mark.parametrize("start", ["deciding", "handed_over", "implementing", "implemented", "dormant", "closed"])
def test_later_the_bearer_is_told_that_it_is_too_late(house: House, number: str, start: str) -> None:
    put(house, number, start)
    assert "kan inte tas tillbaka" in house.press("anna", Verb.WITHDRAW, f"{number} yes")
    assert house.idea(number).status == start


@pytest.mark.parametrize("start", WITH_COACH)
def test_a_pause_ends_in_the_state_it_came_from(house: House, number: str, start: str) -> None:
    put(house, number, start)
    house.press("eva", Verb.STATUS, f"{number} dormant", **FILLED)
    house.press("eva", Verb.WAKE, number, why="Köket är klart.")
    idea = house.idea(number)
    assert (idea.status.value, idea.wake, idea.resumes_as) == (start, None, None)
    assert "Pausen för SKO-2026-0001 är slut" in house.last("anna")


def test_a_coach_ends_a_pause_early_with_the_word_status(house: House, number: str) -> None:
    put(house, number, "testing")
    house.press("eva", Verb.STATUS, f"{number} dormant", **FILLED)
    house.say("eva", "status 1 testas köket blev klart")
    assert house.idea(number).status is Status.TESTING


def test_words_after_the_state_are_taken_and_the_rest_is_asked(house: House, number: str) -> None:
    house.say("eva", "ta 1")
    house.say("eva", "status 1 utforskas vi vill veta hur många det gäller")
    assert house.idea(number).status is Status.EXPLORING
    assert "Nu undersöker vi behovet i SKO-2026-0001. Skälet: vi vill veta hur många det gäller." in house.last("anna")
    house.say("eva", "status 1 formas vi har frågat")
    house.say("eva", "status 1 testas frukost klockan sju")
    assert house.form
    assert {field.key: field.value for field in house.form.fields}["test"] == "frukost klockan sju"
    house.press("eva", Verb.STATUS, house.form.value, test="frukost sju", why="alla vill", until="18 december")
    assert house.idea(number).status is Status.TESTING
    assert "Testet pågår till fredag 18 december, sedan berättar Eva Lind" in house.last("anna")


def test_every_change_is_told_where_the_idea_was_told_with_what_why_and_next(house: House, number: str) -> None:
    put(house, number, "shaping")
    house.press("eva", Verb.STATUS, f"{number} deciding", **FILLED)
    assert house.last("anna").startswith(
        "SKO-2026-0001 ligger nu hos Maria Berg för beslut. Skälet: Vi har pratat med köket. "
        "Eva Lind berättar mer här senast fredag 18 december."
    )


def test_only_its_coach_moves_an_idea(house: House, number: str) -> None:
    put(house, number, "claimed")
    assert "är hos Eva Lind" in house.say("omar", "status 1 utforskas för att")
    assert "är hos Eva Lind" in house.say("pia", "status 1 utforskas för att")
    assert "Det här gör en delprojektledare" in house.say("anna", "status 1 utforskas för att")
    assert house.idea(number).status is Status.CLAIMED


def test_a_state_we_do_not_know_is_asked_about(house: House, number: str) -> None:
    put(house, number, "claimed")
    assert "Vilket läge ska den få?" in house.say("eva", "status 1 nästan klar")


def test_a_new_home_waits_for_the_bearers_yes(house: House, number: str) -> None:
    put(house, number, "exploring")
    house.press("eva", Verb.STATUS, f"{number} found_home", **FILLED)
    assert "Science Park vill arbeta vidare med SKO-2026-0001" in house.last("anna")
    assert house.idea(number).published.get("actor") is None
    house.press("anna", Verb.AGREE, f"{number} yes")
    assert house.idea(number).status is Status.FOUND_HOME
    assert "som du har godkänt. Kontakt: info@example.org" in house.last("anna")
    assert "tycker att det är bra att Science Park tar" in house.last("eva")


def test_a_no_to_the_new_home_leaves_the_idea_where_it_was(house: House, number: str) -> None:
    put(house, number, "exploring")
    house.press("eva", Verb.STATUS, f"{number} found_home", **FILLED)
    house.press("anna", Verb.AGREE, f"{number} no")
    assert house.idea(number).status is Status.EXPLORING
    assert "vill inte att Science Park tar" in house.last("eva")
    assert "går inte" in house.press("anna", Verb.AGREE, f"{number} yes") or house.idea(number).proposed is None


def test_a_new_home_keeps_the_reason_it_was_proposed_with(house: House, number: str) -> None:
    house.say("eva", "ta 1")
    house.say("eva", "status 1 utforskas vi vill veta mer")
    house.press(
        "eva", Verb.STATUS, f"{number} found_home", actor="Bron", contact="bron@example.org", until="18 december"
    )
    house.press("anna", Verb.AGREE, f"{number} yes")
    assert house.history(number)[-1].why == "bron@example.org"


def test_nobody_but_the_bearer_says_yes(house: House, number: str) -> None:
    put(house, number, "implemented")
    house.press("eva", Verb.STATUS, f"{number} benefit_confirmed", **FILLED)
    assert "bara den som lämnade" in house.press("eva", Verb.AGREE, f"{number} yes")
    assert house.idea(number).status is Status.IMPLEMENTED


def test_a_benefit_needs_the_receivers_word_and_the_bearers(house: House, number: str) -> None:
    put(house, number, "implemented")
    house.press("eva", Verb.STATUS, f"{number} benefit_confirmed", gain="25 minuter")
    assert house.idea(number).proposed is None, "the receiver's word is missing"
    house.press("eva", Verb.STATUS, f"{number} benefit_confirmed", **FILLED)
    house.press("anna", Verb.AGREE, f"{number} no")
    assert house.idea(number).status is Status.IMPLEMENTED
    house.press("eva", Verb.STATUS, f"{number} benefit_confirmed", **FILLED)
    house.press("anna", Verb.AGREE, f"{number} yes")
    idea = house.idea(number)
    assert (idea.status, idea.promise) == (Status.BENEFIT_CONFIRMED, None)


def test_a_closed_move_of_a_preset_is_closed_here_too(house: House, number: str) -> None:
    narrow = house.world.preset.model_copy(update={"closed_transitions": ("claimed>exploring",)})
    house.world = replace(house.world, preset=narrow)
    put(house, number, "claimed")
    assert "Inget har ändrats" in house.say("eva", "status 1 utforskas för att")
    assert house.idea(number).status is Status.CLAIMED


def test_the_coachs_own_questions_are_saved_on_the_card(house: House, number: str) -> None:
    put(house, number, "exploring")
    house.press("eva", Verb.EXPLORE, number)
    assert house.form
    house.press("eva", Verb.EXPLORE, number, when_where="Helger, på Ekbacken", measure="Klockslaget")
    card = [told for told in house.outbox() if told.kind == "idea-card"][-1]
    assert "Helger, på Ekbacken" in card.text
