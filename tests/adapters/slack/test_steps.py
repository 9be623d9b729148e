"""A form in steps, with errors, and stopped on its way: everything that was filled in is still there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.forms import Meta, TooLongError, errors, filled, step_to_mend, steps, view, waiting, warned
from adapters.slack.marks import pressed
from dialogs.cards import Button, Buttons, Card, Field, Form, Paragraph, card
from dialogs.messages import FieldValue
from tests.adapters.slack import as_slack
from tests.adapters.slack.filling import ESSAY, META, STOPPED, answer, at_rest, form, form_of, long_form, sent
from tests.adapters.slack.limits_of_slack import faults, texts
from tests.dialogs.test_notices import everywhere

Json = dict[str, Any]
PERSONAL = card(Paragraph("Det ser ut som ett personnummer."), Buttons((Button("Avbryt", "cancel"),)), language="sv")


def walk(whole: Card, typed: dict[str, FieldValue], *, escaping: bool = False) -> tuple[dict[str, FieldValue], Meta]:
    """Fill in a form step by step, as somebody would."""
    meta = META
    for step in range(steps(form_of(whole))):
        drawn = view(whole, replace(meta, step=step))
        assert faults(drawn, "modal") == []
        last = step == steps(form_of(whole)) - 1
        assert drawn["submit"]["text"] == ("Skicka" if last else "Nästa")
        here = {block["block_id"] for block in drawn["blocks"] if block["type"] == "input"}
        back, meta = sent(drawn, {key: value for key, value in typed.items() if key in here}, escaping=escaping)
        assert (meta.step, meta.is_followed) == (step, not last)
        meta = replace(meta, kept=back)
    return back, meta


@pytest.mark.parametrize("escaping", [False, True])
@pytest.mark.parametrize("size", [1, 87, 88, 150, 300])
def test_a_form_goes_through_its_steps_and_loses_nothing(size: int, escaping: bool) -> None:
    whole = long_form(size)
    typed = {f.key: answer(f, n) if n % 3 else at_rest(f) for n, f in enumerate(form_of(whole).fields)}
    back, meta = walk(whole, typed, escaping=escaping)
    assert back == typed
    assert replace(meta, kept={}, step=0, of=1) == META
    assert (steps(form_of(whole)) > 1) == (size > 87)


def test_long_answers_go_along_too() -> None:
    whole = long_form(150)
    texts_there = [f.key for f in form_of(whole).fields if f.kind == "text"]
    typed: dict[str, FieldValue] = {f.key: at_rest(f) for f in form_of(whole).fields}
    typed |= {key: f"{key}: {ESSAY[:2_900]} <b> & 😀" for key in texts_there[:20]}
    assert walk(whole, typed, escaping=True)[0] == typed


def test_what_was_filled_in_stands_there_when_its_step_comes_again() -> None:
    whole = long_form(150)
    typed: dict[str, FieldValue] = {f.key: answer(f, 1) for f in form_of(whole).fields}
    for step in range(steps(form_of(whole))):
        assert sent(view(whole, replace(META, step=step, kept=typed)))[0] == typed


def test_earlier_answers_can_be_read_in_a_later_step() -> None:
    drawn = view(long_form(150), replace(META, step=1, kept={"key_0": "Frukosten <b>", "key_1": ""}))
    assert [list(texts(block)) for block in drawn["blocks"] if block["block_id"] == "kept:key_0"] == [
        ["Fråga 0", "Frukosten <b>"]
    ]


def test_more_than_any_view_holds_is_refused_and_not_shortened() -> None:
    with pytest.raises(TooLongError):
        view(form(Field("x", "?", value="å" * 120_000)), META)
    with pytest.raises(TooLongError):
        view(
            long_form(150),
            replace(META, step=1, kept={f"key_{n}": "å" * 3_000 for n in range(0, 90, 5)} | {"key_0": "å" * 90_000}),
        )
    with pytest.raises(TooLongError):
        view(form(Field("x", "?")), replace(META, value="v" * 3_001))


def test_errors_are_told_by_their_inputs() -> None:
    fields = (Field("date", "Datum", "date", error="Förstår inte."), Field("why", "Varför?", error=" "))
    drawn = view(form(*fields), META)
    assert errors(form(*fields), drawn) == {"date": "Förstår inte."}
    assert errors(form(Field("why", "Varför?")), drawn) == {}
    assert errors(form(Field("elsewhere", "?", error="Fel.")), drawn) is None
    assert errors(card(Paragraph("Nej."), language="sv"), drawn) == {}


def test_a_form_that_comes_back_begins_where_something_is_to_be_mended() -> None:
    fields = form_of(long_form(150)).fields
    assert step_to_mend(form_of(form(*fields))) == 0
    last = replace(fields[-1], error="Fyll i det här också.")
    mended = form(*fields[:-1], last)
    assert step_to_mend(form_of(mended)) == steps(form_of(mended)) - 1
    drawn = view(mended, replace(META, step=step_to_mend(form_of(mended)), kept={"key_0": "Frukosten"}))
    assert errors(mended, drawn) == {last.key: last.error}
    assert sent(drawn)[0]["key_0"] == "Frukosten"


def test_a_warned_view_keeps_everything_that_was_typed() -> None:
    for where, _, whole in everywhere():
        for part in whole.parts:
            if isinstance(part, Form):
                typed = {field.key: answer(field, n) for n, field in enumerate(part.fields)}
                again = warned(as_slack.submitted(view(whole, META), typed, escaping=True), STOPPED)
                assert faults(again, "modal") == [], where
                assert sent(again) == (typed, replace(META, sure=True)), where


def test_a_warned_view_says_why_first_and_becomes_the_way_to_go_on() -> None:
    drawn = view(form(Field("need", "Behov & annat", value="<b> &amp;")), META)
    again = warned(as_slack.submitted(drawn, escaping=True), STOPPED)
    assert list(texts(again["blocks"][0])) == ["Det här kan gälla en skada. Texten är inte sparad."]
    assert list(texts(again["blocks"][1])) == ["Vart vänder jag mig?", "Sluta"]
    assert [
        press.action
        for b in again["blocks"][1]["elements"]
        if (press := pressed(as_slack.pressed(again["blocks"][1], b)))
    ] == ["urgent", "cancel"]
    assert again["blocks"][2:] == drawn["blocks"]
    assert again["submit"]["text"] == "Gäller arbetssättet"
    assert (again["title"], again["close"]) == (drawn["title"], drawn["close"])


def test_a_view_warned_again_says_only_the_latest_and_sends_as_before() -> None:
    drawn = view(form(Field("need", "Behov", value=ESSAY)), META)
    once = warned(as_slack.submitted(drawn, {"need::2": "Eva, 811228-9874"}), STOPPED)
    again = warned(as_slack.submitted(once), PERSONAL)
    assert list(texts(again["blocks"][:2])) == ["Det ser ut som ett personnummer.", "Avbryt"]
    assert again["blocks"][2:] == once["blocks"][2:]
    assert again["submit"] == drawn["submit"]
    back, meta = sent(again)
    assert str(back["need"]).endswith("Eva, 811228-9874")
    assert not meta.sure
    assert warned(as_slack.submitted(again), STOPPED)["blocks"] == once["blocks"]


def test_a_warning_in_a_later_step_keeps_the_earlier_ones() -> None:
    whole = long_form(150)
    typed: dict[str, FieldValue] = {f.key: answer(f, n) for n, f in enumerate(form_of(whole).fields)}
    drawn = view(whole, replace(META, step=1, kept=typed))
    again = warned(as_slack.submitted(drawn, escaping=True), STOPPED)
    assert faults(again, "modal") == []
    assert sent(again)[0] == typed
    assert sent(warned(as_slack.submitted(again, escaping=True), PERSONAL), escaping=True)[0] == typed


def test_a_view_to_wait_in_is_small_and_sends_nothing() -> None:
    for text in ("Ett ögonblick …", "", "x" * 5_000):
        drawn = waiting(text)
        assert faults(drawn, "modal") == []
        assert "submit" not in drawn
        assert filled(as_slack.submitted(drawn)) is None


def test_a_card_without_a_form_is_a_view_with_nothing_to_send() -> None:
    drawn = view(STOPPED, META)
    assert faults(drawn, "modal") == []
    assert (drawn["callback_id"], "submit" in drawn) == ("card", False)
    assert filled(as_slack.submitted(drawn)) is None


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=9)
    | st.sampled_from(["input", "v", "kept:a", "\ud83d"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=12,
)
BLOCK = st.fixed_dictionaries({}, optional=dict.fromkeys(("type", "block_id", "element", "elements", "label"), JSON))
VIEWS = st.fixed_dictionaries(
    {"callback_id": st.just("form")},
    optional={
        "private_metadata": JSON
        | st.sampled_from(['{"action":"a"}', '{"action":"a","kept":[1],"step":-1}', "[" * 9_999]),
        "blocks": JSON | st.lists(BLOCK, max_size=3),
        "state": JSON,
        "title": JSON,
    },
)


@given(VIEWS)
def test_any_view_at_all_can_be_read(hostile: Json) -> None:
    back = filled(hostile)
    assert back is None or all(isinstance(value, str | tuple) for value in back[0].values())
    errors(STOPPED, hostile)
    assert warned(hostile, STOPPED)["type"] == "modal"


def test_signs_that_slack_makes_of_words_are_words_again() -> None:
    drawn = view(long_form(150), replace(META, step=1, kept={"key_0": "Bra 👍🏽 <!here> https://a.se"}))
    for block in drawn["blocks"]:
        if block["block_id"].startswith("kept:"):
            block["elements"][1]["elements"] = [
                {"type": "text", "text": "Bra "},
                {"type": "emoji", "name": "+1", "unicode": "1f44d-1f3fd"},
                {"type": "text", "text": " &lt;!here&gt; "},
                {"type": "link", "url": "https://a.se"},
            ]
    assert sent(drawn)[0]["key_0"] == "Bra 👍🏽 <!here> https://a.se"
