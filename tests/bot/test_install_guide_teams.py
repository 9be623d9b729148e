"""The guide to Teams, followed word for word by an administrator who does nothing else, against the doubles."""

from __future__ import annotations

import asyncio
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from adapters.teams.access import PERMISSIONS, SCOPES
from adapters.teams.addresses import is_channel, is_loopback, is_person
from adapters.teams.app import MESSAGES_PATH
from adapters.teams.certificate import read
from adapters.teams.manifest import unpack
from adapters.teams.sdk import Login, SignIn, open_login
from bot.cli import app
from bot.doctor_teams import look_at_teams
from bot.settings import Settings, read_settings
from bot.start import load_preset
from dialogs.references import Reference
from ideas.people import Place
from storage.store import Store
from tests.doubles.clock import utc_now
from tests.doubles.teams import TeamsDouble
from tests.doubles.teams_login import LoginDouble
from tests.doubles.teams_world import guid, skovde, thread_id
from tests.house.sources import ROOT, files, text, told

GUIDE = (ROOT / "docs" / "install-teams.md").read_text("utf-8")
FENCES = [re.sub(r"^   ", "", fence, flags=re.MULTILINE) for fence in re.findall(r"```\n(.+?) *```", GUIDE, re.DOTALL)]
TENANT = guid("skovde")
EMAILS = {"eva": "eva", "omar": "hakan", "pia": "marta", "kim": "anna"}
"""Whom the preset's people are in the tenant."""


def fence(beginning: str, number: int = 0) -> str:
    """A block of the guide that begins so: the first, or a later one."""
    return [fence for fence in FENCES if fence.startswith(beginning)][number]


def command(*words: str) -> tuple[int, str]:
    """A command of the guide that holds these words, as it stands there: its exit code, and what it prints."""
    lines = re.findall(r"\.venv/bin/idesluss ([^`\n]+)", GUIDE)
    line = next(line for line in lines if all(word in line for word in words))
    result = CliRunner().invoke(app, shlex.split(line))
    return result.exit_code, result.stdout


def fill_in(lines: str, **values: str) -> str:
    """Settings as the guide shows them, with the dots of each named one replaced."""
    for name, value in values.items():
        lines, count = re.subn(rf"^({name})=…$", rf"\g<1>={value}", lines, flags=re.MULTILINE)
        assert count == 1, name
    assert "…" not in lines
    return lines


def below(preset: str, body: str, lines: str) -> str:
    """A preset with these lines below all else that is said of an organisation."""
    before, key, after = preset.partition(f'key = "{body}"')
    return before + key + after.replace("\n\n[[", f"\n\n{lines}\n[[", 1)


def with_addresses(preset: str) -> str:
    """A preset with the e-mail address of everybody who has a role, as the guide writes it."""
    for handle, name in EMAILS.items():
        line = fence("email = ").strip().replace("eva.lind@example.se", f"{name}@skovde.example")
        preset = preset.replace(f'handle = "{handle}"', f'handle = "{handle}"\n{line}')
    return preset


@pytest.fixture(autouse=True)
def _at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with nothing but a copy of a preset, and no settings from outside."""
    for name in list(os.environ):
        if name.startswith("TEAMS_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PORT", "0")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "min.toml").write_text((ROOT / "ideas" / "presets" / "skaraborg.toml").read_text("utf-8"), "utf-8")


@dataclass
class Microsoft:
    """Entra and Teams, as they stand when the guide has had everything clicked there."""

    login: LoginDouble
    teams: TeamsDouble

    def signing(self, settings: Settings) -> Login:
        """As the bot signs in, at the double."""
        return open_login(
            SignIn(
                settings.teams_app_id,
                settings.teams_app_tenant,
                secret=settings.teams_app_password.get_secret_value(),
                metadata_url=self.login.metadata_url,
                login_url=self.login.login_url,
            )
        )

    async def doctor(self) -> str:
        """What the doctor says of Teams, as it is printed."""
        look = look_at_teams
        findings = await asyncio.to_thread(lambda: look(read_settings(), self.signing, is_loopback))
        return "\n".join(f"missing  {f.what}: {f.advice}" if f.advice else f"ok       {f.what}" for f in findings)


@pytest.fixture
async def microsoft(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Microsoft]:
    """Microsoft's side, with the bot in the teams of both channels."""
    async with LoginDouble(tenant=TENANT) as login, TeamsDouble(skovde(), accepts=login.accepts) as teams:
        for name, value in login.environment.items():
            monkeypatch.setenv(name, value)
        yield Microsoft(login, teams)


def write_settings(login: LoginDouble) -> None:
    """Step 3.1 and 3.2: the guide's own `.env`, that nobody else may read."""
    given = {"TEAMS_APP_ID": login.app_id, "TEAMS_APP_TENANT": TENANT, "TEAMS_APP_PASSWORD": login.secret}
    Path(".env").write_text(fill_in(fence("IDESLUSS_PRESET"), **given), "utf-8")
    assert shlex.split(fence("chmod")) == ["chmod", "600", ".env"]
    Path(".env").chmod(0o600)


def write_preset(said: str) -> None:
    """Step 3.4 to 3.6: the doctor's lines, which are those of the guide, with the channels' ids; people's addresses."""
    lines = said[said.index("[[bodies.chats]]") :]
    assert lines == fence("[[bodies.chats]]").strip().replace("11111111-2222-3333-4444-555555555555", TENANT)
    for channel in (thread_id("coacher"), thread_id("idébrevet")):
        lines = lines.replace("19:…@thread.tacv2", channel, 1)
    lines = lines.replace('default_channel = "19:…@thread.tacv2"', "")
    preset = Path("min.toml")
    preset.write_text(below(with_addresses(preset.read_text("utf-8")), "skovde", lines), "utf-8")


def zip_file() -> Mapping[str, object]:
    """Step 5: the manifest in the zip file that the guide's command makes."""
    code, said = command("manifest teams")
    assert code == 0, said
    return unpack(Path("idesluss.zip").read_bytes())


async def test_the_guide_leads_to_a_doctor_who_misses_nothing(microsoft: Microsoft) -> None:
    write_settings(microsoft.login)
    said = await microsoft.doctor()
    assert re.search(r"^ok .* signs in to the tenant", said, re.MULTILINE)
    write_preset(said)
    assert command("preset check")[0] == 0
    assert "Nothing has been heard from Teams yet" in await microsoft.doctor()
    assert zip_file()["id"] == microsoft.login.app_id
    await heard_of_the_app(microsoft)
    said = await microsoft.doctor()
    assert "missing" not in said
    assert "is that of Skövde kommun" in said
    assert said.count("people are in its team") == 2
    for words in ("signs in to the tenant", "Nothing has been heard from Teams yet", "is that of"):
        assert f"`{words}`" in GUIDE


async def heard_of_the_app(microsoft: Microsoft) -> None:
    """Step 8: Teams tells that the app has been added to a team."""
    store = await Store.open(read_settings().database_url)
    place = Place("teams", TENANT, thread_id("coacher"))
    way = Reference(place, microsoft.teams.service(), place.channel)
    await store.turn(lambda uow: uow.keep_reference(way, utc_now()))
    await store.close()


def test_the_guides_zip_file_is_made_by_its_own_command() -> None:
    Path(".env").write_text(
        "TEAMS_APP_ID=1a1b1c1d-2222-3333-4444-555555555555\nTEAMS_APP_TYPE=UserAssignedMSI\n", "utf-8"
    )
    code, _ = command("manifest teams")
    assert code == 1
    with Path(".env").open("a", encoding="utf-8") as settings:
        settings.write("TEAMS_APP_TENANT=1a1b1c1d-2222-3333-4444-555555555555\n")
    code, said = command("manifest teams")
    assert code == 0
    assert "https://ideer.example.se/api/messages" in said


@pytest.mark.parametrize(("number", "kind"), [(0, "SingleTenant"), (1, "UserAssignedMSI")])
def test_the_guides_settings_go_together(number: int, kind: str) -> None:
    lines = [fence("IDESLUSS_PRESET"), fence("TEAMS_APP_ID")][number]
    one = "1a1b1c1d-2222-3333-4444-555555555555"
    values = {"TEAMS_APP_ID": one, "TEAMS_APP_TENANT": one}
    Path(".env").write_text(fill_in(lines, **values, **({} if number else {"TEAMS_APP_PASSWORD": "hemligt"})), "utf-8")
    settings = read_settings()
    assert (settings.teams, settings.teams_app_type) == ("on", kind)
    Path(".env").write_text(f"{Path('.env').read_text('utf-8')}{fence('TEAMS_SLASH')}", "utf-8")
    assert read_settings().teams_slash_commands


@pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl on this machine")
def test_the_guides_certificate_is_one_that_the_bot_can_use() -> None:
    for line in fence("openssl").splitlines():
        subprocess.run(["bash", "-c", line], check=True, capture_output=True)
    made = read(Path("idesluss.pem").read_text("ascii"))
    assert 729 <= (made.ends - utc_now()).days <= 730
    assert "TEAMS_APP_CERTIFICATE=idesluss.pem" in GUIDE


def test_the_guides_web_server_lets_in_what_teams_calls_and_nothing_else() -> None:
    assert fence("location").startswith(f"location = {MESSAGES_PATH} {{")
    assert f"https://ideer.example.se{MESSAGES_PATH}" in GUIDE


def test_what_is_tried_without_microsoft_fits_together() -> None:
    preset = below(Path("min.toml").read_text("utf-8"), "skovde", fence("[[bodies.chats]]", 1))
    assert '`email = "eva.lind@example.se"`' in GUIDE
    preset = preset.replace('handle = "eva"', 'handle = "eva"\nemail = "eva.lind@example.se"', 1)
    Path("prov.toml").write_text(preset, "utf-8")
    chat = next(chat for body in load_preset("prov.toml").bodies for chat in body.chats)
    tenant = yaml.safe_load(fence("version:"))
    assert tenant["tenantId"] == chat.workspace
    assert chat.coach_channel in {channel["id"] for channel in tenant["team"]["channels"]}
    assert all(
        is_channel(Place("teams", chat.workspace, channel)) for channel in (*chat.channels, tenant["team"]["id"])
    )
    people = [tenant["currentUser"], *tenant["users"]]
    assert len(people) == 6, "the playground wants six"
    assert all(is_person(Place("teams", chat.workspace, one["aadObjectId"])) for one in people)
    assert {one["id"] for one in people} == {one["aadObjectId"] for one in people}
    assert tenant["currentUser"]["email"] == "eva.lind@example.se"


def test_what_is_tried_without_microsoft_is_served_without_sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    environment, _, serve = fence("TEAMS_DEVELOPMENT").strip().partition(" .venv/bin/idesluss ")
    for pair in shlex.split(environment):
        monkeypatch.setenv(*pair.split("=", 1))
    assert read_settings().teams == "development"
    assert shlex.split(serve) == ["serve", "--preset", "prov.toml"]
    assert f"http://127.0.0.1:8080{MESSAGES_PATH} -c msteams" in fence("npx")


SAID = (
    "from a tenant that the preset does not have", "a request was turned away", "The bot cannot sign in to Teams",
    "The bot is not in it", "Teams is served at /api/messages", "Radera det som går", "mina uppgifter",
    "Fyll i som formulär", "Gör till idé", "Lämna en idé", "idesluss_turn_seconds",
)  # fmt: skip


@pytest.mark.parametrize("words", SAID)
def test_what_the_guide_quotes_is_what_the_bot_says(words: str) -> None:
    assert words in GUIDE
    said = [
        *files("adapters", "bot", suffix=".py"),
        *files("dialogs/locales/sv", suffix=".ftl"),
        *files("dialogs", suffix=".py"),
    ]
    assert any(words in text(path) for path in said)


def test_the_guide_names_every_setting_and_every_right() -> None:
    settings = [name.upper() for name in Settings.model_fields if name.startswith("teams_")]
    wanted = [*settings, *(f"`{right}`" for right in (*SCOPES, *PERMISSIONS))]
    told("Say in docs/install-teams.md what these are for:", [name for name in wanted if name not in GUIDE])


def test_a_doctor_who_misses_nothing_says_so_in_the_guides_words() -> None:
    assert "`Everything the bot needs is here.`" in GUIDE
    assert "Everything the bot needs is here." in text(Path("bot/doctor.py"))
