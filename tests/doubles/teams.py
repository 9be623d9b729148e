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

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import web

from tests.doubles import chat_double
from tests.doubles.chat_double import ChatDouble, gaps
from tests.doubles.clock import Clock, utc_now
from tests.doubles.faults import Fault
from tests.doubles.teams_connector import CALLS
from tests.doubles.teams_dialogs import Dialog, Dialogs, Shown
from tests.doubles.teams_limits import Tally
from tests.doubles.teams_request import Asked, Json, TeamsError, ask
from tests.doubles.teams_world import App, Conversation, Message, Tenant, World, skovde


@dataclass(slots=True, kw_only=True)
class Call(chat_double.Call):
    """One call: what was asked, and what was answered.

    `beside` is how many other writes in the same conversation were open when it came.
    """

    asked: Asked
    header: str
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


class TeamsDouble(ChatDouble[Call]):
    """Teams, for as many tenants as are handed in."""

    garbled = '{"id": "17'

    def __init__(
        self,
        *tenants: Tenant,
        now: Clock = utc_now,
        app: App | None = None,
        accepts: Callable[[str], bool] | None = None,
        paced: bool = False,
    ) -> None:
        super().__init__()
        self.app = app or App()
        self.world = World(tenants or (skovde(),), now, self.app)
        self.complaints: list[str] = []
        self.dialogs = Dialogs(self.world, self.complaints)
        self.done = Tally()
        self._accepts, self._paced = accepts, paced
        self._open: list[Call] = []

    async def start(self) -> None:
        """Listen on a free port of this machine."""
        app = web.Application(client_max_size=4 * 1024**2)
        app.router.add_route("*", "/{path:.*}", self._serve)
        self.world.address = await self._listen(app)
        self.url = f"http://{self.world.address}/"

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
        return gaps(self.done.times(self.world.place(where).id))

    # What Teams does

    def _places(self) -> list[Conversation]:
        return [place for tenant in self.world.tenants.values() for place in tenant.conversations.values()]

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        try:
            asked = ask(request.method, request.raw_path.partition("?")[0], request.query, await _body(request))
        except TeamsError as error:
            self.complaints.append(f"{request.method} {request.raw_path}: {error}")
            return web.json_response(error.json(), status=error.status)
        header = request.headers.get("Authorization", "")
        call = Call(n=len(self.calls) + 1, asked=asked, header=header, at=self.world.now())
        call.beside = sum(one.asked.conversation == asked.conversation and one.asked.writes for one in self._open)
        self._open.append(call)
        try:
            return await self._take(call.kind, call, request)
        finally:
            self._open.remove(call)

    def _response(self, call: Call) -> web.Response:
        headers = {"Retry-After": str(call.after)} if call.after else {}
        return web.json_response(call.answer, status=call.status, headers=headers)

    def _refused(self, call: Call, fault: Fault) -> web.Response:
        error = TeamsError(fault.code)
        call.status, call.answer, call.after = error.status, error.json(), fault.after
        return self._response(call)

    def _carried_out(self, call: Call) -> None:
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
