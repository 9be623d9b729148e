"""The doors that chat platforms come in by; `bot/app.py` opens them while it serves.

An adapter is imported only when its platform is set up, so that a start without it costs nothing.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from bot.desk import Desk
from bot.door import Clock, Door
from bot.settings import Settings
from bot.world import World
from storage.store import Store


@asynccontextmanager
async def open_doors(
    settings: Settings, store: Store, world: World, desk: Desk, clock: Clock
) -> AsyncIterator[list[Door]]:
    """The doors of every platform that is set up.

    Raises:
        SettingsError: when settings do not fit together, or what they name cannot be read.
    """
    doors: list[Door] = []
    async with AsyncExitStack() as opened:
        if settings.slack != "off":
            from bot.door_slack import open_slack

            doors.append(await opened.enter_async_context(open_slack(settings, store, world, desk, clock)))
        if settings.teams != "off":
            from bot.door_teams import open_teams

            doors.append(await opened.enter_async_context(open_teams(settings, store, desk, clock)))
        yield doors
