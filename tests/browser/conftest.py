"""A Chromium for the whole run, and a page on a small desk of its own for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio
from aiohttp.test_utils import BaseTestServer, TestServer
from playwright.async_api import Browser, Page, async_playwright

from adapters.web.app import build
from tests.adapters.web.demo_desk import DemoDesk

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip

OpenPage = Callable[..., Awaitable[Page]]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    """One browser for all tests."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        await browser.close()


@pytest.fixture
def desk() -> DemoDesk:
    """The bot's stand-in."""
    return DemoDesk()


@pytest_asyncio.fixture(loop_scope="session")
async def server(desk: DemoDesk) -> AsyncIterator[BaseTestServer]:
    """The try-it page, served."""
    async with TestServer(build(desk, desk.sender)) as server:
        yield server


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(browser: Browser, server: BaseTestServer) -> AsyncIterator[OpenPage]:
    """Opens the page in a browser of its own: `await open_page(width=390, dark=True, query="?as=eva")`.

    A page that logs an error or throws fails its test.
    """
    faults: list[str] = []
    contexts = []

    async def show(*, width: int = 1280, height: int = 800, dark: bool = False, query: str = "") -> Page:
        context = await browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = await context.new_page()
        page.set_default_timeout(60_000)  # the whole suite has filled this process by then, and it may pause
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
        await page.goto(f"{server.make_url('/')}{query}")
        await page.locator("[data-step].next, [data-step].done").first.wait_for(state="attached")
        return page

    yield show
    for context in contexts:
        await context.close()
    assert faults == []
