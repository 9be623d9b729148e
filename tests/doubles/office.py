"""Skövde with its Slack: the bot as it runs, behind a real HTTP door, and the people who write to it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from importlib import resources
from pathlib import Path

from aiohttp import web

from adapters.slack.app import build, serve_on
from adapters.slack.listening import Listening
from adapters.slack.send import SlackSender
from adapters.slack.tokens import Api, OneToken, Tokens, open_session
from bot.app import Bot, open_bot
from bot.clock import due_now, happen
from dialogs.messages import Sender
from ideas.idea import Idea
from ideas.people import Identity
from storage.unit_of_work import UnitOfWork
from tests.doubles.slack import SlackDouble
from tests.doubles.slack_driver import Driver
from tests.doubles.slack_views import View
from tests.doubles.slack_world import Channel, Hands, User, Workspace, person

TEAM, COACHES, DIGEST, DEFAULT = "T0SKOVDE", "C0COACHES", "C0DIGEST", "C0ALLT"
NAMES = {
    "anna": "Anna Åström", "bjorn": "Björn Ek", "eva": "Eva Lind", "omar": "Omar Haddad", "pia": "Pia Sjöö",
    "kim": "Kim Nyström", "lena": "Lena Öberg",
}  # fmt: skip
APPOINTED = ("eva", "omar", "pia", "kim")


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


def preset(folder: Path) -> str:
    """The packaged preset with Skövde's Slack in it, as an administrator writes it; the path of the file."""
    text = (resources.files("ideas") / "presets" / "skaraborg.toml").read_text("utf-8")
    chat = f'platform = "slack", workspace = "{TEAM}", coach_channel = "{COACHES}", digest_channels = ["{DIGEST}"]'
    chats = f'chats = [{{ {chat}, default_channel = "{DEFAULT}" }}]'
    text = text.replace('key = "skovde"\n', f'key = "skovde"\n{chats}\n', 1)
    for handle in APPOINTED:
        text = text.replace(f'handle = "{handle}"\n', f'handle = "{handle}"\nemail = "{handle}@skovde.example"\n', 1)
    path = folder / "skovde.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


@dataclass
class Office:
    """Everything a test needs: the bot, Slack, people's hands, and the clock."""

    bot: Bot
    slack: SlackDouble
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

    async def say(self, who: str, text: str, thread: str = "") -> str:
        """Somebody writes to the bot; the ts of what they wrote, when all is answered."""
        answer = await self.people.say(id_of(who), text, thread)
        assert answer.ok, answer
        await self.settle()
        return answer.ts

    async def press(self, who: str, channel: str, label: str, ticks: tuple[str, ...] = ()) -> None:
        """Somebody presses the newest button with this label."""
        answer = await self.people.press(id_of(who), channel, label=label, ticks=ticks)
        assert answer.ok, answer
        await self.settle()

    async def choose(self, who: str, *labels: str) -> None:
        """Somebody presses one button after another in their own conversation."""
        for label in labels:
            await self.press(who, id_of(who), label)

    async def hand_in(self, who: str = "anna", need: str = "Frukosten kommer för sent till de boende.") -> str:
        """Somebody tells of a need in a thread of its own, to the receipt; the ts that the thread begins with."""
        thread = await self.say(who, need)
        await self.say(who, "Lugnare morgnar.", thread)
        await self.press(who, id_of(who), "Välj", ("Brukare, patienter",))
        await self.press(who, id_of(who), "Välj", ("Jag har sett det själv",))
        await self.choose(who, "Hoppa över", "Bara tipsa")
        if any("Var arbetar du?" in text for text in self.heard(who)[-1:]):
            await self.choose(who, "Vård och omsorg")
        await self.choose(who, "Skicka")
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

        def found(uow: UnitOfWork) -> list[Idea]:
            person = uow.person_of(Identity("slack", TEAM, id_of(who)))
            return uow.drafts(person.id) if person else []

        return await self.bot.store.turn(found)

    def heard(self, who: str, thread: str | None = None) -> list[str]:
        """What the bot has told somebody in their own conversation."""
        return [message.said for message in self.slack.messages(id_of(who), thread) if message.user == "U0BOT"]

    def in_channel(self, channel: str = COACHES) -> list[str]:
        """What the bot has told in a channel."""
        return [message.said for message in self.slack.messages(channel) if message.user == "U0BOT"]

    def whispered(self, who: str) -> list[str]:
        """What only this person has seen."""
        return [told.said for told in self.slack.ephemerals if told.user == id_of(who)]


@asynccontextmanager
async def open_office(folder: Path, database: str = "", slack: SlackDouble | None = None) -> AsyncIterator[Office]:
    """The bot and its Slack, with nothing running by itself."""
    clock = Hands()
    slack = slack or SlackDouble(workspace(), now=clock)
    senders: dict[str, Sender] = {}
    url = database or f"sqlite:///{folder / 'ideas.db'}"
    async with slack, open_bot(url, preset(folder), senders, clock) as bot, open_session() as session:
        api = Api(session, slack.url)
        tokens = Tokens(api, OneToken("xoxb-skovde", api, clock))
        senders["slack"] = SlackSender(tokens, clock, _turn(clock))
        listening = build(bot.desk, tokens, api, clock)
        app = web.Application()
        serve_on(app, listening, slack.app.signing_secret, clock)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        events = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
        async with Driver(slack, events) as people:
            await listening.introduce()
            yield Office(bot, slack, people, clock, listening, events)
        await listening.finish()
        await runner.cleanup()


def _turn(clock: Hands) -> Callable[[float], Awaitable[None]]:
    async def rest(seconds: float) -> None:
        clock.turn(seconds)

    return rest
