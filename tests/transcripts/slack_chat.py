"""The Slack that a transcript is played in: a workspace with the preset's people, and our bot behind its real door."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, MutableMapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from pathlib import Path

from aiohttp import web

from adapters.slack.app import build, serve_on
from adapters.slack.send import SlackSender
from adapters.slack.tokens import Api, OneToken, Tokens, open_session
from bot.app import Bot
from dialogs.messages import Sender
from ideas.people import Identity, Person, Place
from tests.doubles.slack import SlackDouble
from tests.doubles.slack_driver import Driver
from tests.doubles.slack_world import Channel, User, Workspace
from tests.transcripts.slack_seat import TEAM, Chat, id_of, shown_in_slack

TOKEN = "xoxb-transcript"


def with_slack(preset: str, body: str, folder: Path) -> str:
    """The preset with a workspace for a body, its channels under the names they have on the page; the file's path."""
    text = (resources.files("ideas") / "presets" / f"{preset}.toml").read_text("utf-8")
    head, found, rest = text.partition(f'key = "{body}"\n')
    coach = rest.partition('coach_channel = "')[2].partition('"')[0]
    digests = rest.partition("digest_channels = [")[2].partition("]")[0]
    chat = f'platform = "slack", workspace = "{TEAM}", coach_channel = "{coach}", digest_channels = [{digests}]'
    lines = f"{head}{found}chats = [{{ {chat} }}]\n{rest}".split("\n")
    mailed = [
        f'{line}\nemail = "{line[10:-1]}@example.org"' if line.startswith('handle = "') else line for line in lines
    ]
    path = folder / f"{preset}.toml"
    path.write_text("\n".join(mailed), encoding="utf-8")
    return str(path)


@asynccontextmanager
async def open_chat(
    bot: Bot, body: str, clock: Callable[[], datetime], senders: MutableMapping[str, Sender]
) -> AsyncIterator[Chat]:
    """Let the people of a body into Slack, and the bot too."""
    people = [who for who in bot.world.preset.people if who.body == body]
    users = {id_of(w.handle): User(id_of(w.handle), w.handle, w.name, email=w.email or "") for w in people}
    users["U0BOT"] = User("U0BOT", "ideslussen", "Idéslussen", is_bot=True)
    names = bot.world.preset.body(body).chats[0].channels
    channels = {name: Channel(name, name, (*users,)) for name in names}
    slack = SlackDouble(Workspace(TEAM, body, TOKEN, users=users, channels=channels), now=clock)
    async with slack, open_session() as session:
        api = Api(session, slack.url)
        tokens = Tokens(api, OneToken(TOKEN, api, clock))
        senders["slack"] = SlackSender(tokens, clock, _no_rest)
        listening = build(bot.desk, tokens, api, clock)
        app = web.Application()
        serve_on(app, listening, slack.app.signing_secret, clock)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        await listening.introduce()
        async with Driver(slack, f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events") as driver:
            yield Chat(bot, slack, driver, listening.finish, len(slack.calls))
        await listening.finish()
        await runner.cleanup()


async def _no_rest(_seconds: float) -> None:
    """Slack's pace is another test's."""


async def joined(chat: Chat, person: Person) -> None:
    """Somebody new has an account in Slack too."""
    user = id_of(person.handle)
    chat.slack.world.workspaces[TEAM].users[user] = User(user, person.handle, person.name)
    who = Identity("slack", TEAM, user)
    await chat.bot.store.turn(lambda uow: uow.know(person.id, who))
    await chat.bot.desk.meet(who, person.name, "", Place("slack", TEAM, user), person.body)


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
    for call in chat.slack.calls[chat.shown :]:
        if call.method in {"chat.postMessage", "chat.update"} and call.answer and call.answer["ok"]:
            channel = str(call.answer["channel"])
            who = channel[1:].removeprefix("0").lower() if channel.startswith("D0") else ""
            change = call.method == "chat.update"
            yield Posted(channel, who, f"{channel}:{call.answer['ts']}", shown_in_slack(call.params["blocks"]), change)
    chat.shown = len(chat.slack.calls)
