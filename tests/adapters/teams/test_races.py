"""Fifty coaches want the same idea at the same moment: one gets it, the others are told who, and the card says so.

And whoever does something twice, by a double click or because Teams brings it twice, has done it once.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path

import pytest

from ideas.idea import Fact, Idea
from ideas.people import Identity, Role
from storage.unit_of_work import UnitOfWork
from tests.doubles.faults import cut_after_recording
from tests.doubles.teams_office import COACHES, TENANT, Office, move_in, open_office
from tests.doubles.teams_transport import Answer, Held, Parcel
from tests.doubles.teams_world import Message, Person
from tests.simulation.town import check_idea

MANY = 50
FIRST = "SKO-2026-0001"
USERS = [f"coach{n:02}" for n in range(MANY)]
Do = Callable[[str], Awaitable[Answer]]


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """Skövde with fifty coaches more, and Anna's idea on a card in their channel."""
    async with open_office(tmp_path) as office:
        await move_in(office)
        await office.hand_in("anna")
        for n, user in enumerate(USERS):
            await hire(office, user, f"Coach {chr(65 + n // 10)}{chr(65 + n % 10)}")
        yield office
        assert office.teams.complaints == []


async def hire(office: Office, user: str, name: str) -> None:
    """One coach more, in Teams and for the bot."""
    tenant, person = office.teams.world.tenants[TENANT], Person(user, name, f"{user}@skovde.example")
    tenant.hire(person)
    tenant.teams[office.teams.world.place(COACHES).team].members.append(person.aad)
    added = await office.bot.desk.add_person(name, "skovde", None, frozenset({Role.EMPLOYEE, Role.COACH}))
    await office.bot.store.turn(lambda uow: uow.know(added.id, Identity("teams", TENANT, person.aad)))


async def all_at_once(office: Office, users: Sequence[str], do: Do) -> list[Answer]:
    """Everybody does it at the same moment; what the bot answers each."""
    answers = list(await asyncio.gather(*map(do, users)))
    assert {answer.status for answer in answers} == {200}
    assert {answer.trouble for answer in answers} == {""}
    await office.settle()
    return answers


async def idea(office: Office) -> tuple[Idea, list[Fact], str]:
    """The idea, its history looked through, and the name of its coach."""

    def look(uow: UnitOfWork) -> tuple[Idea, list[Fact], str]:
        found = uow.numbered(FIRST)
        assert found
        facts = uow.facts(found.id)
        check_idea(found, facts)
        coach = uow.person(found.coach or 0)
        return found, facts, coach.name if coach else ""

    return await office.bot.store.turn(look)


def the_card(office: Office) -> Message:
    """The idea's only card."""
    (card,) = (m for m in office.teams.messages(COACHES, "") if m.said.startswith(FIRST) and not m.author)
    return card


def told(office: Office, users: Sequence[str]) -> Counter[str]:
    """What these people were told, each alone: beside the card, in the channel or one to one. First lines only."""
    beside = [shown.text for shown in office.teams.shown if shown.how == "told"]
    whispered = [message.said for message in office.teams.whispers]
    at_home = [text for user in users for text in office.heard(user)]
    return Counter(text.partition("\n")[0] for text in (*beside, *whispered, *at_home))


async def check_one_has_won(office: Office) -> None:
    """Fail unless one coach has the idea, all others are told who, and Teams shows that to everybody, once."""
    found, _, winner = await idea(office)
    lost = office.bot.world.texts.say("sv", "refused-claim-lost", {"coach": winner, "number": FIRST})
    everything = told(office, USERS)
    assert (found.seq, everything[lost], everything.total()) == (2, MANY - 1, MANY), everything
    card = the_card(office)
    assert winner in card.said
    assert len(card.edits) == 1
    under = [message.said for message in office.teams.messages(COACHES, card.id) if message.root and not message.author]
    hints = {office.bot.world.texts.say("sv", "chat-told-home")}
    assert [said for said in under if said not in hints] == [f"{winner} tog {FIRST}."]
    assert [FIRST in said and winner in said for said in office.heard("anna")].count(True) == 1


async def press(office: Office, user: str) -> Answer:
    return await office.people.press(user, COACHES, the_card(office).id, label="Ta")


async def press_on_an_old_client(office: Office, user: str) -> Answer:
    return await office.people.on_old_client().press(user, COACHES, the_card(office).id, label="Ta")


async def slash(office: Office, user: str) -> Answer:
    return await office.people.slash(user, COACHES, "ta 1", the_card(office).id)


async def mention(office: Office, user: str) -> Answer:
    return await office.people.mention(user, COACHES, "ta 1", the_card(office).id)


async def any_way(office: Office, user: str) -> Answer:
    ways = (press, press_on_an_old_client, slash, mention)
    return await ways[USERS.index(user) % len(ways)](office, user)


@pytest.mark.parametrize("way", [press, press_on_an_old_client, slash, mention, any_way])
async def test_of_fifty_coaches_at_once_one_wins_and_the_others_are_told_who(
    office: Office, way: Callable[[Office, str], Awaitable[Answer]]
) -> None:
    await all_at_once(office, USERS, lambda user: way(office, user))
    await check_one_has_won(office)


async def state(office: Office) -> tuple[Idea, list[Fact], list[str], list[str], list[str]]:
    """All that somebody could see of what has been done: the idea, the channel, and what Eva and Anna have heard."""
    found, facts, _ = await idea(office)
    return found, facts, office.in_channel(), office.heard("eva"), office.heard("anna")


# Twice is once


async def test_a_double_click_is_one_claim_and_no_refusal(office: Office) -> None:
    before = office.heard("eva")
    one, other = await office.people.double_click("eva", COACHES, label="Ta")
    await office.settle()
    found, _, winner = await idea(office)
    assert (found.seq, winner, len(the_card(office).edits)) == (2, "Eva Lind", 1)
    assert one.body["value"] == other.body["value"], "of two clicks the second is answered like the first"
    assert len(office.heard("eva")) == len(before) + 1, "and whoever clicks twice is told one thing"


async def test_pressing_once_more_a_while_later_says_that_it_is_yours_already(office: Office) -> None:
    held = the_card(office).activity
    await office.press("eva", COACHES, "Ta")
    the_card(office).rewrite(held, office.clock())  # as on a client that has not heard of the change
    before = await state(office)
    office.clock.turn(10)
    again = await office.press("eva", COACHES, "Ta")
    assert again == office.bot.world.texts.say("sv", "refused-already-yours", {"number": FIRST})
    assert await state(office) == before


async def test_two_clicks_on_an_old_client_are_one_claim(office: Office) -> None:
    old, card, before = office.people.on_old_client(), the_card(office), office.heard("eva")
    await all_at_once(office, ["eva"] * 2, lambda user: old.press(user, COACHES, card.id, label="Ta"))
    found, _, winner = await idea(office)
    assert (found.seq, winner, len(the_card(office).edits)) == (2, "Eva Lind", 1)
    assert len(office.heard("eva")) == len(before) + 1


@pytest.mark.parametrize("way", [press, press_on_an_old_client, slash, mention])
async def test_what_teams_brings_many_times_is_done_once(
    office: Office, way: Callable[[Office, str], Awaitable[Answer]]
) -> None:
    done = await way(office, "eva")
    await office.settle()
    before = await state(office)
    again = await asyncio.gather(*(office.people.again(done) for _ in range(20)))
    await office.settle()
    assert {answer.status for answer in again} == {200}
    assert {str(answer.body) for answer in again} == {str(done.body)}, "and is answered as the first time"
    assert await state(office) == before
    assert before[0].seq == 2


async def test_what_is_brought_many_times_at_once_is_done_once(office: Office) -> None:
    held = Held()
    await office.people.holding(held).press("eva", COACHES, label="Ta")
    answers = await asyncio.gather(*(office.people.deliver(held.parcels[0]) for _ in range(20)))
    await office.settle()
    assert {answer.status for answer in answers} == {200}
    assert (await idea(office))[0].seq == 2
    assert len(the_card(office).edits) == 1


# In dialogs

FORMS = {
    "Fråga": {"Din fråga": "Vilken avdelning gäller det?"},
    "Nytt datum": {"Nytt datum": "2026-12-18", "Skälet, med dina ord": "Vi har pratat med köket."},
    "Släpp": {"Skälet, med dina ord": "Jag hinner inte."},
}
NEED = {
    "in:need": "Nycklarna till förrådet saknas.", "in:effect": "Lugnare morgnar.", "in:target_group": ("Kollegor",),
    "in:know": "Jag tror det", "in:ambition": "Bara tipsa", "in:unit": "Vård och omsorg", "in:topic": "Vård och omsorg",
}  # fmt: skip


@pytest.mark.parametrize("label", FORMS)
async def test_a_dialog_that_is_sent_twice_at_once_is_sent_once(office: Office, label: str) -> None:
    await office.press("eva", COACHES, "Ta")
    await office.press("eva", COACHES, label)
    office.people.fill("eva", FORMS[label])
    parcels = [await sent(office) for _ in range(2)]
    answers = await asyncio.gather(*(office.people.deliver(parcel) for parcel in parcels))
    await office.settle()
    found, facts, _ = await idea(office)
    assert len({parcel.activity["id"] for parcel in parcels}) == 2
    assert {answer.status for answer in answers} == {200}
    assert found.seq == 3, [fact.kind for fact in facts]
    assert str(answers[0].body) == str(answers[1].body), "nobody is told that it did not work"


@pytest.mark.parametrize("label", FORMS)
async def test_a_dialog_that_is_sent_again_much_later_changes_nothing(office: Office, label: str) -> None:
    await office.press("eva", COACHES, "Ta")
    await office.press("eva", COACHES, label)
    office.people.fill("eva", FORMS[label])
    parcel = await sent(office)
    assert (await office.people.deliver(parcel)).status == 200
    await office.settle()
    before = await state(office)
    office.clock.turn(3600)
    for again in (parcel, parcel.changed(id="f:another")):
        assert (await office.people.deliver(again)).status == 200
        await office.settle()
        assert await state(office) == before


async def test_a_dialog_opened_twice_can_be_used_for_two_things(office: Office) -> None:
    await office.press("eva", COACHES, "Ta")
    for question in ("Vilken avdelning?", "Vilken dag?"):
        await office.press("eva", COACHES, "Fråga")
        await office.submit("eva", {"Din fråga": question})
    _, facts, _ = await idea(office)
    assert [fact.kind for fact in facts] == ["submitted", "claimed", "asked", "asked"]


async def test_a_need_told_in_a_dialog_that_is_sent_twice_is_one_idea(office: Office) -> None:
    await office.people.use("bjorn", "tell")
    office.people.fill("bjorn", NEED)
    parcels = [await sent(office, "bjorn") for _ in range(2)]
    answers = await asyncio.gather(*(office.people.deliver(parcel) for parcel in parcels))
    await office.settle()
    assert {answer.status for answer in answers} == {200}
    assert len(await office.drafts("bjorn")) == 1


async def sent(office: Office, who: str = "eva") -> Parcel:
    """What would be brought if somebody sent the dialog before them, each with an id of its own."""
    held = Held()
    hands = office.people.holding(held)
    dialog = office.teams.dialog(who)
    assert dialog
    before = dict(dialog.typed)
    await hands.submit(who)
    office.teams.dialogs.open[dialog.user] = dialog
    dialog.typed = before
    return held.parcels[0]


# Two cards of one idea, where it was unclear whether the first had come


async def test_a_card_that_turns_out_to_have_come_after_all_does_not_leave_the_other_behind(office: Office) -> None:
    office.teams.plan("begin", cut_after_recording())
    await office.hand_in("bjorn", "Nycklarna saknas.")
    for _ in range(2):
        office.clock.turn(61)
        await office.settle()
    await office.people.slash("eva", COACHES, "ta 2")
    await office.settle()
    first, second = (m for m in office.teams.messages(COACHES, "") if m.said.startswith("SKO-2026-0002"))
    assert "Eva Lind" in second.said, "what cannot be changed is written anew"
    await office.people.press("omar", COACHES, first.id, label="Ta")
    await office.settle()
    await office.people.slash("eva", COACHES, "släpp 2 jag hinner inte")
    await office.settle()
    assert "Läge: väntar på delprojektledare" in second.said, "nor is the one forgotten that everybody has seen"
