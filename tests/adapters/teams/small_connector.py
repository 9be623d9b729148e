"""A small Bot Connector: it answers what the test says, else what Teams would, and keeps every call as it came."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import Enum, auto
from itertools import count
from types import TracebackType
from typing import Any

from aiohttp import ClientSession, ClientTimeout, web

from adapters.teams.connector import Connector, open_session
from adapters.teams.pace import Pace
from dialogs.references import Reference
from ideas.people import Place

APP, TENANT = "0a0a0a0a-0000-4000-8000-00000000000a", "11111111-1111-1111-1111-111111111111"
ANNA = "22222222-2222-4222-8222-222222222220"
COACHES, CHAT = "19:coaches@thread.tacv2", "19:chat@thread.v2"
HERE, OWN, GROUP = (Place("teams", TENANT, channel) for channel in (COACHES, ANNA, CHAT))


class Way(Enum):
    """How an answer comes."""

    WHOLE = auto()
    CUT = auto()  # the connection closes, and nothing has been answered
    HALF = auto()  # the connection closes in the middle of the body
    NEVER = auto()  # until the test is over


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. `body` is sent as it is when it is bytes, else as JSON."""

    status: int = 200
    body: object = b""
    headers: dict[str, str] = field(default_factory=dict)
    way: Way = Way.WHOLE


@dataclass(frozen=True, slots=True)
class Call:
    """One call as it came: the path still encoded, the query, and what its JSON says."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any
    peer: object


CUT, NEVER = Answer(way=Way.CUT), Answer(way=Way.NEVER)


def refused(status: int, code: str = "", message: str = "Something about what Anna wrote.", **headers: str) -> Answer:
    """Teams says no, in its own words; a name's underlines become hyphens."""
    body: object = {"error": {"code": code, "message": message}} if code else b"<html>no</html>"
    return Answer(status, body, {name.replace("_", "-"): value for name, value in headers.items()})


class SmallConnector:
    """Serves on loopback while it is entered. Answers come from `script`, in order, then as Teams' own."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.script: deque[Answer] = deque()
        self.ids = count(1_700_000_000_001)
        self.busy = self.busiest = 0
        self.heard, self._over = asyncio.Event(), asyncio.Event()

    async def __aenter__(self) -> SmallConnector:
        app = web.Application(client_max_size=10**7)
        app.router.add_route("*", "/{path:.*}", self._met)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/emea/{TENANT}/"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        await self._runner.cleanup()

    def answers(self, *answers: Answer) -> None:
        """The next calls are answered so, one after the other."""
        self.script.extend(answers)

    @property
    def asked(self) -> list[tuple[str, str]]:
        """Method and path of every call, without what all of them begin with."""
        return [(call.method, call.path.partition("/v3/conversations")[2]) for call in self.calls]

    async def _met(self, request: web.Request) -> web.StreamResponse:
        told = await request.read()
        call = Call(
            request.method,
            request.raw_path.partition("?")[0],
            dict(request.query),
            dict(request.headers),
            json.loads(told) if told else None,
            request.transport and request.transport.get_extra_info("peername"),
        )
        self.calls.append(call)
        self.heard.set()
        self.busy += 1
        self.busiest = max(self.busy, self.busiest)
        await asyncio.sleep(0)
        try:
            answer = self.script.popleft() if self.script else self._usual(call)
            return await self._sent(request, answer)
        finally:
            self.busy -= 1

    async def _sent(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        body = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
        if answer.way is Way.NEVER:
            await self._over.wait()
        if answer.way is Way.HALF:
            begun = web.StreamResponse(status=answer.status, headers={**answer.headers, "Content-Length": "1000"})
            await begun.prepare(request)
            await begun.write(body)
        if answer.way is not Way.WHOLE and request.transport:
            request.transport.abort()
        return web.Response(status=answer.status, body=body, headers=answer.headers)

    def _usual(self, call: Call) -> Answer:
        """What Teams would answer."""
        known, body = str(next(self.ids)), call.body or {}
        if call.method == "GET" and call.path.endswith("/pagedmembers"):
            return Answer(200, {"members": [{"id": "29:anna"}], "continuationToken": ""})
        if call.method == "GET":
            return Answer(200, {"id": "29:anna", "name": "Anna Åberg", "aadObjectId": ANNA, "userRole": "user"})
        if call.method == "PUT":
            return Answer(200, {"id": call.path.rpartition("/")[2]})
        if call.path.endswith("/activities"):
            return Answer(201, {"id": known})
        if body.get("isGroup"):
            channel = body["channelData"]["channel"]["id"]
            return Answer(201, {"id": f"{channel};messageid={known}", "activityId": known})
        return Answer(201, {"id": f"a:{body['members'][0]['id']}"})


class Watch:
    """A clock that goes on only while something rests."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, tzinfo=UTC)
        self.rests: list[float] = []

    def __call__(self) -> datetime:
        return self.now

    async def rest(self, seconds: float) -> None:
        """Wait without waiting."""
        self.rests.append(seconds)
        self.now += timedelta(seconds=seconds)


class Passes:
    """Tokens that count how often a new one is asked for."""

    def __init__(self) -> None:
        self.renewed = 0

    async def header(self) -> dict[str, str]:
        """The token, which says how many there were before it."""
        return {"Authorization": f"Bearer {self.renewed}"}

    def renew(self) -> None:
        """Another one."""
        self.renewed += 1


class Calls:
    """A connector that calls the small one. `patience` is seconds for each call; Teams' own when none is given."""

    def __init__(self, teams: SmallConnector, patience: float = 0) -> None:
        self.teams, self.watch, self.tokens = teams, Watch(), Passes()
        self.session = ClientSession(timeout=ClientTimeout(total=patience)) if patience else open_session()
        self.addresses = {teams.url}
        pace = Pace(self.watch, self.watch.rest)
        self.connector = Connector(self.session, self.tokens, pace, APP, lambda url: url in self.addresses)

    async def __aenter__(self) -> Calls:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.session.close()

    def way(self, place: Place, conversation: str = "") -> Reference:
        """The way to a place."""
        return Reference(place, self.teams.url, conversation, "29:anna")
