"""A double of Slack on this machine: its Web API over HTTP with a memory, its troubles, and everything on record.

    async with SlackDouble(now=clock) as slack:
        client = AsyncWebClient(token="xoxb-skovde", base_url=slack.url)
        slack.plan("chat.postMessage", failed_after_recording(), limited(after=2))
        …
        assert [message.said for message in slack.messages("C0COACHES")] == ["Hej"]

Nothing in it sleeps. What Slack does over time happens when the test says so (`release`, `land`) or when the clock
that is handed in has moved on.
"""

from __future__ import annotations

from base64 import b64decode
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from math import ceil

from aiohttp import web

from tests.doubles import chat_double, slack_chat, slack_people, slack_replies, slack_rooms, slack_views
from tests.doubles.chat_double import ChatDouble, gaps
from tests.doubles.clock import Clock, utc_now
from tests.doubles.faults import Fault
from tests.doubles.slack_people import App
from tests.doubles.slack_request import Args, Json, SlackError, read
from tests.doubles.slack_socket import SocketDoor
from tests.doubles.slack_views import Shown, View, Views
from tests.doubles.slack_world import Channel, Ephemeral, Message, Workspace, World, skovde

Method = Callable[[World, Workspace, Args], Json]
METHODS: dict[str, Method] = {
    "auth.revoke": slack_people.auth_revoke,
    "auth.test": slack_people.auth_test,
    "chat.delete": slack_chat.delete,
    "chat.getPermalink": slack_chat.get_permalink,
    "chat.postEphemeral": slack_chat.post_ephemeral,
    "chat.postMessage": slack_chat.post_message,
    "chat.update": slack_chat.update,
    "conversations.history": slack_rooms.history,
    "conversations.info": slack_rooms.describe,
    "conversations.join": slack_rooms.join,
    "conversations.list": slack_rooms.list_,
    "conversations.members": slack_rooms.members,
    "conversations.open": slack_rooms.open_,
    "conversations.replies": slack_rooms.replies,
    "team.info": slack_people.team_info,
    "users.info": slack_people.user_info,
    "users.list": slack_people.users_list,
    "users.lookupByEmail": slack_people.by_email,
}
VIEWS = ("views.open", "views.publish", "views.push", "views.update")


@dataclass(slots=True, kw_only=True)
class Call(chat_double.Call):
    """One call of the Web API: what was asked, and what was answered (None while it is open)."""

    method: str
    params: Json
    token: str
    answer: Json | None = field(default=None, repr=False)


class SlackDouble(ChatDouble[Call]):
    """Slack, for as many workspaces as are handed in. `pace` is the least seconds between posts in one channel."""

    garbled = '{"ok": true, "cha'

    def __init__(
        self, *workspaces: Workspace, now: Clock = utc_now, app: App | None = None, pace: float = 0, burst: int = 1
    ) -> None:
        super().__init__()
        self.app = app or App()
        self.world = World(workspaces or (skovde(),), now)
        self.view = Views(self.world)
        self.responses: list[Json] = []
        self.posted_at: defaultdict[str, list[datetime]] = defaultdict(list)
        self.socket = SocketDoor(self.app.id, self.wake)
        self._pace, self._burst = pace, burst
        self._codes: dict[str, tuple[Workspace, str]] = {}

    async def start(self) -> None:
        """Listen on a free port of this machine."""
        app = web.Application(client_max_size=4 * 1024**2)
        app.router.add_route("*", "/api/{method}", self._serve)
        app.router.add_post("/response/{ticket}", self._reply)
        app.router.add_get("/oauth/v2/authorize", self._authorize)
        app.router.add_get("/link", self.socket.connect)
        self.world.address = await self._listen(app)
        self.url = f"http://{self.world.address}/api/"

    async def stop(self) -> None:
        """Let everybody go who still waits, and close."""
        self.release()
        await self.socket.close()
        await super().stop()

    # What a test reads

    @property
    def ephemerals(self) -> list[Ephemeral]:
        """Every message for one person alone, in order."""
        return self.world.ephemerals

    @property
    def views(self) -> list[Shown]:
        """Every modal and home tab that was shown, in order."""
        return self.view.shown

    def modal(self, user: str) -> View | None:
        """The modal somebody has before them."""
        return self.view.top(user)

    def home(self, user: str) -> View | None:
        """Somebody's home tab."""
        return self.view.homes.get(user)

    def channel(self, given: str) -> Channel:
        """A conversation by its id, or a person's one to one with the bot by theirs."""
        for team in self.world.workspaces.values():
            if given in team.users:
                return team.direct(given)
            if given in team.channels:
                return team.channels[given]
        raise LookupError(f"no workspace here knows {given}")

    def messages(self, channel: str, thread: str | None = None) -> list[Message]:
        """What stands in a conversation, in order; with `thread` its root and what is under it ("" for roots only)."""
        there = [message for message in self.channel(channel).messages if not message.deleted]
        if thread is None:
            return there
        return [m for m in there if (m.ts == thread and thread) or m.thread_ts == thread]

    def called(self, method: str) -> list[Call]:
        """Every call of a method, in order."""
        return [call for call in self.calls if call.method == method]

    def gaps(self, channel: str) -> list[float]:
        """Seconds between the posts that were carried out in a conversation, by the clock that was handed in."""
        return gaps(self.posted_at[self.channel(channel).id])

    def code(self, team: str = "", installer: str = "U0MARTA") -> str:
        """A code that an installation exchanges, once, for this workspace's token."""
        code = self.world.id("code")
        self._codes[code] = (self.world.workspaces[team or next(iter(self.world.workspaces))], installer)
        return code

    # What Slack does

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        try:
            args, token = await read(request)
        except SlackError as error:
            return web.json_response(error.json())
        if method == "oauth.v2.access" and (basic := request.headers.get("Authorization", "")).startswith("Basic "):
            args.given["client_id"], args.given["client_secret"] = _unsealed(basic)
        call = Call(n=len(self.calls) + 1, method=method, params=args.given, token=token, at=self.world.now())
        return await self._take(method, call, request)

    def _response(self, call: Call) -> web.Response:
        team = self._workspace(call.token)
        headers = {"x-oauth-scopes": ",".join(team.scopes)} if team else {}
        if call.status == 429:
            headers = {"Retry-After": str(ceil(self._pace))}
        return web.json_response(call.answer, status=call.status, headers=headers)

    def _refused(self, call: Call, fault: Fault) -> web.Response:
        call.status, call.answer = fault.status, {"ok": False, "error": fault.code}
        headers = {"Retry-After": str(fault.after)} if fault.status == 429 else {}
        return web.json_response(call.answer, status=fault.status, headers=headers)

    def _carried_out(self, call: Call) -> None:
        try:
            call.answer = self._done(call)
        except SlackError as error:
            call.answer = error.json()
        call.status = 429 if call.answer.get("error") == "ratelimited" else 200

    def _done(self, call: Call) -> Json:
        args = Args(call.params)
        if call.method == "oauth.v2.access":
            return self._exchanged(args)
        if call.method == "apps.connections.open":
            return self._opened(call.token)
        team = self._workspace(call.token)
        if team is None:
            raise SlackError("invalid_auth" if call.token else "not_authed")
        if team.refused:
            raise SlackError(team.refused)
        if call.method in VIEWS:
            return slack_views.call(self.view, self.world, team, call.method, args)
        if call.method not in METHODS:
            raise SlackError("unknown_method", req_method=call.method)
        carry_out = partial(METHODS[call.method], self.world, team, args)
        return self._paced(team, args, carry_out) if call.method == "chat.postMessage" else carry_out()

    def _paced(self, team: Workspace, args: Args, post: Callable[[], Json]) -> Json:
        """A post, if the conversation has had time to breathe: a burst, then one each `pace` seconds."""
        if self._pace:
            recent = self.posted_at[team.address(args.need("channel")).id][-self._burst :]
            spent = (self.world.now() - recent[0]).total_seconds() if len(recent) == self._burst else self._pace
            if spent < self._pace:
                raise SlackError("ratelimited")
        answer = post()
        self.posted_at[answer["channel"]].append(self.world.now())
        return answer

    def _workspace(self, token: str) -> Workspace | None:
        return next((team for team in self.world.workspaces.values() if token and team.token == token), None)

    def _opened(self, token: str) -> Json:
        if token != self.app.token:
            raise SlackError("invalid_auth" if token else "not_authed")
        return {"ok": True, "url": f"ws://{self.world.address}/link?ticket={self.socket.ticket()}&app_id={self.app.id}"}

    def _exchanged(self, args: Args) -> Json:
        slack_people.same_app(self.app, args.text("client_id"), args.text("client_secret"))
        if args.text("code") not in self._codes:
            raise SlackError("invalid_code")
        team, installer = self._codes.pop(args.text("code"))
        team.refused = ""
        return slack_people.oauth_access(team, self.app, installer)

    async def _authorize(self, request: web.Request) -> web.Response:
        """The page where an administrator says yes, who says yes at once."""
        asked = request.query
        if asked.get("client_id") != self.app.client_id:
            return web.Response(status=400, text="invalid_client_id")
        back = asked["redirect_uri"]
        code = self.code(asked.get("team", ""))
        joint, state = "&" if "?" in back else "?", asked.get("state", "")
        return web.Response(status=302, headers={"Location": f"{back}{joint}code={code}&state={state}"})

    async def _reply(self, request: web.Request) -> web.Response:
        """A response_url: five times within half an hour."""
        body = await request.json()
        self.responses.append(body)
        try:
            slack_replies.reply(self.world, request.match_info["ticket"], body)
        except SlackError as error:
            return web.json_response(error.json(), status=404)
        finally:
            self.wake()
        return web.Response(text="ok")


def _unsealed(basic: str) -> tuple[str, str]:
    """Client id and secret as they come in a header."""
    name, _, secret = b64decode(basic.removeprefix("Basic ")).decode().partition(":")
    return name, secret
