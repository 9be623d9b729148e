"""The whole bot as it is served in front of the playground: a real address, a real database, real deliveries."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import resources
from pathlib import Path

from adapters.server import serve
from bot.app import open_bot
from bot.doors import open_doors
from bot.health import HealthDesk
from bot.settings import Settings
from dialogs.messages import Sender
from tests.clients.playground import CHANNEL, TEAM, TENANT

APPOINTED = ("eva", "omar", "pia", "kim")


def preset(folder: Path) -> str:
    """The packaged preset with the playground's tenant in it, as an administrator writes it; the path of the file."""
    text = (resources.files("ideas") / "presets" / "skaraborg.toml").read_text("utf-8")
    chat = f'platform = "teams", workspace = "{TENANT}", coach_channel = "{CHANNEL}", digest_channels = ["{TEAM}"]'
    text = text.replace('key = "skovde"\n', f'key = "skovde"\nchats = [{{ {chat} }}]\n', 1)
    for who in APPOINTED:
        text = text.replace(f'handle = "{who}"\n', f'handle = "{who}"\nemail = "{who}@skovde.example"\n', 1)
    path = folder / "skovde.toml"
    path.write_text(text, "utf-8")
    return str(path)


@asynccontextmanager
async def running(folder: Path) -> AsyncIterator[str]:
    """The bot, served without sign-in as for trying it out: its address.

    Its clock is the real one, and nothing that becomes due later happens.
    """
    settings = Settings(teams_development=True, database_url=f"sqlite:///{folder / 'idesluss.db'}")
    senders: dict[str, Sender] = {}
    async with (
        open_bot(settings.database_url, preset(folder), senders) as bot,
        open_doors(settings, bot.store, bot.world, bot.desk, bot.clock) as doors,
    ):
        senders.update({door.platform: door.sender for door in doors})
        ways_in = [door.serve_on for door in doors]
        address, close = await serve(None, HealthDesk(bot.store, bot.clock), "127.0.0.1", 0, ways_in)
        stop = asyncio.Event()
        running = [asyncio.ensure_future(run(stop)) for run in (bot.dispatcher.run, *(door.run for door in doors))]
        try:
            yield address.rstrip("/")
        finally:
            stop.set()
            await asyncio.gather(*running)
            await close()
