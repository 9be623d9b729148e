"""The whole bot as it is served, in front of an emulated Slack: a real address, a real database, real deliveries."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import resources
from pathlib import Path

from pydantic import SecretStr

from adapters.server import serve
from bot.app import Bot, open_bot
from bot.doors import open_doors
from bot.health import HealthDesk
from bot.settings import Settings
from dialogs.messages import Sender
from tests.clients.rig import BOT_TOKEN, SIGNING_SECRET, TEAM, Emulator

NAMED = 2
"""Channels that the preset names."""
APPOINTED = ("eva", "omar", "pia", "kim")


def preset(emulator: Emulator, folder: Path) -> str:
    """The packaged preset with the emulated workspace in it, as an administrator writes it; the path of the file."""
    text = (resources.files("ideas") / "presets" / "skaraborg.toml").read_text("utf-8")
    coaches, digest = emulator.channels["skovde-coacher"], emulator.channels["skovde-digest"]
    chat = f'platform = "slack", workspace = "{TEAM}", coach_channel = "{coaches}", digest_channels = ["{digest}"]'
    text = text.replace(
        'key = "skovde"\n', f'key = "skovde"\nchats = [{{ {chat}, default_channel = "{digest}" }}]\n', 1
    )
    for who in APPOINTED:
        text = text.replace(f'handle = "{who}"\n', f'handle = "{who}"\nemail = "{who}@skovde.example"\n', 1)
    path = folder / "skovde.toml"
    path.write_text(text, "utf-8")
    return str(path)


@asynccontextmanager
async def running(emulator: Emulator, folder: Path) -> AsyncIterator[Bot]:
    """The bot, served and listening to the emulated workspace; it knows those whom its preset appoints.

    Its clock is the real one, and nothing that becomes due later happens by itself: a test calls `bot.sweep()`.
    """
    settings = Settings(
        slack_bot_token=SecretStr(BOT_TOKEN),
        slack_signing_secret=SecretStr(SIGNING_SECRET),
        slack_api_url=emulator.api,
        database_url=f"sqlite:///{folder / 'idesluss.db'}",
    )
    senders: dict[str, Sender] = {}
    async with (
        open_bot(settings.database_url, preset(emulator, folder), senders) as bot,
        open_doors(settings, bot.store, bot.world, bot.desk, bot.clock) as doors,
    ):
        senders.update({door.platform: door.sender for door in doors})
        ways_in = [door.serve_on for door in doors]
        address, close = await serve(None, HealthDesk(bot.store, bot.clock), "127.0.0.1", 0, ways_in)
        await emulator.listen(f"{address.rstrip('/')}/slack/events")
        stop = asyncio.Event()
        running = [asyncio.ensure_future(run(stop)) for run in (bot.dispatcher.run, *(door.run for door in doors))]
        await emulator.until(lambda record: len(record.called("conversations.info")) == NAMED)  # asked for last
        try:
            yield bot
        finally:
            stop.set()
            await asyncio.gather(*running)
            await close()
