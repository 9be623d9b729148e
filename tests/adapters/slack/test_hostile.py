"""Hostile words, and words that must not be kept: what is stored is what was typed, and nothing pings or leaks."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import structlog

from bot.logs import start_logging
from dialogs.questions import LONGEST_TEXT, cleaned
from tests.adapters.slack.annex import kept, line
from tests.doubles.faults import failed
from tests.doubles.office import COACHES, DEFAULT, TEAM, Office, id_of, open_office
from tests.doubles.slack_faults import limited, refused
from tests.doubles.slack_transport import Held

ANNA, EVA, LENA, PIA = (id_of(who) for who in ("anna", "eva", "lena", "pia"))
NASTY = (
    "<!channel> <!here> <!everyone> <!subteam^S0NATT>", "<@U0EVA> och <@U0BOT|bot>", "<#C0COACHES|x> @channel @here",
    "[skovde.se](https://ond.example)", "https://skovde.se/a?b=1&c=2, skovde.se och anna@skovde.example",
    "&amp;lt; &lt;b&gt; & < > &copy; &#39;", "*fet* _kursiv_ ~struken~ `kod` ```block``` :smile: > citat",
    "å ä ö Å Ä Ö é ”citat” – … 👩‍🚒 😀 \U0001f1f8\U0001f1ea", "\u202egnäv bak\u202c och \u200bosynligt\ufeff",
    "a\x00b\x07c\x1b[31m röd", "rad ett\nrad två\r\nrad tre\u2028rad fyra", '"\\ \' {} %s {number} ${x}',
    "text:C1:1.2 o0:x|b",
)  # fmt: skip
HARM = "Kollegan slog en boende vid frukosten igår."
NUMBER = "Brukaren 811228-9874 får vänta länge på frukosten."
GO_ON = "Gäller arbetssättet"
PINGS = re.compile(r"<[!@#]|<https?:|<mailto:")


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(tmp_path) as office:
        yield office


def texts(node: Any) -> Iterator[dict[str, Any]]:
    """Every object with a type in what is shown."""
    if isinstance(node, dict):
        if "type" in node:
            yield node
        for value in node.values():
            yield from texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from texts(value)


def shown(office: Office) -> Iterator[dict[str, Any]]:
    """Everything that the bot has said to Slack: by methods, and on the answers to requests."""
    for call in office.slack.calls:
        yield {name: _read(value) for name, value in call.params.items()}
    yield from (answer.body for answer in office.people.answers if isinstance(answer.body, dict))
    yield from office.slack.responses


def _read(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) and value[:1] in {"[", "{"} else value


def pings_nobody(office: Office) -> None:
    """Slack reads no markup in anything that was said."""
    for said in shown(office):
        assert not PINGS.search(str(said.get("text") or "")), said["text"]
        for node in texts(said):
            kind = node["type"]
            assert kind not in {"mrkdwn", "markdown", "user", "usergroup", "broadcast", "channel", "emoji"}, node
            assert kind != "plain_text" or node["emoji"] is False, node
            assert kind != "link" or node["url"].startswith("https://"), node


async def test_what_is_kept_of_a_need_is_what_was_typed_and_nothing_of_it_pings(office: Office) -> None:
    for n, nasty in enumerate(NASTY, start=1):
        typed = f"Frukosten {nasty} kommer för sent"
        await office.hand_in("anna", typed)
        number = f"SKO-2026-{n:04}"
        idea = await office.bot.store.turn(lambda uow, number=number: uow.numbered(number))  # type: ignore[misc]
        assert idea.need == cleaned(typed), nasty
    pings_nobody(office)


async def test_what_is_typed_in_a_form_a_command_or_a_mention_is_kept_as_it_is(office: Office) -> None:
    for nasty in NASTY:
        typed = f"Frukosten {nasty} kommer för sent"
        await office.people.shortcut(LENA, "tell")
        await office.settle()
        sent = await office.people.submit(LENA, values={"need": typed, "target_group": ("Kollegor",)})
        assert (sent.status, sent.trouble) == (200, "")
        await office.people.command(PIA, COACHES, typed)
        await office.people.mention(EVA, COACHES, typed)
        await office.settle()
        if nasty != NASTY[0]:
            await office.choose("pia", "Något nytt")
            await office.choose("eva", "Något nytt")
        for who in ("lena", "pia", "eva"):
            assert (await office.drafts(who))[0].need == cleaned(typed), (who, nasty)
    pings_nobody(office)


async def test_what_a_coach_asks_and_a_bearer_answers_goes_across_as_it_was_typed(office: Office) -> None:
    thread = await office.hand_in("anna")
    await office.people.command(EVA, COACHES, "ta 1")
    for nasty in NASTY:
        await office.people.command(EVA, COACHES, f"fråga 1 Hur {nasty} då?")
        await office.settle()
        assert cleaned(f"Hur {nasty} då?") in office.heard("anna", thread)[-1]
        await office.say("anna", f"Jo {nasty} så", thread)
        assert cleaned(f"Jo {nasty} så") in office.heard("eva")[-1]
    pings_nobody(office)


@pytest.mark.parametrize(
    "name", ["<!channel> <@U0EVA>", "\u202eannA *fet*\x00\n<b>", "Å" * 400, "🙂", "'; drop table person"]
)
async def test_a_name_is_shown_as_a_name_whatever_stands_in_it(office: Office, name: str) -> None:
    team = office.slack.world.workspaces[TEAM]
    team.users[LENA] = replace(team.users[LENA], real_name=name)
    await office.hand_in("lena")
    await office.press("eva", COACHES, "Ta")
    pings_nobody(office)


async def test_forty_thousand_signs_are_refused_with_a_reason_and_nothing_is_kept_of_them(
    office: Office, tmp_path: Path
) -> None:
    much = "hallonsylt " * 3_636
    thread = await office.say("anna", much)
    assert str(LONGEST_TEXT)[0] in office.heard("anna", thread)[0]
    assert not [draft for draft in await office.drafts("anna") if draft.need]
    asked = await office.people.command(EVA, COACHES, much)
    await office.people.mention(EVA, COACHES, much)
    await office.settle()
    assert asked.status == 200
    assert b"hallonsylt" not in kept(tmp_path)
    pings_nobody(office)


async def stopped(office: Office, who: str, text: str) -> dict[str, str]:
    """What somebody is told, by each way of saying something that must not be kept."""
    user = id_of(who)
    await office.say(who, text)
    told = {"one to one": office.heard(who)[-1]}
    asked = await office.people.command(user, DEFAULT, text)
    told["by command"] = asked.body["text"]
    await office.people.mention(user, DEFAULT, text)
    await office.settle()
    told["by mention"] = office.whispered(who)[-1]
    written = await office.people.write(user, DEFAULT, text)
    await office.people.message_shortcut(user, DEFAULT, written.ts, "make_idea")
    await office.settle()
    told["by shortcut"] = office.modal(who).said
    await office.people.shortcut(user, "tell")
    await office.settle()
    sent = await office.people.submit(user, values={"need": text, "target_group": ("Kollegor",)})
    assert sent.trouble == ""
    told["by form"] = office.modal(who).said
    return told


@pytest.mark.parametrize(("text", "mark"), [(HARM, "slog en boende"), (NUMBER, "811228")])
async def test_what_must_not_be_kept_is_kept_nowhere_and_answered_to_its_writer_alone(
    office: Office, tmp_path: Path, text: str, mark: str
) -> None:
    public = len(office.in_channel(DEFAULT))
    told = await stopped(office, "lena", text)
    reason = "Ring 112" if text == HARM else "personnummer"
    assert [way for way, said in told.items() if reason not in said] == []
    assert [way for way, said in told.items() if (GO_ON[:10] in said) is not (text == HARM)] == []
    assert mark.encode() not in kept(tmp_path)
    assert mark not in json.dumps([message.said for message in office.slack.messages(LENA) if message.user == "U0BOT"])
    assert len(office.in_channel(DEFAULT)) == public, "nobody else sees that something was stopped"
    assert not [draft for draft in await office.drafts("lena") if draft.need]


async def test_a_stopped_message_is_gone_on_with_from_where_it_stands(office: Office) -> None:
    thread = await office.say("lena", HARM)
    await office.choose("lena", GO_ON)
    (draft,) = await office.drafts("lena")
    assert draft.need == HARM
    assert "Vad skulle bli bättre" in office.heard("lena", thread)[-1]


async def test_a_stopped_answer_in_a_thread_is_gone_on_with_too(office: Office) -> None:
    thread = await office.say("lena", "Frukosten kommer för sent.")
    await office.say("lena", HARM, thread)
    await office.choose("lena", GO_ON)
    (draft,) = await office.drafts("lena")
    assert draft.answer("effect").text == HARM


async def test_a_stopped_command_is_gone_on_with_by_the_words_in_its_button(office: Office) -> None:
    typed = f"{HARM} <@U0EVA> & <!here>"
    await office.people.command(LENA, DEFAULT, typed)
    await office.press("lena", DEFAULT, GO_ON)
    assert (await office.drafts("lena"))[0].need == typed
    pings_nobody(office)


async def test_a_stopped_command_of_a_coachs_is_done_as_it_was_meant(office: Office) -> None:
    thread = await office.hand_in("anna")
    await office.people.command(EVA, COACHES, "ta 1")
    await office.people.command(EVA, COACHES, "fråga 1 Var det någon som slog en boende?")
    await office.settle()
    assert not any("slog en boende" in text for text in office.heard("anna"))
    await office.press("eva", COACHES, GO_ON)
    assert "slog en boende" in office.heard("anna", thread)[-1]


@pytest.mark.parametrize("in_thread", [False, True])
async def test_a_stopped_mention_is_gone_on_with_without_the_bots_own_name(office: Office, in_thread: bool) -> None:
    root = (await office.people.write(EVA, DEFAULT, "Hur går det?")).ts if in_thread else ""
    await office.people.mention(LENA, DEFAULT, HARM, root)
    await office.settle()
    await office.press("lena", DEFAULT, GO_ON)
    assert (await office.drafts("lena"))[0].need == HARM


@pytest.mark.parametrize("in_thread", [False, True])
async def test_ones_own_stopped_message_can_still_be_made_an_idea(office: Office, in_thread: bool) -> None:
    root = (await office.people.write(EVA, DEFAULT, "Hur går det?")).ts if in_thread else ""
    written = await office.people.write(LENA, DEFAULT, HARM, root)
    await office.people.message_shortcut(LENA, DEFAULT, written.ts, "make_idea")
    await office.settle()
    assert (await office.people.press_modal(LENA, label=GO_ON)).status == 200
    await office.settle()
    assert (await office.drafts("lena"))[0].need == HARM


async def test_somebody_elses_stopped_message_is_not_read_again_for_anybody(office: Office, tmp_path: Path) -> None:
    written = await office.people.write(EVA, DEFAULT, HARM)
    await office.people.message_shortcut(LENA, DEFAULT, written.ts, "make_idea")
    await office.settle()
    assert (await office.people.press_modal(LENA, label=GO_ON)).status == 200
    await office.settle()
    assert b"slog en boende" not in kept(tmp_path)
    assert not office.heard("eva")


async def test_a_button_reads_again_only_what_its_presser_has_written(office: Office) -> None:
    written = await office.people.write(EVA, DEFAULT, "Frukosten kommer för sent varje dag.")
    await office.people.mention(LENA, DEFAULT, HARM)
    await office.settle()
    held = Held()
    await office.people.holding(held).press(LENA, DEFAULT, label=GO_ON)
    (parcel,) = held.parcels
    for words in (f"{DEFAULT}:{written.ts}", f"{DEFAULT}:", ":", "D0EVA:1.2", "", "text:", f"C0INGEN:{written.ts}:1.2"):
        act = {**parcel.payload["actions"][0], "value": words}
        payload = {**parcel.payload, "actions": [act], "trigger_id": f"1.{words}"}
        assert (await office.people.deliver(replace(parcel, payload=payload))).status == 200
    await office.settle()
    assert not [draft for draft in await office.drafts("lena") if draft.need]


async def test_a_stopped_form_stays_with_its_words_and_goes_on_when_sent_on_purpose(office: Office) -> None:
    await office.people.shortcut(LENA, "tell")
    await office.settle()
    before = office.modal("lena").body["submit"]["text"]
    await office.people.submit(LENA, values={"need": HARM, "effect": "Tryggare.", "target_group": ("Kollegor",)})
    form = office.modal("lena")
    assert form.body["submit"]["text"] not in {"", before}
    sent = await office.people.submit(LENA)
    assert sent.trouble == ""
    await office.settle()
    (draft,) = await office.drafts("lena")
    assert (draft.need, draft.answer("effect").text) == (HARM, "Tryggare.")


async def test_an_identity_number_is_never_gone_on_with(office: Office, tmp_path: Path) -> None:
    await office.people.shortcut(LENA, "tell")
    await office.settle()
    before = office.modal("lena").body["submit"]["text"]
    for _ in range(3):
        await office.people.submit(LENA, values={"need": NUMBER, "target_group": ("Kollegor",)})
        assert office.modal("lena").body["submit"]["text"] == before
    await office.people.submit(LENA, values={"need": HARM})
    await office.people.submit(LENA, values={"need": f"{HARM} {NUMBER}"})  # by the button that goes on
    said = await office.people.say(LENA, HARM)
    await office.settle()
    await office.people.say(LENA, f"{HARM} {NUMBER}", edited=said.ts)
    await office.settle()
    await office.choose("lena", GO_ON)
    assert "personnummer" in office.heard("lena")[-1]
    assert b"811228" not in kept(tmp_path)
    assert b"slog en boende" not in kept(tmp_path)


async def test_a_stopped_message_that_is_gone_or_cannot_be_read_is_asked_for_anew(office: Office) -> None:
    said = await office.people.say(LENA, HARM)
    await office.settle()
    office.slack.plan("conversations.history", failed(), refused("missing_scope"))
    await office.choose("lena", GO_ON)
    await office.people.erase(LENA, said.ts)
    await office.choose("lena", GO_ON)
    assert office.heard("lena")[-1] == office.heard("lena")[-2]
    assert not [draft for draft in await office.drafts("lena") if draft.need]


async def test_edits_deletions_files_and_the_bots_own_messages_do_no_harm(office: Office) -> None:
    said = await office.people.say(ANNA, "Frukosten kommer för sent.")
    await office.settle()
    told = len(office.heard("anna"))
    await office.people.say(ANNA, "Frukosten kommer alltid för sent.", edited=said.ts)
    await office.settle()
    assert len(office.heard("anna")) == told + 1, "how to change an answer is told"
    (draft,) = await office.drafts("anna")
    assert draft.need == "Frukosten kommer för sent."
    await office.people.erase(ANNA, said.ts)
    await office.people.echo(ANNA, office.slack.messages(ANNA)[-1].ts)
    await office.settle()
    assert len(office.heard("anna")) == told + 1
    await office.people.say(LENA, "", subtype="file_share", files=[{"id": "F1", "name": "bild.png"}])
    await office.settle()
    assert len(office.heard("lena")) == 1
    assert not [draft for draft in await office.drafts("lena") if draft.need]


@pytest.fixture
def logging_as_before() -> Iterator[None]:
    """Whatever a test changes in how is logged is changed back."""
    root = logging.getLogger()
    before = root.level, root.handlers[:]
    yield
    root.setLevel(before[0])
    root.handlers[:] = before[1]
    structlog.reset_defaults()


PRIVATE = (
    "hallonsylt", "811228", "slog en", "Åström", "Lind", "Haddad", "Öberg", "@skovde.example", "xoxb-skovde",
    "xapp-1", "signing-secret", "verification-token", "ticket-", "/response/", "Bearer", "trigger",
)  # fmt: skip


@pytest.mark.usefixtures("logging_as_before")
@pytest.mark.parametrize("road", ["http", "socket"])
async def test_a_whole_talk_leaves_no_word_name_or_token_in_the_log_at_any_level(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], road: str
) -> None:
    start_logging("debug", "json")
    async with open_office(tmp_path) as office:
        if road == "socket":
            async with line(office) as here:
                await office.slack.until(lambda: office.slack.socket.connections)
                await whole_talk(replace(office, people=here.people, listening=here.listening))
        else:
            await whole_talk(office)
            await office.people.signed(secret="fel").say(ANNA, "hallonsylt")
    logging.getLogger("here").debug("ok")
    told = "".join(capsys.readouterr())
    assert '"event": "ok"' in told
    assert "Traceback" not in told
    assert [word for word in PRIVATE if word in told] == []


async def whole_talk(office: Office) -> None:
    """All that people do, and all that Slack can do to it."""
    office.slack.plan("users.info", limited(), failed(), refused("user_not_found"))
    thread = await office.hand_in("anna", "Frukosten med hallonsylt kommer för sent.")
    await office.press("eva", COACHES, "Ta")
    office.slack.plan("chat.postMessage", failed(), limited(), refused("channel_not_found"))
    await office.people.command(EVA, COACHES, "fråga 1 Hur mycket hallonsylt?")
    await office.settle()
    await office.say("anna", "En burk hallonsylt.", thread)
    await office.people.mention(id_of("omar"), COACHES, "hallonsylt saknas på hela avdelningen")
    await office.people.home_opened(ANNA)
    await office.settle()
    await stopped(office, "lena", f"{HARM} hallonsylt")
    await stopped(office, "bjorn", f"{NUMBER} hallonsylt")
    for method in ("views.open", "views.update", "views.publish", "chat.postEphemeral", "conversations.history"):
        office.slack.plan(method, failed(), refused("internal_error"))
    await office.choose("lena", GO_ON)
    await office.people.home_opened(LENA)
    await office.people.shortcut(LENA, "tell")
    await office.people.message_shortcut(LENA, DEFAULT, office.slack.messages(DEFAULT)[0].ts, "make_idea")
    await office.people.command("U0PIA", COACHES, "översikt")
    await office.settle()
