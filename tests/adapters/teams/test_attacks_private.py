"""Nobody speaks through others, private words stay private, and what could not be said just then is said again."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import ClientSession

from adapters.teams import written as reading
from dialogs.messages import Inbound, Now, TryLater
from ideas.people import Identity, Place
from storage.unit_of_work import UnitOfWork
from tests.adapters.teams.test_attacks import KINDLY, NEED, SECRET, Json, bring, keys, office, press, submit, written
from tests.doubles.faults import Fault, failed, hang
from tests.doubles.teams_faults import clashed, limited, too_big
from tests.doubles.teams_office import COACHES, DIGEST, TENANT, Office
from tests.doubles.teams_transport import Answer
from tests.doubles.teams_world import guid, thread_id

__all__ = ["office"]
STOPPED = "Fallskador på avdelningen: en boende skadades i natt."
GO_ON = "Gäller arbetssättet"
KEYS = "Nycklarna ska hämtas på kontoret varje morgon."


async def suggest(office: Office, who: str, html: str, user: Json | None) -> Answer:
    """The menu of a message whose writer a changed client has made up."""
    link, body = "https://teams.microsoft.com/l/message/x/1", {"contentType": "html", "content": html}
    message = {"id": "1", "body": body, "from": {"user": user}, "linkToMessage": link}
    value = {"commandId": "make_idea", "commandContext": "message", "messagePayload": message}
    answer = await bring(office, who, "Köket", "invoke", name="composeExtension/fetchTask", value=value)
    await office.settle()
    return answer


def aad(office: Office, who: str) -> str:
    return office.teams.world.person(who).aad


async def forget_home(office: Office, who: str) -> None:
    """The bot has not heard yet where somebody's own conversation is."""
    references, home = office.listening._references, Place("teams", TENANT, aad(office, who))
    known = await references.find(home)
    assert known
    await references.keep(replace(known, conversation=""))


# Made-up writers


STRANGERS: list[Json] = [
    {"id": thread_id(COACHES), "displayName": "X"}, {"id": "29:1abc", "displayName": "X"}, {"id": "../../x"},
    {"id": guid("f"), "userIdentityType": "federatedUser"}, {"id": guid("f"), "userIdentityType": "anonymousGuest"},
    {"id": None, "userIdentityType": "phoneUser"}, {"displayName": "Okänd"},
]  # fmt: skip


@pytest.mark.parametrize("writer", STRANGERS, ids=str)
async def test_a_writer_who_is_none_of_the_tenants_is_asked_nothing_and_not_known(
    office: Office, tmp_path: Path, writer: Json
) -> None:
    before = await keys(office)
    answer = await suggest(office, "bjorn", f"<p>{SECRET}</p>", writer)
    assert KINDLY in str(answer.body)
    assert await keys(office) == before
    assert await office.drafts("bjorn") == []
    assert SECRET.encode() not in written(tmp_path)


async def test_a_writer_is_called_what_teams_says_and_goes_on_being_told_where_they_were(office: Office) -> None:
    who = Identity("teams", TENANT, aad(office, "eva"))

    def to_slack(uow: UnitOfWork) -> int:
        person = uow.person_of(who)
        assert person
        uow.save_person(replace(person, home=Place("slack", "T0", "U0EVA")))
        return person.id

    number = await office.bot.store.turn(to_slack)
    await suggest(office, "bjorn", "<p>Hej</p>", {"id": who.user, "displayName": "Dumma Eva"})
    eva = await office.bot.store.turn(lambda uow: uow.person(number))
    assert eva
    assert (eva.name, eva.home and eva.home.platform) == ("Eva Lind", "slack")


async def test_one_writer_is_asked_once_about_one_message(office: Office) -> None:
    message = office.people.write("anna", "Köket", "Kaffet är slut.")
    before = len(office.heard("anna"))
    for _ in range(3):
        await office.people.use("bjorn", "make_idea", "Köket", message)
    await office.settle()
    assert len(office.heard("anna")) == before + 1


async def test_a_press_cannot_choose_where_a_coach_is_led(office: Office) -> None:
    message = office.people.write("anna", "Köket", "Kaffet är slut.")
    await office.people.use("bjorn", "make_idea", "Köket", message)
    await office.settle()
    key = next(key for key in await keys(office) if key.startswith("suggest:"))
    await press(office, "anna", "", {"a": "suggest", "m": key, "v": "https://evil.example/logga-in"})
    (draft,) = await office.drafts("anna")
    assert "evil" not in draft.answer("source").text


# Guests


async def test_a_guest_is_looked_at_anew_until_teams_has_told_who_they_are(office: Office, tmp_path: Path) -> None:
    office.teams.plan("member", failed(503), times=3)
    await office.people.slash("gast", DIGEST, NEED)
    await office.settle()
    office.teams.plan("member")
    await office.people.slash("gast", DIGEST, "mina")
    await office.settle()
    assert KINDLY in office.teams.whispers[-1].said
    assert SECRET.encode() not in written(tmp_path)


async def test_a_guest_who_mentions_the_bot_is_told_why_not_and_leaves_no_trace(office: Office, tmp_path: Path) -> None:
    said = await office.people.mention("gast", DIGEST, NEED)
    await office.settle()
    assert KINDLY in office.teams.messages(DIGEST, said.id)[1].said
    assert aad(office, "gast").encode() not in written(tmp_path)


# Whose message it is


async def test_a_made_up_key_does_not_take_over_another_card(office: Office) -> None:
    await office.hand_in("anna")
    card = office.card()
    office.teams.plan("begin", clashed())
    await office.hand_in("bjorn", KEYS)
    await press(office, "omar", COACHES, {"a": "help", "m": "idea:SKO-2026-0002:card"}, card.id)
    office.clock.turn(7_200)
    await office.settle()
    said = "\n".join(office.in_channel())
    assert "SKO-2026-0001" in said
    assert "SKO-2026-0002" in said


async def test_two_people_have_different_dialogs(office: Office) -> None:
    await office.hand_in("anna")
    await office.press("eva", COACHES, "Ta")
    await office.press("eva", COACHES, "Fråga")
    opened = office.teams.dialog("eva")
    assert opened
    mark = (opened.card or {})["body"][-1]["actions"][0]["data"]["idesluss"]
    await office.submit("eva", {"Din fråga": "Hm?"})
    answer = await submit(office, "bjorn", "", mark, **{"in:question": "Hm?"})
    assert "är skickad" not in str(answer.body)


async def test_what_teams_alone_can_tell_is_nothing_to_press(office: Office) -> None:
    before = office.in_channel(DIGEST)
    await press(office, "bjorn", DIGEST, {"a": "welcome"})
    await office.settle()
    assert office.in_channel(DIGEST) == before


async def test_places_where_the_bot_is_not_are_not_written_down(office: Office, tmp_path: Path) -> None:
    there = office.teams.world.tenants[TENANT]
    between = there.between("anna", "bjorn")
    there.found("Kalle Karlssons uppsägning", ("anna",), has_app=False)
    message = office.people.write("anna", between.id, "Kaffet är slut.")
    await office.people.use("anna", "make_idea", between.id, message)
    await office.people.use("anna", "tell", "Kalle Karlssons uppsägning")
    await office.settle()
    ways = await office.bot.store.turn(lambda uow: uow.references("teams"))
    assert not [way for way in ways if way.place.channel.endswith("@unq.gbl.spaces")]
    assert b"Karlssons" not in written(tmp_path)


# What could not be said, or came twice


@pytest.mark.parametrize("trouble", [limited(2), clashed(), too_big()], ids=str)
async def test_a_private_answer_that_certainly_did_not_arrive_is_given_again(office: Office, trouble: Fault) -> None:
    await office.hand_in("anna")
    await office.press("eva", COACHES, "Ta")
    before = len(office.heard("eva"))
    office.teams.plan("post", trouble)
    await office.say("eva", "löfte 1 11 december")
    assert len(office.heard("eva")) == before + 1


async def test_nobody_who_has_the_app_is_told_to_add_it(office: Office) -> None:
    office.teams.plan("post", limited(2))
    await office.people.mention("anna", DIGEST, "mina")
    await office.settle()
    assert "Lägg till" not in office.in_channel(DIGEST)[-1]


async def test_a_mention_that_comes_again_is_answered_once(office: Office) -> None:
    said = await office.people.mention("bjorn", DIGEST, "mina")
    await office.settle()
    before = len(office.heard("bjorn"))
    await office.people.again(said)
    await office.settle()
    assert (len(office.heard("bjorn")), len(office.teams.messages(DIGEST, said.id))) == (before, 2)


async def test_a_double_click_goes_back_once(office: Office) -> None:
    await office.say("anna", "Frukosten kommer för sent.")
    await office.say("anna", "Lugnare morgnar.")
    before = len(office.heard("anna"))
    await office.people.double_click("anna", label="Tillbaka")
    await office.settle()
    assert len(office.heard("anna")) == before + 1


async def test_a_refused_dialog_can_be_sent_again_once_it_may(office: Office) -> None:
    await office.hand_in("anna")
    await office.press("eva", COACHES, "Fråga")
    await office.press("omar", COACHES, "Ta")
    await office.submit("eva", {"Din fråga": "När?"}, label="Skicka")
    await office.say("omar", "släpp 1 hinner inte")
    await office.submit("eva", {}, label="Skicka")
    assert any("När?" in text for text in office.heard("anna"))


# Stopped texts


async def test_a_stopped_text_of_a_mention_can_be_gone_on_with(office: Office) -> None:
    await office.people.mention("bjorn", DIGEST, STOPPED)
    await office.settle()
    await office.press("bjorn", "", GO_ON)
    assert len(await office.drafts("bjorn")) == 1


async def test_a_stopped_text_is_still_there_when_nothing_could_be_kept(office: Office) -> None:
    await office.say("anna", STOPPED)
    taken = office.bot.desk.take

    async def busy(inbound: Inbound) -> Now | None:
        raise TryLater(5, "locked", ambiguous=False)

    office.bot.desk.take = busy  # type: ignore[method-assign]
    await office.people.press("anna", label=GO_ON)
    office.bot.desk.take = taken  # type: ignore[method-assign]
    office.clock.turn(5)
    await office.press("anna", "", GO_ON)
    assert len(await office.drafts("anna")) == 1


async def test_nobody_pushes_out_another_persons_stopped_text(office: Office) -> None:
    await office.say("anna", STOPPED)
    for n in range(60):
        await bring(office, "bjorn", "", "message", id=f"y{n}", text="en boende skadades")
    await office.press("anna", "", GO_ON)
    assert len(await office.drafts("anna")) == 1


# Reaching people


async def test_a_claim_does_not_wait_for_a_chat_to_be_opened(office: Office) -> None:
    await office.hand_in("anna")
    await forget_home(office, "omar")
    office.teams.plan("open", hang())
    for who in ("omar", "eva"):
        await office.people.press(who, COACHES, label="Ta")
    assert "Omar Haddad" in str((await office.people.press("eva", COACHES, label="Visa")).body)
    office.teams.release()
    await office.settle()


async def test_a_need_is_not_lost_when_a_chat_cannot_be_opened_just_then(office: Office) -> None:
    await forget_home(office, "omar")
    office.teams.plan("open", limited(2))
    await office.people.mention("omar", DIGEST, KEYS)
    await office.settle()
    assert len(await office.drafts("omar")) == 1


def test_markup_that_is_never_closed_is_read_in_one_go() -> None:
    assert reading.from_html("<" + "a" * 60_000).startswith("<a")
    for hostile in ("<at>" * 25_000, "<at " * 25_000, "<at>x" * 20_000):
        assert reading.said({"text": hostile})


async def test_half_a_character_in_a_made_up_name_upsets_nobody(office: Office) -> None:
    form = {"w": "sv", "s": "S", "q": [], "k": {"HALF": "x"}}
    activity = (await submit(office, "bjorn", "", {"a": "form", "d": {"c": "x"}, "f": form})).parcel.activity
    body = json.dumps({**activity, "id": "again"}).encode().replace(b"HALF", b"\\ud800")
    async with ClientSession() as session, session.post(office.url, data=body) as answer:
        assert answer.status == 200
