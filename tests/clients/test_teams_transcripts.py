"""Conversations that we keep go as they are written in Microsoft's playground too: over its API, by its rules."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.app import open_bot
from bot.start import load_preset
from dialogs.messages import Sender
from tests.clients.playground import CHANNEL, TEAM, TENANT
from tests.clients.teams_played import open_chat
from tests.transcripts import script
from tests.transcripts.play import Room
from tests.transcripts.teams_chat import with_teams

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent.parent / "transcripts" / "sv"
PRESET, BODY = "skaraborg", "skovde"
"""The body with as many people as the playground holds, which is six."""


def fits(path: Path) -> bool:
    """Whether a transcript is of that body, and nobody new comes."""
    steps = script.read(path)
    return steps[0].said.endswith(f"({BODY})") and not any(step.who == "joins" for step in steps)


async def play(path: Path, folder: Path) -> str:
    """The transcript as it goes in a playground of its own."""
    steps = script.read(path)
    room = Room(steps[0].said.partition(" (")[0], BODY, "teams")
    found = load_preset(PRESET).body(BODY)
    (digest,) = found.digest_channels
    channels = {found.coach_channel: CHANNEL, digest: TEAM}
    senders: dict[str, Sender] = {"local": room.pages, "terminal": room}
    known = with_teams(PRESET, BODY, folder, TENANT, channels)
    with capture_logs() as logs:
        async with (
            open_bot(f"sqlite:///{folder}/ideas.db", known, senders, lambda: room.now) as bot,
            room.open(bot),
            open_chat(bot, channels, folder, lambda: room.now, senders) as room.chat,
        ):
            said = await room.play(steps)
    assert not logs, logs
    return said


@pytest.mark.usefixtures("network")
@pytest.mark.parametrize(
    "path", [path for path in sorted(HERE.glob("*.txt")) if fits(path)], ids=lambda path: path.stem
)
async def test_a_transcript_goes_as_it_is_written(
    path: Path, tmp_path: Path, agrees: Callable[[Path, str], None], caplog: pytest.LogCaptureFixture
) -> None:
    agrees(path, await play(path, tmp_path))
    assert [one.getMessage() for one in caplog.records if one.levelno >= logging.WARNING] == []
