"""A form goes to Teams and comes back: nothing that was typed or chosen is lost on the way."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.lengths import clean
from adapters.teams.fields import MOST, holding, is_chosen, standing
from adapters.teams.forms import NAME, Meta, TooLongError, dialog, filled, meta_of, warned
from adapters.teams.limits import DIALOG_SIZE, TITLE, size_of
from adapters.teams.marks import OURS, pressed
from dialogs.cards import Button, Buttons, Card, Facts, Field, Form, Heading, Link, Option, Paragraph, Quote, card
from dialogs.cards import form_of as its_form
from dialogs.messages import FieldValue
from tests.adapters.slack.filling import ESSAY, STOPPED, A, B, C
from tests.adapters.slack.hostile import KEYS
from tests.adapters.slack.test_marks import JSON
from tests.adapters.teams.as_teams import presses, sent, submitted
from tests.adapters.teams.card_rules import card_of, faults, nodes, seen
from tests.adapters.teams.hostile import MANY, SAID, TYPED, form_of
from tests.dialogs.test_notices import everywhere

Json = dict[str, Any]
META = Meta("form", "SKO-2026-0142", "0f0f0f0f-0000-4000-8000-0000000000aa")
LOTS = tuple(Option(f"v{n}", f"Val {n}", n in {3, 105}) for n in range(120))
HINT = "Till exempel 1 december."


def form(*fields: Field, **more: str) -> Card:
    return card(Heading("Berätta"), Form("form", "SKO-2026-0142", fields, "Skicka", "Avbryt", **more), language="sv")


def at_rest(field: Field) -> FieldValue:
    """What a field holds before anybody has touched it."""
    chosen = tuple(option.value for option in field.options if option.chosen)
    if is_chosen(field):
        return chosen if field.kind == "choices" else next(iter(chosen), "")
    return field.value


def answer(field: Field, n: int) -> FieldValue:
    """Something to fill in that belongs in the field."""
    if is_chosen(field):
        values = tuple(option.value for option in field.options)
        return values[n % 2 :] if field.kind == "choices" else values[-1]
    return "2026-12-01" if field.kind == "date" else f"Svar {n} **och** [så](x) vidare."


def back(drawn: Json, typed: dict[str, FieldValue] | None = None) -> tuple[dict[str, FieldValue], Meta]:
    found = filled(submitted(drawn, typed))
    assert found is not None
    return found


def test_every_example_comes_back_as_it_went_and_as_it_was_filled_in() -> None:
    for where, _, whole in everywhere():
        asked = its_form(whole)
        if asked:
            meta = replace(META, action=asked.action, value=asked.value)
            drawn = dialog(whole, meta)
            assert back(drawn) == ({field.key: at_rest(field) for field in asked.fields}, meta), where
            typed = {field.key: answer(field, n) for n, field in enumerate(asked.fields)}
            assert back(drawn, typed) == (typed, meta), where


@MANY
@given(st.dictionaries(KEYS, TYPED, min_size=1, max_size=6))
def test_any_words_come_back_as_they_were(values: dict[str, str]) -> None:
    fields = (Field(key, "Fråga", "text", value) for key, value in values.items())
    try:
        drawn = dialog(form(*fields), META)
    except TooLongError:
        assert sum(map(len, values.values())) > 15_000
        return
    assert faults(drawn, "dialog") == []
    assert back(drawn)[0] == values
    assert back(drawn, {key: f"{value}!" for key, value in values.items()})[0] == {
        k: f"{v}!" for k, v in values.items()
    }


@MANY
@given(SAID)
def test_any_words_can_stand_in_every_place_of_a_form(text: str) -> None:
    whole = form_of(text)
    asked = its_form(whole)
    assert asked is not None
    try:
        drawn = dialog(whole, META)
    except TooLongError:
        assert len(text) > 1_000
        return
    assert faults(drawn, "dialog") == []
    given_, _ = back(drawn)
    assert (given_["line"], given_["text"]) == (clean(text), clean(text))
    assert given_["date"] == (clean(text) if clean(text).strip() else "")
    assert given_["choice"] == "b"


@pytest.mark.parametrize("length", [4_999, 5_000, 5_001, 15_000])
def test_a_text_of_any_length_survives_unchanged(length: int) -> None:
    text = (ESSAY * 9)[:length].strip() + "!"
    drawn = dialog(form(Field("need", "Behov", value=text), Field("effect", "Effekt", required=False)), META)
    assert back(drawn)[0] == {"need": text, "effect": ""}
    assert not any("maxLength" in one for one in nodes(card_of(drawn))), "what is pasted must not be cut in silence"


def test_a_form_that_holds_more_than_a_dialog_is_not_made() -> None:
    with pytest.raises(TooLongError):
        dialog(form(Field("need", "Behov", value="å" * 50_000)), META)


@pytest.mark.parametrize(
    ("field", "kind", "more"),
    [
        (Field("x", "?", "line"), "Input.Text", {}),
        (Field("x", "?", "line", "en\ntvå"), "Input.Text", {"isMultiline": True, "value": "en\ntvå"}),
        (Field("x", "?", "line", "a" * 151), "Input.Text", {"isMultiline": True, "value": "a" * 151}),
        (Field("x", "?", "text"), "Input.Text", {"isMultiline": True}),
        (Field("x", "?", "date"), "Input.Date", {}),
        (Field("x", "?", "date", "2026-12-01"), "Input.Date", {"value": "2026-12-01"}),
        (Field("x", "?", "date", "i förrgår"), "Input.Text", {"value": "i förrgår"}),
        (Field("x", "?", "date", "2026-13-01"), "Input.Text", {"value": "2026-13-01"}),
        (Field("x", "?", "choice", options=(A, B, C)), "Input.ChoiceSet", {"style": "expanded", "value": "b"}),
        (Field("x", "?", "choice", options=LOTS[4:15]), "Input.ChoiceSet", {"style": "compact"}),
        (Field("x", "?", "choice", options=(Option("a", "Eva *Lind*"),)), "Input.ChoiceSet", {"style": "compact"}),
        (Field("x", "?", "choices", options=(A, B, C)), "Input.ChoiceSet", {"isMultiSelect": True, "value": "b"}),
        (Field("x", "?", "choices", options=LOTS), "Input.ChoiceSet", {"isMultiSelect": True, "value": "v3,v105"}),
        (Field("x", "?", "choices", "", (Option("a", "*A*", True),)), "Input.Text", {"value": "*A*"}),
        (Field("x", "?", "choice", "Lena"), "Input.Text", {"value": "Lena"}),
        (Field("x", "?", "choices", "", (A, A)), "Input.Text", {}),
        (Field("x", "?", "choice", "", tuple(Option(f"v{n}", "V") for n in range(MOST + 1))), "Input.Text", {}),
    ],
)
def test_each_kind_of_field_is_filled_in_as_teams_knows_it(field: Field, kind: str, more: Json) -> None:
    drawn = dialog(form(field), META)
    assert faults(drawn, "dialog") == []
    made = next(one for one in nodes(card_of(drawn)) if one["type"].startswith("Input."))
    assert made["type"] == kind
    assert {name: made[name] for name in more} == more
    assert ("value" in made) is ("value" in more)
    assert made["isRequired"] is True


def test_what_cannot_be_chosen_is_told_so_that_it_can_be_typed() -> None:
    options = (Option("\x00", "Eva"), Option("k", "Karin"))
    drawn = dialog(form(Field("x", "Till vem?", "choice", "", options, hint="Ett namn.")), META)
    assert seen(card_of(drawn)) == ["Till vem?", "Ett namn.", "Eva · Karin", "Skicka"]


def test_an_error_stands_under_its_field_before_the_hint_and_not_by_colour_alone() -> None:
    drawn = dialog(form(Field("x", "Datum", "date", "i går", error="Förstår inte.", hint=HINT)), META)
    assert seen(card_of(drawn)) == ["Datum", "i går", "⚠ Förstår inte.", HINT, "Skicka"]
    error = next(one for one in nodes(card_of(drawn)) if one.get("text") == "⚠ Förstår inte.")
    assert error["color"] == "Attention"


@pytest.mark.parametrize(("day", "told"), [("", []), ("2026-12-01", []), ("i går", [HINT])])
def test_how_a_day_is_written_is_told_where_it_is_typed_and_not_beside_a_calendar(day: str, told: list[str]) -> None:
    drawn = dialog(form(Field("x", "Nytt datum", "date", day, hint=HINT)), META)
    assert [text for text in seen(card_of(drawn)) if text not in {"Nytt datum", day, "Skicka"}] == told


def test_a_field_left_empty_is_told_in_the_forms_own_words() -> None:
    fields = (Field("x", "Behov"), Field("y", "Effekt", required=False))
    needed, other = (
        one for one in nodes(card_of(dialog(form(*fields, missing="Fyll i det här."), META))) if "label" in one
    )
    assert (needed["isRequired"], needed["errorMessage"]) == (True, "Fyll i det här.")
    assert "isRequired" not in other
    assert "errorMessage" not in other


def test_a_dialog_carries_what_it_is_for() -> None:
    meta = Meta("status", "SKO-2026-0142 testing", "19:x@thread.tacv2", "1795643235001", direct=False, sure=True)
    whole = card(Form("status", "SKO-2026-0142 testing", (Field("x", "?"),), "Skicka"), language="da")
    drawn = dialog(whole, meta, "idea:1:card")
    assert back(drawn) == ({"x": ""}, meta)
    assert meta_of(submitted(drawn)) == meta
    assert submitted(drawn)[OURS]["m"] == "idea:1:card"
    assert card_of(drawn)["lang"] == "da"


def test_answers_kept_stand_in_their_fields_and_others_go_along() -> None:
    kept: dict[str, FieldValue] = {"x": "Nytt", "who": ("a", "c"), "elsewhere": ("1", "2"), "note": ""}
    whole = form(Field("x", "?", value="Gammalt"), Field("who", "Vem?", "choices", options=(A, B, C)))
    found, meta = back(dialog(whole, replace(META, kept=kept)))
    assert found == kept
    assert meta.kept == {"elsewhere": ("1", "2"), "note": ""}


def test_what_stands_in_a_form_can_be_told_and_put_into_it_again() -> None:
    for where, _, whole in everywhere():
        asked = its_form(whole)
        if asked:
            there = standing(asked)
            bare = [replace(one, value="", options=tuple(replace(o, chosen=False) for o in one.options)) for one in
                    asked.fields]  # fmt: skip
            again = [holding(one, there[one.key]) if one.key in there else one for one in bare]
            assert list(map(at_rest, again)) == list(map(at_rest, asked.fields)), where


@pytest.mark.parametrize(
    ("heading", "title"), [("a" * TITLE, "a" * TITLE), ("a" * (TITLE + 1), NAME), ("", NAME), ("a\nb", NAME)]
)
def test_a_heading_that_is_too_long_for_a_title_comes_first(heading: str, title: str) -> None:
    lead = Paragraph("Skriv inte om enskilda personer.")
    drawn = dialog(Card("x", (lead, Heading(heading), Form("a", "", (Field("x", "Vad?"),), "Skicka"))), META)
    assert drawn["title"] == title
    said = [] if title == heading or not heading else heading.split("\n")
    assert seen(card_of(drawn)) == [lead.text, *said, "Vad?", "Skicka"]


def test_a_card_without_a_form_is_a_dialog_in_which_everything_can_be_pressed() -> None:
    whole = card(Heading("Kön"), Paragraph("Två väntar."), Buttons((Button("Ta", "claim", "1"),)), language="sv")
    drawn = dialog(whole, META, "k")
    assert faults(drawn, "dialog") == []
    assert (drawn["title"], seen(card_of(drawn))) == ("Kön", ["Två väntar.", "Ta"])
    (press,) = presses(card_of(drawn))
    assert filled(sent(card_of(drawn), press)) is None
    found = pressed(sent(card_of(drawn), press))
    assert found is not None
    assert (found.action, found.value, found.message) == ("claim", "1", "k")


LEADS = (Heading("Rubrik " * 20), Paragraph("Ett."), Quote("Två.", "Anna"), Facts((("Tre", "3"), ("Fyra", "4"))))


def test_a_dialog_that_is_stopped_keeps_all_that_was_typed_and_says_why_first() -> None:
    options = (Option("a,b", "A"), Option("c", "C", True))
    fields = (Field("need", "Behov", hint=HINT), Field("who", "Vem?", "choices", options=options, required=False))
    whole = card(*LEADS, Link("Läs", "https://a.example"), Form("form", "1", fields, "Spara"), language="sv")
    need = "Han *slog* mig\n- två"
    typed: dict[str, FieldValue] = {"need": need, "who": ("a,b", "c")}
    before = dialog(whole, Meta("form", "1", "c", direct=False, kept={"other": "x"}), "k")
    after = warned(submitted(before, typed), STOPPED)
    assert faults(after, "dialog") == []
    assert (after["title"], back(after)[0]) == (before["title"], {**typed, "other": "x"})
    said = seen(card_of(after))
    assert said[0].startswith("Det här kan gälla en skada.")
    assert said[-1] == "Gäller arbetssättet"
    assert [text for text in said[3:-1] if text != need] == seen(card_of(before))[:-1]
    _, meta = back(after)
    assert (meta.action, meta.value, meta.channel, meta.direct, meta.sure) == ("form", "1", "c", False, True)


def test_a_dialog_that_is_only_told_something_keeps_its_button() -> None:
    before = dialog(form(Field("need", "Behov")), replace(META, sure=True))
    after = warned(submitted(before, {"need": "861215-1234"}), card(Paragraph("Utan nummer, tack."), language="sv"))
    assert seen(card_of(after)) == ["Utan nummer, tack.", "Behov", "861215-1234", "Skicka"]
    assert back(after)[1].sure is False
    again = warned(submitted(after), STOPPED)
    assert "Utan nummer, tack." not in seen(card_of(again))
    assert back(again)[0] == {"need": "861215-1234"}


def test_what_is_no_form_is_warned_of_all_the_same() -> None:
    after = warned({}, STOPPED)
    assert faults(after, "dialog") == []
    assert "Vart vänder jag mig?" in seen(card_of(after))


MARK = st.fixed_dictionaries({"a": st.just("form"), "d": JSON}, optional=dict.fromkeys(("v", "f", "m"), JSON))
FORM = st.fixed_dictionaries({}, optional=dict.fromkeys(("l", "q", "s", "k", "w", "e"), JSON))


@given(JSON | st.fixed_dictionaries({OURS: MARK | MARK.flatmap(lambda mark: FORM.map(lambda f: {**mark, "f": f}))}))
def test_whatever_a_client_sends_back_is_read_or_none_of_ours(payload: Any) -> None:
    found = filled(payload)
    assert (found is None) or found[1].action == "form"
    if isinstance(payload, dict):
        assert size_of(warned(payload, STOPPED)) <= DIALOG_SIZE
