"""Runs of the bot behind Teams' door, each a process of its own that is ended by SIGKILL.

The bot is the real one, with its real database, dispatcher, sender and door. Time is made up: it is kept in a file
(`Clock`) and goes on when the bot has nothing left to do and asks for that. Nobody signs in, so the header that would
say who calls says for which message of the outbox it is.
"""

from __future__ import annotations

import asyncio
import base64
import os
import pickle
import socket
import struct
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from aiohttp import ClientSession, ClientTimeout, web
from sqlalchemy import text

from adapters.teams.addresses import is_loopback
from adapters.teams.app import build, serve_on
from adapters.teams.connector import Connector, open_session
from adapters.teams.listening import Listening
from adapters.teams.pace import Pace
from adapters.teams.sdk import OpenLogin
from adapters.teams.send import TeamsSender
from bot.app import Bot, open_bot
from bot.desk import Desk
from bot.references import KeptReferences
from dialogs.messages import Delivery, Inbound, Now, Receipt, Sender
from storage import outbox
from storage.unit_of_work import UnitOfWork
from tests.doubles.teams_world import App
from tests.simulation.kills import Clock, Lines
from tests.simulation.slack_bot import Asking

SILENCE = ClientTimeout(total=0.4)
"""Seconds of the machine's own time until a call that is not answered is given up: time stands still meanwhile."""
_SEEN = text("SELECT 1 FROM inbox WHERE platform = :platform AND tenant = :tenant AND dedup_key = :key")
_key: ContextVar[str] = ContextVar("key", default="")


@dataclass(frozen=True, slots=True)
class Around:
    """What a run finds around it: its folder, whoever lets time pass, and the address that Teams comes to."""

    folder: Path
    hours: str
    door: socket.socket

    @property
    def database(self) -> Path:
        """The file that outlives every run."""
        return self.folder / "ideas.db"


class Noting(Desk):
    """Notes every turn that is taken for the first time, in the order in which they are kept."""

    def __init__(self, bot: Bot, notes: Lines) -> None:
        super().__init__(bot.store, bot.world, bot.clock)
        self._notes = notes

    def _turn(self, inbound: Inbound, now: datetime, uow: UnitOfWork) -> Now | None:
        place = inbound.place
        asked = {"platform": place.platform, "tenant": place.workspace, "key": inbound.key}
        if uow.connection.execute(_SEEN, asked).first() is None:
            self._notes.add(base64.b64encode(pickle.dumps((inbound, now))).decode())
        return super()._turn(inbound, now, uow)


def noted(path: Path) -> Iterator[tuple[Inbound, datetime]]:
    """What has been noted. A turn that was killed before its commit is there again when it was taken again."""
    for line in Lines(path).read():
        yield pickle.loads(base64.b64decode(line))


class Named:
    """Says with each call for which message it is; nothing of what is told privately. A `Tokens`."""

    async def header(self) -> dict[str, str]:
        """The key of the message that is being sent."""
        return {"Authorization": _key.get()} if _key.get() else {}

    def renew(self) -> None:
        """Nobody takes it back."""


class Naming:
    """A `Sender` that lets `Named` know."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    async def send(self, delivery: Delivery) -> Receipt:
        """Post or change it."""
        _key.set(delivery.key)
        return await self._sender.send(delivery)

    async def find(self, delivery: Delivery) -> Receipt | None:
        """What the platform tells of it."""
        return await self._sender.find(delivery)


class Impatient:
    """The bot's own session, that waits less for answers."""

    def __init__(self, session: ClientSession) -> None:
        self._session = session

    def request(self, *call: Any, **rest: Any) -> object:
        """One call."""
        return self._session.request(*call, timeout=SILENCE, **rest)


async def live(around: Around) -> None:
    """One run, for as long as it is let."""
    clock, senders = Clock(around.folder / "clock"), dict[str, Sender]()
    url, preset = f"sqlite:///{around.database}", str(around.folder / "skovde.toml")
    async with (
        open_bot(url, preset, senders, clock.now) as bot,
        open_session() as session,
        ClientSession() as own,
    ):
        asking, references = Asking(own, around.hours, clock), KeptReferences(bot.store, clock.now)
        connector = Connector(
            cast(ClientSession, Impatient(session)), Named(), Pace(clock.now, asking.rest), App().id, is_loopback
        )
        senders["teams"] = Naming(TeamsSender(connector, references))
        desk = Noting(bot, Lines(around.folder / "turns"))
        listening = build(desk, connector, references, clock.now)
        listening._private._rest = asking.rest
        await bot.store.turn(outbox.release_all)
        await _open(listening, around.door)
        await _deliver(bot, listening, asking, clock)


async def _open(listening: Listening, door: socket.socket) -> None:
    app = web.Application()
    serve_on(app, listening, OpenLogin(), is_loopback)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.SockSite(runner, door).start()


async def _deliver(bot: Bot, listening: Listening, asking: Asking, clock: Clock) -> None:
    """Deliver all that is due, ask who people are until that is told, then let time pass, over and over."""
    told = False
    while True:
        told = told or await listening.introduce()
        await bot.dispatcher.drain(clock.now())
        while listening._running:  # what is answered privately; `finish` is for the end
            await asyncio.wait(set(listening._running))
        counts = await bot.store.turn(outbox.open_counts)
        await asking.idle(counts.get("pending", 0) + counts.get("sending", 0))


def fork_on_request(orders: socket.socket, around: Callable[[bytes], Around]) -> None:
    """Fork a run for every order, tell its process id, wait for its end and tell how that was.

    Everything has been imported here, so that a run begins at once. Whatever a run says goes into a file.
    """
    while order := orders.recv(1024):
        pid = os.fork()
        if not pid:
            _begin(around(order))
        orders.sendall(struct.pack("q", pid))
        _, status = os.waitpid(pid, 0)
        orders.sendall(struct.pack("q", status))


def _begin(around: Around) -> None:
    """Be a run from now on."""
    said = os.open(around.folder / "said", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.dup2(said, 1)
    os.dup2(said, 2)
    try:
        asyncio.run(live(around))
    finally:
        os._exit(1)
