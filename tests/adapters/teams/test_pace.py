"""Teams' limits are never passed, and nobody waits longer than they say."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

import pytest

from adapters.teams.pace import EVERYTHING, KEPT, PATIENCE, READS, SLACK, WRITES, Limit, Pace
from dialogs.messages import TryLater
from tests.adapters.teams.small_connector import TENANT, Watch

SECOND = timedelta(seconds=1)


class Callers:
    """Many who ask for a turn, each with a time of its own: a turn begins when its rest is over."""

    def __init__(self) -> None:
        self.watch, self.rested = Watch(), 0.0
        self.pace = Pace(self.watch, self._rest)
        self.turns: dict[tuple[str, str, bool], list[datetime]] = defaultdict(list)
        self.refused = list[TryLater]()

    async def _rest(self, seconds: float) -> None:
        assert seconds > 0
        self.rested = seconds

    async def ask(self, conversation: str = "c", tenant: str = TENANT, *, reads: bool = False) -> float | None:
        """How many seconds the turn is away; None when it has to be asked for again later."""
        self.rested = 0.0
        try:
            await self.pace.keep(tenant, conversation, reads=reads)
        except TryLater as later:
            self.refused.append(later)
            return None
        turn = self.watch.now + timedelta(seconds=self.rested)
        self.turns[tenant, conversation, reads].append(turn)
        return self.rested

    def after(self, seconds: float) -> None:
        """Time passes."""
        self.watch.now += timedelta(seconds=seconds)

    def tenant(self, tenant: str) -> list[datetime]:
        """The turns of a whole tenant, in order."""
        return sorted(turn for (where, _, _), turns in self.turns.items() if where == tenant for turn in turns)


def keeps(turns: Sequence[datetime], limit: Limit) -> bool:
    """Whether no stretch of time holds more turns than it may."""
    most, length = limit
    return all(later - sooner >= length for sooner, later in zip(turns, turns[most:], strict=False))


def earliest(turns: Sequence[datetime], crowd: Sequence[datetime], now: datetime, limits: Sequence[Limit]) -> datetime:
    """By looking at every moment that can be it: the first when one more turn passes no limit."""
    lengths = {length for _, length in (*limits, EVERYTHING)}
    moments = sorted({now, *(turn + length for turn in (*turns, *crowd) for length in lengths), *turns})
    latest = turns[-1] if turns else now
    return next(
        moment
        for moment in moments
        if moment >= max(now, latest)
        and all(keeps([*turns, moment], limit) for limit in limits)
        and keeps(sorted([*crowd, moment]), EVERYTHING)
    )


@pytest.mark.parametrize("seed", range(25))
async def test_no_limit_is_passed_at_any_time_and_no_wait_is_longer_than_it_must(seed: int) -> None:
    rng, callers = Random(seed), Callers()
    tenants = ["t1", "t2"][: rng.choice([1, 2])]
    conversations = [f"c{n}" for n in range(rng.choice([1, 3, 9, 40]))]
    hurry = rng.choice([0.001, 0.02, 0.2, 1.0])
    for _ in range(250):
        where = rng.choice(tenants), rng.choice(conversations), rng.random() < 0.1
        tenant, conversation, reads = where
        limits = READS if reads else WRITES
        now = callers.watch.now
        recent = [turn for turn in callers.tenant(tenant) if turn > now - 2 * SECOND]
        best = earliest(callers.turns[where], recent, now, limits) - now
        waited = await callers.ask(conversation, tenant, reads=reads)
        assert waited == (best.total_seconds() if best <= PATIENCE else None)
        callers.after(rng.expovariate(1 / hurry))
    assert all(
        keeps(turns, limit) for (*_, reads), turns in callers.turns.items() for limit in (READS if reads else WRITES)
    )
    assert all(keeps(callers.tenant(tenant), EVERYTHING) for tenant in tenants)


async def test_seven_go_at_once_then_one_and_then_four_a_second() -> None:
    callers = Callers()
    waits = [await callers.ask() for _ in range(10)]
    assert waits == [0] * 7 + [1.1, 2.1, 2.1]


async def test_a_long_queue_does_not_wait_here() -> None:
    callers = Callers()
    while (waited := await callers.ask()) is not None:
        assert waited <= PATIENCE.total_seconds()
    assert await callers.ask() is None
    first, second = callers.refused
    assert (first.reason, first.ambiguous) == ("pace", False)
    assert PATIENCE.total_seconds() < first.after < 5
    assert first.after == second.after, "what was told to come later has not taken a turn"
    callers.after(first.after)
    assert await callers.ask() == 0


async def test_an_hour_holds_eighteen_hundred() -> None:
    callers = Callers()
    began = callers.watch.now
    while callers.watch.now < began + timedelta(hours=3):
        if await callers.ask() is None:
            callers.after(callers.refused[-1].after)
        else:
            callers.after(callers.rested)
    turns = callers.turns[TENANT, "c", False]
    assert all(keeps(turns, limit) for limit in WRITES)
    assert len(turns) == pytest.approx(3 * 1_800, abs=60)
    assert max(later.after for later in callers.refused) > 1_000, "after them the rest of the hour is waited out"


async def test_a_tenant_takes_fifty_a_second_whoever_they_are_for() -> None:
    callers = Callers()
    waits = [await callers.ask(f"c{n}") for n in range(120)]
    assert waits == [0] * 50 + [1.1] * 50 + [2.2] * 20
    assert await callers.ask("c0", "another") == 0


async def test_a_short_wait_of_some_leaves_room_for_others_before_them() -> None:
    callers = Callers()
    for _ in range(8):
        await callers.ask("slow")
    assert [await callers.ask(f"c{n}") for n in range(43)] == [0] * 43
    assert await callers.ask("c43") == 1.1


async def test_conversations_and_reading_do_not_wait_for_each_other() -> None:
    callers = Callers()
    for _ in range(7):
        await callers.ask()
    assert [await callers.ask("d"), await callers.ask(reads=True)] == [0, 0]
    assert [await callers.ask(reads=True) for _ in range(14)] == [0] * 13 + [1.1]


async def test_those_who_come_together_get_their_turns_in_order() -> None:
    watch, order = Watch(), list[int]()
    waiting = list[tuple[float, asyncio.Event]]()

    async def rest(seconds: float) -> None:
        waiting.append((seconds, event := asyncio.Event()))
        await event.wait()

    pace = Pace(watch, rest)

    async def call(number: int) -> None:
        await pace.keep(TENANT, "c")
        order.append(number)

    async with asyncio.TaskGroup() as group:
        for number in range(12):
            group.create_task(call(number))
        for _ in range(20):
            await asyncio.sleep(0)
        for _, event in sorted(waiting, key=lambda one: one[0]):
            event.set()
    assert order == list(range(12))


@pytest.mark.parametrize("back", [60, 3_600])
async def test_a_clock_that_is_set_back_stops_nobody(back: float) -> None:
    callers = Callers()
    callers.after(1_800)
    for n in range(60):
        await callers.ask(f"c{n % 7}")
    callers.after(-back)
    assert [await callers.ask("c0") for _ in range(8)] == [0] * 7 + [1.1]
    assert [await callers.ask("c1") for _ in range(7)] == [0] * 7


async def test_a_clock_that_is_set_back_a_little_gives_no_turn_before_those_it_gave() -> None:
    callers = Callers()
    await callers.ask()
    callers.after(-1)
    assert await callers.ask() == 1


async def test_what_limits_nothing_any_longer_is_forgotten() -> None:
    callers = Callers()
    for n in range(500):
        await callers.ask(f"c{n}", f"t{n % 20}")
        callers.after(0.5)
    callers.after(KEPT.total_seconds())
    await callers.ask("last")
    pace = callers.pace
    assert (list(pace._lines), list(pace._tenants)) == ([(TENANT, "last", False)], [TENANT])


def test_the_limits_are_what_teams_says_and_a_little() -> None:
    def plain(limits: Sequence[Limit]) -> list[tuple[int, float]]:
        return [(most, (length - SLACK).total_seconds()) for most, length in limits]

    assert plain(WRITES) == [(7, 1), (8, 2), (60, 30), (1_800, 3_600)]
    assert plain(READS) == [(14, 1), (16, 2), (120, 30), (3_600, 3_600)]
    assert plain([EVERYTHING]) == [(50, 1)]
