"""The real bot in a real browser: a newcomer gets from the first word to the digest by doing what the page offers.

With `--rewrite` the picture in the README is taken anew.
"""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

pytestmark = pytest.mark.asyncio(loop_scope="session")

PICTURE = Path(__file__).parents[2] / "docs" / "try-it.png"
NEED = "I hemtjänsten hämtar vi nycklar på kontoret varje morgon. I går stod vi tre i kö och kom sent till frukosten."


@pytest_asyncio.fixture(loop_scope="session")
async def address(tmp_path: Path) -> AsyncIterator[str]:
    """The bot as `idesluss serve` starts it, on a free port and a database of its own."""
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.cli", "serve", "--port", "0", "--database", f"sqlite:///{tmp_path}/ideas.db",
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert running.stdout
    assert running.stderr
    first = (await running.stdout.readline()).decode()
    found = re.search(r"http://\S+", first)
    assert found, (await running.stderr.read()).decode()
    yield found[0]
    running.terminate()
    _, log = await running.communicate()
    assert running.returncode == 0
    assert "Traceback" not in log.decode()
    assert "frukosten" not in log.decode(), "a person's text stands in the log"


async def opened(browser: Browser, url: str, *, width: int = 1360, dark: bool = False) -> Page:
    """The page in a browser of its own."""
    context = await browser.new_context(
        viewport={"width": width, "height": 860}, color_scheme="dark" if dark else "light", reduced_motion="reduce"
    )
    page = await context.new_page()
    page.set_default_timeout(20_000)
    await page.goto(url)
    await page.locator("[data-step].next, [data-step].done").first.wait_for(state="attached")
    return page


async def lead(page: Page, step: str) -> None:
    """Press what the guide offers once this step is the next."""
    await page.locator(f"[data-hint={step}] .lead:visible").click()


def newest(page: Page) -> Locator:
    """The bot's latest message in the chat."""
    return page.locator("#chat .log .message").last


async def press(page: Page, name: str) -> None:
    """Press a button on the bot's latest message."""
    await newest(page).get_by_role("button", name=name, exact=True).click()


async def say(page: Page, text: str, answer: str) -> None:
    """Write something, and wait for the bot to answer with these words."""
    await page.locator("#write").fill(text)
    await page.keyboard.press("Enter")
    await expect(newest(page)).to_contain_text(answer)


async def tell(page: Page) -> None:
    """A need, from the first word to a number."""
    await say(page, NEED, "Vad skulle bli bättre")
    await say(page, "Vi kommer i tid och hinner sitta ner en stund", "För vem skulle det bli bättre")
    await newest(page).get_by_label("Brukare, patienter").check()
    await press(page, "Välj")
    await newest(page).get_by_label("Jag har sett det själv").check()
    await press(page, "Välj")
    await expect(newest(page)).to_contain_text("Har du en lösning")
    await press(page, "Hoppa över")
    await press(page, "Hjälpa till")
    await expect(newest(page)).to_contain_text("Vad handlar det mest om?")
    await press(page, "Vård och omsorg")
    await expect(newest(page)).to_contain_text("Så här har jag förstått dig")
    await press(page, "Skicka")
    await expect(newest(page)).to_contain_text(re.compile(r"Din idé har nummer SKO-\d{4}-0001"))


async def in_dialog(page: Page, **fields: str) -> None:
    """Fill in the form that was opened, by its labels, and send it."""
    form = page.get_by_role("dialog")
    for label, value in fields.items():
        await form.get_by_label(label.replace("_", " ")).fill(value)
    await form.get_by_role("button", name="Skicka").click()


async def test_a_newcomer_gets_from_the_first_word_to_the_digest(
    browser: Browser, address: str, pytestconfig: pytest.Config
) -> None:
    page = await opened(browser, f"{address}?body=skovde&as=anna&lang=sv")
    await tell(page)
    await lead(page, "claim")
    await page.keyboard.press("Enter")
    await expect(page.locator("#coach")).to_contain_text("Eva Lind tog SKO-")
    await lead(page, "ask")
    await page.keyboard.press("Enter")
    await in_dialog(page, Din_fråga="Hur ofta händer det?")
    await lead(page, "answer")
    await expect(page.locator("#chat")).to_contain_text("Eva Lind är din delprojektledare")
    await expect(newest(page)).to_contain_text("Hur ofta händer det?")
    await say(page, "Varje vardag, ungefär tjugofem minuter.", "Eva Lind har fått")
    await page.locator("#chat").get_by_role("button", name="Ja, gärna").first.click()
    await expect(newest(page)).to_contain_text("Ditt namn står inte med")
    await lead(page, "status")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="behovet undersöks").click()
    await in_dialog(page, Skälet="Vi mäter tiden i två veckor")
    await expect(page.locator("#coach")).to_contain_text("Vi mäter tiden i två veckor.")
    await lead(page, "digest")
    await expect(page.locator("#digest")).to_contain_text("Går vidare: 0001 I hemtjänsten hämtar vi nycklar")
    await expect(page.locator("[data-step].done")).to_have_count(7)
    await page.goto(f"{address}?body=skovde&as=anna&lang=sv")
    await expect(page.locator("#chat")).to_contain_text("Nu undersöker vi behovet")
    await expect(page.locator("#chat .own").first).to_contain_text("nycklar")
    if pytestconfig.getoption("--rewrite"):
        await page.screenshot(path=PICTURE)


async def test_the_same_on_a_phone_in_english_and_in_the_dark(browser: Browser, address: str) -> None:
    page = await opened(browser, f"{address}?body=skovde&as=anna&lang=sv", width=390, dark=True)
    await page.get_by_role("link", name="English").click()
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await page.locator("[data-step].next").first.wait_for(state="attached")  # the page's own script is at work
    await say(page, "The keys have to be fetched at the office every morning.", "What would be better")
    await press(page, "Do not know yet")
    await expect(newest(page)).to_contain_text("For whom would it be better")
    wide = await page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not wide, "the page scrolls sideways on a phone"


async def test_a_page_asked_for_in_english_gets_a_bot_that_writes_english(browser: Browser, address: str) -> None:
    page = await opened(browser, f"{address}?lang=en")
    await say(page, "The keys have to be fetched at the office every morning.", "What would be better")


async def test_who_leads_sets_the_time_of_the_digest_and_two_people_never_share_a_name(
    browser: Browser, address: str
) -> None:
    page = await opened(browser, f"{address}?body=skovde&as=pia&lang=sv")
    await page.locator("#digest summary").click()
    await page.get_by_label("När ska det komma?").press("Enter")
    await expect(page.locator("#digest .note")).to_contain_text("varje måndag klockan 09:00")
    await page.locator("#add").click()
    await page.get_by_label("Namn").fill("eva  lind")
    await page.get_by_role("dialog").get_by_label("kommunikatör").check()
    await page.get_by_role("dialog").get_by_role("button", name="Lägg till").click()
    await expect(page.get_by_role("dialog")).to_contain_text("Någon heter redan så.")


async def test_a_text_with_an_identity_number_stays_with_the_person(browser: Browser, address: str) -> None:
    page = await opened(browser, f"{address}?body=skovde&as=bjorn&lang=sv")
    await page.locator("#write").fill("Åke 19900101-2385 fick vänta")
    await page.keyboard.press("Enter")
    await expect(newest(page)).to_contain_text("Det ser ut som ett personnummer")
    await expect(page.locator("#write")).to_have_value("Åke 19900101-2385 fick vänta")
    await page.reload()
    await expect(page.locator("#chat")).not_to_contain_text("2385")
