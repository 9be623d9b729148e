"""What is Teams' own about talking with the bot: one talk without threads, presses on cards, dialogs, mentions."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from ideas.people import Identity, Person
from storage.unit_of_work import UnitOfWork
from tests.doubles.teams_dialogs import Dialog
from tests.doubles.teams_office import COACHES, DIGEST, TENANT, Office, move_in, open_office

NEED = "Frukosten kommer för sent till de boende."
KEYS = "Nycklarna ska hämtas på kontoret varje morgon."
NUMBER = "SKO-2026-0001"


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(tmp_path) as office:
        await move_in(office)
        yield office
        assert office.teams.complaints == []


def dialog(office: Office, who: str) -> Dialog:
    """What stands before somebody."""
    found = office.teams.dialog(who)
    assert found, f"nothing is open before {who}"
    return found


def written(folder: Path) -> bytes:
    """All that stands in any file."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


async def person(office: Office, who: str) -> Person:
    """Somebody as the bot knows them."""
    aad = office.teams.world.person(who).aad

    def found(uow: UnitOfWork) -> Person | None:
        return uow.person_of(Identity("teams", TENANT, aad))

    known = await office.bot.store.turn(found)
    assert known, f"nobody has met {who}"
    return known


# One to one


async def test_a_need_becomes_an_idea_with_a_receipt_and_a_card_for_the_coaches(office: Office) -> None:
    assert await office.hand_in("anna") == NUMBER
    assert NUMBER in office.heard("anna")[-1]
    assert NUMBER in office.card().said
    assert "Anna Åström" in office.card().said


async def test_an_app_that_is_installed_says_welcome_once_to_a_person_and_once_to_a_channel(office: Office) -> None:
    for _ in range(2):
        await office.people.install("anna")
        await office.people.install("pia", COACHES)
    await office.settle()
    assert [text.split(".")[0] for text in office.heard("anna")] == [
        "Hej! Berätta om något på jobbet som borde fungera bättre"
    ]
    assert len(office.in_channel()) == 1
    assert await office.drafts("anna") == [], "who has been greeted has not begun anything"


async def test_a_second_message_while_a_question_is_open_is_its_answer(office: Office) -> None:
    await office.say("anna", NEED)
    await office.say("anna", "Lugnare morgnar.")
    (draft,) = await office.drafts("anna")
    assert draft.answer("effect").text == "Lugnare morgnar."


async def test_a_chosen_answer_stays_readable_and_cannot_be_pressed_again(office: Office) -> None:
    await office.say("anna", NEED)
    await office.say("anna", "Lugnare morgnar.")
    await office.press("anna", "", "Välj", ("Kollegor", "Annat"))
    asked = next(text for text in office.heard("anna") if "För vem" in text)
    assert "✓ Kollegor · Annat" in asked
    assert "Besökare" not in asked


async def test_words_that_may_be_about_several_ideas_are_asked_about(office: Office) -> None:
    await office.hand_in("anna")
    await office.hand_in("anna", KEYS)
    await office.press("eva", COACHES, "Ta")
    await office.say("anna", "Det gäller mest helger.")
    assert "Gäller det" in office.heard("anna")[-1]


async def test_a_question_and_its_answer_go_between_coach_and_bearer(office: Office) -> None:
    await office.hand_in("anna")
    await office.press("eva", COACHES, "Ta")
    await office.press("eva", COACHES, "Fråga")
    await office.submit("eva", {"Din fråga": "Hur ofta händer det?"})
    assert "skickad till Anna Åström" in dialog(office, "eva").said
    assert "Hur ofta händer det?" in office.heard("anna")[-1]
    await office.say("anna", "Varje helg.")
    assert "Varje helg." in office.heard("eva")[-1]


async def test_a_changed_message_changes_nothing_and_says_how_to(office: Office) -> None:
    said = await office.say("anna", NEED)
    await office.people.edit("anna", said, "Middagen kommer för sent.")
    await office.settle()
    (draft,) = await office.drafts("anna")
    assert draft.need == NEED
    assert "Jag har kvar det du skrev först." in office.heard("anna")[-1]


async def test_a_stopped_text_can_be_gone_on_with_and_is_in_no_file(office: Office, tmp_path: Path) -> None:
    await office.say("anna", "Fallskador på avdelningen: en boende skadades i natt.")
    assert "Texten är inte sparad" in office.heard("anna")[-1]
    assert b"skadades i natt" not in written(tmp_path)
    await office.press("anna", "", "Gäller arbetssättet")
    (draft,) = await office.drafts("anna")
    assert draft.need.startswith("Fallskador")


async def test_a_stopped_text_that_is_too_old_is_asked_for_once_more(office: Office) -> None:
    await office.say("anna", "Fallskador på avdelningen: en boende skadades i natt.")
    office.clock.turn(60 * 31)
    await office.press("anna", "", "Gäller arbetssättet")
    assert await office.drafts("anna") == []
    assert "Skriv" in office.heard("anna")[-1]


# The coaches' channel


async def test_a_claim_is_seen_by_all_on_the_card_in_its_thread_and_by_the_bearer(office: Office) -> None:
    await office.hand_in("anna")
    await office.press("eva", COACHES, "Ta")
    card = office.card()
    assert "Delprojektledare: Eva Lind" in card.said
    assert [one.said for one in office.teams.messages(COACHES, card.id)][1:] == [f"Eva Lind tog {NUMBER}."]
    assert "Eva Lind är din delprojektledare" in "\n".join(office.heard("anna"))


async def test_what_can_be_pressed_for_oneself_alone_opens_a_dialog_and_the_card_stays(office: Office) -> None:
    await office.hand_in("anna")
    await office.press("omar", COACHES, "Visa")
    assert NUMBER in dialog(office, "omar").said
    assert office.card().said_to(office.teams.world.person("omar").aad) == office.card().said


async def test_a_dialog_leads_from_a_choice_to_its_form_and_closes_when_it_is_sent(office: Office) -> None:
    await office.hand_in("anna")
    await office.press("eva", COACHES, "Ta")
    await office.press("eva", COACHES, "Nytt läge")
    await office.submit("eva", {}, label="behovet undersöks")
    await office.submit("eva", {"Skälet, med dina ord": "Vi frågar på avdelningen."})
    assert "behovet undersöks" in office.card().said
    assert "Vi frågar på avdelningen." in office.heard("anna")[-1]


async def test_talk_in_the_coaches_channel_never_reaches_the_bearer(office: Office) -> None:
    await office.hand_in("anna")
    before = office.heard("anna")
    office.people.write("eva", COACHES, "Den här har vi hört förut.", office.card().id)
    await office.settle()
    assert office.heard("anna") == before


async def test_who_may_not_do_a_thing_is_told_so_beside_the_card(office: Office) -> None:
    await office.hand_in("anna")
    await office.press("eva", COACHES, "Ta")
    await office.press("omar", COACHES, "Släpp")
    assert "Eva Lind" in dialog(office, "omar").said


# Mentions, slash commands, and commands that need a form


async def test_a_mention_is_answered_in_its_thread_and_goes_on_in_private(office: Office) -> None:
    answer = await office.people.mention("bjorn", DIGEST, KEYS)
    await office.settle()
    thread = [one.said for one in office.teams.messages(DIGEST, answer.id)]
    assert thread[1:] == ["Jag har skrivit till dig i ett eget meddelande. Där fortsätter vi."]
    assert "Vad skulle bli bättre" in office.heard("bjorn")[-1]


async def test_what_a_mention_asks_for_is_seen_by_whoever_asked_alone(office: Office) -> None:
    await office.hand_in("bjorn")
    answer = await office.people.mention("bjorn", DIGEST, "mina")
    await office.settle()
    assert NUMBER in office.heard("bjorn")[-1]
    thread = [one.said for one in office.teams.messages(DIGEST, answer.id)]
    assert thread[1:] == ["Jag har svarat dig i vår egen chatt."]


async def test_a_slash_command_is_answered_where_it_was_written_and_nobody_else_sees_it(office: Office) -> None:
    await office.hand_in("bjorn")
    before = office.in_channel(DIGEST), office.heard("bjorn")
    await office.people.slash("bjorn", DIGEST, "mina")
    await office.settle()
    assert NUMBER in office.teams.whispers[-1].said
    assert (office.in_channel(DIGEST), office.heard("bjorn")) == before


async def test_who_does_not_have_the_app_is_told_how_to_add_it_and_nothing_told_is_lost(office: Office) -> None:
    answer = await office.people.mention("nils", DIGEST, KEYS)
    await office.settle()
    thread = [one.said for one in office.teams.messages(DIGEST, answer.id)]
    assert "välj Lägg till" in thread[1]
    office.teams.world.person("nils").has_app = True
    await office.people.install("nils")
    await office.say("nils", "Lugnare morgnar.")
    (draft,) = await office.drafts("nils")
    assert (draft.need, draft.answer("effect").text) == (KEYS, "Lugnare morgnar.")


async def test_a_form_that_words_ask_for_opens_from_a_button_with_them_in_it(office: Office) -> None:
    await office.hand_in("anna")
    await office.press("eva", COACHES, "Ta")
    await office.say("eva", "löfte 1 11 december")
    await office.press("eva", "", "Öppna formuläret")
    await office.submit("eva", {"Skälet, med dina ord": "Vi hinner inte."})
    assert "fredag 11 december" in office.heard("anna")[-1]


# Forms


async def test_what_was_wrong_in_a_form_stands_at_its_field_and_the_rest_stays(office: Office) -> None:
    await office.hand_in("anna")
    await office.press("eva", COACHES, "Ta")
    await office.press("eva", COACHES, "Nytt datum")
    await office.submit("eva", {"Nytt datum": "2020-01-01", "Skälet, med dina ord": "Vi hinner inte."})
    assert "har redan varit" in dialog(office, "eva").said
    await office.submit("eva", {"Nytt datum": "2026-12-11"})
    assert "Vi hinner inte." in office.heard("anna")[-1], "what was right did not have to be written again"
    assert "11 december" in office.heard("anna")[-1]


async def test_a_text_that_is_stopped_in_a_dialog_stays_in_it_and_can_be_meant_all_the_same(office: Office) -> None:
    await office.hand_in("anna")
    await office.press("eva", COACHES, "Ta")
    await office.press("eva", COACHES, "Fråga")
    await office.submit("eva", {"Din fråga": "Blev någon skadad?"})
    assert "Texten är inte sparad" in dialog(office, "eva").said
    await office.submit("eva", {}, label="Gäller arbetssättet")
    assert "Blev någon skadad?" in office.heard("anna")[-1]


async def test_the_whole_need_can_be_told_in_one_dialog(office: Office) -> None:
    await office.people.use("bjorn", "tell", DIGEST)
    await office.submit(
        "bjorn",
        {
            "Vad är det som inte fungerar? Berätta gärna om senaste gången.": NEED,
            "Vad skulle bli bättre om det löstes?": "Lugnare morgnar.",
            "För vem skulle det bli bättre? Välj en eller flera.": ("Kollegor", "Annat"),
            "Var arbetar du?": "Vård och omsorg",
        },
    )
    assert "Stämmer det?" in office.heard("bjorn")[-1]
    (draft,) = await office.drafts("bjorn")
    assert draft.answer("target_group").choices == ("colleagues", "other")


async def test_a_dialog_that_is_sent_twice_does_nothing_twice(office: Office) -> None:
    await office.hand_in("anna")
    await office.press("eva", COACHES, "Ta")
    await office.press("eva", COACHES, "Fråga")
    open_ = dialog(office, "eva")
    office.people.fill("eva", {"Din fråga": "När?"})
    await office.submit("eva", {})
    office.teams.dialogs.open[office.teams.world.person("eva").aad] = open_
    await office.submit("eva", {})
    assert sum("När?" in text for text in office.heard("anna")) == 1


# Messages that could become ideas


async def test_a_message_of_ones_own_becomes_an_idea_in_private(office: Office) -> None:
    message = office.people.write("anna", "Köket", "Kaffet är slut <b>varje</b> dag &amp; det märks")
    await office.people.use("anna", "make_idea", "Köket", message)
    assert "eget meddelande" in dialog(office, "anna").said
    await office.settle()
    (draft,) = await office.drafts("anna")
    assert draft.need.startswith("Kaffet är slut")
    assert "Vad skulle bli bättre" in office.heard("anna")[-1]


async def test_somebody_elses_message_is_only_suggested_to_its_writer(office: Office) -> None:
    message = office.people.write("anna", "Köket", "Kaffet är slut varje dag.")
    await office.people.use("bjorn", "make_idea", "Köket", message)
    assert "Jag har frågat Anna Åström" in dialog(office, "bjorn").said
    await office.settle()
    assert "Björn Ek tycker att det du skrev kan bli en idé" in office.heard("anna")[-1]
    assert await office.drafts("anna") == await office.drafts("bjorn") == []
    await office.choose("anna", "Ja, gör till idé")
    assert "Vad skulle bli bättre" in office.heard("anna")[-1]
    (draft,) = await office.drafts("anna")
    assert draft.need == "Kaffet är slut varje dag."


async def test_a_message_is_made_an_idea_also_where_the_bot_is_not_told_the_place(office: Office) -> None:
    message = office.people.write("anna", "Köket", "Kaffet är slut varje dag.")
    await office.people.use("anna", "make_idea", "Köket", message, tells_where=False)
    await office.settle()
    assert len(await office.drafts("anna")) == 1


async def test_a_message_between_two_people_is_made_an_idea_and_the_bots_own_chat_is_known_as_before(
    office: Office,
) -> None:
    chat = office.teams.world.tenants[TENANT].between("anna", "bjorn")
    message = office.people.write("anna", chat.id, "Kaffet är slut varje dag.")
    await office.people.use("anna", "make_idea", chat.id, message)
    await office.settle()
    await office.say("anna", "Gladare kollegor.")
    assert "För vem" in office.heard("anna")[-1]


# Where presses come as messages


async def test_where_phones_take_no_other_presses_all_of_them_come_as_messages(tmp_path: Path) -> None:
    async with open_office(tmp_path, in_place=False) as office:
        await move_in(office)
        number = await office.hand_in("anna")
        asked = next(text for text in office.heard("anna") if "För vem" in text)
        assert "✓ Brukare, patienter" in asked
        assert "Besökare" not in asked
        await office.press("eva", COACHES, "Ta")
        assert "Delprojektledare: Eva Lind" in office.card().said
        await office.press("eva", COACHES, "Fråga")
        await office.submit("eva", {"Din fråga": "Hur ofta händer det?"})
        assert number in office.heard("anna")[-1]
        told = [call.asked.body for call in office.teams.called("post", "begin", "change")]
        assert "Action.Execute" not in str(told)


# People


async def test_people_appointed_by_email_are_told_before_they_have_written(office: Office) -> None:
    eva = await person(office, "eva")
    assert (eva.handle, eva.is_coach) == ("eva", True)
    assert (await person(office, "pia")).leads


async def test_a_press_in_a_dialog_cannot_speak_in_somebody_elses_name_or_place(office: Office) -> None:
    await office.hand_in("anna")
    await office.press("eva", COACHES, "Ta")
    await office.press("eva", COACHES, "Fråga")
    mark = (dialog(office, "eva").card or {})["body"][-1]["actions"][0]["data"]["idesluss"]
    mark["d"] = {"c": office.teams.world.person("bjorn").aad}
    before = office.heard("bjorn")
    await office.submit("eva", {"Din fråga": "När?"})
    assert office.heard("bjorn") == before
