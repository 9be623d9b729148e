"""What an answer, a silence and a search mean for a message."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from adapters.faults import fault
from bot.deliver import Patience, after_failure, after_search
from dialogs.messages import GiveUp, Receipt, TryLater
from ideas.people import Place
from storage.errors import StoreError
from storage.outbox import Claimed, Dead, Later, Sent, Unconfirmed

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)
PATIENCE = Patience()


def claimed(attempt: int = 1, tried_at: datetime | None = None, update_of: str = "") -> Claimed:
    """A message in somebody's hands."""
    place = Place("slack", "T", "C")
    return Claimed(1, attempt, "k", place, "told", "{}", "sv", "", "", update_of, "", NOW, NOW, tried_at)


def test_what_is_found_has_been_sent() -> None:
    assert after_search(claimed(), NOW, Receipt("m1"), True, NOW, PATIENCE) == Sent("m1")


def test_what_is_not_found_may_still_arrive_until_the_hold_has_passed() -> None:
    waiting = after_search(claimed(), NOW, None, True, NOW + 59 * SECOND, PATIENCE)
    assert waiting == Later(NOW + 60 * SECOND, "an earlier try may still arrive", NOW)
    assert after_search(claimed(), NOW, None, True, NOW + 60 * SECOND, PATIENCE) is None


def test_where_nobody_can_tell_a_message_is_sent_at_most_once() -> None:
    assert isinstance(after_search(claimed(), NOW, None, False, NOW, PATIENCE), Later)
    assert isinstance(after_search(claimed(), NOW, None, False, NOW + 60 * SECOND, PATIENCE), Unconfirmed)


def test_a_change_may_be_repeated_where_nobody_can_tell() -> None:
    assert after_search(claimed(update_of="m1"), NOW, None, False, NOW + 60 * SECOND, PATIENCE) is None


def test_what_is_given_up_is_dead_with_its_reason() -> None:
    assert after_failure(claimed(), GiveUp("is_archived"), NOW, NOW, PATIENCE) == Dead("is_archived")


def test_a_refusal_makes_the_whole_conversation_wait_as_long_as_asked() -> None:
    refused = after_failure(claimed(tried_at=NOW), TryLater(30, "429", ambiguous=False), NOW, NOW, PATIENCE)
    assert refused == Later(NOW + 30 * SECOND, "429", None, whole_line=True)


def test_nobody_can_make_us_wait_for_ever() -> None:
    refused = after_failure(claimed(), TryLater(1e9, "429", ambiguous=False), NOW, NOW, PATIENCE)
    assert isinstance(refused, Later)
    assert refused.until == NOW + PATIENCE.longest


@pytest.mark.parametrize("error", [TryLater(0, "502", ambiguous=True), TimeoutError(), ValueError()])
def test_a_post_without_a_clear_answer_waits_out_the_hold(error: Exception) -> None:
    later = after_failure(claimed(), error, NOW, NOW + SECOND, PATIENCE)
    assert isinstance(later, Later)
    assert (later.until, later.tried_at) == (NOW + 61 * SECOND, NOW)


def test_a_failed_question_forgets_no_earlier_try() -> None:
    later = after_failure(claimed(3, tried_at=NOW), TryLater(0, "429", ambiguous=False), None, NOW + SECOND, PATIENCE)
    assert later == Later(NOW + 5 * SECOND, "429", NOW)


def test_the_pause_doubles_up_to_an_hour() -> None:
    assert [PATIENCE.pause(attempt) / SECOND for attempt in (1, 2, 3, 12, 13, 99)] == [1, 2, 4, 2048, 3600, 3600]


def test_patience_with_a_platform_lasts_longer_than_a_weekend() -> None:
    assert sum((PATIENCE.pause(n) for n in range(1, PATIENCE.tries)), timedelta()) > timedelta(days=3)


def test_patience_ends_after_a_hundred_tries() -> None:
    last = after_failure(claimed(100), TryLater(0, "502", ambiguous=True), NOW, NOW, PATIENCE)
    assert last == Dead("given up after 100 tries: 502")


def test_patience_with_our_own_faults_ends_sooner_but_not_with_the_database() -> None:
    assert isinstance(after_failure(claimed(5), ValueError(), NOW, NOW, PATIENCE), Dead)
    assert isinstance(after_failure(claimed(5), StoreError("full"), None, NOW, PATIENCE), Later)


def test_a_fault_is_told_without_its_words() -> None:
    try:
        int("Anna på Solgården")
    except ValueError as error:
        told = fault(error)
    assert told.startswith("ValueError at test_deliver_decisions.py:")
    assert "Anna" not in told


def test_the_default_patience_leaves_room_for_every_step() -> None:
    assert PATIENCE.lease > PATIENCE.slack * 2 + PATIENCE.timeout * 2
    assert PATIENCE.hold > PATIENCE.slack + PATIENCE.timeout
