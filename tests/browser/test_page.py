"""The try-it page in a real browser: led from the first word to the digest, live, and kind when something fails."""

from __future__ import annotations

import pytest
from aiohttp.test_utils import BaseTestServer
from playwright.async_api import Page, expect

from dialogs.cards import Paragraph
from tests.adapters.web.demo_desk import NUMBER, DemoDesk
from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def lead(page: Page, step: str) -> None:
    """Press what the guide offers once this step is the next."""
    await page.locator(f"[data-hint={step}] .lead:visible").click()


async def tell(page: Page) -> None:
    """From an example to a number."""
    await lead(page, "need")
    await page.locator("[data-example]").nth(1).click()
    await page.keyboard.press("Enter")
    await page.get_by_label("Brukare, patienter").check()
    await page.get_by_role("button", name="Klar").click()
    await page.get_by_role("button", name="Jag har sett det själv").click()
    await page.locator("#chat .log").get_by_role("button", name="Skicka").click()
    await expect(page.locator("#chat")).to_contain_text(f"Din idé har nummer {NUMBER}")


async def test_somebody_new_is_led_from_the_first_word_to_the_digest(open_page: OpenPage) -> None:
    page = await open_page()
    await tell(page)
    await lead(page, "claim")
    await expect(page.get_by_role("button", name=f"Ta, {NUMBER}")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("[data-step=claim]")).to_have_class("done")
    await lead(page, "ask")
    await expect(page.get_by_role("button", name="Fråga")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.get_by_label("Din fråga").fill("Hur ofta händer det?")
    await page.get_by_role("dialog").get_by_role("button", name="Skicka").click()
    await lead(page, "answer")
    await page.get_by_role("button", name="Svara").click()
    await page.get_by_label("Din fråga").fill("Varje morgon.")
    await page.get_by_role("dialog").get_by_role("button", name="Skicka").click()
    await lead(page, "status")
    await page.get_by_role("button", name="Status").click()
    await page.get_by_label("Din fråga").fill("Vi testar i december.")
    await page.get_by_role("dialog").get_by_role("button", name="Skicka").click()
    await lead(page, "digest")
    await expect(page.locator("#digest")).to_contain_text("Idéslussen i Skövde, vecka 48")
    await expect(page.locator("[data-step].done")).to_have_count(7)
    await expect(page.locator("[data-hint=all]")).to_be_visible()


async def test_everything_is_there_again_after_a_reload(open_page: OpenPage) -> None:
    page = await open_page()
    await tell(page)
    await page.reload()
    await expect(page.locator("#chat")).to_contain_text(f"Din idé har nummer {NUMBER}")
    await expect(page.locator("#chat .own")).to_contain_text("nycklar")
    await expect(page.locator("[data-step].done")).to_have_count(2)


async def test_another_open_page_moves_along_and_shows_who_has_something_new(open_page: OpenPage) -> None:
    asa, eva = await open_page(), await open_page(query="?body=skovde&as=eva")
    await tell(asa)
    await eva.get_by_role("button", name=f"Ta, {NUMBER}").click()
    await expect(asa.locator("#chat")).to_contain_text("Eva Lind är din idécoach.")
    await expect(eva.locator(".person.has-new")).to_contain_text("Åsa Öberg")
    await expect(asa.locator("#coach .message .message")).to_contain_text("Eva Lind har tagit idén.")
    await expect(asa.locator("#coach .log > .message")).to_have_count(1)


async def test_a_person_who_may_not_is_told_in_private(open_page: OpenPage) -> None:
    page = await open_page()
    await tell(page)
    await page.get_by_role("button", name=f"Ta, {NUMBER}").click()
    note = page.locator("#coach .note")
    await expect(note).to_contain_text("Bara en coach kan ta en idé.")
    await note.get_by_role("button", name="Stäng").click()
    await expect(note).to_have_count(0)


async def test_a_wrong_form_stays_open_with_its_error_in_focus(open_page: OpenPage) -> None:
    page = await open_page(query="?body=skovde&as=eva")
    asa = await open_page()
    await tell(asa)
    await page.get_by_role("button", name=f"Ta, {NUMBER}").click()
    await page.get_by_role("button", name="Fråga").click()
    await page.get_by_role("dialog").get_by_role("button", name="Skicka").click()
    await expect(page.get_by_label("Din fråga")).to_be_focused()
    await expect(page.get_by_label("Din fråga")).to_have_accessible_description("Kort går bra. Skriv något först.")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="Fråga")).to_be_focused()


async def test_a_text_that_was_not_taken_stays_where_it_can_be_changed(open_page: OpenPage, desk: DemoDesk) -> None:
    page = await open_page()
    desk.trouble = RuntimeError("disk full")
    await page.locator("#write").fill("Frukosten är sen")
    await page.locator("#composer .send").click()
    await expect(page.get_by_role("alert").filter(has_text="Det gick inte att spara.")).to_be_visible()
    await expect(page.locator("#write")).to_have_value("Frukosten är sen")
    desk.trouble = None
    await page.locator("#composer .send").click()
    await expect(page.locator("#write")).to_have_value("")
    await expect(page.locator("#chat .own")).to_have_count(1)


async def test_a_stopped_text_lives_only_in_the_page_and_is_sent_again_on_purpose(
    open_page: OpenPage, desk: DemoDesk
) -> None:
    page = await open_page()
    await page.locator("#write").fill("Det gäller 19121212-1212")
    await page.keyboard.press("Enter")
    await expect(page.locator("#chat .note")).to_contain_text("Det ser ut som ett personnummer.")
    await expect(page.locator("#write")).to_have_value("Det gäller 19121212-1212")
    assert "1212" not in await page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, location.href])")
    await page.locator("#write").fill("Något annat, inte skickat")
    await page.get_by_role("button", name="Gäller arbetssättet").click()
    await expect(page.locator("#chat")).to_contain_text("Du skrev: Det gäller 19121212-1212")
    assert (desk.taken[-1].action, desk.taken[-1].sure) == ("sure", True)


async def test_a_lost_connection_is_said_and_mended_without_losing_anything(
    open_page: OpenPage, server: BaseTestServer, desk: DemoDesk
) -> None:
    page = await open_page()
    await page.context.set_offline(True)
    await page.locator("#write").fill("Frukosten är sen")
    await page.locator("#composer .send").click()
    await expect(page.get_by_role("alert").filter(has_text="Kontakten är bruten.")).to_be_visible()
    await expect(page.locator("#write")).to_have_value("Frukosten är sen")
    await page.context.set_offline(False)
    await page.locator("#composer .send").click()
    await expect(page.locator("#chat .own")).to_have_text("DuFrukosten är sen")
    assert len(desk.taken) == 1


async def test_a_second_press_while_the_first_is_under_way_is_not_another(open_page: OpenPage, desk: DemoDesk) -> None:
    page = await open_page()
    await page.locator("#write").fill("Frukosten är sen")
    await page.evaluate("for (let n = 0; n < 3; n++) document.querySelector('#composer').requestSubmit()")
    await expect(page.locator("#chat .message")).to_have_count(2)
    assert len(desk.taken) == 1


async def test_a_person_can_be_added_and_is_then_who_one_is(open_page: OpenPage) -> None:
    page = await open_page()
    await page.get_by_role("button", name="Lägg till person").click()
    await page.get_by_label("Namn").fill("Örjan Ås")
    await page.get_by_role("dialog").get_by_label("idécoach").check()
    await page.get_by_role("dialog").get_by_role("button", name="Lägg till").click()
    await expect(page.get_by_role("radio", name="Örjan Ås")).to_be_checked()
    await expect(page.locator("#coach .bar")).to_contain_text("Du trycker som Örjan Ås")


async def test_the_choice_of_language_and_person_is_remembered(open_page: OpenPage, server: BaseTestServer) -> None:
    page = await open_page()
    await page.get_by_role("link", name="English").click()
    await page.get_by_role("radio", name="Eva Lind").check()
    await page.goto(str(server.make_url("/")))
    await expect(page.get_by_role("radio", name="Eva Lind")).to_be_checked()
    await expect(page.locator("html")).to_have_attribute("lang", "en")


async def test_another_organisation_is_chosen_without_a_mouse(open_page: OpenPage, desk: DemoDesk) -> None:
    await desk.add_person("Ylva Hjo", "hjo", "vard", frozenset())
    page = await open_page()
    await page.locator("#body").focus()
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("ArrowDown")
    await page.locator("#body").select_option("hjo")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator("#coach .bar")).to_contain_text("#hjo-coacher")


async def test_what_one_person_has_begun_to_write_waits_while_one_is_another(open_page: OpenPage) -> None:
    page = await open_page()
    await page.locator("#write").fill("Frukosten")
    await page.get_by_role("radio", name="Eva Lind").check()
    await expect(page.locator("#write")).to_have_value("")
    await page.get_by_role("radio", name="Åsa Öberg").check()
    await expect(page.locator("#write")).to_have_value("Frukosten")


async def test_a_language_chosen_on_the_page_is_asked_of_the_bot_once_for_each_person(
    open_page: OpenPage, desk: DemoDesk
) -> None:
    page = await open_page(query="?lang=en")
    for text in ("Breakfast is late", "Every day"):
        await page.locator("#write").fill(text)
        await page.keyboard.press("Enter")
        await expect(page.locator("#write")).to_have_value("")
    assert [(act.action, act.text) for act in desk.taken] == [
        ("language", "en"), ("", "Breakfast is late"), ("", "Every day"),
    ]  # fmt: skip


async def test_a_text_taken_since_leaves_nothing_to_send_again(open_page: OpenPage, desk: DemoDesk) -> None:
    page = await open_page()
    await page.locator("#write").fill("Det gäller 19121212-1212")
    await page.keyboard.press("Enter")
    again = page.get_by_role("button", name="Gäller arbetssättet")
    await expect(again).to_be_visible()
    await page.locator("#write").fill("Frukosten är sen")
    await page.keyboard.press("Enter")
    await expect(page.locator("#chat .own")).to_have_count(1)
    await again.click()
    await expect(page.locator("#chat .message").last).to_have_text("IdéslussenDu skrev: ")
    assert (desk.taken[-1].text, desk.taken[-1].sure) == ("", False)


async def test_what_an_act_led_to_stands_above_the_note_that_answered_it(open_page: OpenPage, desk: DemoDesk) -> None:
    page = await open_page()
    await page.locator("#write").fill("Det gäller 19121212-1212")
    await page.keyboard.press("Enter")
    await expect(page.locator("#chat .note")).to_be_visible()
    await desk.show(f"echo:{desk.taken[-1].key}", "dm:asa", Paragraph("Min egen rad"))
    await expect(page.locator("#chat .own")).to_be_visible()
    await expect(page.locator("#chat .log > .message").last).to_contain_class("note")
    await desk.show("reply:later", "dm:asa", Paragraph("Något senare"))
    await expect(page.locator("#chat .log > .message").last).to_contain_text("Något senare")


async def test_who_leads_can_say_in_the_channel_when_the_digest_is_to_come(open_page: OpenPage, desk: DemoDesk) -> None:
    page = await open_page()
    await expect(page.locator("#digest summary")).to_be_hidden()
    await page.get_by_role("radio", name="Märta Sjöö").check()
    await page.locator("#digest summary").click()
    await page.get_by_label("När ska det komma?").press("Enter")
    await expect(page.locator("#digest .message")).to_have_count(1)
    said = desk.taken[-1]
    assert (said.text, said.explicit, said.who.user) == ("veckobrev måndag 09:00", True, "marta")
