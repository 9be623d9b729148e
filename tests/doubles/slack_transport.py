"""How Slack's deliveries reach our bot: signed over HTTP, in an envelope over Socket Mode, or held back by the test."""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Any, Protocol
from urllib.parse import urlencode

from tests.doubles import transport
from tests.doubles.clock import Clock
from tests.doubles.slack_request import Json
from tests.doubles.slack_socket import SocketDoor

EVENTS, COMMANDS, INTERACTIVE = "events_api", "slash_commands", "interactive"
_JSON, _FORM = "application/json", "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Parcel:
    """One delivery, as it can be sent again unchanged. `ts` is the message that it tells of, if any."""

    kind: str
    payload: Json
    ts: str = ""
    envelope_id: str = ""

    @property
    def body(self) -> bytes:
        """What goes over HTTP."""
        if self.kind == EVENTS:
            return json.dumps(self.payload, ensure_ascii=False).encode()
        form = self.payload if self.kind == COMMANDS else {"payload": json.dumps(self.payload, ensure_ascii=False)}
        return urlencode(form).encode()

    def changed(self, **outer: Any) -> Parcel:
        """The same delivery with other outer fields: another `event_id`, another workspace's `authorizations`."""
        return replace(self, payload=self.payload | outer)

    @property
    def content_type(self) -> str:
        """JSON for events, a form for the rest."""
        return _JSON if self.kind == EVENTS else _FORM


class Answer(transport.Answer[Parcel]):
    """What our bot answered Slack."""

    @property
    def ts(self) -> str:
        """The timestamp of the message that was told of."""
        return self.parcel.ts


@dataclass(frozen=True, slots=True)
class Signing:
    """How deliveries are signed. `skew` is seconds that Slack's clock is ahead of the bot's (behind when negative)."""

    secret: str
    skew: float = 0
    timestamp: str = ""
    signature: str = ""
    without: tuple[str, ...] = ()

    def headers(self, body: bytes, now: Clock) -> dict[str, str]:
        """The two headers, less those that are to be missing."""
        timestamp = self.timestamp or str(int(now().timestamp() + self.skew))
        signed = b"v0:" + timestamp.encode() + b":" + body
        signature = self.signature or "v0=" + hmac.new(self.secret.encode(), signed, "sha256").hexdigest()
        given = {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature}
        return {name: value for name, value in given.items() if name not in self.without}


@dataclass(frozen=True, slots=True)
class Retry:
    """Which time this is that Slack tries again, and why."""

    number: int = 0
    reason: str = "http_timeout"


class Transport(Protocol):
    """A road to our bot."""

    async def carry(self, parcel: Parcel, signing: Signing, retry: Retry, /) -> Answer:
        """Deliver, and tell what was answered."""
        ...

    async def close(self) -> None:
        """Let go of the connection."""
        ...


class Http(transport.Http[Parcel, Answer]):
    """One URL for events, commands and interactivity."""

    answer = Answer

    def __init__(self, url: str, now: Clock) -> None:
        super().__init__(url, patience=10)
        self._now = now

    async def carry(self, parcel: Parcel, signing: Signing, retry: Retry) -> Answer:
        """Post, signed."""
        headers = signing.headers(parcel.body, self._now)
        headers |= {"Content-Type": parcel.content_type, "User-Agent": "Slackbot 1.0"}
        if retry.number:
            headers |= {"X-Slack-Retry-Num": str(retry.number), "X-Slack-Retry-Reason": retry.reason}
        return await self.post(parcel, parcel.body, headers)


class Socket:
    """Socket Mode, through the connection that our bot has opened to the double."""

    def __init__(self, door: SocketDoor) -> None:
        self._door = door

    async def carry(self, parcel: Parcel, signing: Signing, retry: Retry) -> Answer:
        """Send an envelope. Nobody signs it, and a command's fields come as JSON."""
        began = perf_counter()
        reason = retry.reason if retry.number else ""
        _, ack = await self._door.send(parcel.kind, parcel.payload, parcel.envelope_id, retry.number, reason)
        status = 0 if ack is None else 200
        return Answer(status, (ack or {}).get("payload") or "", parcel, seconds=perf_counter() - began)

    async def close(self) -> None:
        """The connection is the double's."""


class Held(transport.Held[Parcel, Answer]):
    """Slack's deliveries, kept."""

    answer = Answer
