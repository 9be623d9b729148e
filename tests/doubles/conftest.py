"""A double of Slack and one of Teams for every test, with a clock that stands still, and clients without new tries."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.doubles.chat_office import served
from tests.doubles.clock import Hands
from tests.doubles.recording_bot import RecordingBot
from tests.doubles.slack import SlackDouble
from tests.doubles.slack_driver import Driver
from tests.doubles.teams import TeamsDouble
from tests.doubles.teams_driver import Driver as TeamsDriver
from tests.doubles.teams_recording_bot import Caller, RecordingTeamsBot


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
async def slack(clock: Hands) -> AsyncIterator[SlackDouble]:
    async with SlackDouble(now=clock) as slack:
        yield slack


@pytest.fixture
async def client(slack: SlackDouble) -> AsyncIterator[AsyncWebClient]:
    async with aiohttp.ClientSession() as session:
        yield AsyncWebClient("xoxb-skovde", base_url=slack.url, session=session, retry_handlers=[])


async def error_of(call: Any) -> str:
    """What Slack says no with."""
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response.get("error"))


@asynccontextmanager
async def heard_at(path: str, hear: Callable[[web.Request], Awaitable[web.Response]]) -> AsyncIterator[str]:
    """The address at which a bot hears what it is told."""
    app = web.Application()
    app.router.add_post(path, hear)
    async with served(app) as host:
        yield f"{host}{path}"


@pytest.fixture
async def bot(slack: SlackDouble) -> AsyncIterator[RecordingBot]:
    bot = RecordingBot(slack)
    async with heard_at("/slack/events", bot.hear) as bot.url:
        yield bot


@pytest.fixture
async def people(slack: SlackDouble, bot: RecordingBot) -> AsyncIterator[Driver]:
    async with Driver(slack, bot.url) as people:
        yield people


@pytest.fixture
async def teams(clock: Hands) -> AsyncIterator[TeamsDouble]:
    async with TeamsDouble(now=clock) as teams:
        yield teams


@pytest.fixture
async def caller(teams: TeamsDouble) -> AsyncIterator[Caller]:
    async with Caller(teams) as caller:
        yield caller


@pytest.fixture
async def teams_bot() -> AsyncIterator[RecordingTeamsBot]:
    bot = RecordingTeamsBot()
    async with heard_at("/api/messages", bot.hear) as bot.url:
        yield bot


@pytest.fixture
async def colleagues(teams: TeamsDouble, teams_bot: RecordingTeamsBot) -> AsyncIterator[TeamsDriver]:
    async with TeamsDriver(teams, teams_bot.url) as colleagues:
        yield colleagues
