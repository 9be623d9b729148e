"""A form goes to Slack and comes back: nothing that was typed or chosen is lost on the way."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.lengths import units
from adapters.slack.fields import Slot, inputs, joined, parted, slot
from adapters.slack.forms import Meta, TooLongError, view
from adapters.slack.limits import INPUT
from dialogs.cards import Card, Field, Form, Heading, Option, Paragraph
from tests.adapters.slack.filling import ESSAY, META, A, B, C, answer, at_rest, form, sent
from tests.adapters.slack.hostile import KEYS, NASTY
from tests.adapters.slack.limits_of_slack import faults, texts
from tests.dialogs.test_notices import everywhere

Json = dict[str, Any]
MANY = settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])

TYPED = st.one_of(
    st.sampled_from([one for one in NASTY if one.isprintable()] + [ESSAY, "a\n\nb", "&amp;&\u2060lt;", "å" * 3_001]),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), max_size=200),
)


def element(whole: Card, key: str = "x") -> Json:
    return next(block["element"] for block in view(whole, META)["blocks"] if block.get("block_id") == key)


def test_every_example_comes_back_as_it_went() -> None:
    for where, _, whole in everywhere():
        for part in whole.parts:
            if isinstance(part, Form):
                back, meta = sent(view(whole, META))
                assert back == {field.key: at_rest(field) for field in part.fields}, where
                assert meta == META, where


def test_every_example_comes_back_filled_in() -> None:
    for where, _, whole in everywhere():
        for part in whole.parts:
            if isinstance(part, Form):
                typed = {field.key: answer(field, n) for n, field in enumerate(part.fields)}
                back, _ = sent(view(whole, META), typed)
                assert back == typed, where


@MANY
@given(st.dictionaries(KEYS, TYPED, min_size=1, max_size=6), st.booleans())
def test_any_words_come_back_as_they_were(values: dict[str, str], escaping: bool) -> None:
    whole = form(*(Field(key, "Fråga", "text", value) for key, value in values.items()))
    back, _ = sent(view(whole, META), escaping=escaping)
    assert back == values


@given(TYPED, st.integers(0, 3))
def test_a_parted_text_is_joined_as_it_was(text: str, times: int) -> None:
    whole = text * (times * 3_000 // max(len(text), 1) + 1)
    parts = [(slot(Slot("key", n, gap).block_id), part) for n, (gap, part) in enumerate(parted(whole), 1)]
    assert joined(parts) == whole
    assert all(units(part) <= INPUT for _, part in parts)
    assert [where.key for where, _ in parts] == ["key"] * len(parts)


@pytest.mark.parametrize("length", [INPUT - 1, INPUT, INPUT + 1, 5_000, 2 * INPUT, 2 * INPUT + 1, 40_000])
def test_a_text_of_any_length_survives_unchanged(length: int) -> None:
    text = (ESSAY * 9)[:length].strip() + "!"
    drawn = view(form(Field("need", "Behov", value=text), Field("effect", "Effekt", required=False)), META)
    assert faults(drawn, "modal") == []
    assert sent(drawn)[0] == {"need": text, "effect": ""}


def test_a_long_text_is_parted_at_white_space_and_says_so() -> None:
    first, second, *_ = view(form(Field("need", "Behov", value=ESSAY)), META)["blocks"]
    assert (first["block_id"], second["block_id"]) == ("need", "need::2")
    assert [block["label"]["text"] for block in (first, second)] == ["Behov (1/2)", "Behov (2/2)"]
    assert (first["optional"], second["optional"]) == (False, True)
    pieces = [block["element"]["initial_value"] for block in (first, second)]
    assert all(piece == piece.strip() for piece in pieces)


def test_a_part_that_was_changed_or_emptied_stays_so() -> None:
    drawn = view(form(Field("need", "Behov", value=ESSAY)), META)
    first = drawn["blocks"][0]["element"]["initial_value"]
    assert sent(drawn, {"need::2": ""})[0] == {"need": first}
    assert sent(drawn, {"need": "", "need::2": "Nytt."})[0] == {"need": "Nytt."}
    assert sent(drawn, {"need::2": "Nytt."})[0] == {"need": f"{first} Nytt."}


LOTS = tuple(Option(f"v{n}", f"Val {n}", n in {3, 105}) for n in range(120))


@pytest.mark.parametrize(
    ("field", "kind"),
    [
        (Field("x", "?", "line"), "plain_text_input"),
        (Field("x", "?", "text", "en\ntvå"), "plain_text_input"),
        (Field("x", "?", "date"), "datepicker"),
        (Field("x", "?", "date", "2026-12-01"), "datepicker"),
        (Field("x", "?", "date", "i förrgår"), "plain_text_input"),
        (Field("x", "?", "date", "2026-13-01"), "plain_text_input"),
        (Field("x", "?", "choice", options=(A, B, C)), "radio_buttons"),
        (Field("x", "?", "choice", options=LOTS[:11]), "static_select"),
        (Field("x", "?", "choice", options=LOTS), "static_select"),
        (Field("x", "?", "choices", options=(A, B, C)), "checkboxes"),
        (Field("x", "?", "choices", options=LOTS[:11]), "multi_static_select"),
        (Field("x", "?", "choices", options=LOTS), "multi_static_select"),
        (Field("x", "?", "choice", "Lena"), "plain_text_input"),
        (Field("x", "?", "choices", "", (A, A)), "plain_text_input"),
        (Field("x", "?", "choice", "", (Option("v" * 76, "Lång"),)), "plain_text_input"),
        (Field("x", "?", "choice", "", tuple(Option(f"v{n}", "V") for n in range(501))), "plain_text_input"),
    ],
)
def test_each_kind_of_field_is_filled_in_as_slack_knows_it(field: Field, kind: str) -> None:
    drawn = view(form(field), META)
    assert faults(drawn, "modal") == []
    assert element(form(field))["type"] == kind
    assert sent(drawn)[0] == {"x": at_rest(field)}


def test_what_cannot_be_chosen_is_told_so_that_it_can_be_typed() -> None:
    block = inputs(Field("x", "Till vem?", "choice", "", (Option("", "Eva"), Option("k", "Karin")), hint="Ett namn."))[
        0
    ]
    assert texts(block["hint"]).__next__() == "Ett namn.\nEva · Karin"


def test_an_error_stands_before_the_hint_with_a_mark() -> None:
    (block,) = inputs(Field("x", "Datum", "date", "i går", error="Förstår inte.", hint="Till exempel 1 december."))
    assert list(texts(block["hint"])) == ["⚠ Förstår inte.\nTill exempel 1 december."]


@pytest.mark.parametrize(("day", "told"), [("", []), ("2026-12-01", []), ("i går", ["Till exempel 1 december."])])
def test_how_a_day_is_written_is_told_where_it_is_typed_and_not_beside_a_calendar(day: str, told: list[str]) -> None:
    (block,) = inputs(Field("x", "Nytt datum", "date", day, hint="Till exempel 1 december."))
    assert list(texts(block.get("hint"))) == told


def test_a_view_carries_what_the_form_is_for() -> None:
    meta = Meta("status", "SKO-2026-0142 testing", "C1", "1.2", direct=False, sure=True)
    drawn = view(form(Field("x", "?")), meta)
    assert sent(drawn)[1] == meta
    assert drawn["callback_id"] == "form"
    assert (drawn["submit"]["text"], drawn["close"]["text"]) == ("Skicka", "Avbryt")


@given(TYPED, TYPED.map(lambda text: text[:300]))
def test_any_value_is_carried_or_refused(value: str, thread: str) -> None:
    meta = Meta("status", value, "C1", thread)
    try:
        drawn = view(form(Field("x", "?")), meta)
    except TooLongError:
        assert len(value) > 1_000
        return
    assert not set(drawn["private_metadata"]) & set("&<>")
    assert sent(drawn)[1] == meta


@pytest.mark.parametrize(("heading", "title"), [("a" * 24, "a" * 24), ("a" * 25, "Idéslussen"), ("", "Idéslussen")])
def test_a_heading_that_is_too_long_for_a_title_comes_first(heading: str, title: str) -> None:
    lead = Paragraph("Skriv inte om enskilda personer.")
    drawn = view(Card("x", (lead, Heading(heading), Form("a", "", (Field("x", "?"),), "Skicka"))), META)
    assert drawn["title"]["text"] == title
    kinds = [block["type"] for block in drawn["blocks"]]
    assert (
        kinds == ["header", "rich_text", "input"] if title not in {heading, ""} and heading else ["rich_text", "input"]
    )
