"""A workspace in an emulated Slack: people, channels and our app, with what a test needs to watch and to break."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientSession
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient
from yarl import URL

from adapters.slack.access import EVENTS, SCOPES
from tests.clients.node import HERE, NODE, READY, MissingError

Json = dict[str, Any]
People = Mapping[str, str]
Inside = Mapping[str, Iterable[str]]

TEAM, APP, BOT, BOT_USER = "T000000001", "A0IDESLUSSEN", "B0IDESLUSSEN", "U0IDESLUSSEN"
SIGNING_SECRET, BOT_TOKEN = "the-signing-secret-of-the-rig", "xoxb-of-the-rig"
CLIENT_ID, CLIENT_SECRET = "1000.2000", "the-client-secret-of-the-rig"
REDIRECT = "http://127.0.0.1/slack/oauth_redirect"
"""Where an installation may lead back to; the emulator compares host and path, so a test asks for its own."""

PEOPLE = {
    "anna": "Anna Åström", "bjorn": "Björn Ek", "eva": "Eva Lind", "omar": "Omar Haddad", "pia": "Pia Sjöö",
    "kim": "Kim Nyström",
}  # fmt: skip
CHANNELS = {
    "skovde-coacher": ("eva", "omar", "pia", "bot"),
    "skovde-digest": ("anna", "bjorn", "eva", "omar", "pia", "kim", "bot"),
    "general": ("anna", "bjorn", "eva", "omar", "pia", "kim"),
    "ledning": ("pia", "kim"),
}
"""Who is in which channel. `ledning` is private, and the bot is neither there nor in `general`."""

PERSONAL = (
    "channels:history", "channels:manage", "channels:read", "chat:write", "groups:history", "groups:read",
    "groups:write", "im:history", "im:read", "im:write", "users:read",
)  # fmt: skip
"""What a person's own client may do."""

PATIENCE = 20.0
"""Seconds until something that should have happened is missed."""


@dataclass(frozen=True, slots=True)
class Record:
    """All that has happened: `calls` of the Web API, `deliveries` of events to the bot, and what there now is.

    A call has `method`, `user`, `token`, `body`, `ok` and `error`, and `channel` and `ts` of the message that it made;
    a delivery has `body`, `headers` and `status`. Messages, also those in threads, come in the order they were posted;
    ephemeral ones apart, with their `target_user`.
    """

    ended: int
    calls: list[Json]
    deliveries: list[Json]
    messages: list[Json]
    ephemeral: list[Json]
    views: list[Json]
    users: list[Json]
    channels: list[Json]

    def called(self, method: str, *, ok: bool = True) -> list[Json]:
        """The bot's calls of one method: those that went well, or those that did not."""
        return [c for c in self.calls if c["method"] == method and c["user"] == BOT_USER and c["ok"] == ok]

    def events(self) -> list[Json]:
        """The envelopes of the events that were sent, in order."""
        return [json.loads(delivery["body"]) for delivery in self.deliveries]


def _seed(
    scopes: Iterable[str], subscribed: Iterable[str], redirects: Iterable[str], people: People, inside: Inside
) -> Json:
    app = {
        "app_id": APP, "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "name": "Idéslussen",
        "bot_name": "ideslussen", "bot_id": BOT, "bot_user_id": BOT_USER, "scopes": list(scopes),
        "redirect_uris": list(redirects),
    }  # fmt: skip
    ours = {"token": BOT_TOKEN, "type": "bot", "user": BOT_USER, "app_id": APP, "bot_id": BOT, "bot_user_id": BOT_USER}
    theirs = [_client(who) for who in people]
    slack = {
        "team": {"name": "Skövde kommun", "domain": "skovde"},
        "signing_secret": SIGNING_SECRET,
        "strict_scopes": True,
        "users": [_account(who, name) for who, name in people.items()],
        "channels": [{"name": name, "is_private": "bot" not in there} for name, there in inside.items()],
        "oauth_apps": [app],
        "tokens": [{**ours, "scopes": list(scopes)}, *theirs],
    }
    members = {channel: ["ideslussen" if who == "bot" else who for who in there] for channel, there in inside.items()}
    return {"app_id": APP, "subscribed": list(subscribed), "members": members, "slack": slack}


def _account(who: str, name: str) -> Json:
    return {"name": who, "real_name": name, "email": f"{who}@skovde.example"}


def _client(who: str) -> Json:
    return {"token": _token(who), "type": "user", "user": who, "scopes": [*PERSONAL]}


def _token(who: str) -> str:
    return f"xoxp-of-{who}" if who else BOT_TOKEN


class Emulator:
    """One emulated workspace. Everybody is known by their handle, channels by their name; `""` is the bot itself."""

    def __init__(self, url: str, session: ClientSession, there: Record) -> None:
        self.url, self.door = url, ""
        self.people = {user["name"]: user["user_id"] for user in there.users}
        self.channels = {channel["name"]: channel["channel_id"] for channel in there.channels}
        self.session = session

    @property
    def api(self) -> str:
        """What SLACK_API_URL is to be."""
        return f"{self.url}/api/"

    def client(self, who: str = "") -> AsyncWebClient:
        """Slack's own client, signed in as somebody; it raises SlackApiError and tries nothing twice."""
        return AsyncWebClient(_token(who), base_url=self.api, session=self.session, retry_handlers=[])

    async def listen(self, door: str) -> None:
        """From now on events are posted there, and so is what people do (see Person)."""
        self.door = door
        await self.ask("listen", url=door)

    async def say(self, who: str, text: str, *, channel: str = "", thread: str = "") -> str:
        """Somebody writes, in the bot's messages tab unless a channel is named. Returns the message's ts.

        When the bot listens, it has answered the event by then.
        """
        place = self.channels[channel] if channel else await self.direct(who)
        typed = text if "<@" in text else text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        posted = await self.client(who).chat_postMessage(channel=place, text=typed, thread_ts=thread or None)
        return str(posted["ts"])

    async def direct(self, who: str) -> str:
        """The id of somebody's conversation with the bot."""
        opened = await self.client(who).conversations_open(users=BOT_USER)
        return str(opened["channel"]["id"])

    async def history(self, place: str) -> list[Json]:
        """All that stands in a channel, or in the bot's conversation with a person, threads included, oldest first."""
        channel = self.channels.get(place) or await self.direct(place)
        return [message for message in (await self.part("messages"))["messages"] if message["channel_id"] == channel]

    async def whispers(self, who: str) -> list[Json]:
        """The messages that only this person sees, oldest first."""
        whispered = (await self.part("ephemeral"))["ephemeral"]
        return [message for message in whispered if message["target_user"] == self.people[who]]

    async def trigger(self, who: str, view: str = "") -> str:
        """A trigger id as a press gives it: good once, for three seconds."""
        made = await self.client().api_call(
            "views.generateTriggerId", json={"user_id": self.people[who], "view_id": view}
        )
        return str(made["trigger_id"])

    async def allow(self, who: str, install: str) -> str:
        """Somebody allows an app what the page at this address asks for (its host does not matter).

        Returns the address of the app that Slack then leads them to, with a code to exchange for a token.
        """
        asked = {**URL(install).query, "user_id": self.people[who]}
        there = f"{self.url}/oauth/v2/authorize/callback"
        async with self.session.post(there, data=asked, allow_redirects=False) as answer:
            return answer.headers["Location"]

    async def home(self, who: str) -> Json | None:
        """A person's home tab as it was last published."""
        return next(iter(await self._views(who, "home")), None)

    async def modal(self, who: str) -> Json | None:
        """The topmost dialog that a person has open."""
        return next(iter((await self._views(who, "modal"))[::-1]), None)

    async def _views(self, who: str, kind: str) -> list[Json]:
        shown = (await self.part("views"))["views"]
        mine = [view for view in shown if view["user_id"] == self.people[who] and view["type"] == kind]
        return [{**view, "id": view["view_id"]} for view in mine]

    async def fault(
        self, method: str, status: int = 0, *, cut: bool = False, done: bool = False, times: int = 1, after: int = 0
    ) -> None:
        """The bot's next calls of a method fail: with a status (`after` is Retry-After in seconds) or a cut connection.

        With `done` the call is carried out all the same: only its answer is lost.
        """
        await self.ask("fault", method=method, status=status, cut=cut, done=done, times=times, retry_after=after)

    async def member(self, channel: str, who: str, *, leaves: bool = False) -> None:
        """Somebody (`""` is the bot) comes into a channel or leaves it."""
        user = self.people[who] if who else BOT_USER
        await self.ask("member", channel=self.channels[channel], user=user, leaves=leaves)

    async def join(self, who: str, name: str) -> None:
        """Somebody new has an account, and is in no channel yet."""
        await self.ask("join", users=[_account(who, name)], tokens=[_client(who)])
        self.people[who] = next(u["user_id"] for u in (await self.part("users"))["users"] if u["name"] == who)

    async def record(self) -> Record:
        """All that has happened until now."""
        return _recorded(await self.ask("record"))

    async def part(self, *only: str, since: int = 0) -> Json:
        """Parts of what has happened, by their name in a record; of the calls those that came after so many others."""
        return await self.ask("record", only=only, since=since)

    async def until(self, happened: Callable[[Record], object]) -> Record:
        """Wait for something the bot does by itself, looking again each time a call has ended.

        Raises:
            TimeoutError: when it does not happen.
        """
        async with asyncio.timeout(PATIENCE):
            while not happened(record := await self.record()):
                await self.ended(record.ended)
        return record

    async def ended(self, count: int) -> int:
        """Wait until more calls than this have ended; returns how many. For runs too long for `until`."""
        async with asyncio.timeout(PATIENCE):
            return int((await self.ask("wait", ended=count))["ended"])

    async def ask(self, what: str, **told: object) -> Json:
        """Something that only the rig knows of."""
        async with self.session.post(f"{self.url}/rig/{what}", json=told) as answer:
            found: Json = await answer.json()
        return found

    def signed(self, body: str, *, at: float) -> dict[str, str]:
        """The headers that prove that a body is from Slack, sent at a time in seconds since 1970."""
        stamp = str(int(at))
        signature = SignatureVerifier(SIGNING_SECRET).generate_signature(timestamp=stamp, body=body)
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": str(signature)}


def _recorded(found: Json) -> Record:
    return Record(**{name: found[name] for name in Record.__slots__})


@asynccontextmanager
async def emulated(
    *,
    scopes: Collection[str] = SCOPES,
    subscribed: Iterable[str] = EVENTS,
    redirects: Iterable[str] = (REDIRECT,),
    people: People = PEOPLE,
    inside: Inside = CHANNELS,
) -> AsyncIterator[Emulator]:
    """A workspace for as long as it is needed. Its app may do and hears what the manifest asks for, and no more.

    `people` are names by handle, and `inside` who is in which channel, `bot` too.

    Raises:
        MissingError: when there is no Node.
    """
    if NODE is None or not READY:
        raise MissingError
    pipe = asyncio.subprocess.PIPE
    node = await asyncio.create_subprocess_exec(NODE, HERE / "emulator.mjs", stdin=pipe, stdout=pipe, limit=2**20)
    assert node.stdin
    assert node.stdout
    try:
        node.stdin.write(json.dumps(_seed(scopes, subscribed, redirects, people, inside)).encode() + b"\n")
        async with asyncio.timeout(PATIENCE):
            url = json.loads(await node.stdout.readline())["url"].replace("localhost", "127.0.0.1")
        async with ClientSession() as session:
            async with session.post(f"{url}/rig/record") as answer:
                there = _recorded(await answer.json())
            yield Emulator(url, session, there)
    finally:
        node.stdin.close()
        await node.wait()
