"""What goes between the bot and the playground, both ways: written down as it passes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientSession, web
from yarl import URL

Json = dict[str, Any]

PATIENCE = 20.0
"""Seconds until something that should have happened is missed."""
MESSAGES, CONNECTOR = "/api/messages", "/_connector"
"""What the bot is asked at, and where the bot asks."""
PASSED_ON = ("Authorization", "Content-Type", "User-Agent")


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer. `path` is decoded; `body` and `answer` are empty when there was no JSON."""

    method: str
    path: str
    body: Json
    status: int
    answer: Json

    @property
    def is_ours(self) -> bool:
        """Whether the bot asked. Otherwise it was told something."""
        return self.path.startswith(CONNECTOR)

    @property
    def conversation(self) -> str:
        """The conversation it is about; of a new one, the one that came of it."""
        if not self.is_ours:
            return str(self.body.get("conversation", {}).get("id", ""))
        parts = self.path.split("/")
        return parts[4] if len(parts) > 4 else str(self.answer.get("id", ""))


class Wire:
    """Stands in between, at `url`. The bot and the playground each know only it."""

    def __init__(self, session: ClientSession, bot: str) -> None:
        self.exchanges: list[Exchange] = []
        self.url = ""
        self._session, self._bot, self._playground = session, bot, ""
        self._passed = asyncio.Condition()

    def lead_to(self, playground: str) -> None:
        """Where what the bot asks goes from now on."""
        self._playground = playground

    async def until(self, happened: Callable[[Iterable[Exchange]], object]) -> None:
        """Wait for something, looking again each time something has passed.

        Raises:
            TimeoutError: when it does not happen.
        """
        async with asyncio.timeout(PATIENCE), self._passed:
            await self._passed.wait_for(lambda: happened(self.exchanges))

    async def _pass(self, request: web.Request) -> web.Response:
        body = await request.read()
        there = self._playground if request.path.startswith(CONNECTOR) else self._bot
        kept = {name: request.headers[name] for name in PASSED_ON if name in request.headers}
        address = URL(f"{there}{request.raw_path}", encoded=True)
        async with self._session.request(request.method, address, data=body, headers=kept) as answered:
            answer = await answered.read()
        async with self._passed:
            self.exchanges.append(Exchange(request.method, request.path, _read(body), answered.status, _read(answer)))
            self._passed.notify_all()
        headers = {"Content-Type": answered.headers.get("Content-Type", "application/json")}
        return web.Response(body=answer, status=answered.status, headers=headers)


def _read(body: bytes) -> Json:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


@asynccontextmanager
async def wired(session: ClientSession, bot: str) -> AsyncIterator[Wire]:
    """A wire to the bot at this address, as long as it is needed."""
    wire = Wire(session, bot.rstrip("/"))
    app = web.Application(client_max_size=2**24)
    app.router.add_route("*", "/{anything:.*}", wire._pass)
    runner = web.AppRunner(app, handler_cancellation=False)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    wire.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield wire
    finally:
        await runner.cleanup()
