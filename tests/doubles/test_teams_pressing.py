"""The driver of Teams' double presses what a person sees, and does with the bot's answers what Teams does."""

from __future__ import annotations

from typing import Any

import pytest

from tests.doubles.teams import TeamsDouble
from tests.doubles.teams_driver import Driver
from tests.doubles.teams_recording_bot import (
    Caller,
    RecordingTeamsBot,
    beside,
    block,
    button,
    card,
    dialog,
    in_place,
    message,
    opener,
)
from tests.doubles.teams_world import guid, thread_id

Json = dict[str, Any]
COACHES = thread_id("coacher")
CARD = card(block("SKO-1"), actions=(button("Ta"), button("Visa", "show"), opener("Fråga")))
WHO = {
    "type": "Input.ChoiceSet", "id": "choices", "label": "För vem?", "isMultiSelect": True,
    "choices": [{"title": "Brukare", "value": "b"}, {"title": "Kollegor", "value": "k"}],
}  # fmt: skip
NEED = {"type": "Input.Text", "id": "need", "label": "Vad?", "isRequired": True, "errorMessage": "Skriv något"}
SEND = {"type": "Action.Submit", "title": "Skicka", "data": {"idesluss": {"a": "form", "v": ""}}}
FORM = card(NEED, WHO, actions=(SEND, SEND | {"title": "Spara", "data": {"idesluss": {"a": "keep", "v": ""}}}))


async def posted(caller: Caller, shown: Json = CARD) -> str:
    """A card in the coaches' channel; its id."""
    _, begun = await caller.begin(COACHES, message(shown))
    return str(begun["activityId"])


# Cards


async def test_a_press_rides_on_its_own_answer(
    teams: TeamsDouble, caller: Caller, teams_bot: RecordingTeamsBot, colleagues: Driver
) -> None:
    root = await posted(caller)
    teams_bot.answer = in_place(card(block("Du har tagit SKO-1")))
    answer = await colleagues.press("eva", "coacher", label="Ta")
    told = teams_bot.last
    assert (told["type"], told["name"], told["replyToId"]) == ("invoke", "adaptiveCard/action", root)
    assert told["value"] == {
        "action": {
            "type": "Action.Execute", "title": "Ta", "verb": "claim", "data": {"idesluss": {"a": "claim", "v": "Ta"}},
        },
        "trigger": "manual",
    }  # fmt: skip
    assert told["conversation"]["id"] == f"{COACHES};messageid={root}"
    assert told["id"].startswith("f:")
    assert (answer.ok, answer.trouble) == (True, "")


async def test_the_card_of_the_answer_is_seen_by_the_one_who_pressed_until_all_see_another(
    teams: TeamsDouble, caller: Caller, teams_bot: RecordingTeamsBot, colleagues: Driver
) -> None:
    root = await posted(caller)
    teams_bot.answer = in_place(card(block("Din"), actions=(button("Släpp"),)))
    await colleagues.press("eva", "coacher", label="Ta")
    (post,) = teams.messages("coacher")
    assert (post.said_to(guid("eva")), post.labels(guid("eva"))) == ("Din\nSläpp", ["Släpp"])
    assert post.labels(guid("hakan")) == ["Ta", "Visa", "Fråga"]
    with pytest.raises(AssertionError, match="eva sees nothing like 'Ta' in coacher"):
        await colleagues.press("eva", "coacher", label="Ta")
    await colleagues.press("hakan", "coacher", label="Ta")
    await caller.put(f"{COACHES};messageid={root}", root, message(card(block("Evas"))))
    assert {post.said_to(guid(who)) for who in ("eva", "hakan", "marta")} == {"Evas"}
    assert [(shown.how, shown.user, shown.message) for shown in teams.shown] == [
        ("card", guid("eva"), root), ("card", guid("hakan"), root),
    ]  # fmt: skip


async def test_words_of_the_answer_leave_the_card_as_it_is(
    teams: TeamsDouble, caller: Caller, teams_bot: RecordingTeamsBot, colleagues: Driver
) -> None:
    await posted(caller)
    teams_bot.answer = beside("Eva hann före.")
    await colleagues.press("hakan", "coacher", verb="claim")
    assert [(shown.how, shown.text) for shown in teams.shown] == [("told", "Eva hann före.")]
    assert teams.messages("coacher")[0].labels(guid("hakan")) == ["Ta", "Visa", "Fråga"]


@pytest.mark.parametrize(
    ("status", "answer", "trouble"),
    [
        (503, "", "Unable to reach app"),
        (200, "", "Something went wrong"),
        (200, "ok", "Something went wrong"),
        (200, {"statusCode": 200, "type": "application/json", "value": {}}, "Something went wrong"),
        (200, {"statusCode": 500, "type": "application/vnd.microsoft.error", "value": {}}, "Something went wrong"),
        (200, in_place(card({"type": "Marquee"})), "Marquee cannot stand here"),
    ],
)
async def test_an_answer_teams_cannot_use_is_complained_of(
    caller: Caller, teams_bot: RecordingTeamsBot, colleagues: Driver, status: int, answer: object, trouble: str
) -> None:
    await posted(caller)
    teams_bot.status, teams_bot.answer = status, answer
    assert trouble in (await colleagues.press("eva", "coacher", label="Ta")).trouble


async def test_what_was_filled_in_goes_along_and_is_gone_with_the_card(
    teams: TeamsDouble, caller: Caller, teams_bot: RecordingTeamsBot, colleagues: Driver
) -> None:
    own = (await caller.open(guid("anna")))[1]["id"]
    _, asked = await caller.post(own, message(card(WHO, NEED, actions=(button("Välj"),))))
    with pytest.raises(AssertionError, match="does not send a card without"):
        await colleagues.press("anna", label="Välj", ticks=("Brukare",))
    teams_bot.answer = beside("Tack")
    colleagues.fill_card("anna", "", asked["id"], {"need": "Kaffe"})
    await colleagues.press("anna", label="Välj", ticks=("Kollegor",))
    sent = teams_bot.last["value"]["action"]["data"]
    assert sent == {"idesluss": {"a": "claim", "v": "Välj"}, "choices": "b,k", "need": "Kaffe"}
    assert teams_bot.last["conversation"]["id"] == own
    teams_bot.answer = in_place(card(NEED, actions=(button("Välj"),)))
    await colleagues.press("anna", label="Välj", fields={"Vad?": "Te"})
    with pytest.raises(AssertionError, match="does not send a card without"):
        await colleagues.press("anna", label="Välj")
    await caller.put(own, asked["id"], message(card(NEED, actions=(button("Välj"),))))
    colleagues.fill_card("anna", "", asked["id"], {"need": "Te"})
    await caller.put(own, asked["id"], message(card(NEED, actions=(button("Välj"),))))
    with pytest.raises(AssertionError, match="does not send a card without"):
        await colleagues.press("anna", label="Välj")


async def test_buttons_of_one_name_are_told_apart_by_what_they_send(
    caller: Caller, teams_bot: RecordingTeamsBot, colleagues: Driver
) -> None:
    teams_bot.answer = beside("Hej")
    same = [button("Visa", data={"idesluss": {"a": "show", "v": f"SKO-{n}"}}) for n in (1, 2)]
    await posted(caller, card(block("Kö"), actions=(same[0], same[1])))
    with pytest.raises(AssertionError, match="2 things to press are 'Visa'"):
        await colleagues.press("eva", "coacher", label="Visa")
    await colleagues.press("eva", "coacher", label="Visa", value="SKO-2")
    assert teams_bot.last["value"]["action"]["data"]["idesluss"]["v"] == "SKO-2"


async def test_a_double_click_is_two_activities(
    caller: Caller, teams_bot: RecordingTeamsBot, colleagues: Driver
) -> None:
    await posted(caller)
    teams_bot.answer = in_place(card(block("Din")))
    answers = await colleagues.double_click("eva", "coacher", label="Ta")
    assert [answer.ok for answer in answers] == [True, True]
    one, other = teams_bot.told
    assert one["id"] != other["id"]
    assert one["value"] == other["value"]


async def test_an_old_client_sends_a_message_without_words(
    teams: TeamsDouble, caller: Caller, teams_bot: RecordingTeamsBot, colleagues: Driver
) -> None:
    root = await posted(caller)
    await colleagues.on_old_client().press("eva", "coacher", label="Ta")
    told = teams_bot.last
    assert (told["type"], told["replyToId"], "text" in told) == ("message", root, False)
    assert told["value"] == {"idesluss": {"a": "claim", "v": "Ta"}}
    assert told["id"].isdigit()
    assert len(teams.messages("coacher")) == 1
    await posted(caller, card(block("Nytt"), actions=(button("Ny", fallback="drop"),)))
    with pytest.raises(AssertionError, match="an old client does not show 'Ny'"):
        await colleagues.on_old_client().press("eva", "coacher", label="Ny")


async def test_only_its_reader_presses_what_only_one_sees(
    teams: TeamsDouble, caller: Caller, teams_bot: RecordingTeamsBot, colleagues: Driver
) -> None:
    said = await colleagues.slash("eva", "coacher", "mina")
    only = {"recipient": {"id": teams.world.person("eva").id}}
    shown = message(card(block("Dina"), actions=(button("Släpp"),))) | only
    await caller.post(f"{COACHES};messageid={said.id}", shown, targeted=True)
    with pytest.raises(AssertionError, match="hakan sees nothing like 'Släpp'"):
        await colleagues.press("hakan", "coacher", label="Släpp")
    teams_bot.answer = beside("Släppt")
    assert not (await colleagues.press("eva", "coacher", label="Släpp")).trouble
    assert teams_bot.last["conversation"]["id"] == f"{COACHES};messageid={said.id}"


async def test_the_newest_card_with_the_label_is_pressed(
    caller: Caller, teams_bot: RecordingTeamsBot, colleagues: Driver
) -> None:
    teams_bot.answer = beside("Hej")
    first, second = await posted(caller), await posted(caller)
    await colleagues.press("eva", "coacher", label="✓ Ta")
    await colleagues.press("eva", "coacher", first, label="Ta")
    assert [told["replyToId"] for told in teams_bot.told] == [second, first]


# Dialogs


async def test_a_dialog_opens_goes_on_and_closes(
    teams: TeamsDouble, caller: Caller, teams_bot: RecordingTeamsBot, colleagues: Driver
) -> None:
    root = await posted(caller)
    teams_bot.answers = {"task/fetch": dialog(FORM), "task/submit": dialog(card(NEED, actions=(SEND,)), "Mer")}
    assert not (await colleagues.press("eva", "coacher", label="Fråga")).trouble
    fetched = teams_bot.last
    assert (fetched["name"], fetched["replyToId"]) == ("task/fetch", root)
    assert fetched["value"] == {
        "data": {"msteams": {"type": "task/fetch"}, "idesluss": {"a": "form", "v": ""}},
        "context": {"theme": "default"},
    }  # fmt: skip
    shown = teams.dialog("eva")
    assert shown
    assert shown.said == "Berätta\nVad?\nFör vem?\nBrukare\nKollegor\nSkicka\nSpara"
    await colleagues.submit("eva", {"Vad?": "Kaffe"}, ticks=("Brukare",), label="Spara")
    sent = teams_bot.last
    assert (sent["name"], "replyToId" in sent) == ("task/submit", False)
    assert sent["value"]["data"] == {"idesluss": {"a": "keep", "v": ""}, "need": "Kaffe", "choices": "b"}
    assert sent["conversation"]["id"] == f"{COACHES};messageid={root}"
    again = teams.dialog("eva")
    assert again
    assert (again.title, again.typed) == ("Mer", {})
    teams_bot.answers["task/submit"] = ""
    await colleagues.submit("eva", {"need": "Te"})
    assert teams.dialog("eva") is None
    assert [shown.how for shown in teams.shown] == ["dialog", "dialog", "closed"]


async def test_a_dialog_may_end_with_words(
    teams: TeamsDouble, caller: Caller, teams_bot: RecordingTeamsBot, colleagues: Driver
) -> None:
    await posted(caller)
    teams_bot.answers = {
        "task/fetch": dialog(FORM), "task/submit": {"task": {"type": "message", "value": "Tack!"}},
    }  # fmt: skip
    await colleagues.press("eva", "coacher", label="Fråga")
    await colleagues.submit("eva", {"need": "Kaffe"})
    shown = teams.dialog("eva")
    assert shown
    assert (shown.text, shown.card, shown.labels) == ("Tack!", None, [])
    with pytest.raises(AssertionError, match="there is nothing to fill in: Tack!"):
        await colleagues.submit("eva")
    colleagues.close("eva")
    with pytest.raises(AssertionError, match="eva has no dialog before them"):
        colleagues.close("eva")


@pytest.mark.parametrize(
    "answer",
    [
        "",
        {"task": {"type": "continue", "value": {"title": "Utan kort", "height": "small", "width": "small"}}},
        dialog(FORM, ""),
        dialog(card(NEED, actions=(button("Ta"),))),
        {"task": {"type": "message", "value": {}}},
        {"composeExtension": {"type": "result"}},
    ],
)
async def test_a_dialog_teams_cannot_show_is_not_shown(
    teams: TeamsDouble, caller: Caller, teams_bot: RecordingTeamsBot, colleagues: Driver, answer: object
) -> None:
    await posted(caller)
    teams_bot.answer = answer
    assert (await colleagues.press("eva", "coacher", label="Fråga")).trouble.startswith("Something went wrong")
    assert teams.dialog("eva") is None


async def test_words_alone_open_no_dialog(
    teams: TeamsDouble, caller: Caller, teams_bot: RecordingTeamsBot, colleagues: Driver
) -> None:
    root = await posted(caller)
    teams_bot.answer = {"task": {"type": "message", "value": "Tack!"}}
    for answer in (
        await colleagues.press("eva", "coacher", label="Fråga"),
        await colleagues.use("eva", "make_idea", "coacher", root),
        await colleagues.use("eva", "tell", "coacher"),
    ):
        assert answer.trouble.startswith("Something went wrong")
    assert [told["name"] for told in teams_bot.told] == ["task/fetch", *["composeExtension/fetchTask"] * 2]
    assert (teams.dialog("eva"), teams.shown) == (None, [])


async def test_a_dialog_that_could_not_be_sent_keeps_what_was_typed(
    teams: TeamsDouble, caller: Caller, teams_bot: RecordingTeamsBot, colleagues: Driver
) -> None:
    await posted(caller)
    teams_bot.answer = dialog(FORM)
    await colleagues.press("eva", "coacher", label="Fråga")
    with pytest.raises(AssertionError, match="does not send a card without"):
        await colleagues.submit("eva")
    teams_bot.status = 503
    assert (await colleagues.submit("eva", {"need": "Kaffe"})).trouble.startswith("Unable to reach app")
    teams_bot.status, teams_bot.answer = 200, ""
    assert not (await colleagues.submit("eva")).trouble
    assert teams_bot.last["value"]["data"]["need"] == "Kaffe"


# Commands of the message extension


async def test_a_command_brings_the_message_that_it_was_chosen_on(
    teams: TeamsDouble, teams_bot: RecordingTeamsBot, colleagues: Driver
) -> None:
    known = colleagues.write("nils", "Fika", "Kaffet är <slut>, @Anna Lind", mentioned=("anna",))
    teams_bot.answers = {"composeExtension/fetchTask": dialog(FORM), "composeExtension/submitAction": {}}
    assert not (await colleagues.use("anna", "make_idea", "Fika", known)).trouble
    asked = teams_bot.last
    payload = asked["value"].pop("messagePayload")
    assert (asked["value"]["commandId"], asked["value"]["commandContext"]) == ("make_idea", "message")
    assert asked["conversation"]["id"] == f"{thread_id('Fika')};messageid={known}"
    assert (payload["id"], payload["from"]["user"]["id"], payload["from"]["application"]) == (known, guid("nils"), None)
    assert payload["linkToMessage"] == f"https://teams.microsoft.com/l/message/{thread_id('Fika')}/{known}"
    assert payload["body"]["content"] == ('<div><div>Kaffet är &lt;slut&gt;, <at id="0">Anna Lind</at></div>\n</div>')
    assert payload["mentions"][0]["mentioned"]["user"]["id"] == guid("anna")
    await colleagues.submit("anna", {"need": "Kaffe"})
    sent = teams_bot.last
    assert (sent["name"], sent["value"]["commandId"]) == ("composeExtension/submitAction", "make_idea")
    assert sent["value"]["data"]["need"] == "Kaffe"
    assert teams.dialog("anna") is None


async def test_a_command_on_the_bots_card_tells_that_a_bot_wrote_it(
    caller: Caller, teams_bot: RecordingTeamsBot, colleagues: Driver
) -> None:
    known = await posted(caller)
    teams_bot.answer = dialog(FORM)
    await colleagues.use("eva", "make_idea", "coacher", known, text="<p>Annat</p>")
    payload = teams_bot.last["value"]["messagePayload"]
    assert (payload["from"]["user"], payload["from"]["application"]["displayName"]) == (None, "Idéslussen")
    assert payload["body"]["content"] == '<p>Annat</p><attachment id="0"></attachment>'


async def test_a_command_comes_from_where_one_writes(
    teams: TeamsDouble, teams_bot: RecordingTeamsBot, colleagues: Driver
) -> None:
    teams_bot.answer = dialog(FORM)
    await colleagues.use("anna", "tell", "Alla")
    assert teams_bot.last["conversation"]["id"] == thread_id("Alla")
    assert (teams_bot.last["value"]["commandContext"], "messagePayload" in teams_bot.last["value"]) == (
        "compose",
        False,
    )
    chat = teams.world.tenant_of(teams.world.person("anna")).between("anna", "nils")
    await colleagues.use("anna", "tell", chat.id)
    assert teams_bot.last["conversation"] == {
        "conversationType": "personal", "tenantId": chat.tenant, "id": chat.id,
    }  # fmt: skip
    await colleagues.use("anna", "tell", chat.id, context="commandBox", tells_where=False)
    assert (teams_bot.last["value"]["commandContext"], "conversation" in teams_bot.last) == ("commandBox", False)
    await colleagues.submit("anna", {"need": "Kaffe"})
    assert "conversation" not in teams_bot.last
    with pytest.raises(AssertionError, match="eva is not in 19:"):
        await colleagues.use("eva", "tell", chat.id)
