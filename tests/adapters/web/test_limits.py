"""Cards that are too large for the page are fitted, visibly."""

from __future__ import annotations

from adapters.web.limits import CUT, MAX_BUTTONS, MAX_TEXT, fitted
from dialogs.cards import Button, Buttons, Card, Facts, Heading, Link, Paragraph, Quote


def test_a_card_within_the_limits_is_left_alone() -> None:
    card = Card("x", (Heading("a"), Paragraph("b"), Link("c", "/d")))
    assert fitted(card) == card


def test_a_text_that_is_too_long_is_cut_with_a_visible_mark() -> None:
    long = "å" * (MAX_TEXT + 1)
    for part in fitted(Card("x", (Heading(long), Paragraph(long), Quote(long, "Åsa")))).parts:
        assert isinstance(part, Heading | Paragraph | Quote)
        assert len(part.text) == MAX_TEXT
        assert part.text.endswith(CUT)
    (facts,) = fitted(Card("x", (Facts((("Behov", long),)),))).parts
    assert isinstance(facts, Facts)
    assert facts.rows[0][1].endswith(CUT)


def test_a_row_of_too_many_buttons_goes_on_in_the_next() -> None:
    buttons = tuple(Button(str(n), "a") for n in range(MAX_BUTTONS * 2 + 1))
    rows = fitted(Card("x", (Buttons(buttons),))).parts
    assert [len(row.buttons) for row in rows if isinstance(row, Buttons)] == [MAX_BUTTONS, MAX_BUTTONS, 1]
