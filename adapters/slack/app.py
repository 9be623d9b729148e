"""Slack's door: one address for all that Slack sends, guarded before anything is read, and the pages that install."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from aiohttp import web
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.signature import Clock, SignatureVerifier
from yarl import URL

from adapters.desk import Desk
from adapters.entry import BODY_WITHIN, TurnedAwayError, body_of
from adapters.slack.listening import OPEN_BY, Listening
from adapters.slack.manifest import EVENTS_PATH
from adapters.slack.oauth import Installing
from adapters.slack.people import People
from adapters.slack.tokens import Api, Tokens

FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 100
"""Fields in a form; a command has a dozen."""

log = logging.getLogger(__name__)


def build(desk: Desk, tokens: Tokens, api: Api, clock: Callable[[], datetime], open_by: float = OPEN_BY) -> Listening:
    """Slack's listeners, to be reached over HTTP (`serve_on`) or Socket Mode (`socket.py`)."""
    return Listening(desk, tokens, api, People(tokens, clock), open_by)


def serve_on(
    app: web.Application,
    listening: Listening,
    signing_secret: str,
    clock: Callable[[], datetime],
    installing: Installing | None = None,
) -> None:
    """Let Slack in over HTTP: its one address for events, commands and presses, and the pages that install the app."""
    door = Door(listening, SignatureVerifier(signing_secret, _SlackClock(clock)))
    app.add_routes([web.post(EVENTS_PATH, door.enter), *(installing.routes() if installing else [])])


class _SlackClock(Clock):
    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock().timestamp()


class Door:
    """Who may come in: what is small enough and signed by Slack within five minutes; only then it is read.

    `within` is seconds for the body of a request to come.
    """

    def __init__(self, listening: Listening, verifier: SignatureVerifier, within: float = BODY_WITHIN) -> None:
        self._listening, self._verifier, self._within = listening, verifier, within

    async def enter(self, request: web.Request) -> web.Response:
        """413 when too large, 408 when too slow, 401 when not signed, 400 when it cannot be read.

        503 is for Slack to come again: nothing was kept.
        """
        try:
            payload = await self._let_in(request)
            return web.Response() if "ssl_check" in payload else await self._answered(request, payload)
        except TurnedAwayError as refused:
            log.warning("a request was turned away: %s", refused)
            return web.Response(status=refused.status)

    async def _let_in(self, request: web.Request) -> dict[str, Any]:
        raw = await body_of(request, self._within)
        if not self._is_signed(request, raw):
            raise TurnedAwayError(401, "it is not signed by Slack, or SLACK_SIGNING_SECRET is another app's")
        payload = parsed(raw, request.content_type)
        if payload is None:
            raise TurnedAwayError(400, "it cannot be read")
        return payload

    async def _answered(self, request: web.Request, payload: dict[str, Any]) -> web.Response:
        """What Bolt makes of a payload. It looks into it at once, and trusts its shape."""
        try:
            asked = AsyncBoltRequest(mode="socket_mode", body=payload, headers=_known_headers(request))
            return _response(await self._listening.bolt.async_dispatch(asked))
        except Exception as error:  # noqa: BLE001 - our own faults never come here: Bolt stumbles over what is not Slack's
            raise TurnedAwayError(400, f"it is not shaped like a payload ({type(error).__name__})") from None

    def _is_signed(self, request: web.Request, raw: bytes) -> bool:
        timestamp = request.headers.get("X-Slack-Request-Timestamp", "")
        signature = request.headers.get("X-Slack-Signature", "")
        if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) < 13 and signature.isascii()):
            return False
        try:
            return self._verifier.is_valid(raw, timestamp, signature)
        except UnicodeDecodeError:  # Slack writes nothing but UTF-8
            return False


def parsed(raw: bytes, content_type: str) -> dict[str, Any] | None:
    """A request's body as one payload of any kind; None when it is not one."""
    try:
        text = raw.decode()
        if content_type != FORM:
            return _object(json.loads(text))
        flat = _fields(text)
        return _object(json.loads(flat["payload"])) if "payload" in flat else _object(flat)
    except (ValueError, RecursionError):
        return None


def _fields(text: str) -> dict[str, str]:
    """A form's fields, the first of each name, by yarl: Python's own takes as long for a view as all the rest here."""
    parts = text.split("&", MOST_FIELDS)
    if len(parts) > MOST_FIELDS or not all("=" in part for part in parts):
        raise ValueError("not a form")
    fields = URL.build(query_string=text, encoded=True).query
    return {name: fields[name] for name in fields}


def _object(found: object) -> dict[str, Any] | None:
    return found if isinstance(found, dict) and found else None


def _known_headers(request: web.Request) -> dict[str, str | Sequence[str]]:
    return {name: value for name, value in request.headers.items() if name.lower().startswith("x-slack-retry")}


def _response(answer: BoltResponse) -> web.Response:
    kind = answer.first_headers().get("content-type", "text/plain;charset=utf-8")
    return web.Response(status=answer.status, body=(answer.body or "").encode(), headers={"Content-Type": kind})
