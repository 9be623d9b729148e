"""Times as the database keeps them: whole microseconds since 1970 UTC, so that nothing is rounded on the way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def micros(at: datetime) -> int:
    """An aware time as microseconds since 1970 UTC."""
    return (at - _EPOCH) // _MICROSECOND


def moment(stored: int) -> datetime:
    """The aware UTC time that many microseconds after 1970."""
    return _EPOCH + timedelta(microseconds=stored)
