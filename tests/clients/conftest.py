"""An emulated workspace for each test, in which nothing may be shown that Slack's own types refuse."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from tests.clients.rig import Emulator, emulated
from tests.clients.slack_schema import refused


@pytest_asyncio.fixture
async def emulator() -> AsyncIterator[Emulator]:
    """A workspace with people and channels. All that the bot has shown in it by the end is checked."""
    async with emulated() as workspace:
        yield workspace
        assert refused(await workspace.record()) == []


@pytest.fixture
def agrees() -> Callable[[Path, str], None]:
    """Compare a text with the file that keeps it, with --rewrite too: it is written from our own double."""

    def agrees(path: Path, now: str) -> None:
        assert path.read_text(encoding="utf-8") == now, f"{path.name} goes otherwise in the emulated Slack"

    return agrees
