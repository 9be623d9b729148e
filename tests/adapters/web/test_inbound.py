"""What the page posts becomes an event, or is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.web.inbound import LONGEST, TooLongError, read
from ideas.people import Identity, Place

SAID: dict[str, object] = {"key": "k1", "as": "asa", "body": "skovde", "place": "dm:asa", "text": "Frukosten är sen"}

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def test_words_in_the_own_chat_are_direct_and_echoed() -> None:
    inbound = read(SAID)
    assert inbound is not None
    assert inbound.who == Identity("local", "skovde", "asa")
    assert inbound.place == Place("local", "skovde", "dm:asa")
    assert (inbound.text, inbound.direct, inbound.echo, inbound.explicit) == ("Frukosten är sen", True, True, False)


def test_a_press_in_a_channel_is_not_direct() -> None:
    inbound = read(SAID | {"place": "skovde-coacher", "text": "", "action": "claim", "value": "SKO-2026-0142"})
    assert inbound is not None
    assert (inbound.action, inbound.value, inbound.direct, inbound.echo) == ("claim", "SKO-2026-0142", False, False)


def test_fields_keep_one_text_or_several() -> None:
    inbound = read(SAID | {"action": "answer", "fields": {"choices": ["users", "other"], "text": "hej"}})
    assert inbound is not None
    assert inbound.fields == {"choices": ("users", "other"), "text": "hej"}


def test_a_stopped_text_sent_again_on_purpose_is_sure() -> None:
    inbound = read(SAID | {"action": "sure", "sure": True})
    assert inbound is not None
    assert inbound.sure


@pytest.mark.parametrize(
    "change",
    [
        {"key": ""},
        {"key": "k" * 3000},
        {"as": ""},
        {"as": "å b"},
        {"body": "../etc"},
        {"place": "dm:jorgen"},
        {"place": ""},
        {"text": "  ", "action": ""},
        {"text": 7},
        {"fields": ["a"]},
        {"fields": {"a": {"b": "c"}}},
        {"fields": {str(n): "x" for n in range(100)}},
    ],
)
def test_what_does_not_fit_together_is_no_event(change: dict[str, object]) -> None:
    assert read(SAID | change) is None


def test_a_very_long_text_reaches_the_dialog_so_that_it_can_answer() -> None:
    inbound = read(SAID | {"text": "å" * 150_000})
    assert inbound is not None
    assert len(inbound.text) == 150_000


def test_more_text_than_one_post_may_hold_is_refused() -> None:
    with pytest.raises(TooLongError):
        read(SAID | {"fields": {"a": ["x" * LONGEST]}})


def test_half_a_surrogate_never_comes_further() -> None:
    inbound = read(SAID | {"text": "hej \ud83d"})
    assert inbound is not None
    assert inbound.text == "hej ?"


@given(ANYTHING, st.dictionaries(st.sampled_from([*SAID, "fields", "action", "value", "sure"]), ANYTHING))
def test_nothing_that_json_can_say_breaks_the_reading(whole: object, parts: dict[str, object]) -> None:
    read(whole)
    read(SAID | parts)
