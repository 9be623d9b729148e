"""Bolt as this house uses it: what it may do, what it must not, and what becomes of all that goes wrong in it."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any, cast

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse

from adapters.faults import fault
from adapters.slack.tokens import Api, Authorize, Tokens

log = logging.getLogger(__name__)


def bolted(tokens: Tokens, api: Api, not_installed: str, gate: Callable[..., Awaitable[Any]]) -> AsyncApp:
    """Bolt without its own copies of what we do: requests come verified, and nobody reads its English.

    `gate` is asked before anything is looked up; `not_installed` is for people where the bot has no token.
    """
    quiet = logging.getLogger(f"{__name__}.bolt")
    quiet.setLevel(logging.CRITICAL)  # its lines quote whole payloads
    app = AsyncApp(
        name=f"{__name__}.app",  # Bolt sets the level of the log of this name, at each request
        logger=quiet,
        before_authorize=gate,
        authorize=_sure(tokens),
        client=api.client(),
        process_before_response=True,
        raise_error_for_unhandled_request=True,
        request_verification_enabled=False,
        ssl_check_enabled=False,
        url_verification_enabled=True,
        attaching_function_token_enabled=False,
        ignoring_self_events_enabled=True,
        user_facing_authorize_error_message=not_installed,
    )
    app.error(_unreadable)
    return app


def _sure(tokens: Tokens) -> Authorize:
    """Bolt's `authorize`, by which people are heard also while nobody can say whose the token is: a turn needs none."""
    known = tokens.authorize

    async def authorize(team_id: str | None) -> AuthorizeResult | None:
        try:
            return await known(team_id)
        except Exception as error:  # noqa: BLE001 - Slack or the database; what is said is taken, or refused by the turn
            log.warning("whose the token is could not be told: %s", fault(error))
            return AuthorizeResult(enterprise_id=None, team_id=team_id)

    return cast(Authorize, authorize)  # Bolt takes a None, though its types do not say so


async def _unreadable(error: Exception) -> BoltResponse:
    """What Bolt knows no listener for is taken and left; what it cannot take apart is not Slack's."""
    if isinstance(error, BoltUnhandledRequestError):
        return BoltResponse(status=200, body="")
    log.warning("something from Slack could not be read: %s", fault(error))
    return BoltResponse(status=400)
