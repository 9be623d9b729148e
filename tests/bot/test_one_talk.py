"""A platform whose conversations have no threads, and whose presses tell what they were pressed on."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import pytest

from bot.turn import take_turn
from dialogs.messages import Inbound, Now
from dialogs.words import Verb
from ideas.people import Identity, Place
from storage import outbox
from tests.bot.house import NEED, House

ANNA = Identity("teams", "tenant", "anna")
HOME = Place("teams", "tenant", "anna")
CHANNEL = Place("teams", "tenant", "19:channel", "1732")
COACHES = Place("local", "skovde", "skovde-coacher")
_numbers = count(1)


def said(text: str = "", place: Place = HOME, **more: object) -> Inbound:
    """Something from Anna, alone with the bot or with others."""
    direct = place == HOME
    key = f"t{next(_numbers)}"
    heard = Inbound(key, ANNA, place, "Anna", "skovde", text, direct=direct, explicit=not direct, home=HOME)
    return replace(heard, one_talk=True, mention=not direct, **more)  # type: ignore[arg-type]


def take(house: House, inbound: Inbound) -> Now | None:
    return house.turn(lambda uow: take_turn(inbound, uow, house.now, house.world))


def told(house: House) -> list[tuple[str, str]]:
    """Where something was told, and its first line."""
    return [(one.channel, one.text.split("\n")[0]) for one in house.outbox(0)]


def test_what_is_told_in_a_channel_goes_on_at_home_where_the_next_words_are_the_answer(house: House) -> None:
    take(house, said(NEED, CHANNEL))
    take(house, said("Lugnare morgnar."))
    lines = told(house)
    assert [where for where, _ in lines] == ["19:channel", "anna", "anna"]
    assert "eget meddelande" in lines[0][1]
    assert "bättre om det löstes" in house.outbox(0)[1].text
    assert "För vem" in house.outbox(0)[2].text


def test_what_is_told_in_a_channel_is_no_answer_to_the_question_that_is_open_at_home(house: House) -> None:
    take(house, said(NEED))
    take(house, said("Nycklarna ska hämtas på kontoret varje morgon.", CHANNEL))
    assert "utkast" in house.outbox(0)[-1].text.casefold()
    take(house, said(action=Verb.NEW))
    anna = _anna(house)
    drafts = house.turn(lambda uow: uow.drafts(anna))
    assert {draft.need for draft in drafts} == {NEED, "Nycklarna ska hämtas på kontoret varje morgon."}


def _anna(house: House) -> int:
    person = house.turn(lambda uow: uow.person_of(ANNA))
    assert person
    return person.id


@pytest.mark.parametrize(("place", "first"), [(HOME, "Hej! Berätta om något"), (CHANNEL, "Hej! Här kan alla")])
def test_an_app_that_is_added_again_says_its_welcome_once(house: House, place: Place, first: str) -> None:
    for _ in range(3):
        take(house, said(place=replace(place, thread=""), action=Verb.WELCOME))
    lines = told(house)
    assert len(lines) == 1
    assert lines[0][1].startswith(first)


def test_a_press_is_answered_with_its_message_as_it_stands_after_it(house: House) -> None:
    number = house.hand_in()
    press = Inbound(
        "p1", Identity("local", "skovde", "eva"), COACHES, "Eva", "skovde", action=Verb.CLAIM, value=number,
        direct=False, explicit=True, pressed=f"idea:{number}:card", arrived="m1",
    )  # fmt: skip
    for _ in range(2):
        now = take(house, press)
        assert now
        assert now.message
        assert "Eva Lind" in now.message.summary
    elsewhere = take(house, replace(press, key="p2", place=replace(COACHES, channel="skovde-digest")))
    assert elsewhere is None or elsewhere.message is None, "a message of another place is shown to nobody"


def test_a_press_shows_that_a_message_has_arrived(house: House) -> None:
    number = house.hand_in()
    key = f"idea:{number}:card"
    claimed = house.turn(lambda uow: outbox.claim(uow, house.now, house.now, 50))
    card = next(one for one in claimed if one.key == key)
    house.turn(lambda uow: outbox.record(uow, [(card, outbox.Unconfirmed("nobody can tell"))], house.now))
    press = Inbound(
        "p3", Identity("local", "skovde", "eva"), COACHES, "Eva", "skovde", action=Verb.SHOW, value=number,
        direct=False, explicit=True, pressed=key, arrived="m7",
    )  # fmt: skip
    take(house, replace(press, key="p4", place=replace(COACHES, channel="skovde-digest")))
    assert house.turn(outbox.open_counts).get("unconfirmed") == 1, "pressed somewhere else it shows nothing"
    take(house, press)
    assert "unconfirmed" not in house.turn(outbox.open_counts)
