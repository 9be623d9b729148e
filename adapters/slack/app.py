"""Slack's door: one address for all that Slack sends, guarded before anything is read, and the pages that install."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs

from aiohttp import web
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.signature import Clock, SignatureVerifier

from adapters.slack.listening import OPEN_BY, Desk, Listening
from adapters.slack.manifest import EVENTS_PATH
from adapters.slack.oauth import Installing
from adapters.slack.people import People
from adapters.slack.tokens import Api, Tokens

LARGEST = 1_000_000
"""Bytes in one request; the largest view that Slack sends back is a quarter of that."""

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"

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
    """Who may come in: what is small enough and signed by Slack within five minutes; only then it is read."""

    def __init__(self, listening: Listening, verifier: SignatureVerifier) -> None:
        self._listening, self._verifier = listening, verifier

    async def enter(self, request: web.Request) -> web.Response:
        """413 when too large, 401 when not signed, 400 when it cannot be read, 503 for Slack to come again."""
        raw = await _body(request)
        if raw is None:
            return _turned_away(413)
        if not self._is_signed(request, raw):
            return _turned_away(401)
        payload = parsed(raw, request.content_type)
        if payload is None:
            return _turned_away(400)
        if "ssl_check" in payload:
            return web.Response()
        asked = AsyncBoltRequest(mode="socket_mode", body=payload, headers=_known_headers(request))
        try:
            return _response(await self._listening.bolt.async_dispatch(asked))
        except Exception:
            log.exception("a request from Slack failed")
            return _turned_away(500)

    def _is_signed(self, request: web.Request, raw: bytes) -> bool:
        timestamp = request.headers.get("X-Slack-Request-Timestamp", "")
        signature = request.headers.get("X-Slack-Signature", "")
        if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) < 13 and signature.isascii()):
            return False
        return self._verifier.is_valid(raw, timestamp, signature)


async def _body(request: web.Request) -> bytes | None:
    """The body, or None when it is larger than anything Slack sends."""
    if (request.content_length or 0) > LARGEST:
        return None
    raw = b""
    async for chunk in request.content.iter_any():
        raw += chunk
        if len(raw) > LARGEST:
            return None
    return raw


def parsed(raw: bytes, content_type: str) -> dict[str, Any] | None:
    """A request's body as one payload of any kind; None when it is not one."""
    try:
        text = raw.decode()
        if content_type != FORM:
            return _object(json.loads(text))
        fields = parse_qs(text, keep_blank_values=True, strict_parsing=True, max_num_fields=100)
        flat = {name: values[0] for name, values in fields.items()}
        return _object(json.loads(flat["payload"])) if "payload" in flat else flat
    except (ValueError, RecursionError):
        return None


def _object(found: object) -> dict[str, Any] | None:
    return found if isinstance(found, dict) else None


def _known_headers(request: web.Request) -> dict[str, str | Sequence[str]]:
    return {name: value for name, value in request.headers.items() if name.lower().startswith("x-slack-retry")}


def _turned_away(status: int) -> web.Response:
    return web.Response(status=status)


def _response(answer: BoltResponse) -> web.Response:
    kind = answer.first_headers().get("content-type", "text/plain;charset=utf-8")
    return web.Response(status=answer.status, body=(answer.body or "").encode(), headers={"Content-Type": kind})
