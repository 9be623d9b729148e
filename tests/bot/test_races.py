"""Many people want the same thing at the same moment: one gets it, and the others are told who."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial

import pytest

from bot.desk import Desk
from bot.start import appoint
from dialogs.messages import Inbound, Now
from dialogs.words import Verb
from ideas.idea import Idea
from ideas.lifecycle import Status
from ideas.people import Role
from storage.store import Store
from storage.unit_of_work import UnitOfWork
from tests.simulation.people import BODY, EMPLOYEES, Person, handed_in
from tests.simulation.town import START, WORLD, check_idea

FIRST = "SKO-2026-0001"


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    """A database with the preset's people and one idea, Anna's."""
    store = await Store.open("sqlite:///:memory:")
    await store.turn(partial(appoint, world=WORLD, _now=START))
    desk = Desk(store, WORLD, lambda: START)
    for step in handed_in("anna"):
        await desk.take(step)
    yield store
    await store.close()


@pytest.fixture
def desk(store: Store) -> Desk:
    """Where they all come."""
    return Desk(store, WORLD, lambda: START)


def claim(handle: str) -> Inbound:
    """A press on the card in the coaches' channel."""
    return replace(Person(handle).inbound(handle, "skovde-coacher"), action=Verb.CLAIM, value=FIRST)


async def at_once(desk: Desk, *inbounds: Inbound) -> list[str]:
    """What each is answered on the request, when all come together."""
    answers: list[Now | None] = await asyncio.gather(*map(desk.take, inbounds))
    return [now.card.summary if now and now.card else "" for now in answers]


async def idea(store: Store) -> Idea:
    """The idea as it is, its history looked through."""

    def look(uow: UnitOfWork) -> Idea:
        found = uow.numbered(FIRST)
        assert found
        check_idea(found, uow.facts(found.id))
        return found

    return await store.turn(look)


@pytest.mark.parametrize("count", [20, 50])
async def test_of_many_coaches_one_claims_and_the_others_are_told_who(store: Store, desk: Desk, count: int) -> None:
    coach = frozenset({Role.EMPLOYEE, Role.COACH})
    added = [
        await desk.add_person(f"Coach{chr(97 + n // 26)}{chr(97 + n % 26)}", BODY, None, coach) for n in range(count)
    ]
    answers = await at_once(desk, *(claim(person.handle) for person in added))
    claimed = await idea(store)
    winner = next(person for person in added if person.id == claimed.coach)
    lost = WORLD.texts.say("sv", "refused-claim-lost", {"coach": winner.name, "number": FIRST})
    assert (claimed.status, claimed.seq) == (Status.CLAIMED, 2)
    assert Counter(answers)[lost] == count - 1
    told = [m.outgoing.notice.kind for m in await store.reader.messages(Person("anna").inbound("").place)]
    assert told.count("claimed") == 1


async def test_the_same_press_delivered_many_times_at_once_is_one_claim(store: Store, desk: Desk) -> None:
    answers = await at_once(desk, *[claim("eva")] * 20)
    assert len(set(answers)) == 1
    assert (await idea(store)).seq == 2


async def test_a_claim_and_a_withdrawal_at_once_leave_one_of_them_done(store: Store, desk: Desk) -> None:
    back = replace(Person("anna").inbound("back"), action=Verb.WITHDRAW, value=f"{FIRST} yes")
    await at_once(desk, claim("eva"), back)
    assert (await idea(store)).status in {Status.CLAIMED, Status.WITHDRAWN}


async def test_everybody_handing_in_at_once_gets_numbers_without_gaps(store: Store, desk: Desk) -> None:
    people = [await desk.add_person(f"Person {n}", BODY, None, frozenset({Role.EMPLOYEE})) for n in range(20)]
    for n in range(3):
        await at_once(desk, *(handed_in(person.handle)[n] for person in people))
    numbers = await store.turn(lambda uow: sorted(i.number or "" for i in uow.open_ideas(BODY)))
    assert numbers == [f"SKO-2026-{n:04}" for n in range(1, 22)]


async def test_a_form_and_words_at_once_both_end_up_in_the_draft(store: Store, desk: Desk) -> None:
    bjorn = Person(EMPLOYEES[1])
    await desk.take(replace(bjorn.inbound("1"), text="ny"))
    form = replace(bjorn.inbound("2"), action=Verb.FORM, fields={"effect": "Lugnare morgnar"})
    await at_once(desk, form, replace(bjorn.inbound("3"), text="Nycklar saknas"))
    drafts = await store.turn(lambda uow: [d for p in uow.people(BODY) for d in uow.drafts(p.id)])
    assert [(d.need, d.answer("effect").text) for d in drafts] == [("Nycklar saknas", "Lugnare morgnar")]
