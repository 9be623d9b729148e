"""The real `idesluss serve` with Slack set up: it listens, answers and stops, over HTTP and over Socket Mode."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from tests.doubles.office import COACHES, id_of, preset, workspace
from tests.doubles.slack import SlackDouble
from tests.doubles.slack_driver import Driver

NEED = "Frukosten kommer för sent till de boende."
ROOT = Path(__file__).parents[2]
LONG = 60.0
"""Seconds that a start and an answer may take on a busy machine."""


@asynccontextmanager
async def served(folder: Path, slack: SlackDouble, settings: Mapping[str, str]) -> AsyncIterator[str]:
    """The bot as an administrator starts it; the address it tells. It is asked to stop, and must end well."""
    env = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "IDESLUSS_"))},
        "IDESLUSS_PRESET": preset(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'ideas.db'}",
        "PORT": "0",
        "SLACK_API_URL": slack.url,
        "PYTHONPATH": str(ROOT),
        **settings,
    }
    bot = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.cli", "serve", cwd=folder, env=env,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert bot.stdout
    try:
        async with asyncio.timeout(LONG):
            line = (await bot.stdout.readline()).decode()
        assert line.startswith("Idéslussen: http"), (line, await _said(bot))
        yield line.split()[-1]
    finally:
        if bot.returncode is None:
            bot.terminate()
        async with asyncio.timeout(LONG):
            _, said = await bot.communicate()
    assert bot.returncode == 0, said.decode()
    assert '"event": "stopped"' in said.decode(), "the bot's own log was silenced"
    for told in (NEED, "xoxb-skovde", slack.app.signing_secret, "Anna Åström"):
        assert told not in said.decode(), f"the log tells {told}"


async def _said(bot: asyncio.subprocess.Process) -> str:
    return (await bot.stderr.read()).decode() if bot.stderr else ""


def kept(folder: Path) -> bytes:
    """Everything in the database's files."""
    return b"".join(path.read_bytes() for path in sorted(folder.glob("ideas.db*")))


@pytest.fixture
async def slack() -> AsyncIterator[SlackDouble]:
    async with SlackDouble(workspace()) as slack:
        yield slack


async def answered(slack: SlackDouble, people: Driver) -> None:
    """Somebody tells of a need, and the bot asks on."""
    said = await people.insist((await people.say(id_of("anna"), NEED)).parcel)
    assert said.ok, said
    await slack.until(lambda: len(slack.messages(id_of("anna"), said.ts)) > 1, LONG)
    assert "Vad skulle bli bättre" in slack.messages(id_of("anna"), said.ts)[-1].said


async def test_slack_is_answered_over_http_and_the_page_is_closed(tmp_path: Path, slack: SlackDouble) -> None:
    given = {"SLACK_BOT_TOKEN": "xoxb-skovde", "SLACK_SIGNING_SECRET": slack.app.signing_secret}
    async with (
        served(tmp_path, slack, given) as address,
        aiohttp.ClientSession() as browser,
        Driver(slack, f"{address}/slack/events") as people,
    ):
        statuses = {}
        for path in ("/", "/api/act", "/healthz", "/readyz", "/slack/install"):
            async with browser.get(address + path) as page:
                statuses[path] = page.status
        assert statuses == {"/": 404, "/api/act": 404, "/healthz": 200, "/readyz": 200, "/slack/install": 404}
        await answered(slack, people)
        assert (await people.command(id_of("eva"), COACHES, "kö")).body["text"].startswith("Kön i Skövde")


async def test_slack_is_answered_over_socket_mode_with_nothing_let_in(tmp_path: Path, slack: SlackDouble) -> None:
    given = {"SLACK_BOT_TOKEN": "xoxb-skovde", "SLACK_APP_TOKEN": slack.app.token}
    async with (
        served(tmp_path, slack, given) as address,
        aiohttp.ClientSession() as browser,
        Driver(slack, slack.socket) as people,
    ):
        await slack.until(lambda: slack.socket.connections, LONG)
        await answered(slack, people)
        async with browser.post(f"{address}/slack/events") as door:
            assert door.status == 404


async def test_the_app_is_installed_from_the_page_and_answers_there(tmp_path: Path, slack: SlackDouble) -> None:
    given = {
        "SLACK_CLIENT_ID": slack.app.client_id,
        "SLACK_CLIENT_SECRET": slack.app.client_secret,
        "SLACK_SIGNING_SECRET": slack.app.signing_secret,
        "IDESLUSS_SECRET_KEY": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
    }
    async with (
        served(tmp_path, slack, given) as address,
        aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser,
        Driver(slack, f"{address}/slack/events") as people,
    ):
        assert not (await people.say(id_of("anna"), NEED)).ok or not slack.messages(id_of("anna"))[1:]
        async with browser.get(f"{address}/slack/install", allow_redirects=False) as leaving:
            there = leaving.headers["Location"]
        state = there.partition("state=")[2].partition("&")[0]
        code = slack.code()
        async with browser.get(f"{address}/slack/oauth_redirect?code={code}&state={state}") as done:
            assert done.status == 200, await done.text()
        await answered(slack, people)
    assert b"xoxb-skovde" not in kept(tmp_path)
