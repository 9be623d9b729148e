"""The doors that the Teams benchmark compares, each in a process of its own: the bot, and the least there is.

Both take activities at `/api/messages`, keep what was said in a copy of the same database (synchronous=FULL) and post
the reply to the connector over one shared session. `/spent` tells the CPU time of the process, all threads.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from aiohttp import ClientSession, web
from yarl import URL

from adapters.teams.addresses import is_loopback
from adapters.teams.app import MESSAGES_PATH, build, serve_on
from adapters.teams.connector import Connector, open_session
from adapters.teams.pace import Pace
from adapters.teams.sdk import OpenLogin, SignIn, open_login
from adapters.teams.send import TeamsSender
from adapters.teams.tokens import Tokens
from bot.app import open_bot, utc_now
from bot.references import KeptReferences
from dialogs.messages import Sender


@dataclass(frozen=True, slots=True)
class Served:
    """A door that is open, as the benchmark meets it."""

    name: str
    url: str
    session: ClientSession

    async def bring(self, body: bytes, headers: Mapping[str, str]) -> None:
        """Bring an activity, and wait until it is acknowledged."""
        async with self.session.post(f"{self.url}{MESSAGES_PATH}", data=body, headers=headers) as answer:
            await answer.read()
            assert answer.status == 200, (self.name, answer.status)

    async def spent(self) -> float:
        """Seconds of CPU that its process has spent."""
        async with self.session.get(f"{self.url}/spent") as answer:
            return float(await answer.text())


@asynccontextmanager
async def served(
    name: str, words: Mapping[str, object], environment: Mapping[str, str] | None = None
) -> AsyncIterator[Served]:
    """A door in a process that ends with its standard input. `words` are what the door is opened with."""
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-m", "benchmarks.teams_doors", name, json.dumps(words))
    process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, env=environment)
    assert process.stdin
    assert process.stdout
    url = (await process.stdout.readline()).decode().strip()
    assert url, f"{name} did not open"
    async with ClientSession() as session:
        yield Served(name, url, session)
    process.stdin.close()
    await process.wait()


async def serve(name: str, words: Mapping[str, Any]) -> None:
    """Open a door and tell its address, until standard input ends."""
    app = web.Application()
    app.router.add_get("/spent", spent)
    async with DOORS[name](app, **words):
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        print(f"http://127.0.0.1:{runner.addresses[0][1]}", flush=True)
        await asyncio.to_thread(sys.stdin.read)
        await runner.cleanup()


async def spent(_: web.Request) -> web.Response:
    """What the process has used until now."""
    return web.Response(text=f"{time.process_time()}")


# The bot


@asynccontextmanager
async def ours(
    app: web.Application, database: str, preset: str, sign_in: Mapping[str, str] | None = None
) -> AsyncIterator[None]:
    """The bot as it runs, signed in when it is told how, and else with nobody asked who they are."""
    senders, stop = dict[str, Sender](), asyncio.Event()
    async with open_bot(f"sqlite:///{database}", preset, senders) as bot, open_session() as session:
        login = open_login(SignIn(**sign_in)) if sign_in else OpenLogin()
        tokens, references = Tokens(login, utc_now), KeptReferences(bot.store, utc_now)
        connector = Connector(session, tokens, Pace(utc_now), "app", is_loopback)
        senders["teams"] = TeamsSender(connector, references)
        listening = build(bot.desk, connector, references, utc_now)
        serve_on(app, listening, login, is_loopback)
        await login.warm()
        await tokens.warm()
        delivering = asyncio.ensure_future(bot.dispatcher.run(stop))
        yield
        stop.set()
        await delivering
        await listening.finish()


# The floor


@asynccontextmanager
async def floor(app: web.Application, database: str, size: int) -> AsyncIterator[None]:
    """aiohttp and sqlite3: the least with which an activity can be read, kept and answered. `size` is bytes of a reply.

    The same rows in three commits a turn, as in `benchmarks.engine`; it knows no dialog, and its reply is padding.
    """
    activity = {"type": "message", "locale": "sv", "text": "x" * max(0, size - 60)}
    running = set[asyncio.Task[None]]()

    async def enter(request: web.Request) -> web.Response:
        heard = Heard.of(json.loads(await request.read()))
        key = committed(connection, lambda run: kept(run, heard))
        task = asyncio.ensure_future(deliver(heard, key))
        running.add(task)
        task.add_done_callback(running.discard)
        return web.Response()

    async def deliver(heard: Heard, key: str) -> None:
        row = committed(connection, lambda run: claimed(run, key))
        async with session.post(heard.address, json=activity) as answer:
            remote = (await answer.json())["id"]
        committed(connection, lambda run: sent(run, row, remote))

    app.router.add_post(MESSAGES_PATH, enter)
    async with open_session() as session:
        with closing(sqlite3.connect(Path(database), isolation_level=None)) as connection:
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
                connection.execute(f"PRAGMA {pragma}")
            yield
            await asyncio.gather(*running)


@dataclass(frozen=True, slots=True)
class Heard:
    """What the floor reads in an activity."""

    id: str
    text: str
    user: str
    tenant: str
    address: URL

    @classmethod
    def of(cls, activity: dict[str, Any]) -> Heard:
        """Who says what, and where the reply goes."""
        there = activity["conversation"]
        path = f"v3/conversations/{there['id'].replace(':', '%3A')}/activities"
        address = URL(f"{activity['serviceUrl']}{path}", encoded=True)
        who = activity["from"]["aadObjectId"]
        return cls(activity["id"], activity["text"], who, there["tenantId"], address)


Run = Callable[..., sqlite3.Cursor]
T = TypeVar("T")


def committed(connection: sqlite3.Connection, write: Callable[[Run], T]) -> T:
    """Write in one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    found = write(connection.execute)
    connection.execute("COMMIT")
    return found


def kept(run: Run, heard: Heard) -> str:
    """Inbox, draft, conversation and outbox: what a turn reads and writes. The key of the reply."""
    now, where = time.time_ns() // 1000, (heard.tenant, heard.user)
    run("INSERT INTO inbox VALUES ('teams', ?, ?, ?, '') ON CONFLICT DO NOTHING", (heard.tenant, heard.id, now))
    person = run(
        "SELECT p.* FROM person p JOIN identity i ON i.person = p.id"
        " WHERE platform = 'teams' AND workspace = ? AND user = ?",
        where,
    ).fetchone()
    told = run(
        "SELECT draft FROM conversation"
        " WHERE platform = 'teams' AND workspace = ? AND channel = ? AND thread = '' AND person = ?",
        (*where, person[0]),
    ).fetchone()
    number = told[0] if told and told[0] else begun(run, heard, person, now)
    document = json.loads(run("SELECT * FROM idea WHERE id = ? AND seq = 0", (number,)).fetchone()[-1])
    answers = document.setdefault("answers", {})
    answers[f"answer{len(answers)}"] = {"text": heard.text}
    run("UPDATE idea SET document = ?, changed_at = ? WHERE id = ?", (json.dumps(document), now, number))
    facts = {"key": "target_group", "step": 3, "of": 6, "leads": [], "back": True, "chosen": [], "body": ""}
    run(
        "INSERT INTO outbox (tenant, destination, key, kind, body, language, created_at)"
        " SELECT tenant, id, ?, 'question', ?, 'sv', ? FROM destination"
        " WHERE tenant = ? AND platform = 'teams' AND conversation = ?",
        (f"reply:{heard.id}", json.dumps(facts), now, *where),
    )
    return f"reply:{heard.id}"


def begun(run: Run, heard: Heard, person: tuple[Any, ...], now: int) -> int:
    """A new draft in the person's conversation."""
    made = run(
        "INSERT INTO idea (body, bearer, status, seq, created_at, changed_at) VALUES (?, ?, 'draft', 0, ?, ?)",
        (person[3], person[0], now, now),
    ).lastrowid
    assert made
    run(
        "INSERT INTO conversation VALUES ('teams', ?, ?, '', ?, ?, '', '')"
        " ON CONFLICT DO UPDATE SET draft = excluded.draft",
        (heard.tenant, heard.user, person[0], made),
    )
    return made


def claimed(run: Run, key: str) -> int:
    """The reply is about to be sent; its row."""
    row, now = int(run("SELECT id FROM outbox WHERE key = ?", (key,)).fetchone()[0]), time.time_ns() // 1000
    run(
        "UPDATE outbox SET state = 'sending', attempts = attempts + 1, lease_until = ?, first_try_at = ?,"
        " last_try_at = ? WHERE id = ?",
        (now, now, now, row),
    )
    return row


def sent(run: Run, row: int, remote: str) -> None:
    """The reply has been sent."""
    mine, now = "WHERE id = ? AND attempts = 1 AND state = 'sending'", time.time_ns() // 1000
    run(f"UPDATE outbox SET state = 'sent', remote_id = ?, sent_at = ?, error = NULL {mine}", (remote, now, row))


DOORS: Mapping[str, Any] = {"floor": floor, "ours": ours}

if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], json.loads(sys.argv[2])))
