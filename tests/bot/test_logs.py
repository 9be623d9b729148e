"""The log tells what happened in the system, and never what a person wrote, is called or was told."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from bot.app import Bot, open_bot
from bot.logs import start_logging
from bot.start import home_of
from bot.world import LOCAL
from dialogs.messages import Delivery, Inbound, Receipt
from ideas.people import Identity

SECRET = "hallonsylt"
NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
KEYS = (f"k{n}" for n in count())


class Breaking:
    """A surface that fails with the whole message in its fault."""

    async def send(self, delivery: Delivery) -> Receipt:
        raise RuntimeError(delivery.card.summary)

    async def find(self, delivery: Delivery) -> Receipt | None:
        raise RuntimeError(delivery.card.summary)


async def take(bot: Bot, text: str = "", action: str = "", value: str = "") -> None:
    """One turn of somebody whose name is a secret too."""
    who, place = Identity(LOCAL, "skovde", "ny"), home_of("skovde", "ny")
    name = f"Nina {SECRET}"
    await bot.desk.take(Inbound(next(KEYS), who, place, name, "skovde", text=text, action=action, value=value))


async def test_whole_turns_at_debug_level_leave_no_trace_of_the_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = start_logging("debug", "json")
    days = [NOON + timedelta(days=n) for n in range(9)]
    async with open_bot(f"sqlite:///{tmp_path}/ideas.db", "skaraborg", {LOCAL: Breaking()}, lambda: days[0]) as bot:
        await take(bot, text=f"Frukosten med {SECRET} kommer för sent till de boende.")
        await take(bot, text=f"Det blir mer {SECRET} för alla.")
        await take(bot, text=f"{SECRET} 19811228-9874")
        await take(bot, text=f"Någon skadades av {SECRET} och kollegan slog en boende.")
        await take(bot, text=f"ta {SECRET}")
        await take(bot, action=SECRET, value=SECRET)
        await take(bot, action="answer", value=SECRET)
        while len(days) > 1:
            await bot.dispatcher.drain(days[0])
            await bot.sweep()
            del days[0]
        log.debug("here", ok=True)
    told = "".join(capsys.readouterr())
    assert '"event": "here"' in told
    assert "RuntimeError" in told, "the fault is told by its kind and place"
    assert SECRET not in told


async def test_a_log_is_one_json_object_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    start_logging("debug", "json")
    async with open_bot(f"sqlite:///{tmp_path}/ideas.db", "skaraborg", {LOCAL: Breaking()}, lambda: NOON) as bot:
        await take(bot, text="Frukosten kommer för sent till de boende.")
        await bot.dispatcher.drain(NOON)
    logging.getLogger("somebody.else").warning("heard")
    lines = capsys.readouterr().err.splitlines()
    assert lines
    assert all({"event", "level", "timestamp"} <= json.loads(line).keys() for line in lines)


def test_a_quiet_level_says_less(capsys: pytest.CaptureFixture[str]) -> None:
    log = start_logging("warning", "json")
    log.info("small")
    log.warning("large")
    told = capsys.readouterr().err
    assert "large" in told
    assert "small" not in told


def test_text_is_for_reading(capsys: pytest.CaptureFixture[str]) -> None:
    start_logging("info", "text").info("serving", address="http://127.0.0.1:1")
    told = capsys.readouterr().err
    assert "serving" in told
    assert not told.startswith("{")
