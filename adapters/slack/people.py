"""Who people in Slack are: name and e-mail by user id, asked for once and remembered for a while."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from slack_sdk.errors import SlackApiError

from adapters.reading import at, object_at, text_at
from adapters.slack.tokens import Tokens, asked, error_of

REMEMBERED = timedelta(hours=12)
"""How long a name is used before it is asked for again."""
AGAIN = timedelta(minutes=1)
"""After Slack could not or would not tell a name, before it is asked again."""
WAITED = 1.5
"""Seconds that what somebody says waits for their name: half of what Slack waits for us."""
MOST = 50_000
"""People remembered at once; a tenth more than a large federation has."""
NOBODY = "users_not_found"
"""Slack's error for an e-mail address that nobody has."""

log = logging.getLogger(__name__)


UNSEEN = frozenset({"channel_not_found", "missing_scope"})
"""Slack's errors for a channel that the bot is not shown."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What Slack says of somebody. `outside` is set for people of another organisation and for other apps."""

    name: str = ""
    email: str = ""
    outside: bool = False


UNKNOWN = Profile()


class People:
    """Profiles of the people in every workspace. `waited` is seconds that a profile is waited for."""

    def __init__(self, tokens: Tokens, clock: Callable[[], datetime], waited: float = WAITED) -> None:
        self._tokens, self._clock, self._waited = tokens, clock, waited
        self._known: dict[tuple[str, str], tuple[Profile, datetime]] = {}
        self._asking: dict[tuple[str, str], asyncio.Task[Profile]] = {}

    async def profile(self, team: str, user: str) -> Profile:
        """Somebody's profile; an empty one when Slack cannot tell soon, which stops nobody from being heard."""
        known, until = self._known.get((team, user), (UNKNOWN, None))
        if until and self._clock() < until:
            return known
        asking = self._asking.get((team, user))
        if asking is None or asking.done():
            asking = self._asking[team, user] = asyncio.ensure_future(self._ask(team, user, known))
        await asyncio.wait({asking}, timeout=self._waited)
        return asking.result() if asking.done() and not asking.cancelled() else known

    async def called(self, team: str, email: str) -> str:
        """The user id of whoever has this e-mail address in a workspace; empty when nobody has.

        Raises:
            SlackApiError, aiohttp.ClientError, TimeoutError, TryLater: Slack cannot tell now.
        """
        client = await self._tokens.client(team)
        try:
            return text_at((await asked(client.users_lookupByEmail(email=email))).data, "user", "id")
        except SlackApiError as error:
            if error_of(error) != NOBODY:
                raise
            return ""

    async def channel(self, team: str, channel: str) -> str:
        """What a channel is called; empty when the bot may not know.

        Raises:
            SlackApiError, aiohttp.ClientError, TimeoutError, TryLater: Slack cannot tell now.
        """
        client = await self._tokens.client(team)
        try:
            return text_at((await asked(client.conversations_info(channel=channel))).data, "channel", "name")
        except SlackApiError as error:
            if error_of(error) not in UNSEEN:
                raise
            return ""

    async def finish(self) -> None:
        """Ask no further."""
        asking = list(self._asking.values())
        for one in asking:
            one.cancel()
        await asyncio.gather(*asking, return_exceptions=True)

    async def _ask(self, team: str, user: str, known: Profile) -> Profile:
        """Ask Slack, and remember what it says, or that it says nothing."""
        found, held = known, AGAIN
        try:
            client = await self._tokens.client(team)
            found, held = _profile((await asked(client.users_info(user=user))).data, team), REMEMBERED
        except Exception as error:  # noqa: BLE001 - whatever is wrong with Slack or the database, people are heard
            reason = error_of(error) if isinstance(error, SlackApiError) else ""
            log.warning("a name could not be asked for: %s", reason or type(error).__name__)
        finally:
            self._asking.pop((team, user), None)
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[team, user] = (found, self._clock() + held)
        return found


def _profile(answer: object, team: str) -> Profile:
    told = object_at(answer, "user")
    name = (
        text_at(told, "profile", "real_name")
        or text_at(told, "real_name")
        or text_at(told, "profile", "display_name")
        or text_at(told, "name")
    )
    theirs = text_at(told, "team_id")
    outside = at(told, "is_stranger") is True or at(told, "is_bot") is True or bool(theirs and theirs != team)
    return Profile(name, text_at(told, "profile", "email"), outside)
