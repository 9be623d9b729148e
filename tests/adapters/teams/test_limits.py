"""Cards that are too large for Teams are fitted, visibly."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.lengths import CUT, clean
from adapters.teams.limits import (
    LABEL,
    LESS,
    MESSAGE,
    PRESS,
    TOGETHER,
    VALUE,
    WIDEST,
    Room,
    can_be_told_apart,
    cost,
    fitted,
    size_of,
)
from adapters.teams.render import adaptive, plainly, render
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
)
from tests.adapters.slack.hostile import Hostile
from tests.adapters.teams.as_teams import presses
from tests.adapters.teams.card_rules import card_of, faults, nodes, seen
from tests.adapters.teams.hostile import CARDS, MANY, SAID
from tests.dialogs.test_notices import everywhere

KEY = "idea:SKO-2026-0142:7:claimed:bearer"
ROOMS = st.sampled_from([MESSAGE, LESS])


def made(*parts: Part) -> Card:
    return card(*parts, language="sv")


def test_every_example_fits_as_it_is() -> None:
    for where, _, example in everywhere():
        parts = tuple(part for part in example.parts if part != Facts(()))
        assert fitted(example) == replace(example, parts=parts), where


def test_every_example_is_far_from_the_limit() -> None:
    for where, _, example in everywhere():
        assert size_of(render(example, KEY, room=LESS)) <= LESS.size, where
        assert size_of(render(example, KEY)) <= MESSAGE.size * 2 // 3, where


@MANY
@given(CARDS, ROOMS, st.booleans())
def test_any_card_fits_into_a_message(hostile: Hostile, room: Room, shared: bool) -> None:
    drawn = render(hostile.card, KEY, shared=shared, room=room)
    assert faults(drawn) == []
    assert size_of(drawn) <= room.size


@MANY
@given(CARDS)
def test_a_card_that_fits_is_left_alone(hostile: Hostile) -> None:
    once = fitted(hostile.card)
    assert fitted(once) == once


@MANY
@given(CARDS)
def test_the_words_alone_of_any_card_fit_too(hostile: Hostile) -> None:
    assert faults(plainly(hostile.card)) == []
    assert size_of(plainly(hostile.card)) <= LESS.size


@given(SAID)
def test_a_text_costs_no_less_than_its_signs(text: str) -> None:
    assert cost(clean(text)) >= len(clean(text).encode())


@pytest.mark.parametrize("size", [100, 1_000, 100_000])
def test_no_key_is_too_long_for_a_message(size: int) -> None:
    rows = tuple(Button(f"Visa {n}", "show", str(n)) for n in range(20))
    drawn = render(made(Paragraph("Välj en."), Buttons(rows)), "k" * size)
    assert faults(drawn) == []
    assert seen(card_of(drawn))[-1].endswith("Visa 19")


def test_the_longest_text_is_cut_first() -> None:
    need, effect = "a " * 20_000, "b " * 400
    drawn = seen(adaptive(made(Heading("Rubrik"), Paragraph("Kort."), Facts((("Behov", need), ("Effekt", effect))))))
    assert drawn[:2] == ["Rubrik", "Kort."]
    assert drawn[3] == f"Effekt: {effect.strip()}"
    assert drawn[2].endswith(CUT)
    assert 20_000 < len(drawn[2]) < 28_000


def test_what_comes_after_too_many_texts_is_gone_with_a_mark() -> None:
    rows = tuple((f"rad {n}", "x") for n in range(2_000))
    drawn = seen(adaptive(made(Facts(rows), Paragraph("sist"), Buttons((Button("Visa", "show", "1"),)))))
    assert drawn[0] == "rad 0: x"
    assert drawn[-2:] == [CUT.strip(), "Visa"]


def test_many_lines_are_counted_as_what_they_take() -> None:
    drawn = render(made(Quote("rad\n" * 2_000, "Åsa"), Buttons((Button("Visa", "show", "1"),))), KEY)
    assert faults(drawn) == []
    assert seen(card_of(drawn))[-2] == f"rad{CUT}"


@pytest.mark.parametrize("count", [1, 6, 7, TOGETHER, TOGETHER + 1, 40])
def test_there_is_no_row_of_more_buttons_than_teams_shows(count: int) -> None:
    drawn = render(made(Buttons(tuple(Button("Ta", "claim", str(n)) for n in range(count)))))
    assert faults(drawn) == []
    told = [line for line in seen(card_of(drawn)) if line.endswith(". Ta")]
    assert len(presses(card_of(drawn))) + len(told) == count


@pytest.mark.parametrize("length", [WIDEST - 1, WIDEST, WIDEST + 1])
def test_a_label_that_a_button_would_cut_off_is_written_out(length: int) -> None:
    drawn = adaptive(made(Buttons((Button("k" * length, "show"),))))
    kinds = {node["type"] for node in nodes(drawn)}
    assert ("ColumnSet" in kinds) is (length > WIDEST)
    assert "k" * length in seen(drawn)
    assert [press["title"] for press in presses(drawn)] == ["k" * length]


def test_a_label_without_end_is_cut_with_a_mark() -> None:
    (label, _) = seen(adaptive(made(Buttons((Button("k" * 1_000, "show"),)))))
    assert (len(label), label.endswith(CUT)) == (LABEL, True)


@pytest.mark.parametrize("value", ["v" * (VALUE + 1), "halv \ud83d", "\x00"])
def test_a_button_that_would_not_come_back_as_it_was_is_a_line_with_its_number(value: str) -> None:
    row = Buttons((Button("Ett", "show", "1"), Button("Två", "show", value), Button("Tre", "show", "3")))
    ring = Options("answer", "ring", "?", (Option("a", "A"), Option("b", "B")))
    assert fitted(made(ring, row)).parts[1:] == (Paragraph("4. Två"), Buttons((row.buttons[0], row.buttons[2])))


@pytest.mark.parametrize("action", ["", " ", "a" * (PRESS + 1), "\x00"])
def test_a_button_without_a_name_for_what_it_does_is_a_line(action: str) -> None:
    assert fitted(made(Buttons((Button("Ett", action),)))).parts == (Paragraph("1. Ett"),)


@pytest.mark.parametrize(
    "options",
    [
        (Option("v" * (VALUE + 1), "Lång"), Option("b", "B", True)),
        (Option("a", "En"), Option("a", "En annan", True)),
        (Option("\x00", "Nej"), Option("b", "B", True)),
    ],
)
@pytest.mark.parametrize("many", [False, True])
def test_options_that_would_be_mixed_up_are_lines_with_their_numbers(options: tuple[Option, ...], many: bool) -> None:
    fit = fitted(made(Buttons((Button("Ett", "show"),)), Options("answer", "know", "Vad?", options, many, "Välj")))
    assert fit.parts[1:] == (
        Options("answer", "know", "Vad?", (), many, "Välj"),
        Paragraph(f"2. {options[0].label}\n3. ✓ {options[1].label}"),
    )


def test_boxes_whose_words_could_be_markup_are_lines_with_their_numbers() -> None:
    options = (Option("a", "**A**"), Option("b", "B"))
    assert seen(adaptive(made(Options("answer", "who", "Vem?", options, many=True, submit="Välj")))) == [
        "Vem?", "1. **A**", "2. B",
    ]  # fmt: skip
    assert len(presses(adaptive(made(Options("answer", "who", "Vem?", options))))) == 2


def test_values_with_commas_and_none_at_all_can_be_told_apart() -> None:
    assert can_be_told_apart(("a,b", "a", "b", "", "%"))
    assert not can_be_told_apart(("a", "a"))


def test_what_there_is_no_room_to_press_keeps_its_number() -> None:
    parts = tuple(
        part for n in range(90) for part in (Paragraph(f"Idé {n}"), Buttons((Button(f"Visa {n}", "show", str(n)),)))
    )
    drawn = render(made(*parts), KEY)
    assert faults(drawn) == []
    pressed = [press["title"] for press in presses(card_of(drawn))]
    assert pressed == [f"Visa {n}" for n in range(len(pressed))]
    left = [line for line in seen(card_of(drawn)) if ". Visa" in line]
    assert left == [f"{n + 1}. {c.label}" for n, c in enumerate(choices(parts)) if c.label not in pressed]
    assert (len(left), len(pressed) > 15) == (90 - len(pressed), True)


def test_a_form_that_cannot_be_opened_is_told_in_words() -> None:
    form = Form("ask", "v" * (VALUE + 1), (), "Skicka", opens="Öppna")
    assert fitted(made(form)).parts == ()
    assert fitted(Card("x", (Paragraph("a"), Form("", "", (), "s")))).parts == (Paragraph("a"),)


def test_nothing_empty_is_left_on_a_card() -> None:
    fit = fitted(
        Card("", (Heading(" "), Paragraph(""), Quote("", ""), Facts((("", ""),)), Facts(()), Link("", ""), Buttons(())))
    )
    assert fit.parts == ()
    assert fitted(made(Buttons((Button(" ", "show"),)))).parts == (Buttons((Button("–", "show"),)),)


def test_words_in_other_places_end_with_a_mark_where_they_are_cut() -> None:
    for sign in "aå😀":
        drawn = render(Card(sign * 9_000, (Paragraph("x"), Paragraph("y"))))
        for said, most in ((drawn["summary"], MESSAGE.notice), (card_of(drawn)["fallbackText"], MESSAGE.instead)):
            assert said.endswith(CUT)
            assert most - 100 < len(said.encode()) <= most + 2
