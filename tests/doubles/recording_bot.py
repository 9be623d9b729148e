"""A bot that only listens: what the driver of Slack's double is tried against."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl

from aiohttp import web
from slack_sdk.signature import Clock, SignatureVerifier

from tests.doubles.slack import SlackDouble
from tests.doubles.slack_request import Json


class RecordingBot:
    """A bot that checks signatures, keeps what it is told, and answers what the test has put ready."""

    def __init__(self, slack: SlackDouble) -> None:
        self.told: list[Json] = []
        self.headers: list[dict[str, str]] = []
        self.answer: Json | str = ""
        self.status = 200
        self.url = ""
        self._slack = slack

    async def hear(self, request: web.Request) -> web.Response:
        body = await request.read()
        moment = self._slack.world.now().timestamp()
        verifier = SignatureVerifier(self._slack.app.signing_secret, type("", (Clock,), {"now": lambda _: moment})())
        if not verifier.is_valid_request(body, dict(request.headers)):
            return web.Response(status=401)
        self.told.append(_payload(request.content_type, body.decode()))
        self.headers.append(dict(request.headers))
        if isinstance(self.answer, str):
            return web.Response(status=self.status, text=self.answer)
        return web.json_response(self.answer, status=self.status)


def _payload(content_type: str, body: str) -> Json:
    if content_type == "application/json":
        return dict(json.loads(body))
    form = dict(parse_qsl(body, keep_blank_values=True))
    return dict(json.loads(form["payload"])) if "payload" in form else form
