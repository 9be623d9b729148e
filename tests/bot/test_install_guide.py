"""The guide to Slack, followed word for word by an administrator who does nothing else, against the double of Slack."""

from __future__ import annotations

import asyncio
import re
import shlex
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from adapters.slack.access import SCOPES, SOCKET_SCOPES
from bot.cli import app
from bot.settings import read_settings
from tests.doubles.slack import SlackDouble
from tests.doubles.slack_world import skovde
from tests.house.sources import ROOT, files, text, told

GUIDE = (ROOT / "docs" / "install-slack.md").read_text("utf-8")
FENCES = [re.sub(r"^   ", "", fence, flags=re.MULTILINE) for fence in re.findall(r"```\n(.+?) *```", GUIDE, re.DOTALL)]
SETTINGS = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET")
ENV = {
    way: next(fence for fence in FENCES if fence.startswith("IDESLUSS_PRESET") and name in fence)
    for way, name in (
        ("Socket Mode", "APP_TOKEN"),
        ("HTTP", "BOT_TOKEN=xoxb-…\nSLACK_SIGNING"),
        ("several", "CLIENT_ID"),
    )
}
"""The guide's `.env` for each way that Slack reaches the bot."""
EMAILS = {
    handle: f"{name}@skovde.example"
    for handle, name in (("eva", "eva"), ("omar", "hakan"), ("pia", "marta"), ("kim", "anna"))
}
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


def fill_in(text: str, **values: str) -> str:
    """Settings as the guide shows them, with the dots of each named one replaced."""
    for name, value in values.items():
        text, count = re.subn(rf"^({name})=.*…$", rf"\g<1>={value}", text, flags=re.MULTILINE)
        assert count == 1, name
    assert "…" not in text
    return text


def write_settings(text: str) -> None:
    """The guide's own `.env`, that nobody else may read."""
    Path(".env").write_text(text, "utf-8")
    words = shlex.split(fence("chmod"))
    assert words == ["chmod", "600", ".env"]
    Path(".env").chmod(0o600)


def with_channels(lines: str, coaches: str, digest: str, default: str = "") -> str:
    """The lines for the preset with the channels' ids, and without the last one if there is none."""
    for channel in (coaches, digest, default):
        lines = lines.replace("C…", channel, 1)
    return lines.replace('default_channel = ""\n', "")


def below(preset: str, body: str, lines: str) -> str:
    """A preset with these lines below all else that is said of an organisation."""
    before, key, after = preset.partition(f'key = "{body}"')
    return before + key + after.replace("\n\n[[", f"\n\n{lines}\n[[", 1)


def with_addresses(preset: str, emails: Mapping[str, str]) -> str:
    """A preset with the e-mail address of each of these people, as the guide writes it."""
    for handle, email in emails.items():
        line = fence("email = ").strip().replace("eva.lind@example.se", email)
        preset = preset.replace(f'handle = "{handle}"', f'handle = "{handle}"\n{line}')
    return preset


def lines_of(said: str, workspace: str) -> str:
    """The lines that the doctor prints for the preset, which are those of the guide."""
    lines = said[said.index("[[bodies.chats]]") :].partition("\nok ")[0].rstrip("\n")
    expected = fence("[[bodies.chats]]").strip().replace("T0123ABCD", workspace)
    assert lines == expected, "the guide shows what the doctor prints"
    return lines + "\n"


def follow(slack: SlackDouble) -> str:
    """Steps 1 to 5; what the doctor says last."""
    code, manifest = command("manifest slack", "--socket-mode")
    assert code == 0
    assert yaml.safe_load(manifest)["settings"]["socket_mode_enabled"]
    write_settings(fill_in(ENV["Socket Mode"], SLACK_BOT_TOKEN="xoxb-skovde", SLACK_APP_TOKEN=slack.app.token))
    code, said = command("doctor")
    assert code == 1
    lines = with_channels(lines_of(said, "T0SKOVDE"), "C0COACHES", "C0DIGEST")
    preset = with_addresses(Path("min.toml").read_text("utf-8"), EMAILS)
    Path("min.toml").write_text(below(preset, "skovde", lines), "utf-8")
    assert command("preset check")[0] == 0
    return command("doctor")[1]


async def test_the_guide_leads_to_a_doctor_who_misses_nothing(slack: SlackDouble) -> None:
    said = await asyncio.to_thread(follow, slack)
    assert said.splitlines()[-1] == "Everything the bot needs is here."
    assert "Everything the bot needs is here." in GUIDE
    assert "is that of Skövde kommun" in said
    assert "`is that of" in GUIDE


def test_the_guides_manifest_for_http_can_be_printed() -> None:
    code, manifest = command("manifest slack", "--url")
    assert code == 0
    assert "https://ideer.example.se/slack/events" in manifest


@pytest.mark.parametrize("way", ["Socket Mode", "HTTP", "several"])
def test_the_guides_settings_go_together_and_say_where_the_ideas_are(way: str) -> None:
    Path(".env").write_text(ENV[way], "utf-8")
    settings = read_settings()
    assert settings.slack == ("socket" if way == "Socket Mode" else "http")
    assert settings.has_many_workspaces == (way == "several")
    assert (settings.idesluss_preset, settings.database_url) == ("min.toml", "sqlite:///var/min.db")


def test_lines_in_the_wrong_place_are_refused_with_the_words_that_the_guide_explains() -> None:
    preset = Path("min.toml").read_text("utf-8")
    Path("min.toml").write_text(preset.replace('key = "skovde"', f'key = "skovde"\n{fence("[[bodies")}'), "utf-8")
    result = CliRunner().invoke(app, ["preset", "check", "min.toml"])
    assert result.exit_code == 1
    assert "Cannot overwrite a value" in result.output
    assert "`Cannot overwrite a value`" in GUIDE


@pytest.mark.parametrize(
    "words", ["not signed by Slack", "Slack was not reached", "Radera det som går", "mina uppgifter"]
)
def test_what_the_guide_quotes_is_what_the_bot_says(words: str) -> None:
    assert words in GUIDE
    said = [
        *files("adapters", suffix=".py"),
        *files("dialogs/locales/sv", suffix=".ftl"),
        *files("dialogs", suffix=".py"),
    ]
    assert any(words in text(path) for path in said)


def test_the_guide_names_every_setting_and_every_permission() -> None:
    wanted = [*SETTINGS, "IDESLUSS_SECRET_KEY", *(f"`{scope}`" for scope in (*SCOPES, *SOCKET_SCOPES))]
    told("Say in docs/install-slack.md what these are for:", [name for name in wanted if name not in GUIDE])
