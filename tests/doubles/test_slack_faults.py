"""The double of Slack fails on demand: before or after it has done what was asked, and late."""

from __future__ import annotations

from random import Random

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.doubles.clock import Hands
from tests.doubles.conftest import error_of
from tests.doubles.faults import (
    RANDOM,
    Fault,
    cut,
    cut_after_recording,
    failed,
    failed_after_recording,
    garbled,
    hang,
    hang_after_recording,
    late,
    seeded,
)
from tests.doubles.slack import SlackDouble
from tests.doubles.slack_faults import limited, refused

COACHES = "C0COACHES"


@pytest.mark.parametrize(
    ("fault", "recorded"),
    [
        (limited(2), False), (failed(), False), (failed(503), False), (failed_after_recording(), True),
        (failed_after_recording(504), True), (cut(), False), (cut_after_recording(), True), (garbled(), True),
        (refused("fatal_error"), False), (late(), False),
    ],
    ids=str,
)  # fmt: skip
async def test_a_planned_fault_is_met_once(
    slack: SlackDouble, client: AsyncWebClient, fault: Fault, recorded: bool
) -> None:
    slack.plan("chat.postMessage", fault)
    with pytest.raises((SlackApiError, aiohttp.ClientError)):
        await client.chat_postMessage(channel=COACHES, text="Hej")
    assert bool(slack.messages(COACHES)) == recorded
    assert (await client.chat_postMessage(channel=COACHES, text="Hej igen"))["ok"]
    assert [call.fault for call in slack.called("chat.postMessage")] == [fault, None]


async def test_a_rate_limit_says_how_long_to_wait(slack: SlackDouble, client: AsyncWebClient) -> None:
    slack.plan("chat.postMessage", limited(7))
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel=COACHES, text="Hej")
    assert (caught.value.response.status_code, caught.value.response.headers["Retry-After"]) == (429, "7")


async def test_what_is_late_lands_when_the_test_says_so(slack: SlackDouble, client: AsyncWebClient) -> None:
    slack.plan("chat.postMessage", late())
    with pytest.raises(SlackApiError):
        await client.chat_postMessage(channel=COACHES, text="Sen")
    await client.chat_postMessage(channel=COACHES, text="Punktlig")
    assert slack.land() == 1
    assert [message.said for message in slack.messages(COACHES)] == ["Punktlig", "Sen"]


@pytest.mark.parametrize(("fault", "before"), [(hang(), 0), (hang_after_recording(), 1)], ids=str)
async def test_silence_lasts_until_it_is_released(slack: SlackDouble, fault: Fault, before: int) -> None:
    slack.plan("chat.postMessage", fault)
    client = AsyncWebClient("xoxb-skovde", base_url=slack.url, retry_handlers=[])
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=0.2)) as session:
        client.session = session
        with pytest.raises(TimeoutError):
            await client.chat_postMessage(channel=COACHES, text="Hej")
    assert len(slack.messages(COACHES)) == before
    slack.release()
    await slack.until(lambda: slack.messages(COACHES))


async def test_seeded_trouble_is_the_same_for_the_same_seed(slack: SlackDouble) -> None:
    draws = [seeded(Random(4), 0.5, "chat.postMessage", among=(*RANDOM, limited(1))) for _ in range(2)]
    first, second = ([meets("chat.postMessage", n) for n in range(50)] for meets in draws)
    assert first == second
    assert {fault.reply for fault in first if fault} > set()
    assert draws[0]("users.info", 1) is None


async def test_posts_faster_than_the_pace_are_limited(clock: Hands) -> None:
    async with SlackDouble(now=clock, pace=1, burst=2) as slack:
        client = AsyncWebClient("xoxb-skovde", base_url=slack.url, retry_handlers=[])
        await client.chat_postMessage(channel=COACHES, text="1")
        await client.chat_postMessage(channel=COACHES, text="2")
        assert await error_of(client.chat_postMessage(channel=COACHES, text="3")) == "ratelimited"
        clock.turn(1)
        await client.chat_postMessage(channel=COACHES, text="3")
        assert slack.gaps(COACHES) == [0, 1]
