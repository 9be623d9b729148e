"""The time in the doubles: on the wall, or turned by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The clock on the wall."""
    return datetime.now(UTC)


class Hands:
    """A clock that is turned by hand. It shows Monday 23 November 2026, ten in Stockholm."""

    def __init__(self, now: datetime = datetime(2026, 11, 23, 9, tzinfo=UTC)) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def turn(self, seconds: float) -> None:
        """Later by these seconds."""
        self.now += timedelta(seconds=seconds)

    async def rest(self, seconds: float) -> None:
        """Later by these seconds, at once."""
        self.turn(seconds)
