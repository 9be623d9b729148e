"""Fifty coaches want the same idea at the same moment: one gets it, the others are told who, and the card says so."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path

import pytest

from dialogs.words import Verb
from ideas.idea import Idea
from ideas.people import Identity, Role
from storage.unit_of_work import UnitOfWork
from tests.doubles.office import COACHES, TEAM, Office, open_office
from tests.doubles.slack_transport import Answer
from tests.doubles.slack_world import Message, person
from tests.simulation.town import check_idea

MANY = 50
FIRST = "SKO-2026-0001"
Do = Callable[[str], Awaitable[Answer]]


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """Skövde with fifty coaches more, and Anna's idea on a card in their channel."""
    async with open_office(tmp_path) as office:
        await office.hand_in("anna")
        for n in range(MANY):
            await hire(office, coach_id(n), f"Coach {letters(n)}")
        yield office


def coach_id(n: int) -> str:
    """Slack's id of the n-th coach."""
    return f"U0COACH{letters(n)}"


def letters(n: int) -> str:
    """A number as people can be told apart by."""
    return chr(65 + n // 10) + chr(65 + n % 10)


async def hire(office: Office, user: str, name: str) -> None:
    """One coach more, in Slack and for the bot."""
    team, coach = office.slack.world.workspaces[TEAM], frozenset({Role.EMPLOYEE, Role.COACH})
    team.users[user] = person(user, user.lower(), name)
    team.channels[COACHES].members += (user,)
    added = await office.bot.desk.add_person(name, "skovde", None, coach)
    await office.bot.store.turn(lambda uow: uow.know(added.id, Identity("slack", TEAM, user)))


async def all_at_once(users: Sequence[str], do: Do) -> list[Answer]:
    """Everybody does it at the same moment; what the bot answers each."""
    answers = list(await asyncio.gather(*map(do, users)))
    assert {answer.status for answer in answers} == {200}
    return answers


async def idea(office: Office) -> tuple[Idea, str]:
    """The idea, its history looked through, and the name of its coach."""

    def look(uow: UnitOfWork) -> tuple[Idea, str]:
        found = uow.numbered(FIRST)
        assert found
        check_idea(found, uow.facts(found.id))
        coach = uow.person(found.coach or 0)
        return found, coach.name if coach else ""

    return await office.bot.store.turn(look)


def the_card(office: Office) -> Message:
    """The idea's only card."""
    (card,) = (m for m in office.slack.messages(COACHES, "") if m.said.startswith(FIRST))
    return card


def told(office: Office) -> Counter[str]:
    """What only one person each was told in the coaches' channel, and how many were."""
    return Counter(whisper.said.partition("\n")[0] for whisper in office.slack.ephemerals)


async def check_one_has_won(office: Office) -> str:
    """Fail unless one coach has the idea, and Slack shows that to everybody; the winner's name."""
    found, winner = await idea(office)
    lost = office.bot.world.texts.say("sv", "refused-claim-lost", {"coach": winner, "number": FIRST})
    assert (found.seq, told(office)[lost], told(office).total()) == (2, MANY - 1, MANY), told(office)
    card = the_card(office)
    assert winner in card.said
    assert len(card.edits) == 1
    under = [message.said for message in office.slack.messages(COACHES, card.ts)[1:]]
    assert under == [f"{winner} tog {FIRST}."]
    assert [FIRST in said and winner in said for said in office.heard("anna")].count(True) == 1
    return winner


USERS = [coach_id(n) for n in range(MANY)]


async def test_of_fifty_coaches_who_press_at_once_one_wins_and_the_others_are_told_who(office: Office) -> None:
    card = the_card(office)
    await all_at_once(USERS, lambda user: office.people.press(user, COACHES, card.ts, label="Ta"))
    await office.settle()
    await check_one_has_won(office)


async def test_of_fifty_coaches_who_write_the_command_at_once_one_wins(office: Office) -> None:
    answers = await all_at_once(USERS, lambda user: office.people.command(user, COACHES, "ta 1"))
    assert {answer.body["response_type"] for answer in answers} == {"ephemeral"}
    await office.settle()
    await check_one_has_won(office)


async def test_of_those_who_press_and_those_who_write_at_once_one_wins(office: Office) -> None:
    card = the_card(office)

    async def do(user: str) -> Answer:
        if USERS.index(user) % 2:
            return await office.people.command(user, COACHES, "ta 1")
        return await office.people.press(user, COACHES, card.ts, label="Ta")

    await all_at_once(USERS, do)
    await office.settle()
    await check_one_has_won(office)


async def test_a_second_press_of_the_winner_changes_nothing(office: Office) -> None:
    card = the_card(office)
    await all_at_once(["U0EVA"] * 2, lambda user: office.people.press(user, COACHES, card.ts, label="Ta"))
    await office.settle()
    found, winner = await idea(office)
    again = office.bot.world.texts.say("sv", "refused-already-yours", {"number": FIRST})
    assert (found.seq, winner, told(office)[again]) == (2, "Eva Lind", 1)
    assert len(the_card(office).edits) == 1


async def test_a_press_that_slack_brings_many_times_at_once_is_one_claim(office: Office) -> None:
    pressed = await office.people.press("U0EVA", COACHES, label="Ta")
    answers = await asyncio.gather(*(office.people.again(pressed) for _ in range(20)))
    await office.settle()
    assert {answer.status for answer in answers} == {200}
    assert (await idea(office))[0].seq == 2
    assert len(told(office)) == 1, "whoever presses once is told one thing, however often Slack brings it"


async def test_pressing_an_old_card_after_everybody_else_says_who_has_it(office: Office) -> None:
    stale = the_card(office)
    blocks = stale.blocks
    await office.press("eva", COACHES, "Ta")
    stale.blocks = blocks
    answer = await office.people.press("U0OMAR", COACHES, stale.ts, action_id=Verb.CLAIM)
    assert answer.ok
    await office.settle()
    lost = office.bot.world.texts.say("sv", "refused-claim-lost", {"coach": "Eva Lind", "number": FIRST})
    assert office.whispered("omar") == [lost]
