"""A call of Slack's Web API as it arrives: arguments as JSON, form or query, and Slack's way of saying no."""

from __future__ import annotations

import json
import re
from typing import Any

from aiohttp import web

Json = dict[str, Any]

_TS = re.compile(r"\d{10}\.\d{6}")


class SlackError(Exception):
    """`{"ok": false, "error": …}`, with what else Slack says about it."""

    def __init__(self, error: str, *messages: str, **more: Any) -> None:
        super().__init__(error)
        self.error = error
        self.more = more | ({"response_metadata": {"messages": list(messages)}} if messages else {})

    def json(self) -> Json:
        """The answer's body."""
        return {"ok": False, "error": self.error, **self.more}


class Args:
    """A method's arguments. A form and a query hold only texts, so lists and objects may come as JSON in a text."""

    def __init__(self, given: Json) -> None:
        self.given = given

    def text(self, name: str, default: str = "") -> str:
        """An argument that is a text."""
        value = self.given.get(name)
        if value is not None and not isinstance(value, str):
            raise SlackError("invalid_arguments", f"[ERROR] must be a string [json-pointer:/{name}]")
        return value or default

    def need(self, name: str) -> str:
        """A text that must be there."""
        if not self.text(name):
            raise SlackError("invalid_arguments", f"[ERROR] missing required field: {name}")
        return self.text(name)

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Yes or no, in any of the ways it can be written."""
        value = self.given.get(name)
        return default if value is None else value in (True, 1, "1", "true", "True")

    def number(self, name: str, default: int) -> int:
        """A whole number."""
        try:
            return int(self.given.get(name) or default)
        except (TypeError, ValueError):
            raise SlackError("invalid_arguments", f"[ERROR] must be a number [json-pointer:/{name}]") from None

    def ts(self, name: str, error: str) -> str:
        """A message's timestamp. A number instead of a text loses its last digits and points at nothing."""
        value = self.given.get(name)
        if value in (None, ""):
            return ""
        if not isinstance(value, str) or not _TS.fullmatch(value):
            raise SlackError(error, f"[ERROR] {value} is not a valid {name}")
        return value

    def parsed(self, name: str, error: str) -> Any:
        """A list or an object, given as such or as JSON in a text. None when it is not there."""
        value = self.given.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise SlackError(error) from None


async def read(request: web.Request) -> tuple[Args, str]:
    """The arguments and the token. Raises SlackError when the body cannot be read."""
    given: Json = dict(request.query)
    if request.content_type == "application/json":
        given |= _object(await request.text())
    elif request.method == "POST":
        given |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    header = request.headers.get("Authorization", "")
    token = header.removeprefix("Bearer ") if header.startswith("Bearer ") else given.pop("token", "")
    return Args(given), token


def _object(body: str) -> Json:
    try:
        read = json.loads(body or "{}")
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(read, dict):
        raise SlackError("json_not_object")
    return read
