"""The guide to Slack, followed word for word by an administrator who does nothing else, against the double of Slack."""

from __future__ import annotations

import asyncio
import re
import shlex
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from adapters.slack.access import SCOPES, SOCKET_SCOPES
from bot.cli import app
from tests.doubles.slack import SlackDouble
from tests.doubles.slack_world import skovde
from tests.house.sources import ROOT, told

GUIDE = (ROOT / "docs" / "install-slack.md").read_text("utf-8")
FENCES = [re.sub(r"^   ", "", fence, flags=re.MULTILINE) for fence in re.findall(r"```\n(.+?) *```", GUIDE, re.DOTALL)]
SETTINGS = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET")
EMAILS = {"eva": "eva", "omar": "hakan", "pia": "marta", "kim": "anna"}
"""Whom the preset's people are in the workspace."""


def fence(beginning: str) -> str:
    """The first block of the guide that begins so."""
    return next(fence for fence in FENCES if fence.startswith(beginning))


def command(*words: str) -> tuple[int, str]:
    """A command of the guide that holds these words, as it stands there: its exit code, and what it prints."""
    lines = re.findall(r"\.venv/bin/idesluss ([^`\n]+)", GUIDE)
    line = next(line for line in lines if all(word in line for word in words))
    result = CliRunner().invoke(app, shlex.split(line))
    return result.exit_code, result.stdout


@pytest.fixture(autouse=True)
def _at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with nothing but a copy of a preset, and no settings from outside."""
    for name in (*SETTINGS, "SLACK_API_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PORT", "0")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "min.toml").write_text((ROOT / "ideas" / "presets" / "skaraborg.toml").read_text("utf-8"), "utf-8")


@pytest.fixture
async def slack(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SlackDouble]:
    """Slack, with the app installed as the manifest asks."""
    async with SlackDouble(replace(skovde(), scopes=tuple(SCOPES))) as slack:
        monkeypatch.setenv("SLACK_API_URL", slack.url)
        yield slack


def write_settings(slack: SlackDouble) -> None:
    """The guide's own `.env`, with the values that Slack shows."""
    shown = {"xoxb-…": "xoxb-skovde", "xapp-…": slack.app.token}
    text = fence("IDESLUSS_PRESET")
    for dots, value in shown.items():
        assert dots in text
        text = text.replace(dots, value)
    Path(".env").write_text(text, "utf-8")


def write_preset(lines: str) -> None:
    """The doctor's lines with ids filled in, below what is said of the organisation, and people's addresses."""
    for channel in ("C0COACHES", "C0DIGEST", "C0COACHES"):
        lines = lines.replace("C…", channel, 1)
    text = Path("min.toml").read_text("utf-8")
    for handle, name in EMAILS.items():
        email = fence("email = ").strip().replace("eva.lind@example.se", f"{name}@skovde.example")
        text = text.replace(f'handle = "{handle}"', f'handle = "{handle}"\n{email}')
    before, key, after = text.partition('key = "skovde"')
    Path("min.toml").write_text(before + key + after.replace("\n\n[[", f"\n\n{lines}\n[[", 1), "utf-8")


def follow(slack: SlackDouble) -> str:
    """Steps 1 to 5; what the doctor says last."""
    code, manifest = command("manifest slack", "--socket-mode")
    assert code == 0
    assert yaml.safe_load(manifest)["settings"]["socket_mode_enabled"]
    write_settings(slack)
    code, said = command("doctor")
    assert code == 1
    lines = said[said.index("[[bodies.chats]]") :].partition("\nok ")[0]
    expected = fence("[[bodies.chats]]").strip().replace("T0123ABCD", "T0SKOVDE")
    assert lines == expected, "the guide shows what the doctor prints"
    write_preset(lines)
    assert command("preset check")[0] == 0
    return command("doctor")[1]


async def test_the_guide_leads_to_a_doctor_who_misses_nothing(slack: SlackDouble) -> None:
    said = await asyncio.to_thread(follow, slack)
    assert said.splitlines()[-1] == "Everything the bot needs is here."
    assert "Everything the bot needs is here." in GUIDE


def test_the_guides_manifest_for_http_can_be_printed() -> None:
    code, manifest = command("manifest slack", "--url")
    assert code == 0
    assert "https://ideer.example.se/slack/events" in manifest


def test_the_guide_names_every_setting_and_every_permission() -> None:
    wanted = [*SETTINGS, "IDESLUSS_SECRET_KEY", *(f"`{scope}`" for scope in (*SCOPES, *SOCKET_SCOPES))]
    told("Say in docs/install-slack.md what these are for:", [name for name in wanted if name not in GUIDE])
