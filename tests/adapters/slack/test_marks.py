"""What stands in a message is read back as it was meant, and anything else is nothing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack import marks
from adapters.slack.marks import Pressed, action_of, press_id, pressed
from adapters.slack.render import render
from dialogs.cards import Button, Buttons, Card, Form, Option, Options, Part, card
from tests.adapters.slack import as_slack
from tests.adapters.slack.hostile import ACTIONS
from tests.dialogs.test_notices import everywhere


def blocks(*parts: Part, said: str = "") -> list[dict[str, Any]]:
    drawn: list[dict[str, Any]] = render(card(*parts, language="sv"), said)["blocks"]
    return drawn


def meant(shown: Card) -> list[Pressed]:
    """What everything on a card means when it is pressed, in order; boxes as they stand."""
    found = []
    for part in shown.parts:
        if isinstance(part, Buttons):
            found += [Pressed(b.action, b.value) for b in part.buttons]
        elif isinstance(part, Options) and part.many:
            chosen = tuple(option.value for option in part.options if option.chosen)
            found.append(Pressed(part.action, part.value, {"choices": chosen}))
        elif isinstance(part, Options):
            found += [Pressed(part.action, part.value, {"choices": (option.value,)}) for option in part.options]
        elif isinstance(part, Form):
            found.append(Pressed(part.action, part.value))
    return found


def test_everything_that_can_be_pressed_on_any_example_comes_back_as_it_was_meant() -> None:
    for where, _, shown in everywhere():
        back = [pressed(payload) for payload in as_slack.presses(render(shown)["blocks"])]
        assert back == meant(shown), where


@pytest.mark.parametrize("count", [1, 10, 11, 100, 101, 120])
@pytest.mark.parametrize("many", [False, True])
def test_any_number_of_options_comes_back(count: int, many: bool) -> None:
    options = tuple(Option(f"v{n}", f"Val {n}", n in {0, 10}) for n in range(count))
    part = Options("answer", "unit", "Var?", options, many, "Välj" if many else "")
    shown = card(part, language="sv")
    assert [pressed(payload) for payload in as_slack.presses(blocks(part))] == meant(shown)


def test_what_is_ticked_comes_back_with_the_button() -> None:
    options = tuple(Option(f"v{n}", f"Val {n}", n < 2) for n in range(25))
    drawn = blocks(Options("answer", "who", "För vem?", options, many=True, submit="Välj"))
    row = drawn[-1]
    ticked = as_slack.state(drawn, {row["block_id"]: ("v1", "v9", "v24")})
    back = pressed(as_slack.pressed(row, row["elements"][-1], states=ticked))
    assert back == Pressed("answer", "who", {"choices": ("v1", "v9", "v24")})


def test_nothing_ticked_is_an_answer_and_a_tick_alone_is_none() -> None:
    drawn = blocks(Options("answer", "who", "För vem?", (Option("a", "A"),), many=True, submit="Välj"))
    box, button = drawn[-1]["elements"]
    assert pressed(as_slack.pressed(drawn[-1], button, states=as_slack.state(drawn))) == Pressed(
        "answer", "who", {"choices": ()}
    )
    assert pressed(as_slack.pressed(drawn[-1], box)) is None
    assert pressed(as_slack.pressed(drawn[-1], button)) is None


def test_a_view_holds_its_ticks_itself() -> None:
    drawn = blocks(Options("answer", "who", "?", (Option("a", "A", True),), many=True, submit="Välj"))
    payload = as_slack.pressed(drawn[-1], drawn[-1]["elements"][-1])
    in_view = {**payload, "state": None, "view": {"state": {"values": as_slack.state(drawn)}}}
    assert pressed(in_view) == Pressed("answer", "who", {"choices": ("a",)})


def test_the_button_that_opens_a_form_says_whose_words_asked_for_it() -> None:
    form = Form("promise", "SKO-2026-0142", (), "Skicka", opens="Öppna formuläret")
    (opens,) = [pressed(payload) for payload in as_slack.presses(blocks(form, said="slack:Ev1"))]
    assert opens == Pressed(marks.OPEN, "slack:Ev1")
    (plain,) = [pressed(payload) for payload in as_slack.presses(blocks(form))]
    assert plain == Pressed("promise", "SKO-2026-0142")


def test_parts_with_the_same_action_have_ids_of_their_own() -> None:
    several = Options("answer", "who", "?", (Option("a", "A"),), many=True, submit="Välj")
    one = Options("answer", "who", "?", (Option("a", "A"), Option("b", "B")))
    drawn = blocks(several, several, one, one, Buttons((Button("Svara", "answer"), Button("Svara", "answer"))))
    ids = [element["action_id"] for block in drawn if block["type"] == "actions" for element in block["elements"]]
    assert len(ids) == len(set(ids)) == 10
    assert len({block["block_id"] for block in drawn if block["type"] == "actions"}) == 5


@given(ACTIONS.filter(bool), st.integers(0, 9_999))
def test_an_action_is_found_in_its_id(action: str, n: int) -> None:
    assert action_of(press_id(action, n)) == action


@pytest.mark.parametrize("action_id", ["", "a", ":1", "a:", "a:x", "a:12345", "a:1\n"])
def test_an_id_of_somebody_else_has_no_action(action_id: str) -> None:
    assert action_of(action_id) == ""


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=9)
    | st.sampled_from(["button", "o0:x", "m0:x", "a:1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=12,
)
PLACES = ("type", "block_id", "action_id", "value", "selected_option", "selected_options")
ACT = st.fixed_dictionaries({}, optional=dict.fromkeys(PLACES, JSON))


@given(JSON | st.fixed_dictionaries({"actions": st.lists(ACT, max_size=2)}, optional={"state": JSON, "view": JSON}))
def test_anything_at_all_can_be_read(payload: object) -> None:
    found = pressed(payload)
    assert found is None or found.action


def test_half_a_sign_in_a_value_does_no_harm() -> None:
    act = {"type": "button", "action_id": "show:0", "block_id": "b0", "value": "\ud83d"}
    found = pressed({"actions": [act]})
    assert found is not None
    assert found.value.encode()
