"""What a press carries is read back as it was meant, and anything else is nothing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.teams.cards import OPENS, OPENS_SHARED
from adapters.teams.fields import standing
from adapters.teams.forms import Meta, dialog, meta_of
from adapters.teams.marks import OURS, Mark, Pressed, as_choice, choices, pressed
from adapters.teams.render import adaptive
from dialogs.cards import Button, Buttons, Card, Form, Option, Options, card, form_of
from dialogs.forms import FORMS
from dialogs.words import Verb
from tests.adapters.slack.test_marks import JSON
from tests.adapters.teams.as_teams import presses, sent
from tests.adapters.teams.card_rules import card_of
from tests.adapters.teams.hostile import CHOSEN
from tests.dialogs.test_notices import everywhere

Json = dict[str, Any]
KEY = "idea:SKO-2026-0142:card"


def meant(shown: Card) -> list[Pressed]:
    """What everything on a card means when it is pressed, in order; boxes as they stand."""
    found = []
    for part in shown.parts:
        if isinstance(part, Buttons):
            found += [Pressed(b.action, b.value, message=KEY) for b in part.buttons]
        elif isinstance(part, Options) and part.many:
            chosen = tuple(option.value for option in part.options if option.chosen)
            found.append(Pressed(part.action, part.value, {"choices": chosen}, KEY))
        elif isinstance(part, Options):
            found += [Pressed(part.action, part.value, {"choices": (one.value,)}, KEY) for one in part.options]
        elif isinstance(part, Form):
            found.append(Pressed(part.action, part.value, message=KEY, kept=standing(part)))
    return found


def test_everything_that_can_be_pressed_on_any_example_comes_back_as_it_was_meant() -> None:
    for where, _, shown in everywhere():
        for shared in (False, True):
            drawn = adaptive(shown, KEY, shared=shared)
            assert [pressed(sent(drawn, one)) for one in presses(drawn)] == meant(shown), where


def test_everything_that_can_be_pressed_in_a_dialog_tells_where_the_dialog_belongs() -> None:
    for where, _, shown in everywhere():
        if form_of(shown) is None:
            drawn = card_of(dialog(shown, Meta("", "", "19:x@thread.tacv2", "1795643235001", direct=False), KEY))
            back = [sent(drawn, one) for one in presses(drawn)]
            assert [pressed(one) for one in back] == meant(shown), where
            for one in back:
                meta = meta_of(one)
                assert meta is not None
                assert (meta.channel, meta.thread, meta.direct) == ("19:x@thread.tacv2", "1795643235001", False)


def test_a_press_asks_for_a_dialog_where_it_may_be_answered_with_one() -> None:
    buttons = Buttons((Button("Fråga", "ask", "1"), Button("Visa", "show", "1"), Button("Ta", "claim", "1")))
    own, shared = (presses(adaptive(card(buttons, language="sv"), KEY, shared=there)) for there in (False, True))
    assert [one["type"] for one in own] == ["Action.Submit", "Action.Execute", "Action.Execute"]
    assert [one["type"] for one in shared] == ["Action.Submit", "Action.Submit", "Action.Execute"]
    assert own[0]["data"]["msteams"] == shared[1]["data"]["msteams"] == {"type": "task/fetch"}
    assert "msteams" not in own[1]["data"]


def test_every_verb_with_a_form_of_its_own_asks_for_a_dialog() -> None:
    assert OPENS_SHARED > OPENS > frozenset(FORMS)
    assert set(Verb) >= OPENS_SHARED
    assert OPENS_SHARED.isdisjoint({Verb.CLAIM, Verb.ANSWER, Verb.CONSENT, Verb.ACCEPT, Verb.DECLINE, Verb.AGREE})


def test_a_stopped_text_is_gone_on_with_by_an_ordinary_press() -> None:
    (press,) = presses(adaptive(card(Buttons((Button("Fortsätt", "sure", "Ev1", resend=True),)), language="sv"), KEY))
    assert (press["type"], pressed(sent({}, press))) == ("Action.Execute", Pressed("sure", "Ev1", message=KEY))


def test_what_is_ticked_comes_back_with_the_button_and_nothing_ticked_is_an_answer() -> None:
    options = tuple(Option(f"v{n}", f"Val {n}", n < 2) for n in range(25))
    drawn = adaptive(card(Options("answer", "who", "För vem?", options, many=True, submit="Välj"), language="sv"))
    (button,) = presses(drawn)
    assert pressed(sent(drawn, button)) == Pressed("answer", "who", {"choices": ("v0", "v1")})
    ticked = sent(drawn, button, {"pick0": "v1,v9,v24"})
    assert pressed(ticked) == Pressed("answer", "who", {"choices": ("v1", "v9", "v24")})
    assert pressed(sent(drawn, button, {"pick0": ""})) == Pressed("answer", "who", {"choices": ()})


def test_a_press_beside_boxes_takes_nothing_of_them_along() -> None:
    boxes = Options("answer", "who", "För vem?", (Option("a", "A", True),), many=True, submit="Välj")
    drawn = adaptive(card(boxes, Buttons((Button("Tillbaka", "back", "who"),)), language="sv"))
    assert [one["associatedInputs"] for one in presses(drawn)] == ["auto", "none"]
    assert pressed(sent(drawn, presses(drawn)[1])) == Pressed("back", "who")


@given(CHOSEN)
def test_any_values_come_back_however_they_are_written(values: list[str]) -> None:
    assert choices(",".join(map(as_choice, values))) == tuple(values)


@given(st.lists(st.text(max_size=9), min_size=1, max_size=3), st.text(min_size=1, max_size=9), st.text(max_size=9))
def test_any_mark_comes_back_as_it_was_written(chosen: list[str], action: str, value: str) -> None:
    mark = Mark(action, value, tuple(chosen)).written(KEY)
    assert pressed(mark) == Pressed(action, value, {"choices": tuple(chosen)}, KEY)


MARK = st.fixed_dictionaries({}, optional=dict.fromkeys(("a", "v", "c", "i", "m", "d", "f"), JSON))


@given(JSON | st.fixed_dictionaries({OURS: MARK | JSON}, optional={"pick0": JSON, "a": JSON}))
def test_anything_at_all_can_be_read(payload: object) -> None:
    found = pressed(payload)
    assert found is None or found.action
    meta_of(payload)


@pytest.mark.parametrize("payload", [None, "", [], {}, {"a": "show"}, {OURS: "show"}, {OURS: {"v": "1"}}])
def test_what_is_not_ours_is_nothing(payload: object) -> None:
    assert pressed(payload) is None
    assert meta_of(payload) is None


def test_half_a_sign_in_a_value_does_no_harm() -> None:
    found = pressed({OURS: {"a": "show", "v": "\ud83d"}})
    assert found is not None
    assert found.value.encode()
