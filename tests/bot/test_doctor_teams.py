"""What the doctor says of Teams, with the doubles of Teams and of Microsoft's login in their places."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.findings import Finding
from adapters.teams import manifest as teams_manifest
from adapters.teams.addresses import is_loopback
from adapters.teams.manifest import App
from adapters.teams.sdk import Login, SignIn, open_login
from bot.app import utc_now
from bot.digest import name_channel
from bot.doctor_teams import look_at_teams
from bot.settings import Settings, read_settings
from dialogs.references import Reference
from dialogs.texts import Texts
from ideas.people import Place
from storage.store import Store
from tests.doubles.teams import TeamsDouble
from tests.doubles.teams_keys import certificate_for, pem, rsa_key
from tests.doubles.teams_login import LoginDouble
from tests.doubles.teams_world import Tenant, guid, skovde, thread_id
from tests.house.sources import ROOT

TENANT, COACHES, DIGEST = guid("skovde"), thread_id("coacher"), thread_id("idébrevet")
OTHER = "99999999-9999-9999-9999-999999999999"
CHAT = f"""[[bodies.chats]]
platform = "teams"
workspace = "{TENANT}"
coach_channel = "{COACHES}"
digest_channels = ["{DIGEST}"]
"""
EMAILS = {"eva": "eva", "omar": "hakan", "pia": "marta", "kim": "anna"}
"""Whom the preset's people are in the tenant."""


@dataclass(slots=True)
class Office:
    """The bot's folder, and Microsoft as the bot meets it."""

    folder: Path
    login: LoginDouble
    teams: TeamsDouble
    store: Store

    async def heard(self, place: Place, gone: str = "", name: str = "") -> None:
        """Something has been heard from a place, and perhaps it is gone since."""
        way = Reference(place, self.teams.service(), place.channel, gone=gone)
        await self.store.turn(lambda uow: uow.keep_reference(way, utc_now()))
        if name:
            await self.store.turn(lambda uow: name_channel(uow, place, name))

    def signing(self, settings: Settings) -> Login:
        """As the bot signs in, at the double."""
        return open_login(
            SignIn(
                settings.teams_app_id,
                settings.teams_app_tenant,
                secret=settings.teams_app_password.get_secret_value(),
                certificate=Path(settings.teams_app_certificate).read_text() if settings.teams_app_certificate else "",
                metadata_url=self.login.metadata_url,
                login_url=self.login.login_url,
            )
        )

    async def doctor(self, days: int = 0) -> tuple[list[str], list[str]]:
        """What is well, and what is missing with what to do."""

        def look() -> list[Finding]:
            return look_at_teams(read_settings(), self.signing, is_loopback, lambda: utc_now() + timedelta(days=days))

        findings = await asyncio.to_thread(look)
        missing = [f"{found.what}: {found.advice}" for found in findings if found.advice]
        return [found.what for found in findings if not found.advice], missing


@pytest.fixture
def tenant() -> Tenant:
    """A tenant where everything is as it should be."""
    return skovde()


@pytest.fixture
async def office(tmp_path: Path, tenant: Tenant, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Office]:
    """A bot that is registered, with a preset and a database, and that Teams has been heard from."""
    url = f"sqlite:///{tmp_path}/ideas.db"
    store = await Store.open(url)
    async with LoginDouble(tenant=TENANT) as login, TeamsDouble(tenant, accepts=login.accepts) as teams:
        write_preset(tmp_path)
        given = {
            **login.environment,
            "DATABASE_URL": url,
            "IDESLUSS_PRESET": "min.toml",
            "TEAMS_APP_ID": login.app_id,
            "TEAMS_APP_TENANT": TENANT,
            "TEAMS_APP_PASSWORD": login.secret,
        }
        for name, value in given.items():
            monkeypatch.setenv(name, value)
        monkeypatch.chdir(tmp_path)
        office = Office(tmp_path, login, teams, store)
        await office.heard(Place("teams", TENANT, DIGEST), name="Idébrevet")
        yield office
    await store.close()


def write_preset(folder: Path, chat: str = CHAT, body: str = "skovde") -> None:
    """A preset that agrees with the tenant, or has other lines of Teams."""
    text = (ROOT / "ideas" / "presets" / "skaraborg.toml").read_text("utf-8")
    for handle, name in EMAILS.items():
        text = text.replace(f'handle = "{handle}"', f'handle = "{handle}"\nemail = "{name}@skovde.example"')
    before, key, after = text.partition(f'key = "{body}"')
    (folder / "min.toml").write_text(before + key + after.replace("\n\n[[", f"\n\n{chat}\n[[", 1), "utf-8")


def rewrite(office: Office, was: str, now: str = "") -> None:
    """Write something else in the preset."""
    path = office.folder / "min.toml"
    text = path.read_text("utf-8")
    assert was in text
    path.write_text(text.replace(was, now, 1), "utf-8")


async def test_nothing_is_missing_where_teams_and_preset_agree(office: Office) -> None:
    well, missing = await office.doctor()
    assert not missing
    assert well == [
        f"Teams: the app {office.login.app_id} signs in to the tenant {TENANT} with its secret (TEAMS_APP_PASSWORD)",
        f"preset min.toml: the Teams tenant {TENANT} is that of Skövde kommun",
        f"Teams: the coaches' channel {COACHES}: 3 people are in its team",
        f"Teams: a channel for the digest Idébrevet ({DIGEST}): 3 people are in its team",
        "Teams: 4 of the preset's 4 e-mail addresses are in the channels' teams",
    ]


async def test_the_doctor_says_when_teams_is_not_set_up(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ID", "TENANT", "PASSWORD"):
        monkeypatch.delenv(f"TEAMS_APP_{name}")
    _, [missing] = await office.doctor()
    assert f"{TENANT} of Skövde kommun" in missing
    assert "docs/install-teams.md" in missing
    write_preset(office.folder, "")
    assert await office.doctor() == (["Teams is not set up"], [])
    assert office.teams.calls == []


async def test_a_sign_in_that_is_refused_is_told_first_and_nobody_else_is_asked(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEAMS_APP_PASSWORD", "hemligt-fel")
    _, [missing] = await office.doctor()
    assert "its secret (TEAMS_APP_PASSWORD): The client secret is wrong" in missing
    assert "hemligt-fel" not in missing
    assert office.teams.calls == []


async def test_a_preset_that_cannot_be_read_is_told_elsewhere(office: Office) -> None:
    (office.folder / "min.toml").write_text("name =", "utf-8")
    assert await office.doctor() == ([], [])


async def test_settings_that_lead_nowhere_are_told(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEAMS_APP_PASSWORD")
    monkeypatch.setenv("TEAMS_APP_CERTIFICATE", "nothing.pem")
    [found] = await asyncio.to_thread(lambda: look_at_teams(read_settings()))
    assert "nothing.pem" in found.advice


async def test_the_doctor_writes_the_lines_that_the_preset_lacks(office: Office) -> None:
    write_preset(office.folder, "")
    _, [missing] = await office.doctor()
    assert f"no organisation has the Teams tenant {TENANT}" in missing
    lines = missing[missing.index("[[bodies.chats]]") :]
    for channel in (COACHES, DIGEST, COACHES):
        lines = lines.replace("19:…@thread.tacv2", channel, 1)
    write_preset(office.folder, f"{lines}\n")
    assert (await office.doctor())[1] == []


async def test_channels_that_the_bot_has_heard_in_are_told_until_the_preset_names_them(office: Office) -> None:
    write_preset(office.folder, f'[[bodies.chats]]\nplatform = "teams"\nworkspace = "{TENANT}"\n')
    well, missing = await office.doctor()
    assert f'Teams: of Skövde kommun the bot has heard in Idébrevet "{DIGEST}"' in well
    assert "a coaches' channel for Skövde kommun" in missing[0]


async def test_a_link_in_place_of_a_channels_id_is_taken_apart(office: Office) -> None:
    rewrite(office, COACHES, "19%3Acoacher%40thread.tacv2")
    well, [missing] = await office.doctor()
    assert f'Write "{COACHES}" in the preset' in missing
    assert any("heard in Idébrevet" in line for line in well)


async def test_a_tenant_that_is_no_id_is_told(office: Office) -> None:
    rewrite(office, TENANT, "skovde.onmicrosoft.com")
    _, [tenant, elsewhere, *rest] = await office.doctor()
    assert "This is no tenant's id" in tenant
    assert f'write workspace = "{TENANT}"' in elsewhere
    assert all("Nothing has been heard" in one for one in rest)


async def test_nothing_heard_yet_says_what_to_write_and_where(office: Office) -> None:
    await office.store.turn(lambda uow: uow.lose_reference(Place("teams", TENANT, DIGEST), "", utc_now()))
    rewrite(office, TENANT, OTHER)
    _, missing = await office.doctor()
    assert f"the tenant {TENANT} (TEAMS_APP_TENANT) is not in it, but {OTHER} of Skövde kommun is" in missing[0]
    assert "write @Idéslussen hjälp in the channel" in missing[1]


async def test_a_channel_without_the_bot_is_told(office: Office, tenant: Tenant) -> None:
    next(team for team in tenant.teams.values() if team.name == "Idéslussen Skövde").has_app = False
    _, [missing] = await office.doctor()
    assert COACHES in missing
    assert "Add the app to the team" in missing


async def test_a_coach_whom_nobody_finds_is_named(office: Office) -> None:
    rewrite(office, "hakan@skovde.example", "okand@skovde.example")
    _, [missing] = await office.doctor()
    assert "Teams: okand@skovde.example" in missing


async def test_people_without_an_address_are_named(office: Office) -> None:
    rewrite(office, 'email = "hakan@skovde.example"\n')
    _, [missing] = await office.doctor()
    assert "e-mail addresses of omar" in missing
    assert "profiles in Entra" in missing


async def test_people_who_can_no_longer_be_written_to_are_counted(office: Office) -> None:
    people = [Place("teams", TENANT, guid(handle)) for handle in ("anna", "eva", "nils")]
    for place in people:
        await office.heard(place)
    assert "Teams: everybody who has been met can be written to (3)" in (await office.doctor())[0]
    await office.heard(people[2], gone="ForbiddenOperationException")
    well, missing = await office.doctor()
    assert "Teams: 2 of 3 people can be written to. The others have removed or blocked the app, or left" in well
    assert not missing


def zipped(office: Office, app_id: str = "", *, has_slash: bool = False) -> None:
    """The zip file, as it was made."""
    app = App(app_id or office.login.app_id, "ideer.example.se", "Skaraborg", "sv", has_slash=has_slash)
    (office.folder / "idesluss.zip").write_bytes(teams_manifest.pack(app, Texts().say))


async def test_the_zip_file_is_that_of_the_settings(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    zipped(office)
    assert any("idesluss.zip: version 1.0.0 is that of this app" in line for line in (await office.doctor())[0])
    monkeypatch.setenv("TEAMS_SLASH_COMMANDS", "true")
    assert "TEAMS_SLASH_COMMANDS has been changed" in (await office.doctor())[1][0]
    zipped(office, has_slash=True)
    assert (await office.doctor())[1] == []
    zipped(office, OTHER)
    assert f"It is the app {OTHER}" in (await office.doctor())[1][0]
    (office.folder / "idesluss.zip").write_bytes(b"something else")
    assert (await office.doctor())[1] == []


async def test_the_way_out_written_where_nobody_reads_it_is_told(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HTTPS_PROXY", raising=False)
    monkeypatch.delenv("https_proxy", raising=False)
    (office.folder / ".env").write_text(
        "LOG_LEVEL=info\nHTTPS_PROXY=http://user:hemligt@proxy.example.se:3128\n", "utf-8"
    )
    (office.folder / ".env").chmod(0o600)
    _, [missing] = await office.doctor()
    assert "HTTPS_PROXY in .env" in missing
    assert "Environment=HTTPS_PROXY=…" in missing
    assert "hemligt" not in missing
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "*")
    assert (await office.doctor())[1] == []


async def test_the_apps_id_in_place_of_the_tenants_is_told(office: Office) -> None:
    rewrite(office, TENANT, office.login.app_id)
    assert (
        f'This is TEAMS_APP_ID, the app. Write the tenant, where people are: workspace = "{TENANT}"'
        in ((await office.doctor())[1][0])
    )


async def test_dots_that_are_still_there_are_told(office: Office) -> None:
    rewrite(office, COACHES, "19:…@thread.tacv2")
    well, [missing] = await office.doctor()
    assert "The dots are still there: put the channel's id in place" in missing
    assert any("heard in Idébrevet" in line for line in well)


@pytest.mark.skipif(os.name != "posix", reason="files have no such permissions here")
async def test_a_secret_that_others_can_read_is_told(office: Office) -> None:
    settings = office.folder / ".env"
    settings.touch(0o600)
    assert (await office.doctor())[1] == []
    settings.chmod(0o644)
    _, [missing] = await office.doctor()
    assert "chmod 600 .env" in missing


@pytest.mark.skipif(os.name != "posix", reason="files have no such permissions here")
async def test_a_certificate_is_told_before_it_ends(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate, path = certificate_for(rsa_key(7)), office.folder / "idesluss.pem"
    path.write_text(pem(rsa_key(7)) + pem(certificate))
    path.chmod(0o600)
    office.login.register(certificate)
    monkeypatch.delenv("TEAMS_APP_PASSWORD")
    monkeypatch.setenv("TEAMS_APP_CERTIFICATE", "idesluss.pem")
    well, missing = await office.doctor()
    assert not missing
    assert "with its certificate (TEAMS_APP_CERTIFICATE)" in well[0]
    assert f"Teams: the certificate is good until {certificate.not_valid_after_utc:%Y-%m-%d}" in well
    path.chmod(0o644)
    _, [readable, ends] = await office.doctor(days=340)
    assert f"chmod 600 {path}" in readable
    assert "docs/install-teams.md" in ends


async def test_in_development_nobody_is_asked_and_the_preset_is_still_looked_at(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TEAMS_APP_PASSWORD")
    monkeypatch.setenv("TEAMS_DEVELOPMENT", "true")
    well, missing = await office.doctor()
    assert "without any sign-in" in well[0]
    assert "this is a trial" in well[-1]
    assert "Take TEAMS_DEVELOPMENT away" in well[-1]
    assert not missing
    rewrite(office, COACHES, "coacher")
    assert "no channel's id" in (await office.doctor())[1][0]
    assert office.teams.calls == []


async def test_looking_writes_nothing(office: Office) -> None:
    before = await office.store.turn(lambda uow: uow.references("teams"))
    await office.doctor()
    assert await office.store.turn(lambda uow: uow.references("teams")) == before
    assert {call.kind for call in office.teams.calls} == {"members"}
