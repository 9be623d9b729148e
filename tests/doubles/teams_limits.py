"""How often Teams lets a bot write: by conversation over four spans of time, and by tenant over one second."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from datetime import datetime, timedelta
from math import ceil

WINDOWS = ((1, 7), (2, 8), (30, 60), (3_600, 1_800))
"""Seconds, and how many posts and changes in one conversation Teams takes in them."""
TENANT = (1, 50)
"""The same for all that an app asks of one tenant."""


class Tally:
    """Counts what was carried out, by the clock that is handed in with each."""

    def __init__(self) -> None:
        self._at: defaultdict[str, list[datetime]] = defaultdict(list)

    def note(self, name: str, at: datetime) -> None:
        """Something was done there at this time."""
        self._at[name].append(at)

    def times(self, name: str) -> list[datetime]:
        """When something was done there."""
        return list(self._at[name])

    def most(self, name: str, seconds: float) -> int:
        """The most that was done there in any span of so many seconds (its end not counted)."""
        at, span = self._at[name], timedelta(seconds=seconds)
        return max((bisect_right(at, one) - bisect_right(at, one - span) for one in at), default=0)

    def wait(self, conversation: str, tenant: str, now: datetime) -> int:
        """Whole seconds until one more is taken; 0 when it is now."""
        waits = [self._until(conversation, seconds, most, now) for seconds, most in WINDOWS]
        return max(*waits, self._until(tenant, *TENANT, now))

    def _until(self, name: str, seconds: int, most: int, now: datetime) -> int:
        recent = self._at[name][-most:]
        if len(recent) < most:
            return 0
        return max(0, ceil(seconds - (now - recent[0]).total_seconds()))
