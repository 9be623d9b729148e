"""`idesluss chat`: a conversation in a terminal or a pipe, with the clock and deliveries in the same process."""

from __future__ import annotations

import asyncio
import sys
import uuid
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TextIO

from adapters.terminal.app import Take, build
from adapters.terminal.inbound import PLATFORM, Seat
from adapters.terminal.send import TerminalSender
from bot.app import Bot, open_bot, utc_now
from bot.settings import Settings, SettingsError
from bot.start import load_preset, presets
from bot.world import LOCAL
from dialogs.messages import Inbound, Now, TryLater


class Pipe:
    """Lines in, lines out; at a terminal with a prompt, in a pipe without."""

    def __init__(self, record: list[str], typed: TextIO, shown: TextIO) -> None:
        self._record, self._typed, self._shown, self._asks = record, typed, shown, typed.isatty()

    async def ask(self, prompt: str) -> str | None:
        """The next line, or None at the end."""
        if self._asks:
            self._shown.write(prompt or "\n> ")
            self._shown.flush()
        line: str = await asyncio.to_thread(self._typed.readline)
        if not line:
            return None
        typed = line.rstrip("\n")
        self._record += ["", *_said("me", typed)]
        return typed

    def tell(self, text: str) -> None:
        """Print something the bot says."""
        self._shown.write(text + "\n")
        self._shown.flush()
        self._record += _said("bot", text)


def _said(who: str, text: str) -> list[str]:
    first, *rest = text.split("\n")
    return [f"{who}: {first}", *(f"     {line}" for line in rest)]


async def chat(
    settings: Settings,
    handle: str,
    body: str,
    record: Path | None,
    *,
    chosen: bool,
    clock: Callable[[], datetime] = utc_now,
    typed: TextIO | None = None,
    shown: TextIO | None = None,
    noted: TextIO | None = None,
) -> None:
    """Talk as one person until the lines end, by way of the standard streams unless others are given.

    Somebody whom the body has not met is let in, with a word about it in `noted`: it may be a slip of the keyboard.

    Raises:
        SettingsError: when no preset has the body.
    """
    preset = _preset_with(body, settings.idesluss_preset, chosen)
    lines = [f"# {handle} ({body})"]
    screen, seat = Pipe(lines, typed or sys.stdin, shown or sys.stdout), Seat(body, handle)
    printer = TerminalSender(seat.place, screen.tell)
    async with open_bot(settings.database_url, preset, {PLATFORM: printer, LOCAL: printer}, clock) as bot:
        if await bot.store.turn(lambda uow: uow.person_named(body, handle)) is None:
            known = ", ".join(who.handle for who in bot.world.preset.people if who.body == body)
            print(f"{handle} is new in {body}; known are {known}", file=noted or sys.stderr)
        talk = build(seat, screen, printer, _taker(bot, screen.tell), uuid.uuid4().hex)
        await bot.sweep()
        await bot.dispatcher.drain(bot.clock())
        await talk.talk()
    if record:
        await asyncio.to_thread(record.write_text, "\n".join(lines) + "\n", "utf-8")


def _preset_with(body: str, wished: str, chosen: bool) -> str:
    """The preset that has the body: the one asked for, else any packaged one."""
    for name in (wished,) if chosen else (wished, *presets()):
        if body in {b.key for b in load_preset(name).bodies}:
            return name
    known = ", ".join(b.key for b in load_preset(wished).bodies)
    raise SettingsError(f"--body {body}: there is no such organisation. In {wished} there are {known}.")


def _taker(bot: Bot, tell: Callable[[str], None]) -> Take:
    async def take(inbound: Inbound) -> Now | None:
        try:
            now = await bot.desk.take(inbound)
        except TryLater:
            tell(bot.world.texts.say(bot.world.preset.language, "refused-busy"))
            return None
        await bot.dispatcher.drain(bot.clock())
        return now

    return take
