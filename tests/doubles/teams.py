"""A double of Teams on this machine: its Bot Connector over HTTP with a memory, its troubles, and everything on record.

    async with TeamsDouble(now=clock) as teams:                # or TeamsDouble(skovde(), other(), now=…, app=App(id))
        reference = teams.service()                            # the serviceUrl of the first tenant
        teams.plan("post", failed_after_recording(), limited(after=2), refused("BotNotInConversationRoster"))
        …            # kinds: post, target (a post that one person sees), begin, open, change, erase, member, members
        assert [message.said for message in teams.messages("coacher")] == ["Hej"]
        assert teams.complaints == []                          # what Teams takes though people lose by it

`accepts` says of an Authorization header whether it may pass (`LoginDouble.accepts`); without it everybody may.
`paced` lets Teams count, and refuse what is too much by the clock that is handed in.

People go by their handle, aadObjectId or `29:` id; places by id or name; somebody's handle is their own conversation
with the bot. Nothing in it sleeps. What Teams does over time happens when the test says so (`release`, `land`) or when
the clock has moved on. It lives where it was made: runs of a bot in processes of their own reach it by `url` and can be
ended at any moment, and it remembers.
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Self

from aiohttp import web

from tests.doubles.slack_world import Clock, utc_now
from tests.doubles.teams_connector import CALLS
from tests.doubles.teams_dialogs import Dialog, Dialogs, Shown
from tests.doubles.teams_faults import Carried, Fault, Reply, Trouble
from tests.doubles.teams_limits import Tally
from tests.doubles.teams_request import Asked, Json, TeamsError, ask
from tests.doubles.teams_world import App, Conversation, Message, Tenant, World, skovde


@dataclass(slots=True)
class Call:
    """One call: what was asked, what it met, and what was answered (`status` 0 while it is open).

    `beside` is how many other writes in the same conversation were open when it came.
    """

    n: int
    asked: Asked
    header: str
    at: datetime
    fault: Fault | None = None
    status: int = 0
    answer: Json = field(default_factory=dict, repr=False)
    after: int = 0
    beside: int = 0

    @property
    def kind(self) -> str:
        """What was asked for."""
        return self.asked.kind

    @property
    def ok(self) -> bool:
        """Whether it was carried out."""
        return 200 <= self.status < 300

    @property
    def message(self) -> str:
        """The id of the message that came of it, or was meant."""
        return str(self.answer.get("activityId") or self.answer.get("id") or self.asked.item)


class TeamsDouble:
    """Teams, for as many tenants as are handed in."""

    def __init__(
        self,
        *tenants: Tenant,
        now: Clock = utc_now,
        app: App | None = None,
        accepts: Callable[[str], bool] | None = None,
        paced: bool = False,
    ) -> None:
        self.app = app or App()
        self.world = World(tenants or (skovde(),), now, self.app)
        self.complaints: list[str] = []
        self.dialogs = Dialogs(self.world, self.complaints)
        self.calls: list[Call] = []
        self.connections = 0
        self.done = Tally()
        self.trouble: Trouble = lambda kind, n: None
        self.url = ""
        self._accepts, self._paced = accepts, paced
        self._plans: defaultdict[str, list[Fault]] = defaultdict(list)
        self._late: list[Call] = []
        self._open: list[Call] = []
        self._released = asyncio.Event()
        self._changed = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listen on a free port of this machine."""
        app = web.Application(client_max_size=4 * 1024**2)
        app.router.add_route("*", "/{path:.*}", self._serve)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        self._server = await asyncio.get_running_loop().create_server(self._connected, "127.0.0.1", 0)
        host, port = self._server.sockets[0].getsockname()[:2]
        self.world.address = f"{host}:{port}"
        self.url = f"http://{self.world.address}/"

    async def stop(self) -> None:
        """Let everybody go who still waits, and close."""
        self.release()
        if self._server:
            self._server.close()
        if self._runner:
            await self._runner.cleanup()

    # What a test reads

    def service(self, tenant: str = "") -> str:
        """The address that the bot is to use for a tenant (the first when none is said)."""
        return self.world.service(self.world.tenants[tenant or next(iter(self.world.tenants))])

    @property
    def shown(self) -> list[Shown]:
        """Every card, dialog and word that somebody was shown as the answer to what they did, in order."""
        return self.dialogs.shown

    @property
    def whispers(self) -> list[Message]:
        """Every message of the bot's for one person alone, in order of time."""
        there = (m for place in self._places() for m in place.messages if m.only_for and not m.author)
        return sorted(there, key=lambda message: message.at)

    def dialog(self, who: str) -> Dialog | None:
        """The dialog somebody has before them."""
        return self.dialogs.open.get(self.world.person(who).aad)

    def messages(self, where: str, thread: str | None = None) -> list[Message]:
        """What everybody sees in a place, in order; with `thread` its root and what is under it ("" for roots only)."""
        there = [m for m in self.world.place(where).messages if not m.deleted and not m.only_for]
        if thread is None:
            return there
        return [m for m in there if (m.id == thread and thread) or m.root == thread]

    def seen(self, who: str, where: str = "") -> list[Message]:
        """What somebody sees in a place (their own conversation when none is said), the newest last."""
        person = self.world.person(who)
        there = self.world.place(where, who) if where else self.world.direct(who)
        return [message for message in there.messages if message.is_seen_by(person.aad, self.world.now())]

    def heard(self, who: str) -> list[str]:
        """What the bot has told somebody in their own conversation, as they see it now."""
        person = self.world.person(who)
        return [message.said_to(person.aad) for message in self.seen(who) if not message.author]

    def called(self, *kinds: str) -> list[Call]:
        """Every call of these kinds, in order."""
        return [call for call in self.calls if call.kind in kinds]

    def place_of(self, call: Call) -> Conversation | None:
        """Where a call was meant to do something; None when there is no such place."""
        named = call.asked.conversation or str(call.answer.get("id", ""))
        return next((place for place in self._places() if place.id == named), None)

    def message_of(self, call: Call) -> Message | None:
        """The message that came of a call, or that it changed."""
        place = self.place_of(call)
        return place.find(call.message) if place else None

    def gaps(self, where: str) -> list[float]:
        """Seconds between the writes that were carried out in a place, by the clock that was handed in."""
        at = self.done.times(self.world.place(where).id)
        return [(after - before).total_seconds() for before, after in pairwise(at)]

    async def until(self, holds: Callable[[], object], seconds: float = 10) -> None:
        """Wait until something holds. It is looked at after everything that happens here."""
        async with asyncio.timeout(seconds):
            while not holds():
                await self._changed.wait()

    # What a test makes happen

    def plan(self, kind: str, *faults: Fault, times: int = 1) -> None:
        """What the next calls of a kind meet, one each, all of it so many times over; then all is well again."""
        self._plans[kind] += faults * times

    def release(self) -> None:
        """Answer every call that was left hanging."""
        self._released.set()
        self._released = asyncio.Event()

    def land(self) -> int:
        """Carry out what was held back by `late`; how many there were."""
        landing, self._late = self._late, []
        for call in landing:
            self._carried_out(call)
        self.wake()
        return len(landing)

    def wake(self) -> None:
        """Something has happened: whoever waits `until` something looks again."""
        self._changed.set()
        self._changed = asyncio.Event()

    # What Teams does

    def _places(self) -> list[Conversation]:
        return [place for tenant in self.world.tenants.values() for place in tenant.conversations.values()]

    def _connected(self) -> asyncio.Protocol:
        self.connections += 1
        assert self._runner, "nobody connects before it has been started"
        assert self._runner.server, "nor after it has been stopped"
        return self._runner.server()

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        try:
            asked = ask(request.method, request.raw_path.partition("?")[0], request.query, await _body(request))
        except TeamsError as error:
            self.complaints.append(f"{request.method} {request.raw_path}: {error}")
            return web.json_response(error.json(), status=error.status)
        call = Call(len(self.calls) + 1, asked, request.headers.get("Authorization", ""), self.world.now())
        call.beside = sum(one.asked.conversation == asked.conversation and one.asked.writes for one in self._open)
        self.calls.append(call)
        self._open.append(call)
        call.fault = self._plans[call.kind].pop(0) if self._plans[call.kind] else self.trouble(call.kind, call.n)
        try:
            return await (self._met(call.fault, call, request) if call.fault else self._answered(call))
        finally:
            self._open.remove(call)
            self.wake()

    async def _answered(self, call: Call) -> web.Response:
        self._carried_out(call)
        return _response(call)

    async def _met(self, fault: Fault, call: Call, request: web.Request) -> web.StreamResponse:
        if fault.carried is Carried.NOW:
            self._carried_out(call)
        elif fault.carried is Carried.LATER and fault.reply is not Reply.SILENCE:
            self._late.append(call)
        after = {"Retry-After": str(fault.after)} if fault.after else {}
        match fault.reply:
            case Reply.STATUS:
                page = "<html>Bad gateway</html>"
                return web.Response(status=fault.status, text=page, content_type="text/html", headers=after)
            case Reply.REFUSED:
                error = TeamsError(fault.code)
                call.status, call.answer, call.after = error.status, error.json(), fault.after
                return _response(call)
            case Reply.GARBLED:
                return web.Response(status=call.status, text='{"id": "17', content_type="application/json")
            case Reply.CUT:
                return _cut(request)
            case Reply.SILENCE:
                return await self._silent(call)

    async def _silent(self, call: Call) -> web.Response:
        released = self._released
        self.wake()
        await released.wait()
        return _response(call) if call.status else await self._answered(call)

    def _carried_out(self, call: Call) -> None:
        """Do what was asked, at once and whole."""
        try:
            self._checked(call)
            call.status, call.answer = CALLS[call.kind](self.world, call.asked)
            if call.asked.writes:
                self.done.note(call.asked.conversation, self.world.now())
                self.done.note(self._tenant(call), self.world.now())
        except TeamsError as error:
            call.status, call.answer = error.status, error.json()
        self.complaints += [f"{call.kind}: {remark}" for remark in call.asked.remarks]

    def _checked(self, call: Call) -> None:
        """Who asks, and whether it is not too often."""
        if self._accepts and not self._accepts(call.header):
            raise TeamsError("Unauthorized", "Authorization has been denied for this request.", status=401)
        if self._paced and call.asked.writes:
            call.after = self.done.wait(call.asked.conversation, self._tenant(call), self.world.now())
            if call.after:
                raise TeamsError("Throttled")

    def _tenant(self, call: Call) -> str:
        place = self.place_of(call)
        return place.tenant if place else call.asked.tenant


async def _body(request: web.Request) -> Json:
    """What was sent. Raises TeamsError when it is not an object in JSON."""
    if request.method not in {"POST", "PUT"}:
        return {}
    if request.content_type != "application/json":
        raise TeamsError("UnsupportedMediaType", f"not JSON: {request.content_type}")
    try:
        body = json.loads(await request.read())
    except ValueError:
        raise TeamsError("BadSyntax", "the body cannot be read") from None
    if not isinstance(body, dict):
        raise TeamsError("BadSyntax", "the body is no object")
    return body


def _response(call: Call) -> web.Response:
    headers = {"Retry-After": str(call.after)} if call.after else {}
    return web.json_response(call.answer, status=call.status, headers=headers)


def _cut(request: web.Request) -> web.Response:
    """Close the connection without an answer."""
    if request.transport:
        request.transport.abort()
    return web.Response()
