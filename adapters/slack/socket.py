"""Socket Mode: the bot calls Slack and keeps the line open, for those who cannot let Slack in.

The client keeps a line alive, but one that was refused asks with the same ticket for ever (python-slack-sdk 1110,
1922), and with a token that is none it asks for tickets for ever. So the first ticket is ours to ask for, and somebody
watches: after a while without a line everything is begun anew, with a new ticket.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass

from aiohttp import ClientError
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_sdk.errors import SlackApiError

from adapters.faults import fault
from adapters.reading import text_at
from adapters.slack.listening import Listening
from adapters.slack.tokens import Api, asked, error_of

log = logging.getLogger(__name__)
_quiet = logging.getLogger(f"{__name__}.client")
_quiet.setLevel(logging.CRITICAL)  # the client's own lines hold tickets, and at debug level all that people write


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
        self._watch, self._web = watch, api.client(app_token)
        self._handler = AsyncSocketModeHandler(
            listening.bolt, app_token, web_client=self._web, logger=_quiet, ping_interval=watch.ping
        )
        self._handler.client.proxy = self._web.proxy  # the client takes HTTPS_PROXY, and does not know NO_PROXY

    async def hold(self, stop: asyncio.Event) -> None:
        """Connect, and return when the line has been down for too long or `stop` is set."""
        opening = asyncio.ensure_future(self._open())
        try:
            await self._watched(stop)
        finally:
            opening.cancel()
            await asyncio.gather(opening, return_exceptions=True)

    async def _open(self) -> None:
        """Get a ticket and connect with it. The client tries again by itself, until whoever watches has had enough."""
        try:
            async with asyncio.timeout(self._watch.attempt):
                answer = await asked(self._web.apps_connections_open(app_token=self._handler.app_token))
            self._handler.client.wss_uri = text_at(answer.data, "url")
            await self._handler.connect_async()  # type: ignore[no-untyped-call]
            log.info("the line to Slack is open")
        except SlackApiError as error:
            log.error("SLACK_APP_TOKEN: Slack answers %s", error_of(error) or "something that is not Slack's")
        except Exception as error:  # noqa: BLE001 - no line now; it is begun anew
            log.warning("Slack was not reached: %s", fault(error))

    async def _watched(self, stop: asyncio.Event) -> None:
        down = 0.0
        while down < self._watch.begin_anew:
            if await _set_within(stop, self._watch.look):
                return
            up = await self._handler.client.is_connected()
            down = 0.0 if up else down + self._watch.look
        log.warning("there has been no line to Slack for %.0f seconds: it is begun anew", down)

    async def close(self) -> None:
        """Hang up, whatever state the line is in, and a line too that the client was just opening."""
        client = self._handler.client
        with suppress(TimeoutError, ClientError, OSError, RuntimeError):
            async with asyncio.timeout(self._watch.attempt):
                await self._handler.close_async()  # type: ignore[no-untyped-call]
                running = (client.message_processor, client.current_session_monitor, client.message_receiver)
                await asyncio.gather(*filter(None, running), return_exceptions=True)
                if client.current_session:
                    await client.current_session.close()


async def _set_within(stop: asyncio.Event, seconds: float) -> bool:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stop.wait()
    return stop.is_set()
