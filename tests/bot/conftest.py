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


@pytest.fixture
def claimed(house: House) -> str:
    """Anna's idea, with Eva as its coach and an answer promised by Monday 30 November."""
    number = house.hand_in()
    house.say("eva", "ta 1")
    return number
