"""How the driver delivers: signed or wrongly so, again, in another order, and what becomes of it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.doubles.clock import Hands
from tests.doubles.recording_bot import RecordingBot
from tests.doubles.slack import SlackDouble
from tests.doubles.slack_driver import Driver
from tests.doubles.slack_transport import Held


@pytest.mark.parametrize(
    "changes",
    [
        {"secret": "another"},
        {"skew": 301},
        {"skew": -301},
        {"signature": "v0=abc"},
        {"without": ("X-Slack-Signature",)},
        {"without": ("X-Slack-Request-Timestamp",)},
    ],
    ids=str,
)
async def test_what_is_not_rightly_signed_is_refused(
    bot: RecordingBot, people: Driver, changes: dict[str, Any]
) -> None:
    refused = await people.signed(**changes).say("U0ANNA", "Hej")
    assert (refused.status, bot.told) == (401, [])
    assert (await people.say("U0ANNA", "Hej")).ok


async def test_the_same_delivery_comes_again_unchanged(bot: RecordingBot, people: Driver) -> None:
    said = await people.say("U0ANNA", "Hej")
    await people.again(said)
    await people.again(said, retry=2, reason="http_error")
    assert bot.told[0] == bot.told[1] == bot.told[2]
    assert [headers.get("X-Slack-Retry-Num") for headers in bot.headers] == [None, None, "2"]
    assert bot.headers[2]["X-Slack-Retry-Reason"] == "http_error"


async def test_an_event_is_tried_four_times_until_it_is_taken(bot: RecordingBot, people: Driver) -> None:
    held = Held()
    await people.holding(held).say("U0ANNA", "Hej")
    bot.status = 503
    assert (await people.insist(held.parcels[0])).status == 503
    assert [headers.get("X-Slack-Retry-Num") for headers in bot.headers] == [None, "1", "2", "3"]


async def test_what_is_held_back_can_come_in_another_order(bot: RecordingBot, people: Driver) -> None:
    held = Held()
    for text in ("Först", "Sedan"):
        await people.holding(held).say("U0ANNA", text)
    for parcel in reversed(held.parcels):
        await people.deliver(parcel)
    assert [told["event"]["text"] for told in bot.told] == ["Sedan", "Först"]


async def test_a_bot_that_is_down_is_told_from_one_that_says_no(slack: SlackDouble) -> None:
    async with Driver(slack, "http://127.0.0.1:9/slack/events") as people:
        said = await people.say("U0ANNA", "Hej")
    assert (said.status, said.trouble) == (0, "ClientConnectorError")


async def test_time_moves_only_when_it_is_told_to(slack: SlackDouble, clock: Hands, people: Driver) -> None:
    first = await people.say("U0ANNA", "Hej")
    clock.turn(60)
    assert float((await people.say("U0ANNA", "Hej")).ts) - float(first.ts) == 60


async def test_a_shared_channel_is_told_once_for_each_workspace(bot: RecordingBot, people: Driver) -> None:
    said = await people.mention("U0EVA", "C0COACHES", "hjälp")
    await people.deliver(said.parcel.changed(event_id="Ev2", context_team_id="T0OTHER"))
    assert bot.told[0]["event"] == bot.told[1]["event"]
    assert (bot.told[0]["event_id"] != "Ev2", bot.told[1]["event_id"]) == (True, "Ev2")


async def test_a_message_can_hold_more_than_words(bot: RecordingBot, people: Driver) -> None:
    await people.say("U0ANNA", "Så här ser det ut", subtype="file_share", files=[{"id": "F1", "name": "bild.png"}])
    assert (bot.told[0]["event"]["subtype"], bot.told[0]["event"]["files"][0]["id"]) == ("file_share", "F1")


async def test_slack_tells_when_it_has_dropped_events(bot: RecordingBot, people: Driver) -> None:
    await people.app_rate_limited()
    assert (bot.told[0]["type"], bot.told[0]["team_id"]) == ("app_rate_limited", "T0SKOVDE")
