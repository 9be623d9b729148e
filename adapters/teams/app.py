"""Teams' door: one address for all that Teams sends, where it is told who may come in before anything is believed."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from aiohttp import web

from adapters.entry import BODY_WITHIN, TurnedAwayError, body_of
from adapters.reading import text_at
from adapters.teams.connector import Connector
from adapters.teams.inbound import CHANNEL, tenant_of
from adapters.teams.listening import Desk, Listening
from dialogs.messages import TryLater
from dialogs.references import References

MESSAGES_PATH = "/api/messages"
"""Where everything arrives; it is written down in the Azure Bot as its messaging endpoint."""

_LOCAL = re.compile(r"(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?", re.ASCII | re.IGNORECASE)
_PASSED_ON = ("X-Forwarded-For", "Forwarded", "X-Real-IP")
"""What a web server in front of the bot says of whom it asks for."""

log = logging.getLogger(__name__)


class Login(Protocol):
    """Who says whether a request is from Teams, and for this bot."""

    async def admit(self, header: str, channel: str, address: str, /) -> None:
        """Raises PermissionError when it is not, TryLater when that cannot be told now."""
        ...


def build(desk: Desk, connector: Connector, references: References, clock: Callable[[], datetime]) -> Listening:
    """Teams' listeners, to be reached over HTTP (`serve_on`)."""
    return Listening(desk, connector, references, clock)


def serve_on(
    app: web.Application,
    listening: Listening,
    login: Login,
    is_allowed: Callable[[str], bool],
    *,
    only_near: bool = False,
) -> None:
    """Let Teams in. `is_allowed` says which addresses may ask to be called back.

    With `only_near` nobody is let in but who asks from this machine itself (`is_near`).
    """
    app.add_routes([web.post(MESSAGES_PATH, Door(listening, login, is_allowed, only_near=only_near).enter)])


def is_near(request: web.Request) -> bool:
    """Whether a request asks for this machine by a name that it has for itself, and no web server has passed it on."""
    hosts = request.headers.getall("Host", [])
    is_local = len(hosts) == 1 and _LOCAL.fullmatch(hosts[0]) is not None
    return is_local and not any(name in request.headers for name in _PASSED_ON)


class Door:
    """Who may come in: what is small enough, from Teams, for this bot, and from a tenant that the preset has.

    `within` is seconds for the body of a request to come. With `only_near` it is also to be `is_near`: where nobody
    signs in, whoever reaches the door may be anyone.
    """

    def __init__(
        self,
        listening: Listening,
        login: Login,
        is_allowed: Callable[[str], bool],
        within: float = BODY_WITHIN,
        *,
        only_near: bool = False,
    ) -> None:
        self._listening, self._login, self._is_allowed, self._within = listening, login, is_allowed, within
        self._only_near = only_near

    async def enter(self, request: web.Request) -> web.Response:
        """413 when too large, 408 when too slow, 400 when it cannot be read, 401 when it is not from Teams.

        403 when it is from a tenant that is none of ours, or not from near though it must be, and 503 for Teams to
        come again: nothing was kept.
        """
        try:
            activity = await self._let_in(request)
        except TurnedAwayError as refused:
            log.warning("a request was turned away: %s", refused)
            return web.Response(status=refused.status)
        except TryLater as error:
            log.warning("whether a request is from Teams could not be told: %s", error)
            return web.Response(status=503)
        answer = await self._listening.hear(activity)
        if not answer.body:
            return web.Response(status=answer.status)
        return web.Response(body=_written(answer.body), status=answer.status, content_type="application/json")

    async def _let_in(self, request: web.Request) -> dict[str, Any]:
        if self._only_near and not is_near(request):
            raise TurnedAwayError(403, "TEAMS_DEVELOPMENT is on, and it does not come from this machine itself")
        activity = parsed(await body_of(request, self._within))
        if activity is None:
            raise TurnedAwayError(400, "it cannot be read")
        channel, address = text_at(activity, "channelId"), text_at(activity, "serviceUrl")
        if channel != CHANNEL or not self._is_allowed(address):
            raise TurnedAwayError(401, "it is from another channel than Teams, or wants to be answered elsewhere")
        try:
            await self._login.admit(request.headers.get("Authorization", ""), channel, address)
        except PermissionError as error:
            raise TurnedAwayError(401, str(error)) from None
        if not self._listening.is_ours(tenant := tenant_of(activity)):
            raise TurnedAwayError(403, f"it is from a tenant that the preset does not have: {tenant[:64]!r}")
        return activity


def parsed(raw: bytes) -> dict[str, Any] | None:
    """A request's body as one activity; None when it is not one."""
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and text_at(found, "type") else None


def _written(body: object) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
