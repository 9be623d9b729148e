"""Calls to Teams' Bot Connector over one shared session: each is made once, and says what came of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import quote, urlencode
from urllib.request import getproxies, proxy_bypass
from weakref import WeakValueDictionary

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientHandlerType,
    ClientHttpProxyError,
    ClientOSError,
    ClientPayloadError,
    ClientRequest,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
    ServerDisconnectedError,
    TCPConnector,
)
from yarl import URL

from adapters.reading import object_at, objects_at, text_at
from adapters.teams.addresses import is_channel, is_loopback, is_person, split, thread_of
from adapters.teams.elements import without_execute
from adapters.teams.pace import Pace
from adapters.teams.refusals import (
    CHANGING,
    EVERYWHERE,
    NOT_REGISTERED,
    OPENING,
    POSTING,
    Meanings,
    TooLargeError,
    code_of,
    parsed,
    seconds_told,
    verdict,
)
from dialogs.messages import GiveUp, TryLater
from dialogs.references import Reference

__all__ = ["Connector", "Tokens", "TooLargeError", "open_session"]

TIMEOUT = ClientTimeout(total=10.0, connect=5.0)
PATIENCE = 3.0
"""Seconds to wait for a token, and for another message to the same conversation. What waits longer has not been sent,
and says so: whoever delivers has ten seconds, and after them would have to take it for sent."""
LINES = 64
"""Connections at once: at 50 calls a second each may take more than a second."""
IDLE = 30.0
"""Seconds that an unused connection is kept. Teams keeps it longer, so none is used that it is about to close."""
MOST = 1_000_000
"""Bytes of an answer; a page of members has about 200,000."""
PAGE, MOST_PAGES = 500, 100

UNSENT = (ClientConnectorError, ClientHttpProxyError, ConnectionTimeoutError)
"""What is wrong when Teams was not reached, so that nothing can have been done."""


class Tokens(Protocol):
    """Who we are to Teams."""

    async def header(self) -> Mapping[str, str]:
        """The header that says so; empty where nobody asks. Raises TryLater, not ambiguous, when there is none."""
        ...

    def renew(self) -> None:
        """Teams did not take the token: the next is a new one."""
        ...


def open_session() -> ClientSession:
    """The one session for every call to Teams; whoever opens it closes it. It keeps no cookies."""
    lines = TCPConnector(limit=LINES, keepalive_timeout=IDLE)
    return ClientSession(connector=lines, timeout=TIMEOUT, cookie_jar=DummyCookieJar(), middlewares=(_once,))


async def _once(request: ClientRequest, send: ClientHandlerType) -> ClientResponse:
    """One try: where a connection is cut, aiohttp would send what it takes for harmless (PUT, GET) once more.

    The first may be carried out after the second, and after what follows on that.
    """
    try:
        return await send(request)
    except ClientConnectorError:
        raise
    except (ClientOSError, ServerDisconnectedError) as error:
        raise ClientPayloadError(type(error).__name__) from error


@dataclass(frozen=True, slots=True)
class _Call:
    """One call: its path, what it says, and the conversation whose limits it counts against.

    The path lies `beneath` all conversations, or all teams. With `once` it leaves something behind: a second
    would leave it twice, or what lands late would undo what came after it.
    """

    method: str
    path: tuple[str, ...]
    conversation: str
    means: Meanings
    body: Mapping[str, Any] | None = None
    query: Mapping[str, str] = field(default_factory=dict)
    once: bool = False
    beneath: str = "conversations"


class Connector:
    """Teams, as a bot sees it. Every call raises TryLater, PlaceGone, MessageGone or GiveUp, and nothing else.

    `app_id` is the bot's; `is_allowed` says of an address whether it may be called, before anything is sent there.
    Without `in_place` presses are made so that they come as messages (`elements.without_execute`).
    """

    def __init__(
        self,
        session: ClientSession,
        tokens: Tokens,
        pace: Pace,
        app_id: str,
        is_allowed: Callable[[str], bool],
        patience: float = PATIENCE,
        *,
        in_place: bool = True,
    ) -> None:
        self._session, self._tokens, self._pace = session, tokens, pace
        self._bot = {"id": f"28:{app_id}"}
        self._is_allowed, self._patience, self._in_place = is_allowed, patience, in_place
        self._proxies: dict[str, str | None] = {}
        self._writing: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()

    async def post(self, way: Reference, activity: Mapping[str, Any], thread: str = "", targeted: str = "") -> str:
        """A message in a conversation that there is, or under a message of a channel (`thread`); its id.

        `targeted` is the user id (`29:…`) of the one who alone sees it. The id is empty when Teams says yes and no id,
        as it does to a text with attachments (microsoft/botframework-sdk#6155).
        """
        there = thread_of(_conversation(way), thread)
        body = {**activity, "recipient": {"id": targeted}} if targeted else activity
        query = {"isTargetedActivity": "true"} if targeted else {}
        path = (there, "activities")
        answer = await self._asked(way, _Call("POST", path, split(there)[0], POSTING, body, query, once=True))
        return text_at(answer, "id")

    async def begin(self, way: Reference, activity: Mapping[str, Any]) -> str:
        """A new post in a channel; the id of the message, which is also that of its thread."""
        channel, tenant = split(_conversation(way))[0], way.place.workspace
        where = {"channel": {"id": channel}, "tenant": {"id": tenant}}
        body = {"isGroup": True, "bot": self._bot, "tenantId": tenant, "channelData": where, "activity": activity}
        answer = await self._asked(way, _Call("POST", (), channel, POSTING, body, once=True))
        return text_at(answer, "activityId") or split(text_at(answer, "id"))[1]

    async def change(self, way: Reference, activity: Mapping[str, Any], message: str, thread: str = "") -> None:
        """Show something else in place of a message, for everybody. `thread` is the message it stands under.

        In a channel, a message that stands under none is the one that its own thread begins with.
        """
        there = thread_of(_conversation(way), thread or (message if is_channel(way.place) else ""))
        path = (there, "activities", message)
        await self._asked(way, _Call("PUT", path, split(there)[0], CHANGING, activity, once=True))

    async def open(self, way: Reference) -> str:
        """A person's own conversation with the bot, by their object id; its id. Once more gives the same."""
        person, tenant = way.place.channel, way.place.workspace
        where = {"tenant": {"id": tenant}}
        who = {"bot": self._bot, "members": [{"id": person}]}
        body = {"isGroup": False, "tenantId": tenant, "channelData": where, **who}
        opened = text_at(await self._asked(way, _Call("POST", (), person, OPENING, body)), "id")
        if not opened:
            raise TryLater(0, "Teams did not say which conversation it is", ambiguous=False)
        return opened

    async def member(self, way: Reference, user: str, thread: str = "") -> Mapping[str, object]:
        """Somebody in a conversation, by user id (`29:…`) or object id, as Teams describes them."""
        there = thread_of(_conversation(way), thread)
        return object_at(await self._asked(way, _Call("GET", (there, "members", user), split(there)[0], EVERYWHERE)))

    async def members(self, way: Reference) -> AsyncIterator[Mapping[str, object]]:
        """Everybody in a conversation; in a channel, everybody in its team."""
        there = split(_conversation(way))[0]
        query = {"pageSize": str(PAGE)}
        for _ in range(MOST_PAGES):
            page = await self._asked(way, _Call("GET", (there, "pagedmembers"), there, EVERYWHERE, query=query))
            for one in objects_at(page, "members"):
                yield one
            query["continuationToken"] = text_at(page, "continuationToken")
            if not query["continuationToken"]:
                return
        raise GiveUp("there are more members than can be read")

    async def channels(self, way: Reference, team: str) -> list[Mapping[str, object]]:
        """The channels of a team, with their names; its first one has none."""
        call = _Call("GET", (team, "conversations"), team, EVERYWHERE, beneath="teams")
        return list(objects_at(await self._asked(way, call), "conversations"))

    async def _asked(self, way: Reference, call: _Call) -> object:
        """Teams' answer to a call. The pace comes last, for a turn counts from when it is given."""
        url = self._url(way, call)
        headers = dict(await self._header())
        told = None
        if call.body is not None:
            body = call.body if self._in_place else without_execute(call.body)
            told = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
            headers["Content-Type"] = "application/json; charset=utf-8"
        reads, tenant = call.method == "GET", way.place.workspace
        async with nullcontext() if reads else self._alone(tenant, call.conversation):
            await self._pace.keep(tenant, call.conversation, reads=reads)
            return await self._answered(call, url, headers, told)

    @asynccontextmanager
    async def _alone(self, tenant: str, conversation: str) -> AsyncIterator[None]:
        """One message at a time in each conversation: Teams refuses those that meet (412)."""
        lock = self._writing.setdefault((tenant, conversation), asyncio.Lock())
        try:
            async with asyncio.timeout(self._patience):
                await lock.acquire()
        except TimeoutError:
            raise TryLater(0, "another message is on its way there", ambiguous=False) from None
        try:
            yield
        finally:
            lock.release()

    async def _answered(self, call: _Call, url: URL, headers: Mapping[str, str], told: bytes | None) -> object:
        proxy = self._proxy(url)
        try:
            async with self._session.request(
                call.method, url, data=told, headers=headers, allow_redirects=False, proxy=proxy
            ) as answer:
                return await self._meant(answer, call)
        except UNSENT as error:
            raise TryLater(0, type(error).__name__, ambiguous=False) from None
        except (ClientError, TimeoutError) as error:
            raise TryLater(0, type(error).__name__, ambiguous=call.once) from None

    async def _meant(self, answer: ClientResponse, call: _Call) -> object:
        """What an answer says, None when it says yes and nothing else."""
        if 200 <= answer.status < 300:
            told = await _read(answer)
            said = parsed(told)
            if said is None and told.strip():
                raise ClientPayloadError  # something that is not Teams may have answered
            return said
        try:
            code = code_of(await _read(answer))
        except (ClientError, TimeoutError):
            code = ""
        if answer.status == 401 and code != NOT_REGISTERED:
            self._tokens.renew()
        raise verdict(answer.status, code, seconds_told(answer.headers), once=call.once, means=call.means)

    async def _header(self) -> Mapping[str, str]:
        try:
            async with asyncio.timeout(self._patience):
                return await self._tokens.header()
        except TimeoutError:
            raise TryLater(0, "no token came in time", ambiguous=False) from None

    def _url(self, way: Reference, call: _Call) -> URL:
        if not self._is_allowed(way.address):
            raise GiveUp("the address is none of Teams'")
        path = "".join(f"/{_segment(piece)}" for piece in call.path)
        query = f"?{urlencode(call.query)}" if call.query else ""
        return URL(f"{way.address.rstrip('/')}/v3/{call.beneath}{path}{query}", encoded=True)

    def _proxy(self, url: URL) -> str | None:
        """The way through HTTPS_PROXY and past NO_PROXY, as for Slack; looked for once for each host."""
        host = url.host or ""
        if host not in self._proxies:
            known = getproxies()
            free = is_loopback(str(url.origin())) or proxy_bypass(host)
            self._proxies[host] = None if free else known.get("https") or known.get("http")
        return self._proxies[host]


def _conversation(way: Reference) -> str:
    """The id of the conversation; a channel's and a group chat's is also the place's own name."""
    there = way.conversation or ("" if is_person(way.place) else way.place.channel)
    if not there:
        raise GiveUp("no conversation has been opened there")
    return there


def _segment(piece: str) -> str:
    """An id as one segment of a path, whatever is in it."""
    if not piece.strip("."):
        raise GiveUp("an id is missing")
    return quote(piece, safe="")


async def _read(answer: ClientResponse) -> bytes:
    """The body of an answer. Raises ClientError when it is cut off, or larger than Teams has any reason to send."""
    told = bytearray()
    async for piece in answer.content.iter_any():
        told += piece
        if len(told) > MOST:
            answer.close()
            raise ClientPayloadError
    return bytes(told)
