"""Messages to Slack: posted or changed once, at Slack's pace, and found again by what is written beside them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.reading import objects_at, text_at
from adapters.slack.limits import Room
from adapters.slack.render import escaped, render
from adapters.slack.tokens import GONE as TOKEN_GONE
from adapters.slack.tokens import Tokens, asked, error_of
from dialogs.messages import Delivery, GiveUp, MessageGone, PlaceGone, Receipt, TryLater
from ideas.people import Place

PACE = 1.0
"""Seconds between two messages in one conversation that Slack is sure to take."""
BURST = 3
"""Messages that it takes at once before that."""

PLACE_GONE = frozenset({
    "not_in_channel", "is_archived", "channel_not_found", "restricted_action", "restricted_action_read_only_channel",
    "restricted_action_non_threadable_channel", "channel_is_limited_access",
})  # fmt: skip
"""Slack's errors for a channel that the bot cannot write in any longer."""

SAME = {"is_inactive": "is_archived"}
"""What Slack calls an archived channel when a message in it is to be changed: told apart, people would hear twice."""

MESSAGE_GONE = frozenset({
    "message_not_found", "cant_update_message", "edit_window_closed", "thread_not_found", "cannot_reply_to_message",
})  # fmt: skip
"""Slack's errors for a message that cannot be changed, or answered under, any longer."""

NOT_NOW = frozenset({
    "fatal_error", "internal_error", "service_unavailable", "request_timeout", "team_added_to_org", "ratelimited",
    "rate_limited", "message_limit_exceeded",
})  # fmt: skip
"""Slack's errors that pass."""

TOO_MUCH = frozenset({"msg_blocks_too_long", "msg_too_long"})
"""Slack's errors for a message that is larger than it takes, by a measure that it tells nowhere."""
LESS = Room(50, 6_000)
"""What it takes by any measure."""
NOT_BLOCKS = "invalid_blocks"
"""Slack's error for blocks that it does not know; the text, with its numbered choices, says all of it too."""

MARK = "idesluss"
"""The type of what is written beside each message: its key, so that it can be found, as a hash that says nothing."""

LOOK_BACK = timedelta(minutes=1)
"""How much before the first try a search begins: clocks differ."""
PAGE = 100
MOST_PAGES = 10
TOLD_LATER = 30.0
"""Seconds to wait where Slack does not say."""

Rest = Callable[[float], Awaitable[None]]


class SlackSender:
    """A `dialogs.messages.Sender` for every workspace that has installed the app."""

    def __init__(self, tokens: Tokens, clock: Callable[[], datetime], rest: Rest = asyncio.sleep) -> None:
        self._tokens, self._pace = tokens, Pace(clock, rest)
        self._conversations: dict[tuple[str, str], str] = {}

    async def send(self, delivery: Delivery) -> Receipt:
        """Post it, or change the message that it updates. Once: whoever calls decides about another try."""
        client = await self._tokens.client(delivery.place.workspace)
        try:
            return await self._sent(client, delivery, render(delivery.card))
        except GiveUp as refused:
            if str(refused) in TOO_MUCH:
                return await self._sent(client, delivery, render(delivery.card, room=LESS))
            if str(refused) == NOT_BLOCKS:
                plainly = {"text": escaped(delivery.card.summary), "blocks": []}  # without them a change keeps the old
                return await self._sent(client, delivery, plainly)
            raise

    async def _sent(self, client: AsyncWebClient, delivery: Delivery, shown: Mapping[str, Any]) -> Receipt:
        if delivery.update_of:
            channel = await self._channel(client, delivery.place)
            answer = await _answered(client.chat_update(channel=channel, ts=delivery.update_of, **shown))
        else:
            await self._pace.keep(delivery.place)
            posted = client.chat_postMessage(
                channel=delivery.place.channel,
                thread_ts=delivery.thread or _thread(delivery.place) or None,
                metadata={"event_type": MARK, "event_payload": {"key": mark(delivery.key)}},
                unfurl_links=False,
                unfurl_media=False,
                **shown,
            )
            answer = await _answered(posted)
        return Receipt(text_at(answer.data, "ts") or delivery.update_of)

    async def find(self, delivery: Delivery) -> Receipt | None:
        """Look for it where it was to be posted, from a little before the first try until now."""
        client = await self._tokens.client(delivery.place.workspace)
        installed = await self._tokens.installation(delivery.place.workspace)
        bot = installed.bot_user if installed else ""
        channel = await self._channel(client, delivery.place)
        since = delivery.first_try_at - LOOK_BACK if delivery.first_try_at else None
        wanted, cursor = mark(delivery.key), ""
        thread = delivery.thread or _thread(delivery.place)
        for _ in range(MOST_PAGES):
            page = await self._page(client, channel, thread, since, cursor)
            for message in objects_at(page, "messages"):
                if _marked(message, bot) == wanted:
                    return Receipt(text_at(message, "ts"))
            cursor = text_at(page, "response_metadata", "next_cursor")
            if not cursor:
                return None
        raise GiveUp("too much has been written there since to find it")

    async def _page(
        self, client: AsyncWebClient, channel: str, thread: str, since: datetime | None, cursor: str
    ) -> object:
        where: dict[str, Any] = {
            "channel": channel,
            "oldest": f"{since.timestamp():.6f}" if since else "0",
            "limit": PAGE,
            "include_all_metadata": True,
            **({"cursor": cursor} if cursor else {}),
        }
        read = client.conversations_replies(ts=thread, **where) if thread else client.conversations_history(**where)
        return (await _answered(read, changes=False)).data

    async def _channel(self, client: AsyncWebClient, place: Place) -> str:
        """The channel's own id: a person's conversation is named by who they are until Slack has said which it is."""
        if not place.channel.startswith(("U", "W")):
            return place.channel
        known = self._conversations.get((place.workspace, place.channel))
        if known is None:
            opened = await _answered(client.conversations_open(users=place.channel), changes=False)
            known = text_at(opened.data, "channel", "id")
            if not known:
                raise TryLater(0, "Slack did not say which conversation it is", ambiguous=False)
            self._conversations[place.workspace, place.channel] = known
        return known


class Pace:
    """About one message a second in each conversation, after a few at once. Waits by `rest`, in seconds."""

    def __init__(self, clock: Callable[[], datetime], rest: Rest) -> None:
        self._clock, self._rest = clock, rest
        self._free: dict[tuple[str, str], datetime] = {}

    async def keep(self, place: Place) -> None:
        """Return when a message may be posted here."""
        now, step = self._clock(), timedelta(seconds=PACE)
        where = (place.workspace, place.channel)
        earliest = now - (BURST - 1) * step
        free = max(self._free.get(where, earliest), earliest)
        self._free[where] = free + step
        if len(self._free) > 10_000:
            self._free = {at: then for at, then in self._free.items() if then > now}
        if free > now:
            await self._rest((free - now).total_seconds())


def mark(key: str) -> str:
    """What is written beside a message instead of its key: others can read it there."""
    return sha256(key.encode()).hexdigest()[:40]


def _marked(message: object, bot: str) -> str:
    """What the bot wrote beside a message of its own; empty for all others, who can write the same beside theirs."""
    own = text_at(message, "user") == bot and text_at(message, "metadata", "event_type") == MARK
    return text_at(message, "metadata", "event_payload", "key") if own else ""


def _thread(place: Place) -> str:
    """The thread by Slack's own name; one that begins with a message of ours comes with the delivery."""
    return "" if place.root else place.thread


async def _answered(question: Awaitable[AsyncSlackResponse], *, changes: bool = True) -> AsyncSlackResponse:
    """Slack's answer, or what its refusal means. With `changes` it may have been done although no answer came."""
    try:
        return await asked(question)
    except SlackApiError as error:
        raise refusal(error, changes=changes) from None
    except (ClientError, TimeoutError) as error:
        raise TryLater(0, type(error).__name__, ambiguous=changes) from None


def refusal(error: SlackApiError, *, changes: bool = True) -> TryLater | GiveUp:
    """What an answer other than yes means for a message. With `changes` a fault leaves it open whether it was done."""
    status = error.response.status_code if isinstance(error.response, AsyncSlackResponse) else 500
    reason = SAME.get(error_of(error), error_of(error)) or f"status {status}"
    if status == 429 or reason in {"ratelimited", "rate_limited"}:
        return TryLater(_retry_after(error), reason, ambiguous=False)
    if reason in PLACE_GONE:
        return PlaceGone(reason)
    if reason in MESSAGE_GONE:
        return MessageGone(reason)
    if reason in TOKEN_GONE:
        return TryLater(TOLD_LATER, reason, ambiguous=False)
    if reason in NOT_NOW or status >= 500 or not error_of(error):
        return TryLater(0, reason, ambiguous=changes)
    return GiveUp(reason)


def _retry_after(error: SlackApiError) -> float:
    headers: Mapping[str, str] = error.response.headers if isinstance(error.response, AsyncSlackResponse) else {}
    told = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    return float(told) if told.isdecimal() else TOLD_LATER
