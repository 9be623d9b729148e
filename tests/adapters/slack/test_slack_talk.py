"""What is Slack's own about talking with the bot: threads, shortcuts, mentions, the home tab and forms."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from ideas.people import Identity, Person
from storage.unit_of_work import UnitOfWork
from tests.doubles.office import COACHES, DIGEST, TEAM, Office, id_of, open_office

NEED = "Frukosten kommer för sent till de boende."


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(tmp_path) as office:
        yield office


async def test_a_need_becomes_an_idea_in_the_thread_where_it_was_told(office: Office) -> None:
    thread = await office.hand_in("anna")
    told = office.heard("anna", thread)
    assert "SKO-2026-0001" in told[-1]
    assert len(told) == len(office.heard("anna")), "nothing is told outside the thread"
    assert "SKO-2026-0001" in office.in_channel()[0]


async def test_a_new_message_asks_whether_to_go_on_or_begin_anew(office: Office) -> None:
    await office.say("anna", NEED)
    second = await office.say("anna", "Nycklarna ska hämtas på kontoret varje morgon.")
    assert "Vill du fortsätta med det, eller är det här något nytt?" in office.heard("anna", second)[0]
    await office.choose("anna", "Något nytt")
    drafts = await office.drafts("anna")
    assert [draft.need for draft in drafts] == ["Nycklarna ska hämtas på kontoret varje morgon.", NEED]
    assert "Vad skulle bli bättre" in office.heard("anna", second)[-1]


async def test_going_on_takes_the_new_words_as_the_answer_in_the_new_thread(office: Office) -> None:
    await office.say("anna", NEED)
    second = await office.say("anna", "Lugnare morgnar.")
    await office.choose("anna", "Fortsätt")
    (draft,) = await office.drafts("anna")
    assert draft.answer("effect").text == "Lugnare morgnar."
    assert "För vem" in office.heard("anna", second)[-1]


async def test_words_in_the_thread_of_an_idea_are_about_that_idea(office: Office) -> None:
    first, second = await office.hand_in("anna"), await office.hand_in("anna", "Bilarna är slut varje morgon.")
    await office.people.command(id_of("eva"), COACHES, "ta 1")
    await office.people.command(id_of("omar"), COACHES, "ta 2")
    await office.settle()
    await office.say("anna", "Det gäller mest helger.", first)
    await office.say("anna", "Och kvällar.", second)
    assert "Det gäller mest helger." in office.heard("eva")[-1]
    assert "Och kvällar." in office.heard("omar")[-1]


async def test_an_answer_to_a_notice_in_its_thread_reaches_the_coach(office: Office) -> None:
    thread = await office.hand_in("anna")
    await office.press("eva", COACHES, "Ta")
    await office.press("eva", COACHES, "Fråga")
    await office.people.submit(id_of("eva"), values={"Din fråga": "Hur ofta händer det?"})
    await office.settle()
    assert "Hur ofta händer det?" in office.heard("anna", thread)[-1]
    await office.say("anna", "Varje helg.", thread)
    assert "Varje helg." in office.heard("eva")[-1]


async def test_a_coach_who_writes_under_a_notice_is_asked_and_nothing_is_passed_on(office: Office) -> None:
    thread = await office.hand_in("anna")
    await office.press("eva", COACHES, "Ta")
    await office.say("anna", "Det gäller mest helger.", thread)
    notice = office.slack.messages(id_of("eva"))[-1]
    before = office.heard("anna")
    await office.say("eva", "Det visste jag inte", notice.ts)
    assert "Det här har jag inte skickat vidare" in office.heard("eva", notice.ts)[-1]
    assert office.heard("anna") == before
    assert not await office.drafts("eva")


async def test_talk_in_the_coaches_channel_never_reaches_the_bearer(office: Office) -> None:
    await office.hand_in("anna")
    before = office.heard("anna")
    card = office.slack.messages(COACHES)[0]
    await office.people.write(id_of("eva"), COACHES, "Det här verkar svårt", card.ts)
    await office.settle()
    assert office.heard("anna") == before


async def test_a_claim_is_seen_by_all_on_the_card_in_its_thread_and_by_the_bearer(office: Office) -> None:
    thread = await office.hand_in("anna")
    await office.press("eva", COACHES, "Ta")
    card, line = office.slack.messages(COACHES)
    assert "Delprojektledare: Eva Lind" in card.said
    assert "Släpp" in card.said
    assert (line.thread_ts, line.said) == (card.ts, "Eva Lind tog SKO-2026-0001.")
    assert "Eva Lind är din delprojektledare" in office.heard("anna", thread)[-1]
    await office.press("omar", COACHES, "Släpp")
    assert "Eva Lind" in office.whispered("omar")[-1]


async def test_a_mention_is_answered_in_its_thread_and_goes_on_in_private(office: Office) -> None:
    answer = await office.people.mention(id_of("lena"), DIGEST, "det är krångligt att boka bil varje morgon")
    await office.settle()
    public = office.slack.messages(DIGEST, answer.ts)
    assert [message.said for message in public if message.user == "U0BOT"] == [
        "Jag har skrivit till dig i ett eget meddelande. Där fortsätter vi."
    ]
    root = office.slack.messages(id_of("lena"))[0]
    assert "Vad skulle bli bättre" in root.said
    await office.say("lena", "Att komma iväg i tid.", root.ts)
    (draft,) = await office.drafts("lena")
    assert draft.answer("effect").text == "Att komma iväg i tid."
    assert "För vem" in office.heard("lena", root.ts)[-1]


async def test_what_a_mention_asks_for_is_seen_by_whoever_asked_alone(office: Office) -> None:
    await office.hand_in("anna")
    await office.people.mention(id_of("anna"), DIGEST, "mina")
    await office.settle()
    assert not [m for m in office.slack.messages(DIGEST) if m.user == "U0BOT"]
    assert "SKO-2026-0001" in office.whispered("anna")[-1]


async def test_the_digest_button_leads_to_a_talk_in_private(office: Office) -> None:
    answer = await office.people.command(id_of("lena"), DIGEST, "ny")
    await office.settle()
    assert "Jag har skrivit till dig" in answer.body["text"]
    root = office.slack.messages(id_of("lena"))[0]
    assert "Vad är det som inte fungerar?" in root.said
    await office.say("lena", NEED, root.ts)
    assert [draft.need for draft in await office.drafts("lena")] == [NEED]


async def test_the_shortcut_opens_a_form_and_keeps_nothing_until_it_is_sent(office: Office) -> None:
    await office.people.shortcut(id_of("lena"), "tell")
    await office.settle()
    assert office.modal("lena").body["title"]["text"] == "Berätta om ett behov"
    assert not await office.drafts("lena")
    assert not office.heard("lena")
    await office.fill_in("lena", {"Vad är det som inte fungerar": NEED, "För vem": ("Brukare, patienter",)})
    (draft,) = await office.drafts("lena")
    assert draft.need == NEED
    assert "Så här har jag förstått dig" in office.heard("lena")[0]
    assert "Jag har skrivit till dig" in office.modal("lena").said
    await office.choose("lena", "Skicka")
    root = office.slack.messages(id_of("lena"))[0]
    assert "SKO-2026-0001" in office.heard("lena", root.ts)[-1]


async def test_the_shortcut_goes_on_with_a_draft_that_was_left(office: Office) -> None:
    await office.say("lena", NEED)
    await office.people.shortcut(id_of("lena"), "tell")
    await office.settle()
    view = office.modal("lena")
    assert NEED in str(view.blocks)
    assert "Här är ditt utkast" in view.said
    await office.fill_in("lena", {"Vad skulle bli bättre": "Lugn", "För vem": ("Anhöriga",)})
    (draft,) = await office.drafts("lena")
    assert (draft.need, draft.answer("effect").text) == (NEED, "Lugn")


async def test_a_message_of_ones_own_becomes_an_idea_with_the_way_back_to_it(office: Office) -> None:
    said = await office.people.write(id_of("anna"), DIGEST, NEED)
    await office.people.message_shortcut(id_of("anna"), DIGEST, said.ts, "make_idea")
    await office.settle()
    (draft,) = await office.drafts("anna")
    assert draft.need == NEED
    assert draft.answer("source").text == f"https://skovde.slack.com/archives/{DIGEST}/p{said.ts.replace('.', '')}"
    assert "Vad skulle bli bättre" in office.heard("anna")[0]


async def test_somebody_elses_message_is_only_suggested_to_its_writer(office: Office) -> None:
    said = await office.people.write(id_of("bjorn"), DIGEST, NEED)
    await office.people.message_shortcut(id_of("anna"), DIGEST, said.ts, "make_idea")
    await office.settle()
    assert not await office.drafts("anna")
    assert "Jag har frågat Björn Ek." in office.modal("anna").said
    (asked,) = office.heard("bjorn")
    assert "Anna Åström tycker att det du skrev kan bli en idé" in asked
    await office.choose("bjorn", "Ja, gör till idé")
    (draft,) = await office.drafts("bjorn")
    assert draft.need == NEED
    assert draft.answer("source").text.endswith(said.ts.replace(".", ""))


async def test_a_writer_who_says_no_leaves_nothing_behind(office: Office) -> None:
    said = await office.people.write(id_of("bjorn"), DIGEST, NEED)
    await office.people.message_shortcut(id_of("anna"), DIGEST, said.ts, "make_idea")
    await office.settle()
    await office.choose("bjorn", "Nej tack")
    assert not await office.drafts("bjorn")
    assert "Texten är inte sparad" in office.heard("bjorn")[-1]


async def test_the_home_tab_shows_each_their_own_work(office: Office) -> None:
    await office.hand_in("anna")
    for who, sees, not_seen in (
        ("anna", "SKO-2026-0001 Frukosten", "Kön i Skövde"),
        ("eva", "Kön i Skövde", "Översikt"),
        ("pia", "Översikt för Skövde", "Kön i Skövde"),
    ):
        await office.people.home_opened(id_of(who))
        await office.settle()
        said = office.home(who).said
        assert sees in said
        assert not_seen not in said


async def test_a_claim_from_the_home_tab_shows_there_at_once(office: Office) -> None:
    await office.hand_in("anna")
    await office.people.home_opened(id_of("eva"))
    await office.settle()
    await office.people.press_home(id_of("eva"), action_id="claim")
    await office.settle()
    home = office.home("eva").said
    assert "Kön är tom" in home
    assert "SKO-2026-0001 Frukosten kommer för sent till de boende: har delprojektledare" in home
    assert "Du har nu SKO-2026-0001" in office.modal("eva").said


async def test_an_idea_shown_from_the_home_tab_can_be_worked_with_there(office: Office) -> None:
    await office.hand_in("anna")
    await office.press("eva", COACHES, "Ta")
    await office.people.home_opened(id_of("eva"))
    await office.settle()
    await office.people.press_home(id_of("eva"), label="0001")
    await office.settle()
    assert "Vad som har hänt" in office.modal("eva").said
    await office.people.press_modal(id_of("eva"), label="Fråga")
    await office.settle()
    await office.fill_in("eva", {"Din fråga": "Hur ofta?"})
    assert "Hur ofta?" in office.heard("anna")[-1]
    assert "Anna Åström" in office.modal("eva").said, "the answer stands where the form stood"


async def test_a_form_that_words_ask_for_opens_from_a_button_with_them_in_it(office: Office) -> None:
    await office.hand_in("anna")
    await office.press("eva", COACHES, "Ta")
    await office.say("eva", "löfte 1 4 december")
    await office.choose("eva", "Öppna formuläret")
    view = office.modal("eva")
    assert "4 december" in str(view.blocks)
    await office.fill_in("eva", {"Skälet": "Mätningen drog ut på tiden."})
    assert "Du får svar senast fredag 4 december." in office.heard("anna")[-1]


async def test_what_was_wrong_in_a_form_stands_at_its_field_and_the_rest_stays(office: Office) -> None:
    await office.hand_in("anna")
    await office.press("eva", COACHES, "Ta")
    await office.press("eva", COACHES, "Nytt datum")
    await office.fill_in("eva", {"Nytt datum": "2026-11-20", "Skälet": "Hinner inte"})
    view = office.modal("eva")
    assert "har redan varit" in view.errors["date"]
    await office.fill_in("eva", {"Nytt datum": "2026-12-04"})
    assert "fredag 4 december" in office.heard("anna")[-1]


async def test_a_chosen_answer_stays_readable_and_cannot_be_pressed_again(office: Office) -> None:
    thread = await office.say("anna", NEED)
    await office.say("anna", "Lugn", thread)
    await office.press("anna", id_of("anna"), "Välj", ("Anhöriga", "Kollegor"))
    asked = office.slack.messages(id_of("anna"), thread)[-2]
    assert "✓ Anhöriga · Kollegor" in asked.said
    assert "Invånare" not in asked.said
    assert asked.said.endswith("Tillbaka")


async def test_a_changed_message_changes_nothing_and_says_how_to(office: Office) -> None:
    thread = await office.say("anna", NEED)
    await office.people.say(id_of("anna"), "Lunchen kommer för sent.", edited=thread)
    await office.settle()
    (draft,) = await office.drafts("anna")
    assert draft.need == NEED
    assert "Jag har kvar det du skrev först." in office.heard("anna", thread)[-1]


async def test_people_appointed_by_email_are_told_before_they_have_written(office: Office) -> None:
    thread = await office.hand_in("anna")
    await office.press("eva", COACHES, "Ta")
    await office.say("anna", "Det brådskar.", thread)
    assert "Det brådskar." in office.heard("eva")[0]


async def test_everything_is_a_card_that_slack_takes(office: Office) -> None:
    await office.hand_in("anna", "Frukosten på boendet: säg <!channel> & <https://evil.example|klicka> :tada: *fet*")
    assert all(call.answer and call.answer["ok"] for call in office.slack.calls)
    assert not any(message.pings for message in office.slack.messages(COACHES))


async def test_somebody_appointed_after_they_wrote_has_their_role_and_keeps_their_ideas(office: Office) -> None:
    await office.bot.store.turn(lambda uow: uow.know(stranger(uow), Identity("slack", TEAM, id_of("omar"))))
    thread = await office.hand_in("omar")
    refused = await office.people.command(id_of("omar"), COACHES, "kö")
    assert "Det här gör en delprojektledare" in refused.body["text"]
    await office.listening.introduce()
    allowed = await office.people.command(id_of("omar"), COACHES, "kö")
    assert "SKO-2026-0001" in allowed.body["text"]
    own = await office.people.command(id_of("omar"), COACHES, "ta 1")
    assert "egen" in own.body["text"], "it is still his own, and nobody coaches that"
    await office.press("eva", COACHES, "Ta")
    assert "Eva Lind är din delprojektledare" in office.heard("omar", thread)[-1]


def stranger(uow: UnitOfWork) -> int:
    """Somebody whom nobody has appointed."""
    return uow.add_person(Person(0, "omar7", "Omar Haddad", "skovde", "sv")).id
