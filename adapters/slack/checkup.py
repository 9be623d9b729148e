"""Whether Slack is as the bot needs it: token, permissions, channels, people. `idesluss doctor` asks; it only looks."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Collection, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from adapters.findings import Finding
from adapters.reading import at, object_at, text_at
from adapters.slack.access import SCOPES
from adapters.slack.tokens import Api, error_of, open_session, whose
from dialogs.installations import Installation

T = TypeVar("T")
Client = AsyncWebClient


@dataclass(frozen=True, slots=True)
class _Refusal:
    """Why there is no answer: Slack's own name for the error, or what happened when Slack was not reached.

    `needed` is the permission that would have helped, where Slack names it.
    """

    error: str = ""
    fault: str = ""
    needed: str = ""

    def advice(self, known: Mapping[str, str]) -> str:
        """What to do, as it is known for this error."""
        if self.error == "missing_scope" and self.needed:
            return f"The bot may not look, for {self.needed} is not given. {_GIVE}"
        if self.error:
            return known.get(self.error) or f"Slack answers {self.error}."
        return f"Slack was not reached: {self.fault}. Look at the network, HTTPS_PROXY and SLACK_API_URL."


@asynccontextmanager
async def connected(url: str, token: str = "") -> AsyncIterator[Client]:
    """A client for a few questions. `url` is the Web API's address, `token` whom to ask as."""
    async with open_session() as session:
        client = Api(session, url).client(token)
        client.retry_handlers = [AsyncRateLimitErrorRetryHandler(max_retry_count=2)]  # to ask again changes nothing
        yield client


async def workspace_of(
    client: Client, kept: str, scopes: Collection[str] = frozenset(SCOPES)
) -> tuple[Installation | None, list[Finding]]:
    """Whose the bot's token is, if anybody's, and what is to be said of it. `kept` says where the token is kept."""
    there = await _asked(whose(client))
    if isinstance(there, _Refusal):
        return None, [Finding(f"Slack: the bot's token ({kept})", there.advice(_TOKEN))]
    found = Finding(f"Slack: the bot's token ({kept}) is from the workspace {there.name} ({there.workspace})")
    return there, [found, *_permissions(there.scopes, scopes)]


async def checkup(client: Client, channels: Sequence[tuple[str, str]], emails: Sequence[str]) -> list[Finding]:
    """Whether the bot can write in the channels (what each is for, and its id), and finds people by their e-mail."""
    findings = [await _channel(client, label, channel) for label, channel in channels]
    strangers = [finding for email in emails if (finding := await _stranger(client, email))]
    if emails and not strangers:
        found = (
            "people are found by their e-mail addresses" if len(emails) > 1 else "people is found by the e-mail address"
        )
        findings.append(Finding(f"Slack: {len(emails)} of the preset's {found}"))
    return findings + strangers


async def socket_mode(client: Client, app_token: str) -> Finding:
    """Whether the app's own token may open connections. The one that is offered is not taken."""
    answer = await _asked(client.apps_connections_open(app_token=app_token))
    advice = answer.advice(_SOCKET) if isinstance(answer, _Refusal) else ""
    return Finding("Slack: the app's token for Socket Mode (SLACK_APP_TOKEN)", advice)


_GIVE = (
    "Write the manifest anew under App Manifest on the app's page (idesluss manifest slack prints it), and then choose "
    "Reinstall under Install App."
)
_UNKNOWN = "Slack does not know it. Copy it anew from Install App on the app's page."
_GONE = "The app is no longer installed. Install it under Install App on the app's page, and copy the new token."
_TOKEN = {
    "invalid_auth": _UNKNOWN,
    "not_authed": _UNKNOWN,
    "account_inactive": _GONE,
    "token_revoked": _GONE,
    "token_expired": "It has expired. Write the manifest anew under App Manifest on the app's page: it turns the "
    "exchange of tokens off. Then install the app again, and copy the new token.",
}
_NEW_SOCKET_TOKEN = "Make a new one under Basic Information, App-Level Tokens, with the permission connections:write."
_SOCKET = {
    "invalid_auth": f"Slack does not know it. {_NEW_SOCKET_TOKEN}",
    "not_authed": f"Slack does not know it. {_NEW_SOCKET_TOKEN}",
    "token_revoked": f"It has been taken back. {_NEW_SOCKET_TOKEN}",
    "missing_scope": f"It lacks connections:write. {_NEW_SOCKET_TOKEN}",
    "not_allowed_token_type": f"This is a token of another kind. {_NEW_SOCKET_TOKEN}",
}
_MAY_NOT_LOOK = f"The bot may not look, for it lacks a permission. {_GIVE}"
_ID = re.compile(r"[CG][A-Z0-9]+")
_NO_ID = (
    "This is no channel's id. An id begins with C and stands at the bottom when you click the channel's name in Slack "
    "and choose About."
)
_NOT_IN = "The bot is not in it. Write /invite @Idéslussen there."
_CHANNEL = {
    "not_in_channel": _NOT_IN,
    "channel_not_found": "There is no such channel, or it is private and the bot is not in it. Write /invite "
    "@Idéslussen in the channel, and compare the id with the one at the bottom when you click the channel's name and "
    "choose About.",
    "missing_scope": _MAY_NOT_LOOK,
}
_PERSON = {
    "users_not_found": "Nobody in the workspace has that address. Give the one in the person's Slack profile as email "
    "in the preset.",
    "missing_scope": _MAY_NOT_LOOK,
}


def _permissions(given: Collection[str], wanted: Collection[str]) -> Iterator[Finding]:
    """What the token lacks. Nothing is said when Slack has not told which permissions there are."""
    if given:
        lacking = sorted(set(wanted) - set(given))
        advice = f"{', '.join(lacking)}: not given. {_GIVE}"
        yield Finding("Slack: the bot's permissions", advice if lacking else "")


async def _channel(client: Client, label: str, channel: str) -> Finding:
    if not _ID.fullmatch(channel):
        return Finding(f"Slack: {label} {channel}", _NO_ID)
    answer = await _asked(client.conversations_info(channel=channel))
    if isinstance(answer, _Refusal):
        return Finding(f"Slack: {label} {channel}", answer.advice(_CHANNEL))
    there = object_at(answer.data, "channel")
    return Finding(f"Slack: {label} #{text_at(there, 'name')} ({channel})", " ".join(_faults(there)))


def _faults(channel: Mapping[str, object]) -> Iterator[str]:
    """What is wrong with a channel as Slack describes it, and what to do about it."""
    if channel.get("is_archived"):
        yield "It is archived. Unarchive it in Slack, or name another in the preset."
    elif not channel.get("is_member"):
        yield _NOT_IN
    if channel.get("is_ext_shared") or channel.get("is_pending_ext_shared"):
        yield "It is shared with another organisation, which can read what is written there. Name one of your own."


async def _stranger(client: Client, email: str) -> Finding | None:
    """What is wrong with an e-mail address of the preset, if anything."""
    answer = await _asked(client.users_lookupByEmail(email=email))
    if isinstance(answer, _Refusal):
        return Finding(f"Slack: {email}", answer.advice(_PERSON))
    if at(answer.data, "user", "deleted"):
        return Finding(f"Slack: {email}", "That account is closed. Change email in the preset.")
    return None


async def _asked(question: Awaitable[T]) -> T | _Refusal:
    try:
        return await question
    except SlackApiError as error:
        named = error_of(error)
        if not named:
            return _Refusal(fault="something else answers there")
        return _Refusal(named, needed=text_at(error.response.data, "needed"))
    except (ClientError, OSError) as error:
        return _Refusal(fault=str(error) or type(error).__name__)
