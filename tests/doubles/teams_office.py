"""Skövde with its Teams: the bot as it runs, behind a real HTTP door, and the people who write to it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from importlib import resources
from pathlib import Path

from aiohttp import web

from adapters.teams.addresses import is_loopback
from adapters.teams.app import build, serve_on
from adapters.teams.connector import Connector, open_session
from adapters.teams.listening import Listening
from adapters.teams.pace import Pace
from adapters.teams.sdk import Login, OpenLogin
from adapters.teams.send import TeamsSender
from adapters.teams.tokens import Tokens
from bot.app import Bot, open_bot
from bot.clock import due_now, happen
from bot.references import KeptReferences
from dialogs.messages import Sender
from ideas.idea import Idea
from ideas.people import Identity
from storage.unit_of_work import UnitOfWork
from tests.doubles.slack_world import Hands
from tests.doubles.teams import TeamsDouble
from tests.doubles.teams_driver import Driver
from tests.doubles.teams_login import LoginDouble
from tests.doubles.teams_world import Message, Person, Tenant, guid, thread_id

NAMES = {
    "anna": "Anna Åström", "bjorn": "Björn Ek", "eva": "Eva Lind", "omar": "Omar Haddad", "pia": "Pia Sjöö",
    "kim": "Kim Nyström", "nils": "Nils Ny",
}  # fmt: skip
APPOINTED = ("eva", "omar", "pia", "kim")
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
    text = (resources.files("ideas") / "presets" / "skaraborg.toml").read_text("utf-8")
    text = text.replace('key = "skovde"\n', f'key = "skovde"\nchats = [{chats or f"{{ {chat()} }}"}]\n', 1)
    for handle in APPOINTED:
        text = text.replace(f'handle = "{handle}"\n', f'handle = "{handle}"\nemail = "{handle}@skovde.example"\n', 1)
    path = folder / "skovde.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


@dataclass
class Office:
    """Everything a test needs: the bot, Teams, people's hands, and the clock. A place is somebody's own when empty."""

    bot: Bot
    teams: TeamsDouble
    people: Driver
    clock: Hands
    listening: Listening
    url: str

    async def settle(self) -> None:
        """All that is under way is answered, and all that is due is delivered."""
        await self.listening.finish()
        await self.bot.dispatcher.drain(self.clock())
        await self.listening.finish()

    async def at(self, when: datetime) -> None:
        """Let time pass until then, with all that is due on the way."""
        self.clock.now = when
        for occurrence in await self.bot.store.turn(partial(due_now, now=when, world=self.bot.world)):
            await self.bot.store.turn(partial(happen, now=when, world=self.bot.world, occurrence=occurrence))
        await self.settle()

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

    async def choose(self, who: str, *labels: str) -> None:
        """Somebody presses one button after another in their own conversation."""
        for label in labels:
            await self.press(who, "", label)

    async def hand_in(self, who: str = "anna", need: str = "Frukosten kommer för sent till de boende.") -> str:
        """Somebody tells of a need, to the receipt; its number."""
        await self.say(who, need)
        await self.say(who, "Lugnare morgnar.")
        await self.press(who, "", "Välj", ("Brukare, patienter",))
        await self.press(who, "", "Välj", ("Jag har sett det själv",))
        await self.choose(who, "Hoppa över", "Bara tipsa")
        if "Var arbetar du?" in self.heard(who)[-1]:
            await self.choose(who, "Vård och omsorg")
        await self.choose(who, "Skicka")
        return await self.newest(who)

    async def newest(self, who: str) -> str:
        """The number of somebody's newest idea."""
        ideas = await self._of(who, lambda uow, person: uow.ideas_of(person))
        return max(idea.number or "" for idea in ideas)

    async def drafts(self, who: str) -> list[Idea]:
        """Somebody's drafts, newest first."""
        return await self._of(who, lambda uow, person: uow.drafts(person))

    async def _of(self, who: str, asked: Callable[[UnitOfWork, int], list[Idea]]) -> list[Idea]:
        aad = self.teams.world.person(who).aad

        def found(uow: UnitOfWork) -> list[Idea]:
            person = uow.person_of(Identity("teams", TENANT, aad))
            return asked(uow, person.id) if person else []

        return await self.bot.store.turn(found)

    async def submit(self, who: str, fields: Mapping[str, str | tuple[str, ...]], label: str = "") -> None:
        """Somebody fills in the dialog before them and sends it."""
        answer = await self.people.submit(who, fields, label=label)
        assert answer.status == 200, answer
        assert not answer.trouble, answer.trouble
        await self.settle()

    def heard(self, who: str) -> list[str]:
        """What the bot has told somebody in their own conversation."""
        return self.teams.heard(who)

    def in_channel(self, where: str = COACHES) -> list[str]:
        """What stands in a channel now, threads too, as everybody sees it."""
        return [message.said for message in self.teams.messages(where) if not message.author]

    def card(self, where: str = COACHES) -> Message:
        """The newest post of the bot in a channel."""
        return [message for message in self.teams.messages(where) if not message.author and not message.root][-1]


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
    clock = clock or Hands()
    teams = teams or TeamsDouble(tenant(), now=clock)
    senders: dict[str, Sender] = {}
    url = database or f"sqlite:///{folder / 'ideas.db'}"
    async with teams, open_bot(url, preset(folder, chats), senders, clock) as bot, open_session() as session:
        references = KeptReferences(bot.store, clock)
        login = login or OpenLogin()
        tokens, pace = Tokens(login, clock), Pace(clock, _turn(clock))
        connector = Connector(session, tokens, pace, teams.app.id, is_loopback, in_place=in_place)
        senders["teams"] = TeamsSender(connector, references)
        listening = build(bot.desk, connector, references, clock)
        app = web.Application()
        serve_on(app, listening, login, is_loopback)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        door = f"http://127.0.0.1:{runner.addresses[0][1]}/api/messages"
        async with Driver(teams, door, signs) as people:
            office = Office(bot, teams, people, clock, listening, door)
            yield office
        await listening.finish()
        await runner.cleanup()


async def move_in(office: Office) -> None:
    """The app is put in the coaches' team, and everybody who has it is told so; the welcomes are forgotten."""
    await office.people.install("pia", COACHES)
    for person in office.teams.world.tenants[TENANT].people.values():
        if person.has_app:
            await office.people.install(person.handle)
    await office.listening.introduce()
    await office.settle()


def _turn(clock: Hands) -> Callable[[float], Awaitable[None]]:
    async def rest(seconds: float) -> None:
        clock.turn(seconds)

    return rest
