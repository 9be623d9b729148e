"""The gallery holds every message in every language, and opens by itself."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

import pytest

from bot.gallery import write_gallery
from bot.usecases.table import USECASES
from dialogs.cards import Form, choices
from dialogs.examples import AREAS, examples
from dialogs.notices import show
from dialogs.texts import LANGUAGES, Texts
from ideas.preset import PresetError


def test_the_page_has_every_example_in_every_language(tmp_path: Path) -> None:
    number = write_gallery("roskilde", tmp_path / "new" / "gallery.html")
    page = (tmp_path / "new" / "gallery.html").read_text("utf-8")
    assert number == sum(map(len, AREAS.values())) * len(LANGUAGES)
    assert page.count('<div class="card"') == number
    assert "innovationskonsulent" in page
    assert [page.count(f"<h3>{escape(name)}</h3>") for named in AREAS.values() for name in named] == [1] * (number // 3)


def test_the_page_needs_nothing_from_elsewhere(tmp_path: Path) -> None:
    write_gallery("skaraborg", tmp_path / "gallery.html")
    page = (tmp_path / "gallery.html").read_text("utf-8")
    assert not re.findall(r'<(?:link|script|img)\b|(?:src|href)="(?!#|https:)', page)
    assert len(ids := re.findall(r' id="([^"]+)"', page)) == len(set(ids))


def test_a_preset_that_is_not_there_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(PresetError):
        write_gallery("nowhere", tmp_path / "gallery.html")
    assert not list(tmp_path.iterdir())


def test_whatever_can_be_pressed_or_sent_has_a_use_case() -> None:
    texts = Texts()
    cards = [show(example.notice, "sv", texts) for example in examples("sv")]
    pressed = {one.action for card in cards for one in choices(card.parts)}
    sent = {part.action for card in cards for part in card.parts if isinstance(part, Form)}
    assert pressed | sent <= set(USECASES)
