"""Conversations that we keep go as they are written in an emulated Slack too: its events, its API, its tokens."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.app import open_bot
from dialogs.messages import Sender
from tests.clients.emulated_chat import open_chat
from tests.clients.rig import PEOPLE, Emulator
from tests.clients.running import preset
from tests.transcripts import script
from tests.transcripts.play import Room

pytestmark = pytest.mark.slow

TOLD = Path(__file__).parent.parent / "transcripts"
CHOSEN = (
    "sv/hela_vagen",
    "sv/tva_vill_ta",
    "sv/en_app_for",
    "sv/formular",
    "sv/fallskador",
    "sv/missforhallande",
    "sv/veckobrev",
    "en/digest_and_nudges",
    "en/whole_way",
)


async def play(path: Path, emulator: Emulator, folder: Path) -> str:
    steps = script.read(path)
    me, _, body = steps[0].said.removesuffix(")").partition(" (")
    room = Room(me, body, "slack")
    senders: dict[str, Sender] = {"local": room.pages, "terminal": room}
    where = preset(emulator, folder, PEOPLE)
    async with (
        open_bot(f"sqlite:///{folder}/ideas.db", where, senders, lambda: room.now) as bot,
        room.open(bot),
        open_chat(bot, emulator, lambda: room.now, senders) as room.chat,
    ):
        return await room.play(steps)


@pytest.mark.parametrize("name", CHOSEN)
async def test_a_transcript_goes_as_it_is_written(
    name: str, emulator: Emulator, tmp_path: Path, agrees: Callable[[Path, str], None]
) -> None:
    path = TOLD / f"{name}.txt"
    agrees(path, await play(path, emulator, tmp_path))
