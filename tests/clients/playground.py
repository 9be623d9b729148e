"""A tenant in Microsoft's Agents Playground: people, a team and our bot, with what a test needs to act as anybody."""

from __future__ import annotations

import asyncio
import json
from asyncio.subprocess import PIPE, STDOUT
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_DNS, uuid5

from aiohttp import ClientSession

from tests.clients.node import HERE, NODE, READY, MissingError
from tests.clients.teams_cards import words
from tests.clients.teams_wire import CONNECTOR, MESSAGES, PATIENCE, Exchange, Json, Wire, wired

TENANT = "11111111-1111-4111-8111-111111111111"
BOT, BOT_NAME = "28:22222222-2222-4222-8222-222222222222", "Idéslussen"
TEAM, CHANNEL, GROUP = "19:samhallsbyggnad@thread.tacv2", "19:ideer@thread.tacv2", "19:utveckling@thread.v2"
"""The team is also its channel General; the playground has one channel besides."""
PEOPLE = {
    "anna": "Anna Åberg", "bjorn": "Björn Ek", "eva": "Eva Lind", "omar": "Omar Haddad", "pia": "Pia Sjöö",
    "kim": "Kim Nyström",
}  # fmt: skip
"""Six, as the playground wants them. The first is the one at the screen."""
EXECUTE, OPENING = "adaptiveCard/action", "composeExtension/fetchTask"


@dataclass(frozen=True, slots=True)
class Shown:
    """A message of the bot as it stands now. `conversation` has the id of the root message in it, in a channel."""

    id: str
    conversation: str
    body: Json

    @property
    def card(self) -> Json:
        """Its Adaptive Card; empty when it is only text."""
        return next((one["content"] for one in self.body.get("attachments") or ()), {})


def user_of(who: str) -> str:
    """Somebody's id, in Entra and for the bot: the playground opens a conversation by the latter, Teams by either."""
    return str(uuid5(NAMESPACE_DNS, who))


def _account(who: str, name: str) -> Json:
    first, _, last = name.partition(" ")
    return {
        "id": user_of(who), "name": name, "aadObjectId": user_of(who), "givenName": first, "surname": last,
        "userPrincipleName": f"{who}@skovde.example", "email": f"{who}@skovde.example",
    }  # fmt: skip


def _tenant(people: Mapping[str, str], channel: str) -> Json:
    me, *others = (_account(who, name) for who, name in people.items())
    return {
        "version": "0.1.1",
        "tenantId": TENANT,
        "bot": {"id": BOT, "name": BOT_NAME},
        "currentUser": me,
        "users": others,
        "personalChat": {"id": "a:1-anna"},
        "groupChat": {"id": GROUP, "name": "Utvecklingsgruppen"},
        "team": {
            "id": TEAM,
            "name": "Samhällsbyggnad",
            "aadGroupId": "00000000-0000-4000-8000-000000000031",
            "channels": [{"id": CHANNEL, "name": channel}],
        },
    }


class Playground:
    """One tenant. Everybody is known by their handle; what stands where is what the bot has sent there."""

    def __init__(self, url: str, wire: Wire, session: ClientSession, people: Mapping[str, str]) -> None:
        self.url, self.wire, self.people = url, wire, people
        self.me = next(iter(people))
        self._session = session

    async def chat(self, who: str) -> str:
        """The id of somebody's own conversation with the bot."""
        wanted = {"isGroup": False, "bot": {"id": BOT}, "members": [{"id": user_of(who)}], "tenantId": TENANT}
        return str((await self._ask("POST", f"{CONNECTOR}/v3/conversations", wanted))["id"])

    async def post(self, text: str, channel: str = CHANNEL) -> str:
        """The one at the screen begins a thread. They mention nobody, so the bot does not hear of it.

        Returns the id of the conversation, with its root message.
        """
        said = {"from": {"id": user_of(self.me)}, "text": text, "textFormat": "plain"}
        found = await self._ask("POST", f"/_conversation/v1/conversations/{channel}/messages", said)
        return str(found["postConversationId"])

    async def tell(self, who: str, conversation: str, **activity: Any) -> Exchange:
        """Something that somebody does, told the bot as an activity; how the bot answered."""
        template = f"/_internal/v1/customActivities/template?conversationId={conversation}"
        base = await self._ask("GET", template.replace(";", "%3B"))
        where: Json = {"tenant": {"id": TENANT}}
        if base["conversation"].get("conversationType") == "channel":
            where |= {"team": {"id": TEAM}, "channel": {"id": conversation.partition(";")[0]}}
        sender = {"id": user_of(who), "aadObjectId": user_of(who), "name": self.people[who]}
        where |= activity.pop("channelData", {})
        whole = {**base, "locale": "sv-SE", **activity, "from": sender, "channelData": where}
        await self._ask("POST", "/_internal/v1/customActivities", whole)
        await self.wire.until(lambda exchanges: any(one.body.get("id") == whole["id"] for one in exchanges))
        return next(one for one in self.wire.exchanges if one.body.get("id") == whole["id"])

    async def says(self, who: str, text: str, conversation: str = "", *, mention: bool = False) -> Exchange:
        """Somebody writes to the bot: in their own conversation, or in another one, where the bot is mentioned."""
        named = f"<at>{BOT_NAME}</at>"
        mentions = [{"type": "mention", "mentioned": {"id": BOT, "name": BOT_NAME}, "text": named}] if mention else []
        there, said = conversation or await self.chat(who), f"{named} {text}" if mention else text
        return await self.tell(who, there, type="message", text=said, textFormat="plain", entities=mentions)

    async def presses(self, who: str, message: Shown, action: Json, filled: Mapping[str, str] | None = None) -> Json:
        """Somebody presses on a card; what the bot answers, which takes the card's place for them."""
        told = {**action.get("data", {}), **(filled or {})}
        whole = {"from": {"id": user_of(who)}, "conversation": {"id": message.conversation}, "replyToId": message.id}
        if action["type"] == "Action.Submit":
            return await self._ask("POST", "/_conversation/v1/submit", {**whole, "value": told})
        pressed = {"type": action["type"], "id": action.get("id", ""), "verb": action.get("verb", ""), "data": told}
        value = {"action": pressed, "trigger": "manual"}
        return await self._ask("POST", "/_conversation/v1/invoke", {**whole, "name": EXECUTE, "value": value})

    async def makes_an_idea_of(self, who: str, text: str, writer: str, conversation: str, command: str) -> Json:
        """Somebody chooses the app's action in the menu of somebody's message; the dialog that opens."""
        user = {"id": user_of(writer), "displayName": self.people[writer], "userIdentityType": "aadUser"}
        message = {"id": "1", "from": {"user": user}, "body": {"contentType": "html", "content": f"<p>{text}</p>"}}
        value = {"commandId": command, "commandContext": "message", "messagePayload": message}
        whole = {"from": {"id": user_of(who)}, "conversation": {"id": conversation}, "value": value}
        answer = await self._ask("POST", "/_conversation/v1/invoke", {**whole, "name": OPENING})
        dialog: Json = answer["task"]
        return dialog

    def shown(self, conversation: str) -> list[Shown]:
        """The bot's messages as they stand there, the oldest first; of a channel, those of all its threads."""
        return _shown(self.wire.exchanges, conversation)

    async def sees(self, conversation: str, text: str) -> Shown:
        """Wait until the bot has shown this there; its newest such message.

        Raises:
            AssertionError: when it does not; the message is what it shows instead.
        """
        try:
            await self.wire.until(lambda exchanges: _with(text, _shown(exchanges, conversation)))
        except TimeoutError:
            there = "\n\n".join(words(one.body) for one in self.shown(conversation))
            raise AssertionError(f"{text!r} was never said, but:\n{there}") from None
        return _with(text, self.shown(conversation))[-1]

    async def _ask(self, method: str, path: str, told: object = None) -> Json:
        async with self._session.request(method, f"{self.url}{path}", json=told) as answer:
            said = await answer.text()
            assert answer.ok, f"{method} {path}: {answer.status} {said}"
        found = json.loads(said) if said.startswith("{") else {}
        assert isinstance(found, dict)
        return found


def _with(text: str, messages: Iterable[Shown]) -> list[Shown]:
    return [one for one in messages if text in words(one.body)]


def told(one: Exchange) -> Shown | None:
    """The message that the bot has written or changed; None when it has asked for something else."""
    body = one.body.get("activity") or one.body
    if not one.is_ours or one.status >= 300 or one.method not in {"POST", "PUT"} or body.get("type") != "message":
        return None
    ident = one.path.rpartition("/")[2] if one.method == "PUT" else one.answer.get("activityId") or one.answer["id"]
    return Shown(str(ident), one.conversation, body)


def _shown(exchanges: Iterable[Exchange], conversation: str) -> list[Shown]:
    there: dict[tuple[str, str], Shown] = {}
    for message in filter(None, map(told, exchanges)):
        channel = message.conversation.partition(";")[0]
        was = there.get((channel, message.id), message)
        there[channel, message.id] = replace(message, conversation=was.conversation)
    return [one for (channel, _), one in there.items() if conversation in {channel, one.conversation}]


@asynccontextmanager
async def playground(
    bot: str, folder: Path, people: Mapping[str, str] = PEOPLE, channel: str = "Idéer"
) -> AsyncIterator[Playground]:
    """The playground for as long as it is needed, with the bot that is served at this address in it.

    `people` are six names by handle, `channel` is what the channel is called. What it writes is in the folder. It is on
    a network of its own when `teams_network.apart` is around all of this.

    Raises:
        MissingError: when there is no Node.
    """
    async with (
        ClientSession() as session,
        wired(session, bot) as wire,
        _started(folder, _tenant(people, channel), wire.url) as node,
    ):
        async with asyncio.timeout(PATIENCE):
            url = await _ready(node, session)
        wire.lead_to(url)
        yield Playground(url, wire, session, people)


@asynccontextmanager
async def _started(folder: Path, tenant: Json, wire: str) -> AsyncIterator[asyncio.subprocess.Process]:
    if NODE is None or not READY:
        raise MissingError
    (folder / "tenant.yml").write_text(json.dumps(tenant), "utf-8")  # JSON is YAML too
    settings = {
        "HOME": str(folder),
        "M365_AGENTS_PLAYGROUND_CONFIG_PATH": str(folder / "tenant.yml"),
        "M365_AGENTS_PLAYGROUND_LOGFILE": str(folder / "playground.log"),
        "TEAMSAPPTESTER_BROWSER": "none",
    }
    ways = ("--app-endpoint", f"{wire}{MESSAGES}", "--service-url", f"{wire}{CONNECTOR}")
    told = (HERE / "playground.mjs", "start", "--channel-id", "msteams", "--disable-telemetry", *ways)
    node = await asyncio.create_subprocess_exec(
        NODE, *told, cwd=folder, env=settings, stdin=PIPE, stdout=PIPE, stderr=STDOUT
    )
    try:
        yield node
    finally:
        if node.returncode is None:
            node.kill()
        await node.communicate()


async def _ready(node: asyncio.subprocess.Process, session: ClientSession) -> str:
    """Where it listens, as soon as it answers there."""
    assert node.stdout
    said = (await node.stdout.readline()).decode()
    assert said.startswith("Listening on "), said + (await node.stdout.read()).decode()
    url = f"http://127.0.0.1:{said.split()[-1]}"
    async with session.get(f"{url}/_debug/ping") as answer:
        assert await answer.text() == "pong"
    return url
