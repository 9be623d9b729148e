"""The guide to Slack, followed in an empty folder with its own commands, until an idea is claimed in an emulated Slack.

Where the guide has something clicked in Slack's pages, the emulated app is set up as the printed manifest says.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import shlex
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml
from yarl import URL

from tests.bot.test_install_guide import ENV, GUIDE, below, fence, fill_in, lines_of, with_addresses, with_channels
from tests.clients.blocks import Json
from tests.clients.person import Person
from tests.clients.rig import BOT_TOKEN, CLIENT_ID, CLIENT_SECRET, SIGNING_SECRET, TEAM, Emulator, emulated
from tests.clients.slack_schema import refused
from tests.house.sources import ROOT

pytestmark = pytest.mark.slow

ADDRESS = "https://ideer.example.se"
INVITED = ("skovde-coacher", "skovde-digest", "ledning")
"""The coaches' channel, the digest's, and a closed one that stands in for them."""
EMAILS = {who: f"{who}@skovde.example" for who in ("eva", "omar", "pia", "kim")}
ALL_IS_WELL = "Everything the bot needs is here."
ANSWERS = (
    ("För vem skulle det bli bättre?", "Välj", ("Brukare, patienter",)),
    ("Tror du eller vet du?", "Välj", ("Jag har sett det själv",)),
    ("Har du en lösning", "Hoppa över", ()),
    ("Hur vill du vara med?", "Bara tipsa", ()),
    ("Var arbetar du?", "Vård och omsorg", ()),
    ("Stämmer det?", "Skicka", ()),
)
PATIENCE = 60.0
"""Seconds until a command that has not answered is missed."""


def command(*words: str) -> str:
    """The guide's own command that holds these words."""
    lines = re.findall(r"(?:^ *|`)((?:\.venv/bin/idesluss|chmod|cp) [^`\n]+)", GUIDE, re.MULTILINE)
    return str(next(line for line in lines if all(word in line for word in words)))


@dataclass(frozen=True, slots=True)
class Terminal:
    """The administrator's terminal, in the folder of the bot. `more` is what the environment says besides."""

    folder: Path
    more: dict[str, str] = field(default_factory=lambda: {"PORT": "0", "PYTHONUTF8": "1"})

    async def begin(self, line: str, log: int) -> asyncio.subprocess.Process:
        """Type a command; what it logs goes to a file that is open."""
        environment, pipe = {**os.environ, **self.more}, asyncio.subprocess.PIPE
        return await asyncio.create_subprocess_exec(
            *shlex.split(line), cwd=self.folder, env=environment, stdout=pipe, stderr=log
        )

    async def run(self, *words: str) -> str:
        """What the guide's command with these words prints, faults too. The doctor may miss something."""
        typed = await self.begin(command(*words), asyncio.subprocess.STDOUT)
        async with asyncio.timeout(PATIENCE):
            said = (await typed.communicate())[0].decode()
        assert typed.returncode == 0 or (words[0] == "doctor" and typed.returncode == 1), said
        return said

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[str]:
        """The bot, until it is asked to stop; where it listens."""
        with (self.folder / "serve.log").open("wb") as log:
            bot = await self.begin(command("idesluss serve"), log.fileno())
        assert bot.stdout
        try:
            async with asyncio.timeout(PATIENCE):
                first = (await bot.stdout.readline()).decode()
            assert "http://" in first, self.logged()
            yield first.split()[-1].rstrip("/")
        finally:
            if bot.returncode is None:
                bot.terminate()
            await bot.communicate()
        assert bot.returncode == 0

    def logged(self) -> str:
        """What the bot logged when it last ran."""
        return (self.folder / "serve.log").read_text("utf-8")

    async def settings(self, way: str, **values: str) -> None:
        """The guide's `.env` for one way, with the values that Slack shows."""
        (self.folder / ".env").write_text(fill_in(ENV[way], **values), "utf-8")
        await self.run("chmod")

    def write_preset(self, lines: str, emulator: Emulator) -> None:
        """Step 4: the doctor's lines with the channels' ids, and people's addresses."""
        path = self.folder / "min.toml"
        lines = with_channels(lines, *(emulator.channels[name] for name in INVITED))
        path.write_text(below(with_addresses(path.read_text("utf-8"), EMAILS), "skovde", lines), "utf-8")


@pytest.fixture
async def terminal(tmp_path: Path) -> Terminal:
    """A folder with nothing in it but the bot and the preset that the guide begins with."""
    (tmp_path / ".venv").symlink_to(sys.prefix)
    (tmp_path / "ideas").symlink_to(ROOT / "ideas")
    terminal = Terminal(tmp_path)
    await terminal.run("cp", "min.toml")
    return terminal


@asynccontextmanager
async def created(manifest: Json, terminal: Terminal) -> AsyncIterator[Emulator]:
    """Slack with the app that a manifest makes. The bot is in no channel yet."""
    scopes, redirects = manifest["oauth_config"]["scopes"]["bot"], manifest["oauth_config"]["redirect_urls"]
    subscribed = manifest["settings"]["event_subscriptions"]["bot_events"]
    async with emulated(scopes=scopes, subscribed=subscribed, redirects=redirects) as emulator:
        for channel in INVITED[:2]:
            await emulator.member(channel, "", leaves=True)
        terminal.more["SLACK_API_URL"] = emulator.api
        yield emulator
        assert refused(await emulator.record()) == []


async def invite(emulator: Emulator) -> None:
    """Step 3, in every channel that the preset names."""
    for channel in INVITED:
        await emulator.member(channel, "")


async def verify(manifest: Json, emulator: Emulator, served: str) -> None:
    """Slack asks the manifest's address, which the web server passes on, and writes Verified beside it."""
    asked = URL(manifest["settings"]["event_subscriptions"]["request_url"])
    assert str(asked.origin()) == ADDRESS
    assert fence("location").split()[1] in asked.path
    await emulator.listen(f"{served}{asked.path}")
    challenge = {"type": "url_verification", "token": "", "challenge": "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7"}
    answer = await Person(emulator, "pia").deliver(json.dumps(challenge))
    assert (answer.status, answer.body) == (200, {"challenge": challenge["challenge"]})


async def hand_in(anna: Person) -> str:
    """A need, told until the idea has a number; the ts of the thread."""
    thread = await anna.says("Frukosten kommer för sent till de boende.")
    assert (await anna.sees("Vad skulle bli bättre om det löstes?"))["thread_ts"] == thread
    await anna.says("Lugnare morgnar.", thread=thread)
    for question, label, ticks in ANSWERS:
        await anna.presses(await anna.sees(question), label, ticks=ticks)
    await anna.sees("Din idé har nummer SKO-")
    return thread


async def install(emulator: Emulator, served: str, manifest: Json) -> str:
    """Somebody opens the bot's page in a browser, allows what Slack asks, and is led back; what they read then."""
    (back,) = manifest["oauth_config"]["redirect_urls"]
    assert "Host $host" in fence("location")
    there = {"Host": URL(ADDRESS).host or ""}
    assert f"{ADDRESS}/slack/install" in GUIDE
    async with emulator.session.get(f"{served}/slack/install", headers=there, allow_redirects=False) as asked:
        state, leads = asked.cookies["slack-install"], URL(asked.headers["Location"])
    assert state["secure"], "the web server says by which name it was called"
    # Slack takes the app's one address when none is asked for; the emulator wants it said
    ended = URL(await emulator.allow("pia", str(leads.update_query(redirect_uri=back))))
    cookie = {"Cookie": f"slack-install={state.value}"}
    async with emulator.session.get(f"{served}{ended.path_qs}", headers={**there, **cookie}) as page:
        assert page.status == 200
        return await page.text()


async def test_an_administrator_follows_the_guide_and_an_idea_is_claimed(terminal: Terminal) -> None:
    manifest = yaml.safe_load(await terminal.run("manifest slack", "--url"))
    async with created(manifest, terminal) as emulator:
        await terminal.settings("HTTP", SLACK_BOT_TOKEN=BOT_TOKEN, SLACK_SIGNING_SECRET=SIGNING_SECRET)
        terminal.write_preset(lines_of(await terminal.run("doctor"), TEAM), emulator)
        assert (await terminal.run("doctor")).count("/invite @Idéslussen") == len(INVITED)
        await invite(emulator)
        assert await terminal.run("preset check") == "min.toml: ok\n"
        assert (await terminal.run("doctor")).splitlines()[-1] == ALL_IS_WELL
        async with terminal.serving() as served:
            await verify(manifest, emulator, served)
            anna, eva = Person(emulator, "anna"), Person(emulator, "eva")
            thread = await hand_in(anna)
            await eva.presses(await eva.sees("SKO-", channel="skovde-coacher"), "Ta")
            assert (await anna.sees("Eva Lind är din"))["thread_ts"] == thread
            await eva.sees("Eva Lind tog SKO-", channel="skovde-coacher")
            assert "ta 142 · släpp 142" in (await eva.commands("hjälp")).body["text"]
            assert (await terminal.run("doctor")).splitlines()[-1] == ALL_IS_WELL
        assert '"level": "error"' not in terminal.logged()


async def test_what_the_guide_has_people_look_for_is_in_the_manifest_of_both_ways(terminal: Terminal) -> None:
    for way in ("--url", "--socket-mode"):
        manifest = yaml.safe_load(await terminal.run("manifest slack", way))
        features = manifest["features"]
        names = [one["name"] for one in features["shortcuts"]] + [one["command"] for one in features["slash_commands"]]
        assert names == ["Lämna en idé", "Gör till idé", "/ide"]
        assert all(f"**{name}**" in GUIDE or f"`{name}`" in GUIDE for name in names)
        assert f"@{features['bot_user']['display_name']}" in GUIDE
        assert (features["app_home"]["home_tab_enabled"], features["app_home"]["messages_tab_enabled"]) == (True, True)
        assert manifest["settings"]["socket_mode_enabled"] == (way == "--socket-mode")


async def test_several_workspaces_are_served_as_the_guide_says_and_a_lost_key_is_no_end(terminal: Terminal) -> None:
    manifest = yaml.safe_load(await terminal.run("manifest slack", "--url"))
    slack = {"SLACK_CLIENT_ID": CLIENT_ID, "SLACK_CLIENT_SECRET": CLIENT_SECRET, "SLACK_SIGNING_SECRET": SIGNING_SECRET}
    async with created(manifest, terminal) as emulator:
        terminal.write_preset(fence("[[bodies.chats]]").replace("T0123ABCD", TEAM), emulator)
        for missing in ("The app is not installed there. Open /slack/install", "If that key is lost, install the app"):
            key = (await terminal.run("secret-key")).strip()
            await terminal.settings("several", **slack, IDESLUSS_SECRET_KEY=key)
            assert missing in await terminal.run("doctor")
            async with terminal.serving() as served:
                await verify(manifest, emulator, served)
                assert "Idéslussen är på plats" in await install(emulator, served, manifest)
                await invite(emulator)
                assert (await terminal.run("doctor")).splitlines()[-1] == ALL_IS_WELL
                await Person(emulator, "anna").says("Frukosten kommer för sent till de boende.")
                await Person(emulator, "anna").sees("Vad skulle bli bättre om det löstes?")
