"""What a changed client sends, what comes from outside and what nobody meant: it does nothing, and tells nothing."""

from __future__ import annotations

import logging
import random
from collections.abc import AsyncIterator, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from dialogs.words import Verb
from storage.unit_of_work import UnitOfWork
from tests.doubles.clock import Hands
from tests.doubles.faults import Fault, cut, failed_after_recording, garbled
from tests.doubles.teams import TeamsDouble
from tests.doubles.teams_activities import Activities
from tests.doubles.teams_faults import refused, too_big
from tests.doubles.teams_office import COACHES, DIGEST, TENANT, Office, move_in, open_office, tenant
from tests.doubles.teams_transport import Answer, Parcel
from tests.doubles.teams_world import Person, guid, thread_id

SECRET = "hallonsylt"
NEED = f"Frukosten med {SECRET} kommer för sent."
NUMBER = "SKO-2026-0001"
KINDLY = "Idéslussen är för dem som arbetar i organisationen"
Json = dict[str, Any]


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    hands, there = Hands(), tenant()
    guest = Person("gast", f"Gun {SECRET}", "gun@hjo.example", role="guest", has_app=False)
    there.hire(guest)
    for team in there.teams.values():
        team.members.append(guest.aad)
    async with open_office(tmp_path, teams=TeamsDouble(there, now=hands), clock=hands) as office:
        await move_in(office)
        yield office
        assert office.teams.complaints == []


async def bring(office: Office, who: str, where: str, kind: str, **more: Any) -> Answer:
    """An activity of this kind, as somebody's client makes it in a place, or in their own conversation."""
    world = office.teams.world
    there = world.place(where, who) if where else world.direct(who)
    told = Activities(world).plain(world.person(who), there, kind, **more)
    return await office.people.deliver(Parcel(told))


async def press(office: Office, who: str, where: str, mark: Json, card: str = "") -> Answer:
    """A press that carries this mark, whatever stands on the card."""
    action = {"type": "Action.Execute", "verb": mark.get("a"), "data": {"idesluss": mark}}
    value = {"action": action, "trigger": "manual"}
    return await bring(office, who, where, "invoke", name="adaptiveCard/action", value=value, replyToId=card)


async def submit(office: Office, who: str, where: str, mark: Json, **filled: Any) -> Answer:
    """A dialog that is sent with this mark, whoever made it."""
    value = {"data": {"idesluss": mark, **filled}, "context": {"theme": "default"}}
    return await bring(office, who, where, "invoke", name="task/submit", value=value)


def written(folder: Path) -> bytes:
    """All that stands in any file."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


async def keys(office: Office) -> list[str]:
    """The keys of all messages."""
    return [key for (key,) in await _rows(office, "SELECT key FROM outbox ORDER BY id")]


async def _rows(office: Office, statement: str) -> list[tuple[Any, ...]]:
    def asked(uow: UnitOfWork) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in uow.connection.exec_driver_sql(statement)]

    return await office.bot.store.turn(asked)


async def standing(office: Office) -> tuple[object, ...]:
    """All that an employee's press must not change: ideas, the coaches' channel, what others have been told."""
    others = [office.heard(who) for who in ("anna", "eva", "omar", "pia", "kim")]
    return await _rows(office, "SELECT * FROM idea WHERE number IS NOT NULL"), office.in_channel(), others


# A client that was changed


FORGED = {
    "why": "x", "question": "x", "message": "x", "reply": "x", "objection": "x", "into": "1", "coach": "bjorn",
    "receiver": "x", "digest": "x", "date": "2026-12-24", "until": "2026-12-24", "reason": "duplicate", "text": "x",
    "choices": ["exploring"], "author": guid("anna"), "author_name": "Eva", "author_email": "eva@skovde.example",
}  # fmt: skip
VALUES = (NUMBER, f"{NUMBER} yes", f"{NUMBER} exploring", f"teams/{TENANT}/{thread_id(DIGEST)}|2026-W48", "av", "draft")


@pytest.mark.slow
async def test_an_employee_changes_nobodys_idea_with_whatever_a_press_is_made_to_carry(office: Office) -> None:
    await office.hand_in("anna", NEED)
    await office.press("eva", COACHES, "Ta")
    await office.say("bjorn", "hej")
    before, card = await standing(office), office.card()
    place = {"c": thread_id(COACHES), "t": card.id, "s": True, "n": "x"}
    for verb, value, where in product(Verb, VALUES, ("", DIGEST)):
        mark = {"a": verb, "v": value, "m": "idea:SKO-2026-0001:card", "c": ["exploring"]}
        assert SECRET not in str((await press(office, "bjorn", where, mark, card.id)).body)
        sent = await submit(office, "bjorn", where, mark | {"d": place, "f": {"w": "sv", "k": FORGED}})
        assert SECRET not in str(sent.body)
        office.clock.turn(3)
    await office.settle()
    assert await standing(office) == before
    assert not any(SECRET in text for text in office.heard("bjorn"))


async def test_a_press_said_to_be_on_somebody_elses_message_shows_nothing_of_it(office: Office) -> None:
    await office.hand_in("anna", NEED)
    await office.say("bjorn", "hej")
    for key in await keys(office):
        for where in ("", DIGEST):
            answer = await press(office, "bjorn", where, {"a": Verb.WHO_READS, "m": key}, "1")
            assert answer.status == 200
            assert SECRET not in str(answer.body), key


async def test_somebody_elses_stopped_text_cannot_be_gone_on_with(office: Office) -> None:
    await office.say("anna", f"En boende skadades av {SECRET} i natt.")
    (mark,) = [
        action["data"]["idesluss"]
        for row in (office.teams.seen("anna")[-1].card or {})["body"]
        for action in row.get("actions", ())
        if action["verb"] == Verb.SURE
    ]
    await press(office, "bjorn", "", mark)
    await office.settle()
    assert await office.drafts("bjorn") == []
    assert SECRET not in office.heard("bjorn")[-1]
    await office.press("anna", "", "Gäller arbetssättet")
    assert len(await office.drafts("anna")) == 1, "and its writer still can"


async def test_a_dialog_from_nowhere_speaks_at_home_and_in_no_other_place(office: Office) -> None:
    await office.hand_in("anna", NEED)
    await office.press("eva", COACHES, "Ta")
    before = office.in_channel(DIGEST), office.heard("pia"), office.heard("bjorn")
    for there in (thread_id(DIGEST), guid("pia"), guid("bjorn"), "a:1x", ""):
        mark = {"a": Verb.ASK, "v": NUMBER, "d": {"c": there}, "f": {"q": [{"k": "question", "t": "text"}]}}
        await submit(office, "eva", COACHES, mark, **{"in:question": "När?"})
    await office.settle()
    assert (office.in_channel(DIGEST), office.heard("pia"), office.heard("bjorn")) == before


def things(chance: random.Random) -> Iterator[Json]:
    """Marks that no card of ours carries."""
    odd: list[Any] = [
        None, 5, True, "", [], {}, "x", ["a", 5, None], {"a": {"b": 1}}, NUMBER, "1 yes", "\x00", "skadad", [["p"]],
        [["f", "x"]], [{"k": 5, "l": None, "t": ["x"], "o": [["a"]]}],
        [{"k": "need", "t": "choices", "o": [["a", "b"]]}],
        {"need": ["a", "b"], "target_group": "colleagues", "unit": "zzz", "date": "i går", "choices": "x"},
    ]  # fmt: skip
    while True:
        mark: Json = {"a": chance.choice([*Verb, "", "zz", 5])}
        mark |= {name: chance.choice(odd) for name in "vcimk" if chance.random() < 0.5}
        mark |= {"f": {name: chance.choice(odd) for name in "wlqsek"}} if chance.random() < 0.7 else {}
        yield mark | ({"d": {name: chance.choice(odd) for name in "ctgsn"}} if chance.random() < 0.7 else {})


async def test_no_mark_and_nothing_filled_in_upsets_the_bot(office: Office) -> None:
    await office.hand_in("anna", NEED)
    chance = random.Random(5)
    made = things(chance)
    for _ in range(600):
        who, where = chance.choice([("anna", ""), ("bjorn", DIGEST), ("eva", COACHES), ("pia", "")])
        mark, filled = next(made), {"in:need": chance.choice([None, 5, ["x"], {"a": 1}, "ord"])}
        answer = await (press(office, who, where, mark) if chance.random() < 0.5 else submit(
            office, who, where, mark, **filled
        ))  # fmt: skip
        assert answer.status == 200, mark
    office.teams.complaints.clear()  # of labels that were forged


async def test_what_a_form_does_not_offer_is_not_taken_and_what_it_does_not_ask_is_not_kept(
    office: Office, tmp_path: Path
) -> None:
    await office.say("bjorn", "Frukosten kommer för sent.")
    questions = [{"k": key, "t": "text"} for key in ("need", "effect", "target_group", "unit", "topic", SECRET)]
    mark = {"a": Verb.FORM, "d": {"c": guid("bjorn")}, "f": {"w": "sv", "q": questions, "k": {f"{SECRET}x": SECRET}}}
    filled = {"in:need": 5, "in:effect": ["a"], "in:target_group": "alla", "in:unit": "månen", f"in:{SECRET}": SECRET}
    await submit(office, "bjorn", "", mark, **filled)
    await office.settle()
    (draft,) = await office.drafts("bjorn")
    assert draft.need == "Frukosten kommer för sent."
    assert not draft.answer("target_group").choices
    assert not draft.unit
    assert SECRET.encode() not in written(tmp_path)


@pytest.mark.parametrize("typed", ["24/12", "24 december", "2026-12-24"])
async def test_a_day_is_read_however_it_was_written(office: Office, typed: str) -> None:
    await office.hand_in("anna", NEED)
    await office.press("eva", COACHES, "Ta")
    questions = [{"k": "date", "t": "date"}, {"k": "why", "t": "text"}]
    mark = {"a": Verb.PROMISE, "v": NUMBER, "d": {"c": guid("eva")}, "f": {"w": "sv", "q": questions}}
    await submit(office, "eva", "", mark, **{"in:date": typed, "in:why": "Vi hinner inte."})
    await office.settle()
    assert "24 december" in office.heard("anna")[-1]


# What nobody said to the bot


@pytest.mark.parametrize(
    "kind", ["messageReaction", "typing", "event", "messageDelete", "endOfConversation", "handoff"]
)
async def test_what_is_no_message_and_no_press_is_acknowledged_and_begins_nothing(office: Office, kind: str) -> None:
    before = await standing(office)
    assert (await bring(office, "anna", "", kind, text=NEED)).status == 200
    await office.settle()
    assert (await standing(office), await office.drafts("anna")) == (before, [])


async def test_nobody_without_an_id_of_the_tenant_is_heard(office: Office, tmp_path: Path) -> None:
    world = office.teams.world
    for sender in ({"id": "29:1x", "name": "Anonym"}, {"id": world.app.bot, "name": world.app.name}, {}):
        told = Activities(world).plain(world.person("anna"), world.direct("anna"), "message", text=NEED)
        assert (await office.people.deliver(Parcel(told | {"from": sender}))).status == 200
    await office.settle()
    assert SECRET.encode() not in written(tmp_path)


async def test_a_file_without_words_answers_no_question(office: Office) -> None:
    await office.say("anna", "Frukosten kommer för sent.")
    await office.people.say("anna", "", attachments=[{"contentType": "image/png", "contentUrl": "https://x.example"}])
    await office.settle()
    assert office.heard("anna")[-1].startswith("Jag fick inget att läsa.")
    (draft,) = await office.drafts("anna")
    assert not draft.answer("effect").text


@pytest.mark.parametrize("piece", [f"{SECRET} ", "ta 1 ", "e\u0301", "19 ", "- "])
async def test_a_text_of_a_hundred_kilobytes_is_refused_in_words_and_kept_nowhere(
    office: Office, tmp_path: Path, piece: str
) -> None:
    answer = await office.people.say("bjorn", f"{SECRET} {piece * (100_000 // len(piece.encode()))}{SECRET}")
    assert answer.status == 200
    assert answer.seconds < 5
    await office.settle()
    assert SECRET.encode() not in written(tmp_path)


async def test_a_press_that_is_brought_again_is_answered_and_done_once(office: Office) -> None:
    await office.hand_in("anna", NEED)
    pressed = await office.people.press("eva", COACHES, label="Ta")
    for _ in range(2):
        assert (await office.people.again(pressed)).status == 200
    await office.settle()
    assert sum("Eva Lind tog" in text for text in office.in_channel()) == 1
    assert sum("är din delprojektledare" in text for text in office.heard("anna")) == 1


# Guests


async def test_a_guest_of_whom_teams_tells_is_not_taken_in_whatever_they_do(office: Office, tmp_path: Path) -> None:
    await office.hand_in("anna", "Nycklarna ska hämtas på kontoret varje morgon.")
    await office.people.mention("gast", DIGEST, NEED)
    await office.people.slash("gast", DIGEST, NEED)
    said = office.people.write("gast", DIGEST, NEED)
    for who in ("gast", "bjorn"):
        assert KINDLY in str((await office.people.use(who, "make_idea", DIGEST, said)).body["task"])
    assert KINDLY in str((await office.people.use("gast", "tell", DIGEST)).body["task"])
    assert KINDLY in (await office.people.press("gast", COACHES, label="Ta")).body["value"]
    assert KINDLY in str((await office.people.press("gast", COACHES, label="Visa")).body["task"])
    await office.settle()
    assert SECRET.encode() not in written(tmp_path)


# Words in the wrong hands


async def test_in_a_group_chat_only_a_line_is_answered(office: Office) -> None:
    await office.hand_in("anna", NEED)
    for text in ("mina", f"visa {NUMBER}", "hjälp", "zzz", NEED):
        await office.people.mention("anna", "Köket", text)
        office.clock.turn(60)
    await office.settle()
    for message in office.teams.messages("Köket"):
        assert message.author or message.said in {
            "Jag har svarat dig i vår egen chatt.",
            "Jag har skrivit till dig i ett eget meddelande. Där fortsätter vi.",
        }


@pytest.mark.parametrize(
    "fault", [failed_after_recording(), refused("BadArgument"), cut(), garbled(), too_big()], ids=str
)
async def test_no_log_holds_a_word_or_a_name_whatever_fails(
    office: Office, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str], fault: Fault
) -> None:
    caplog.set_level(logging.DEBUG)
    for kind in ("post", "target", "open", "begin", "change", "member"):
        office.teams.plan(kind, fault)
    await office.people.mention("bjorn", DIGEST, f"En boende skadades av {SECRET}.")
    await office.people.slash("bjorn", DIGEST, f"{SECRET} zz")
    await office.people.mention("nils", DIGEST, NEED)
    await office.people.mention("gast", DIGEST, NEED)
    await office.people.say("anna", NEED)
    await office.settle()
    logged = caplog.text + capsys.readouterr().out
    assert not any(word in logged for word in (SECRET, "Björn", "Anna Å", "Nils N"))
