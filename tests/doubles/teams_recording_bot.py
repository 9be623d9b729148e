"""A bot that only listens, and calls Teams as its documentation says: what Teams' double is tried against."""

from __future__ import annotations

import json
from typing import Any, Self
from urllib.parse import quote

import aiohttp
from aiohttp import web
from yarl import URL

from tests.doubles.teams import TeamsDouble
from tests.doubles.teams_reading import ADAPTIVE
from tests.doubles.teams_request import Json


class RecordingTeamsBot:
    """A bot that keeps what it is told, and answers what the test has put ready: one for all, or one for a name."""

    def __init__(self) -> None:
        self.told: list[Json] = []
        self.headers: list[dict[str, str]] = []
        self.answer: Any = ""
        self.answers: dict[str, Any] = {}
        self.status = 200
        self.url = ""

    async def hear(self, request: web.Request) -> web.Response:
        activity = await request.json()
        self.told.append(activity)
        self.headers.append(dict(request.headers))
        answer = self.answers.get(activity.get("name", ""), self.answer)
        text = answer if isinstance(answer, str) else json.dumps(answer)
        return web.Response(status=self.status, text=text, content_type="application/json")

    @property
    def last(self) -> Json:
        """What it was told last."""
        return self.told[-1]


class Caller:
    """A bot that calls Teams by hand."""

    def __init__(self, teams: TeamsDouble, header: str = "") -> None:
        self.teams = teams
        self._headers = {"Authorization": header} if header else {}
        self._session = aiohttp.ClientSession()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()

    async def post(self, there: str, activity: Json, *, targeted: bool = False) -> tuple[int, Json]:
        """Write in a conversation."""
        return await self.call(
            "POST", f"{_path(there, 'activities')}{'?isTargetedActivity=true' if targeted else ''}", activity
        )

    async def put(self, there: str, message: str, activity: Json, *, targeted: bool = False) -> tuple[int, Json]:
        """Change a message."""
        path = _path(there, "activities", message)
        return await self.call("PUT", f"{path}{'?isTargetedActivity=true' if targeted else ''}", activity)

    async def begin(self, channel: str, activity: Json, tenant: str = "") -> tuple[int, Json]:
        """Write a new post."""
        tenant = tenant or next(iter(self.teams.world.tenants))
        about = {"channel": {"id": channel}, "tenant": {"id": tenant}}
        body = {"isGroup": True, "channelData": about, "bot": {"id": self.teams.app.bot}, "activity": activity}
        return await self.call("POST", "v3/conversations", body)

    async def open(self, who: str, tenant: str = "") -> tuple[int, Json]:
        """Open somebody's own conversation."""
        tenant = tenant or next(iter(self.teams.world.tenants))
        body = {"isGroup": False, "members": [{"id": who}], "tenantId": tenant, "bot": {"id": self.teams.app.bot}}
        return await self.call("POST", "v3/conversations", body)

    async def get(self, there: str, *rest: str, query: str = "") -> tuple[int, Json]:
        """Read something of a conversation."""
        return await self.call("GET", f"{_path(there, *rest)}{query}")

    async def call(self, method: str, path: str, body: object = None, service: str = "") -> tuple[int, Json]:
        """Any call below the address of a tenant; the body of an answer that is no JSON is under `text`."""
        url = URL(f"{service or self.teams.service()}{path}", encoded=True)
        sent = {"json": body} if body is not None else {}
        async with self._session.request(method, url, headers=self._headers, **sent) as answer:  # type: ignore[arg-type]
            text = await answer.text()
            return answer.status, json.loads(text) if text.startswith("{") and text.endswith("}") else {"text": text}


def _path(there: str, *rest: str) -> str:
    return "/".join(["v3/conversations", *(quote(part, safe="") for part in (there, *rest))])


def block(text: str, **more: Any) -> Json:
    """A text on a card."""
    return {"type": "TextBlock", "text": text, "wrap": True, **more}


def button(label: str, verb: str = "claim", **more: Any) -> Json:
    """A button as ours are: with a fallback for old clients."""
    sent = {"idesluss": {"a": verb, "v": label}}
    fallback = {"type": "Action.Submit", "title": label, "data": sent}
    return {"type": "Action.Execute", "title": label, "verb": verb, "data": sent, "fallback": fallback, **more}


def opener(label: str) -> Json:
    """A button that opens a dialog."""
    sent = {"msteams": {"type": "task/fetch"}, "idesluss": {"a": "form", "v": ""}}
    return {"type": "Action.Submit", "title": label, "data": sent}


def card(*body: Json, actions: tuple[Json, ...] = (), **more: Any) -> Json:
    """An Adaptive Card."""
    made: Json = {"type": "AdaptiveCard", "version": "1.5", "lang": "sv", "body": list(body)}
    return made | ({"actions": list(actions)} if actions else {}) | more


def message(shown: Json | str, **more: Any) -> Json:
    """An activity with a card, or with a plain text."""
    if isinstance(shown, str):
        return {"type": "message", "text": shown, "textFormat": "plain", **more}
    attached = [{"contentType": ADAPTIVE, "content": shown}]
    return {"type": "message", "summary": "Ett kort", "attachments": attached, **more}


def dialog(shown: Json, title: str = "Berätta") -> Json:
    """The answer that opens a dialog, or goes on with it."""
    inside = {"contentType": ADAPTIVE, "content": shown}
    return {"task": {"type": "continue", "value": {"title": title, "height": "medium", "width": 500, "card": inside}}}


def in_place(shown: Json) -> Json:
    """The answer that shows a card in place of the one that was pressed."""
    return {"statusCode": 200, "type": ADAPTIVE, "value": shown}


def beside(text: str) -> Json:
    """The answer that says something beside the card that was pressed."""
    return {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": text}
