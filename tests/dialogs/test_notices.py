"""Every notice, shown with its examples in every language; all of it can be read in tests/dialogs/golden."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from dialogs import notices
from dialogs.cards import Buttons, Card, Facts, Field, Form, Heading, Link, Options, Paragraph, Part, Quote, choices
from dialogs.examples import AREAS, Example, examples
from dialogs.notices import show
from dialogs.texts import LANGUAGES, Texts, sources
from dialogs.words import Verb
from tests.house.sources import told

TEXTS = Texts()
MOST_BUTTONS = 3
MOST_SENTENCES = 3
AT_WORK = {"idea-card", "whole-idea", "help", "mine", "queue", "overview", "monday"}
"""Cards that somebody works from: a button for each thing that can be done."""
A_SENTENCE_MORE = {"receipt", "closed", "closed-under-way", "closed-bearer-stops"}
"""Where the model texts begin with a thank-you, or end with what was learned."""


@cache
def shown(language: str) -> tuple[tuple[Example, Card], ...]:
    """Every example with its card."""
    return tuple((example, show(example.notice, language, TEXTS)) for example in examples(language))


def everywhere() -> Iterator[tuple[str, Example, Card]]:
    """Every example in every language, and where to find it."""
    for language in LANGUAGES:
        for example, card in shown(language):
            yield f"{language} {example.name}", example, card


def strings(part: Part | Field) -> list[str]:
    """Everything on a part that a reader sees before doing anything with it."""
    match part:
        case Heading(text) | Paragraph(text):
            return [text]
        case Quote(text, who):
            return [text, who]
        case Facts(rows):
            return [text for pair in rows for text in pair]
        case Options(label=label, options=options):
            return [label, *(option.label for option in options)]
        case Buttons(buttons):
            return [button.label for button in buttons]
        case Link(label, url):
            return [label, url]
        case Form(fields=fields):
            return [text for field in fields for text in strings(field)]
        case Field(label=label, value=value, error=error, hint=hint, options=options):
            chosen = [option.label for option in options if option.chosen]
            return [label, error, hint, *(chosen or [option.label for option in options] or [value])]


def sentences(text: str) -> int:
    """How many sentences the bot's own words make; what people are quoted with does not count."""
    own = re.sub(r"”[^”]*”|“[^”]*”", "", text)
    return len(re.findall(r"[.!?](?=\s+[A-ZÅÄÖÆØ]|\s*$)", own))


def test_every_kind_of_notice_has_an_example() -> None:
    known = {example.notice.kind for example, _ in shown("sv")}
    told("Add an example in dialogs/examples:", sorted(set(notices.KINDS) - known))


def test_every_refusal_has_an_example() -> None:
    known = {str(example.notice.facts.get("refusal")) for example, _ in shown("sv")}
    written = set(re.findall(r"^(refused-[\w-]+) =", "\n".join(sources("sv").values()), re.MULTILINE))
    told("Add an example in dialogs/examples/refusing.py:", sorted(written - known))


def test_an_example_has_a_name_of_its_own() -> None:
    names = [name for named in AREAS.values() for name in named]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_says_which_language_it_is_in(language: str) -> None:
    assert {card.language for _, card in shown(language)} == {language}


def test_the_summary_holds_everything_that_is_shown() -> None:
    faults = [
        f"{where}: {text}"
        for where, _, card in everywhere()
        for part in card.parts
        for text in strings(part)
        if text not in card.summary
    ]
    told("A summary is complete enough to answer from:", faults)


def test_the_numbers_in_a_summary_are_those_of_its_choices() -> None:
    for where, _, card in everywhere():
        numbered = re.findall(r"^  (\d+)\. (?:\[x\] )?(.+)$", card.summary, re.MULTILINE)
        assert numbered == [(str(n), one.label) for n, one in enumerate(choices(card.parts), 1)], where


def test_no_card_offers_the_same_thing_twice() -> None:
    for where, _, card in everywhere():
        offered = [(one.action, one.value, one.choices) for one in choices(card.parts)]
        assert len(offered) == len(set(offered)), where


def test_no_two_choices_of_a_part_say_the_same() -> None:
    for where, _, card in everywhere():
        for part in card.parts:
            labels = strings(part) if isinstance(part, Buttons | Options) else []
            assert len(labels) == len(set(labels)), where


def test_a_card_has_at_most_three_buttons_besides_its_choices() -> None:
    faults = [
        f"{where}: {len(part.buttons)}"
        for where, example, card in everywhere()
        if example.notice.kind not in AT_WORK
        for part in card.parts
        if isinstance(part, Buttons) and len(part.buttons) > MOST_BUTTONS
    ]
    told("One thing at a time:", faults)


def test_every_press_means_something_that_can_be_asked_of_the_bot() -> None:
    for where, _, card in everywhere():
        actions = [one.action for one in choices(card.parts)]
        actions += [part.action for part in card.parts if isinstance(part, Form)]
        assert set(actions) <= set(Verb), where


def test_what_a_bearer_is_told_has_at_most_three_sentences() -> None:
    faults = []
    for language in LANGUAGES:
        for example, card in shown(language):
            if example.area != "To the bearer" or example.notice.facts.get("ask_consent"):
                continue
            said = "\n".join(part.text for part in card.parts if isinstance(part, Paragraph))
            if sentences(said) > MOST_SENTENCES + (example.notice.kind in A_SENTENCE_MORE):
                faults.append(f"{language} {example.name}: {sentences(said)}: {said}")
    told("What happened, why, what next and when:", faults)


def test_the_consent_question_comes_last_with_its_own_two_buttons() -> None:
    asked = [card for _, example, card in everywhere() if example.notice.facts.get("ask_consent")]
    assert asked
    for card in asked:
        *_, question, buttons = card.parts
        assert isinstance(question, Paragraph)
        assert question.text.endswith("?")
        assert isinstance(buttons, Buttons)
        assert [button.action for button in buttons.buttons] == [Verb.CONSENT, Verb.CONSENT]


def test_no_text_is_left_unfilled() -> None:
    left = re.compile(r"[{}\u2068\u2069]|\bNone\b(?! of)|\.\.|: \.")
    told("Something was left out:", [where for where, _, card in everywhere() if left.search(card.summary)])


def test_no_sentence_ends_twice() -> None:
    twice = re.compile(r".*[.!?]\.(?!\.)")
    faults = [f"{where}: {found[0]}" for where, _, card in everywhere() if (found := twice.search(card.summary))]
    told("A person's full stop gives way to the sentence's own:", faults)


@pytest.mark.parametrize("language", LANGUAGES)
def test_transcript_of_every_notice(language: str, agrees: Callable[[Path, str], None]) -> None:
    lines, area = [], ""
    for example, card in shown(language):
        if example.area != area:
            area = example.area
            lines += [f"== {area} ==", ""]
        lines += [f"-- {example.name}", card.summary, ""]
    agrees(Path(__file__).parent / "golden" / f"{language}.txt", "\n".join(lines))
