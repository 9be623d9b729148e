"""Everything the bot can show in Slack, against Slack's own types and limits: taken whole, and pinging nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from adapters.lengths import CUT
from adapters.slack import forms
from adapters.slack.forms import Meta
from adapters.slack.render import home, render
from dialogs.cards import Card, Field, Form, Heading, Paragraph, card, choices
from dialogs.examples import examples
from dialogs.notices import show
from dialogs.texts import LANGUAGES, Texts
from tests.clients import hostile
from tests.clients.blocks import elements, options, shown
from tests.clients.slack_schema import check, parsed

Json = dict[str, Any]

WORDS = Texts()
CROWDED = dict(hostile.crowded())
FILLED_IN = {name: text for name, text in hostile.TEXTS.items() if name != "pictures"}


def cards(language: str) -> Iterator[tuple[str, Card]]:
    """Every example notice as a card."""
    return ((example.name, show(example.notice, language, WORDS)) for example in examples(language))


def form_of(shown_card: Card) -> Form | None:
    return next((part for part in shown_card.parts if isinstance(part, Form)), None)


def views(shown_card: Card) -> Iterator[Json]:
    """Each step of the card's form."""
    form = form_of(shown_card)
    for step in range(forms.steps(form) if form else 0):
        yield forms.view(shown_card, Meta("fill", "1", "C0123456789", "1795643235.000001", False, step=step))


def faults(payload: Json, surface: str) -> list[str]:
    """What is wrong for Slack, and what would be more than words."""
    return [*check(payload, surface), *parsed(payload)]


def pressable(payload: Json) -> set[tuple[str, str]]:
    """Every action that can be pressed or picked, with its value."""
    found = set()
    for _, element in elements(payload["blocks"]):
        action = element["action_id"].rpartition(":")[0]
        found |= {(action, one["value"]) for one in options(element)} or {(action, element.get("value", ""))}
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_taken_by_slack(language: str) -> None:
    wrong = {name: told for name, one in cards(language) if (told := faults(render(one), "message"))}
    assert wrong == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_is_taken_as_a_home_tab(language: str) -> None:
    wrong = {name: told for name, one in cards(language) if (told := faults(home(one), "home"))}
    assert wrong == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_is_taken_as_a_dialog(language: str) -> None:
    asked = [(name, view) for name, one in cards(language) for view in views(one)]
    assert len(asked) > 10
    assert {name: told for name, view in asked if (told := faults(view, "modal"))} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_sent_back_with_a_warning_is_taken(language: str) -> None:
    stopped = [one for _, one in cards(language) if any(choice.resend for choice in choices(one.parts))]
    asked = [view for _, one in cards(language) for view in views(one)]
    assert stopped
    assert [told for view in asked for one in stopped if (told := faults(forms.warned(view, one), "modal"))] == []


def test_a_dialog_that_only_waits_is_taken() -> None:
    assert [told for text in hostile.TEXTS.values() if (told := faults(forms.waiting(text), "modal"))] == []


@pytest.mark.parametrize("text", hostile.TEXTS.values(), ids=hostile.TEXTS)
def test_nasty_words_are_taken_and_are_only_words(text: str) -> None:
    nasty = card(*hostile.every_part(text), language="sv")
    assert faults(render(nasty, text[:50]), "message") == []
    assert faults(home(nasty), "home") == []
    assert faults(render(hostile.form(text)), "message") == []


@pytest.mark.parametrize("text", FILLED_IN.values(), ids=FILLED_IN)
def test_nasty_answers_are_taken_in_dialogs_and_are_only_words(text: str) -> None:
    assert [told for view in views(hostile.form(text)) if (told := faults(view, "modal"))] == []


def test_an_answer_larger_than_any_dialog_is_not_sent() -> None:
    with pytest.raises(forms.TooLongError):
        list(views(hostile.form(hostile.TEXTS["pictures"])))


@pytest.mark.parametrize("name", CROWDED)
def test_a_crowded_card_is_taken(name: str) -> None:
    assert faults(render(CROWDED[name]), "message") == []
    assert faults(home(CROWDED[name]), "home") == []


@pytest.mark.parametrize("name", [name for name in CROWDED if "characters" not in name])
def test_what_there_is_no_room_to_press_is_listed_or_a_mark_says_so(name: str) -> None:
    drawn, words = render(CROWDED[name]), shown(render(CROWDED[name])["blocks"])
    there = pressable(drawn)
    for number, choice in enumerate(choices(CROWDED[name].parts), 1):
        kept = {(choice.action, choice.value), *((choice.action, one) for one in choice.choices)}
        kept |= {("pick", one) for one in choice.choices}
        listed = re.search(rf"^{number}\. .*{re.escape(choice.label)}$", words, re.MULTILINE)
        assert kept & there or listed or CUT.strip() in words, f"{number}. {choice.label} is gone"


@pytest.mark.parametrize("text", [t for t in hostile.TEXTS.values() if len(t) < 200 and t.strip()], ids=repr)
def test_short_nasty_words_are_shown_whole(text: str) -> None:
    words = shown(render(card(Paragraph(text), language="sv"))["blocks"])
    meant = text.encode("utf-8", "replace").decode()
    assert re.sub(r"[\s\ufffd]+", "", words) == re.sub(r"[\s\x00-\x1f\x7f-\x9f]+", "", meant)


@pytest.mark.parametrize("name", [name for name, text in hostile.TEXTS.items() if len(text) > 10_000])
def test_words_that_are_too_many_are_cut_with_a_mark(name: str) -> None:
    said = card(Heading("Behov"), Paragraph(hostile.TEXTS[name]), Paragraph("Sist"), language="sv")
    words = shown(render(said)["blocks"])
    assert words.startswith("Behov")
    assert words.endswith("Sist")
    assert CUT in words
    assert len(words) > 5_000
    assert render(said)["text"].endswith(CUT)


@pytest.mark.parametrize("count", [1, 20, 60, 99, 100, 101, 300])
def test_a_long_form_is_split_into_dialogs_that_are_taken(count: int) -> None:
    fields = tuple(Field(f"f{n}", f"Fråga {n}", "text", "x" * 2_900) for n in range(count))
    long = card(Heading("Lång"), Form("fill", "1", fields, "Skicka", onward="Vidare"), language="sv")
    asked = list(views(long))
    assert [told for view in asked if (told := faults(view, "modal"))] == []
    there = {block["block_id"] for view in asked for block, _ in elements(view["blocks"])}
    assert there == {field.key for field in fields}
