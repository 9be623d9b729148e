"""The tests' own validator: it takes what Slack takes, and tells each limit by one step."""

from __future__ import annotations

from typing import Any

import pytest

from tests.clients.samples import RIGHT, SIZES, WRONG, Made, actions, button, message, rich
from tests.clients.schemas import limits, schema
from tests.clients.slack_schema import check, parsed

Json = dict[str, Any]


@pytest.mark.parametrize(("surface", "payload"), [(s, p) for s, _, p in RIGHT], ids=[f"{s} {n}" for s, n, _ in RIGHT])
def test_what_slack_takes_is_taken(surface: str, payload: Json) -> None:
    assert check(payload, surface) == []


@pytest.mark.parametrize(("surface", "payload"), [(s, p) for s, _, p in WRONG], ids=[f"{s} {n}" for s, n, _ in WRONG])
def test_what_slack_refuses_is_refused(surface: str, payload: Json) -> None:
    assert len(check(payload, surface)) == 1, check(payload, surface)


@pytest.mark.parametrize(
    ("surface", "most", "made"), [(s, m, p) for s, _, m, p in SIZES], ids=[f"{s} {n} {m}" for s, n, m, _ in SIZES]
)
def test_a_limit_is_told_by_one_step(surface: str, most: int, made: Made) -> None:
    assert check(made(most), surface) == []
    assert check(made(most + 1), surface) != []


@pytest.mark.parametrize(("surface", "count"), [("message", 120), ("modal", 120), ("home", 120), ("manifest", 20)])
def test_the_limits_that_slack_states_in_words_are_read(surface: str, count: int) -> None:
    assert len(list(limits(schema(surface)))) >= count


def test_a_fault_says_where_it_is_and_how_large() -> None:
    wrong = message(rich("x"), actions(button(), button(1, text={"type": "plain_text", "text": "x" * 76})))
    assert check(wrong, "message") == [f"blocks/1/elements/1/text/text: maxLength is 75, and this is 76: '{'x' * 59}"]


def leaf(**element: str) -> Json:
    return message({"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [element]}]})


@pytest.mark.parametrize(
    "payload",
    [
        message(text="Hej <!channel>"),
        message(text="Hej <@U1>"),
        message(text="Kaffe & te"),
        message({"type": "section", "text": {"type": "mrkdwn", "text": "Hej <!here>"}}),
        message({"type": "section", "text": {"type": "mrkdwn", "text": "*Hej*"}}),
        message({"type": "header", "text": {"type": "plain_text", "text": ":tada:"}}),
        leaf(type="user", user_id="U1"),
        leaf(type="link", url="http://a.example"),
    ],
    ids=["everyone", "a person", "not escaped", "everyone here", "markup", "emoji", "a mention", "a link in the open"],
)  # fmt: skip
def test_words_that_slack_would_read_as_more_are_seen(payload: Json) -> None:
    assert len(parsed(payload)) == 1


def test_words_that_are_only_words_are_left_alone() -> None:
    assert parsed(message(rich("<!channel> & :tada:"), actions(button()), text="&lt;!channel&gt; &amp; te")) == []
