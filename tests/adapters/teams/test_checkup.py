"""What the doctor finds in Teams, against the doubles of Teams' Bot Connector and of Microsoft's login."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from adapters.findings import Finding
from adapters.teams.addresses import is_loopback
from adapters.teams.checkup import (
    Channel,
    Team,
    channel_fault,
    connected,
    people_found,
    signed_in,
    team_of,
    tenant_fault,
)
from adapters.teams.connector import Connector
from adapters.teams.people import Profile
from adapters.teams.sdk import OpenLogin, SignIn, open_login
from dialogs.references import Reference
from ideas.people import Place
from tests.doubles.faults import cut, failed
from tests.doubles.teams import TeamsDouble
from tests.doubles.teams_faults import limited, refused
from tests.doubles.teams_login import LoginDouble
from tests.doubles.teams_world import Tenant, guid, skovde, thread_id

TENANT, COACHES = guid("skovde"), thread_id("coacher")


def utc_now() -> datetime:
    """The time."""
    return datetime.now(UTC)


@pytest.fixture
def tenant() -> Tenant:
    """A tenant where everything is as it should be."""
    return skovde()


@pytest.fixture
async def teams(tenant: Tenant) -> AsyncIterator[TeamsDouble]:
    """Teams, with that tenant."""
    async with TeamsDouble(tenant) as teams:
        yield teams


@pytest.fixture
async def connector(teams: TeamsDouble) -> AsyncIterator[Connector]:
    """A way to ask it."""
    async with connected(OpenLogin(), teams.app.id, is_loopback, utc_now) as connector:
        yield connector


def channel(teams: TeamsDouble, named: str = COACHES, gone: str = "", name: str = "") -> Channel:
    """The coaches' channel, as the preset and the database have it."""
    place = Place("teams", TENANT, named)
    return Channel("the coaches' channel", place, name, Reference(place, teams.service(), named, gone=gone))


async def test_a_channel_that_is_fine_is_told_with_who_is_in_its_team(teams: TeamsDouble, connector: Connector) -> None:
    team = await team_of(connector, channel(teams, name="Idécoacher"))
    assert team.finding == Finding(f"Teams: the coaches' channel Idécoacher ({COACHES}): 3 people are in its team")
    assert {email for one in team.members or () for email in one.emails} >= {"eva@skovde.example"}


async def test_guests_are_told_of(teams: TeamsDouble, tenant: Tenant, connector: Connector) -> None:
    tenant.named("marta").role = "guest"
    assert "3 people are in its team, 1 of them from outside" in (await team_of(connector, channel(teams))).finding.what


async def test_a_channel_without_the_bot_says_how_to_add_it(
    teams: TeamsDouble, tenant: Tenant, connector: Connector
) -> None:
    next(team for team in tenant.teams.values() if team.name == "Idéslussen Skövde").has_app = False
    team = await team_of(connector, channel(teams))
    assert team.members is None
    assert "Add the app to the team" in team.finding.advice
    assert "BotNotInConversationRoster" in team.finding.advice


async def test_a_channel_that_is_known_to_be_gone_is_not_asked_about(teams: TeamsDouble, connector: Connector) -> None:
    team = await team_of(connector, channel(teams, gone="BotNotInConversationRoster"))
    assert "The bot is not in it" in team.finding.advice
    assert teams.calls == []


@pytest.mark.parametrize("way", [None, Reference(Place("teams", TENANT, COACHES))])
async def test_a_tenant_that_nothing_was_heard_from_says_what_to_write(
    connector: Connector, way: Reference | None
) -> None:
    team = await team_of(connector, Channel("the coaches' channel", Place("teams", TENANT, COACHES), way=way))
    assert "write @Idéslussen hjälp in the channel" in team.finding.advice
    assert "messaging endpoint" in team.finding.advice


async def test_faults_on_the_way_are_not_taken_for_teams_own_no(teams: TeamsDouble, connector: Connector) -> None:
    teams.plan("members", failed(502), limited(after=1), cut(), cut())
    for _ in range(3):
        finding = (await team_of(connector, channel(teams))).finding
        assert finding.advice.startswith("Teams could not be asked:")
    teams.plan("members", refused("BotNotRegistered"))
    assert (await team_of(connector, channel(teams))).finding.advice


async def test_an_address_that_is_none_of_teams_is_not_called(teams: TeamsDouble) -> None:
    async with connected(OpenLogin(), teams.app.id, lambda url: False, utc_now) as connector:
        assert "none of Teams'" in (await team_of(connector, channel(teams))).finding.advice
    assert teams.calls == []


async def test_looking_changes_nothing(teams: TeamsDouble, connector: Connector) -> None:
    await team_of(connector, channel(teams))
    assert {call.kind for call in teams.calls} == {"members"}
    assert teams.complaints == []


@pytest.mark.parametrize("written", [COACHES, "19:0123456789abcdef0123456789abcdef@thread.skype"])
def test_a_channels_id_is_taken_as_it_is(written: str) -> None:
    assert channel_fault(Place("teams", TENANT, written)) == ""


@pytest.mark.parametrize(
    "written",
    [
        "19%3Acoacher%40thread.tacv2",
        "https://teams.microsoft.com/l/channel/19%3Acoacher%40thread.tacv2/Coacher?groupId=1&tenantId=2",
        "https://teams.cloud.microsoft/l/channel/19%3acoacher%40thread.tacv2/Coacher",
        "19:coacher@thread.tacv2;messageid=1732600000000",
        "19:coacher@thread.tacv2/",
    ],
)
def test_a_link_to_a_channel_is_taken_apart_for_whoever_wrote_it(written: str) -> None:
    assert 'Write "19:coacher@thread.tacv2"' in channel_fault(Place("teams", TENANT, written))


@pytest.mark.parametrize("written", ["19:…@thread.tacv2", "19:...@thread.tacv2", "19:…coacher@thread.tacv2"])
def test_dots_that_nobody_filled_in_are_told_with_the_step_that_says_how(written: str) -> None:
    advice = channel_fault(Place("teams", TENANT, written))
    assert advice.startswith("The dots are still there: put the channel's id in place of 19:…@thread.tacv2")
    assert "docs/install-teams.md, step 3.5" in advice


@pytest.mark.parametrize("written", ["Idécoacher", "19:…", "C0123ABCD", thread_id("Köket", "v2"), "#x"])
def test_what_is_no_channels_id_is_told_with_where_to_find_it(written: str) -> None:
    advice = channel_fault(Place("teams", TENANT, written))
    assert "no channel's id" in advice
    assert "/channel/" in advice


def test_a_tenants_id_is_a_guid_in_small_letters() -> None:
    assert tenant_fault(TENANT) == ""
    assert f'workspace = "{TENANT}"' in tenant_fault(TENANT.upper())
    for written in ("skovde.onmicrosoft.com", "T0123ABCD", ""):
        assert "Tenant ID under Overview" in tenant_fault(written)


def crowd(teams: TeamsDouble, *emails: str) -> Team:
    """A team of people with these addresses."""
    members = tuple(Profile(emails=(email,)) for email in emails)
    return Team(channel(teams), Finding(""), members)


async def test_coaches_are_found_by_their_addresses(teams: TeamsDouble) -> None:
    there = [crowd(teams, "Eva@Skovde.example"), crowd(teams, "hakan@skovde.example")]
    [found] = people_found(there, ["eva@skovde.example", "hakan@skovde.example"], ["marta@skovde.example"])
    told = "Teams: 2 of the preset's 3 e-mail addresses are in the channels' teams. Not there: marta@skovde.example"
    assert found == Finding(told)


async def test_a_coach_who_is_in_no_team_is_named_with_the_address(teams: TeamsDouble) -> None:
    _, missing = people_found([crowd(teams, "eva@skovde.example")], ["vea@skovde.example"], [])
    assert missing.what == "Teams: vea@skovde.example"
    assert "Add the coach to the team" in missing.advice


async def test_nobody_is_missed_while_a_team_could_not_be_asked(teams: TeamsDouble) -> None:
    silent = Team(channel(teams), Finding("", "The bot is not in it."))
    assert list(people_found([crowd(teams), silent], ["eva@skovde.example"], [])) == []
    assert list(people_found([], ["eva@skovde.example"], [])) == []
    assert list(people_found([crowd(teams)], [], [])) == []


@pytest.fixture
async def login(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[LoginDouble]:
    """Microsoft's login."""
    async with LoginDouble() as login:
        for name, value in login.environment.items():
            monkeypatch.setenv(name, value)
        yield login


def kind(login: LoginDouble, secret: str = "", app_id: str = "", tenant: str = "") -> SignIn:
    """How the bot signs in there."""
    return SignIn(
        app_id or login.app_id,
        tenant or login.tenant,
        secret=secret or login.secret,
        metadata_url=login.metadata_url,
        login_url=login.login_url,
    )


async def test_a_bot_that_can_sign_in_is_told_by_who_it_is(login: LoginDouble) -> None:
    assert await signed_in(open_login(kind(login)), "the app a signs in") == Finding("Teams: the app a signs in")


async def test_a_sign_in_that_is_refused_says_what_to_do_and_never_the_secret(login: LoginDouble) -> None:
    wrong = await signed_in(open_login(kind(login, secret="hemligt-fel")), "the app")
    assert "The client secret is wrong" in wrong.advice
    assert "hemligt-fel" not in f"{wrong}"
    unknown = await signed_in(open_login(kind(login, app_id=guid("another"))), "the app")
    assert "The tenant has no such app" in unknown.advice


@pytest.mark.parametrize(
    ("login_url", "proxy", "why"),
    [
        ("https://127.0.0.1:9", "", "127.0.0.1 cannot be reached (no answer)"),
        ("https://login.invalid", "", "login.invalid cannot be reached (no such name)"),
        ("https://login.invalid", "http://127.0.0.1:9", "(the proxy in HTTPS_PROXY does not let the bot through)"),
    ],
)
async def test_a_network_that_lets_nothing_out_is_told_with_what_it_must_let_out(
    monkeypatch: pytest.MonkeyPatch, login: LoginDouble, login_url: str, proxy: str, why: str
) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    if proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy)
    found = await signed_in(open_login(replace(kind(login), login_url=login_url), patience=2.0), "the app")
    assert why in found.advice
    assert "through a proxy, set HTTPS_PROXY in the environment" in found.advice
