"""Which token speaks for a workspace, and the clients that use it. Slack is asked once, the database now and then.

A workspace's id is its own in all of Slack, so it alone is looked up, inside an enterprise as well; the enterprise is
written down for whoever reads the list. An installation for a whole enterprise at once is not taken (`oauth.py`): a
preset names workspaces. Which workspace an event is for, Bolt reads from `authorizations[0]` and not from `team_id`,
which in a channel shared with others can be theirs.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol, cast
from urllib.request import proxy_bypass

from aiohttp import ClientError, ClientSession, ClientTimeout
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from yarl import URL

from adapters.reading import at, number_at, text_at
from adapters.slack.inbound import PLATFORM
from dialogs.installations import Installation, Installations
from dialogs.messages import TryLater

NOT_INSTALLED = "install-missing"
"""The text for somebody who reaches the bot where it has no token."""

PATIENCE = 10.0
"""Seconds for one request."""
REMEMBERED = timedelta(minutes=5)
"""How long an installation is used before it is looked up again."""
AGAIN = timedelta(minutes=1)
"""After Slack could not or would not say whose a token is, before it is asked again."""

GONE = frozenset({"account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked"})
"""Slack's errors for a token that is none, or none any longer."""

log = logging.getLogger(__name__)
_quiet = logging.getLogger(f"{__name__}.client")
_quiet.setLevel(logging.WARNING)  # the client's own debug lines hold tokens and people's texts

Authorize = Callable[..., Awaitable[AuthorizeResult]]


def open_session() -> ClientSession:
    """The one session for every call to Slack; whoever opens it closes it.

    The time limit is here because clients leave theirs aside when they are given a session.
    """
    return ClientSession(timeout=ClientTimeout(total=PATIENCE))


@dataclass(frozen=True, slots=True)
class Api:
    """Slack's Web API at `url`, over one session."""

    session: ClientSession
    url: str = AsyncWebClient.BASE_URL

    def client(self, token: str = "") -> AsyncWebClient:
        """A client that tries once: posting again after a lost answer would post twice, and the outbox knows better."""
        client = AsyncWebClient(token or None, self.url, session=self.session, logger=_quiet, retry_handlers=[])
        if proxy_bypass(URL(self.url).host or ""):
            client.proxy = None  # the client takes HTTPS_PROXY, and does not know NO_PROXY
        return client


async def whose(client: AsyncWebClient) -> Installation:
    """What Slack says of a client's token. The workspace is empty when it is for a whole organisation.

    Raises:
        SlackApiError, aiohttp.ClientError, TimeoutError: Slack says no, or does not answer.
    """
    answer = await asked(client.auth_test())
    told = answer.data
    return Installation(
        platform=PLATFORM,
        workspace="" if at(told, "is_enterprise_install") is True else text_at(told, "team_id"),
        enterprise=text_at(told, "enterprise_id"),
        name=text_at(told, "team"),
        bot_user=text_at(told, "user_id"),
        bot=text_at(told, "bot_id"),
        token=client.token or "",
        scopes=listed(answer.headers.get("x-oauth-scopes", "")),
    )


async def asked(question: Awaitable[AsyncSlackResponse]) -> AsyncSlackResponse:
    """An answer of Slack's.

    Raises:
        SlackApiError, aiohttp.ClientError, TimeoutError: Slack says no, or does not answer.
    """
    try:
        return await question
    except AttributeError as error:  # what the client makes of a plain text, such as a proxy's page, with status 200
        raise ClientError("something that is not Slack answers") from error


def listed(scopes: str) -> tuple[str, ...]:
    """Permissions as Slack lists them, in order of the alphabet."""
    return tuple(sorted({scope.strip() for scope in scopes.split(",")} - {""}))


def error_of(error: SlackApiError) -> str:
    """Slack's own name for what is wrong; empty when it was not Slack that answered."""
    answer = error.response
    return text_at(answer.data, "error") if isinstance(answer, AsyncSlackResponse) else ""


def bot_is_gone(event: object) -> bool:
    """Whether an event, `app_uninstalled` or `tokens_revoked`, says that the bot's own token is worth nothing now."""
    return text_at(event, "type") == "app_uninstalled" or bool(at(event, "tokens", "bot"))


def happened_at(payload: object) -> datetime | None:
    """When an event happened, at the latest; None when Slack does not say. It may be told minutes or days later."""
    seconds = number_at(payload, "event_time")
    return datetime.fromtimestamp(seconds + 1, UTC) if 0 < seconds < 2**32 else None


class Source(Protocol):
    """Where installations come from."""

    async def find(self, workspace: str) -> Installation | None:
        """The installation in a workspace; None when there is none. Raises TryLater when that cannot be told now."""
        ...

    async def forget(self, workspace: str, said_at: datetime | None = None) -> None:
        """The workspace's token is worth nothing any longer, unless it is newer than `said_at`."""
        ...

    async def renew(self, workspace: str) -> None:
        """The workspace's token may be another one than it was."""
        ...


class OneToken:
    """The workspace that SLACK_BOT_TOKEN belongs to. Slack is asked once, and again a while after it did not say."""

    def __init__(self, token: str, api: Api, clock: Callable[[], datetime]) -> None:
        self._client, self._clock = api.client(token), clock
        self._lock = asyncio.Lock()  # what comes together asks together
        self._known: Installation | None = None
        self._refused = False
        self._ask_at: datetime | None = None

    async def find(self, workspace: str) -> Installation | None:
        """The installation, when the workspace is the token's own; TryLater while Slack has not said which that is."""
        async with self._lock:
            if self._known is None and (self._ask_at is None or self._clock() >= self._ask_at):
                await self._ask()
        if self._known is None and not self._refused:
            raise TryLater(AGAIN.total_seconds(), "Slack has not said whose SLACK_BOT_TOKEN is", ambiguous=False)
        return self._known if self._known and self._known.workspace == workspace else None

    async def forget(self, workspace: str, said_at: datetime | None = None) -> None:
        """Slack took the token back: it is asked again in a while, in case it was only a change of permissions."""
        async with self._lock:
            if self._known and self._known.workspace == workspace:
                self._known, self._refused, self._ask_at = None, True, self._clock() + AGAIN

    async def renew(self, workspace: str) -> None:
        """Nothing changes: the token is the setting's as long as the bot runs."""

    async def _ask(self) -> None:
        try:
            self._known = await whose(self._client)
            if not self._known.workspace:
                log.error("SLACK_BOT_TOKEN is for a whole organisation: install the app in a workspace instead")
        except SlackApiError as error:
            self._refused = error_of(error) in GONE
            log.error("SLACK_BOT_TOKEN: Slack answers %s", error_of(error) or "something that is not Slack's")
        except (ClientError, TimeoutError) as error:
            self._refused = False
            log.warning("SLACK_BOT_TOKEN: Slack was not reached: %s", type(error).__name__)
        self._ask_at = self._clock() + AGAIN


class ManyTokens:
    """The workspaces that have installed the app. What is found is remembered; what is not is looked for each time."""

    def __init__(self, installations: Installations, clock: Callable[[], datetime]) -> None:
        self._installations, self._clock = installations, clock
        self._lock = asyncio.Lock()  # nothing found before a token is forgotten may be remembered after
        self._known: dict[str, tuple[Installation, datetime]] = {}

    async def find(self, workspace: str) -> Installation | None:
        """The installation in a workspace. Whatever is wrong with the database is raised."""
        async with self._lock:
            known, until = self._known.get(workspace, (None, None))
            if known and until and self._clock() < until:
                return known
            self._known.pop(workspace, None)
            found = await self._installations.find(PLATFORM, workspace)
            if found:
                self._known[workspace] = (found, self._clock() + REMEMBERED)
            return found

    async def forget(self, workspace: str, said_at: datetime | None = None) -> None:
        """Drop the installation, here and where it is kept."""
        async with self._lock:
            self._known.pop(workspace, None)
            await self._installations.drop(PLATFORM, workspace, said_at)

    async def renew(self, workspace: str) -> None:
        """Look the workspace up again the next time."""
        async with self._lock:
            self._known.pop(workspace, None)


class Tokens:
    """The tokens of every workspace: for Bolt, which asks who speaks there, and for whoever calls the Web API."""

    def __init__(self, api: Api, source: Source) -> None:
        self._api, self._source = api, source

    async def installation(self, workspace: str) -> Installation | None:
        """The app in a workspace; None when it is not there. Raises TryLater when that cannot be told now."""
        return await self._source.find(workspace) if workspace else None

    async def client(self, workspace: str) -> AsyncWebClient:
        """A client that speaks for the bot in a workspace.

        Raises:
            TryLater: there is no token now. An administrator may install the app, so nothing is given up.
        """
        found = await self.installation(workspace)
        if found is None:
            raise TryLater(AGAIN.total_seconds(), f"the app is not installed in {workspace}", ambiguous=False)
        return self._api.client(found.token)

    async def forget(self, workspace: str, said_at: datetime | None = None) -> None:
        """The bot's token of a workspace is worth nothing any longer (`bot_is_gone`), as was so at `said_at`."""
        await self._source.forget(workspace, said_at)

    async def renew(self, workspace: str) -> None:
        """The app has been installed in a workspace, for the first time or anew."""
        await self._source.renew(workspace)

    @property
    def authorize(self) -> Authorize:
        """Bolt's `authorize`: who the bot is where an event comes from; None where it is not installed.

        A function of its own, for Bolt would count the `self` of a method among the arguments it is to give.
        """

        async def authorize(team_id: str | None) -> AuthorizeResult | None:
            found = await self.installation(team_id or "")
            return _result(found) if found else None

        return cast(Authorize, authorize)  # Bolt takes a None, though its types do not say so


def _result(found: Installation) -> AuthorizeResult:
    return AuthorizeResult(
        enterprise_id=found.enterprise or None,
        team_id=found.workspace,
        team=found.name or None,
        bot_user_id=found.bot_user,
        bot_id=found.bot or None,
        bot_token=found.token,
        bot_scopes=found.scopes,
    )
