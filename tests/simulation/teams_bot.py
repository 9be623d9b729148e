"""Runs of the bot behind Teams' door.

Nobody signs in, so the header that would say who calls says for which message of the outbox it is.
"""

from __future__ import annotations

import base64
import pickle
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from aiohttp import ClientSession, ClientTimeout, web
from sqlalchemy import text

from adapters.teams.addresses import is_loopback
from adapters.teams.app import build, serve_on
from adapters.teams.connector import Connector, open_session
from adapters.teams.pace import Pace
from adapters.teams.sdk import OpenLogin
from adapters.teams.send import TeamsSender
from bot.app import Bot
from bot.desk import Desk
from bot.references import KeptReferences
from dialogs.messages import Delivery, Inbound, Now, Receipt, Sender
from storage.unit_of_work import UnitOfWork
from tests.doubles.teams_world import App
from tests.simulation.chat_bot import Around, begun
from tests.simulation.kills import Lines

SILENCE = ClientTimeout(total=0.4)
"""Seconds of the machine's own time until a call that is not answered is given up: time stands still meanwhile."""
_SEEN = text("SELECT 1 FROM inbox WHERE platform = :platform AND tenant = :tenant AND dedup_key = :key")
_key: ContextVar[str] = ContextVar("key", default="")


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
    """One run, for as long as it is let: it asks who people are until that is told."""
    async with begun(around) as run, open_session() as session:
        bot, now, rest = run.bot, run.clock.now, run.asking.rest
        references = KeptReferences(bot.store, now)
        connector = Connector(cast(ClientSession, Impatient(session)), Named(), Pace(now, rest), App().id, is_loopback)
        run.senders["teams"] = Naming(TeamsSender(connector, references))
        listening = build(Noting(bot, Lines(around.folder / "turns")), connector, references, now)
        listening._private._rest = rest
        app = web.Application()
        serve_on(app, listening, OpenLogin(), is_loopback)
        await run.open(app, around.door)
        told = False
        while True:
            told = told or await listening.introduce()
            await run.deliver(listening._running)
