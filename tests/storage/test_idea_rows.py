"""Ideas come back as they were stored, change once, and keep their history."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from ideas.idea import Answer, Fact, Gap, Idea, noted
from ideas.lifecycle import OPEN, Status
from ideas.people import Place
from storage.documents import idea_of, idea_row
from storage.store import Store
from storage.tables import idea as table
from storage.unit_of_work import UnitOfWork
from tests.storage.samples import COACH, NOW, ava, draft, person

times = st.datetimes(timezones=st.just(NOW.tzinfo))
answers = st.builds(Answer, st.text(), st.lists(st.text()).map(tuple), st.none() | st.sampled_from(Gap))
known = st.dictionaries(st.sampled_from(["need", "effect", "unit"]), answers)
stored_ideas = st.builds(
    Idea,
    id=st.integers(1, 9),
    body=st.text(),
    created_at=times,
    changed_at=times,
    answers=known,
    place=st.none() | st.builds(Place, st.text(), st.text(), st.text(), st.text()),
    rules=st.lists(st.tuples(st.text(), st.text())).map(tuple),
    ranked=st.lists(st.integers()).map(tuple),
    **dict.fromkeys(("submitted_at", "claimed_at", "answered_at", "asked_at"), st.none() | times),
    **dict.fromkeys(("status", "number", "coach", "promise", "wake", "resumes_as", "receiver"), ...),
    **dict.fromkeys(("offered_to", "merged_into", "co_bearers", "consent", "published"), ...),
)


@settings(max_examples=50)
@given(stored_ideas)
def test_an_idea_comes_back_as_it_was_stored(idea: Idea) -> None:
    row = {"id": idea.id, **idea_row(idea)}
    assert idea_of(tuple(row[column.name] for column in table.c)) == idea


def submitted(uow: UnitOfWork, number: str, status: Status = Status.SUBMITTED, **changes: Any) -> Idea:
    """A stored idea that was handed in."""
    was = draft(uow)
    stored, fact = noted(was, "submitted", NOW, was.bearer, status=status, number=number, **changes)
    assert uow.save_idea(stored, was)
    uow.add_fact(stored.id, fact)
    return stored


async def test_an_idea_is_found_by_id_and_by_number(store: Store) -> None:
    def turn(uow: UnitOfWork) -> None:
        idea = submitted(uow, "SKA-2026-0001", submitted_at=NOW, promise=date(2026, 12, 1), wake=date(2027, 1, 1))
        assert uow.idea(idea.id) == uow.numbered("SKA-2026-0001") == idea
        assert uow.idea(99) is uow.numbered("SKA-2026-0002") is None

    await store.turn(turn)


async def test_the_first_to_claim_wins(store: Store) -> None:
    idea = await store.turn(lambda uow: submitted(uow, "SKA-2026-0001"))
    eva, bo = await store.turn(lambda uow: [uow.add_person(person(name, roles=COACH)).id for name in ("eva", "bo")])

    def claim(uow: UnitOfWork, coach: int) -> bool:
        return uow.save_idea(noted(idea, "claimed", NOW, coach, status=Status.CLAIMED, coach=coach)[0], idea)

    assert await store.turn(lambda uow: claim(uow, eva))
    assert not await store.turn(lambda uow: claim(uow, bo))
    won = await store.turn(lambda uow: uow.idea(idea.id))
    assert won
    assert won.coach == eva


async def test_an_answer_is_saved_without_history(store: Store) -> None:
    def turn(uow: UnitOfWork) -> None:
        was = draft(uow)
        told = was.answered("topic", Answer(choices=("meals",)), NOW + timedelta(minutes=1))
        assert uow.save_idea(told, was)
        assert uow.idea(was.id) == told
        topic, ring = uow.connection.execute(text("SELECT topic, ring FROM idea")).one()
        assert (topic, ring) == ("meals", "body")
        moved = replace(told, body="HJO")
        assert uow.save_idea(moved, told)
        assert uow.idea(was.id) == moved

    await store.turn(turn)


async def test_a_draft_can_be_deleted_and_its_id_is_not_used_again(store: Store) -> None:
    def turn(uow: UnitOfWork) -> None:
        first, second = draft(uow), draft(uow, "Nycklar hämtas varje morgon.")
        assert uow.drafts(first.bearer) == [second, first]
        uow.add_fact(second.id, Fact(1, NOW, None, "noted", Status.DRAFT, Status.DRAFT))
        uow.delete_draft(second)
        assert uow.drafts(first.bearer) == [first]
        assert draft(uow).id > second.id

    await store.turn(turn)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        await store.turn(lambda uow: uow.delete_draft(submitted(uow, "SKA-2026-0001")))


async def test_history_is_kept_in_order_and_found_by_who_made_it(store: Store) -> None:
    def turn(uow: UnitOfWork) -> None:
        idea = submitted(uow, "SKA-2026-0001")
        later = Fact(2, NOW, idea.bearer, "moved", Status.SUBMITTED, Status.CLAIMED, "skäl", {"till": "fredag"})
        uow.add_fact(idea.id, later)
        facts = uow.facts(idea.id)
        assert [fact.seq for fact in facts] == [1, 2]
        assert facts[1] == later
        assert uow.facts_by(idea.bearer) == [(idea.id, fact) for fact in facts]

    await store.turn(turn)


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM fact",
        "UPDATE fact SET seq = 7",
        "UPDATE fact SET at = 0",
        "UPDATE fact SET kind = 'x'",
        "UPDATE fact SET start = 'x'",
        "UPDATE fact SET \"end\" = 'x'",
    ],
)
async def test_history_cannot_be_changed(store: Store, change: str) -> None:
    await store.turn(lambda uow: submitted(uow, "SKA-2026-0001"))
    with pytest.raises(Exception, match="history is append-only"):
        await store.turn(lambda uow: uow.connection.execute(text(change)))
    with pytest.raises(sqlite3.IntegrityError):
        await store.turn(lambda uow: uow.add_fact(1, Fact(1, NOW, None, "x", Status.DRAFT, Status.DRAFT)))


async def test_a_bearer_sees_what_she_bears_with_others(store: Store) -> None:
    def turn(uow: UnitOfWork) -> None:
        mine, joined = draft(uow), submitted(uow, "SKA-2026-0001")
        bo = uow.add_person(person("bo")).id
        assert uow.save_idea(replace(joined, seq=2, co_bearers=(bo,)), joined)
        born_shared = uow.add_idea(replace(joined, number=None, co_bearers=(bo,)))
        assert [idea.id for idea in uow.ideas_of(bo)] == [born_shared.id, joined.id]
        assert [idea.id for idea in uow.ideas_of(mine.bearer)] == [born_shared.id, joined.id, mine.id]

    await store.turn(turn)


async def test_lists_show_what_they_promise(store: Store) -> None:
    def turn(uow: UnitOfWork) -> None:
        eva = uow.add_person(person("eva", roles=COACH)).id
        late = submitted(uow, "SKA-2026-0001", submitted_at=NOW)
        early = submitted(uow, "SKA-2026-0002", submitted_at=NOW - timedelta(days=1))
        soon = submitted(uow, "SKA-2026-0003", status=Status.TESTING, coach=eva, promise=date(2026, 12, 1))
        never = submitted(uow, "SKA-2026-0004", status=Status.CLOSED, coach=eva)
        sooner = submitted(
            uow, "HJO-2026-0001", status=Status.CLAIMED, coach=eva, promise=date(2026, 11, 1), body="HJO"
        )
        draft(uow)
        assert uow.queue("SKA") == [early, late]
        assert uow.open_ideas("SKA") == [late, early, soon]
        assert uow.open_ideas() == [late, early, soon, sooner]
        assert uow.ended("SKA", never.changed_at) == 1
        assert uow.ended("SKA", never.changed_at + timedelta(days=1)) == 0
        assert uow.ideas_with(eva) == [sooner, soon, never]

    await store.turn(turn)


async def test_a_week_is_what_changed_in_it_and_what_was_promised_in_it(store: Store) -> None:
    def turn(uow: UnitOfWork) -> None:
        before, day = NOW - timedelta(days=7), date(2026, 11, 25)
        plain = submitted(uow, "SKA-2026-0001")
        promised = submitted(uow, "SKA-2026-0002", first_promise=day)
        submitted(uow, "HJO-2026-0001", first_promise=day, body="HJO")
        draft(uow)
        assert uow.ideas_changed("SKA", before, (day, day)) == [plain, promised]
        assert uow.ideas_changed("SKA", NOW, (day, day)) == [promised]
        assert uow.ideas_changed("SKA", NOW, (date(2026, 11, 26), date(2026, 11, 27))) == []

    await store.turn(turn)


async def test_a_load_is_what_is_open_and_the_latest_claim(store: Store) -> None:
    def turn(uow: UnitOfWork) -> None:
        eva = uow.add_person(person("eva", roles=COACH)).id
        for n, status in enumerate([*OPEN, Status.CLOSED]):
            submitted(uow, f"SKA-2026-{n:04}", status=status, coach=eva, claimed_at=NOW + timedelta(days=n))
        bo = uow.add_person(person("bo", roles=COACH)).id
        submitted(uow, "SKA-2026-0100", status=Status.IMPLEMENTED, coach=bo)
        assert uow.loads("SKA") == {eva: (len(OPEN), NOW + timedelta(days=len(OPEN))), bo: (0, None)}
        assert uow.loads("HJO") == {}

    await store.turn(turn)


async def test_bearers_and_coaches_must_exist(store: Store) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        await store.turn(lambda uow: uow.add_idea(Idea(0, "SKA", 99, NOW, NOW)))
    assert (await store.turn(ava)).id == 1
