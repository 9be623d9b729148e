"""The rig itself: the emulated workspace answers, remembers and sends as Slack does."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
import pytest_asyncio
from aiohttp import ClientError, web
from aiohttp.test_utils import TestServer
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from yarl import URL

from tests.clients.person import Person
from tests.clients.rig import (
    APP,
    BOT,
    BOT_TOKEN,
    BOT_USER,
    CLIENT_ID,
    CLIENT_SECRET,
    REDIRECT,
    SIGNING_SECRET,
    TEAM,
    Emulator,
    emulated,
)
from tests.clients.samples import actions, button, choices, entry, home, modal, plain, rich, typed
from tests.clients.slack_schema import refused

Json = dict[str, Any]


@dataclass
class Ear:
    """A door that only listens: what came, whether Slack had signed it, and what is answered."""

    heard: list[Json] = field(default_factory=list)
    signed: list[bool] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    answer: Json = field(default_factory=dict)

    async def take(self, request: web.Request) -> web.Response:
        body = (await request.read()).decode()
        self.signed.append(SignatureVerifier(SIGNING_SECRET).is_valid_request(body, dict(request.headers)))
        self.headers.append(dict(request.headers))
        form = {name: values[0] for name, values in parse_qs(body).items()}
        self.heard.append(json.loads(body if body.startswith("{") else form.get("payload") or json.dumps(form)))
        return web.json_response(self.answer) if self.answer else web.Response()


@pytest_asyncio.fixture
async def ear(emulator: Emulator) -> AsyncIterator[Ear]:
    """What the emulated workspace sends is heard here."""
    listening, app = Ear(), web.Application()
    app.router.add_post("/slack/events", listening.take)
    async with TestServer(app) as server:
        await emulator.listen(str(server.make_url("/slack/events")))
        yield listening


@pytest.fixture
def anna(emulator: Emulator) -> Person:
    return Person(emulator, "anna")


async def test_people_and_channels_are_known_by_name(emulator: Emulator) -> None:
    found = await emulator.client().users_info(user=emulator.people["anna"])
    assert found["user"]["real_name"] == "Anna Åström"
    assert (await emulator.client().conversations_info(channel=emulator.channels["skovde-coacher"]))["ok"]


async def test_the_bot_knows_who_and_where_it_is(emulator: Emulator) -> None:
    me = await emulator.client().auth_test()
    assert (me["team_id"], me["user_id"], me["bot_id"]) == (TEAM, BOT_USER, BOT)
    assert "chat:write" in me.headers["x-oauth-scopes"].split(",")


async def test_a_card_is_posted_answered_under_and_changed(emulator: Emulator) -> None:
    bot, channel = emulator.client(), emulator.channels["skovde-coacher"]
    meant = {"event_type": "sent", "event_payload": {"key": "idea:1"}}
    card = await bot.chat_postMessage(channel=channel, text="Kort", blocks=[rich("Ett kort")], metadata=meant)
    await bot.chat_postMessage(channel=channel, text="Rad", blocks=[rich("En rad")], thread_ts=card["ts"])
    await bot.chat_update(channel=channel, ts=card["ts"], text="Nytt", blocks=[rich("Ett nytt kort")])
    top, below = await emulator.history("skovde-coacher")
    assert (top["text"], top["metadata"], below["thread_ts"]) == ("Nytt", meant, card["ts"])
    assert (top["bot_id"], top["app_id"]) == (BOT, APP)
    replies = await bot.conversations_replies(channel=channel, ts=card["ts"])
    assert [message["text"] for message in replies["messages"]] == ["Nytt", "Rad"]


async def test_a_direct_message_is_sent_to_a_person(emulator: Emulator) -> None:
    sent = await emulator.client().chat_postMessage(channel=emulator.people["anna"], text="Hej Anna")
    assert sent["channel"] == await emulator.direct("anna")
    assert [message["text"] for message in await emulator.history("anna")] == ["Hej Anna"]
    assert await emulator.history("eva") == []


async def test_a_whisper_is_seen_by_one(emulator: Emulator) -> None:
    there = {"channel": emulator.channels["skovde-coacher"], "user": emulator.people["omar"]}
    await emulator.client().chat_postEphemeral(**there, text="Eva har den redan")
    assert [message["text"] for message in await emulator.whispers("omar")] == ["Eva har den redan"]
    assert await emulator.whispers("eva") == await emulator.history("skovde-coacher") == []


async def test_a_dialog_opens_with_a_trigger_that_is_good_once(emulator: Emulator) -> None:
    trigger = await emulator.trigger("anna")
    opened = await emulator.client().views_open(trigger_id=trigger, view=modal(entry(typed())))
    shown = await emulator.modal("anna")
    assert shown
    assert (shown["id"], shown["hash"]) == (opened["view"]["id"], opened["view"]["hash"])
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        await emulator.client().views_open(trigger_id=trigger, view=modal(entry(typed())))


async def test_a_home_tab_is_published_for_one(emulator: Emulator) -> None:
    await emulator.client().views_publish(user_id=emulator.people["anna"], view=home(rich("Dina idéer")))
    shown = await emulator.home("anna")
    assert shown
    assert shown["blocks"] == [rich("Dina idéer")]
    assert await emulator.home("eva") is None


@pytest.mark.parametrize(
    ("channel", "error"),
    [("general", "not_in_channel"), ("ledning", "channel_not_found"), ("C0NE", "channel_not_found")],
)
async def test_the_bot_writes_only_where_it_was_invited(emulator: Emulator, channel: str, error: str) -> None:
    place = emulator.channels.get(channel, channel)
    with pytest.raises(SlackApiError, match=error):
        await emulator.client().chat_postMessage(channel=place, text="Hej")
    if channel in emulator.channels:
        await emulator.member(channel, "")
        assert (await emulator.client().chat_postMessage(channel=place, text="Hej"))["ok"]


async def test_what_was_not_asked_for_may_not_be_done() -> None:
    async with emulated(scopes=["users:read"]) as emulator:
        with pytest.raises(SlackApiError, match="missing_scope"):
            await emulator.client().chat_postMessage(channel=emulator.channels["skovde-coacher"], text="Hej")


async def test_an_app_is_allowed_in_and_gets_a_token_of_its_own(emulator: Emulator) -> None:
    asked = {"client_id": CLIENT_ID, "scope": "chat:write,users:read", "state": "s1", "redirect_uri": REDIRECT}
    back = URL(await emulator.allow("pia", f"https://slack.example/oauth/v2/authorize?{urlencode(asked)}"))
    assert (back.with_query(None), back.query["state"]) == (URL(REDIRECT), "s1")
    given = {"code": back.query["code"], "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
    async with emulator.session.post(f"{emulator.api}oauth.v2.access", data=given) as answer:
        installed = await answer.json()
    assert (installed["team"]["id"], installed["bot_user_id"]) == (TEAM, BOT_USER)
    assert installed["scope"] == "chat:write,users:read"


async def test_a_method_that_is_not_there_is_unknown(emulator: Emulator) -> None:
    with pytest.raises(SlackApiError, match="unknown_method"):
        await emulator.client().api_call("poems.write")


async def test_words_arrive_as_a_signed_event_with_all_its_fields(emulator: Emulator, ear: Ear, anna: Person) -> None:
    ts = await anna.says("Kaffe & <kakor>")
    (envelope,), event = ear.heard, ear.heard[0]["event"]
    assert ear.signed == [True]
    assert (envelope["type"], envelope["team_id"], envelope["api_app_id"]) == ("event_callback", TEAM, APP)
    assert envelope["authorizations"][0]["user_id"] == BOT_USER
    assert (event["type"], event["channel_type"], event["text"]) == ("message", "im", "Kaffe &amp; &lt;kakor&gt;")
    assert (event["user"], event["ts"], event["event_ts"]) == (anna.user, ts, ts)
    assert event.keys() >= {"client_msg_id", "team", "channel"}
    assert [delivery["status"] for delivery in (await emulator.record()).deliveries] == [200]


async def test_somebody_new_has_an_account_and_is_heard(emulator: Emulator, ear: Ear) -> None:
    await emulator.join("karin", "Karin Holm")
    await Person(emulator, "karin").says("Hej")
    assert ear.heard[0]["event"]["user"] == emulator.people["karin"]
    found = await emulator.client().users_info(user=emulator.people["karin"])
    assert found["user"]["real_name"] == "Karin Holm"


async def test_calls_are_told_with_what_came_of_them_and_by_whose_token(emulator: Emulator) -> None:
    before = len((await emulator.part("calls"))["calls"])
    sent = await emulator.client().chat_postMessage(channel=emulator.people["anna"], text="Hej")
    (call,) = (await emulator.part("calls", since=before))["calls"]
    assert (call["token"], call["channel"], call["ts"]) == (BOT_TOKEN, sent["channel"], sent["ts"])


async def test_only_what_was_subscribed_to_is_heard(emulator: Emulator, ear: Ear, anna: Person) -> None:
    await anna.says("Hej alla", channel="skovde-digest")
    await Person(emulator, "pia").says("Hej @bot", channel="ledning")
    assert ear.heard == []
    await anna.says("@bot hjälp", channel="skovde-digest")
    assert [heard["event"]["type"] for heard in ear.heard] == ["app_mention"]


async def test_the_bots_own_words_come_back_to_it_marked(emulator: Emulator, ear: Ear) -> None:
    await emulator.client().chat_postMessage(channel=emulator.people["anna"], text="Hej")
    record = await emulator.until(lambda record: record.deliveries)
    assert record.events()[0]["event"]["bot_id"] == BOT


async def test_a_press_says_what_was_pressed_and_what_was_ticked(emulator: Emulator, ear: Ear, anna: Person) -> None:
    boxes = {"type": "checkboxes", "action_id": "pick:0", "options": choices(3)}
    row = actions(boxes, button(1, value="42"), block_id="m0:audience")
    await emulator.client().chat_postMessage(channel=anna.user, text="Fråga", blocks=[row])
    await anna.presses((await emulator.history("anna"))[0], "Ta", ticks=("Val 0", "Val 2"))
    pressed = ear.heard[-1]
    assert (pressed["type"], pressed["actions"][0]["value"]) == ("block_actions", "42")
    ticked = pressed["state"]["values"]["m0:audience"]["pick:0"]["selected_options"]
    assert [one["value"] for one in ticked] == ["v0", "v2"]
    assert ear.signed[-1]
    assert (await emulator.client().views_open(trigger_id=pressed["trigger_id"], view=modal(entry(typed()))))["ok"]


async def test_a_dialog_is_sent_and_does_what_is_answered(emulator: Emulator, ear: Ear, anna: Person) -> None:
    asked = modal(entry(typed(initial_value="Frukosten"), label=plain("Behov")))
    await emulator.client().views_open(trigger_id=await emulator.trigger("anna"), view=asked)
    ear.answer = {"response_action": "errors", "errors": {"need": "Skriv mer"}}
    view = await emulator.modal("anna")
    assert view
    assert (await anna.sends(view)).body == ear.answer
    assert ear.heard[-1]["view"]["state"]["values"]["need"]["v"]["value"] == "Frukosten"
    ear.answer = {"response_action": "update", "view": modal(rich("Tack"))}
    await anna.sends(view, {"Behov": "Frukosten kommer sent"})
    assert ear.heard[-1]["view"]["state"]["values"]["need"]["v"]["value"] == "Frukosten kommer sent"
    thanked = await emulator.modal("anna")
    assert thanked
    assert thanked["blocks"] == [rich("Tack")]
    ear.answer = {}
    await anna.sends(thanked)
    assert await emulator.modal("anna") is None


async def test_a_command_a_shortcut_and_the_home_tab_arrive(emulator: Emulator, ear: Ear, anna: Person) -> None:
    await anna.commands("mina & dina")
    await anna.shortcut("tell")
    await anna.opens_home()
    command, shortcut, opened = ear.heard
    assert (command["command"], command["text"], command["user_id"]) == ("/ide", "mina & dina", anna.user)
    assert (shortcut["type"], shortcut["callback_id"]) == ("shortcut", "tell")
    assert (opened["event"]["type"], opened["event"]["tab"]) == ("app_home_opened", "home")
    assert ear.signed == [True] * 3


async def test_a_delivery_can_come_again_late_or_from_outside(emulator: Emulator, ear: Ear, anna: Person) -> None:
    await anna.says("Hej")
    (delivery,) = (await emulator.record()).deliveries
    await anna.deliver(delivery["body"], retry=1)
    await anna.deliver(delivery["body"], at=time.time() - 301)
    await Person(emulator, "anna", workspace="T0OUTSIDE").commands("ta 142")
    assert ear.heard[0] == ear.heard[1] == ear.heard[2]
    assert ear.headers[1]["X-Slack-Retry-Num"] == "1"
    assert ear.signed == [True, True, False, True]
    assert ear.heard[3]["team_id"] == "T0OUTSIDE"


async def test_a_call_can_fail_before_or_after_it_is_done(emulator: Emulator) -> None:
    there = {"channel": emulator.channels["skovde-coacher"], "text": "Hej"}
    await emulator.fault("chat.postMessage", 429, after=7)
    with pytest.raises(SlackApiError, match="ratelimited") as slow:
        await emulator.client().chat_postMessage(**there)
    assert slow.value.response.headers["Retry-After"] == "7"
    assert await emulator.history("skovde-coacher") == []
    await emulator.fault("chat.postMessage", 502, done=True)
    with pytest.raises(SlackApiError):
        await emulator.client().chat_postMessage(**there)
    await emulator.fault("chat.postMessage", cut=True, done=True)
    with pytest.raises(ClientError):
        await emulator.client().chat_postMessage(**there)
    assert len(await emulator.history("skovde-coacher")) == 2
    assert (await emulator.client().chat_postMessage(**there))["ok"]


async def test_what_slack_would_have_refused_is_told_afterwards() -> None:
    async with emulated() as emulator:
        there = {"channel": emulator.channels["skovde-coacher"], "text": "Hej <!channel>"}
        await emulator.client().chat_postMessage(**there, blocks=[{"type": "poem"}])
        told = refused(await emulator.record())
    assert [fault.partition(": ")[2].partition(":")[0] for fault in told] == ["blocks/0/type", "text"]
