"""What Slack brings is acknowledged once it is kept: nothing that Slack has to do is waited for, nor any clock."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextvars import Context
from pathlib import Path
from typing import Any, TypeVarTuple, cast

import pytest
from aiohttp import ClientSession
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from sqlalchemy import text

from adapters.slack import forms
from adapters.slack.inbound import read
from adapters.slack.listening import Listening
from adapters.slack.people import People, Profile
from adapters.slack.tokens import Api, Tokens
from bot.desk import Desk
from dialogs.cards import Card, Field, Form
from dialogs.installations import Installation
from dialogs.messages import Inbound, Now
from storage.store import Store
from tests.doubles import slack_hands
from tests.doubles.clock import Hands
from tests.doubles.faults import Fault, hang
from tests.doubles.office import COACHES, DIGEST, TEAM, Office, open_office, workspace
from tests.doubles.slack_payloads import Payloads
from tests.doubles.slack_people import App
from tests.doubles.slack_transport import Answer
from tests.doubles.slack_views import Views
from tests.doubles.slack_world import World, person
from tests.simulation.town import WORLD
from tests.simulation.virtual_time import VirtualLoop

Given = TypeVarTuple("Given")
Do = Callable[[Office], Awaitable[Answer]]
NEED = "Nycklarna till förrådet saknas varje morgon."


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """Skövde's Slack, where Anna has handed in an idea that Eva coaches, and Eva has a form before her."""
    async with open_office(tmp_path) as office:
        await office.hand_in("anna")
        await office.press("eva", COACHES, "Ta")
        await office.press("eva", COACHES, "Fråga")
        yield office
        office.slack.trouble = lambda method, n: None
        office.slack.release()


def silent(method: str, _: int) -> Fault | None:
    """Slack does not answer what it is asked to show or to tell."""
    return hang() if method.startswith(("chat.", "views.", "conversations.")) else None


async def message(office: Office) -> Answer:
    return await office.people.say("U0ANNA", NEED)


async def mention(office: Office) -> Answer:
    return await office.people.mention("U0ANNA", DIGEST, NEED)


async def command(office: Office) -> Answer:
    return await office.people.command("U0EVA", COACHES, "kö")


async def command_with_a_form(office: Office) -> Answer:
    return await office.people.command("U0EVA", COACHES, "fråga 1")


async def press(office: Office) -> Answer:
    return await office.people.press("U0OMAR", COACHES, label="Visa")


async def press_for_a_form(office: Office) -> Answer:
    return await office.people.press("U0EVA", COACHES, label="Nytt datum")


async def form(office: Office) -> Answer:
    return await office.people.submit("U0EVA", values={"question": "Vilken avdelning gäller det?"})


async def home(office: Office) -> Answer:
    return await office.people.home_opened("U0ANNA")


async def shortcut(office: Office) -> Answer:
    return await office.people.shortcut("U0ANNA", "tell")


EVERYTHING = pytest.mark.parametrize(
    "do", [message, mention, command, command_with_a_form, press, press_for_a_form, form, home, shortcut]
)


@EVERYTHING
async def test_nothing_waits_for_what_slack_has_to_show_or_tell(office: Office, do: Do) -> None:
    office.slack.trouble = silent
    stop = asyncio.Event()
    delivering = asyncio.ensure_future(office.bot.dispatcher.run(stop))
    assert (await do(office)).status == 200
    assert [call for call in office.slack.calls if call.fault and call.answer] == []
    stop.set()
    office.slack.trouble = lambda method, n: None
    office.slack.release()
    await delivering


@EVERYTHING
async def test_what_is_acknowledged_is_kept(office: Office, do: Do) -> None:
    answer = await do(office)
    heard = read(answer.parcel.payload, "skovde")
    assert answer.ok
    assert heard
    query = text("SELECT count(*) FROM inbox WHERE platform = 'slack' AND tenant = :team AND dedup_key = :key")
    asked = {"team": TEAM, "key": heard.inbound.key}
    assert await office.bot.store.turn(lambda uow: uow.connection.execute(query, asked).scalar()) == 1


async def test_what_cannot_be_kept_is_not_acknowledged(office: Office) -> None:
    await office.bot.store.close()
    assert (await message(office)).status == 503


async def test_twenty_people_at_once_are_all_heard(office: Office) -> None:
    people = [f"U0ANNA{n}" for n in range(20)]
    known = {user: person(user, user.lower(), "Anna Åström") for user in people}
    office.slack.world.workspaces[TEAM].users.update(known)
    answers = await asyncio.gather(*(office.people.say(user, NEED) for user in people))
    assert {answer.status for answer in answers} == {200}


# Nor for any clock


class Ready(Desk):
    """A desk that has answered before anybody can look away, and keeps nothing."""

    def __init__(self) -> None:
        super().__init__(cast(Store, None), WORLD, Hands())
        self.taken: list[Inbound] = []

    async def take(self, inbound: Inbound) -> Now | None:
        self.taken.append(inbound)
        return None

    def body_at(self, platform: str, workspace: str) -> str:
        return "skovde"


class Installed:
    """The app is there, and everybody knows."""

    async def find(self, workspace: str) -> Installation | None:
        return Installation("slack", workspace, "", "Skövde", "U0BOT", "B0BOT", "xoxb-skovde", (), "")

    async def forget(self, workspace: str, said_at: object = None) -> None:
        raise AssertionError

    async def renew(self, workspace: str) -> None:
        raise AssertionError


class Colleagues(People):
    """Everybody is known by name."""

    async def profile(self, team: str, user: str) -> Profile:
        return Profile("Eva Lind")


class Counting(VirtualLoop):
    """Counts every timer that is set."""

    timers = 0

    def call_at(
        self,
        when: float,
        callback: Callable[[*Given], object],
        *args: *Given,
        context: Context | None = None,
    ) -> asyncio.TimerHandle:
        self.timers += 1
        return super().call_at(when, callback, *args, context=context)


def submission() -> dict[str, Any]:
    """A form that Eva has filled in, as Slack sends it."""
    world = World((workspace(),), Hands())
    team = world.workspaces[TEAM]
    card = Card("Fråga", (Form("ask", "SKO-2026-0001", (Field("question", "Din fråga"),), "Skicka", "Avbryt"),), "sv")
    view = Views(world).open(team, "U0EVA", forms.view(card, forms.Meta("ask", "SKO-2026-0001", COACHES, "")))
    view.typed |= slack_hands.fill(view.blocks, {"question": "Vilken avdelning gäller det?"})
    return Payloads(world, App()).submitted(team, view, slack_hands.state(view.blocks, view.typed))


def answered(make: Callable[[Api], AsyncApp]) -> tuple[BoltResponse, float, int]:
    """The answer to a form, the virtual seconds until then, and the timers set for it."""

    async def answer() -> tuple[BoltResponse, float, int]:
        async with ClientSession() as session:
            app = make(Api(session))
            loop = asyncio.get_running_loop()
            assert isinstance(loop, Counting)
            began, timers = loop.time(), loop.timers
            response = await app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=submission()))
            return response, loop.time() - began, loop.timers - timers

    with asyncio.Runner(loop_factory=Counting) as runner:
        return runner.run(answer())


def test_a_form_is_answered_without_waiting_for_a_clock() -> None:
    desk = Ready()

    def ours(api: Api) -> AsyncApp:
        tokens = Tokens(api, Installed())
        return Listening(desk, tokens, api, Colleagues(tokens, Hands())).bolt

    response, seconds, timers = answered(ours)
    assert (response.status, response.body, seconds, timers) == (200, '{"response_action": "clear"}', 0, 0)
    assert desk.taken[0].fields == {"question": "Vilken avdelning gäller det?"}


def test_bolt_by_itself_looks_for_the_answer_only_now_and_then() -> None:
    def usual(api: Api) -> AsyncApp:
        app = AsyncApp(authorize=Tokens(api, Installed()).authorize, request_verification_enabled=False)

        async def listener(ack: AsyncAck) -> None:
            await ack(response_action="clear")

        app.view("form")(listener)
        return app

    response, seconds, timers = answered(usual)
    assert (response.status, response.body) == (200, '{"response_action": "clear"}')
    assert seconds > 0, "the test above would not notice"
    assert timers > 0


async def test_the_answer_is_made_before_the_request_is_answered(office: Office) -> None:
    bolt = office.listening.bolt
    assert bolt.process_before_response
    assert bolt.listener_runner.process_before_response
