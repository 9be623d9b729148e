"""More ways into the same office: raw requests, another desk behind the door, Socket Mode; and all that was kept."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from aiohttp import ClientSession, web
from slack_sdk.signature import SignatureVerifier

from adapters.slack.app import Door, serve_on
from adapters.slack.listening import OPEN_BY, Listening
from adapters.slack.people import WAITED, People
from adapters.slack.socket import Watch, listen
from adapters.slack.tokens import Api, OneToken, Tokens, open_session
from bot.desk import Desk
from dialogs.messages import Inbound, Now
from tests.doubles.chat_office import served
from tests.doubles.office import Office
from tests.doubles.slack_driver import Driver
from tests.doubles.slack_transport import Answer, Signing
from tests.doubles.slack_transport import Held as SlackHeld

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
SOON = Watch(look=0.02, begin_anew=0.2, attempt=2.0, ping=5.0)
"""A watch that begins anew at once, and does not take a slow machine for a broken line."""


class Before(Desk):
    """The bot's desk, with something that happens before each turn."""

    def __init__(self, office: Office, before: Callable[[Inbound], Awaitable[None]]) -> None:
        super().__init__(office.bot.store, office.bot.world, office.clock)
        self._before = before
        self.taken: list[Inbound] = []

    async def take(self, inbound: Inbound) -> Now | None:
        """Wait for what happens first; whatever that raises is the turn's."""
        await self._before(inbound)
        self.taken.append(inbound)
        return await super().take(inbound)


class Held:
    """Keeps every turn waiting until it is let go."""

    def __init__(self) -> None:
        self._go = asyncio.Event()

    async def __call__(self, _: Inbound) -> None:
        await self._go.wait()

    def let_go(self) -> None:
        """Let everything happen."""
        self._go.set()


@dataclass
class Annex:
    """Another door to the office: its listeners and who comes in by it."""

    office: Office
    listening: Listening
    people: Driver

    async def settle(self) -> None:
        """All that is under way is answered, and all that is due is delivered."""
        await self.listening.finish()
        await self.office.settle()


@asynccontextmanager
async def listening_at(
    office: Office, desk: Desk | None = None, *, open_by: float = OPEN_BY, waited: float = WAITED
) -> AsyncIterator[tuple[Listening, Api]]:
    """Listeners of their own, with what they need, for a desk other than the office's or another patience."""
    async with open_session() as session:
        api = Api(session, office.slack.url)
        tokens = Tokens(api, OneToken("xoxb-skovde", api, office.clock))
        people = People(tokens, office.clock, waited)
        listening = Listening(desk or office.bot.desk, tokens, api, people, open_by)
        try:
            yield listening, api
        finally:
            await listening.finish()


@asynccontextmanager
async def annex(
    office: Office, desk: Desk | None = None, *, open_by: float = OPEN_BY, waited: float = WAITED
) -> AsyncIterator[Annex]:
    """Another HTTP door."""
    async with listening_at(office, desk, open_by=open_by, waited=waited) as (listening, _):
        app = web.Application()
        serve_on(app, listening, office.slack.app.signing_secret, office.clock)
        async with served(app) as address, Driver(office.slack, f"{address}/slack/events") as people:
            yield Annex(office, listening, people)


@asynccontextmanager
async def line(office: Office, desk: Desk | None = None, token: str = "", watch: Watch = SOON) -> AsyncIterator[Annex]:
    """Socket Mode, from the moment when it begins to connect."""
    stop = asyncio.Event()
    async with listening_at(office, desk) as (listening, api):
        lines = asyncio.ensure_future(listen(listening, api, token or office.slack.app.token, stop, watch))
        try:
            yield Annex(office, listening, Driver(office.slack, office.slack.socket))
        finally:
            stop.set()
            await lines


@asynccontextmanager
async def impatient(office: Office, within: float) -> AsyncIterator[tuple[str, int]]:
    """A door that waits no longer than so many seconds for a body; its host and port."""
    app = web.Application()
    door = Door(office.listening, SignatureVerifier(office.slack.app.signing_secret), within)
    app.router.add_post("/slack/events", door.enter)
    async with served(app) as address:
        yield "127.0.0.1", int(address.rpartition(":")[2])


@dataclass
class Street:
    """Whoever can reach the door: raw requests, signed or not."""

    office: Office
    session: ClientSession
    secret: str = field(default="signing-secret")

    async def post(
        self,
        body: bytes,
        kind: str = JSON,
        *,
        signing: Signing | None = None,
        signed: bytes | None = None,
        piecemeal: bool = False,
        **headers: str,
    ) -> tuple[int, str]:
        """Status and answer. `signed` is what the signature is for, when that is not the body."""
        signing = signing or Signing(self.secret)
        given = {**signing.headers(body if signed is None else signed, self.office.clock), "Content-Type": kind}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        content = _pieces(body) if piecemeal else body
        async with self.session.post(self.office.url, data=content, headers=given) as response:
            return response.status, await response.text()


async def _pieces(body: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(body), 300_000):
        yield body[start : start + 300_000]


def kept(folder: Path) -> bytes:
    """Every byte of the database, the part that is not folded in yet too."""
    return b"".join(path.read_bytes() for path in sorted(folder.glob("ideas.db*")))


async def bid(office: Office, user: str, channel: str, text: str) -> Answer:
    """A slash command with its text as Slack sends it, mentions marked up."""
    held = SlackHeld()
    await office.people.holding(held).command(user, channel)
    (parcel,) = held.parcels
    answer = await office.people.deliver(replace(parcel, payload={**parcel.payload, "text": text}))
    await office.settle()
    return answer
