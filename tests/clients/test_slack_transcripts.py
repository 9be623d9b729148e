"""Every conversation that we keep goes as it is written in an emulated Slack too: its events, its API, its tokens."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.app import open_bot
from bot.start import load_preset, presets
from dialogs.messages import Sender
from tests.clients.emulated_chat import open_chat
from tests.clients.rig import TEAM, emulated
from tests.clients.slack_schema import refused
from tests.transcripts import script
from tests.transcripts.play import Room
from tests.transcripts.slack_chat import with_slack

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent.parent / "transcripts"
TOLD = sorted(HERE.glob("*/*.txt"))


async def play(path: Path, folder: Path) -> str:
    """The transcript as it goes in a workspace of its own, in which everyone of the body is in every channel."""
    steps = script.read(path)
    me, _, body = steps[0].said.removesuffix(")").partition(" (")
    preset = next(name for name in presets() if body in {b.key for b in load_preset(name).bodies})
    found, room = load_preset(preset), Room(me, body, "slack")
    people = {who.handle: who.name for who in found.people if who.body == body}
    channels = (found.body(body).coach_channel, *found.body(body).digest_channels)
    senders: dict[str, Sender] = {"local": room.pages, "terminal": room}
    with capture_logs() as logs:
        async with emulated(people=people, inside=dict.fromkeys(channels, (*people, "bot"))) as emulator:
            known = with_slack(preset, body, folder, team=TEAM, ids=emulator.channels)
            async with (
                open_bot(f"sqlite:///{folder}/ideas.db", known, senders, lambda: room.now) as bot,
                room.open(bot),
                open_chat(bot, emulator, lambda: room.now, senders) as room.chat,
            ):
                said = await room.play(steps)
            assert refused(await emulator.record()) == []
    assert not logs, logs
    return said


@pytest.mark.parametrize("path", TOLD, ids=lambda path: f"{path.parent.name}-{path.stem}")
async def test_a_transcript_goes_as_it_is_written(
    path: Path, tmp_path: Path, agrees: Callable[[Path, str], None], caplog: pytest.LogCaptureFixture
) -> None:
    agrees(path, await play(path, tmp_path))
    assert [one.getMessage() for one in caplog.records if one.levelno >= logging.WARNING] == []
