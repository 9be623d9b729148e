"""Everything the bot can show in Teams, and Microsoft's own library for drawing it in Chromium."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from functools import cache
from typing import Any, NamedTuple

from playwright.async_api import Page, async_playwright

from adapters.teams import forms
from adapters.teams.forms import Meta
from adapters.teams.render import render
from dialogs.cards import Card, card
from dialogs.examples import examples
from dialogs.notices import show
from dialogs.texts import Texts
from tests.browser.conftest import FLAGS
from tests.clients import hostile
from tests.clients.node import HERE, MODULES

Json = dict[str, Any]

PHONE, DESK = 390, 800
"""Pixels across."""
KEY = "post:142"
MOST = 100
"""Characters of an answer that certainly has room in a dialog with all others."""
SCRIPTS = (
    MODULES / "adaptivecards" / "dist" / "adaptivecards.min.js",
    MODULES / "markdown-it" / "dist" / "browser" / "markdown-it.umd.min.js",
    HERE / "cards.js",
)
STYLES = (MODULES / "adaptivecards" / "dist" / "adaptivecards.css", HERE / "cards.css")
PAGE = '<!doctype html><html lang="sv"><meta charset="utf-8"><title>Kort</title><body><div id="frame"></div>'


class Frame(NamedTuple):
    """Something to draw: an Adaptive Card, the card it was made from, and all that is sent with it."""

    name: str
    card: Card
    payload: Json
    sent: Json


class Look(NamedTuple):
    """How it is drawn: `light` or `dark`, letters how many times as large, pixels across."""

    theme: str = "light"
    scale: int = 1
    width: int = PHONE


@cache
def frames(language: str) -> tuple[Frame, ...]:
    """Everything there is to draw in a language: messages, the same where others see them, and dialogs."""
    return tuple(_frames(language))


def _frames(language: str) -> Iterator[Frame]:
    words, meta = Texts(), Meta("fill", "142", "19:ideer@thread.tacv2", "1732")
    for example in examples(language):
        shown = show(example.notice, language, words)
        sent = {"message": render(shown, KEY), "channel": render(shown, KEY, shared=True)}
        for kind, whole in sent.items():
            for attached in whole.get("attachments", ()):
                yield Frame(f"{kind} {example.name}", shown, attached["content"], whole)
        dialog = forms.dialog(shown, meta, KEY)
        yield Frame(f"dialog {example.name}", shown, dialog["card"]["content"], dialog)


def nasty(text: str) -> Iterator[Frame]:
    """A text in every place for words, of a message and of a dialog."""
    whole = card(*hostile.every_part(text), language="sv")
    sent = render(whole, KEY)
    yield Frame("message", whole, sent["attachments"][0]["content"], sent)
    dialog = forms.dialog(hostile.form(text[:MOST]), Meta("fill", "142"), KEY)
    yield Frame("dialog", whole, dialog["card"]["content"], dialog)


class Easel:
    """A page with the library in it."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def draw(self, look: Look, *payloads: Json) -> list[tuple[list[str], str]]:
        """Draw cards; of each what is wrong with it or cannot be read, and all the words that can."""
        told = await self.page.evaluate("([all, look]) => drawAll(all, look)", [payloads, look._asdict()])
        return [(one["faults"], one["said"]) for one in told]

    async def press(self, payload: Json) -> list[Json]:
        """Everything that can be pressed, pressed; what each press sends, with everything filled in that can be."""
        sent: list[Json] = await self.page.evaluate("payload => press(payload)", payload)
        return sent


@asynccontextmanager
async def easel(chromium: str) -> AsyncIterator[Easel]:
    """A browser with the library. It is told of nothing outside, and what it complains of fails."""
    faults: list[str] = []
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=chromium, args=FLAGS)
        page = await browser.new_page(viewport={"width": DESK, "height": 800}, locale="sv-SE")
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text))
        await page.set_content(PAGE)
        for script in SCRIPTS:
            await page.add_script_tag(path=script)
        for style in STYLES:
            await page.add_style_tag(path=style)
        yield Easel(page)
        await browser.close()
    assert faults == []
