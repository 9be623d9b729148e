"""What the operator sees: alive, ready to take turns, and figures; through the real server on a free port."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession, web

from adapters.server import serve
from bot.app import Bot, open_bot
from bot.health import STUCK, HealthDesk
from bot.start import home_of
from bot.world import LOCAL
from dialogs.messages import Inbound
from ideas.people import Identity
from tests.house.sources import ROOT

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
NAMED = re.findall(r"^\| `(idesluss_\w+)`", (ROOT / "docs" / "operate.md").read_text("utf-8"), re.MULTILINE)


@dataclass(slots=True)
class Wall:
    """A clock that stands until it is moved."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True, slots=True)
class House:
    """A bot whose health can be asked for."""

    bot: Bot
    wall: Wall
    address: str

    async def ask(self, path: str) -> tuple[int, str]:
        """Status and body of an answer."""
        async with ClientSession() as session, session.get(self.address + path) as answer:
            return answer.status, await answer.text()

    async def write(self, text: str) -> None:
        """Anna in Skövde says something."""
        place = home_of("skovde", "anna")
        await self.bot.desk.take(
            Inbound(f"k{text}", Identity(LOCAL, "skovde", "anna"), place, body="skovde", text=text)
        )


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    wall = Wall()
    async with open_bot(f"sqlite:///{tmp_path}/ideas.db", "skaraborg", {}, wall) as bot:
        address, stop = await serve(web.Application(), HealthDesk(bot.store, wall), "127.0.0.1", 0)
        yield House(bot, wall, address)
        await stop()


async def test_a_bot_that_can_store_turns_is_alive_and_ready(house: House) -> None:
    assert await house.ask("/healthz") == (200, '{"status": "alive"}')
    assert await house.ask("/readyz") == (200, '{"ready": true, "database": "ok", "outbox": "ok"}')


async def test_a_bot_that_cannot_store_turns_is_alive_but_not_ready_until_it_can(house: House, tmp_path: Path) -> None:
    await house.bot.store.turn(lambda uow: uow.connection.exec_driver_sql("PRAGMA busy_timeout=0"))
    with closing(sqlite3.connect(tmp_path / "ideas.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert (await house.ask("/healthz"))[0] == 200
        assert await house.ask("/readyz") == (503, '{"ready": false, "database": "locked"}')
    assert (await house.ask("/readyz"))[0] == 200


async def test_messages_that_wait_long_are_named_but_close_no_door(house: House) -> None:
    await house.write("Frukosten kommer för sent till de boende.")
    house.wall.now += STUCK + timedelta(seconds=1)
    assert await house.ask("/readyz") == (200, '{"ready": true, "database": "ok", "outbox": "late"}')


async def test_the_documented_figures_are_there_and_no_others(house: House) -> None:
    status, text = await house.ask("/metrics")
    assert status == 200
    assert set(re.findall(r"^# TYPE (\w+?)(?:_created)? ", text, re.MULTILINE)) == set(NAMED)


async def test_the_figures_count_what_has_happened(house: House) -> None:
    before = re.search(r"^idesluss_turn_seconds_count (\S+)$", (await house.ask("/metrics"))[1], re.MULTILINE)
    await house.write("Frukosten kommer för sent till de boende.")
    await house.write("Kalle 19811228-9874 fick vänta länge.")
    house.wall.now += timedelta(seconds=90)
    text = (await house.ask("/metrics"))[1]
    assert 'idesluss_ideas{body="skovde",status="draft"} 1.0' in text
    assert 'idesluss_outbox_messages{state="pending"} 2.0' in text
    assert "idesluss_outbox_oldest_seconds 90.0" in text
    assert 'idesluss_stopped_texts{reason="personal_number"} 1.0' in text
    assert before
    assert f"idesluss_turn_seconds_count {float(before[1]) + 2}" in text


async def test_no_figure_holds_a_word_or_a_name(house: House) -> None:
    await house.write("Frukosten kommer för sent till de boende.")
    text = (await house.ask("/metrics"))[1].casefold()
    assert not [word for word in ("frukost", "anna", "åström") if word in text]
