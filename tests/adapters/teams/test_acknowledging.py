"""What Teams brings is acknowledged once it is kept: what Teams has to do is not waited for, nor anything else long."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from adapters.teams import listening, people, private
from adapters.teams.inbound import read
from tests.adapters.teams.test_races import FORMS
from tests.doubles.faults import Fault, hang
from tests.doubles.teams_office import COACHES, DIGEST, TENANT, Office, move_in, open_office
from tests.doubles.teams_transport import Answer
from tests.doubles.teams_world import Person

Do = Callable[[Office], Awaitable[Answer]]
NEED = "Nycklarna till förrådet saknas varje morgon."
TEAMS_WAITS = 3.0
"""Seconds until Teams tells whoever pressed something that the app cannot be reached."""


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """Skövde's Teams, where Anna has handed in an idea that Eva coaches, and Eva has a form before her."""
    async with open_office(tmp_path) as office:
        await move_in(office)
        await office.hand_in("anna")
        await office.hand_in("bjorn")
        await office.press("eva", COACHES, "Ta")
        await office.press("eva", COACHES, "Fråga")
        yield office
        office.teams.trouble = lambda kind, n: None
        office.teams.release()


async def message(office: Office) -> Answer:
    return await office.people.say("anna", NEED)


async def mention(office: Office) -> Answer:
    return await office.people.mention("anna", DIGEST, NEED)


async def slash(office: Office) -> Answer:
    return await office.people.slash("eva", COACHES, "kö")


async def installed(office: Office) -> Answer:
    return (await office.people.install("kim"))[-1]


async def press(office: Office) -> Answer:
    return await office.people.press("omar", COACHES, label="Ta")


async def press_on_an_old_client(office: Office) -> Answer:
    return await office.people.on_old_client().press("omar", COACHES, label="Ta")


async def press_for_a_look(office: Office) -> Answer:
    return await office.people.press("omar", COACHES, label="Visa")


async def press_for_a_form(office: Office) -> Answer:
    return await office.people.press("eva", COACHES, label="Nytt datum")


async def form(office: Office) -> Answer:
    return await office.people.submit("eva", FORMS["Fråga"])


async def shortcut(office: Office) -> Answer:
    return await office.people.use("anna", "tell")


async def suggestion(office: Office) -> Answer:
    written = office.people.write("bjorn", "Köket", NEED)
    return await office.people.use("anna", "make_idea", "Köket", written)


EVERYTHING = [
    message, mention, slash, installed, press, press_on_an_old_client, press_for_a_look, press_for_a_form, form,
    shortcut, suggestion,
]  # fmt: skip
INVOKES = [press, press_for_a_look, press_for_a_form, form, shortcut, suggestion]


@asynccontextmanager
async def silence(office: Office) -> AsyncIterator[None]:
    """Teams answers nothing that it is asked, while the bot delivers what it has to tell."""

    def silent(_: str, __: int) -> Fault | None:
        return hang()

    office.teams.trouble, stop = silent, asyncio.Event()
    delivering = asyncio.ensure_future(office.bot.dispatcher.run(stop))
    yield
    stop.set()
    office.teams.trouble = lambda kind, n: None
    office.teams.release()
    await delivering


@pytest.mark.parametrize("do", EVERYTHING)
async def test_nothing_waits_for_what_teams_has_to_show_or_tell(office: Office, do: Do) -> None:
    async with silence(office):
        before = len(office.teams.calls)
        answer = await do(office)
        assert (answer.status, answer.trouble) == (200, "")
        assert [call for call in office.teams.calls[before:] if call.status] == [], "nothing has been answered"
        asked = {call.kind for call in office.teams.calls[before:]}
        assert asked.isdisjoint({"open", "member", "members"}), "of whom the bot knows, Teams is asked nothing"


@pytest.mark.parametrize("do", EVERYTHING)
async def test_what_is_acknowledged_is_kept(office: Office, do: Do) -> None:
    answer = await do(office)
    heard = read(answer.parcel.activity, "skovde")
    assert answer.ok
    assert heard
    query = text("SELECT count(*) FROM inbox WHERE platform = 'teams' AND tenant = :tenant AND dedup_key = :key")
    asked = {"tenant": TENANT, "key": heard.inbound.key}
    assert await office.bot.store.turn(lambda uow: uow.connection.execute(query, asked).scalar()) == 1


@pytest.mark.parametrize("do", EVERYTHING)
async def test_what_cannot_be_kept_is_brought_again_or_said_not_to_be(office: Office, do: Do) -> None:
    await office.bot.store.close()
    answer = await do(office)
    if not answer.parcel.is_invoke:
        assert answer.status == 503
        return
    assert (answer.status, answer.trouble) == (200, "")
    assert busy(office) in said(office, answer)


async def test_twenty_people_at_once_are_all_heard(office: Office) -> None:
    crowd = [f"anst{n:02}" for n in range(20)]
    office.teams.world.tenants[TENANT].hire(*(Person(who, f"Anna Å{who}") for who in crowd))
    answers = await asyncio.gather(*(office.people.say(who, NEED) for who in crowd))
    assert {answer.status for answer in answers} == {200}
    await office.settle()
    assert {len(await office.drafts(who)) for who in crowd} == {1}


# A newcomer


async def test_a_newcomer_is_heard_though_teams_does_not_tell_who_they_are(office: Office) -> None:
    office.listening._people._waited = 0.05
    office.teams.world.tenants[TENANT].hire(Person("nina", "Nina Ny"))
    async with silence(office):
        answer = await office.people.say("nina", NEED)
        assert answer.status == 200
        assert [call.kind for call in office.teams.calls if not call.status and call.asked.item][:1] == ["member"]
    await office.settle()
    assert len(await office.drafts("nina")) == 1


async def test_a_newcomer_who_presses_is_answered_though_teams_does_not_tell_who_they_are(office: Office) -> None:
    office.listening._people._waited = 0.05
    tenant, nina = office.teams.world.tenants[TENANT], Person("nina", "Nina Ny")
    tenant.hire(nina)
    tenant.teams[office.teams.world.place(COACHES).team].members.append(nina.aad)
    async with silence(office):
        answer = await office.people.press("nina", COACHES, label="Ta")
        assert (answer.status, answer.trouble) == (200, "")
        assert said(office, answer) == office.bot.world.texts.say("sv", "chat-cannot-reach")


def test_all_that_is_waited_for_together_is_less_than_teams_waits() -> None:
    assert people.WAITED <= 1.5
    assert people.WAITED + private.OPENED_WITHIN < TEAMS_WAITS
    assert listening.WITHIN < TEAMS_WAITS


# A database that is slow


@contextmanager
def slow_database(office: Office) -> Iterator[None]:
    """Nothing is written meanwhile, and nobody waits for it as long as they usually would."""
    office.listening._within, held = 0.05, threading.Event()
    blocking = asyncio.ensure_future(office.bot.store.turn(lambda _: held.wait(30)))
    try:
        yield
    finally:
        held.set()
        blocking.add_done_callback(lambda done: done.result())


def busy(office: Office) -> str:
    return office.bot.world.texts.say("sv", "chat-busy")


def waiting(office: Office) -> str:
    return office.bot.world.texts.say("sv", "chat-waiting")


def said(office: Office, answer: Answer) -> str:
    """What somebody is shown by an answer."""
    who = str(answer.parcel.activity["from"]["aadObjectId"])
    dialog = office.teams.dialog(who)
    return dialog.said if dialog else str(answer.body["value"])


@pytest.mark.parametrize("do", INVOKES)
async def test_while_the_database_is_slow_whoever_presses_reads_that_it_takes_a_moment(office: Office, do: Do) -> None:
    with slow_database(office):
        answer = await do(office)
        assert (answer.status, answer.trouble) == (200, "")
        assert waiting(office) in said(office, answer)
        assert answer.seconds < TEAMS_WAITS


async def test_what_takes_a_moment_is_done_and_told_when_it_is(office: Office) -> None:
    with slow_database(office):
        await press(office)
    await office.settle()
    assert office.in_channel().count("Omar Haddad tog SKO-2026-0001.") == 1
    assert "Du har nu SKO-2026-0001" in office.heard("omar")[-1]


async def test_a_form_that_takes_a_moment_is_sent_once_and_stays_with_all_that_was_typed(office: Office) -> None:
    with slow_database(office):
        await form(office)
        dialog = office.teams.dialog("eva")
        assert dialog
        assert "Vilken avdelning gäller det?" in str(dialog.card)
    await office.settle()
    again = await office.people.submit("eva", {})
    assert (again.status, again.trouble) == (200, "")
    await office.settle()
    assert office.in_channel().count("Eva Lind har frågat Björn Ek.") == 1
    assert ["Vilken avdelning gäller det?" in told for told in office.heard("bjorn")].count(True) == 1


async def test_a_message_is_acknowledged_when_it_has_been_written_and_not_before(office: Office) -> None:
    with slow_database(office):
        bringing = asyncio.ensure_future(message(office))
        assert (await press(office)).status == 200, "by then the message could have been acknowledged too"
        assert not bringing.done()
    assert (await bringing).status == 200
