"""The Teams that a transcript is played in: a tenant with the preset's people, and our bot behind its real door."""

from __future__ import annotations

from asyncio import Lock
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from aiohttp import web

from adapters.teams.addresses import is_loopback
from adapters.teams.app import MESSAGES_PATH, build, serve_on
from adapters.teams.connector import Connector, open_session
from adapters.teams.pace import Pace
from adapters.teams.sdk import Login, OpenLogin
from adapters.teams.send import TeamsSender
from adapters.teams.tokens import Tokens
from bot.app import Bot
from bot.references import KeptReferences
from bot.start import load_preset
from dialogs.messages import Delivery, Receipt, Sender
from ideas.people import Identity, Person, Place
from tests.doubles import teams_world
from tests.doubles.clock import Hands
from tests.doubles.teams import Call, TeamsDouble
from tests.doubles.teams_dialogs import Shown
from tests.doubles.teams_driver import Driver
from tests.doubles.teams_hands import Value
from tests.doubles.teams_request import Json
from tests.doubles.teams_transport import Answer
from tests.doubles.teams_world import Conversation, Tenant, guid, thread_id
from tests.transcripts.slack_chat import HOST, Posted, with_slack
from tests.transcripts.teams_seat import PLATFORM, Dialog, Done, Teams, TeamsChat

TENANT = guid("transcript")
WRITES = {"post": "post", "target": "post", "begin": "post", "change": "change"}
"""Calls that show something, and how."""
Clock = Callable[[], datetime]


def with_teams(preset: str, body: str, folder: Path, tenant: str = TENANT, ids: Mapping[str, str] | None = None) -> str:
    """The preset with a tenant for a body; the file's path. Channels are under their `ids`."""
    found = load_preset(preset).body(body)
    channels = ids or {name: thread_id(name) for name in (found.coach_channel, *found.digest_channels)}
    path = Path(with_slack(preset, body, folder, tenant, channels))
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('platform = "slack"', f'platform = "{PLATFORM}"'), encoding="utf-8")
    return str(path)


@asynccontextmanager
async def open_chat(
    bot: Bot, body: str, clock: Clock, senders: MutableMapping[str, Sender]
) -> AsyncIterator[TeamsChat]:
    """Let the people of a body into Teams, and the bot into their team. Nothing that is said of that is played."""
    people = [who for who in bot.world.preset.people if who.body == body]
    tenant, found = Tenant(TENANT, body), bot.world.preset.body(body)
    tenant.hire(*(teams_world.Person(who.handle, who.name, who.email or "") for who in people))
    names = (found.coach_channel, *found.digest_channels)
    tenant.found(body, [who.handle for who in people], names)
    double = TeamsDouble(tenant, now=clock)
    teams = Doubled(double)
    async with (
        double,
        open_door(bot, teams, Way(double.app.id), clock, senders) as chat,
        Driver(double, f"{chat.address}{MESSAGES_PATH}") as teams.people,
    ):
        for name in names:
            assert all(answer.ok for answer in await teams.people.install(people[0].handle, name))
        assert await chat.listening.introduce()
        await bot.dispatcher.drain(clock())
        chat.seen()
        yield chat
    assert not double.complaints, double.complaints


@dataclass(frozen=True, slots=True)
class Way:
    """How the bot reaches a Teams and knows it. `is_allowed` says which addresses it may call."""

    app_id: str
    login: Login | OpenLogin = field(default_factory=OpenLogin)
    is_allowed: Callable[[str], bool] = is_loopback


@asynccontextmanager
async def open_door(
    bot: Bot, teams: Teams, way: Way, clock: Clock, senders: MutableMapping[str, Sender]
) -> AsyncIterator[TeamsChat]:
    """The bot's own door, open to a Teams. Nobody has been introduced yet."""
    async with open_session() as session:
        references = KeptReferences(bot.store, clock)
        connector = Connector(session, Tokens(way.login, clock), _at_no_pace(), way.app_id, way.is_allowed)
        listening = build(bot.desk, connector, references, clock)
        app = web.Application()
        serve_on(app, listening, way.login, way.is_allowed)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        chat = TeamsChat(bot, teams, clock, listening, f"http://127.0.0.1:{runner.addresses[0][1]}")
        senders[PLATFORM] = Watched(TeamsSender(connector, references), chat)
        try:
            yield chat
        finally:
            await listening.finish()
            await runner.cleanup()


def _at_no_pace() -> Pace:
    """Teams' pace is another test's: it has a clock of its own, which is moved on instead of waiting."""
    hands = Hands()

    async def rest(seconds: float) -> None:
        hands.turn(seconds)

    return Pace(hands, rest)


@dataclass(frozen=True, slots=True)
class Watched:
    """A sender. What came of it is looked up in Teams at once, message by message, so that their order is the same."""

    sender: Sender
    chat: TeamsChat
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


class Doubled:
    """Our own double, as the people of a transcript use it."""

    tenant = TENANT
    people: Driver

    def __init__(self, double: TeamsDouble) -> None:
        self._double, self._called, self._shown = double, 0, 0

    def user(self, who: str) -> str:
        """Somebody's id in the tenant."""
        return self._double.world.person(who).aad

    async def join(self, who: str, name: str) -> None:
        """Somebody new has an account, in the one team that there is."""
        tenant = self._double.world.tenants[TENANT]
        tenant.hire(teams_world.Person(who, name, f"{who}@{HOST}"))
        for team in tenant.teams.values():
            team.members.append(self.user(who))

    async def say(self, who: str, text: str) -> None:
        """Write to the bot."""
        _taken(await self.people.say(who, text))

    async def command(self, who: str, channel: str, text: str) -> None:
        """Use the command."""
        _taken(await self.people.slash(who, channel, text))

    async def seen(self, who: str, channel: str) -> list[tuple[str, Json | None]]:
        """What stands there for them."""
        there = self._double.seen(who, channel)
        return [(one.id, one.card_for(self.user(who))) for one in reversed(there)]

    async def press(self, who: str, channel: str, message: str, label: str, ticks: Sequence[str] = ()) -> None:
        """Press it."""
        _taken(await self.people.press(who, channel, message, label=label, ticks=ticks))

    async def dialog(self, who: str) -> Dialog | None:
        """What is open."""
        found = self._double.dialog(who)
        return Dialog(found.title, found.card, dict(found.typed)) if found and found.card else None

    async def submit(self, who: str, label: str, filled: Mapping[str, Value]) -> None:
        """Send it."""
        _taken(await self.people.submit(who, filled, label=label))

    async def close(self, who: str) -> None:
        """Put it away."""
        if self._double.dialog(who):
            self.people.close(who)

    async def done(self) -> list[Done]:
        """What is new among the answers and the calls."""
        shown, calls = self._double.shown[self._shown :], self._double.calls[self._called :]
        self._shown, self._called = len(self._double.shown), len(self._double.calls)
        return [
            *map(self._answered, shown),
            *(self._called_for(call) for call in calls if call.kind in WRITES and call.ok),
        ]

    def _answered(self, one: Shown) -> Done:
        there = self._double.world.tenants[TENANT].conversations.get(one.where)
        who = self._double.world.person(one.user).handle
        return Done(one.how, _name(there), who, one.message, one.card, one.text)

    def _called_for(self, call: Call) -> Done:
        there, message = self._double.place_of(call), self._double.message_of(call)
        assert there
        assert message
        alone = message.only_for or (there.members[0] if there.kind == "personal" else "")
        who = self._double.world.person(alone).handle if alone else ""
        return Done(WRITES[call.kind], _name(there), who, message.id, message.card, message.text)


def _name(there: Conversation | None) -> str:
    """What a channel is called; nothing of what is somebody's own."""
    return there.name if there and there.kind == "channel" else ""


def _taken(answer: Answer) -> None:
    assert answer.ok, answer
    assert not answer.trouble, answer.trouble


async def joined(chat: TeamsChat, person: Person) -> None:
    """Somebody new has an account in Teams too."""
    await chat.teams.join(person.handle, person.name)
    tenant, user = chat.teams.tenant, chat.teams.user(person.handle)
    who = Identity(PLATFORM, tenant, user)
    await chat.bot.store.turn(lambda uow: uow.know(person.id, who))
    await chat.bot.desk.meet(who, person.name, "", Place(PLATFORM, tenant, user), person.body)


def posts(chat: TeamsChat) -> Iterator[Posted]:
    """What the outbox has posted and changed since the last look."""
    for done in chat.seen():
        if done.how in WRITES.values():
            key = f"{done.channel or done.who}:{done.message}"
            yield Posted(done.channel, done.who, key, done.lines, done.how == "change")
