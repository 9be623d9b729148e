"""Runs of the bot behind any chat's door, each a process of its own that is ended by SIGKILL.

The bot is the real one, with its real database, dispatcher, sender and door. Only time is made up: it is kept in a file
(`Clock`) and goes on when the bot has nothing left to do and asks for that.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import struct
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, web

from bot.app import Bot, open_bot
from dialogs.messages import Sender
from storage import outbox
from tests.simulation.kills import Clock

STEP = 10.0
"""Seconds that a bot with nothing to do lets pass before it looks again."""


@dataclass(frozen=True, slots=True)
class Around:
    """What a run finds around it: its folder, the address that people come to, the chat, and whoever lets time pass."""

    folder: Path
    door: socket.socket
    chat: str
    hours: str


class Asking:
    """Asks whoever lets time pass to do so. Raises when nobody is there any more, which ends the run."""

    def __init__(self, session: ClientSession, hours: str, clock: Clock) -> None:
        self._session, self._hours, self._clock = session, hours, clock

    async def rest(self, seconds: float) -> None:
        """Return when so many seconds have passed."""
        until = self._clock.seconds + seconds
        while self._clock.seconds < until:
            await self._ask(until, -1)

    async def idle(self, waiting: int) -> None:
        """Nothing is left to do now, though so many messages wait. Returns when that may have changed."""
        await self._ask(self._clock.seconds + STEP, waiting)

    async def _ask(self, until: float, waiting: int) -> None:
        async with self._session.post(self._hours, params={"until": str(until), "waiting": str(waiting)}):
            return


@dataclass(frozen=True, slots=True)
class Run:
    """One run: the bot with its senders, and time."""

    bot: Bot
    senders: dict[str, Sender]
    clock: Clock
    asking: Asking

    async def open(self, app: web.Application, door: socket.socket) -> None:
        """Take up what was left, and let people in."""
        await self.bot.store.turn(outbox.release_all)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.SockSite(runner, door).start()

    async def deliver(self, under_way: set[asyncio.Task[Any]]) -> None:
        """Deliver all that is due, then let time pass. `under_way` is what the chat's listeners answer privately."""
        await self.bot.dispatcher.drain(self.clock.now())
        while under_way:  # the listeners' `finish` is for the end, and asks no names any more
            await asyncio.wait(set(under_way))
        counts = await self.bot.store.turn(outbox.open_counts)
        await self.asking.idle(counts.get("pending", 0) + counts.get("sending", 0))


@asynccontextmanager
async def begun(around: Around) -> AsyncIterator[Run]:
    """A run with the database that outlives every run. Nobody is let in yet."""
    clock, senders = Clock(around.folder / "clock"), dict[str, Sender]()
    database, preset = f"sqlite:///{around.folder / 'ideas.db'}", str(around.folder / "skovde.toml")
    async with open_bot(database, preset, senders, clock.now) as bot, ClientSession() as own:
        yield Run(bot, senders, clock, Asking(own, around.hours, clock))


Live = Callable[[Around], Coroutine[Any, Any, None]]
"""One run, for as long as it is let."""


def fork_on_request(orders: socket.socket, folder: Path, door: socket.socket, live: Live) -> None:
    """Fork a run for every order, tell its process id, wait for its end and tell how that was.

    Everything has been imported here, so that a run begins at once. Whatever a run says goes into a file.
    """
    while order := orders.recv(1024):
        pid = os.fork()
        if not pid:
            _begin(Around(folder, door, *json.loads(order)), live)
        orders.sendall(struct.pack("q", pid))
        _, status = os.waitpid(pid, 0)
        orders.sendall(struct.pack("q", status))


def _begin(around: Around, live: Live) -> None:
    """Be a run from now on."""
    said = os.open(around.folder / "said", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.dup2(said, 1)
    os.dup2(said, 2)
    try:
        asyncio.run(live(around))
    finally:
        os._exit(1)
