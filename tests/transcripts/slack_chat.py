"""The Slack that a transcript is played in: a workspace with the preset's people, and our bot behind its real door."""

from __future__ import annotations

from asyncio import Lock
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from importlib import resources
from pathlib import Path

from aiohttp import web

from adapters.slack.app import build, serve_on
from adapters.slack.manifest import EVENTS_PATH
from adapters.slack.oauth import Installing
from adapters.slack.send import SlackSender
from adapters.slack.tokens import Api, OneToken, Tokens, open_session
from bot.app import Bot
from dialogs.messages import Delivery, Receipt, Sender
from ideas.people import Identity, Person, Place
from tests.doubles.slack import SlackDouble
from tests.doubles.slack_driver import Driver
from tests.doubles.slack_request import Json
from tests.doubles.slack_transport import Answer
from tests.doubles.slack_world import Channel, Ephemeral, Message, User, Workspace
from tests.transcripts.slack_seat import VIEWS, Chat, Dialog, Done, Filled, Slack, shown_in_slack

TEAM = "T0TRANSCRIPT"
HOST = "skovde.example"
"""Where everybody's mail goes."""
TOKEN = "xoxb-transcript"
SHOWS = {"chat.postEphemeral", "chat.postMessage", "chat.update", *VIEWS}
Clock = Callable[[], datetime]


def with_slack(preset: str, body: str, folder: Path, team: str = TEAM, ids: Mapping[str, str] | None = None) -> str:
    """The preset with a workspace for a body; the file's path.

    Channels are under their `ids`, else under the names that they have on the page.
    """
    text = (resources.files("ideas") / "presets" / f"{preset}.toml").read_text("utf-8")
    head, found, rest = text.partition(f'key = "{body}"\n')
    coach = rest.partition("coach_channel = ")[2].partition("\n")[0]
    digests = rest.partition("digest_channels = ")[2].partition("\n")[0]
    chat = f'platform = "slack", workspace = "{team}", coach_channel = {coach}, digest_channels = {digests}'
    for name, channel in (ids or {}).items():
        chat = chat.replace(f'"{name}"', f'"{channel}"')
    lines = f"{head}{found}chats = [{{ {chat} }}]\n{rest}".split("\n")
    mailed = [f'{line}\nemail = "{line[10:-1]}@{HOST}"' if line.startswith('handle = "') else line for line in lines]
    path = folder / f"{preset}.toml"
    path.write_text("\n".join(mailed), encoding="utf-8")
    return str(path)


@asynccontextmanager
async def open_chat(bot: Bot, body: str, clock: Clock, senders: MutableMapping[str, Sender]) -> AsyncIterator[Chat]:
    """Let the people of a body into Slack, and the bot too."""
    people = [who for who in bot.world.preset.people if who.body == body]
    users = {id_of(w.handle): User(id_of(w.handle), w.handle, w.name, email=w.email or "") for w in people}
    users["U0BOT"] = User("U0BOT", "ideslussen", "Idéslussen", is_bot=True)
    names = bot.world.preset.body(body).chats[0].channels
    channels = {name: Channel(name, name, (*users,)) for name in names}
    double = SlackDouble(Workspace(TEAM, body, TOKEN, users=users, channels=channels), now=clock)
    async with double, open_session() as session:
        api = Api(session, double.url)
        way, slack = Way(api, Tokens(api, OneToken(TOKEN, api, clock)), double.app.signing_secret), Doubled(double)
        async with open_door(bot, slack, way, clock, senders) as chat:
            await chat.listening.introduce()
            async with Driver(double, f"{chat.address}{EVENTS_PATH}") as slack.people:
                yield chat


@dataclass(frozen=True, slots=True)
class Way:
    """How the bot reaches a Slack and knows it. `wall` is the clock by which that Slack signs, when it has its own."""

    api: Api
    tokens: Tokens
    signing_secret: str
    wall: Clock | None = None
    installing: Installing | None = None


@asynccontextmanager
async def open_door(
    bot: Bot, slack: Slack, way: Way, clock: Clock, senders: MutableMapping[str, Sender]
) -> AsyncIterator[Chat]:
    """The bot's own door, open to a Slack. Nobody has been introduced yet."""
    listening = build(bot.desk, way.tokens, way.api, clock)
    app = web.Application()
    serve_on(app, listening, way.signing_secret, way.wall or clock, way.installing)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    chat = Chat(bot, slack, clock, listening, f"http://127.0.0.1:{runner.addresses[0][1]}")
    senders["slack"] = Watched(SlackSender(way.tokens, clock, _no_rest), chat)
    try:
        yield chat
    finally:
        await listening.finish()
        await runner.cleanup()


async def _no_rest(_seconds: float) -> None:
    """Slack's pace is another test's."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A sender. What came of it is looked up in Slack at once, message by message, so that their order is the same."""

    sender: Sender
    chat: Chat
    turn: Lock = field(default_factory=Lock)

    async def send(self, delivery: Delivery) -> Receipt:
        """Send it."""
        async with self.turn:
            receipt = await self.sender.send(delivery)
            await self.chat.look()
        return receipt

    async def find(self, delivery: Delivery) -> Receipt | None:
        """Look for it."""
        return await self.sender.find(delivery)


def id_of(handle: str) -> str:
    """Somebody's user id in our double."""
    return f"U0{handle.upper()}"


class Doubled:
    """Our own double, as the people of a transcript use it."""

    team = TEAM
    people: Driver

    def __init__(self, double: SlackDouble) -> None:
        self._double, self._looked = double, 0

    def user(self, who: str) -> str:
        """Somebody's user id."""
        return id_of(who)

    async def join(self, who: str, name: str) -> None:
        """Somebody new has an account, without an address."""
        self._workspace.users[id_of(who)] = User(id_of(who), who, name)

    async def say(self, who: str, text: str, thread: str) -> str:
        """Write to the bot."""
        return _taken(await self.people.say(id_of(who), text, thread)).ts

    async def command(self, who: str, channel: str, text: str) -> list[Json]:
        """Use the command."""
        body = _taken(await self.people.command(id_of(who), channel, text)).body
        return list(body["blocks"]) if body else []

    async def seen(self, who: str, channel: str) -> list[tuple[str, list[Json]]]:
        """What stands there for them."""
        there, user = self._double.channel(channel or id_of(who)), id_of(who)
        alone = [one for one in self._double.ephemerals if (one.channel, one.user) == (there.id, user)]
        seen: list[Message | Ephemeral] = [*there.messages, *alone]
        return [(one.ts, one.blocks) for one in sorted(seen, key=lambda one: one.ts, reverse=True)]

    async def press(self, who: str, channel: str, ts: str, label: str, ticks: Sequence[str] = ()) -> None:
        """Press it. Each box that is ticked is told the bot by itself."""
        user = id_of(who)
        _taken(await self.people.press(user, channel or user, ts, label=label, ticks=ticks))

    async def dialog(self, who: str) -> Dialog | None:
        """What is open."""
        view = self._double.modal(id_of(who))
        return Dialog(view.id, view.body, dict(view.typed)) if view else None

    async def submit(self, who: str, dialog: Dialog, filled: Filled) -> Json:
        """Send it."""
        body = _taken(await self.people.submit(id_of(who), dialog.id, filled)).body
        return dict(body) if body else {}

    async def close(self, who: str) -> None:
        """Put it away."""
        await self.people.close_view(id_of(who))

    async def done(self) -> list[Done]:
        """What is new among the calls."""
        new, self._looked = self._double.calls[self._looked :], len(self._double.calls)
        return [
            self._done(call.method, call.params, call.answer)
            for call in new
            if call.method in SHOWS and call.answer and call.answer["ok"]
        ]

    def _done(self, method: str, params: Json, answer: Json) -> Done:
        where = str(answer.get("channel") or params.get("channel", ""))
        there = self._workspace.channels.get(where)
        user = str(params.get("user") or (there.user if there else ""))
        who = self._workspace.users[user].name if user else ""
        blocks, kept = params.get("blocks", []), "metadata" in params
        return Done(method, "" if there and there.user else where, who, str(answer.get("ts", "")), blocks, kept)

    @property
    def _workspace(self) -> Workspace:
        return self._double.world.workspaces[TEAM]


def _taken(answer: Answer) -> Answer:
    assert answer.ok, answer
    return answer


async def joined(chat: Chat, person: Person) -> None:
    """Somebody new has an account in Slack too."""
    await chat.slack.join(person.handle, person.name)
    team, user = chat.slack.team, chat.slack.user(person.handle)
    who = Identity("slack", team, user)
    await chat.bot.store.turn(lambda uow: uow.know(person.id, who))
    await chat.bot.desk.meet(who, person.name, "", Place("slack", team, user), person.body)


@dataclass(frozen=True, slots=True)
class Posted:
    """A message from the outbox, in a channel or to somebody (`who`, a handle); `change` when it was there before."""

    channel: str
    who: str
    ts: str
    lines: list[str]
    change: bool


def posts(chat: Chat) -> Iterator[Posted]:
    """What the outbox has posted and changed since the last look."""
    for done in chat.seen():
        if done.method in {"chat.postMessage", "chat.update"}:
            change, key = done.method == "chat.update", f"{done.channel or done.who}:{done.ts}"
            yield Posted(done.channel, done.who, key, shown_in_slack(done.blocks), change)
