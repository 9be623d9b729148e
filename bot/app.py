"""The only place that wires things: settings to store, world, surfaces, dispatcher and clock."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

import structlog

from adapters.faults import fault
from bot.clock import due_now, happen, put_off
from bot.deliver import Dispatcher, Patience
from bot.desk import Desk
from bot.doors import open_doors
from bot.health import HealthDesk
from bot.settings import Settings
from bot.start import appoint, load_world
from bot.unreachable import DefaultChannels
from bot.world import LOCAL, World
from dialogs.messages import Sender
from dialogs.notices import show
from ideas.occurrence import Occurrence
from storage.errors import StoreError
from storage.store import Store
from storage.unit_of_work import UnitOfWork

SWEEP = 5.0
"""Seconds between two looks at what is due."""

log: structlog.stdlib.BoundLogger = structlog.get_logger("idesluss")


def utc_now() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Bot:
    """A running bot without surfaces of its own."""

    store: Store
    world: World
    desk: Desk
    dispatcher: Dispatcher
    clock: Callable[[], datetime]

    async def sweep(self) -> int:
        """Do what is due now, each in a transaction of its own; how many were due."""
        now = self.clock()
        due = await self.store.turn(partial(_due, now, self.world))
        for occurrence in due:
            try:
                await self.store.turn(partial(_happen, now, self.world, occurrence))
            except StoreError:
                raise
            except Exception as error:  # noqa: BLE001 - one that fails must not hold up the others
                log.error("occurrence-failed", kind=occurrence.kind, fault=fault(error))
                await self.store.turn(partial(_put_off, occurrence, fault(error)))
        return len(due)


def _due(now: datetime, world: World, uow: UnitOfWork) -> list[Occurrence]:
    return due_now(uow, now, world)


def _happen(now: datetime, world: World, occurrence: Occurrence, uow: UnitOfWork) -> None:
    happen(uow, now, world, occurrence)


def _put_off(occurrence: Occurrence, reason: str, uow: UnitOfWork) -> None:
    put_off(uow, occurrence, reason)


def _appoint(now: datetime, world: World, uow: UnitOfWork) -> None:
    appoint(uow, world, now)


@asynccontextmanager
async def open_bot(
    url: str, preset: str, senders: Mapping[str, Sender], clock: Callable[[], datetime] = utc_now
) -> AsyncIterator[Bot]:
    """The bot with its database open, people appointed, and nothing running yet.

    Raises:
        PresetError, StoreError: with the reason, and what to do.
    """
    world = load_world(preset)
    store = await Store.open(url)
    try:
        await store.turn(partial(_appoint, clock(), world))
        shown, instead = partial(show, texts=world.texts), DefaultChannels(world)
        dispatcher = Dispatcher(store, senders, shown, clock, Patience(), log, stand_ins=instead)
        store.wake = dispatcher.wake
        yield Bot(store, world, Desk(store, world, clock), dispatcher, clock)
    finally:
        await store.close()


async def serve(settings: Settings, tell: Callable[[str], None]) -> None:
    """Serve until asked to stop: platforms or the page, deliveries and the clock. `tell` says where to look.

    The page has no login, and so is closed where a platform's door is open: whoever came to it could be anyone.
    """
    from adapters.server import serve as serve_http
    from adapters.web.app import build
    from adapters.web.send import WebSender

    stop = asyncio.Event()
    _stop_on_signals(stop)
    pages = WebSender()
    senders: dict[str, Sender] = {LOCAL: pages, "terminal": pages}
    async with (
        open_bot(settings.database_url, settings.idesluss_preset, senders) as bot,
        open_doors(settings, bot.store, bot.world, bot.desk, bot.clock) as doors,
    ):
        senders.update({door.platform: door.sender for door in doors})
        page = None if doors else build(bot.desk, pages, stop=stop, allowed_hosts=_hosts(settings))
        health, ways_in = HealthDesk(bot.store, bot.clock), [door.serve_on for door in doors]
        address, close = await serve_http(page, health, settings.host, settings.port, ways_in)
        try:
            tell(address)
            log.info("serving", address=address, preset=settings.idesluss_preset, platforms=[d.platform for d in doors])
            async with asyncio.TaskGroup() as running:
                running.create_task(bot.dispatcher.run(stop))
                running.create_task(_sweep_until(stop, bot))
                for door in doors:
                    running.create_task(_until(stop, door.run))
        finally:
            await close()
            log.info("stopped")


def _hosts(settings: Settings) -> frozenset[str]:
    loopback = frozenset({"127.0.0.1", "localhost", "::1"})
    return loopback if settings.is_loopback else loopback | {settings.host}


def _stop_on_signals(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)


async def _until(stop: asyncio.Event, work: Callable[[asyncio.Event], Awaitable[None]]) -> None:
    await work(stop)


async def _sweep_until(stop: asyncio.Event, bot: Bot) -> None:
    """Look at what is due, every few seconds, whatever went wrong the last time."""
    while not stop.is_set():
        try:
            await bot.sweep()
        except StoreError as error:
            log.error("clock-stopped", reason=error.kind)
        except Exception as error:  # noqa: BLE001 - the clock goes on, and the operator sees what failed
            log.error("clock-failed", fault=fault(error))
        await _rest(stop)


async def _rest(stop: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(SWEEP):
            await stop.wait()
    except TimeoutError:
        return
