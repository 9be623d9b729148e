"""The try-it page for everybody: by keyboard, by screen reader, large, narrow, dark."""

from __future__ import annotations

from itertools import product

import pytest
from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]
from playwright.async_api import Page, expect

from dialogs.cards import Paragraph
from tests.adapters.web.demo_desk import COACHES, NUMBER, DemoDesk, review
from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.asyncio(loop_scope="session")

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}}


async def told(desk: DemoDesk) -> None:
    """An idea that has come as far as a question."""
    await desk.show("echo:1", "dm:asa", Paragraph("Frukosten är sen"))
    await desk.show("q:1", "dm:asa", *review())
    await desk._submitted("dm:asa")
    await desk.show(
        f"idea:{NUMBER}:2:line-claimed:card", COACHES, Paragraph("Eva tog den."), under=f"idea:{NUMBER}:card"
    )


async def faults(page: Page) -> str:
    """What axe finds, as a report; empty when there is nothing."""
    results = await Axe().run(page, options=RULES)
    return str(results.generate_report()) if results.violations_count else ""


async def wide(page: Page) -> int:
    """Pixels by which the page is wider than the window."""
    found: int = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return found


@pytest.mark.parametrize(("width", "dark"), [*product((1280, 900, 390), (False, True))])
async def test_axe_finds_nothing_at_any_width_light_or_dark(
    open_page: OpenPage, desk: DemoDesk, width: int, dark: bool
) -> None:
    await told(desk)
    page = await open_page(width=width, dark=dark)
    await expect(page.locator("#chat .message")).to_have_count(3)
    assert not await faults(page)


@pytest.mark.parametrize("dark", [False, True])
async def test_axe_finds_nothing_in_forms_notes_examples_and_errors(
    open_page: OpenPage, desk: DemoDesk, dark: bool
) -> None:
    await told(desk)
    page = await open_page(dark=dark, query="?lang=en&body=skovde&as=asa")
    await page.get_by_role("button", name=f"Ta, {NUMBER}").click()
    await page.locator("#write").fill("19121212-1212")
    await page.locator("#composer .send").click()
    await expect(page.locator(".note")).to_have_count(2)
    await page.locator("#examples summary").click()
    assert not await faults(page)
    await page.keyboard.press("Escape")
    await page.locator("#add").click()
    assert not await faults(page)
    await page.keyboard.press("Escape")
    await page.get_by_role("radio", name="Eva Lind").check()
    await page.get_by_role("button", name=f"Ta, {NUMBER}").click()
    await page.get_by_role("button", name="Fråga").click()
    await page.get_by_role("dialog").get_by_role("button", name="Skicka").click()
    await expect(page.locator("#sheet .error").first).to_be_visible()
    assert not await faults(page)


@pytest.mark.parametrize("width", [320, 390, 640, 900, 1280])
async def test_nothing_is_wider_than_the_window(open_page: OpenPage, desk: DemoDesk, width: int) -> None:
    await told(desk)
    await desk.show("long", "dm:asa", Paragraph("Sjuksköterskelegitimationsförnyelseansökan" * 5))
    page = await open_page(width=width)
    await expect(page.locator("#chat .message")).to_have_count(4)
    assert await wide(page) <= 0
    await page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert await wide(page) <= 0


async def test_a_phone_shows_one_panel_at_a_time_and_counts_what_is_new_in_the_others(
    open_page: OpenPage, desk: DemoDesk
) -> None:
    page = await open_page(width=390, height=844)
    await expect(page.locator("#write")).to_be_in_viewport(ratio=1)
    await expect(page.locator("#coach")).to_be_hidden()
    await told(desk)
    tab = page.get_by_role("button", name="Kanal 2 nya")
    await tab.click()
    await expect(page.locator("#coach")).to_be_visible()
    await expect(page.locator("#chat")).to_be_hidden()
    await expect(page.get_by_role("button", name="Kanal", exact=True)).to_have_attribute("aria-pressed", "true")


async def test_a_need_can_be_told_with_the_keyboard_alone(open_page: OpenPage) -> None:
    page = await open_page()
    await page.keyboard.press("Tab")
    await expect(page.locator(".skip")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.type("Frukosten är sen")
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Kollegor")).to_be_visible()
    await page.get_by_label("Kollegor").press("Space")
    for name in ("Klar", "Jag tror det"):
        button = page.get_by_role("button", name=name)
        await button.focus()
        await page.keyboard.press("Enter")
        await expect(page.locator("#chat .log > .message").last).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(page.locator("#chat .log").get_by_role("button", name="Skicka")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("#chat .log > .message").last).to_contain_text(NUMBER)


async def test_arrow_keys_change_who_one_is_and_the_focus_stays(open_page: OpenPage) -> None:
    page = await open_page()
    await page.get_by_role("radio", name="Åsa Öberg").focus()
    await page.keyboard.press("ArrowRight")
    await expect(page.get_by_role("radio", name="Jörgen Åkesson")).to_be_focused()
    await expect(page.locator("#chat .bar")).to_contain_text("Jörgen Åkesson")


async def test_what_comes_is_said_aloud_whole(open_page: OpenPage, desk: DemoDesk) -> None:
    page = await open_page()
    await desk.show("q:1", "dm:asa", *review())
    aloud = page.locator("#aloud")
    await expect(aloud).to_contain_text("Så här har jag förstått dig")
    await expect(aloud).to_contain_text("1. Skicka")
    await desk.show("idea:1:card", COACHES, Paragraph("En idé"))
    await expect(aloud).to_have_text("Nytt: Kanal för idécoacher. En idé")


async def test_an_example_is_pasted_to_be_changed_and_escape_closes_the_list(open_page: OpenPage) -> None:
    page = await open_page()
    await page.locator("#examples summary").press("Enter")
    await page.keyboard.press("Escape")
    await expect(page.locator("#examples summary")).to_be_focused()
    await expect(page.locator("[data-example]").first).to_be_hidden()
    await page.locator("#examples summary").press("Enter")
    await page.locator("[data-example]").first.press("Enter")
    await expect(page.locator("#write")).to_be_focused()
    assert (await page.locator("#write").input_value()).startswith("Vi får veta för sent")


async def test_older_buttons_are_quieter_but_still_work(open_page: OpenPage, desk: DemoDesk) -> None:
    await desk.show("q:1", "dm:asa", *review())
    await desk.show("q:2", "dm:asa", *review())
    page = await open_page()
    buttons = page.locator("#chat .press.primary[data-action]")
    await expect(buttons).to_have_count(2)
    colours = await buttons.evaluate_all("all => all.map(b => getComputedStyle(b).backgroundColor)")
    assert colours[0] == "rgba(0, 0, 0, 0)" != colours[1]
    await buttons.first.click()
    await expect(page.locator("#chat")).to_contain_text(NUMBER)


async def test_tab_passes_older_buttons_by_and_arrows_lead_to_them(open_page: OpenPage, desk: DemoDesk) -> None:
    await desk.show("q:1", "dm:asa", *review())
    await desk.show("q:2", "dm:asa", *review())
    page = await open_page()
    await expect(page.locator("#chat .message")).to_have_count(2)
    messages = page.locator("#chat .log > .message")
    await page.locator("#chat .log").focus()
    await page.keyboard.press("Tab")
    await expect(messages.last.get_by_role("button", name="Skicka")).to_be_focused()
    await page.keyboard.press("ArrowUp")
    await expect(messages.first).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(messages.first.get_by_role("button", name="Skicka")).to_be_focused()


@pytest.mark.parametrize("width", [320, 390])
async def test_words_stay_whole_with_large_letters_on_a_phone(open_page: OpenPage, desk: DemoDesk, width: int) -> None:
    await told(desk)
    page = await open_page(width=width, height=844)
    await page.evaluate("document.documentElement.style.fontSize = '200%'")
    lines = """all => all.filter(one => { const text = document.createRange(); text.selectNodeContents(one.firstChild);
        return text.getClientRects().length > 1 }).map(one => one.textContent)"""
    assert await page.locator(".tabs button, .languages a, .facts dt").evaluate_all(lines) == []
    box = await page.locator("#chat .log").bounding_box()
    assert box
    assert box["height"] > 300


async def test_a_phone_leaves_most_of_its_height_to_the_conversation(open_page: OpenPage) -> None:
    page = await open_page(width=390, height=844)
    assert await page.locator("#chat").evaluate("chat => chat.getBoundingClientRect().top") < 260
    await expect(page.locator("[data-hint=need] p")).to_be_hidden()
    await page.get_by_role("button", name="1 av 7: Berätta").click()
    await expect(page.locator("[data-hint=need] p")).to_be_visible()
