"""What becomes of a message that Slack finds too large, or whose blocks it does not know: it is said all the same."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession

from adapters.slack.send import SlackSender
from adapters.slack.tokens import Api, OneToken, Tokens
from dialogs.cards import Button, Buttons, Paragraph, card
from dialogs.messages import Delivery
from ideas.people import Place
from tests.doubles.clock import Hands
from tests.doubles.slack import SlackDouble
from tests.doubles.slack_faults import refused
from tests.doubles.slack_world import skovde

HERE = Place("slack", "T0SKOVDE", "C0COACHES")
LONG = card(Paragraph("Frukosten kommer för sent. " * 400), Buttons((Button("Ta", "claim", "1"),)), language="sv")


@pytest.fixture
async def slack() -> AsyncIterator[SlackDouble]:
    async with SlackDouble(skovde(), now=Hands()) as slack:
        yield slack


async def sent(slack: SlackDouble, update_of: str = "") -> str:
    """Send the long card, or change a message to it; its ts."""
    clock = Hands()

    async def rest(_seconds: float) -> None:
        """No need to."""

    async with ClientSession() as session:
        api = Api(session, slack.url)
        sender = SlackSender(Tokens(api, OneToken("xoxb-skovde", api, clock)), clock, rest)
        return (await sender.send(Delivery("k", HERE, LONG, update_of))).remote_id


@pytest.mark.parametrize("error", ["msg_blocks_too_long", "msg_too_long"])
async def test_a_message_that_is_too_large_is_cut_further_with_its_buttons(slack: SlackDouble, error: str) -> None:
    slack.plan("chat.postMessage", refused(error))
    await sent(slack)
    (message,) = slack.messages("C0COACHES")
    assert len(message.said) < 6_100
    assert "[…]" in message.said
    assert message.said.endswith("Ta")


async def test_blocks_that_slack_does_not_know_are_said_as_text(slack: SlackDouble) -> None:
    first = await sent(slack)
    slack.plan("chat.postMessage", refused("invalid_blocks"))
    await sent(slack)
    slack.plan("chat.update", refused("invalid_blocks"))
    assert await sent(slack, first) == first
    for message in slack.messages("C0COACHES"):
        assert message.text.startswith("Frukosten kommer för sent.")
