"""Every card, dialog and home tab drawn as Slack draws them: with all their words, and readable on a phone."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from adapters.slack import forms
from adapters.slack.forms import Meta
from adapters.slack.render import home, render
from dialogs.cards import Card, Form
from dialogs.examples import examples
from dialogs.notices import show
from dialogs.texts import LANGUAGES, Texts
from tests.browser.conftest import FLAGS
from tests.clients.node import run
from tests.clients.slack_schema import texts
from tests.house.sources import ROOT

Json = dict[str, Any]

PHONE, DESK = 390, 560
"""Pixels across."""
MENUS = {"static_select", "multi_static_select"}
AT_HOME = {"help", "home", "mine", "monday", "overview", "queue"}
"""What is also shown on the home tab."""

DOCS = {
    "slack-card": "message idea-card",
    "slack-dialog": "modal form: intake half done",
    "slack-home": "home home: a coach's who leads",
}
"""The pictures in docs/, and what they show."""
SCROLLED = ".sheet .inside { max-height: 560px; overflow: hidden; }"
"""A long dialog is as high as a screen, and its buttons are always seen."""
LARGEST = 80_000
"""Bytes of one of those."""


class Frame(NamedTuple):
    """Something to draw."""

    name: str
    surface: str
    payload: Json


def frames(language: str) -> Iterator[Frame]:
    """Everything there is to draw in a language."""
    words = Texts()
    for example in examples(language):
        card = show(example.notice, language, words)
        yield Frame(f"message {example.name}", "message", render(card))
        yield from (Frame(f"modal {example.name}", "modal", view) for view in views(card))
        if example.name.partition(":")[0] in AT_HOME:
            yield Frame(f"home {example.name}", "home", home(card))


def views(card: Card) -> Iterator[Json]:
    """The first step of the card's form, when it has one."""
    if any(isinstance(part, Form) for part in card.parts):
        yield forms.view(card, Meta("fill", "1", "C1", ""))


@cache
def drawn(language: str) -> dict[str, tuple[Frame, str]]:
    """Every frame and its page."""
    asked = list(frames(language))
    told = json.dumps([{"surface": frame.surface, "payload": frame.payload} for frame in asked])
    pages: list[str] = json.loads(run("pictures.mjs", told=told))
    return {frame.name: (frame, page) for frame, page in zip(asked, pages, strict=True)}


class Words(HTMLParser):
    """The words of a page, without its style."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said = ""
        self.feed(page.partition("</style>")[2])

    def handle_data(self, data: str) -> None:
        self.said += data


def without_menus(node: Any) -> Any:
    """The same blocks with their menus closed: what is in them is not seen before they are opened."""
    if isinstance(node, list):
        return [without_menus(inner) for inner in node]
    if isinstance(node, dict):
        closed = {"options", "option_groups"} if node.get("type") in MENUS else set()
        return {name: without_menus(inner) for name, inner in node.items() if name not in closed}
    return node


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def missing(frame: Frame, said: str) -> list[str]:
    """The frame's words that are not among those said."""
    around = [frame.payload[name]["text"] for name in ("title", "submit", "close") if name in frame.payload]
    wanted = [*around, *texts(without_menus(frame.payload["blocks"]))]
    return [text for text in wanted if squeezed(text) not in squeezed(said)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_is_drawn_with_all_its_words(language: str) -> None:
    pages = drawn(language)
    assert len(pages) > 250
    assert {name: gone for name, (frame, page) in pages.items() if (gone := missing(frame, Words(page).said))} == {}


@pytest_asyncio.fixture
async def browser(chromium: str) -> AsyncIterator[Browser]:
    """A browser to draw with."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        await browser.close()


@pytest.mark.browser
@pytest.mark.slow
async def test_everything_fits_on_a_phone(browser: Browser, tmp_path: Path) -> None:
    page = await browser.new_page(viewport={"width": PHONE, "height": 800}, locale="sv-SE")
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    for name, (frame, html) in drawn("sv").items():
        await page.set_content(html)
        picture = tmp_path / f"{re.sub(r'[^a-z0-9]+', '-', name)}.png"
        await page.locator("#frame").screenshot(path=picture)
        wide = await page.evaluate("document.documentElement.scrollWidth")
        seen = await page.locator("#frame").inner_text() + await page.evaluate(TYPED)
        faults += [f"{name}: {wide} pixels wide"] if wide > PHONE else []
        faults += [f"{name}: {text} is not seen" for text in missing(frame, seen)]
    assert faults == []


TYPED = "[...document.querySelectorAll('textarea, input')].map(field => field.value).join('\\n')"
"""What stands in inputs, which is no text of the page."""


@pytest.mark.browser
@pytest.mark.parametrize("name", DOCS)
async def test_the_pictures_in_the_docs_are_small_and_can_be_drawn(
    name: str, browser: Browser, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    kept = ROOT / "docs" / f"{name}.png"
    fresh = kept if request.config.getoption("--rewrite") else tmp_path / kept.name
    page = await browser.new_page(viewport={"width": DESK, "height": 800}, locale="sv-SE")
    await page.set_content(drawn("sv")[DOCS[name]][1])
    await page.add_style_tag(content=SCROLLED)
    await page.locator("#frame").screenshot(path=fresh)
    assert fresh.stat().st_size < LARGEST
    assert kept.exists(), "make test-clients with --rewrite draws it"
