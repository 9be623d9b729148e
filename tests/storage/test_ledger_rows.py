"""Everything once: what came in, what goes out, what is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import text

from ideas.occurrence import Occurrence, Outcome
from storage.ledger_rows import Seen
from storage.store import Store
from storage.unit_of_work import UnitOfWork
from tests.storage.samples import HALL, NOW, message

DIGEST = Occurrence("digest", "C123", "2026-W48", NOW)


async def test_the_same_event_is_new_once_and_then_has_its_answer(store: Store) -> None:
    def turn(uow: UnitOfWork) -> None:
        assert uow.seen("slack", "T1", "Ev1", NOW) == Seen(new=True)
        assert uow.seen("slack", "T1", "Ev1", NOW) == Seen(new=False)
        uow.answered("slack", "T1", "Ev1", '{"summary":"Tack!"}')
        assert uow.seen("slack", "T1", "Ev1", NOW) == Seen(new=False, answer='{"summary":"Tack!"}')
        assert uow.seen("slack", "T2", "Ev1", NOW).new
        assert uow.seen("teams", "T1", "Ev1", NOW).new

    await store.turn(turn)


async def test_a_message_goes_out_once_for_its_meaning(store: Store) -> None:
    def turn(uow: UnitOfWork) -> None:
        assert uow.send(message("digest:C123:2026-W48"), NOW)
        assert not uow.send(message("digest:C123:2026-W48"), NOW)
        assert not uow.send(message("digest:C123:2026-W48", replace(HALL, channel="other")), NOW)
        assert uow.send(message("digest:C123:2026-W49"), NOW)

    await store.turn(turn)
    assert [posted.outgoing for posted in await store.reader.messages(HALL)] == [
        message("digest:C123:2026-W48"),
        message("digest:C123:2026-W49"),
    ]


async def test_a_channel_has_one_line_whatever_its_threads(store: Store) -> None:
    def turn(uow: UnitOfWork) -> list[int]:
        places = [HALL, replace(HALL, thread="t2"), replace(HALL, workspace="hjo"), replace(HALL, platform="slack")]
        for n, place in enumerate(places):
            uow.send(message(f"k{n}", place), NOW)
        return list(uow.connection.execute(text("SELECT destination FROM outbox ORDER BY id")).scalars())

    assert await store.turn(turn) == [1, 1, 2, 3]


async def test_the_first_open_row_of_every_line_is_found_by_index(store: Store) -> None:
    firsts = "SELECT min(id) FROM outbox WHERE state IN ('pending', 'sending') GROUP BY destination"
    plan = await store.turn(lambda uow: str(uow.connection.execute(text(f"EXPLAIN QUERY PLAN {firsts}")).all()))
    assert "outbox_open" in plan


async def test_an_occurrence_is_planned_once_and_settled(store: Store) -> None:
    def turn(uow: UnitOfWork) -> None:
        assert uow.next_due() is None
        assert uow.plan(DIGEST)
        assert not uow.plan(replace(DIGEST, due_at=NOW + timedelta(days=1)))
        assert uow.occurrence("digest", "C123", "2026-W48") == DIGEST
        assert uow.next_due() == NOW
        uow.settle(DIGEST, Outcome.SKIPPED, {"why": "late"})
        assert uow.occurrence("digest", "C123", "2026-W48") == replace(
            DIGEST, outcome=Outcome.SKIPPED, facts={"why": "late"}
        )
        assert uow.occurrence("digest", "C123", "2026-W47") is None
        assert uow.next_due() is None
        assert uow.due(NOW) == []
        assert not uow.plan(DIGEST)

    await store.turn(turn)


async def test_settling_keeps_facts_unless_others_are_given(store: Store) -> None:
    def turn(uow: UnitOfWork) -> None:
        edited = replace(DIGEST, facts={"text": "edited"})
        uow.plan(edited)
        uow.settle(edited, Outcome.DONE)
        assert uow.occurrence("digest", "C123", "2026-W48") == replace(edited, outcome=Outcome.DONE)

    await store.turn(turn)


async def test_what_is_due_comes_oldest_first_and_so_many_at_a_time(store: Store) -> None:
    def turn(uow: UnitOfWork) -> None:
        planned = [replace(DIGEST, period=str(n), due_at=NOW - timedelta(minutes=n)) for n in range(5)]
        future = replace(DIGEST, due_at=NOW + timedelta(microseconds=1))
        for occurrence in (*planned, future):
            uow.plan(occurrence)
        assert uow.due(NOW) == planned[::-1]
        assert uow.due(NOW, limit=2) == [planned[4], planned[3]]

    await store.turn(turn)


async def test_settings_and_counters_are_kept(store: Store) -> None:
    def turn(uow: UnitOfWork) -> None:
        assert uow.setting("digest:C123") is None
        for value in ("thu 09:00", "mon 08:00"):
            uow.put_setting("digest:C123", value)
            assert uow.setting("digest:C123") == value
        for name in ("personal-number", "injury", "injury"):
            uow.count(name)

    await store.turn(turn)
    assert await store.reader.counters() == {"personal-number": 1, "injury": 2}
