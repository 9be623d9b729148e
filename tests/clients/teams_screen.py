"""The one at the screen: what they see in the playground's page in Chromium, and what they type and press there."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import FloatRect, Locator, Page, ViewportSize, async_playwright

from tests.browser.conftest import FLAGS
from tests.clients.playground import BOT_NAME
from tests.clients.teams_wire import PATIENCE

NOBODY = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"
"""Also where there is a network, the page gets nothing from it."""
CHAT, CHANNEL = "Personal Chat", "Samhällsbyggnad - Idéer"
"""What conversations are called in the list."""
ITSELF = re.compile("not supported yet in Microsoft 365 Agents playground")
HIDE = "all => all.forEach(one => { one.style.display = 'none'; })"
MENU, BESIDE = "Show more information", "Trigger Message Extension App"
"""What the menus are called: a message's, and the one beside the box where one writes."""
CARD = ".ac-adaptiveCard"
WINDOW: ViewportSize = {"width": 1280, "height": 1000}
NARROW, PANE = "body { width: 942px; }", FloatRect(x=330, y=62, width=612, height=848)
"""Pictures are as narrow as in a small window; and where the conversation is in them."""
MARGIN = 16
PICTURES = "PICTURES"
"""The environment variable with the folder that pictures are kept in."""


class Screen:
    """The playground's page. What is written or pressed goes the way that the page itself sends it."""

    def __init__(self, page: Page, folder: Path) -> None:
        self.page, self.faults = page, list[str]()
        self._folder, self._count = folder, 0
        page.on("pageerror", lambda error: self.faults.append(str(error)))

    async def opens(self, name: str = CHAT) -> None:
        """Go to a conversation. The first time, the playground installs the app in it."""
        await self.page.get_by_role("treeitem", name=name).click()
        await self._boxes.first.wait_for()

    async def says(self, text: str) -> None:
        """Write in the conversation with the bot."""
        await self._boxes.last.fill(text)
        await self.page.keyboard.press("Enter")

    async def posts(self, text: str, *, mention: bool = True) -> None:
        """Begin a thread in the channel that is open, and mention the bot first; without it does not hear of it."""
        if mention:
            await self._mention(self._boxes.first, text)
        else:
            await self._boxes.first.fill(text)
        await self.page.get_by_role("button", name="Post", exact=True).click()

    async def replies(self, text: str) -> None:
        """Write in the newest thread of the channel that is open, and mention the bot first."""
        await self._mention(self._boxes.nth(1), text)
        await self.page.keyboard.press("Enter")

    async def presses(self, label: str) -> None:
        """Press a button, the newest that is called so."""
        await self.page.get_by_role("button", name=label, exact=True).last.click()

    async def ticks(self, *labels: str) -> None:
        """Tick boxes, the newest that are called so after what they answer."""
        for label in labels:
            await self.page.get_by_role("checkbox", name=re.compile(rf"{re.escape(label)}$")).last.check()

    async def fills(self, label: str, text: str) -> None:
        """Write in a field."""
        await self.page.get_by_label(label).last.fill(text)

    async def makes_an_idea_of(self, text: str, command: str) -> None:
        """Choose the app's action in the menu of a message, the newest that says this."""
        await self.message(text, exact=True).get_by_role("button", name=MENU).first.click()
        await self._begins(command)

    async def opens_a_dialog(self, command: str) -> None:
        """Choose the app's action beside the box where one writes."""
        await self.page.get_by_role("button", name=BESIDE).last.click()
        await self._begins(command)

    async def _begins(self, command: str) -> None:
        await self.page.get_by_role("menuitem", name="Action Command").click()
        await self.dialog.get_by_placeholder("Input command id").fill(command)
        await self.dialog.get_by_role("button", name="Create").click()

    async def closes(self) -> None:
        """Put the dialog away."""
        await self.dialog.get_by_role("button", name="Close").click()

    async def sees(self, text: str) -> None:
        """Wait until this stands on the page."""
        await self.page.get_by_text(text).last.wait_for()

    @property
    def dialog(self) -> Locator:
        """The dialog that is open."""
        return self.page.get_by_role("dialog")

    def message(self, text: str, *, exact: bool = False) -> Locator:
        """The newest message that says this, with who wrote it over it."""
        said = self.page.get_by_text(text, exact=exact).last
        return said.locator(f"xpath=ancestor::*[.//button[@aria-label='{MENU}']][1]")

    async def picture(self, name: str, of: str = "", since: str = "") -> Path:
        """Take a picture of the conversation, of the dialog over it, or of the newest card that says something.

        They are numbered. What the playground says of itself in between is left out; so is what stands over the message
        that says `since`.
        """
        self._count += 1
        path = self._folder / f"{self._count:02}-{name}.png"
        await self.page.get_by_text(ITSELF).locator("../..").evaluate_all(HIDE)
        look = await self.page.add_style_tag(content=NARROW)
        clip = await self._around(of) if of else await self._open(since)
        await self.page.screenshot(path=path, clip=clip, animations="disabled")
        await look.evaluate("style => style.remove()")
        return path

    async def _open(self, since: str) -> FloatRect:
        """Where what is open stands: a dialog, or the conversation."""
        if since:
            over = (await self._around(since))["y"] - PANE["y"]
            return {**PANE, "y": PANE["y"] + over, "height": PANE["height"] - over}
        return (await self.dialog.bounding_box() if await self.dialog.count() else None) or PANE

    async def _around(self, text: str) -> FloatRect:
        """Where a message stands, from its writer's name to the end of its card."""
        message = self.message(text)
        await message.scroll_into_view_if_needed()
        whole, card = await message.bounding_box(), await message.locator(CARD).first.bounding_box()
        assert whole
        assert card
        right, down = card["x"] + card["width"] + MARGIN, card["y"] + card["height"] + MARGIN
        return {"x": whole["x"], "y": whole["y"], "width": right - whole["x"], "height": down - whole["y"]}

    @property
    def _boxes(self) -> Locator:
        return self.page.locator("div[role=textbox][data-lexical-editor=true]")

    async def _mention(self, box: Locator, text: str) -> None:
        await box.click()
        await self.page.keyboard.type("@")
        await self.page.get_by_role("menuitem", name=BOT_NAME).click()
        await self.page.keyboard.type(text)


@asynccontextmanager
async def screen(url: str, chromium: str, folder: Path) -> AsyncIterator[Screen]:
    """A browser with the playground's page, in which the app has been installed for the one at the screen.

    Pictures are kept in the folder, or in the one that PICTURES names.
    """
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=chromium, args=[*FLAGS, NOBODY])
        page = await browser.new_page(viewport=WINDOW, locale="sv-SE")
        page.set_default_timeout(PATIENCE * 1000)
        shown = Screen(page, Path(os.environ.get(PICTURES) or folder))
        await page.goto(url)
        await page.get_by_role("button", name="Hide log panel").click()
        await shown.opens()
        yield shown
        await browser.close()
    assert shown.faults == []
