"""What an administrator of Slack types: the manifest, a secret key, and the doctor against the double of Slack."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from cryptography.fernet import Fernet
from typer.testing import CliRunner, Result

from adapters.slack.access import SCOPES
from bot.app import utc_now
from bot.cli import app
from bot.installations import Seal, SealedInstallations, new_key
from dialogs.installations import Installation
from storage.store import Store
from tests.doubles.slack import SlackDouble
from tests.doubles.slack_world import Workspace, skovde
from tests.house.sources import ROOT

URL = ("--url", "https://ideer.example.se")
CHAT = """[[bodies.chats]]
platform = "slack"
workspace = "T0SKOVDE"
coach_channel = "C0COACHES"
digest_channels = ["C0DIGEST"]
"""
EMAILS = {"eva": "eva", "omar": "hakan", "pia": "marta", "kim": "anna"}
"""Whom the preset's people are in the workspace."""


@pytest.fixture(autouse=True)
def _nothing_of_slack_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("BOT_TOKEN", "APP_TOKEN", "SIGNING_SECRET", "CLIENT_ID", "CLIENT_SECRET", "API_URL"):
        monkeypatch.delenv(f"SLACK_{name}", raising=False)
    monkeypatch.setenv("PORT", "0")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/ideas.db")
    monkeypatch.chdir(tmp_path)


def ask(*words: str | Path) -> Result:
    """One command."""
    return CliRunner().invoke(app, [str(word) for word in words])


def refused(result: Result, *said: str) -> None:
    """A command that failed in a sentence, with nothing on its standard output."""
    assert result.exit_code == 1, result.output
    assert result.stdout == ""
    assert all(words in result.stderr for words in said), result.stderr
    assert result.stderr.count("\n") == 1


def test_the_manifest_is_printed_and_nothing_else() -> None:
    result = ask("manifest", "slack", *URL)
    assert result.exit_code == 0
    assert result.stderr == ""
    written = yaml.safe_load(result.stdout)
    assert written["features"]["slash_commands"][0]["url"] == "https://ideer.example.se/slack/events"
    assert written["features"]["shortcuts"][0]["name"] == "Lämna en idé"


def test_the_manifest_for_socket_mode_needs_no_address() -> None:
    written = yaml.safe_load(ask("manifest", "slack", "--socket-mode").stdout)
    assert written["settings"]["socket_mode_enabled"] is True


@pytest.mark.parametrize(
    ("more", "name"), [(["--language", "en"], "Hand in an idea"), (["--preset", "roskilde"], "Send en idé")]
)
def test_the_manifest_speaks_the_presets_language_or_the_one_that_is_asked_for(more: list[str], name: str) -> None:
    assert f'"{name}"' in ask("manifest", "slack", *URL, *more).stdout


def test_the_manifest_has_the_presets_own_words(tmp_path: Path) -> None:
    assert "rätt delprojektledare" in ask("manifest", "slack", *URL, "--preset", "skaraborg").stdout


def test_a_link_opens_slack_with_the_manifest_in_it() -> None:
    [line] = ask("manifest", "slack", *URL, "--link").stdout.splitlines()
    assert parse_qs(urlsplit(line).query)["manifest_yaml"] == [ask("manifest", "slack", *URL).stdout]


def test_what_is_wrong_with_an_address_is_said() -> None:
    refused(
        ask("manifest", "slack", "--url", "http://ideer.example.se"), "--url: http://ideer.example.se", "not encrypted"
    )
    refused(ask("manifest", "slack", "--url", "https://ideer.example.se/x"), "the host alone")
    refused(ask("manifest", "slack"), "--url", "--socket-mode")
    refused(ask("manifest", "slack", *URL, "--language", "fi"), "sv, en, da")


def test_a_secret_key_is_new_each_time_and_a_key() -> None:
    first, again = (ask("secret-key").stdout.strip() for _ in range(2))
    assert first != again
    assert Fernet(first).decrypt(Fernet(first).encrypt(b"token")) == b"token"
    assert ask("secret-key").stderr == ""


@pytest.fixture
def team() -> Workspace:
    """A workspace where everything is as it should be."""
    return replace(skovde(), scopes=tuple(SCOPES))


@pytest.fixture
async def slack(team: Workspace, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SlackDouble]:
    """Slack, set up for one workspace over HTTP."""
    async with SlackDouble(team) as slack:
        monkeypatch.setenv("SLACK_API_URL", slack.url)
        monkeypatch.setenv("SLACK_BOT_TOKEN", team.token)
        monkeypatch.setenv("SLACK_SIGNING_SECRET", slack.app.signing_secret)
        yield slack


def rewrite(preset: Path, was: str, now: str = "") -> None:
    """Write something else in a preset."""
    text = preset.read_text("utf-8")
    assert was in text
    preset.write_text(text.replace(was, now, 1), "utf-8")


def give(preset: Path, body: str, lines: str) -> None:
    """Write lines below everything else that is said of an organisation."""
    before, key, after = preset.read_text("utf-8").partition(f'key = "{body}"')
    preset.write_text(before + key + after.replace("\n\n[[", f"\n\n{lines}\n[[", 1), "utf-8")


@pytest.fixture
def preset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A preset that agrees with that workspace."""
    text = (ROOT / "ideas" / "presets" / "skaraborg.toml").read_text("utf-8")
    for handle, name in EMAILS.items():
        text = text.replace(f'handle = "{handle}"', f'handle = "{handle}"\nemail = "{name}@skovde.example"')
    path = tmp_path / "min.toml"
    path.write_text(text, "utf-8")
    give(path, "skovde", CHAT)
    monkeypatch.setenv("IDESLUSS_PRESET", str(path))
    return path


async def doctor() -> tuple[list[str], list[str]]:
    """What the doctor says is well, and what is missing; it asks in a thread, since Slack's double runs in this one."""
    result = await asyncio.to_thread(ask, "doctor")
    assert result.exit_code in {0, 1}, result.output
    parts = re.split(r"^(?=ok  |missing |Everything )", result.stdout, flags=re.MULTILINE)
    return [part for part in parts if part.startswith("ok ")], [part for part in parts if part.startswith("missing ")]


async def test_the_doctor_says_when_slack_is_not_set_up() -> None:
    well, missing = await doctor()
    assert "ok       Slack is not set up\n" in well
    assert not missing


@pytest.mark.usefixtures("preset")
async def test_a_preset_with_workspaces_wants_slack_to_be_set_up() -> None:
    _, [missing] = await doctor()
    assert "T0SKOVDE of Skövde kommun" in missing


@pytest.mark.usefixtures("slack", "preset")
async def test_the_doctor_finds_nothing_missing_where_slack_and_preset_agree() -> None:
    well, missing = await doctor()
    assert not missing
    said = "".join(well)
    assert "is from the workspace Skövde kommun (T0SKOVDE)" in said
    assert "the Slack workspace T0SKOVDE is that of Skövde kommun" in said
    assert "the coaches' channel #idecoacher (C0COACHES)" in said
    assert "a channel for the digest #idebrevet (C0DIGEST)" in said
    assert "4 of the preset's people are found" in said


@pytest.mark.usefixtures("slack")
async def test_the_doctor_writes_the_lines_that_the_preset_lacks() -> None:
    _, [missing] = await doctor()
    assert "no organisation has the Slack workspace Skövde kommun (T0SKOVDE)" in missing
    assert "Copy the preset to a file of your own" in missing
    assert '[[bodies.chats]]\nplatform = "slack"\nworkspace = "T0SKOVDE"\ncoach_channel = "C…"' in missing


@pytest.mark.usefixtures("slack")
async def test_the_lines_that_the_doctor_writes_make_it_well(preset: Path) -> None:
    rewrite(preset, CHAT)
    _, [missing] = await doctor()
    lines = missing[missing.index("[[bodies.chats]]") :].replace("C…", "C0COACHES", 1).replace("C…", "C0DIGEST", 1)
    lines = lines.replace("C…", "C0COACHES")
    give(preset, "skovde", lines)
    assert (await doctor())[1] == []


@pytest.mark.usefixtures("slack")
async def test_the_doctor_names_people_without_an_address(preset: Path) -> None:
    rewrite(preset, 'email = "hakan@skovde.example"\n')
    _, [missing] = await doctor()
    assert "e-mail addresses of omar" in missing


@pytest.mark.usefixtures("slack")
async def test_the_doctor_misses_a_coaches_channel(preset: Path) -> None:
    rewrite(preset, 'coach_channel = "C0COACHES"\n')
    _, [missing] = await doctor()
    assert "a coaches' channel for Skövde kommun" in missing


@pytest.mark.usefixtures("slack")
async def test_the_doctor_tells_a_token_from_elsewhere_once_and_with_both_ways_out(preset: Path) -> None:
    rewrite(preset, "T0SKOVDE", "T0ANNAN")
    _, [missing] = await doctor()
    assert "Skövde kommun (T0SKOVDE) is not in it, but T0ANNAN of Skövde kommun is" in missing
    assert 'write workspace = "T0SKOVDE"' in missing
    assert "copy the token from there" in missing


@pytest.mark.usefixtures("slack")
async def test_the_doctor_sees_lines_that_stand_below_the_wrong_organisation(preset: Path) -> None:
    rewrite(preset, CHAT)
    give(preset, "vara", CHAT)
    rewrite(preset, 'body = "vara"\nroles', 'body = "vara"\nemail = "eva@skovde.example"\nroles')
    _, missing = await doctor()
    assert "Its name in Slack is Skövde kommun, and the preset has Skövde kommun too" in missing[0]
    assert "move its lines" in missing[0]
    assert "that of Vara kommun" in missing[0]


@pytest.mark.usefixtures("slack")
async def test_the_doctor_says_when_nobody_gets_the_digest(preset: Path) -> None:
    rewrite(preset, 'digest_channels = ["C0DIGEST"]\n')
    well, missing = await doctor()
    assert not missing
    assert "Skövde kommun has no channel for the digest" in "".join(well)


@pytest.mark.usefixtures("slack")
async def test_the_doctor_wants_no_channel_with_many_readers_to_stand_in_for_the_coaches(preset: Path) -> None:
    rewrite(preset, CHAT, f'{CHAT}default_channel = "C0DIGEST"\n')
    _, [missing] = await doctor()
    assert "default_channel of Skövde kommun" in missing
    assert "leave the line out" in missing
    rewrite(preset, 'default_channel = "C0DIGEST"', 'default_channel = "C0COACHES"')
    assert (await doctor())[1] == []


@pytest.mark.usefixtures("slack", "preset")
async def test_the_doctor_says_how_slack_reaches_the_bot(monkeypatch: pytest.MonkeyPatch, slack: SlackDouble) -> None:
    assert "Slack reaches the bot at its address" in "".join((await doctor())[0])
    monkeypatch.setenv("SLACK_APP_TOKEN", slack.app.token)
    assert "Slack is reached by Socket Mode" in "".join((await doctor())[0])


@pytest.mark.usefixtures("slack", "preset")
@pytest.mark.parametrize("secret", ["xoxb-skovde", "xapp-1-A0", "…", "gIkuvaNzQIHg97ATvDxqgjtO"])
async def test_the_doctor_knows_a_signing_secret_that_is_something_else(
    monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    monkeypatch.setenv("SLACK_SIGNING_SECRET", secret)
    _, [missing] = await doctor()
    assert "Copy the Signing Secret under Basic Information" in missing
    assert secret not in missing


@pytest.mark.skipif(os.name != "posix", reason="files have no such permissions here")
@pytest.mark.usefixtures("slack", "preset")
async def test_the_doctor_says_when_others_can_read_the_tokens(tmp_path: Path) -> None:
    settings = tmp_path / ".env"
    settings.touch(0o600)
    assert (await doctor())[1] == []
    settings.chmod(0o644)
    _, [missing] = await doctor()
    assert "chmod 600 .env" in missing


@pytest.mark.usefixtures("slack")
async def test_the_doctor_sees_a_workspace_that_the_token_is_not_for(preset: Path) -> None:
    give(preset, "skara", CHAT.replace("SKOVDE", "SKARA").replace("C0", "C1"))
    _, [missing] = await doctor()
    assert "T0SKARA of Skara kommun" in missing
    assert "docs/install-slack.md" in missing


@pytest.mark.usefixtures("preset")
async def test_the_doctor_tells_a_token_that_no_longer_works(team: Workspace, slack: SlackDouble) -> None:
    team.refused = "account_inactive"
    _, [missing] = await doctor()
    assert "The app is no longer installed" in missing
    assert [call.method for call in slack.calls] == ["auth.test"]


@pytest.mark.usefixtures("preset")
async def test_the_doctor_tries_both_tokens_of_socket_mode(monkeypatch: pytest.MonkeyPatch, slack: SlackDouble) -> None:
    monkeypatch.setenv("SLACK_APP_TOKEN", slack.app.token)
    well, missing = await doctor()
    assert "Socket Mode (SLACK_APP_TOKEN)" in "".join(well)
    assert not missing
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-other")
    _, [missing_token] = await doctor()
    assert "connections:write" in missing_token


@pytest.mark.usefixtures("slack", "preset")
async def test_half_of_slacks_settings_are_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SLACK_SIGNING_SECRET")
    refused(await asyncio.to_thread(ask, "doctor"), "SLACK_SIGNING_SECRET is missing")


@pytest.fixture
async def key(slack: SlackDouble, monkeypatch: pytest.MonkeyPatch) -> str:
    """The secret key of a bot that is set up for several workspaces."""
    key = new_key()
    monkeypatch.delenv("SLACK_BOT_TOKEN")
    monkeypatch.setenv("SLACK_CLIENT_ID", slack.app.client_id)
    monkeypatch.setenv("SLACK_CLIENT_SECRET", slack.app.client_secret)
    monkeypatch.setenv("IDESLUSS_SECRET_KEY", key)
    return key


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """The database, in use by a running bot."""
    store = await Store.open(f"sqlite:///{tmp_path}/ideas.db")
    yield store
    await store.close()


@pytest.mark.usefixtures("preset")
async def test_the_doctor_asks_with_every_stored_token_while_the_bot_runs(
    team: Workspace, key: str, store: Store
) -> None:
    await SealedInstallations(store, Seal(key), utc_now).keep(Installation("slack", team.team, token=team.token))
    well, missing = await doctor()
    assert not missing
    assert "(stored for T0SKOVDE) is from the workspace Skövde kommun" in "".join(well)


@pytest.mark.usefixtures("preset", "key")
async def test_the_doctor_says_where_the_app_is_still_to_be_installed() -> None:
    _, [missing] = await doctor()
    assert "T0SKOVDE of Skövde kommun" in missing
    assert "/slack/install" in missing


@pytest.mark.usefixtures("key")
async def test_the_doctor_says_when_the_preset_has_no_workspace_for_the_app_to_be_installed_in() -> None:
    _, [missing] = await doctor()
    assert "a Slack workspace of one of the organisations" in missing
    assert '[[bodies.chats]]\nplatform = "slack"\nworkspace = "T…"' in missing


@pytest.mark.usefixtures("preset", "key")
async def test_the_doctor_knows_values_that_were_copied_from_elsewhere(
    monkeypatch: pytest.MonkeyPatch, slack: SlackDouble
) -> None:
    monkeypatch.setenv("SLACK_CLIENT_ID", "A0IDESLUSS")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", slack.app.client_secret)
    _, [secret, client, _] = await doctor()
    assert "SLACK_SIGNING_SECRET" in secret
    assert "SLACK_CLIENT_ID: It should be two numbers with a point between them" in client


@pytest.mark.usefixtures("preset", "key")
async def test_the_doctor_says_when_a_stored_token_cannot_be_opened(team: Workspace, store: Store) -> None:
    another = SealedInstallations(store, Seal(new_key()), utc_now)
    await another.keep(Installation("slack", team.team, token=team.token))
    _, [missing] = await doctor()
    assert "IDESLUSS_SECRET_KEY does not open what is kept for T0SKOVDE" in missing
