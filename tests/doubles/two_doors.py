"""Skövde with Slack and Teams at once: one bot, one HTTP server with both doors, and people who write in either.

async with open_doors(folder) as doors:                  # the coaches' channel is in Slack, and the coaches are there
    await doors.teams.hand_in("anna")
    await doors.slack.press("eva", COACHES, "Ta")
    assert "Eva Lind" in doors.teams.heard("anna")[-1]

Each platform is as in its own office (`office.py`, `teams_office.py`), and both have a coaches' and a digest channel.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from aiohttp import web

from adapters.slack.manifest import EVENTS_PATH
from adapters.teams.app import MESSAGES_PATH
from bot.app import Bot, open_bot
from dialogs.messages import Sender
from tests.doubles import chat_office, office, teams_office
from tests.doubles.chat_office import APPOINTED, served
from tests.doubles.clock import Hands
from tests.doubles.slack import SlackDouble
from tests.doubles.slack_driver import Driver as SlackDriver
from tests.doubles.slack_world import Workspace
from tests.doubles.teams import TeamsDouble
from tests.doubles.teams_driver import Driver as TeamsDriver


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
    chats = [f"{{ {office.chat()} }}", f"{{ {teams_office.chat()} }}"]
    path = Path(chat_office.preset(folder, ", ".join(chats if first == "slack" else chats[::-1])))
    path.write_text(chat_office.mailed(path.read_text(encoding="utf-8"), mailed), encoding="utf-8")
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
        office.door(app, bot, slack, clock, senders) as by_slack,
        teams_office.door(app, bot, teams, clock, senders) as by_teams,
        served(app) as host,
        SlackDriver(slack, f"{host}{EVENTS_PATH}") as in_slack,
        TeamsDriver(teams, f"{host}{MESSAGES_PATH}") as in_teams,
    ):
        slack_url, teams_url = f"{host}{EVENTS_PATH}", f"{host}{MESSAGES_PATH}"
        yield Doors(
            bot,
            office.Office(bot=bot, clock=clock, listening=by_slack, url=slack_url, slack=slack, people=in_slack),
            teams_office.Office(bot=bot, clock=clock, listening=by_teams, url=teams_url, teams=teams, people=in_teams),
        )


async def _move_in(doors: Doors) -> None:
    """The app is put in the coaches' team, and everybody who has it is told so; then people are looked up."""
    await teams_office.hand_out(doors.teams.people, doors.teams.teams, by="bjorn")
    assert await doors.slack.listening.introduce()
    assert await doors.teams.listening.introduce()
    await doors.settle()
