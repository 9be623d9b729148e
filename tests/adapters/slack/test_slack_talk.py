"""The whole way in Slack: from a need written on a phone to a claimed, followed idea, as people see it there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.doubles.office import COACHES, Office, id_of, open_office


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(tmp_path) as office:
        yield office


async def test_a_need_becomes_an_idea_in_the_thread_where_it_was_told(office: Office) -> None:
    thread = await office.hand_in("anna")
    told = office.heard("anna", thread)
    assert "SKO-2026-0001" in told[-1], told
    assert "SKO-2026-0001" in office.in_channel()[0]
