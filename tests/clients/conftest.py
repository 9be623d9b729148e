"""An emulated workspace for each test, in which nothing may be shown that Slack's own types refuse; a network apart."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.clients.rig import Emulator, emulated
from tests.clients.slack_schema import refused
from tests.clients.teams_network import apart

SHARED = pytest.StashKey[bool]()
"""Set when a test had to run in the machine's own network."""


@pytest_asyncio.fixture
async def emulator() -> AsyncIterator[Emulator]:
    """A workspace with people and channels. All that the bot has shown in it by the end is checked."""
    async with emulated() as workspace:
        yield workspace
        assert refused(await workspace.record()) == []


@pytest.fixture
def agrees() -> Callable[[Path, str], None]:
    """Compare a text with the file that keeps it, with --rewrite too: it is written from our own doubles."""

    def agrees(path: Path, now: str) -> None:
        assert path.read_text(encoding="utf-8") == now, f"{path.name} goes otherwise in a client of another maker"

    return agrees


@pytest.fixture
def network(request: pytest.FixtureRequest) -> Iterator[None]:
    """A network with nothing in it but what the test starts, where the machine allows that; else the end says so."""
    with apart() as is_apart:
        if not is_apart:
            request.config.stash[SHARED] = True
        yield


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say where programs of others could have reached the network."""
    if config.stash.get(SHARED, default=False):
        terminalreporter.write_line("The playground was not cut off from the network here: that takes root on Linux.")
