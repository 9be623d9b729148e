"""What the doctor finds in Slack, against the double of Slack's Web API."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from adapters.findings import Finding
from adapters.slack.access import SCOPES
from adapters.slack.checkup import Client, checkup, connected, socket_mode, workspace_of
from tests.doubles.faults import cut, failed
from tests.doubles.slack import SlackDouble
from tests.doubles.slack_faults import limited, refused
from tests.doubles.slack_world import Channel, Workspace, skovde

COACHES = ("the coaches' channel", "C0COACHES")
PLACE = "SLACK_BOT_TOKEN"


@pytest.fixture
def team() -> Workspace:
    """A workspace where everything is as it should be."""
    return replace(skovde(), scopes=tuple(SCOPES))


@pytest.fixture
async def slack(team: Workspace) -> AsyncIterator[SlackDouble]:
    """Slack, with that workspace."""
    async with SlackDouble(team) as slack:
        yield slack


@pytest.fixture
async def client(slack: SlackDouble, team: Workspace) -> AsyncIterator[Client]:
    """A client that speaks as the bot."""
    async with connected(slack.url, team.token) as client:
        yield client


def only(findings: list[Finding]) -> Finding:
    """The one finding there is."""
    [finding] = findings
    return finding


async def test_a_token_is_told_by_its_workspace(client: Client) -> None:
    there, findings = await workspace_of(client, PLACE)
    assert there
    assert (there.workspace, there.name) == ("T0SKOVDE", "Skövde kommun")
    assert "Skövde kommun (T0SKOVDE)" in findings[0].what
    assert not any(finding.advice for finding in findings)


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        ("invalid_auth", "Copy it anew from Install App"),
        ("account_inactive", "Install it under Install App"),
        ("token_revoked", "Install it under Install App"),
        ("token_expired", "Write the manifest anew"),
        ("fatal_error", "Slack answers fatal_error."),
    ],
)
async def test_a_token_that_is_none_is_told_with_what_to_do(
    slack: SlackDouble, client: Client, error: str, advice: str
) -> None:
    slack.plan("auth.test", refused(error))
    there, findings = await workspace_of(client, PLACE)
    assert there is None
    assert advice in only(findings).advice
    assert PLACE in only(findings).what


async def test_missing_permissions_are_named_with_how_to_get_them(team: Workspace, client: Client) -> None:
    team.scopes = tuple(sorted(set(SCOPES) - {"users:read.email", "groups:read"}))
    _, [token, permissions] = await workspace_of(client, PLACE)
    assert not token.advice
    assert permissions.advice.startswith("groups:read, users:read.email: not given.")
    assert "Reinstall" in permissions.advice


async def test_a_slack_that_is_not_there_is_said_to_be() -> None:
    async with connected("http://127.0.0.1:9/api/", "xoxb-x") as client:
        there, findings = await workspace_of(client, PLACE)
    assert there is None
    assert "Slack was not reached" in only(findings).advice
    assert "SLACK_API_URL" in only(findings).advice


async def test_what_answers_in_slacks_place_is_not_taken_for_slack(slack: SlackDouble, client: Client) -> None:
    slack.plan("auth.test", failed(502), cut())
    for _ in range(2):
        _, findings = await workspace_of(client, PLACE)
        assert "Slack was not reached" in only(findings).advice


async def test_a_busy_slack_is_asked_again(slack: SlackDouble, client: Client) -> None:
    slack.plan("conversations.info", limited(after=0))
    assert not only(await checkup(client, [COACHES], [])).advice
    assert len(slack.called("conversations.info")) == 2


async def test_a_channel_that_is_fine_is_told_by_its_name(client: Client) -> None:
    finding = only(await checkup(client, [COACHES], []))
    assert finding == Finding("Slack: the coaches' channel #idecoacher (C0COACHES)")


async def test_a_channel_without_the_bot_says_how_to_invite_it(client: Client) -> None:
    finding = only(await checkup(client, [("the default channel", "C0FIKA")], []))
    assert "#fika" in finding.what
    assert "/invite @Idéslussen" in finding.advice


@pytest.mark.parametrize("channel", ["C0NOWHERE", "C0HIDDEN"])
async def test_a_channel_that_cannot_be_seen_is_told_by_its_id(team: Workspace, client: Client, channel: str) -> None:
    team.channels["C0HIDDEN"] = Channel("C0HIDDEN", "hemlig", ("U0EVA",), is_private=True)
    finding = only(await checkup(client, [("the coaches' channel", channel)], []))
    assert channel in finding.what
    assert "There is no such channel" in finding.advice


@pytest.mark.parametrize("channel", ["idecoacher", "#idecoacher", "C…", "D0ANNA", ""])
async def test_what_is_no_channels_id_is_told_without_asking(slack: SlackDouble, client: Client, channel: str) -> None:
    finding = only(await checkup(client, [("the coaches' channel", channel)], []))
    assert finding.what == f"Slack: the coaches' channel {channel}"
    assert "no channel's id" in finding.advice
    assert "choose About" in finding.advice
    assert slack.calls == []


async def test_an_archived_channel_is_told(team: Workspace, client: Client) -> None:
    team.channels["C0COACHES"].is_archived = True
    assert "It is archived" in only(await checkup(client, [COACHES], [])).advice


async def test_a_channel_that_others_can_read_is_told(team: Workspace, client: Client) -> None:
    team.channels["C0COACHES"].is_ext_shared = True
    assert "shared with another organisation" in only(await checkup(client, [COACHES], [])).advice


async def test_people_are_found_by_their_addresses(client: Client) -> None:
    finding = only(await checkup(client, [], ["eva@skovde.example", "Hakan@skovde.example"]))
    assert finding == Finding("Slack: 2 of the preset's people are found by their e-mail addresses")
    finding = only(await checkup(client, [], ["eva@skovde.example"]))
    assert finding == Finding("Slack: 1 of the preset's people is found by the e-mail address")


async def test_somebody_nobody_knows_is_named_with_the_address(client: Client) -> None:
    finding = only(await checkup(client, [], ["eva@skovde.example", "vea@skovde.example"]))
    assert finding.what == "Slack: vea@skovde.example"
    assert "Slack profile" in finding.advice


async def test_a_permission_that_is_missing_is_not_taken_for_a_missing_person(team: Workspace, client: Client) -> None:
    team.scopes = ()
    channel, person = await checkup(client, [COACHES], ["eva@skovde.example"])
    assert "may not look, for channels:read is not given" in channel.advice
    assert "may not look, for users:read.email is not given" in person.advice
    assert "Reinstall" in person.advice


async def test_a_permission_that_slack_does_not_name_is_told_all_the_same(slack: SlackDouble, client: Client) -> None:
    slack.plan("conversations.info", refused("missing_scope"))
    assert "it lacks a permission" in only(await checkup(client, [COACHES], [])).advice


async def test_the_apps_own_token_is_tried_and_no_connection_opened(slack: SlackDouble) -> None:
    async with connected(slack.url) as client:
        assert not (await socket_mode(client, slack.app.token)).advice
        assert "connections:write" in (await socket_mode(client, "xapp-other")).advice
    assert [call.method for call in slack.calls] == ["apps.connections.open"] * 2


async def test_looking_changes_nothing(slack: SlackDouble, client: Client) -> None:
    await workspace_of(client, PLACE)
    await checkup(client, [COACHES], ["eva@skovde.example"])
    asked = {call.method for call in slack.calls}
    assert asked == {"auth.test", "conversations.info", "users.lookupByEmail"}
