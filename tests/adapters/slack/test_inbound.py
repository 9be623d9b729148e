"""Whatever Slack sends is read the same way twice, is never upset by, and holds the words as they were typed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack.access import EVENTS as ASKED_FOR
from adapters.slack.inbound import (
    EVENTS,
    Heard,
    mentioned,
    named,
    outsider,
    permalink,
    plain,
    read,
    team_of,
    unaddressed,
)
from dialogs.words import Verb
from ideas.people import Place
from tests.adapters.slack.payloads import ANNA, EVA, Kinds, bent
from tests.doubles.office import COACHES, TEAM, Office, id_of, open_office
from tests.doubles.slack_transport import Held

ANYTHING: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.just("\ud800"),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
REAL = Kinds().every()
KEYS = sorted(
    {key for payload in REAL.values() for key in payload} | {"command", "callback_id", "channel_id", "user_id"}
)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(tmp_path) as office:
        yield office


def heard(payload: Any) -> Heard:
    """What was said; something must have been."""
    found = read(payload, "skovde")
    assert found
    return found


def is_sound(found: Heard) -> bool:
    """Whether the turn, the database and Slack can do something with it."""
    inbound, way = found.inbound, found.way
    named = (inbound.who.platform, inbound.place.platform) == ("slack", "slack") and inbound.who.user == way.user
    whole = all((inbound.key, inbound.who.workspace, inbound.who.user, inbound.place.channel))
    values = (text for value in inbound.fields.values() for text in ((value,) if isinstance(value, str) else value))
    for text in (inbound.key, inbound.text, inbound.value, inbound.action, inbound.place.thread, way.said, *values):
        text.encode()
    return named and whole and inbound.body == "skovde" and inbound.home == Place("slack", way.team, way.user)


@given(ANYTHING)
def test_reading_is_never_upset_by_anything(payload: Any) -> None:
    found = read(payload, "skovde")
    assert found is None or is_sound(found)
    assert outsider(payload) in {True, False}
    assert isinstance(team_of(payload), str)


@given(st.dictionaries(st.sampled_from(KEYS), ANYTHING, max_size=8), st.sampled_from(sorted(REAL)))
def test_reading_is_never_upset_by_a_real_payload_with_something_else_in_it(wrong: dict[str, Any], kind: str) -> None:
    for payload in ({**REAL[kind], **wrong}, {**wrong, "type": REAL[kind].get("type")}):
        found = read(payload, "skovde")
        assert found is None or is_sound(found)


@settings(max_examples=1_000)
@given(st.sampled_from(sorted(REAL)), st.integers(0, 2**32), st.integers(1, 4))
def test_reading_is_never_upset_by_a_real_payload_bent_out_of_shape(kind: str, seed: int, times: int) -> None:
    payload, chance = deepcopy(REAL[kind]), Random(seed)
    for _ in range(times):
        payload = bent(payload, chance)
    found = read(payload, "skovde")
    assert found is None or is_sound(found)
    assert outsider(payload) in {True, False}


@pytest.mark.parametrize("kind", sorted(REAL))
def test_everything_that_people_do_is_heard(kind: str) -> None:
    found = heard(REAL[kind])
    assert is_sound(found)
    assert (found.inbound.who.workspace, found.inbound.who.user) in {(TEAM, ANNA), (TEAM, EVA)}
    assert found == heard(json.loads(json.dumps(REAL[kind])))


@pytest.mark.parametrize("payload", [*Kinds().others(), {}, [], None, "hej", {"type": "event_callback"}])
def test_what_nobody_has_said_is_left(payload: Any) -> None:
    assert read(payload) is None


def test_what_is_answered_is_what_is_asked_for() -> None:
    assert EVENTS == ASKED_FOR


@pytest.mark.parametrize(
    ("lost", "kinds"),
    [
        ("event_id", ["home"]), ("trigger_id", ["command", "shortcut", "suggestion"]), ("user", ["press", "submitted"]),
        ("user_id", ["command"]), ("channel_id", ["command"]), ("event", ["said", "mention", "home"]),
        ("view", ["submitted"]), ("actions", ["press"]), ("message", ["suggestion"]), ("channel", ["suggestion"]),
    ],
)  # fmt: skip
def test_what_cannot_be_told_apart_from_others_is_not_heard(lost: str, kinds: list[str]) -> None:
    for kind in kinds:
        assert read({name: value for name, value in REAL[kind].items() if name != lost}) is None, kind


TYPED = [
    ("<@U0EVA> kan svara", "@U0EVA kan svara"), ("<@U0EVA|eva> kan svara", "@U0EVA kan svara"),
    ("i <#C0ALLT|allt>", "i #allt"), ("i <#C0ALLT>", "i #C0ALLT"), ("i <#C0ALLT|>", "i #C0ALLT"),
    ("<!channel> <!here> <!everyone>", "@channel @here @everyone"), ("<!here|here>", "@here"),
    ("<!channel|@channel>", "@channel"), ("<!subteam^S0NATT|@nattlaget>", "@nattlaget"),
    ("<!subteam^S0NATT>", "@subteam"), ("<!date^1392734382^{date}|18 februari>", "18 februari"),
    ("se <https://skovde.se/a?b=1&amp;c=2>", "se https://skovde.se/a?b=1&c=2"),
    ("<http://skovde.se|skovde.se>", "skovde.se"),
    ("<https://skovde.se/|skovde.se>", "skovde.se"), ("<https://skovde.se|kartan>", "kartan (https://skovde.se)"),
    ("<https://ond.example|https://skovde.se>", "https://skovde.se (https://ond.example)"),
    ("<https://skovde.se|https://skovde.se>", "https://skovde.se"), ("<mailto:a@skovde.se|a@skovde.se>", "a@skovde.se"),
    ("<mailto:a@skovde.se>", "a@skovde.se"), ("<mailto:a@skovde.se|mejla>", "mejla (a@skovde.se)"),
    ("<tel:0500498000|0500-49 80 00>", "0500-49 80 00"), ("<tel:8112289874|811228-9874>", "811228-9874"),
    ("<tel:0500498000>", "0500498000"), ("&lt;b&gt; &amp;amp; &amp;lt;", "<b> &amp; &lt;"),
    ("&amp;aring; &copy; 5 > 3", "&aring; &copy; 5 > 3"),
    ("&lt;!channel&gt; &lt;@U0EVA&gt;", "<!channel> <@U0EVA>"),
    ("å ä ö ”citat” 👩‍🚒 \u202ebak", "å ä ö ”citat” 👩‍🚒 \u202ebak"),
    ("a\x00b\tc\n\nd", "a\x00b\tc\n\nd"), ("*fet* _kursiv_ `kod` :smile:", "*fet* _kursiv_ `kod` :smile:"), ("<>", ""),
    ("<a<b", "<a<b"), ("", ""), ("halv \ud800", "halv \ud800"),
]  # fmt: skip


@pytest.mark.parametrize(("sent", "typed"), TYPED, ids=[str(n) for n in range(len(TYPED))])
def test_what_slack_marks_up_is_read_as_it_was_typed(sent: str, typed: str) -> None:
    assert plain(sent) == typed


@given(st.text(max_size=200))
def test_what_somebody_typed_comes_back_out_of_what_slack_escapes(typed: str) -> None:
    assert plain(typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")) == typed


@pytest.mark.parametrize("text", ["<" * 40_000, "<a|" * 13_000, "<" + "a" * 40_000, "&amp;" * 8_000, "<@U0EVA" * 5_000])
def test_forty_thousand_signs_are_read_in_no_time(text: str) -> None:
    assert len(plain(text)) <= len(text)
    assert mentioned(text) == ()
    assert unaddressed(text, "U0BOT") == text


def test_people_who_are_mentioned_can_be_named() -> None:
    sent = "<@U0EVA> och <@W0OM|omar>, <@U0EVA2> och @U0EVA men inte <@u0eva> eller <!here>"
    assert mentioned(sent) == ("U0EVA", "W0OM", "U0EVA2")
    names = {"U0EVA": "Eva Lind", "W0OM": "\\1 Omar"}
    assert named(plain(sent), names).startswith("@Eva Lind och @\\1 Omar, @U0EVA2 och @Eva Lind men")
    assert named("@U0EVA", {}) == "@U0EVA"


def test_only_the_mention_of_the_bot_that_a_text_begins_with_is_left_out() -> None:
    assert unaddressed(" <@U0BOT>, ta 1", "U0BOT") == "ta 1"
    assert unaddressed("<@U0BOT|ide> : ta 1", "U0BOT") == "ta 1"
    assert unaddressed("<@U0EVA> säger att <@U0BOT> kan", "U0BOT") == "<@U0EVA> säger att <@U0BOT> kan"
    assert unaddressed("<@U0EVA> hej", "") == "hej"
    assert heard(Kinds().mention("<@U0EVA> frågade <@U0BOT>")).inbound.text == "@U0EVA frågade @U0BOT"


@pytest.mark.parametrize(
    ("domain", "link"),
    [
        ("skovde", "https://skovde.slack.com/archives/C1/p1795424400000001?thread_ts=1.2&cid=C1"),
        ("skovde.enterprise", "https://skovde.enterprise.slack.com/archives/C1/p1795424400000001?thread_ts=1.2&cid=C1"),
        ("", ""), ("ond.example/x", ""), ("a b", ""), ("x@y", ""), ("evil?", ""), ("..", ""),
    ],
)  # fmt: skip
def test_a_message_is_linked_to_only_where_slack_is(domain: str, link: str) -> None:
    assert permalink(domain, "C1", "1795424400.000001", "1.2") == link


def message(**changes: Any) -> Any:
    """A message one to one, changed."""
    told = Kinds().said()
    return {**told, "event": {**told["event"], **changes}}


@pytest.mark.parametrize("kind", ["file_share", "thread_broadcast", "me_message"])
def test_what_people_write_is_heard_whatever_slack_calls_it(kind: str) -> None:
    assert heard(message(subtype=kind, text="Hej")).inbound.text == "Hej"
    assert heard(message(subtype="file_share", text="", files=[{"id": "F1"}])).inbound.text == ""


@pytest.mark.parametrize(
    "changes",
    [
        {"bot_id": "B0ANNAN"}, {"bot_id": "B0BOT", "user": "U0BOT"}, {"subtype": "bot_message", "user": ""},
        {"subtype": "channel_join"}, {"subtype": "message_deleted", "deleted_ts": "1.2"},
        {"subtype": "message_replied"},
        {"subtype": "reminder_add"}, {"subtype": "tombstone"}, {"subtype": "något nytt"}, {"user": ""}, {"ts": ""},
        {"channel_type": "channel", "channel": "C0ALLT"}, {"channel_type": "mpim", "channel": "G0FLERA"},
    ],
)  # fmt: skip
def test_what_bots_and_slack_itself_write_is_not_heard(changes: dict[str, Any]) -> None:
    assert read(message(**changes)) is None


def changed(**now: Any) -> Any:
    """Somebody changes what they have written."""
    before = {"type": "message", "user": ANNA, "ts": "1.2", "text": "Före", "blocks": []}
    return message(subtype="message_changed", message={**before, "text": "Efter", **now}, previous_message=before)


def test_a_change_of_words_is_heard_and_no_other() -> None:
    found = heard(changed(thread_ts="1.1"))
    assert (found.inbound.action, found.inbound.text, found.inbound.who.user) == (Verb.REWORDED, "", ANNA)
    assert found.inbound.place == Place("slack", TEAM, ANNA, "1.1")
    unfurled = {"text": "Före", "attachments": [{"from_url": "https://skovde.example"}]}
    for other in (
        unfurled,
        {"text": "Före", "edited": {"ts": "2.1"}},
        {"bot_id": "B0BOT", "user": "U0BOT"},
        {"user": ""},
    ):
        assert read(changed(**other)) is None, other


@pytest.mark.parametrize("changes", [{"bot_id": "B0X"}, {"user": ""}, {"ts": ""}, {"channel": ""}])
def test_a_mention_by_a_bot_or_by_nobody_is_not_heard(changes: dict[str, str]) -> None:
    told = Kinds().mention()
    assert read({**told, "event": {**told["event"], **changes}}) is None


def test_only_the_button_to_go_on_says_that_a_stopped_text_is_meant() -> None:
    alone = Kinds().alone()
    for action, sure in (("sure:0", True), ("open:0", False)):
        act = {**alone["actions"][0], "action_id": action}
        for value, text, refers in (("C1:1.2", "", "C1:1.2"), ("text:&lt;b&gt; ta 1", "<b> ta 1", ""), ("", "", ":")):
            found = heard({**alone, "actions": [{**act, "value": value}]})
            assert (found.inbound.action, found.inbound.sure, found.inbound.explicit) == ("", sure, True)
            assert (found.inbound.text, found.refers) == (text, refers)


def test_half_signs_in_the_names_of_fields_are_read_too() -> None:
    kept = {"action": "form", "channel": ANNA, "kept": {"\ud800": "\ud800"}, "empty": ["\udfff"]}
    assert is_sound(heard(Kinds().submitted(private_metadata=json.dumps(kept))))


# The same, delivered again


def test_one_delivery_has_one_key_however_it_comes() -> None:
    kinds = Kinds()
    for kind in ("said", "mention"):
        told = REAL[kind]
        again = {**told, "event_id": "Ev0ANNAT", "event_time": 1, "event_context": "annat"}
        assert heard(again).inbound.key == heard(told).inbound.key
    assert heard(kinds.said()).inbound.key != heard(kinds.said()).inbound.key
    sent = kinds.submitted()
    assert heard({**sent, "trigger_id": "annan"}).inbound.key == heard(sent).inbound.key


def test_another_press_command_or_form_has_another_key() -> None:
    kinds, press = Kinds(), REAL["press"]
    act = press["actions"][0]
    others = [
        kinds.pressed(), {**press, "trigger_id": "9.9"}, {**press, "actions": [{**act, "value": "annat"}]},
        {**press, "actions": [{**act, "action_id": "mine:0"}]}, kinds.command(), kinds.submitted("Annat"),
        {**REAL["submitted"], "view": {**REAL["submitted"]["view"], "hash": "2.h"}},
    ]  # fmt: skip
    keys = [heard(payload).inbound.key for payload in (press, REAL["submitted"], REAL["command"], *others)]
    assert len(set(keys)) == len(keys)


async def test_every_kind_of_delivery_that_comes_twice_is_done_once(office: Office) -> None:
    first = await office.people.say(ANNA, "Frukosten kommer för sent.")
    other = replace(first.parcel, payload={**first.parcel.payload, "event_id": "Ev0ANNAT"})
    for again in (await office.people.again(first), await office.people.deliver(other)):
        assert again.status == 200
    assert (await office.people.again(first, retry=1)).status == 200
    assert (await office.people.again(first, retry=3, reason="http_error")).status == 200
    await office.settle()
    assert len(office.heard("anna")) == 1
    for label in ("Vet inte än", "Tillbaka"):
        pressed = await office.people.press(ANNA, ANNA, label=label)
        heard_before = await told(office)
        await office.people.again(pressed)
        assert await told(office) == heard_before


async def test_thirty_copies_that_come_at_the_same_moment_are_one(office: Office) -> None:
    held = Held()
    await office.people.holding(held).say(ANNA, "Frukosten kommer för sent.")
    await office.people.holding(held).command(EVA, COACHES, "Nycklarna saknas varje morgon")
    for parcel in held.parcels:
        answers = await asyncio.gather(*(office.people.deliver(parcel, retry=n % 4) for n in range(30)))
        assert {answer.status for answer in answers} == {200}
    await office.settle()
    assert (len(office.heard("anna")), len(office.heard("eva"))) == (1, 1)
    assert (len(await office.drafts("anna")), len(await office.drafts("eva"))) == (1, 1)


async def told(office: Office) -> list[str]:
    await office.settle()
    return office.heard("anna")


async def test_a_form_that_is_sent_twice_is_taken_once_and_a_mended_one_is_taken(office: Office) -> None:
    await office.people.shortcut(ANNA, "tell")
    await office.settle()
    wrong = await office.people.submit(ANNA, values={"need": "🙂", "target_group": ("Kollegor",)})
    assert wrong.body["response_action"] == "errors"
    assert (await office.people.again(wrong)).body == wrong.body
    right = await office.people.submit(ANNA, values={"need": "Nycklarna saknas"})
    twice = await office.people.again(right)
    assert right.body.get("response_action") != "errors"
    assert twice.body == right.body
    await office.settle()
    assert [draft.need for draft in await office.drafts("anna")] == ["Nycklarna saknas"]
    assert len(office.heard("anna")) == len(set(office.heard("anna")))


async def test_a_command_that_comes_twice_is_done_once_and_one_given_twice_is_done_twice(office: Office) -> None:
    await office.hand_in("anna")
    asked = await office.people.command(EVA, COACHES, "ta 1")
    again = await office.people.again(asked)
    assert again.body == asked.body
    assert "Du har nu SKO-2026-0001" in asked.body["text"]
    more = await office.people.command(EVA, COACHES, "ta 1")
    assert "Du har nu" not in more.body["text"]
    assert len([text for text in office.heard("anna") if "Eva Lind" in text]) <= 1


async def test_two_coaches_who_press_at_once_are_told_apart(office: Office) -> None:
    await office.hand_in("anna")
    first = await office.people.press(EVA, COACHES, label="Ta")
    second = await office.people.press(id_of("omar"), COACHES, label="Ta")
    await office.settle()
    assert (first.status, second.status) == (200, 200)
    assert "Du har nu SKO-2026-0001" in office.whispered("eva")[-1]
    assert "Eva Lind hann före" in office.whispered("omar")[-1]
