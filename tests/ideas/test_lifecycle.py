"""The life of an idea: the table as the domain has it, and a history that only grows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ideas.idea import Fact, Idea, RefusedError, moved, noted
from ideas.lifecycle import (
    ACTIVE,
    ENDED,
    OPEN,
    TRANSITIONS,
    WITH_COACH,
    Actor,
    Status,
    Transition,
    narrowed,
    next_states,
    who_may,
)

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
EVERYBODY = frozenset(Actor)

BY_BEARER = """
draft > submitted
draft submitted claimed exploring shaping testing > withdrawn
"""
BY_COACH = """
submitted > claimed
claimed exploring shaping testing deciding > submitted
claimed shaping testing > exploring
exploring testing deciding > shaping
shaping > testing
exploring shaping testing > deciding
claimed exploring shaping testing deciding handed_over implementing > dormant found_home closed merged
dormant > claimed exploring shaping testing deciding handed_over implementing
"""
BY_COACH_ON_THE_RECEIVERS_WORD = """
deciding > handed_over
claimed exploring shaping handed_over > implementing
implementing claimed exploring > implemented
implemented > benefit_confirmed
"""
BY_PROCESS_LEADER = """
submitted > claimed closed merged
claimed exploring shaping testing deciding handed_over implementing > merged
closed > claimed
"""
BY_THE_BOT = """
submitted > claimed
claimed exploring shaping testing deciding > submitted
"""


def moves(rows: str) -> set[tuple[str, str]]:
    """Every pair of states in rows of `from from > to to`."""
    sides = [row.split(">") for row in rows.strip().splitlines()]
    return {(start, end) for starts, ends in sides for start in starts.split() for end in ends.split()}


EXPECTED = {
    Actor.BEARER: moves(BY_BEARER),
    Actor.COACH: moves(BY_COACH),
    Actor.RECEIVER: moves(BY_COACH_ON_THE_RECEIVERS_WORD),
    Actor.PROCESS_LEADER: moves(BY_PROCESS_LEADER),
    Actor.SYSTEM: moves(BY_THE_BOT),
}


@pytest.mark.parametrize("actor", Actor)
def test_each_may_make_the_moves_of_the_domain_and_no_other(actor: Actor) -> None:
    table = {(start.value, end.value) for start in Status for end in Status if actor in who_may(start, end)}
    assert table == EXPECTED[actor]


def test_no_move_stands_twice_in_the_table() -> None:
    pairs = [(t.start, t.end) for t in TRANSITIONS]
    assert len(pairs) == len(set(pairs))


def test_what_is_at_its_end_goes_nowhere_but_a_closed_idea_that_is_opened_again() -> None:
    onward = {start: next_states(start, EVERYBODY) for start in (*ENDED, Status.BENEFIT_CONFIRMED)}
    assert {start: ends for start, ends in onward.items() if ends} == {Status.CLOSED: (Status.CLAIMED,)}


def test_every_state_can_be_reached() -> None:
    reached = {Status.DRAFT}
    for _ in Status:
        reached |= {end for start in reached for end in next_states(start, EVERYBODY)}
    assert reached == set(Status)


def test_the_next_states_come_in_the_order_of_a_life_and_only_those_one_may_choose() -> None:
    coach = [s.value for s in next_states(Status.SHAPING, {Actor.COACH})]
    assert coach == ["submitted", "exploring", "testing", "deciding", "dormant", "found_home", "closed", "merged"]
    assert next_states(Status.SHAPING, {Actor.BEARER}) == (Status.WITHDRAWN,)
    assert next_states(Status.SUBMITTED, set()) == ()


def test_the_groups_of_states_are_what_they_say() -> None:
    assert set(ACTIVE) < set(WITH_COACH) < set(OPEN)
    assert not set(OPEN) & set(ENDED)


def test_a_preset_narrows_the_table_for_everyone() -> None:
    table = narrowed([(Status.CLAIMED, Status.IMPLEMENTED)])
    assert len(table) == len(TRANSITIONS) - 1
    assert who_may(Status.CLAIMED, Status.IMPLEMENTED, table) == frozenset()
    assert Status.IMPLEMENTED not in next_states(Status.CLAIMED, EVERYBODY, table)


def an_idea(status: Status) -> Idea:
    """An idea in a state."""
    return Idea(1, "skovde", 1, NOW, NOW, status=status, number="SKO-2026-0001")


@pytest.mark.parametrize("move", TRANSITIONS, ids=lambda t: f"{t.start}-{t.end}")
def test_a_move_needs_a_reason_where_somebody_is_told_why(move: Transition) -> None:
    start, end = move.start, move.end
    without = end.value in {"draft", "claimed", "withdrawn"} or (start, end) == (Status.DRAFT, Status.SUBMITTED)
    for why in ("", " \n"):
        if without:
            assert moved(an_idea(start), end, "status", NOW, 1, EVERYBODY, why)[0].status is end
        else:
            with pytest.raises(RefusedError) as refused:
                moved(an_idea(start), end, "status", NOW, 1, EVERYBODY, why)
            assert refused.value.kind == "refused-reason-missing"


def test_a_move_nobody_can_make_names_the_state() -> None:
    with pytest.raises(RefusedError) as refused:
        moved(an_idea(Status.WITHDRAWN), Status.CLAIMED, "claimed", NOW, 1, EVERYBODY, "för att")
    assert (refused.value.kind, refused.value.facts["status"]) == ("refused-not-from-here", "withdrawn")


def test_a_move_somebody_else_can_make_names_who() -> None:
    with pytest.raises(RefusedError) as refused:
        moved(an_idea(Status.CLOSED), Status.CLAIMED, "reopened", NOW, 1, frozenset({Actor.COACH}), "för att")
    assert (refused.value.kind, refused.value.facts["who"]) == ("refused-not-yours-to-move", "process_leader")


@given(st.lists(st.integers(0, 10_000), max_size=40))
def test_whatever_is_done_the_history_only_grows_and_has_no_gap(choices: list[int]) -> None:
    idea, history = an_idea(Status.DRAFT), list[Fact]()
    for n, choice in enumerate(choices, 1):
        at, before = NOW + timedelta(minutes=n), list(history)
        ends = next_states(idea.status, EVERYBODY)
        if ends and choice % 4:
            changed, fact = moved(idea, ends[choice % len(ends)], "status", at, choice, EVERYBODY, "för att")
        else:
            changed, fact = noted(idea, "told", at, choice)
        history.append(fact)
        assert history[:-1] == before
        assert (fact.start, fact.end) == (idea.status, changed.status)
        assert (changed.seq, changed.changed_at, changed.number) == (fact.seq, at, idea.number)
        idea = changed
    assert [fact.seq for fact in history] == list(range(1, len(choices) + 1))
    assert all(one.end is other.start for one, other in pairwise(history))


@given(st.sampled_from(Status), st.sampled_from(Status), st.frozensets(st.sampled_from(Actor)))
def test_a_move_is_made_exactly_when_the_table_lets_somebody_make_it(
    start: Status, end: Status, capacity: frozenset[Actor]
) -> None:
    idea = an_idea(start)
    if who_may(start, end) & capacity:
        assert moved(idea, end, "status", NOW, 1, capacity, "för att")[0].status is end
    else:
        with pytest.raises(RefusedError):
            moved(idea, end, "status", NOW, 1, capacity, "för att")
