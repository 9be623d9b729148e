"""The driver delivers what people do as Slack would, and does with the answers what Slack does."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.doubles.recording_bot import RecordingBot
from tests.doubles.slack import SlackDouble
from tests.doubles.slack_driver import Driver
from tests.doubles.slack_request import Json
from tests.doubles.slack_world import User

COACHES = "C0COACHES"


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text, "emoji": False}


def button(label: str, action_id: str, **more: str) -> Json:
    return {"type": "button", "text": plain(label), "action_id": action_id, **more}


def options(*pairs: tuple[str, str]) -> list[Json]:
    return [{"text": plain(label), "value": value} for value, label in pairs]


WHOM = {"type": "checkboxes", "action_id": "pick:0", "options": options(("a", "Brukare"), ("b", "Kollegor"))}
CARD = [
    {"type": "actions", "block_id": "b0", "elements": [button("Ta", "claim:0", value="1"), button("Visa", "show:1")]},
    {"type": "actions", "block_id": "m1:whom", "elements": [WHOM, button("Klar", "answer:1")]},
]
FORM: Json = {
    "type": "modal",
    "callback_id": "form",
    "private_metadata": "kept",
    "notify_on_close": True,
    "title": plain("Fråga"),
    "submit": plain("Skicka"),
    "blocks": [
        {"type": "input", "block_id": "text", "label": plain("Din fråga"),
         "element": {"type": "plain_text_input", "action_id": "v", "multiline": True, "max_length": 20}},
        {"type": "input", "block_id": "date", "label": plain("Svar senast"), "optional": True,
         "element": {"type": "datepicker", "action_id": "v", "initial_date": "2026-11-30"}},
        {"type": "input", "block_id": "how", "label": plain("Hur?"), "optional": True,
         "element": {"type": "radio_buttons", "action_id": "v", "options": options(("c", "Chatt"), ("t", "Telefon"))}},
        {"type": "input", "block_id": "who", "label": plain("Till vem?"), "optional": True, "element": WHOM},
    ],
}  # fmt: skip


async def opened(slack: SlackDouble, view: Json, user: str = "U0EVA") -> str:
    """A modal that the bot has opened for somebody."""
    client = AsyncWebClient("xoxb-skovde", base_url=slack.url)
    trigger = slack.world.trigger(slack.world.workspaces["T0SKOVDE"], user)
    return str((await client.views_open(trigger_id=trigger, view=view))["view"]["id"])


async def posted(slack: SlackDouble, channel: str, blocks: list[Json], **more: Any) -> str:
    """A message that the bot has posted."""
    client = AsyncWebClient("xoxb-skovde", base_url=slack.url)
    return str((await client.chat_postMessage(channel=channel, text="Kort", blocks=blocks, **more))["ts"])


# Words


async def test_a_message_to_the_bot_comes_complete_and_is_kept(
    slack: SlackDouble, bot: RecordingBot, people: Driver
) -> None:
    said = await people.say("U0ANNA", "Frukost < lunch & <!channel>")
    (told,) = bot.told
    assert (said.status, told["type"], told["api_app_id"], told["team_id"]) == (
        200, "event_callback", "A0IDESLUSS", "T0SKOVDE",
    )  # fmt: skip
    assert told["authorizations"][0]["user_id"] == "U0BOT"
    event = told["event"]
    assert (event["channel"], event["channel_type"], event["ts"]) == ("D0ANNA", "im", said.ts)
    assert event["text"] == "Frukost &lt; lunch &amp; &lt;!channel&gt;"
    assert event["client_msg_id"]
    assert [message.said for message in slack.messages("U0ANNA")] == ["Frukost < lunch & <!channel>"]


async def test_addresses_in_a_message_become_links(bot: RecordingBot, people: Driver) -> None:
    await people.say("U0ANNA", "Se https://skovde.se/x?a=1&b=2, skovde.se eller anna@skovde.se.")
    assert bot.told[0]["event"]["text"] == (
        "Se <https://skovde.se/x?a=1&amp;b=2>, <http://skovde.se|skovde.se> eller "
        "<mailto:anna@skovde.se|anna@skovde.se>."
    )


async def test_a_reply_names_its_thread(slack: SlackDouble, bot: RecordingBot, people: Driver) -> None:
    root = await posted(slack, "U0ANNA", CARD)
    reply = await people.say("U0ANNA", "Svar", thread_ts=root)
    assert (bot.told[0]["event"]["thread_ts"], bot.told[0]["event"]["parent_user_id"]) == (root, "U0BOT")
    assert [message.ts for message in slack.messages("U0ANNA", thread=root)] == [root, reply.ts]


async def test_a_mention_begins_with_the_bot(bot: RecordingBot, people: Driver) -> None:
    await people.mention("U0ANNA", "C0DIGEST", "hjälp")
    event = bot.told[0]["event"]
    assert (event["type"], event["text"]) == ("app_mention", "<@U0BOT> hjälp")
    assert "channel_type" not in event


async def test_a_changed_message_comes_with_what_it_was(bot: RecordingBot, people: Driver) -> None:
    said = await people.say("U0ANNA", "Först")
    await people.say("U0ANNA", "Sedan", edited=said.ts)
    await people.erase("U0ANNA", said.ts)
    changed, erased = bot.told[1]["event"], bot.told[2]["event"]
    assert changed["subtype"] == "message_changed"
    assert (changed["message"]["text"], changed["previous_message"]["text"]) == ("Sedan", "Först")
    assert (erased["subtype"], erased["deleted_ts"]) == ("message_deleted", said.ts)


async def test_the_bots_own_words_are_told_with_their_metadata(
    slack: SlackDouble, bot: RecordingBot, people: Driver
) -> None:
    metadata = {"event_type": "idea", "event_payload": {"key": "1"}}
    ts = await posted(slack, COACHES, CARD, metadata=metadata)
    await people.echo(COACHES, ts)
    assert bot.told[0]["event"]["bot_id"] == "B0BOT"
    assert bot.told[0]["event"]["metadata"] == metadata


async def test_somebody_from_another_workspace_is_told_apart(
    slack: SlackDouble, bot: RecordingBot, people: Driver
) -> None:
    team = slack.world.workspaces["T0SKOVDE"]
    team.users["U0GUEST"] = User("U0GUEST", "guest", team="T0ELSEWHERE")
    team.channels[COACHES].is_ext_shared = True
    await posted(slack, COACHES, CARD)
    await people.mention("U0GUEST", COACHES, "hej")
    await people.press("U0GUEST", COACHES, label="Ta")
    assert (bot.told[0]["event"]["user_team"], bot.told[0]["is_ext_shared_channel"]) == ("T0ELSEWHERE", True)
    assert bot.told[1]["user"]["team_id"] == "T0ELSEWHERE"
    assert bot.told[1]["team"]["id"] == "T0SKOVDE"


async def test_the_answer_to_a_command_is_for_one_person(slack: SlackDouble, bot: RecordingBot, people: Driver) -> None:
    bot.answer = {"response_type": "ephemeral", "text": "Du har inga idéer"}
    await people.command("U0EVA", COACHES, "mina")
    (told,) = bot.told
    assert (told["command"], told["text"], told["channel_id"]) == ("/ide", "mina", COACHES)
    assert "thread_ts" not in told
    assert told["trigger_id"] in slack.world.triggers
    assert [(e.user, e.said, e.via) for e in slack.ephemerals] == [("U0EVA", "Du har inga idéer", "command")]


# Presses


async def test_a_press_finds_the_newest_button_with_the_label(
    slack: SlackDouble, bot: RecordingBot, people: Driver
) -> None:
    await posted(slack, COACHES, CARD)
    ts = await posted(slack, COACHES, CARD)
    await people.press("U0EVA", COACHES, label="Ta")
    (told,) = bot.told
    assert told["container"] == {
        "type": "message", "message_ts": ts, "channel_id": COACHES, "is_ephemeral": False,
    }  # fmt: skip
    (action,) = told["actions"]
    assert (action["action_id"], action["block_id"], action["value"]) == ("claim:0", "b0", "1")
    assert told["message"]["blocks"][0]["block_id"] == "b0"


async def test_each_tick_is_told_and_the_button_brings_them_all(
    slack: SlackDouble, bot: RecordingBot, people: Driver
) -> None:
    await posted(slack, "U0ANNA", CARD)
    await people.press("U0ANNA", "U0ANNA", label="Klar", ticks=("Brukare", "Kollegor"))
    assert [told["actions"][0]["action_id"] for told in bot.told] == ["pick:0", "pick:0", "answer:1"]
    ticked = bot.told[-1]["state"]["values"]["m1:whom"]["pick:0"]["selected_options"]
    assert [option["value"] for option in ticked] == ["a", "b"]


async def test_an_option_of_a_menu_is_pressed_by_its_label(
    slack: SlackDouble, bot: RecordingBot, people: Driver
) -> None:
    menu = {"type": "static_select", "action_id": "answer:0", "options": options(("a", "Vård"), ("b", "Skola"))}
    await posted(slack, "U0ANNA", [{"type": "actions", "elements": [menu]}])
    await people.press("U0ANNA", "U0ANNA", label="Skola")
    assert bot.told[0]["actions"][0]["selected_option"]["value"] == "b"
    (values,) = bot.told[0]["state"]["values"].values()
    assert values["answer:0"]["selected_option"]["value"] == "b"


async def test_only_its_reader_can_press_what_only_one_sees(
    slack: SlackDouble, bot: RecordingBot, people: Driver
) -> None:
    client = AsyncWebClient("xoxb-skovde", base_url=slack.url)
    await client.chat_postEphemeral(channel=COACHES, user="U0EVA", text="Säkert?", blocks=CARD)
    await people.press("U0EVA", COACHES, label="Ta")
    assert bot.told[0]["container"]["is_ephemeral"]
    assert "message" not in bot.told[0]
    with pytest.raises(AssertionError, match="U0HAKAN sees nothing like 'Ta'"):
        await people.press("U0HAKAN", COACHES, label="Ta")


async def test_a_response_url_replaces_what_was_pressed_five_times(
    slack: SlackDouble, bot: RecordingBot, people: Driver
) -> None:
    client = AsyncWebClient("xoxb-skovde", base_url=slack.url)
    await client.chat_postEphemeral(channel=COACHES, user="U0EVA", text="Säkert?", blocks=CARD)
    await people.press("U0EVA", COACHES, label="Ta")
    body, statuses = {"replace_original": True, "text": "Klart"}, []
    async with aiohttp.ClientSession() as session:
        for _ in range(6):
            async with session.post(bot.told[0]["response_url"], json=body) as answer:
                statuses.append(answer.status)
    assert statuses == [200] * 5 + [404]
    assert slack.ephemerals[0].said == "Klart"


# Forms


async def test_a_sent_form_brings_everything_that_was_filled_in(
    slack: SlackDouble, bot: RecordingBot, people: Driver
) -> None:
    view_id = await opened(slack, FORM)
    await people.submit("U0EVA", view_id, {"Din fråga": "När?", "how": "Telefon", "Till vem?": ("Brukare",)})
    view = bot.told[0]["view"]
    values = view["state"]["values"]
    assert (view["private_metadata"], view["root_view_id"], view["callback_id"]) == ("kept", view_id, "form")
    assert values["text"]["v"] == {"type": "plain_text_input", "value": "När?"}
    assert values["date"]["v"] == {"type": "datepicker", "selected_date": "2026-11-30"}
    assert values["how"]["v"]["selected_option"]["value"] == "t"
    assert [option["value"] for option in values["who"]["pick:0"]["selected_options"]] == ["a"]
    assert slack.modal("U0EVA") is None


async def test_errors_leave_the_form_open_with_what_was_typed(
    slack: SlackDouble, bot: RecordingBot, people: Driver
) -> None:
    await opened(slack, FORM)
    bot.answer = {"response_action": "errors", "errors": {"text": "Skriv mer."}}
    await people.submit("U0EVA", values={"text": "Va?"})
    view = slack.modal("U0EVA")
    assert view
    assert view.errors == {"text": "Skriv mer."}
    bot.answer = ""
    await people.submit("U0EVA")
    assert bot.told[-1]["view"]["state"]["values"]["text"]["v"]["value"] == "Va?"
    assert slack.modal("U0EVA") is None


async def test_a_form_goes_on_to_the_next_step_and_to_one_on_top(
    slack: SlackDouble, bot: RecordingBot, people: Driver
) -> None:
    view_id = await opened(slack, FORM)
    bot.answer = {"response_action": "update", "view": {**FORM, "title": plain("Steg 2")}}
    await people.submit("U0EVA", values={"text": "Va?"})
    view = slack.modal("U0EVA")
    assert view
    assert (view.id, view.body["title"]["text"]) == (view_id, "Steg 2")
    bot.answer = {"response_action": "push", "view": FORM}
    await people.submit("U0EVA")
    assert [view.previous for view in slack.view.stacks["U0EVA"]] == ["", view_id]
    bot.answer = {"response_action": "clear"}
    await people.submit("U0EVA", values={"text": "Va?"})
    assert slack.modal("U0EVA") is None


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (500, ""),
        (200, "ok"),
        (200, {"response_action": "errors", "errors": {"nowhere": "Fel"}}),
        (200, {"response_action": "update", "view": {**FORM, "title": plain("x" * 25)}}),
    ],
)
async def test_an_answer_slack_cannot_use_leaves_a_complaint(
    slack: SlackDouble, bot: RecordingBot, people: Driver, status: int, answer: Json | str
) -> None:
    await opened(slack, FORM)
    bot.status, bot.answer = status, answer
    sent = await people.submit("U0EVA", values={"text": "Va?"})
    assert sent.trouble.startswith("We had some trouble connecting")
    assert slack.modal("U0EVA")


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({}, "does not send a form without"),
        ({"text": "x" * 21}, "more than 20 characters"),
        ({"text": "a", "date": "i morgon"}, "a date is picked"),
        ({"text": "a", "how": "Brev"}, "0 options are 'Brev'"),
        ({"text": "a", "Färg": "blå"}, "0 fields are called 'Färg'"),
    ],
)
async def test_what_slack_lets_nobody_do_fails_the_test(
    slack: SlackDouble, people: Driver, values: dict[str, str], why: str
) -> None:
    await opened(slack, FORM)
    with pytest.raises(AssertionError, match=why):
        await people.submit("U0EVA", values=values)


async def test_a_form_that_is_put_away_is_told_when_it_was_asked_for(
    slack: SlackDouble, bot: RecordingBot, people: Driver
) -> None:
    await opened(slack, FORM)
    people.fill("U0EVA", {"text": "Halvvägs"})
    await people.close_view("U0EVA")
    assert (bot.told[0]["type"], bot.told[0]["is_cleared"]) == ("view_closed", False)
    assert bot.told[0]["view"]["state"]["values"]["text"]["v"]["value"] == "Halvvägs"
    await opened(slack, {**FORM, "notify_on_close": False})
    assert await people.close_view("U0EVA") is None


async def test_buttons_in_modals_and_home_tabs_are_pressed(
    slack: SlackDouble, bot: RecordingBot, people: Driver
) -> None:
    client = AsyncWebClient("xoxb-skovde", base_url=slack.url)
    await client.views_publish(user_id="U0EVA", view={"type": "home", "blocks": CARD})
    await opened(slack, {**FORM, "blocks": [*FORM["blocks"], CARD[0]]})
    people.fill("U0EVA", {"text": "Halvvägs"})
    await people.press_home("U0EVA", action_id="show")
    await people.press_modal("U0EVA", label="Visa")
    home, modal = bot.told
    assert (home["container"]["type"], home["view"]["type"]) == ("view", "home")
    assert modal["view"]["state"]["values"]["text"]["v"]["value"] == "Halvvägs"
    assert modal["trigger_id"] in slack.world.triggers


# What else Slack tells


async def test_shortcuts_bring_a_trigger_and_the_message(slack: SlackDouble, bot: RecordingBot, people: Driver) -> None:
    said = await people.write("U0EVA", "C0FIKA", "Kaffet är slut")
    await people.shortcut("U0ANNA", "new")
    await people.message_shortcut("U0ANNA", "C0FIKA", said.ts, "to_idea")
    _, anywhere, on_message = bot.told
    assert (anywhere["type"], anywhere["callback_id"]) == ("shortcut", "new")
    assert (on_message["type"], on_message["message"]["text"]) == ("message_action", "Kaffet är slut")
    assert on_message["message"]["user"] == "U0EVA"


async def test_an_opened_home_tab_comes_with_what_was_published(
    slack: SlackDouble, bot: RecordingBot, people: Driver
) -> None:
    await people.home_opened("U0ANNA")
    client = AsyncWebClient("xoxb-skovde", base_url=slack.url)
    await client.views_publish(user_id="U0ANNA", view={"type": "home", "blocks": CARD})
    await people.home_opened("U0ANNA", tab="messages")
    first, second = (told["event"] for told in bot.told)
    assert (first["tab"], "view" in first) == ("home", False)
    assert (second["tab"], second["view"]["type"]) == ("messages", "home")


async def test_the_token_is_dead_when_the_app_is_gone(slack: SlackDouble, bot: RecordingBot, people: Driver) -> None:
    client = AsyncWebClient("xoxb-skovde", base_url=slack.url)
    await people.tokens_revoked()
    assert bot.told[0]["event"]["tokens"] == {"oauth": [], "bot": ["U0BOT"]}
    with pytest.raises(Exception, match="token_revoked"):
        await client.auth_test()
    await people.uninstalled()
    with pytest.raises(Exception, match="account_inactive"):
        await client.auth_test()


async def test_slack_checks_the_address_before_it_uses_it(bot: RecordingBot, people: Driver) -> None:
    await people.url_verification("prove it")
    await people.ssl_check()
    assert (bot.told[0]["type"], bot.told[0]["challenge"]) == ("url_verification", "prove it")
    assert bot.told[1]["ssl_check"] == "1"
