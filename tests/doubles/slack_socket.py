"""Socket Mode from Slack's side: tickets that are good once, envelopes, and what the app acknowledges."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from itertools import count

from aiohttp import WSMsgType, web

from tests.doubles.slack_request import Json

PATIENCE = 3.0
"""Seconds Slack waits for an envelope to come back."""


class SocketDoor:
    """The end of Socket Mode that Slack has. An envelope goes to one connection, in turn.

    `deaf` is a connection that looks open and is not: nothing is answered, not even a ping. `patience` is in seconds.
    """

    def __init__(self, app_id: str, changed: Callable[[], None]) -> None:
        self._app_id, self._changed = app_id, changed
        self._ids = count(1)
        self._waiting: dict[str, asyncio.Future[Json]] = {}
        self.tickets: dict[str, bool] = {}
        self.patience = PATIENCE
        self.deaf = False
        self.refusals = 0
        self.refused = 0
        self.opened = 0
        self.connections: list[web.WebSocketResponse] = []
        self.acks: dict[str, list[Json]] = {}
        self._wires: dict[web.WebSocketResponse, asyncio.Transport | None] = {}

    def ticket(self) -> str:
        """A new ticket, good for one connection."""
        ticket = f"ticket-{next(self._ids)}"
        self.tickets[ticket] = True
        return ticket

    def refuse(self, times: int = 1) -> None:
        """Refuse the next connections. Their tickets are lost, as Slack's are."""
        self.refusals += times

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """A connection, from hello to its end."""
        ticket = request.query.get("ticket", "")
        good = self.tickets.get(ticket, False)
        self.tickets[ticket] = False
        if self.refusals or not good:
            self.refusals, self.refused = max(0, self.refusals - 1), self.refused + 1
            self._changed()
            return web.Response(status=408, text="ticket refused")
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        await socket.send_json(self._hello())
        self.connections.append(socket)
        self._wires[socket] = request.transport
        self.opened += 1
        self._changed()
        try:
            await self._listen(socket)
        finally:
            self.connections.remove(socket)
            del self._wires[socket]
            self._changed()
        return socket

    async def _listen(self, socket: web.WebSocketResponse) -> None:
        async for message in socket:
            if message.type is WSMsgType.PING and not self.deaf:
                await socket.pong(message.data)
            elif message.type is WSMsgType.TEXT and not self.deaf:
                self._acknowledged(json.loads(message.data))

    def _acknowledged(self, ack: Json) -> None:
        self.acks.setdefault(ack["envelope_id"], []).append(ack)
        waiting = self._waiting.pop(ack["envelope_id"], None)
        if waiting and not waiting.done():
            waiting.set_result(ack)
        self._changed()

    async def send(
        self, kind: str, payload: Json, envelope_id: str = "", attempt: int = 0, reason: str = ""
    ) -> tuple[str, Json | None]:
        """Send one envelope; its id, and what came back within Slack's patience (None when nothing did)."""
        envelope_id = envelope_id or f"envelope-{next(self._ids)}"
        envelope: Json = {"envelope_id": envelope_id, "type": kind, "payload": payload}
        envelope["accepts_response_payload"] = kind != "events_api"
        if kind == "events_api":
            envelope |= {"retry_attempt": attempt, "retry_reason": reason}
        if not self.connections:
            return envelope_id, None
        socket = self.connections.pop(0)
        self.connections.append(socket)
        back: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = back
        try:
            await socket.send_json(envelope)
            async with asyncio.timeout(self.patience):
                return envelope_id, await back
        except (TimeoutError, ConnectionError):
            return envelope_id, None
        finally:
            self._waiting.pop(envelope_id, None)

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask every connection to go, as Slack does some times a day and before its own restarts."""
        for socket in list(self.connections):
            await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "wss-test"}})

    async def close(self) -> None:
        """Close every connection without a word before."""
        for socket in list(self.connections):
            await socket.close(code=1001)

    def cut(self) -> None:
        """Cut every connection in the middle, as a network does."""
        for socket in list(self.connections):
            if transport := self._wires.get(socket):
                transport.abort()

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.connections) + 1,
            "debug_info": {"host": "wss-test", "started": "2026-11-23 10:00:00.000", "build_number": 1},
            "connection_info": {"app_id": self._app_id},
        }
