"""Who people in Teams are: whether they belong here, and their e-mail, asked for once of those nobody has met."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass

from adapters.reading import text_at
from adapters.teams.connector import Connector
from dialogs.messages import GiveUp, TryLater
from dialogs.references import Reference
from ideas.people import Identity

WAITED = 1.5
"""Seconds that what somebody says waits for their e-mail: half of what Teams waits for us."""
MOST = 50_000
"""People remembered as met; a tenth more than a large federation has."""
OUTSIDE = frozenset({"guest", "anonymous", "federated"})
"""Roles of people who are not of the organisation."""

log = logging.getLogger(__name__)
IsKnown = Callable[[Identity], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Profile:
    """What Teams says of somebody. `outside` is set for guests and for people of other organisations."""

    user: str = ""
    """How Teams names them to this bot."""
    person: str = ""
    """Their id in the tenant."""
    name: str = ""
    emails: tuple[str, ...] = ()
    outside: bool = False


KNOWN, UNTOLD = Profile(), Profile()
"""Stand for somebody whom the bot has met, and for somebody of whom Teams tells nothing now."""

Ways = Callable[[], Awaitable[Sequence[tuple[Reference, str]]]]
"""Tells the conversations in which somebody may be known, each with the thread that is meant."""


class People:
    """Profiles of people whom the bot has not met. `waited` is seconds that a profile is waited for."""

    def __init__(self, connector: Connector, is_known: IsKnown, waited: float = WAITED) -> None:
        self._connector, self._is_known, self._waited = connector, is_known, waited
        self._met: set[Identity] = set()

    async def profile(self, who: Identity, ways: Ways) -> Profile:
        """The profile of somebody nobody has met, KNOWN of others, and UNTOLD when Teams does not tell soon.

        Raises TryLater when the bot cannot tell whether it knows them.
        """
        if who in self._met or await self._is_known(who):
            self._remember(who)
            return KNOWN
        try:
            async with asyncio.timeout(self._waited):
                return await self._asked(who, ways)
        except TimeoutError:
            log.warning("a newcomer's profile was not told in time")
            return UNTOLD

    async def _asked(self, who: Identity, ways: Ways) -> Profile:
        """As one conversation after another can tell."""
        for way, thread in await ways():
            try:
                return profile(await self._connector.member(way, who.user, thread), who.workspace)
            except (TryLater, GiveUp) as error:
                log.warning("a newcomer's profile was not told: %s", error)
        return UNTOLD

    async def everybody(self, way: Reference) -> AsyncIterator[Profile]:
        """Everyone in a channel's team. Raises TryLater or GiveUp when Teams does not tell."""
        async for member in self._connector.members(way):
            yield profile(member, way.place.workspace)

    async def channels(self, way: Reference, team: str) -> list[tuple[str, str]]:
        """Every channel of a team that has a name, with it. Raises TryLater or GiveUp when Teams does not tell."""
        found = [(text_at(one, "id"), text_at(one, "name")) for one in await self._connector.channels(way, team)]
        return [(channel, name) for channel, name in found if channel and name]

    def _remember(self, who: Identity) -> None:
        if len(self._met) >= MOST:
            self._met.clear()
        self._met.add(who)


def profile(member: object, tenant: str) -> Profile:
    """A member as Teams describes one."""
    theirs = text_at(member, "tenantId")
    emails = (text_at(member, "email"), text_at(member, "userPrincipalName"))
    return Profile(
        text_at(member, "id"),
        text_at(member, "aadObjectId") or text_at(member, "objectId"),
        text_at(member, "name"),
        tuple(dict.fromkeys(email for email in emails if email)),
        text_at(member, "userRole") in OUTSIDE or bool(theirs and theirs != tenant),
    )
