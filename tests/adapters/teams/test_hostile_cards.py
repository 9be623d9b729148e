"""Words that look like markup are words to every client of Teams, wherever they stand."""

from __future__ import annotations

import re

import pytest
from hypothesis import given

from adapters.lengths import CUT, clean
from adapters.teams.forms import Meta, TooLongError, dialog
from adapters.teams.render import adaptive, plainly, render
from adapters.teams.wording import apart, is_plain
from dialogs.cards import Card, Facts, Form, Heading, Paragraph, Quote, card, summarise
from tests.adapters.slack.hostile import Hostile
from tests.adapters.teams.card_rules import card_of, faults, nodes, seen
from tests.adapters.teams.hostile import CARDS, MANY, NASTY, SAID, everywhere, form_of
from tests.adapters.teams.readers import is_read_as_more

META = Meta("form", "1", "c")


def said_by(whole: Card) -> str:
    """What a message of the card says: a form is filled in where it is opened."""
    summary = summarise(tuple(part for part in whole.parts if not isinstance(part, Form)))
    return re.sub(r"^  \d+\. (\[x\] )?", "", summary, flags=re.MULTILINE)


@given(SAID)
def test_a_text_taken_apart_is_the_same_text_and_no_piece_is_read_as_more(text: str) -> None:
    pieces = list(apart(clean(text)))
    assert "".join(pieces) == clean(text)
    assert [piece for piece in pieces if is_read_as_more(piece, "run")] == []


@given(SAID)
def test_what_is_plain_is_read_as_nothing_more_even_as_markdown(text: str) -> None:
    whole = clean(text).strip()
    if is_plain(whole):
        assert not is_read_as_more(whole, "block")
        assert list(apart(whole)) == ([whole] if whole else [])


@pytest.mark.parametrize(
    "text",
    ["SKO-2026-0142 Frukosten kommer för sent till de boende", "Vad är det som inte fungerar? Berätta gärna.",
     "Barn, elever, vårdnadshavare", "Mat & måltider", "IT (stöd) / HR", "Kl. 9–10, ca 3 %"],
)  # fmt: skip
def test_ordinary_words_need_not_be_taken_apart(text: str) -> None:
    assert list(apart(text)) == [text]
    assert is_plain(text)


@pytest.mark.parametrize("text", NASTY)
def test_nasty_words_are_shown_as_they_were_written_wherever_they_stand(text: str) -> None:
    drawn = render(everywhere(text))
    assert faults(drawn) == []
    shown = "\n".join(seen(card_of(drawn)))
    kept = re.sub(r"\n\s*\n", "\n", text)
    assert shown.count(kept) >= 7
    assert faults(dialog(form_of(text), META), "dialog") == []


@pytest.mark.parametrize("text", NASTY)
def test_nasty_words_in_a_line_of_text_are_plain_text(text: str) -> None:
    drawn = render(card(Paragraph(text), language="sv"))
    assert drawn.get("textFormat", "plain") == "plain"
    assert plainly(card(Paragraph(text), language="sv"))["textFormat"] == "plain"


@MANY
@given(CARDS)
def test_nothing_on_any_card_is_lost_unless_a_mark_says_so(hostile: Hostile) -> None:
    drawn = adaptive(hostile.card)
    lines = [*seen(drawn), *(one["url"] for one in nodes(drawn) if "url" in one)]
    if not any(CUT.strip() in line for line in lines):
        known = set(re.findall(r"\w+", " ".join(lines)))
        words = re.findall(r"\w+", clean(said_by(hostile.card)))
        assert not [word for word in words if word not in known]


@MANY
@given(CARDS)
def test_any_card_is_a_dialog_or_says_that_it_is_too_much(hostile: Hostile) -> None:
    try:
        drawn = dialog(hostile.card, META)
    except TooLongError:
        return
    assert faults(drawn, "dialog") == []


def test_a_date_an_entity_and_a_name_to_look_up_stay_what_was_typed() -> None:
    typed = "{{DATE(2026-12-01T08:00:00Z, SHORT)}} &amp; ${rs:namn}"
    for part in (Heading(typed), Paragraph(typed), Quote(typed), Facts((("", typed),))):
        drawn = adaptive(card(part, language="sv"))
        assert seen(drawn) == [typed]
        pieces = [node["text"] for node in nodes(drawn) if node["type"] == "TextRun"]
        assert pieces == ["{", "{DATE(2026-12-01T08:00:00Z, SHORT)}} &", "amp; $", "{rs:namn}"]
