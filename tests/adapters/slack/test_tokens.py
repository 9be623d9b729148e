"""Who the bot is in a workspace: asked once, remembered a while, forgotten when Slack says so."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import ClientError, web
from aiohttp.test_utils import TestServer
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.errors import SlackApiError

from adapters.slack.tokens import (
    PATIENCE,
    Api,
    Authorize,
    ManyTokens,
    OneToken,
    Tokens,
    asked,
    bot_is_gone,
    happened_at,
    open_session,
    whose,
)
from dialogs.installations import Installation
from dialogs.messages import TryLater
from tests.doubles.faults import cut, failed, failed_after_recording, garbled
from tests.doubles.slack import SlackDouble
from tests.doubles.slack_faults import limited, refused
from tests.doubles.slack_world import skovde

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SKOVDE = Installation("slack", "T0SKOVDE", "", "Skövde kommun", "U0BOT", "B0BOT", "xoxb-skovde", ("commands",))


class Clock:
    """A clock that is turned by hand."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


class Shelf:
    """Installations in memory, each look at them counted. Until it is `open`, looks wait."""

    def __init__(self, *kept: Installation) -> None:
        self.kept = {one.workspace: one for one in kept}
        self.looks: Counter[str] = Counter()
        self.dropped: list[tuple[str, datetime | None]] = []
        self.looked, self.open = asyncio.Event(), asyncio.Event()
        self.open.set()

    async def find(self, platform: str, workspace: str) -> Installation | None:
        assert platform == "slack"
        self.looks[workspace] += 1
        found = self.kept.get(workspace)
        self.looked.set()
        await self.open.wait()
        return found

    async def keep(self, installation: Installation) -> None:
        self.kept[installation.workspace] = installation

    async def drop(self, platform: str, workspace: str, said_at: datetime | None = None) -> None:
        self.dropped.append((workspace, said_at))
        self.kept.pop(workspace, None)

    async def all(self, platform: str) -> Sequence[Installation]:
        return list(self.kept.values())

    async def begin(self, platform: str) -> str:
        raise NotImplementedError

    async def finish(self, platform: str, state: str) -> bool:
        raise NotImplementedError


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def slack() -> AsyncIterator[SlackDouble]:
    async with SlackDouble() as slack:
        yield slack


@pytest.fixture
async def api(slack: SlackDouble) -> AsyncIterator[Api]:
    async with open_session() as session:
        yield Api(session, slack.url)


@pytest.fixture
def one(api: Api, clock: Clock) -> Tokens:
    """As with SLACK_BOT_TOKEN."""
    return Tokens(api, OneToken("xoxb-skovde", api, clock))


@pytest.fixture
def shelf() -> Shelf:
    return Shelf(SKOVDE)


@pytest.fixture
def many(api: Api, shelf: Shelf, clock: Clock) -> Tokens:
    """As with several workspaces."""
    return Tokens(api, ManyTokens(shelf, clock))


def event(team: str = "T0SKOVDE", **more: object) -> AsyncBoltRequest:
    """An event as Slack sends it, let in without a signature."""
    told = {"type": "message", "channel": "D0ANNA", "user": "U0ANNA", "text": "hej", "ts": "1.000001"}
    body = {"type": "event_callback", "team_id": team, "event_id": "Ev1", "event": told, **more}
    return AsyncBoltRequest(mode="socket_mode", body=body)


def bolt(authorize: Authorize, api: Api) -> tuple[AsyncApp, list[str]]:
    """Bolt with this `authorize`, and the tokens that its listener was given."""
    heard: list[str] = []
    app = AsyncApp(
        authorize=authorize,
        client=api.client(),
        process_before_response=True,
        request_verification_enabled=False,
        user_facing_authorize_error_message="Idéslussen är inte installerad här.",
    )

    async def listener(context: dict[str, str]) -> None:
        heard.append(f"{context['bot_token']} {context['bot_id']} {context['bot_user_id']}")

    app.event("message")(listener)
    return app, heard


async def test_twenty_events_at_once_ask_slack_once_whose_the_token_is(
    one: Tokens, api: Api, slack: SlackDouble
) -> None:
    app, heard = bolt(one.authorize, api)
    answers = await asyncio.gather(*(app.async_dispatch(event()) for _ in range(20)))
    assert {answer.status for answer in answers} == {200}
    assert heard == ["xoxb-skovde B0BOT U0BOT"] * 20
    assert len(slack.called("auth.test")) == 1


async def test_twenty_events_look_once_where_there_are_several_workspaces(
    many: Tokens, api: Api, shelf: Shelf, slack: SlackDouble
) -> None:
    app, heard = bolt(many.authorize, api)
    await asyncio.gather(*(app.async_dispatch(event()) for _ in range(20)))
    assert heard == ["xoxb-skovde B0BOT U0BOT"] * 20
    assert shelf.looks == {"T0SKOVDE": 1}
    assert slack.calls == []


@pytest.mark.parametrize("source", ["one", "many"])
async def test_another_workspace_is_told_that_the_bot_is_not_there(
    source: str, one: Tokens, many: Tokens, api: Api
) -> None:
    app, heard = bolt((one if source == "one" else many).authorize, api)
    answer = await app.async_dispatch(event("T0HJO"))
    assert (answer.status, answer.body, heard) == (200, "Idéslussen är inte installerad här.", [])


async def test_in_a_shared_channel_the_workspace_is_the_one_that_authorized_us(many: Tokens, api: Api) -> None:
    app, heard = bolt(many.authorize, api)
    ours = [{"team_id": "T0SKOVDE", "enterprise_id": None, "user_id": "U0BOT", "is_bot": True}]
    await app.async_dispatch(event("T0OUTSIDE", authorizations=ours))
    assert heard == ["xoxb-skovde B0BOT U0BOT"]
    await app.async_dispatch(event("T0SKOVDE", authorizations=[{**ours[0], "team_id": "T0OUTSIDE"}]))
    assert len(heard) == 1


async def test_a_workspace_is_known_by_its_own_id_inside_an_enterprise(api: Api, clock: Clock) -> None:
    tokens = Tokens(api, ManyTokens(Shelf(replace(SKOVDE, enterprise="E0SKARABORG")), clock))
    app, heard = bolt(tokens.authorize, api)
    await app.async_dispatch(event(enterprise_id="E0SKARABORG"))
    await app.async_dispatch(event())
    assert len(heard) == 2


async def test_an_installation_is_looked_up_again_after_five_minutes(many: Tokens, shelf: Shelf, clock: Clock) -> None:
    assert await many.installation("T0SKOVDE") == SKOVDE
    shelf.kept["T0SKOVDE"] = newer = replace(SKOVDE, token="xoxb-newer")
    clock.now += 5 * MINUTE - timedelta(microseconds=1)
    assert await many.installation("T0SKOVDE") == SKOVDE
    clock.now += timedelta(microseconds=1)
    assert await many.installation("T0SKOVDE") == newer
    assert shelf.looks["T0SKOVDE"] == 2


async def test_a_forgotten_workspace_is_out_of_memory_and_dropped(many: Tokens, shelf: Shelf) -> None:
    await many.installation("T0SKOVDE")
    await many.forget("T0SKOVDE", NOW)
    assert shelf.dropped == [("T0SKOVDE", NOW)]
    assert await many.installation("T0SKOVDE") is None


async def test_what_was_found_before_a_token_was_forgotten_is_not_remembered_after(many: Tokens, shelf: Shelf) -> None:
    shelf.open.clear()
    finding = asyncio.ensure_future(many.installation("T0SKOVDE"))
    await shelf.looked.wait()
    forgetting = asyncio.ensure_future(many.forget("T0SKOVDE"))
    await asyncio.sleep(0)
    shelf.open.set()
    await asyncio.gather(finding, forgetting)
    assert await many.installation("T0SKOVDE") is None


async def test_a_workspace_that_has_just_installed_the_app_is_known_at_once(many: Tokens, shelf: Shelf) -> None:
    assert await many.installation("T0HJO") is None
    shelf.kept["T0HJO"] = hjo = replace(SKOVDE, workspace="T0HJO", token="xoxb-hjo")
    assert await many.installation("T0HJO") == hjo
    shelf.kept["T0HJO"] = again = replace(hjo, token="xoxb-hjo-again")
    await many.renew("T0HJO")
    assert await many.installation("T0HJO") == again


async def test_a_client_speaks_with_the_token_of_its_workspace(one: Tokens, many: Tokens, slack: SlackDouble) -> None:
    for tokens in (one, many):
        client = await tokens.client("T0SKOVDE")
        await client.chat_postMessage(channel="C0COACHES", text="Hej")
    assert [call.token for call in slack.called("chat.postMessage")] == ["xoxb-skovde"] * 2
    assert client.retry_handlers == []
    assert client.session
    assert client.session.timeout.total == PATIENCE


async def test_a_message_to_where_the_app_is_not_installed_waits(one: Tokens, many: Tokens) -> None:
    for tokens in (one, many):
        for workspace in ("T0HJO", ""):
            with pytest.raises(TryLater, match="not installed in") as waits:
                await tokens.client(workspace)
            assert not waits.value.ambiguous


async def test_a_client_tries_once_whatever_happens(one: Tokens, slack: SlackDouble) -> None:
    client = await one.client("T0SKOVDE")
    slack.plan("chat.postMessage", failed_after_recording(), limited(1), garbled())
    for _ in range(3):
        with pytest.raises(SlackApiError):
            await client.chat_postMessage(channel="C0COACHES", text="Hej")
    assert len(slack.called("chat.postMessage")) == 3


async def test_a_token_that_slack_does_not_know_is_asked_about_again_in_a_minute(
    one: Tokens, slack: SlackDouble, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    slack.plan("auth.test", refused("invalid_auth"))
    for _ in range(20):
        assert await one.installation("T0SKOVDE") is None
    assert len(slack.called("auth.test")) == 1
    assert [record.message for record in caplog.records] == ["SLACK_BOT_TOKEN: Slack answers invalid_auth"]
    clock.now += MINUTE
    found = await one.installation("T0SKOVDE")
    assert found
    assert (found.name, found.bot, found.bot_user) == ("Skövde kommun", "B0BOT", "U0BOT")
    assert "chat:write" in found.scopes
    assert len(slack.called("auth.test")) == 2


@pytest.mark.parametrize("trouble", [cut(), failed(503), limited(30), garbled(), refused("internal_error")])
async def test_while_slack_cannot_say_whose_the_token_is_everything_waits(
    trouble: object, one: Tokens, api: Api, slack: SlackDouble, clock: Clock
) -> None:
    slack.plan("auth.test", trouble)  # type: ignore[arg-type]
    app, heard = bolt(one.authorize, api)
    for _ in range(3):
        with pytest.raises(TryLater):
            await one.client("T0SKOVDE")
        assert (await app.async_dispatch(event())).status == 500, "so that Slack brings it again"
    assert len(slack.called("auth.test")) == 1
    clock.now += MINUTE
    assert (await app.async_dispatch(event())).status == 200
    assert len(heard) == 1


async def test_a_revoked_token_of_one_workspace_is_not_used_until_slack_takes_it_again(
    one: Tokens, slack: SlackDouble, clock: Clock
) -> None:
    assert await one.installation("T0SKOVDE")
    await one.forget("T0HJO")
    assert await one.installation("T0SKOVDE")
    await one.forget("T0SKOVDE", NOW)
    assert await one.installation("T0SKOVDE") is None
    assert len(slack.called("auth.test")) == 1
    clock.now += MINUTE
    assert await one.installation("T0SKOVDE")


async def test_a_new_installation_changes_nothing_for_the_one_token(one: Tokens, slack: SlackDouble) -> None:
    await one.installation("T0SKOVDE")
    await one.renew("T0SKOVDE")
    await one.installation("T0SKOVDE")
    assert len(slack.called("auth.test")) == 1


async def test_a_workspace_inside_an_enterprise_says_which(api: Api, clock: Clock) -> None:
    team = skovde()
    team.enterprise = "E0SKARABORG"
    async with SlackDouble(team) as slack:
        found = await whose(replace(api, url=slack.url).client("xoxb-skovde"))
    assert (found.workspace, found.enterprise) == ("T0SKOVDE", "E0SKARABORG")


async def test_neither_token_nor_words_are_ever_in_the_log(
    one: Tokens, slack: SlackDouble, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client = await one.client("T0SKOVDE")
    await client.chat_postMessage(channel="C0COACHES", text="Någons egna ord")
    slack.plan("auth.test", refused("token_revoked"))
    await one.forget("T0SKOVDE")
    assert not [word for word in ("xoxb-skovde", "egna ord") if word in caplog.text]


async def test_a_proxy_is_left_aside_where_the_environment_says_so(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    assert api.client().proxy is None
    assert replace(api, url="https://slack.com/api/").client().proxy == "http://proxy.example:3128"


@pytest.mark.parametrize(
    ("told", "gone"),
    [
        ({"type": "app_uninstalled"}, True),
        ({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["U0BOT"]}}, True),
        ({"type": "tokens_revoked", "tokens": {"oauth": ["U0ANNA"], "bot": []}}, False),
        ({"type": "tokens_revoked", "tokens": {"oauth": ["U0ANNA"]}}, False),
        ({"type": "message"}, False),
        ("", False),
    ],
)
def test_only_the_end_of_the_bots_own_token_is_the_end(told: object, gone: bool) -> None:
    assert bot_is_gone(told) is gone


@pytest.mark.parametrize("wrong", [None, {}, {"event_time": "x"}, {"event_time": -1}, {"event_time": 10**30}])
def test_a_time_that_slack_does_not_say_is_none(wrong: object) -> None:
    assert happened_at(wrong) is None
    assert happened_at({"event_time": 1_795_426_200}) == datetime(2026, 11, 23, 9, 30, 1, tzinfo=UTC)


async def test_a_page_of_a_proxy_is_no_answer_of_slacks(clock: Clock) -> None:
    async def page(_request: web.Request) -> web.Response:
        return web.Response(text="Logga in på nätet")

    app = web.Application()
    app.router.add_route("*", "/api/{method}", page)
    async with TestServer(app) as proxy, open_session() as session:
        api = Api(session, str(proxy.make_url("/api/")))
        with pytest.raises(ClientError, match="not Slack"):
            await asked(api.client("xoxb-skovde").auth_test())
        with pytest.raises(TryLater):
            await Tokens(api, OneToken("xoxb-skovde", api, clock)).client("T0SKOVDE")
