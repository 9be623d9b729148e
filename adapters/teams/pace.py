"""Teams' limits, kept before it has to say so: what one conversation and one tenant take, and in what time."""

from __future__ import annotations

import asyncio
from bisect import bisect_right, insort
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta

from dialogs.messages import TryLater

Limit = tuple[int, timedelta]
"""So many calls in any stretch of time of this length."""

SLACK = timedelta(milliseconds=100)
"""Added to every stretch: Teams counts when a call arrives, and one may be slower on its way than the next."""


def _limits(*limits: tuple[int, int]) -> tuple[Limit, ...]:
    return tuple((most, timedelta(seconds=seconds) + SLACK) for most, seconds in limits)


WRITES = _limits((7, 1), (8, 2), (60, 30), (1_800, 3_600))
"""What one conversation takes from one bot. Teams counts sending and creating apart and says nothing of changing;
here they count together, and a new post in a channel is one of the channel's.
Source: learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit"""
READS = _limits((14, 1), (16, 2), (120, 30), (3_600, 3_600))
"""The same for asking who is there, which is counted by itself."""
EVERYTHING = _limits((50, 1))[0]
"""What one tenant takes from one app."""

PATIENCE = timedelta(seconds=3)
"""The longest wait here. Whoever delivers has ten seconds for all of it, so what must wait longer rests there."""
KEPT = max(length for _, length in (*WRITES, *READS))

Rest = Callable[[float], Awaitable[None]]


class Pace:
    """Says when a call may be made. `rest` waits for so many seconds; what is not used for an hour is forgotten."""

    def __init__(self, clock: Callable[[], datetime], rest: Rest = asyncio.sleep) -> None:
        self._clock, self._rest = clock, rest
        self._lines: dict[tuple[str, str, bool], _Line] = {}
        self._tenants: dict[str, _Crowd] = {}
        self._swept = clock()

    async def keep(self, workspace: str, conversation: str, *, reads: bool = False) -> None:
        """Return when a call may be made there. `conversation` is a channel, not one of its threads.

        Raises:
            TryLater: it would be longer than `PATIENCE`; then it does not count.
        """
        now = self._clock()
        self._sweep(now)
        line = self._lines.setdefault((workspace, conversation, reads), _Line(READS if reads else WRITES))
        tenant = self._tenants.setdefault(workspace, _Crowd(EVERYTHING))
        turn = tenant.free(line.free(now), now)
        if turn - now > PATIENCE:
            raise TryLater((turn - now).total_seconds(), "pace", ambiguous=False)
        line.take(turn)
        tenant.take(turn)
        if turn > now:
            await self._rest((turn - now).total_seconds())

    def _sweep(self, now: datetime) -> None:
        """Once in a while, and when the clock has been set back, forget what limits nothing any longer."""
        if self._swept <= now < self._swept + KEPT:
            return
        self._swept = now
        self._lines = {where: line for where, line in self._lines.items() if line.counts(now)}
        self._tenants = {where: tenant for where, tenant in self._tenants.items() if tenant.counts(now)}


class _Line:
    """The calls of one conversation, in order: each has its turn after the one before."""

    def __init__(self, limits: Iterable[Limit]) -> None:
        self._limits = tuple(limits)
        self._turns: deque[datetime] = deque(maxlen=max(most for most, _ in self._limits))

    def free(self, now: datetime) -> datetime:
        """The next turn."""
        turns = self._turns
        while turns and (turns[0] + KEPT <= now or turns[-1] > now + PATIENCE):
            turns.popleft()  # no turn was ever given so far ahead: the clock has been set back
        after = [turns[-most] + length for most, length in self._limits if most <= len(turns)]
        return max(now, turns[-1] if turns else now, *after)

    def take(self, turn: datetime) -> None:
        """This turn is taken."""
        self._turns.append(turn)

    def counts(self, now: datetime) -> bool:
        """Whether it still limits anything."""
        return bool(self._turns) and now - KEPT < self._turns[-1] <= now + PATIENCE


class _Crowd:
    """The calls of many conversations under one limit. Some have their turn ahead of others that came sooner."""

    def __init__(self, limit: Limit) -> None:
        self._most, self._length = limit
        self._turns: list[datetime] = []

    def free(self, turn: datetime, now: datetime) -> datetime:
        """The first moment, from `turn` on, when there is room."""
        self._forget(now)
        if len(self._turns) < self._most:
            return turn
        later = (then + self._length for then in self._turns)
        return next(moment for moment in (turn, *later) if moment >= turn and self._has_room(moment))

    def take(self, turn: datetime) -> None:
        """This turn is taken."""
        insort(self._turns, turn)

    def counts(self, now: datetime) -> bool:
        """Whether it still limits anything."""
        self._forget(now)
        return bool(self._turns)

    def _has_room(self, moment: datetime) -> bool:
        """Whether there is no stretch around this moment that would hold too many."""
        at = bisect_right(self._turns, moment)
        near = [*self._turns[max(0, at - self._most) : at], moment, *self._turns[at : at + self._most]]
        return all(later - sooner >= self._length for sooner, later in zip(near, near[self._most :], strict=False))

    def _forget(self, now: datetime) -> None:
        del self._turns[: bisect_right(self._turns, now - self._length)]
