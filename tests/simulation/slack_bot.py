"""Runs of the bot behind Slack's door, each a process of its own that is ended by SIGKILL.

The bot is the real one, with its real database, dispatcher, sender and door. Only time is made up: it is kept in a file
(`Clock`) and goes on when the bot has nothing left to do and asks for that.
"""

from __future__ import annotations

import asyncio
import os
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from aiohttp import ClientSession, web

from adapters.slack.app import build, serve_on
from adapters.slack.listening import Listening
from adapters.slack.send import SlackSender
from adapters.slack.tokens import Api, OneToken, Tokens, open_session
from bot.app import Bot, open_bot
from dialogs.messages import Sender
from storage import outbox
from tests.doubles.slack_people import App
from tests.simulation.kills import Clock

TOKEN = "xoxb-skovde"
STEP = 10.0
"""Seconds that a bot with nothing to do lets pass before it looks again."""


@dataclass(frozen=True, slots=True)
class Around:
    """What a run finds around it: its folder, Slack, whoever lets time pass, and the address that people come to."""

    folder: Path
    slack: str
    hours: str
    door: socket.socket

    @property
    def database(self) -> Path:
        """The file that outlives every run."""
        return self.folder / "ideas.db"


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


async def live(around: Around) -> None:
    """One run, for as long as it is let."""
    clock, senders = Clock(around.folder / "clock"), dict[str, Sender]()
    url, preset = f"sqlite:///{around.database}", str(around.folder / "skovde.toml")
    async with open_bot(url, preset, senders, clock.now) as bot, open_session() as session, ClientSession() as own:
        api, asking = Api(session, around.slack), Asking(own, around.hours, clock)
        tokens = Tokens(api, OneToken(TOKEN, api, clock.now))
        senders["slack"] = SlackSender(tokens, clock.now, asking.rest)
        listening = build(bot.desk, tokens, api, clock.now)
        await bot.store.turn(outbox.release_all)
        app = web.Application()
        serve_on(app, listening, App().signing_secret, clock.now)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.SockSite(runner, around.door).start()
        await listening.introduce()
        await _deliver(bot, listening, asking, clock)


async def _deliver(bot: Bot, listening: Listening, asking: Asking, clock: Clock) -> None:
    """Deliver all that is due, then let time pass, over and over."""
    while True:
        await bot.dispatcher.drain(clock.now())
        while listening._running:  # what was answered privately; `finish` is for the end, and asks no names any more
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
