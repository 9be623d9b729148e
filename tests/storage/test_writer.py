"""One writer: turns in order, grouped in commits, each kept or lost alone, and nothing promised before the commit."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from itertools import chain
from threading import Barrier, Event

import pytest
from sqlalchemy import text

from storage.errors import StoreError
from storage.sqlite import driver_of
from storage.store import Store
from storage.unit_of_work import UnitOfWork
from storage.writer import MOST_TOGETHER, MOST_WAITING
from tests.storage.samples import NOW, draft, message

Turn = Callable[[UnitOfWork], object]


async def together(store: Store, *turns: Turn) -> list[object]:
    """Let turns wait behind one that is under way, so that they share a commit; what each returned or raised."""
    gate = Barrier(2)
    first = asyncio.ensure_future(store.turn(lambda _: (gate.wait(), gate.wait())))
    await asyncio.to_thread(gate.wait)
    waiting = [asyncio.ensure_future(store.turn(turn)) for turn in turns]
    await asyncio.sleep(0)
    gate.wait()
    await first
    return await asyncio.gather(*waiting, return_exceptions=True)


def putting(n: int) -> Turn:
    """A turn that writes something of its own."""
    return lambda uow: uow.put_setting(str(n), "kept")


def fail(uow: UnitOfWork) -> None:
    uow.put_setting("half", "written")
    raise LookupError("no")


def fail_at_commit(uow: UnitOfWork) -> None:
    """Leave an identity without its person until the commit, which then refuses."""
    uow.connection.execute(text("PRAGMA defer_foreign_keys=ON"))
    uow.connection.execute(text("INSERT INTO absence (person, first, last) VALUES (99, '', '')"))


async def test_turns_that_wait_together_share_one_commit(store: Store) -> None:
    said: list[str] = []
    await store.turn(lambda uow: driver_of(uow.connection).set_trace_callback(said.append))
    await together(store, *map(putting, range(20)))
    await store.turn(lambda uow: driver_of(uow.connection).set_trace_callback(None))
    assert sum(line.startswith("COMMIT") for line in said) == 3  # the tracer's, the first's and that of the twenty


async def test_no_commit_grows_without_bounds(store: Store) -> None:
    order: list[int] = []
    await together(store, *[lambda _, n=n: order.append(n) for n in range(3 * MOST_TOGETHER)])
    assert order == list(range(3 * MOST_TOGETHER))


async def test_a_failing_turn_fails_alone(store: Store) -> None:
    before, failed, after = await together(
        store,
        lambda uow: uow.put_setting("before", "kept"),
        fail,
        lambda uow: uow.put_setting("after", "kept"),
    )
    assert (before, after) == (None, None)
    assert isinstance(failed, LookupError)
    kept = await store.turn(lambda uow: [uow.setting(key) for key in ("before", "half", "after")])
    assert kept == ["kept", None, "kept"]


async def test_a_failed_commit_fails_all_of_its_turns(store: Store) -> None:
    outcomes = await together(store, lambda uow: uow.put_setting("a", "lost"), fail_at_commit, fail)
    assert [type(outcome) for outcome in outcomes] == [StoreError, StoreError, LookupError]
    assert await store.turn(lambda uow: uow.setting("a")) is None
    assert isinstance(store.trouble, StoreError), "reading proves nothing"
    await store.turn(lambda uow: uow.put_setting("a", "kept"))
    assert store.trouble is None


async def test_a_turn_that_ends_the_transaction_takes_its_whole_commit_along_and_no_more(store: Store) -> None:
    def break_off(uow: UnitOfWork) -> None:
        driver_of(uow.connection).execute("ROLLBACK")
        raise LookupError

    outcomes = await together(store, lambda uow: uow.put_setting("a", "lost"), break_off)
    assert [type(outcome) for outcome in outcomes] == [StoreError, LookupError]
    await store.turn(lambda uow: uow.put_setting("b", "kept"))
    assert await store.turn(lambda uow: (uow.setting("a"), uow.setting("b"))) == (None, "kept")


async def test_whatever_a_turn_raises_reaches_its_caller(store: Store) -> None:
    with pytest.raises(RuntimeError):
        await store.turn(lambda _: next(iter(())))
    with pytest.raises(asyncio.CancelledError):
        await store.turn(cancel)
    assert await store.turn(lambda _: "alive") == "alive"


def cancel(_: UnitOfWork) -> None:
    raise asyncio.CancelledError


async def test_a_turn_is_finished_although_its_caller_left(store: Store) -> None:
    gate = Event()
    first = asyncio.ensure_future(store.turn(lambda _: gate.wait()))
    second = asyncio.ensure_future(store.turn(lambda uow: uow.put_setting("left", "kept")))
    await asyncio.sleep(0)
    second.cancel()
    gate.set()
    await first
    assert await store.turn(lambda uow: uow.setting("left")) == "kept"


async def test_too_many_waiting_turns_are_refused(store: Store) -> None:
    outcomes = await together(store, *[lambda _: None] * MOST_WAITING)
    refused = [outcome for outcome in outcomes if outcome is not None]
    assert [str(error) for error in refused] == ["Too much is waiting to be saved just now. Try again in a moment."]
    assert await store.turn(lambda _: "room again") == "room again"


async def test_closing_finishes_what_waits_and_takes_nothing_more(url: str) -> None:
    store = await Store.open(url)
    gate = Event()
    turns: list[Turn] = [lambda _: gate.wait(), *map(putting, range(100))]
    waiting = [asyncio.ensure_future(store.turn(turn)) for turn in turns]
    await asyncio.sleep(0)
    gate.set()
    await store.close()
    assert all(turn.done() and not turn.exception() for turn in waiting)
    with pytest.raises(StoreError, match="closed"):
        await store.turn(lambda _: None)
    await store.close()


async def test_a_wake_comes_after_a_commit_with_something_to_send_and_only_then(store: Store) -> None:
    seen: list[int] = []
    store.wake = lambda: seen.append(1)
    await store.turn(lambda uow: uow.put_setting("a", "b"))
    with pytest.raises(ZeroDivisionError):
        await store.turn(lambda uow: uow.send(message("lost"), NOW) and 1 // 0)
    assert seen == []
    await together(store, *[lambda uow, n=n: uow.send(message(f"k{n}"), NOW) for n in range(5)])
    assert seen == [1]
    await store.turn(lambda uow: uow.send(message("k1"), NOW))
    assert seen == [1]


async def test_a_restart_keeps_everything(url: str) -> None:
    store = await Store.open(url)
    idea = await store.turn(draft)
    await store.close()
    store = await Store.open(url)
    assert await store.turn(lambda uow: uow.idea(idea.id)) == idea
    await store.close()


async def test_twenty_at_once_get_numbers_without_gaps(store: Store) -> None:
    def number(uow: UnitOfWork, fails: bool) -> int:
        given = uow.next_number("SKA", 2026)
        if fails:
            raise LookupError
        return given

    async def writer(who: int) -> list[int]:
        given = []
        for n in range(20):
            with suppress(LookupError):
                given.append(await store.turn(partial(number, fails=(n + who) % 3 == 0)))
        return given

    given = sorted(chain.from_iterable(await asyncio.gather(*map(writer, range(20)))))
    assert given == list(range(1, len(given) + 1))
    assert len(given) > 200
    assert await store.turn(lambda uow: (uow.next_number("SKA", 2027), uow.next_number("HJO", 2026))) == (1, 1)
