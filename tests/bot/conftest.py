"""A house of one's own for every test."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
import structlog
from sqlalchemy import Connection

from tests.bot.house import House
from tests.simulation.town import Town, opened


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


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


@pytest.fixture(scope="session")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """A whole town's database, for all tests."""
    with opened(tmp_path_factory.mktemp("town") / "ideas.db") as connection:
        yield connection


@pytest.fixture
def town(connection: Connection) -> Iterator[Town]:
    """The town as it was, for one test."""
    transaction = connection.begin()
    yield Town(connection)
    transaction.rollback()
