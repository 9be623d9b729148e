"""Socket Mode in the double: slack_sdk's own client connects, is told things, loses its connection and comes back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import aiohttp
import pytest
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from tests.doubles.slack import SlackDouble
from tests.doubles.slack_driver import Driver
from tests.doubles.slack_request import Json


@dataclass
class Listener:
    """What a Socket Mode app is told, and answers."""

    answer: Json | None = None
    deaf: bool = False
    told: list[SocketModeRequest] = field(default_factory=list)

    async def hear(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        self.told.append(request)
        if not self.deaf:
            await client.send_socket_mode_response(SocketModeResponse(request.envelope_id, self.answer))


@pytest.fixture
async def listener(slack: SlackDouble) -> AsyncIterator[Listener]:
    listener = Listener()
    client = SocketModeClient(
        slack.app.token, web_client=AsyncWebClient(base_url=slack.url, retry_handlers=[]), ping_interval=0.1
    )
    client.socket_mode_request_listeners.append(listener.hear)
    await client.connect()  # type: ignore[no-untyped-call]
    await slack.until(lambda: slack.socket.connections)
    yield listener
    await client.close()  # type: ignore[no-untyped-call]


async def test_an_envelope_comes_back_with_its_answer(slack: SlackDouble, listener: Listener) -> None:
    people = Driver(slack, slack.socket)
    said = await people.say("U0ANNA", "Hej")
    listener.answer = {"text": "Du har inga idéer"}
    await people.command("U0EVA", "C0COACHES", "mina")
    assert (said.status, [request.type for request in listener.told]) == (200, ["events_api", "slash_commands"])
    assert (listener.told[0].retry_attempt, listener.told[0].accepts_response_payload) == (0, False)
    assert listener.told[0].payload["event"]["text"] == "Hej"
    assert [e.said for e in slack.ephemerals] == ["Du har inga idéer"]
    assert len(slack.socket.acks) == 2


async def test_a_new_try_says_which_it_is(slack: SlackDouble, listener: Listener) -> None:
    people = Driver(slack, slack.socket)
    said = await people.say("U0ANNA", "Hej")
    await people.again(said, retry=1, reason="timeout")
    assert [(request.retry_attempt, request.retry_reason) for request in listener.told] == [(0, ""), (1, "timeout")]
    assert listener.told[0].payload == listener.told[1].payload


async def test_what_nobody_acknowledges_is_not_delivered(slack: SlackDouble, listener: Listener) -> None:
    listener.deaf = True
    slack.socket.patience = 0.05
    assert (await Driver(slack, slack.socket).say("U0ANNA", "Hej")).status == 0


async def test_an_app_that_is_asked_to_go_comes_back(slack: SlackDouble, listener: Listener) -> None:
    await slack.socket.disconnect()
    await slack.until(lambda: slack.socket.opened == 2)
    assert (await Driver(slack, slack.socket).say("U0ANNA", "Hej")).ok


async def test_an_app_whose_connection_is_cut_comes_back(slack: SlackDouble, listener: Listener) -> None:
    slack.socket.cut()
    await slack.until(lambda: slack.socket.opened == 2)
    await slack.until(lambda: len(slack.socket.connections) == 1)
    assert (await Driver(slack, slack.socket).say("U0ANNA", "Hej")).ok


async def test_an_app_whose_connection_falls_silent_comes_back(slack: SlackDouble, listener: Listener) -> None:
    slack.socket.deaf = True
    await slack.until(lambda: not slack.socket.connections)
    slack.socket.deaf = False
    await slack.until(lambda: slack.socket.opened == 2)


async def test_a_ticket_is_good_once_and_can_be_refused(slack: SlackDouble) -> None:
    client = AsyncWebClient(slack.app.token, base_url=slack.url)
    url = (await client.apps_connections_open(app_token=slack.app.token))["url"]
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(url) as socket:
            assert (await socket.receive_json())["type"] == "hello"
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)
        slack.socket.refuse()
        fresh = (await client.apps_connections_open(app_token=slack.app.token))["url"]
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(fresh)
    assert slack.socket.refused == 2


async def test_without_a_connection_nothing_is_delivered(slack: SlackDouble) -> None:
    assert (await Driver(slack, slack.socket).say("U0ANNA", "Hej")).status == 0
