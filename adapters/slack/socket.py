"""Socket Mode: the bot calls Slack and keeps the line open, for those who cannot let Slack in.

The client keeps a line alive, but one that was refused asks with the same ticket for ever (python-slack-sdk 1110,
1922). So somebody watches, and after a while without a line everything is begun anew, with a new ticket.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass

from aiohttp import ClientError
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_sdk.errors import SlackApiError, SlackClientError

from adapters.slack.listening import Listening
from adapters.slack.tokens import Api, error_of

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Watch:
    """Seconds: between two looks at the line, without a line until it is begun anew, and for one attempt."""

    look: float = 5.0
    begin_anew: float = 60.0
    attempt: float = 20.0
    ping: float = 10.0


async def listen(listening: Listening, api: Api, app_token: str, stop: asyncio.Event, watch: Watch = Watch()) -> None:
    """Listen on one line after another until `stop` is set."""
    while not stop.is_set():
        line = Line(listening, api, app_token, watch)
        try:
            await line.hold(stop)
        finally:
            await line.close()


class Line:
    """One connection, with the ticket it was opened with and those that the client gets after it."""

    def __init__(self, listening: Listening, api: Api, app_token: str, watch: Watch) -> None:
        self._watch = watch
        self._handler = AsyncSocketModeHandler(
            listening.bolt, app_token, web_client=api.client(app_token), logger=log, ping_interval=watch.ping
        )

    async def hold(self, stop: asyncio.Event) -> None:
        """Connect, and return when the line has been down for too long or `stop` is set."""
        opening = asyncio.ensure_future(self._open())
        try:
            await self._watched(stop)
        finally:
            opening.cancel()
            await asyncio.gather(opening, return_exceptions=True)

    async def _open(self) -> None:
        try:
            await self._handler.connect_async()  # type: ignore[no-untyped-call]
        except SlackApiError as error:
            log.error("SLACK_APP_TOKEN: Slack answers %s", error_of(error) or "something that is not Slack's")
        except (SlackClientError, ClientError, TimeoutError, OSError) as error:
            log.warning("Slack was not reached: %s", type(error).__name__)

    async def _watched(self, stop: asyncio.Event) -> None:
        down = 0.0
        while down < self._watch.begin_anew:
            if await _set_within(stop, self._watch.look):
                return
            up = await self._handler.client.is_connected()
            down = 0.0 if up else down + self._watch.look

    async def close(self) -> None:
        """Hang up, whatever state the line is in."""
        with suppress(TimeoutError, ClientError, OSError, RuntimeError):
            async with asyncio.timeout(self._watch.attempt):
                await self._handler.close_async()  # type: ignore[no-untyped-call]


async def _set_within(stop: asyncio.Event, seconds: float) -> bool:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stop.wait()
    return stop.is_set()
