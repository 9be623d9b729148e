"""Skövde with its Teams: the bot as it runs, behind a real HTTP door, and the people who write to it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from adapters.teams.addresses import is_loopback
from adapters.teams.app import MESSAGES_PATH, build, serve_on
from adapters.teams.connector import Connector, open_session
from adapters.teams.listening import Listening
from adapters.teams.pace import Pace
from adapters.teams.sdk import Login, OpenLogin
from adapters.teams.send import TeamsSender
from adapters.teams.tokens import Tokens
from bot.app import Bot, open_bot
from bot.references import KeptReferences
from dialogs.messages import Sender
from ideas.idea import Idea
from ideas.people import Identity
from tests.doubles import chat_office
from tests.doubles.chat_office import served
from tests.doubles.clock import Hands
from tests.doubles.teams import TeamsDouble
from tests.doubles.teams_driver import Driver
from tests.doubles.teams_login import LoginDouble
from tests.doubles.teams_world import Message, Person, Tenant, guid, thread_id

NAMES = {**chat_office.NAMES, "nils": "Nils Ny"}
COACHES, DIGEST = "skovde-coacher", "skovde-digest"
TENANT = guid("skovde")


def tenant(names: Mapping[str, str] = NAMES) -> Tenant:
    """Skövde's Teams with the people of the preset; Nils does not have the app."""
    there = Tenant(TENANT, "Skövde kommun")
    there.hire(*(Person(handle, name, f"{handle}@skovde.example") for handle, name in names.items()))
    if "nils" in names:
        there.named("nils").has_app = False
    there.found("Idécoacher", tuple(h for h in names if h not in {"anna", "nils"}), (COACHES,))
    there.found("Skövde", tuple(names), (DIGEST,))
    there.chat("Köket", ("anna", "bjorn"))
    return there


def chat() -> str:
    """Skövde's Teams, as an administrator writes it in a preset."""
    coaches, digest = thread_id(COACHES), thread_id(DIGEST)
    return f'platform = "teams", workspace = "{TENANT}", coach_channel = "{coaches}", digest_channels = ["{digest}"]'


def preset(folder: Path, chats: str = "") -> str:
    """The packaged preset with Skövde's Teams (or these chats) in it; the path of the file."""
    return chat_office.preset(folder, chats or f"{{ {chat()} }}")


@dataclass(kw_only=True)
class Office(chat_office.Office):
    """Everything a test needs: the bot, Teams, people's hands, and the clock. A place is somebody's own when empty."""

    teams: TeamsDouble
    people: Driver
    listening: Listening

    def own(self, who: str) -> str:
        return ""

    async def say(self, who: str, text: str) -> str:
        """Somebody writes to the bot, one to one; the id of what they wrote, when all is answered."""
        answer = await self.people.say(who, text)
        assert answer.status == 200, answer
        await self.settle()
        return answer.id

    async def press(self, who: str, where: str, label: str, ticks: tuple[str, ...] = ()) -> str:
        """Somebody presses the newest button with this label; what Teams then tells them beside the card."""
        answer = await self.people.press(who, where, label=label, ticks=ticks)
        assert answer.status == 200, answer
        assert not answer.trouble, answer.trouble
        await self.settle()
        return self.teams.shown[-1].text if self.teams.shown else ""

    async def hand_in(self, who: str = "anna", need: str = "Frukosten kommer för sent till de boende.") -> str:
        """Somebody tells of a need, to the receipt; its number."""
        await self.say(who, need)
        await self.say(who, "Lugnare morgnar.")
        await self.answer_by_pressing(who)
        return await self.newest(who)

    async def newest(self, who: str) -> str:
        """The number of somebody's newest idea."""
        ideas = await self.ideas_of(self._known(who), lambda uow, person: uow.ideas_of(person))
        return max(idea.number or "" for idea in ideas)

    async def drafts(self, who: str) -> list[Idea]:
        """Somebody's drafts, newest first."""
        return await self.ideas_of(self._known(who), lambda uow, person: uow.drafts(person))

    def _known(self, who: str) -> Identity:
        return Identity("teams", TENANT, self.teams.world.person(who).aad)

    async def submit(self, who: str, fields: Mapping[str, str | tuple[str, ...]], label: str = "") -> None:
        """Somebody fills in the dialog before them and sends it."""
        answer = await self.people.submit(who, fields, label=label)
        assert answer.status == 200, answer
        assert not answer.trouble, answer.trouble
        await self.settle()

    def heard(self, who: str) -> list[str]:
        return self.teams.heard(who)

    def in_channel(self, where: str = COACHES) -> list[str]:
        """What stands in a channel now, threads too, as everybody sees it."""
        return [message.said for message in self.teams.messages(where) if not message.author]

    def card(self, where: str = COACHES) -> Message:
        """The newest post of the bot in a channel."""
        return [message for message in self.teams.messages(where) if not message.author and not message.root][-1]


@asynccontextmanager
async def door(
    app: web.Application,
    bot: Bot,
    teams: TeamsDouble,
    clock: Hands,
    senders: dict[str, Sender],
    login: Login | OpenLogin | None = None,
    *,
    in_place: bool = True,
) -> AsyncIterator[Listening]:
    """Teams' door in an application, and its sender. Who comes in is judged by a `login`, if there is one."""
    async with open_session() as session:
        login, references = login or OpenLogin(), KeptReferences(bot.store, clock)
        tokens, pace = Tokens(login, clock), Pace(clock, clock.rest)
        connector = Connector(session, tokens, pace, teams.app.id, is_loopback, in_place=in_place)
        senders["teams"] = TeamsSender(connector, references)
        listening = build(bot.desk, connector, references, clock)
        serve_on(app, listening, login, is_loopback)
        yield listening
        await listening.finish()


@asynccontextmanager
async def open_office(
    folder: Path,
    database: str = "",
    teams: TeamsDouble | None = None,
    chats: str = "",
    login: Login | OpenLogin | None = None,
    signs: LoginDouble | None = None,
    clock: Hands | None = None,
    *,
    in_place: bool = True,
) -> AsyncIterator[Office]:
    """The bot and its Teams, with nothing running by itself.

    With a `login` the bot judges who comes in by it, and what people do is signed by `signs`; without one nobody signs.
    """
    clock, senders, app = clock or Hands(), dict[str, Sender](), web.Application()
    teams = teams or TeamsDouble(tenant(), now=clock)
    async with (
        teams,
        open_bot(database or f"sqlite:///{folder / 'ideas.db'}", preset(folder, chats), senders, clock) as bot,
        door(app, bot, teams, clock, senders, login, in_place=in_place) as listening,
        served(app) as host,
        Driver(teams, f"{host}{MESSAGES_PATH}", signs) as people,
    ):
        url = f"{host}{MESSAGES_PATH}"
        yield Office(bot=bot, teams=teams, people=people, clock=clock, listening=listening, url=url)


async def hand_out(people: Driver, teams: TeamsDouble, by: str = "pia") -> None:
    """The app is put in the coaches' team, and everybody who has it is told so."""
    await people.install(by, COACHES)
    for person in teams.world.tenants[TENANT].people.values():
        if person.has_app:
            await people.install(person.handle)


async def move_in(office: Office) -> None:
    """Everybody gets the app; the welcomes are forgotten."""
    await hand_out(office.people, office.teams)
    await office.listening.introduce()
    await office.settle()
