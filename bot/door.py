"""A platform's door: its sender, its way in, and what runs for as long as it is open."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from dialogs.messages import Sender

if TYPE_CHECKING:
    from adapters.server import Application

Clock = Callable[[], datetime]
ASK_AGAIN = 300.0
"""Seconds until a platform is asked again for people it could not tell of."""


@dataclass(frozen=True, slots=True)
class Door:
    """One platform's way in: its sender, what it adds to the HTTP server, and what runs for as long as it is open."""

    platform: str
    sender: Sender
    serve_on: Callable[[Application], None]
    run: Callable[[asyncio.Event], Awaitable[None]]


class Introducing(Protocol):
    """A surface that can find the people whom the preset appoints."""

    async def introduce(self) -> bool:
        """Whether all could be told of; else it is worth asking again."""
        ...


@asynccontextmanager
async def introducing(surface: Introducing, stop: asyncio.Event) -> AsyncIterator[None]:
    """People are introduced meanwhile; the end waits for nobody's name."""
    asking = asyncio.ensure_future(_introduce(surface, stop))
    try:
        yield
    finally:
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)


async def _introduce(surface: Introducing, stop: asyncio.Event) -> None:
    """Once, and again after a while where the platform could not tell of everybody."""
    while not stop.is_set() and not await surface.introduce():
        with suppress(TimeoutError):
            async with asyncio.timeout(ASK_AGAIN):
                await stop.wait()
