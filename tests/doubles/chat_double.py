"""A double of any chat on this machine: what it does with a call, its troubles, and what a test can wait for.

What is called, and what is done then, is the chat's own. Nothing in it sleeps: what a chat does over time happens when
the test says so (`release`, `land`) or when the clock that is handed in has moved on.
"""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Generic, Self, TypeVar

from aiohttp import web

from tests.doubles.faults import Carried, Fault, Reply, Trouble


@dataclass(slots=True, kw_only=True)
class Call:
    """One call: its number among all, when it came, what it met, and how it was answered (0 while it is open)."""

    n: int
    at: datetime
    fault: Fault | None = None
    status: int = 0


C = TypeVar("C", bound=Call)


class ChatDouble(ABC, Generic[C]):
    """What every double has."""

    garbled: str
    """The beginning of an answer that ends in the middle."""

    def __init__(self) -> None:
        self.calls: list[C] = []
        self.connections = 0
        self.trouble: Trouble = lambda called, n: None
        self.url = ""
        self._plans: defaultdict[str, list[Fault]] = defaultdict(list)
        self._late: list[C] = []
        self._released = asyncio.Event()
        self._changed = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    @abstractmethod
    async def start(self) -> None:
        """Listen on a free port of this machine."""

    async def stop(self) -> None:
        """Let everybody go who still waits, and close."""
        self.release()
        if self._server:
            self._server.close()
        if self._runner:
            await self._runner.cleanup()

    # What a test waits for and makes happen

    async def until(self, holds: Callable[[], object], seconds: float = 10) -> None:
        """Wait until something holds. It is looked at after everything that happens here."""
        async with asyncio.timeout(seconds):
            while not holds():
                await self._changed.wait()

    def wake(self) -> None:
        """Something has happened: whoever waits `until` something looks again."""
        self._changed.set()
        self._changed = asyncio.Event()

    def plan(self, called: str, *faults: Fault, times: int = 1) -> None:
        """What the next calls of a kind meet, one each, all of it so many times over; then all is well again."""
        self._plans[called] += faults * times

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

    # What the chat does

    @abstractmethod
    def _carried_out(self, call: C) -> object:
        """Do what was asked, at once and whole."""

    @abstractmethod
    def _response(self, call: C) -> web.Response:
        """The answer to what has been carried out."""

    @abstractmethod
    def _refused(self, call: C, fault: Fault) -> web.Response:
        """The chat's own no."""

    def _answered(self, call: C) -> web.Response:
        self._carried_out(call)
        return self._response(call)

    async def _listen(self, app: web.Application) -> str:
        """Be there at a host and port."""
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        self._server = await asyncio.get_running_loop().create_server(self._connected, "127.0.0.1", 0)
        host, port = self._server.sockets[0].getsockname()[:2]
        return f"{host}:{port}"

    def _connected(self) -> asyncio.Protocol:
        self.connections += 1
        assert self._runner, "nobody connects before it has been started"
        assert self._runner.server, "nor after it has been stopped"
        return self._runner.server()

    async def _take(self, called: str, call: C, request: web.Request) -> web.StreamResponse:
        """A call, and what it meets."""
        self.calls.append(call)
        call.fault = self._plans[called].pop(0) if self._plans[called] else self.trouble(called, call.n)
        try:
            return await self._met(call.fault, call, request) if call.fault else self._answered(call)
        finally:
            self.wake()

    async def _met(self, fault: Fault, call: C, request: web.Request) -> web.StreamResponse:
        if fault.carried is Carried.NOW:
            self._carried_out(call)
        elif fault.carried is Carried.LATER and fault.reply is not Reply.SILENCE:
            self._late.append(call)
        match fault.reply:
            case Reply.STATUS:
                after = {"Retry-After": str(fault.after)} if fault.after else {}
                page = "<html>Bad gateway</html>"
                return web.Response(status=fault.status, text=page, content_type="text/html", headers=after)
            case Reply.REFUSED:
                return self._refused(call, fault)
            case Reply.GARBLED:
                return web.Response(status=call.status, text=self.garbled, content_type="application/json")
            case Reply.CUT:
                return _cut(request)
            case Reply.SILENCE:
                return await self._silent(call)

    async def _silent(self, call: C) -> web.Response:
        released = self._released
        self.wake()
        await released.wait()
        return self._response(call) if call.status else self._answered(call)


def gaps(at: Sequence[datetime]) -> list[float]:
    """Seconds between these times."""
    return [(after - before).total_seconds() for before, after in pairwise(at)]


def _cut(request: web.Request) -> web.Response:
    """Close the connection without an answer."""
    if request.transport:
        request.transport.abort()
    return web.Response()
