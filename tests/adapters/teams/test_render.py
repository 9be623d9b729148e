"""A card in Teams: everything on it is shown in its order, said in words too, and nothing in it is markup."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from adapters.lengths import cut
from adapters.teams.forms import Meta, dialog
from adapters.teams.limits import LESS, MESSAGE, told
from adapters.teams.marks import Pressed
from adapters.teams.render import adaptive, answered, plainly, render
from bot.start import load_world
from dialogs.cards import (
    Button,
    Buttons,
    Card,
    Facts,
    Form,
    Heading,
    Link,
    Option,
    Options,
    Paragraph,
    Part,
    Quote,
    card,
    form_of,
    summarise,
)
from dialogs.examples import AREAS, examples
from dialogs.notices import show
from dialogs.texts import LANGUAGES
from tests.adapters.teams.as_teams import presses
from tests.adapters.teams.card_rules import card_of, faults, nodes, seen
from tests.dialogs.test_notices import everywhere, shown

Json = dict[str, Any]
GOLDEN = Path(__file__).parent / "golden"
KEY = "idea:SKO-2026-0142:card"
META = Meta("", "", "0f0f0f0f-0000-4000-8000-0000000000aa")
SAME = {"fallback", "$schema", "fallbackText", "msteams", "summary", "locale", "lang", "version", "associatedInputs"}
"""What is the same on every card, or said in tests/dialogs/golden, and is left out of the golden files."""


def made(*parts: Part) -> Card:
    return card(*parts, language="sv")


def body(*parts: Part) -> list[Json]:
    drawn: list[Json] = adaptive(made(*parts))["body"]
    return drawn


def words(*said: str) -> list[str]:
    return re.findall(r"\w+", " ".join(said))


def said_in(drawn: Json) -> list[str]:
    return [drawn["text"]] if "text" in drawn else seen(card_of(drawn))


def test_every_example_is_within_teams_limits_everywhere() -> None:
    for where, _, example in everywhere():
        for shared in (False, True):
            assert faults(render(example, KEY, shared=shared)) == [], where
        assert faults(plainly(example)) == [], where
        assert faults(dialog(example, META), "dialog") == [], where


def test_a_presets_own_words_are_within_the_limits_too() -> None:
    words_of = load_world("skaraborg").texts
    for language in LANGUAGES:
        for example in examples(language):
            whole = show(example.notice, language, words_of)
            told = [*faults(render(whole, KEY)), *faults(dialog(whole, META), "dialog")]
            assert told == [], f"{language} {example.name}"


def test_nothing_on_an_example_is_lost() -> None:
    for where, _, example in everywhere():
        known = set(words(*said_in(render(example, KEY))))
        summary = summarise(tuple(part for part in example.parts if not isinstance(part, Form)))
        assert not [word for word in words(re.sub(r"\[x\]|\d+\.", "", summary)) if word not in known], where
        window = dialog(example, META)
        form = form_of(example)
        dates = [field.hint for field in form.fields if field.kind == "date"] if form else []  # a calendar needs none
        known = set(words(window["title"], *seen(card_of(window)), *dates))
        assert not [word for word in words(re.sub(r"\[x\]|\d+\.", "", example.summary)) if word not in known], where


def test_every_message_says_in_words_what_it_shows() -> None:
    for where, _, example in everywhere():
        drawn = render(example, KEY)
        assert drawn["locale"] == example.language, where
        assert drawn["summary"] == cut(example.summary, MESSAGE.notice, told), where
        if "attachments" in drawn:
            content = card_of(drawn)
            assert (content["lang"], content["fallbackText"]) == (example.language, example.summary), where


def test_every_input_has_a_label_and_every_required_one_says_so() -> None:
    for where, _, example in everywhere():
        form = form_of(example)
        inputs = [one for one in nodes(card_of(dialog(example, META))) if one["type"].startswith("Input.")]
        if form:
            assert [one["label"] for one in inputs] == [field.label for field in form.fields], where
            assert ["isRequired" in one for one in inputs] == [field.required for field in form.fields], where


def test_a_line_of_words_is_a_message_of_text() -> None:
    assert render(Card("Hej *du*", (Paragraph("Hej *du*"),), "da"), KEY) == {
        "type": "message", "summary": "Hej *du*", "locale": "da", "textFormat": "plain", "text": "Hej *du*",
    }  # fmt: skip


@pytest.mark.parametrize(
    "parts", [(Paragraph("Ett\ntvå"),), (Paragraph("Ett"), Paragraph("två")), (Paragraph("a" * 9_000),)]
)
def test_words_of_several_lines_are_a_card_for_teams_runs_lines_of_text_together(parts: tuple[Part, ...]) -> None:
    drawn = render(made(*parts))
    assert "text" not in drawn
    assert [line.lower() for line in seen(card_of(drawn))][:2] in (["ett", "två"], ["a" * 9_000])


def test_the_words_alone_are_plain_text() -> None:
    drawn = plainly(made(Heading("Rubrik"), Paragraph("a" * 20_000), Buttons((Button("Visa", "show"),))))
    assert drawn["textFormat"] == "plain"
    assert drawn["text"].startswith("Rubrik\naaa")
    assert len(drawn["text"]) <= LESS.size // 2


def test_the_parts_of_a_card_keep_their_order() -> None:
    parts = (
        Heading("Rubrik"),
        Paragraph("Först.\nSedan.\n\nSist."),
        Quote("Frukosten kommer sent.", "Anna"),
        Facts((("Läge", "hos coach"), ("Hur?", "så"), ("Behov", "f" * 80), ("", "bara värde"), ("bara namn", ""))),
        Options("answer", "ring", "Vem ser det?", (Option("a", "Coacherna", True), Option("b", "Alla"))),
        Buttons((Button("Skicka", "submit", style="primary"), Button("Ta bort", "cancel", style="danger"))),
        Link("Läs mer", "https://skovde.example/hjalp"),
    )
    assert seen(adaptive(made(*parts))) == [
        "Rubrik", "Först.", "Sedan.", "Sist.", "Anna:", "Frukosten kommer sent.", "Läge: hos coach", "Hur? så",
        f"Behov: {'f' * 80}", "bara värde", "bara namn:", "Vem ser det?", "✓ Coacherna", "Alla", "Skicka", "Ta bort",
        "Läs mer",
    ]  # fmt: skip
    drawn = body(*parts)
    assert [one["type"] for one in drawn] == [
        "TextBlock", *["RichTextBlock"] * 2, "Container", *["RichTextBlock"] * 5, "TextBlock", *["ActionSet"] * 3,
    ]  # fmt: skip
    assert [one["inlines"][0]["text"] for one in drawn[1:3]] == ["Först.\nSedan.", "Sist."]
    assert [one.get("spacing") for one in drawn[4:9]] == [None, "Small", None, None, "Small"]
    assert [press.get("style") for press in drawn[-2]["actions"]] == ["positive", "destructive"]


def test_a_heading_is_one_to_those_who_listen_unless_it_could_be_markup() -> None:
    (plain,), (risky,) = body(Heading("SKO-2026-0142 Frukost")), body(Heading("Frukost *nu*"))
    assert (plain["type"], plain["style"], plain["size"]) == ("TextBlock", "heading", "Medium")
    assert risky["type"] == "RichTextBlock"
    assert [run["text"] for run in risky["inlines"]] == ["Frukost *", "nu*"]
    assert {(run["size"], run["weight"]) for run in risky["inlines"]} == {("Medium", "Bolder")}
    assert body(Heading("o" * 81))[0]["size"] == "Default"


def test_several_choices_are_boxes_with_the_chosen_ones_ticked() -> None:
    options = (Option("a,1", "A", True), Option("b", "B"), Option("c", "C", True))
    heading, boxes, row = body(Options("answer", "who", "För vem?", options, many=True, submit="Välj"))
    assert (heading["text"], heading["weight"]) == ("För vem?", "Bolder")
    assert (boxes["label"], boxes["style"], boxes["isMultiSelect"], boxes["value"]) == (
        "Välj", "expanded", True, "a%2C1,c",
    )  # fmt: skip
    assert [(press["title"], press["style"]) for press in row["actions"]] == [("Välj", "positive")]


def test_boxes_on_one_card_have_names_of_their_own() -> None:
    part = Options("answer", "who", "?", (Option("a", "A"),), many=True, submit="Välj")
    assert faults(render(made(part, part), KEY)) == []


def test_where_one_choice_is_long_all_have_rows_of_their_own() -> None:
    options = (Option("1", "SKO-2026-0142 Frukosten kommer för sent till de boende", True), Option("new", "Nytt"))
    heading, *rows = body(Options("pick_idea", "", "Gäller det?", options))
    assert heading["text"] == "Gäller det?"
    assert [row["type"] for row in rows] == ["ColumnSet", "ColumnSet"]
    assert [row["selectAction"]["title"] for row in rows] == [f"✓ {options[0].label}", "Nytt"]


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "http://a.example", "/hjalp", "https://", "https://a b", "https://[x", "https://a\u202e.x",
     "https://name@evil.example", "https://a.example/" + "a" * 2_000],
)  # fmt: skip
def test_an_unsafe_link_is_shown_as_text(url: str) -> None:
    drawn = adaptive(made(Link("Läs mer", url)))
    assert {node["type"] for node in nodes(drawn)} <= {"AdaptiveCard", "RichTextBlock", "TextRun"}
    assert seen(drawn) == [f"Läs mer: {url}"]


def test_a_form_in_a_message_is_a_button_that_opens_it() -> None:
    form = Form("promise", "SKO-2026-0142", (), "Skicka", opens="Öppna formuläret")
    (press,) = presses(adaptive(made(form), KEY))
    assert (press["type"], press["title"]) == ("Action.Submit", "Öppna formuläret")
    assert press["data"] == {
        "msteams": {"type": "task/fetch"}, "idesluss": {"a": "promise", "v": "SKO-2026-0142", "m": KEY},
    }  # fmt: skip


def test_a_question_shows_what_it_was_answered() -> None:
    options = (Option("a", "Coacherna"), Option("b", "Min *enhet*"))
    asked = made(
        Paragraph("Bra."), Options("answer", "ring", "Vem ser det?", options), Buttons((Button("Av", "back"),))
    )
    drawn = answered(asked, Pressed("answer", "ring", {"choices": ("b", "a")}), KEY)
    assert drawn is not None
    assert seen(drawn) == ["Bra.", "Vem ser det?", "✓ Coacherna · Min *enhet*", "Av"]
    for pressed in (
        Pressed("answer", "who", {"choices": ("a",)}), Pressed("answer", "ring", {"choices": ()}),
        Pressed("answer", "ring", {"choices": "a"}), Pressed("answer", "ring"), Pressed("back", "elsewhere"),
    ):  # fmt: skip
        assert answered(asked, pressed) is None


def test_a_question_that_was_passed_over_shows_by_which_button_and_nothing_more_to_press() -> None:
    options = (Option("a", "Coacherna", chosen=True), Option("b", "Min enhet"))
    asked = made(
        Paragraph("Stämmer det?"), Buttons((Button("Skicka", "submit"), Button("Ändra", "change"))),
        Options("answer", "ring", "Vem ser det?", options),
    )  # fmt: skip
    drawn = answered(asked, Pressed("submit", ""), KEY)
    assert drawn is not None
    assert seen(drawn) == ["Stämmer det?", "Vem ser det?", "✓ Coacherna", "✓ Skicka"]


@pytest.mark.parametrize("empty", [Card("", ()), Card(" ", (Paragraph("\n"), Buttons(()))), Card("\x00", ())])
def test_a_card_with_nothing_to_show_is_still_a_message(empty: Card) -> None:
    assert faults(render(empty)) == []
    assert faults(plainly(empty)) == []
    assert faults(dialog(empty, META), "dialog") == []


def test_a_card_without_parts_shows_its_summary() -> None:
    assert seen(card_of(render(Card("Nej tack", ())))) == ["Nej tack"]


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_notice_as_teams_gets_it(language: str, area: str, agrees: Callable[[Path, str], None]) -> None:
    told = {example.name: outline(whole) for example, whole in shown(language) if example.area == area}
    name = re.sub(r"\W+", "_", area.lower())
    agrees(
        GOLDEN / language / f"{name}.json",
        "{\n" + ",\n".join(f'"{key}": {text}' for key, text in told.items()) + "\n}\n",
    )


def outline(whole: Card) -> str:
    """A message, or the dialog of a form, as JSON: an element on each line."""
    if form_of(whole):
        window = dialog(whole, META)
        frame = {name: there for name, there in window.items() if name != "card"}
        return lines([frame, *card_of(window)["body"]])
    drawn = render(whole, KEY, shared=False)
    return lines(card_of(drawn).get("body") or [drawn])


def lines(elements: list[Json]) -> str:
    told = (json.dumps(without(one), ensure_ascii=False, separators=(",", ":")) for one in elements)
    return "[\n  " + ",\n  ".join(told) + "\n]"


def without(node: Any) -> Any:
    """The same without what says nothing more."""
    if isinstance(node, dict):
        return {name: without(there) for name, there in node.items() if name not in SAME}
    return [without(one) for one in node] if isinstance(node, list) else node
