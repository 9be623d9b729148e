"""Teams: what a whole turn costs against aiohttp and sqlite3, what a slow far side is asked, and what it is to let in.

The doors are served by processes of their own (`benchmarks.teams_doors`); this one is the people who write, the
connector that takes the replies, and Microsoft's login, so that none of that counts.

`turn` is the CPU time of a turn from the activity over HTTP to the reply's sent mark: 200 people each write the first
five answers of the dialog, everyone waiting for the reply before going on, so many of them at once. Nobody signs in on
either side, and both are durable. Floor and product alternate, each on its own copy of the same database.

`slow far side` is the bot signed in, before a connector that takes 100 ms and a login that takes 50 ms: how often it
asks for tokens and connects anew, as the far side counts it, from the first turn of the process on. Turns in a second
are those of the clock, which other work on the machine slows.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import timedelta
from importlib import resources
from itertools import count
from pathlib import Path
from statistics import mean, median
from tempfile import TemporaryDirectory
from typing import Any

from aiohttp import web
from rich.console import Console
from rich.table import Table

from adapters.teams.sdk import SignIn, open_login
from benchmarks.engine import NEED, NOW, WORLD, Goal, shown
from benchmarks.teams_doors import Served, served
from dialogs.messages import Notice, Outgoing
from ideas.people import Identity, Person, Place
from storage import outbox
from storage.outbox import Sent
from storage.store import Store
from storage.unit_of_work import UnitOfWork
from tests.doubles.teams_login import LoginDouble
from tests.doubles.teams_world import guid

PEOPLE, KNOWN = 200, 10_000
"""People who write in a round, others in each; people in the database."""
SAID = (NEED, "Lugnare morgnar.", "Brukare, patienter", "Jag har sett det själv", "Hoppa över")
"""What each of them writes."""
TURNS = {1: Goal(5, 3, 1.7), 32: Goal(5, 3, 1.7)}
"""Turns in flight."""
SLOW_PEOPLE, CONNECTOR, LOGIN = 64, 0.100, 0.050
"""People who write at once to a bot whose connector and login take so many seconds."""
TOKENS, CONNECTIONS = Goal(5, 2, 1), Goal(100, 50, 10)
"""Of 1,000 turns."""
BODIES = tuple(body.key for body in WORLD.preset.bodies)


def run(*, quick: bool) -> bool:
    """Print the ratios and counts; False when a must is missed."""
    return asyncio.run(measured(quick))


async def measured(quick: bool) -> bool:
    """The same, in the event loop."""
    with TemporaryDirectory(prefix="teams-") as folder:
        given = Given(Path(folder))
        await given.prepare()
        table, met = await turns(given, quick)
        counted, speed, few = await slow_far_side(given)
    Console(width=100).print(table, counted, speed, await admitting(300 if quick else 1_000), sep="\n")
    return met and few


# What is measured


async def turns(given: Given, quick: bool) -> tuple[Table, bool]:
    """Floor and product, turn by turn; whether the ratio is as it must be."""
    table = Table("in flight", "floor µs", "ours µs", "ratio", "min–max", "must", "goal", "moonshot", "verdict")
    met = True
    for in_flight, goal in TURNS.items():
        pairs = await given.pairs(in_flight, rounds=3 if quick else 9)
        verdict = goal.verdict(median(product / floor for floor, product in pairs), 1.25 if quick else 1)
        table.add_row(str(in_flight), *shown(pairs), *map(str, (goal.must, goal.goal, goal.moonshot)), verdict)
        met &= verdict != "missed"
    return table, met


async def slow_far_side(given: Given) -> tuple[Table, str, bool]:
    """What the far side counts while 1,000 turns are taken, and how many in a second; whether the count is low enough.

    Nothing is met beforehand: the first turn is the first of its process.
    """
    people = range(1_000 // len(SAID))
    async with SlowLogin() as login:
        sign_in = {"app_id": login.app_id, "tenant": login.tenant, "secret": login.secret}
        sign_in |= {"metadata_url": login.metadata_url, "login_url": login.login_url}
        words, environment = given.words("ours") | {"sign_in": sign_in}, {**os.environ, **login.environment}
        async with far_side(CONNECTOR, login) as far, served("ours", words, environment) as door:
            took = await far.hear(door, people, SLOW_PEOPLE)
    async with far_side(CONNECTOR) as plain, served("floor", given.words("floor")) as door:
        least = await plain.hear(door, people, SLOW_PEOPLE)
    table, met = Table("of 1,000 turns", "counted", "must", "goal", "moonshot", "verdict"), True
    found = {"token requests": (login.calls["token"], TOKENS), "new connections": (len(far.connected), CONNECTIONS)}
    for name, (number, goal) in found.items():
        verdict = goal.verdict(number, 1)
        table.add_row(name, *map(str, (number, goal.must, goal.goal, goal.moonshot)), verdict)
        met &= verdict != "missed"
    speed = f"{1_000 / took:.0f} turns/s, floor {1_000 / least:.0f}, ratio {least / took:.2f}"
    return table, f"slow far side, {SLOW_PEOPLE} people: {speed}", met


async def admitting(times: int) -> str:
    """What it costs to let somebody in, keys being there: a token that is new, and one that is remembered."""
    async with LoginDouble() as double:
        secret = double.secret
        urls = {"metadata_url": double.metadata_url, "login_url": double.login_url}
        login = open_login(SignIn(double.app_id, double.tenant, secret=secret, **urls))
        address = "https://smba.trafficmanager.net/emea/"
        tokens = [double.bearer(serviceurl=address, jti=str(n)) for n in range(times)]
        await login.warm()
        spent = []
        for headers in (tokens[:50], tokens[50:], tokens[50:]):
            started = time.process_time()
            for header in headers:
                await login.admit(header, "msteams", address)
            spent.append((time.process_time() - started) / len(headers) * 1e6)
    return f"admit: {spent[1]:.0f} µs of CPU for a token the first time, {spent[2]:.1f} µs when it is remembered"


class SlowLogin(LoginDouble):
    """Microsoft's login, taking its time for everything."""

    @web.middleware
    async def _counted(self, request: web.Request, handler: Any) -> web.StreamResponse:
        await asyncio.sleep(LOGIN)
        return await super()._counted(request, handler)


# What it is measured with


class Given:
    """A folder with a prepared database and the preset, and how large a reply of the bot is, in bytes."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._prepared, self._preset = folder, folder / "prepared.db", folder / "teams.toml"
        self._size, self._copies = 0, count()

    async def prepare(self) -> None:
        """The database, the preset, and the size of a reply."""
        self._preset.write_text(preset(), encoding="utf-8")
        store = await Store.open(f"sqlite:///{self._prepared}")
        await store.turn(populate)
        await store.close()
        async with far_side() as far, served("ours", self.words("ours")) as door:
            await far.hear(door, range(20), 1)
            self._size = round(mean(far.sizes))

    def words(self, name: str) -> dict[str, object]:
        """What a door is opened with: a copy of the database, and what it needs besides."""
        copy = shutil.copy(self._prepared, self._prepared.with_name(f"{name}-{next(self._copies)}.db"))
        return {"database": str(copy)} | ({"preset": str(self._preset)} if name == "ours" else {"size": self._size})

    async def pairs(self, in_flight: int, rounds: int) -> list[tuple[float, float]]:
        """Microseconds of CPU for a turn at the floor and in the bot, alternating which comes first."""
        words, pairs = {name: self.words(name) for name in ("floor", "ours")}, []
        async with AsyncExitStack() as stack:
            far = await stack.enter_async_context(far_side())
            doors = [await stack.enter_async_context(served(*one)) for one in words.items()]
            for n in range(-1, rounds):  # the first is not counted: everything is met for the first time
                people = range((n + 1) * PEOPLE, (n + 2) * PEOPLE)
                spent = {}
                for door in doors if n % 2 else doors[::-1]:
                    before = await door.spent()
                    await far.hear(door, people, in_flight)
                    spent[door.name] = (await door.spent() - before) / (PEOPLE * len(SAID)) * 1e6
                pairs.append((spent["floor"], spent["ours"]))
        for opened in words.values():
            assert_sent(Path(str(opened["database"])), KNOWN + (rounds + 1) * PEOPLE * len(SAID))
        return pairs[1:]


def assert_sent(database: Path, number: int) -> None:
    """Both sides have kept every reply as sent."""
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT state, count(*) FROM outbox GROUP BY state").fetchall() == [("sent", number)]


def preset() -> str:
    """The packaged preset, where every municipality has a Teams: one tenant takes no more than 50 messages a second."""
    text = (resources.files("ideas") / "presets" / "skaraborg.toml").read_text("utf-8")
    return re.sub(r'(?m)^(\[\[bodies\]\]\nkey = "(\w+)"\n)', _with_chat, text)


def _with_chat(found: re.Match[str]) -> str:
    chat = f'platform = "teams", workspace = "{guid(found[2])}", coach_channel = "19:{found[2]}@thread.tacv2"'
    return f"{found[1]}chats = [{{ {chat} }}]\n"


def populate(uow: UnitOfWork) -> None:
    """Everyone with a welcome that has been delivered, and nothing told yet.

    The way to them is not known: the bot learns it from the first thing that they write, and writes it down.
    """
    for n in range(KNOWN):
        body, there = BODIES[n % len(BODIES)], home(n)
        uow.add_person(
            Person(0, f"p{n}", f"Person {n}", body, "sv", "vard", home=there),
            Identity("teams", there.workspace, there.channel),
        )
        uow.send(Outgoing(f"welcome:{n}", there, Notice("welcome", {}), "sv"), NOW)
    for claimed in outbox.claim(uow, NOW, NOW + timedelta(minutes=2), KNOWN):
        outbox.record(uow, [(claimed, Sent("0"))], NOW)


def home(n: int) -> Place:
    """The n-th person's own conversation."""
    return Place("teams", guid(BODIES[n % len(BODIES)]), guid(f"person {n}"))


@dataclass
class FarSide:
    """People who write, and the connector that the bot's replies come to.

    `connected` are the connections that were made to it, `sizes` the bytes of each reply.
    """

    slow: float = 0.0
    bearer: LoginDouble | None = None
    url: str = ""
    connected: set[object] = field(default_factory=set)
    sizes: list[int] = field(default_factory=list)
    _waiting: dict[str, asyncio.Future[None]] = field(default_factory=dict)
    _ids: Iterator[int] = field(default_factory=lambda: count(1_732_000_000_000))

    async def take(self, request: web.Request) -> web.Response:
        """A reply comes."""
        self.connected.add(request.protocol)
        self.sizes.append(len(await request.read()))
        if self.slow:
            await asyncio.sleep(self.slow)
        if self.bearer:
            assert self.bearer.accepts(request.headers["Authorization"])
        asyncio.get_running_loop().call_soon(self._waiting.pop(request.match_info["there"]).set_result, None)
        return web.json_response({"id": str(next(self._ids))}, status=201)

    async def hear(self, door: Served, people: range, in_flight: int) -> float:
        """Let these people write, so many at once; seconds until the last has been answered."""
        left, began, before = iter(people), time.perf_counter(), len(self.sizes)
        signs = {body: self._signed(body) for body in BODIES}

        async def some() -> None:
            for n in left:
                for said in SAID:
                    await self._turn(door, n, said, signs[BODIES[n % len(BODIES)]])

        await asyncio.gather(*(some() for _ in range(in_flight)))
        took = time.perf_counter() - began
        assert len(self.sizes) - before == len(people) * len(SAID), "a turn has another number of replies than one"
        return took

    async def _turn(self, door: Served, n: int, said: str, headers: Mapping[str, str]) -> None:
        """Somebody writes, and waits for the reply."""
        answered = self._waiting[f"a:{n}"] = asyncio.get_running_loop().create_future()
        await door.bring(self.written(n, said), headers)
        async with asyncio.timeout(30):
            await answered

    def written(self, n: int, said: str) -> bytes:
        """An activity: the n-th person writes to the bot."""
        there, moment = home(n), "2026-11-26T08:00:00.000Z"
        clients = {"locale": "sv-SE", "country": "SE", "platform": "Web", "timezone": "Europe/Stockholm"}
        activity = {
            "type": "message",
            "id": str(next(self._ids)),
            "timestamp": moment,
            "channelId": "msteams",
            "serviceUrl": self._address(BODIES[n % len(BODIES)]),
            "from": {"id": f"29:{n}", "name": f"Person {n}", "aadObjectId": there.channel},
            "conversation": {"conversationType": "personal", "tenantId": there.workspace, "id": f"a:{n}"},
            "recipient": {"id": "28:app", "name": "Idéslussen"},
            "textFormat": "plain",
            "text": said,
            "locale": "sv-SE",
            "channelData": {"tenant": {"id": there.workspace}},
            "attachments": [{"contentType": "text/html", "content": f"<p>{said}</p>"}],
            "entities": [{**clients, "type": "clientInfo"}],
        }
        return json.dumps(activity, ensure_ascii=False).encode()

    def _address(self, body: str) -> str:
        return f"{self.url}/emea/{guid(body)}/"

    def _signed(self, body: str) -> dict[str, str]:
        signs = {"Authorization": self.bearer.bearer(serviceurl=self._address(body))} if self.bearer else {}
        return {"Content-Type": "application/json; charset=utf-8"} | signs


@asynccontextmanager
async def far_side(slow: float = 0.0, bearer: LoginDouble | None = None) -> AsyncIterator[FarSide]:
    """The connector, answering after so many seconds; with a `bearer` it takes only those who have signed in there."""
    far, app = FarSide(slow, bearer), web.Application()
    app.router.add_post("/emea/{tenant}/v3/conversations/{there}/activities", far.take)
    runner = web.AppRunner(app, access_log=None, keepalive_timeout=600)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    far.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield far
    await runner.cleanup()
