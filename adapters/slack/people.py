"""Who people in Slack are: name and e-mail by user id, asked for once and remembered for a while."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError

from adapters.slack.reading import at, object_at, text_at
from adapters.slack.tokens import Tokens, asked, error_of
from dialogs.messages import TryLater

REMEMBERED = timedelta(hours=12)
"""How long a name is used before it is asked for again."""
MOST = 50_000
"""People remembered at once; a tenth more than a large federation has."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Profile:
    """What Slack says of somebody. `outside` is set for people of another organisation and for other apps."""

    name: str = ""
    email: str = ""
    outside: bool = False


UNKNOWN = Profile()


class People:
    """Profiles of the people in every workspace."""

    def __init__(self, tokens: Tokens, clock: Callable[[], datetime]) -> None:
        self._tokens, self._clock = tokens, clock
        self._known: dict[tuple[str, str], tuple[Profile, datetime]] = {}

    async def profile(self, team: str, user: str) -> Profile:
        """Somebody's profile; an empty one when Slack cannot tell now, which stops nobody from being heard."""
        known, until = self._known.get((team, user), (UNKNOWN, None))
        if until and self._clock() < until:
            return known
        try:
            client = await self._tokens.client(team)
            told = object_at((await asked(client.users_info(user=user))).data, "user")
        except (SlackApiError, ClientError, TimeoutError, TryLater) as error:
            reason = error_of(error) if isinstance(error, SlackApiError) else ""
            log.warning("a name could not be asked for: %s", reason or type(error).__name__)
            return known
        found = _profile(told, team)
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[team, user] = (found, self._clock() + REMEMBERED)
        return found

    async def called(self, team: str, email: str) -> str:
        """The user id of whoever has this e-mail address in a workspace; empty when nobody has or Slack cannot tell."""
        try:
            client = await self._tokens.client(team)
            return text_at((await asked(client.users_lookupByEmail(email=email))).data, "user", "id")
        except (SlackApiError, ClientError, TimeoutError, TryLater):
            return ""


def _profile(told: object, team: str) -> Profile:
    name = (
        text_at(told, "profile", "real_name")
        or text_at(told, "real_name")
        or text_at(told, "profile", "display_name")
        or text_at(told, "name")
    )
    theirs = text_at(told, "team_id")
    outside = at(told, "is_stranger") is True or at(told, "is_bot") is True or bool(theirs and theirs != team)
    return Profile(name, text_at(told, "profile", "email"), outside)
