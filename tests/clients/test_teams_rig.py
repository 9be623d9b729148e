"""The rig itself: nothing of it is left behind, and nothing of it reaches further than this machine."""

from __future__ import annotations

from pathlib import Path

import pytest
from aiohttp import ClientConnectionError, ClientSession

from tests.clients.playground import CHANNEL, TEAM, playground
from tests.clients.teams_network import apart

NOBODY = "http://127.0.0.1:9"


def devices() -> set[str]:
    """What this thread can reach others by."""
    lines = Path("/proc/thread-self/net/dev").read_text("ascii").splitlines()
    return {line.partition(":")[0].strip() for line in lines[2:]}


@pytest.mark.skipif(not Path("/proc/thread-self").exists(), reason="networks are set apart on Linux alone")
def test_in_a_network_apart_there_is_nobody_else() -> None:
    before = devices()
    with apart() as is_apart:
        assert devices() == ({"lo"} if is_apart else before)
    assert devices() == before


@pytest.mark.usefixtures("network")
async def test_the_playground_is_gone_when_it_is_no_longer_needed(tmp_path: Path) -> None:
    async with playground(NOBODY, tmp_path) as there:
        assert await there.post("Är någon där?") != await there.post("Är någon där?", TEAM)
        assert there.shown(CHANNEL) == []
        url = there.url
    async with ClientSession() as session:
        with pytest.raises(ClientConnectionError):
            await session.get(url)


@pytest.mark.usefixtures("network")
async def test_everybody_has_one_conversation_with_the_bot(tmp_path: Path) -> None:
    async with playground(NOBODY, tmp_path) as there:
        chats = [await there.chat(who) for who in (*there.people, *there.people)]
    assert len({*chats}) == len(there.people)
