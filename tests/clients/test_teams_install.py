"""The guide to Teams, followed in an empty folder with its own commands: to a zip file, and an idea in the playground.

Its last section is typed as it stands there: nothing of ours is between the bot and Microsoft's program, which finds
its tenant in the file that the guide has written.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import shlex
import signal
import socket
import struct
import sys
import zipfile
from asyncio.subprocess import PIPE, STDOUT
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml

from bot.settings import Settings
from tests.bot.test_install_guide_teams import GUIDE, below, fence, fill_in
from tests.clients import teams_manifest
from tests.clients.node import MODULES, NODE
from tests.clients.teams_manifest import Json, faults, official
from tests.clients.teams_screen import Screen, screen
from tests.clients.test_teams_playground import NEED, NUMBER, hand_in
from tests.house.sources import ROOT

pytestmark = pytest.mark.slow

APP, TENANT = "22222222-aaaa-4222-8222-222222222222", "11111111-bbbb-4111-8111-111111111111"
SECRET = "Abc8Q~made-up.by.a.test-only"
ALL_IS_WELL = "Everything the bot needs is here."
TRIAL = GUIDE[GUIDE.index("\n## Prova på din egen dator") :]
TENANT_FILE = ".m365agentsplayground.yml"
PORT = Settings.model_fields["port"].default
AGAIN = "message-moved"
"""What the bot logs when a card is not there any more and is written again: the playground forgets all when it ends."""
PATIENCE = 60.0
"""Seconds until a command that has not answered is missed."""
NPX = "lib/node_modules/npm/bin/npx-cli.js"
"""Where the Node that comes as a Python package keeps what an administrator's own Node calls npx."""


def command(*words: str, text: str = GUIDE) -> str:
    """The guide's own command that holds these words."""
    starts = r"(?:^ *|`)((?:TEAMS_\w+=|\.venv/bin/idesluss |chmod |cp |npx |rm )[^`\n]+)"
    return str(next(line for line in re.findall(starts, text, re.MULTILINE) if all(word in line for word in words)))


SERVE = command("TEAMS_DEVELOPMENT=true", "serve")


@dataclass(slots=True)
class Typed:
    """A command in a terminal of its own, and every line that it has printed, faults too."""

    process: asyncio.subprocess.Process
    said: list[str] = field(default_factory=list)

    async def says(self, words: str) -> str:
        """Wait for a line that holds these words."""
        async with asyncio.timeout(PATIENCE):
            while not (self.said and words in self.said[-1]):
                line = await self._line()
                assert line, f"{words!r} was never said, but:\n{''.join(self.said)}"
        return self.said[-1]

    async def listen(self) -> None:
        """Read what it prints until it ends."""
        while await self._line():
            pass

    async def _line(self) -> str:
        assert self.process.stdout
        line = (await self.process.stdout.readline()).decode()
        self.said += [line] if line else []
        return line


@dataclass(frozen=True, slots=True)
class Terminal:
    """The administrator's terminal, in the folder of the bot. `more` is what the environment says besides."""

    folder: Path
    more: dict[str, str] = field(default_factory=lambda: {"PYTHONUTF8": "1"})

    @asynccontextmanager
    async def typed(self, line: str) -> AsyncIterator[Typed]:
        """A command of the guide, until it is stopped with all that it has started."""
        whole = ("env", *shlex.split(line))  # it may begin with what the environment is to say
        environment = {**os.environ, **self.more}
        process = await asyncio.create_subprocess_exec(
            *whole, cwd=self.folder, env=environment, stdout=PIPE, stderr=STDOUT, start_new_session=True
        )
        typed = Typed(process)
        try:
            yield typed
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGINT)  # as Ctrl-C does
            await typed.listen()
            await process.wait()

    async def run(self, line: str, *, ends: int = 0) -> str:
        """What a command of the guide prints, which ends by itself."""
        async with self.typed(line) as typed, asyncio.timeout(PATIENCE):
            await typed.listen()
            assert await typed.process.wait() == ends, typed.said
        return "".join(typed.said)


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    """A folder with nothing in it but the bot and the preset that the guide begins with."""
    (tmp_path / ".venv").symlink_to(sys.prefix)
    (tmp_path / "ideas").symlink_to(ROOT / "ideas")
    return Terminal(tmp_path)


# The zip file


def look_into(path: Path, schema: str) -> Json:
    """The manifest in a zip file, in which Microsoft's schemas and the sizes of pictures are kept to."""
    with zipfile.ZipFile(path) as package:
        whole: Json = json.loads(package.read("manifest.json"))
        more = [language["file"] for language in whole["localizationInfo"]["additionalLanguages"]]
        icons = {kind: package.read(name) for kind, name in whole["icons"].items()}
        assert {*package.namelist()} == {"manifest.json", *whole["icons"].values(), *more}
        assert faults(whole, official(schema)) == []
        localised = teams_manifest.localization(schema)
        assert {name: faults(json.loads(package.read(name)), localised) for name in more} == {
            "en.json": [],
            "da.json": [],
        }
    assert whole["manifestVersion"] == schema
    assert {kind: _size(icon) for kind, icon in icons.items()} == {"color": (192, 192), "outline": (32, 32)}
    return whole


def _size(png: bytes) -> tuple[int, ...]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">2I", png[16:24])


def write_settings(terminal: Terminal) -> str:
    """Step 3.1: the guide's own `.env`, with what Microsoft's pages show."""
    lines = fill_in(fence("IDESLUSS_PRESET"), TEAMS_APP_ID=APP, TEAMS_APP_TENANT=TENANT, TEAMS_APP_PASSWORD=SECRET)
    (terminal.folder / ".env").write_text(lines, "utf-8")
    return lines


async def test_the_guides_commands_make_a_zip_file_that_teams_takes(terminal: Terminal) -> None:
    settings, zipped = terminal.folder / ".env", terminal.folder / "idesluss.zip"
    await terminal.run(command("cp ", "min.toml"))
    lines = write_settings(terminal)
    await terminal.run(command("chmod 600 .env"))
    make = command("manifest teams", zipped.name)
    said = await terminal.run(make)
    assert "https://ideer.example.se/api/messages" in said
    first = look_into(zipped, "1.28")
    assert first["bots"][0]["botId"] == APP
    assert first["developer"]["websiteUrl"] in make
    assert SECRET.encode() not in zipped.read_bytes()
    settings.write_text(f"{lines}{fence('TEAMS_SLASH')}", "utf-8")
    await terminal.run(make)
    assert look_into(zipped, "1.29")["version"] > first["version"]


# Trying it without Microsoft


@pytest.fixture
def trial(network: None, terminal: Terminal) -> Terminal:
    """A terminal in which Node is installed, and in which nothing reaches the network."""
    assert NODE, "make test-clients installs it"
    (terminal.folder / "node_modules").symlink_to(MODULES)  # as if npx had fetched it
    tools = terminal.folder / "tools"
    tools.mkdir()
    (tools / "node").symlink_to(NODE)
    (tools / "npx").write_text(f'#!/bin/sh\nexec node "{NODE.parent.parent / NPX}" "$@"\n', "utf-8")
    (tools / "npx").chmod(0o755)
    terminal.more.update(
        PATH=f"{tools}{os.pathsep}{os.environ['PATH']}",
        HOME=str(terminal.folder),
        npm_config_offline="true",
        TEAMSAPPTESTER_BROWSER="none",
    )
    if not is_free(PORT):
        terminal.more["PORT"] = "0"
    return terminal


def is_free(port: int) -> bool:
    """Whether nobody listens at this port. Where the network is apart, nobody does."""
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) != 0


def change(path: Path, was: str, now: str) -> None:
    """Change one place in a file."""
    text = path.read_text("utf-8")
    assert text.count(was) == 1, was
    path.write_text(text.replace(was, now), "utf-8")


def appoint(terminal: Terminal, handle: str) -> None:
    """Step 1 or 6: somebody's address on a line of its own, as the guide writes it."""
    there = f'handle = "{handle}"'
    written = re.search(rf'`(email = "[^"]+")`[^`]*`{there}`', TRIAL)
    assert written, handle
    change(terminal.folder / "prov.toml", f"{there}\n", f"{there}\n{written[1]}\n")


async def prepare(terminal: Terminal) -> Json:
    """Step 1 and 2: the guide's lines in a copy of the preset, and its tenant, which is given."""
    await terminal.run(command("cp ", "prov.toml"))
    path = terminal.folder / "prov.toml"
    path.write_text(below(path.read_text("utf-8"), "skovde", fence("[[bodies.chats]]", 1)), "utf-8")
    appoint(terminal, "eva")
    (terminal.folder / TENANT_FILE).write_text(fence("version:"), "utf-8")
    tenant: Json = yaml.safe_load(fence("version:"))
    return tenant


def become_another(terminal: Terminal) -> str:
    """Step 6: the lines that the guide wants changed; the name of who is at the screen then."""
    appoint(terminal, "omar")
    tenant = terminal.folder / TENANT_FILE
    for line in fence("currentUser:").splitlines():
        (was,) = re.findall(rf"^{line.partition(':')[0]}:.*$", tenant.read_text("utf-8"), re.MULTILINE)
        change(tenant, was, line)
    return str(yaml.safe_load(tenant.read_text("utf-8"))["currentUser"]["name"])


@asynccontextmanager
async def serving(terminal: Terminal) -> AsyncIterator[str]:
    """Step 3: the bot; where it listens."""
    async with terminal.typed(SERVE) as bot:
        address = (await bot.says("http://127.0.0.1:")).split()[-1].rstrip("/")
        await bot.says("Teams is served at /api/messages")
        yield address
    wrong = [line for line in bot.said if '"level": "error"' in line]
    assert [line for line in wrong if AGAIN not in line] == []


@asynccontextmanager
async def playing(terminal: Terminal, chromium: str) -> AsyncIterator[Screen]:
    """Step 3 and 4: the bot, the playground and its page."""
    line, address = command("npx "), f"http://127.0.0.1:{PORT}"
    assert f"{address}/api/messages" in line
    assert "http://localhost:56150" in TRIAL
    async with serving(terminal) as served, terminal.typed(line.replace(address, served)) as program:
        port = (await program.says("Listening on ")).split()[-1]
        async with screen(f"http://127.0.0.1:{port}", chromium, terminal.folder / "pictures") as seen:
            yield seen


@pytest.mark.browser
async def test_the_guides_trial_leads_to_an_idea_that_is_claimed_in_the_playground(
    trial: Terminal, chromium: str
) -> None:
    tenant = await prepare(trial)
    channel = f"{tenant['team']['name']} - {tenant['team']['channels'][0]['name']}"
    async with playing(trial, chromium) as seen:
        await seen.sees(tenant["currentUser"]["name"])
        await seen.sees("Hej! Berätta om något på jobbet som borde fungera bättre.")
        await hand_in(seen)
        await seen.opens(channel)
        await seen.sees(NEED)
        await seen.sees(NUMBER)
        await seen.presses("Ta")
        await seen.sees("Det är din egen idé, så en annan delprojektledare tar den.")
        await seen.picture("own")
    name = become_another(trial)
    async with playing(trial, chromium) as seen:
        await seen.says("kö")
        await seen.sees(NUMBER)
        await seen.picture("queue")
        await seen.presses(f"Ta {NUMBER[-4:]}")
        await seen.sees(f"Du har nu {NUMBER}")
        await seen.picture("mine")
        await seen.opens(channel)
        await seen.sees(f"{name} tog {NUMBER}.")
        await seen.sees("Läge: har delprojektledare")
        await seen.picture("claimed")
    await trial.run(f"sh -c {shlex.quote(command('rm ', text=TRIAL))}")
    left = {path.name for path in trial.folder.rglob("*") if "prov" in path.name or path.name == TENANT_FILE}
    assert left == set()


@pytest.mark.parametrize("has_secret", [False, True])
async def test_the_doctor_finds_nothing_amiss_with_the_guides_trial(terminal: Terminal, has_secret: bool) -> None:
    await prepare(terminal)
    become_another(terminal)
    line, _, preset = SERVE.replace(" serve ", " doctor ").partition(" --preset ")
    if has_secret:
        write_settings(terminal)
        assert "`TEAMS_APP_PASSWORD=`" in TRIAL
        line = f"TEAMS_APP_PASSWORD= {line}"
    said = await terminal.run(f"IDESLUSS_PRESET={preset} {line}", ends=1)
    assert "is that of Skövde kommun" in said
    missing = [line for line in said.splitlines() if not line.startswith("ok ")]
    assert [re.findall(r"of ([a-z, ]+):", line) for line in missing] == [["pia, kim"]], said
