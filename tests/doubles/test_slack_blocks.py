"""The double takes blocks up to Slack's limits, refuses those above, and sees what Slack would make of their texts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.doubles.slack_blocks import message_faults, total, view_faults
from tests.doubles.slack_reading import emoji, links, pings
from tests.doubles.slack_request import Json


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text, "emoji": False}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def section(text: Json) -> Json:
    return {"type": "section", "text": text}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": [{"action_id": f"a{n}", **e} for n, e in enumerate(elements)]}


def button(label: str = "Ta", **more: Any) -> Json:
    return {"type": "button", "text": plain(label), **more}


def options(count: int, label: str = "Vård", value: str = "v") -> list[Json]:
    return [{"text": plain(label), "value": value} for _ in range(count)]


def chooser(kind: str, count: int, **more: Any) -> Json:
    return {"type": kind, "options": options(count), **more}


def field(element: Json, **more: Any) -> Json:
    return {"type": "input", "label": plain("Fråga"), "element": element, **more}


def rich(*runs: Json, kind: str = "rich_text_section") -> Json:
    return {"type": "rich_text", "elements": [{"type": kind, "elements": list(runs)}]}


def line(**more: Any) -> Json:
    return {"type": "plain_text_input", **more}


LIMITS: dict[str, Callable[[int], list[Json]]] = {
    "blocks": lambda n: [{"type": "divider"}] * (49 + n),
    "section": lambda n: [section(plain("x" * (2999 + n)))],
    "header": lambda n: [{"type": "header", "text": plain("x" * (149 + n))}],
    "fields": lambda n: [{"type": "section", "fields": [plain("x")] * (9 + n)}],
    "field": lambda n: [{"type": "section", "fields": [plain("x" * (1999 + n))]}],
    "context": lambda n: [{"type": "context", "elements": [plain("x")] * (9 + n)}],
    "block_id": lambda n: [{"type": "divider", "block_id": "x" * (254 + n)}],
    "buttons": lambda n: [actions(*[button()] * (24 + n))],
    "label": lambda n: [actions(button("x" * (74 + n)))],
    "value": lambda n: [actions(button(value="x" * (1999 + n)))],
    "action_id": lambda n: [actions(button(action_id="x" * (254 + n)))],
    "menu": lambda n: [actions(chooser("static_select", 99 + n))],
    "radios": lambda n: [actions(chooser("radio_buttons", 9 + n))],
    "boxes": lambda n: [actions(chooser("checkboxes", 9 + n))],
    "overflow": lambda n: [actions(chooser("overflow", 4 + n))],
    "option": lambda n: [actions({"type": "static_select", "options": options(1, "x" * (74 + n))})],
    "option value": lambda n: [actions({"type": "static_select", "options": options(1, value="x" * (74 + n))})],
    "placeholder": lambda n: [actions(chooser("static_select", 1, placeholder=plain("x" * (149 + n))))],
    "input label": lambda n: [field(line(), label=plain("x" * (1999 + n)))],
    "hint": lambda n: [field(line(), hint=plain("x" * (1999 + n)))],
    "typed": lambda n: [field(line(initial_value="x" * (2999 + n)))],
    "max_length": lambda n: [field(line(max_length=2999 + n))],
}
"""Blocks by what is limited in them, as long as Slack takes when n is 1."""

WRONG: dict[str, Any] = {
    "not a list": {"type": "divider"},
    "an unknown block": [{"type": "carousel_of_mine"}],
    "an alert outside a modal": [{"type": "alert", "text": plain("a")}],
    "an unknown field": [{"type": "divider", "color": "red"}],
    "a bare text": [{"type": "section", "text": "a"}],
    "mrkdwn in a header": [{"type": "header", "text": mrkdwn("a")}],
    "no text": [section(plain(""))],
    "no elements": [actions()],
    "no options": [actions(chooser("static_select", 0))],
    "a style of our own": [actions(button(style="secondary"))],
    "an input in an actions block": [actions(line())],
    "a button in an input": [field(button())],
    "an initial option that is none": [actions(chooser("radio_buttons", 1, initial_option=options(1, "Skola")[0]))],
    "no initial options": [actions(chooser("checkboxes", 1, initial_options=[]))],
    "a date in words": [field({"type": "datepicker", "initial_date": "i morgon"})],
    "the same block_id twice": [{"type": "divider", "block_id": "a"}] * 2,
    "the same action_id twice": [actions(button(action_id="a"), button(action_id="a"))],
    "an empty run": [rich({"type": "text", "text": ""})],
    "a run of our own": [rich({"type": "shout", "text": "a"})],
    "a style of our own in a run": [rich({"type": "text", "text": "a", "style": {"loud": True}})],
    "a run outside a section": [{"type": "rich_text", "elements": [{"type": "text", "text": "a"}]}],
}


@pytest.mark.parametrize("name", LIMITS)
def test_a_limit_is_taken_and_one_more_is_not(name: str) -> None:
    blocks = LIMITS[name]
    assert message_faults(blocks(1)) == []
    assert message_faults(blocks(2))


@pytest.mark.parametrize("name", WRONG)
def test_what_slack_does_not_know_is_refused(name: str) -> None:
    assert message_faults(WRONG[name])


def test_a_message_of_everything_we_use_is_taken() -> None:
    quote = rich({"type": "text", "text": "Frukost", "style": {"italic": True}}, kind="rich_text_quote")
    menu = chooser("multi_static_select", 2, initial_options=options(1), max_selected_items=2)
    groups = {"type": "static_select", "option_groups": [{"label": plain("Vård"), "options": options(2)}]}
    link = rich({"type": "link", "url": "https://example.org/", "text": "Läs mer"})
    assert message_faults([quote, link, actions(menu, groups, button(style="danger")), section(mrkdwn("*a*"))]) == []


def view(**changes: Any) -> Json:
    whole = {"type": "modal", "title": plain("Fråga"), "submit": plain("Skicka"), "blocks": [field(line())]} | changes
    return {name: value for name, value in whole.items() if value is not None}


@pytest.mark.parametrize(
    "changes",
    [
        {"title": plain("x" * 25)}, {"title": None}, {"title": mrkdwn("Fråga")}, {"submit": plain("x" * 25)},
        {"close": plain("x" * 25)}, {"submit": None}, {"private_metadata": "x" * 3001}, {"callback_id": "x" * 256},
        {"blocks": [{"type": "divider"}] * 101}, {"blocks": None}, {"submit_disabled": True}, {"type": "popup"},
    ],
    ids=str,
)  # fmt: skip
def test_a_modal_over_a_limit_is_refused(changes: Json) -> None:
    assert view_faults(view(**changes))


@pytest.mark.parametrize(
    "changes",
    [
        {}, {"title": plain("x" * 24), "close": plain("x" * 24)}, {"private_metadata": "x" * 3000},
        {"blocks": [{"type": "divider"}] * 100, "submit": None}, {"blocks": [{"type": "alert", "text": plain("a")}]},
    ],
    ids=str,
)  # fmt: skip
def test_a_modal_at_its_limits_is_taken(changes: Json) -> None:
    assert view_faults(view(**changes)) == []


def test_texts_count_together_and_each_block_counts_besides() -> None:
    assert total([section(plain("x" * 100)), rich({"type": "text", "text": "y" * 10})]) == 110 + 2 * 45


def test_everybody_whom_a_message_would_call_is_seen() -> None:
    blocks = [
        section(mrkdwn("<@U0EVA> <!here> &lt;!channel&gt; <!date^1^{date}|nu>")),
        section(plain("<!channel>")),
        rich({"type": "text", "text": "<!everyone>"}, {"type": "user", "user_id": "U0HAKAN"}),
    ]
    assert pings("<!subteam^S1> &lt;@U0ANNA&gt;", blocks) == ["!subteam^S1", "@U0EVA", "!here", "@U0HAKAN"]


def test_every_address_and_picture_is_seen() -> None:
    blocks = [
        section(mrkdwn("<https://evil.example|Logga in> :fire:")),
        section({"type": "plain_text", "text": ":tada: klockan 10:30"}),
        section(plain(":wave:")),
        rich({"type": "link", "url": "https://example.org/"}, {"type": "text", "text": ":sob: <https://a.example>"}),
    ]
    assert links("", blocks) == ["https://evil.example", "https://example.org/"]
    assert emoji(blocks) == [":fire:", ":tada:"]
