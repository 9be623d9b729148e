"""Skövde with Slack and Teams at once: one bot, one HTTP server with both doors, and people who write in either.

async with open_doors(folder) as doors:                  # the coaches' channel is in Slack, and the coaches are there
    await doors.teams.hand_in("anna")
    await doors.slack.press("eva", COACHES, "Ta")
    assert "Eva Lind" in doors.teams.heard("anna")[-1]

Each platform is as in its own office (`office.py`, `teams_office.py`), and both have a coaches' and a digest channel.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from aiohttp import web

from adapters.slack import app as slack_app
from adapters.slack import tokens as slack_tokens
from adapters.slack.listening import Listening as SlackListening
from adapters.slack.manifest import EVENTS_PATH
from adapters.slack.send import SlackSender
from adapters.teams import app as teams_app
from adapters.teams import connector as teams_connector
from adapters.teams.addresses import is_loopback
from adapters.teams.listening import Listening as TeamsListening
from adapters.teams.pace import Pace
from adapters.teams.sdk import OpenLogin
from adapters.teams.send import TeamsSender
from adapters.teams.tokens import Tokens
from bot.app import Bot, open_bot
from bot.references import KeptReferences
from dialogs.messages import Sender
from tests.doubles import office, teams_office
from tests.doubles.slack import SlackDouble
from tests.doubles.slack_driver import Driver as SlackDriver
from tests.doubles.slack_world import Hands, Workspace
from tests.doubles.teams import TeamsDouble
from tests.doubles.teams_driver import Driver as TeamsDriver

APPOINTED = teams_office.APPOINTED
"""The coaches, the process leader and the communicator."""


@dataclass
class Doors:
    """Everything a test needs: both offices, and what they share."""

    bot: Bot
    slack: office.Office
    teams: teams_office.Office

    async def settle(self) -> None:
        """All that is under way is answered, and all that is due is delivered, on both sides."""
        await self.slack.settle()
        await self.teams.settle()

    async def at(self, when: datetime) -> None:
        """Let time pass until then, with all that is due on the way."""
        await self.slack.at(when)
        await self.settle()


def workspace(appointed: Collection[str]) -> Workspace:
    """Skövde's Slack, with these of the appointed people and with everybody else."""
    whole = office.workspace()
    gone = {office.id_of(handle) for handle in set(APPOINTED) - set(appointed)}
    users = {user: there for user, there in whole.users.items() if user not in gone}
    channels = {
        known: replace(there, members=tuple(user for user in there.members if user not in gone))
        for known, there in whole.channels.items()
    }
    return replace(whole, users=users, channels=channels)


def preset(folder: Path, first: str, mailed: Collection[str]) -> str:
    """The packaged preset with both chats, this platform's before the other; `mailed` are known by e-mail as well.

    The cards go to the first chat that has a coaches' channel.
    """
    slack = (
        f'platform = "slack", workspace = "{office.TEAM}", coach_channel = "{office.COACHES}", '
        f'digest_channels = ["{office.DIGEST}"]'
    )
    chats = [f"{{ {slack} }}", f"{{ {teams_office.chat()} }}"]
    path = Path(teams_office.preset(folder, ", ".join(chats if first == "slack" else chats[::-1])))
    text = path.read_text(encoding="utf-8")
    for handle in mailed:
        text = text.replace(f'handle = "{handle}"\n', f'handle = "{handle}"\nemail = "{handle}@skovde.example"\n', 1)
    path.write_text(text, encoding="utf-8")
    return str(path)


@asynccontextmanager
async def open_doors(
    folder: Path,
    coaches: str = "slack",
    in_slack: Collection[str] | None = None,
    in_teams: Collection[str] | None = None,
    mailed: Collection[str] = (),
) -> AsyncIterator[Doors]:
    """The bot and both chats, with nothing running by itself, and everybody introduced.

    `coaches` is the platform with the cards. The appointed people are there, unless it is said who of them is where.
    """
    clock = Hands()
    staff = dict[str, Collection[str]]({"slack": (), "teams": (), coaches: APPOINTED})
    slack = SlackDouble(workspace(staff["slack"] if in_slack is None else in_slack), now=clock)
    names = _names(staff["teams"] if in_teams is None else in_teams)
    teams = TeamsDouble(teams_office.tenant(names), now=clock)
    senders: dict[str, Sender] = {}
    url = f"sqlite:///{folder / 'ideas.db'}"
    async with (
        slack,
        teams,
        open_bot(url, preset(folder, coaches, mailed), senders, clock) as bot,
        _served(bot, slack, teams, clock, senders) as doors,
    ):
        await _move_in(doors)
        yield doors
    assert not teams.complaints, teams.complaints


def _names(appointed: Collection[str]) -> Mapping[str, str]:
    gone = set(APPOINTED) - set(appointed)
    return {handle: name for handle, name in teams_office.NAMES.items() if handle not in gone}


@asynccontextmanager
async def _served(
    bot: Bot, slack: SlackDouble, teams: TeamsDouble, clock: Hands, senders: dict[str, Sender]
) -> AsyncIterator[Doors]:
    """Both doors on one server, and people's hands on both sides."""
    app = web.Application()
    async with (
        _slack_door(app, bot, slack, clock, senders) as by_slack,
        _teams_door(app, bot, teams, clock, senders) as by_teams,
        _listening(app) as host,
        SlackDriver(slack, f"{host}{EVENTS_PATH}") as in_slack,
        TeamsDriver(teams, f"{host}{teams_app.MESSAGES_PATH}") as in_teams,
    ):
        yield Doors(
            bot,
            office.Office(bot, slack, in_slack, clock, by_slack, f"{host}{EVENTS_PATH}"),
            teams_office.Office(bot, teams, in_teams, clock, by_teams, f"{host}{teams_app.MESSAGES_PATH}"),
        )


@asynccontextmanager
async def _slack_door(
    app: web.Application, bot: Bot, slack: SlackDouble, clock: Hands, senders: dict[str, Sender]
) -> AsyncIterator[SlackListening]:
    async with slack_tokens.open_session() as session:
        api = slack_tokens.Api(session, slack.url)
        tokens = slack_tokens.Tokens(api, slack_tokens.OneToken("xoxb-skovde", api, clock))
        senders["slack"] = SlackSender(tokens, clock, _turn(clock))
        listening = slack_app.build(bot.desk, tokens, api, clock)
        slack_app.serve_on(app, listening, slack.app.signing_secret, clock)
        yield listening
        await listening.finish()


@asynccontextmanager
async def _teams_door(
    app: web.Application, bot: Bot, teams: TeamsDouble, clock: Hands, senders: dict[str, Sender]
) -> AsyncIterator[TeamsListening]:
    async with teams_connector.open_session() as session:
        login, references = OpenLogin(), KeptReferences(bot.store, clock)
        pace = Pace(clock, _turn(clock))
        connector = teams_connector.Connector(session, Tokens(login, clock), pace, teams.app.id, is_loopback)
        senders["teams"] = TeamsSender(connector, references)
        listening = teams_app.build(bot.desk, connector, references, clock)
        teams_app.serve_on(app, listening, login, is_loopback)
        yield listening
        await listening.finish()


@asynccontextmanager
async def _listening(app: web.Application) -> AsyncIterator[str]:
    """The server's address."""
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def _move_in(doors: Doors) -> None:
    """The app is put in the coaches' team, and everybody who has it is told so; then people are looked up."""
    await doors.teams.people.install("bjorn", teams_office.COACHES)
    for person in doors.teams.teams.world.tenants[teams_office.TENANT].people.values():
        if person.has_app:
            await doors.teams.people.install(person.handle)
    assert await doors.slack.listening.introduce()
    assert await doors.teams.listening.introduce()
    await doors.settle()


def _turn(clock: Hands) -> Callable[[float], Awaitable[None]]:
    async def rest(seconds: float) -> None:
        clock.turn(seconds)

    return rest
