"""A house of one's own for every test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.bot.house import House


@pytest.fixture
def house() -> Iterator[House]:
    """Skövde on Monday 23 November 2026, ten in the morning."""
    house = House()
    yield house
    house.close()
