"""Cards that are too large for Slack are fitted, visibly."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.lengths import CUT, clean, cut, units
from adapters.slack.blocks import drawn
from adapters.slack.limits import BUTTON, HEADER, MESSAGE, OPTION_VALUE, PRESS_VALUE, ROW, SUMMARY, VIEW, Room, fitted
from adapters.slack.render import home, render
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
    choices,
    summarise,
)
from tests.adapters.slack.hostile import CARDS, TEXTS, Hostile
from tests.adapters.slack.limits_of_slack import faults, texts
from tests.dialogs.test_notices import everywhere

MANY = settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
PLENTY = tuple(Option(f"v{n}", f"Val {n}") for n in range(120))


def made(*parts: Part) -> Card:
    return card(*parts, language="sv")


def shown(fit: Card) -> str:
    return "\n".join(texts(drawn(fit.parts)))


def test_every_example_fits_as_it_is() -> None:
    for where, _, example in everywhere():
        parts = tuple(part for part in example.parts if part != Facts(()))
        assert fitted(example) == replace(example, parts=parts), where


@MANY
@given(CARDS)
def test_any_card_fits_into_a_message(hostile: Hostile) -> None:
    assert faults(render(hostile.card), "message") == []


@MANY
@given(CARDS)
def test_any_card_fits_onto_a_home_tab(hostile: Hostile) -> None:
    assert faults(home(hostile.card), "home") == []


@MANY
@given(CARDS)
def test_a_card_that_fits_is_left_alone(hostile: Hostile) -> None:
    once = fitted(hostile.card)
    assert fitted(once) == once


@MANY
@given(CARDS, st.sampled_from([MESSAGE, VIEW, Room(6, 8_000)]))
def test_no_card_takes_more_blocks_than_there_are(hostile: Hostile, room: Room) -> None:
    assert len(drawn(fitted(hostile.card, room).parts)) <= room.blocks


@given(TEXTS, st.integers(24, 200))
def test_a_cut_text_says_so_and_a_whole_one_does_not(text: str, limit: int) -> None:
    short = cut(text, limit)
    assert units(short) <= limit
    assert short == text if units(text) <= limit else short.endswith(CUT) and text.startswith(short[: -len(CUT)])


@given(TEXTS)
def test_clean_text_can_be_sent_and_is_not_shorter_for_it(text: str) -> None:
    whole = clean(text)
    assert len(whole.encode()) >= len(whole)
    assert len(whole) == len(text.replace("\r\n", "\n"))
    assert clean(whole) == whole


@pytest.mark.parametrize(
    ("text", "whole"),
    [("a\r\nb\rc\u2028d", "a\nb\nc\nd"), ("a\x00\x1b[1m\x85b\t", "a\ufffd\ufffd[1m\nb\t"), ("\ud83d x", "? x")],
)
def test_what_cannot_be_sent_leaves_a_mark(text: str, whole: str) -> None:
    assert clean(text) == whole


def test_the_longest_text_is_cut_first() -> None:
    need, effect = "a " * 9_000, "b " * 400
    fit = fitted(made(Heading("Rubrik"), Paragraph("Kort."), Facts((("Behov", need), ("Effekt", effect)))))
    assert [type(part) for part in fit.parts] == [Heading, Paragraph, Facts]
    facts = fit.parts[-1]
    assert isinstance(facts, Facts)
    assert facts.rows[1] == ("Effekt", effect.strip())
    assert facts.rows[0][1].endswith(CUT)
    assert 10_000 < len(facts.rows[0][1]) < 12_000


def test_what_comes_after_too_many_texts_is_gone_with_a_mark() -> None:
    rows = tuple((f"rad {n}", "x") for n in range(2_000))
    fit = fitted(made(Facts(rows), Paragraph("sist"), Buttons((Button("Visa", "show", "1"),))))
    assert [type(part) for part in fit.parts] == [Facts, Paragraph, Buttons]
    assert fit.parts[1] == Paragraph(CUT.strip())


@pytest.mark.parametrize("length", [HEADER - 1, HEADER, HEADER + 1])
def test_a_long_heading_is_bold_text(length: int) -> None:
    block = render(made(Heading("r" * length)))["blocks"][0]
    assert block["type"] == ("header" if length <= HEADER else "rich_text")
    assert "r" * length in list(texts(block))


@pytest.mark.parametrize("length", [BUTTON - 1, BUTTON, BUTTON + 1])
def test_a_long_label_is_cut_on_its_button(length: int) -> None:
    label = next(texts(render(made(Buttons((Button("k" * length, "show"),))))["blocks"]))
    assert (len(label), label.endswith(CUT)) == (min(length, BUTTON), length > BUTTON)


def test_an_emoji_counts_as_slack_counts_it() -> None:
    assert units("😀" * 40) == 80
    assert cut("😀" * 40, BUTTON) == "😀" * 35 + CUT


@pytest.mark.parametrize("count", [ROW - 1, ROW, ROW + 1, 2 * ROW + 1])
def test_a_row_of_too_many_buttons_goes_on_in_the_next(count: int) -> None:
    rows = fitted(made(Buttons(tuple(Button(f"K{n}", "show", str(n)) for n in range(count))))).parts
    assert sum(len(row.buttons) for row in rows if isinstance(row, Buttons)) == count
    assert len(rows) == -(-count // ROW)


@pytest.mark.parametrize("value", ["v" * (PRESS_VALUE + 1), "halv \ud83d", "\x00"])
def test_a_button_that_slack_would_not_carry_is_a_line_with_its_number(value: str) -> None:
    row = Buttons((Button("Ett", "show", "1"), Button("Två", "show", value), Button("Tre", "show", "3")))
    fit = fitted(made(Options("answer", "know", "?", PLENTY[:2]), row))
    assert fit.parts[1:] == (Paragraph("4. Två"), Buttons((row.buttons[0], row.buttons[2])))


@pytest.mark.parametrize(
    "options",
    [
        (Option("v" * (OPTION_VALUE + 1), "Lång"), Option("b", "B", True)),
        (Option("a", "En"), Option("a", "En annan", True)),
        (Option("", "Tom"), Option("b", "B", True)),
    ],
)
def test_options_that_slack_would_mix_up_are_lines_with_their_numbers(options: tuple[Option, ...]) -> None:
    fit = fitted(made(Buttons((Button("Ett", "show"),)), Options("answer", "know", "Vad?", options)))
    assert fit.parts[1:] == (
        Options("answer", "know", "Vad?", ()),
        Paragraph(f"2. {options[0].label}\n3. ✓ {options[1].label}"),
    )


def test_what_there_is_no_room_to_press_keeps_its_number() -> None:
    parts = tuple(
        part for n in range(40) for part in (Paragraph(f"Idé {n}"), Buttons((Button(f"Visa {n}", "show", str(n)),)))
    )
    whole = made(*parts)
    fit = fitted(whole)
    pressed = [b.label for part in fit.parts if isinstance(part, Buttons) for b in part.buttons]
    assert pressed == [f"Visa {n}" for n in range(len(pressed))]
    assert len(drawn(fit.parts)) <= MESSAGE.blocks
    left = [line for line in shown(fit).splitlines() if ". Visa" in line]
    assert left == [f"{n + 1}. {c.label}" for n, c in enumerate(choices(parts)) if c.label not in pressed]
    assert len(left) == 40 - len(pressed)


def test_a_form_for_which_there_is_no_room_is_told_in_words() -> None:
    form = Form("ask", "v" * (PRESS_VALUE + 1), (), "Skicka", opens="Öppna")
    assert fitted(made(form)).parts == ()
    assert fitted(Card("x", (Paragraph("a"), Form("", "", (), "s")))).parts == (Paragraph("a"),)


def test_nothing_empty_is_left_on_a_card() -> None:
    fit = fitted(
        Card("", (Heading(" "), Paragraph(""), Quote("", ""), Facts((("", ""),)), Facts(()), Link("", ""), Buttons(())))
    )
    assert fit.parts == ()
    assert fitted(made(Buttons((Button(" ", "show"),)))).parts == (Buttons((Button("–", "show"),)),)


def test_the_plain_text_of_a_message_ends_with_a_mark_where_it_is_cut() -> None:
    for sign in "a&😀":
        text = render(Card(sign * 5_000, (Paragraph("x"),)))["text"]
        assert units(text) <= SUMMARY
        assert text.endswith(CUT)
    assert render(Card("a" * SUMMARY, ()))["text"] == "a" * SUMMARY


def test_a_card_stays_small_for_slack_however_its_words_are_counted() -> None:
    parts = tuple(Quote('"\n' * 300, "Åsa") for _ in range(30))
    assert len(json.dumps(render(made(*parts))["blocks"], ensure_ascii=False)) <= 13_000
    assert summarise(parts).count("Åsa") == 30
