"""Routing: each rule in its place, and never an idea without somebody."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from ideas.routing import Candidate, Fallback, Route, Rule, RuleKind, route

BEARER = 9


def routed(*candidates: Candidate, unit: str = "vard", topic: str = "care", owner: int | None = None) -> Route:
    """An idea from Skövde in Swedish, told by person 9."""
    return route(
        body="skovde",
        bearer=BEARER,
        unit=unit,
        topic=topic,
        language="sv",
        candidates=candidates,
        challenge_owner=owner,
    )


def kinds(found: Route) -> list[RuleKind]:
    """The rules that fired, in order."""
    return [rule.kind for rule in found.rules]


EVA = Candidate(1, "eva", "Eva Lind", topics=("care",))
OMAR = Candidate(2, "omar", "Omar Haddad", topics=("school",))


def test_competence_narrows_and_is_told() -> None:
    assert routed(OMAR, EVA) == Route((1,), (Rule(RuleKind.BODY, "skovde"), Rule(RuleKind.TOPIC, "care")))


def test_an_unknown_topic_or_unit_narrows_nothing() -> None:
    assert kinds(routed(EVA, OMAR, unit="", topic="")) == [RuleKind.BODY]


def test_a_rule_that_would_leave_nobody_is_passed_over() -> None:
    found = routed(EVA, OMAR, topic="buildings")
    assert found.ranked == (1, 2)
    assert kinds(found) == [RuleKind.BODY]


def test_the_owner_of_a_challenge_goes_before_the_pool() -> None:
    pooled = Candidate(3, "ida", "Ida", units=("vard",))
    found = routed(EVA, pooled, owner=1)
    assert found == Route((1,), (Rule(RuleKind.BODY, "skovde"), Rule(RuleKind.CHALLENGE, "eva")))


def test_the_pool_of_a_unit_goes_before_competence() -> None:
    pooled = Candidate(3, "ida", "Ida", units=("vard",))
    found = routed(EVA, pooled)
    assert found.ranked == (3,)
    assert found.rules[1:] == (Rule(RuleKind.POOL, "vard"),)


def test_language_narrows_but_a_coach_without_languages_takes_any() -> None:
    english = Candidate(3, "bob", "Bob", topics=("care",), languages=("en",))
    found = routed(EVA, english)
    assert found.ranked == (1,)
    assert found.rules[-1] == Rule(RuleKind.LANGUAGE, "sv")


def test_nobody_coaches_their_own_idea_even_as_the_only_one_with_competence() -> None:
    bearer = Candidate(BEARER, "pia", "Pia", topics=("care",))
    found = routed(bearer, OMAR)
    assert found == Route((2,), (Rule(RuleKind.BODY, "skovde"), Rule(RuleKind.CONFLICT, "pia")))


def test_an_absent_coach_is_not_ranked_even_when_the_pool_is_theirs() -> None:
    away = Candidate(3, "ida", "Ida", units=("vard",), absent=True)
    found = routed(away, OMAR)
    assert found == Route((2,), (Rule(RuleKind.BODY, "skovde"), Rule(RuleKind.ABSENCE, "ida")))


def test_with_nobody_left_the_process_leader_takes_over() -> None:
    bearer = Candidate(BEARER, "pia", "Pia")
    away = Candidate(3, "ida", "Ida", absent=True)
    found = routed(bearer, away)
    assert (found.ranked, found.fallback) == ((), Fallback.PROCESS_LEADER)
    assert kinds(found) == [RuleKind.BODY, RuleKind.CONFLICT, RuleKind.ABSENCE]
    assert routed().fallback is Fallback.PROCESS_LEADER


def test_the_lowest_load_goes_first() -> None:
    found = routed(Candidate(1, "a", "A", load=3), Candidate(2, "b", "B", load=1))
    assert found == Route((2, 1), (Rule(RuleKind.BODY, "skovde"), Rule(RuleKind.LOAD, "1")))


def test_with_equal_load_the_longest_since_goes_first_and_never_is_longest() -> None:
    old = Candidate(1, "old", "Old", last_claimed_at=datetime(2026, 1, 2, tzinfo=UTC))
    new = Candidate(2, "new", "New", last_claimed_at=datetime(2026, 11, 2, tzinfo=UTC))
    never = Candidate(3, "zoe", "Zoe")
    assert routed(new, old).rules[-1] == Rule(RuleKind.LONGEST_SINCE, "2026-01-02")
    assert routed(new, old, never).ranked == (3, 1, 2)
    assert routed(new, never).rules[-1] == Rule(RuleKind.LONGEST_SINCE, "")


def test_the_handle_decides_at_last() -> None:
    assert routed(Candidate(1, "b", "B"), Candidate(2, "a", "A")).ranked == (2, 1)


CANDIDATES = st.lists(
    st.builds(
        Candidate,
        person=st.integers(1, 10),
        handle=st.text("abc", min_size=1, max_size=3),
        name=st.just("A"),
        topics=st.sets(st.sampled_from(("care", "school"))).map(tuple),
        units=st.sets(st.sampled_from(("vard", "skola"))).map(tuple),
        languages=st.sets(st.sampled_from(("sv", "en"))).map(tuple),
        absent=st.booleans(),
        load=st.integers(0, 3),
    ),
    max_size=4,
    unique_by=(lambda c: c.person, lambda c: c.handle),
)


@given(CANDIDATES)
def test_the_order_in_which_coaches_are_listed_does_not_matter(candidates: list[Candidate]) -> None:
    assert len({routed(*order) for order in permutations(candidates)}) == 1


@given(CANDIDATES)
def test_somebody_is_always_found_when_somebody_is_free(candidates: list[Candidate]) -> None:
    found = routed(*candidates)
    free = {c.person for c in candidates if not c.absent and c.person != BEARER}
    assert set(found.ranked) <= free
    assert bool(found.ranked) is bool(free) is (found.fallback is Fallback.NONE)
