"""Skövde with its Slack: the bot as it runs, behind a real HTTP door, and the people who write to it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from adapters.slack.app import build, serve_on
from adapters.slack.listening import Listening
from adapters.slack.manifest import EVENTS_PATH
from adapters.slack.send import SlackSender
from adapters.slack.tokens import Api, OneToken, Tokens, open_session
from bot.app import Bot, open_bot
from dialogs.messages import Sender
from ideas.idea import Idea
from ideas.people import Identity
from tests.doubles import chat_office
from tests.doubles.chat_office import APPOINTED, served
from tests.doubles.clock import Hands
from tests.doubles.slack import SlackDouble
from tests.doubles.slack_driver import Driver
from tests.doubles.slack_views import View
from tests.doubles.slack_world import Channel, User, Workspace, person

TEAM, COACHES, DIGEST, DEFAULT = "T0SKOVDE", "C0COACHES", "C0DIGEST", "C0ALLT"
NAMES = {**chat_office.NAMES, "lena": "Lena Öberg"}


def id_of(handle: str) -> str:
    """Somebody's user id in the double."""
    return f"U0{handle.upper()}"


def workspace() -> Workspace:
    """Skövde's Slack with the people of the preset, and Lena whom nobody has appointed."""
    users = {id_of(handle): person(id_of(handle), handle, name) for handle, name in NAMES.items()}
    users["U0BOT"] = User("U0BOT", "ideslussen", "Idéslussen", is_bot=True)
    staff = tuple(id_of(handle) for handle in APPOINTED)
    channels = (
        Channel(COACHES, "skovde-coacher", (*staff, "U0BOT")),
        Channel(DIGEST, "skovde-digest", (*users,)),
        Channel(DEFAULT, "allt", (*users,)),
    )
    return Workspace(TEAM, "Skövde kommun", "xoxb-skovde", users=users, channels={c.id: c for c in channels})


def chat() -> str:
    """Skövde's Slack, as an administrator writes it in a preset."""
    return f'platform = "slack", workspace = "{TEAM}", coach_channel = "{COACHES}", digest_channels = ["{DIGEST}"]'


def preset(folder: Path) -> str:
    """The packaged preset with Skövde's Slack in it; the path of the file."""
    return chat_office.preset(folder, f'{{ {chat()}, default_channel = "{DEFAULT}" }}')


@dataclass(kw_only=True)
class Office(chat_office.Office):
    """Everything a test needs: the bot, Slack, people's hands, and the clock."""

    slack: SlackDouble
    people: Driver
    listening: Listening

    def own(self, who: str) -> str:
        return id_of(who)

    async def say(self, who: str, text: str, thread: str = "") -> str:
        """Somebody writes to the bot; the ts of what they wrote, when all is answered."""
        answer = await self.people.say(id_of(who), text, thread)
        assert answer.ok, answer
        await self.settle()
        return answer.ts

    async def press(self, who: str, where: str, label: str, ticks: tuple[str, ...] = ()) -> None:
        """Somebody presses the newest button with this label."""
        answer = await self.people.press(id_of(who), where, label=label, ticks=ticks)
        assert answer.ok, answer
        await self.settle()

    async def hand_in(self, who: str = "anna", need: str = "Frukosten kommer för sent till de boende.") -> str:
        """Somebody tells of a need in a thread of its own, to the receipt; the ts that the thread begins with."""
        thread = await self.say(who, need)
        await self.say(who, "Lugnare morgnar.", thread)
        await self.answer_by_pressing(who)
        return thread

    def modal(self, who: str) -> View:
        """What stands before somebody."""
        view = self.slack.modal(id_of(who))
        assert view, f"nothing is open before {who}"
        return view

    def home(self, who: str) -> View:
        """Somebody's home tab."""
        view = self.slack.home(id_of(who))
        assert view, f"{who} has no home tab"
        return view

    async def fill_in(self, who: str, values: Mapping[str, str | tuple[str, ...]]) -> None:
        """Somebody fills in the form before them, by how its labels begin, and sends it."""
        view = self.modal(who)
        names = [block["label"]["text"] for block in view.blocks if block["type"] == "input"]
        filled = {next(name for name in names if name.startswith(label)): value for label, value in values.items()}
        answer = await self.people.submit(id_of(who), values=filled)
        assert answer.ok, answer
        assert not answer.trouble, answer.trouble
        await self.settle()

    async def drafts(self, who: str) -> list[Idea]:
        """Somebody's drafts, newest first."""
        return await self.ideas_of(Identity("slack", TEAM, id_of(who)), lambda uow, person: uow.drafts(person))

    def heard(self, who: str, thread: str | None = None) -> list[str]:
        return [message.said for message in self.slack.messages(id_of(who), thread) if message.user == "U0BOT"]

    def in_channel(self, channel: str = COACHES) -> list[str]:
        """What the bot has told in a channel."""
        return [message.said for message in self.slack.messages(channel) if message.user == "U0BOT"]

    def whispered(self, who: str) -> list[str]:
        """What only this person has seen."""
        return [told.said for told in self.slack.ephemerals if told.user == id_of(who)]


@asynccontextmanager
async def door(
    app: web.Application, bot: Bot, slack: SlackDouble, clock: Hands, senders: dict[str, Sender]
) -> AsyncIterator[Listening]:
    """Slack's door in an application, and its sender."""
    async with open_session() as session:
        api = Api(session, slack.url)
        tokens = Tokens(api, OneToken("xoxb-skovde", api, clock))
        senders["slack"] = SlackSender(tokens, clock, clock.rest)
        listening = build(bot.desk, tokens, api, clock)
        serve_on(app, listening, slack.app.signing_secret, clock)
        yield listening
        await listening.finish()


@asynccontextmanager
async def open_office(folder: Path, database: str = "", slack: SlackDouble | None = None) -> AsyncIterator[Office]:
    """The bot and its Slack, with nothing running by itself."""
    clock, senders, app = Hands(), dict[str, Sender](), web.Application()
    slack = slack or SlackDouble(workspace(), now=clock)
    async with (
        slack,
        open_bot(database or f"sqlite:///{folder / 'ideas.db'}", preset(folder), senders, clock) as bot,
        door(app, bot, slack, clock, senders) as listening,
        served(app) as host,
        Driver(slack, f"{host}{EVENTS_PATH}") as people,
    ):
        await listening.introduce()
        url = f"{host}{EVENTS_PATH}"
        yield Office(bot=bot, slack=slack, people=people, clock=clock, listening=listening, url=url)
