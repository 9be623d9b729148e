"""Whether Teams is as the bot needs it: signing in, channels, people. `idesluss doctor` asks; it only looks."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from urllib.parse import unquote

import requests

from adapters.findings import Finding
from adapters.teams.addresses import is_channel, split
from adapters.teams.connector import Connector, open_session
from adapters.teams.pace import Pace
from adapters.teams.people import Profile, profile
from adapters.teams.sdk import SignInError
from adapters.teams.tokens import Signing, Tokens
from dialogs.messages import GiveUp, PlaceGone, TryLater
from dialogs.references import Reference
from ideas.people import Place

EXAMPLE = "19:…@thread.tacv2"
"""What a channel's id looks like, with dots for whoever writes to fill in."""

_GUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_IN_LINK = re.compile(r"19:[^\s;/?#&]+@thread\.(?:tacv2|skype)")


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel that the preset names: what it is for, what people call it, and how it is reached, if that is known."""

    label: str
    place: Place
    name: str = ""
    way: Reference | None = None

    def __str__(self) -> str:
        """The channel as a finding names it."""
        known = self.name and self.name != self.place.channel
        return f"Teams: {self.label} {f'{self.name} ({self.place.channel})' if known else self.place.channel}"


@dataclass(frozen=True, slots=True)
class Team:
    """Who is in the team of a channel, and what there is to say of it. `members` is None where Teams did not tell."""

    channel: Channel
    finding: Finding
    members: tuple[Profile, ...] | None = None


class IsAllowed(Protocol):
    """Which addresses may be called, with the bot's token."""

    def __call__(self, url: str, /) -> bool:
        """Whether this one may be."""
        ...


@asynccontextmanager
async def connected(
    login: Signing, app_id: str, is_allowed: IsAllowed, clock: Callable[[], datetime]
) -> AsyncIterator[Connector]:
    """Teams, for a few questions."""
    async with open_session() as session:
        yield Connector(session, Tokens(login, clock), Pace(clock), app_id, is_allowed)


async def signed_in(login: Signing, who: str) -> Finding:
    """Whether Microsoft signs the bot in. `who` says whom it signs in as, and with what."""
    try:
        await asyncio.to_thread(login.token)
    except SignInError as error:
        return Finding(f"Teams: {who}", _no_way_out(error) or str(error))
    return Finding(f"Teams: {who}")


def tenant_fault(workspace: str) -> str:
    """What is wrong with a tenant's id as the preset has it, and what to write."""
    if _GUID.fullmatch(workspace):
        return ""
    if _GUID.fullmatch(workspace.lower()):
        return f'Write it in small letters: workspace = "{workspace.lower()}".'
    return (
        "This is no tenant's id. It looks like 11111111-2222-3333-4444-555555555555 and is called Tenant ID under "
        "Overview in the Entra admin center."
    )


def channel_fault(place: Place) -> str:
    """What is wrong with a channel's id as the preset has it, and what to write: links are taken apart for that."""
    if is_channel(place):
        return _DOTS if "…" in place.channel or "..." in place.channel else ""
    meant = _IN_LINK.search(split(unquote(place.channel))[0])
    if meant:
        return f'Write "{meant[0]}" in the preset: that is the id in the link.'
    return (
        f"This is no channel's id. It looks like \"{EXAMPLE}\" and stands in the link that ⋯ at the channel's name, "
        "Copy link, gives: between /channel/ and the next /."
    )


async def team_of(connector: Connector, channel: Channel) -> Team:
    """Whether the bot is in a channel's team, and who else is."""
    if advice := channel_fault(channel.place) or _way_fault(channel.way):
        return Team(channel, Finding(str(channel), advice))
    assert channel.way
    try:
        members = tuple([profile(one, channel.place.workspace) async for one in connector.members(channel.way)])
    except (TryLater, GiveUp) as error:
        return Team(channel, Finding(str(channel), _refusal(error)))
    return Team(channel, Finding(f"{channel}: {_crowd(members)}"), members)


def people_found(teams: Sequence[Team], coaches: Collection[str], others: Collection[str]) -> Iterator[Finding]:
    """Whether coaches are in one of the teams by their e-mail addresses; of others only how many are."""
    if any(team.members is None for team in teams) or not (teams and (coaches or others)):
        return  # who is not seen now may be in the team that could not be asked
    there = {email.casefold() for team in teams for one in team.members or () for email in one.emails}
    wanted = [*coaches, *others]
    absent = [email for email in wanted if email.casefold() not in there]
    found = f"{len(wanted) - len(absent)} of the preset's {len(wanted)} e-mail addresses are in the channels' teams"
    others_absent = ", ".join(email for email in others if email in absent)
    yield Finding(f"Teams: {found}{f'. Not there: {others_absent}' if others_absent else ''}")
    for email in coaches:
        if email in absent:
            yield Finding(
                f"Teams: {email}",
                "Nobody in the channels' teams has that address. Add the coach to the team, or write the address in "
                "the coach's profile (Entra: Email or User principal name) in the preset.",
            )


_DOTS = f"The dots are still there: put the channel's id in place of {EXAMPLE} (docs/install-teams.md, step 3.5)."
_NO_WAY_OUT = (
    "{host} cannot be reached ({why}). The firewall must let https out to it; through a proxy, set HTTPS_PROXY in the "
    "environment."
)
_NOT_HEARD = (
    "Nothing has been heard from Teams yet. While the bot runs, write @Idéslussen hjälp in the channel, and run the "
    "doctor again. If the bot does not answer there, look at the messaging endpoint in Azure."
)
_NOT_IN = (
    "The bot is not in it. Add the app to the team: Apps in Teams, Idéslussen, Add to a team. A private or shared "
    "channel wants it added in the channel too."
)


def _no_way_out(error: SignInError) -> str:
    """What to do when Microsoft was not reached at all; empty when it was, or something answered in its place."""
    cause = error.__cause__
    is_silent = isinstance(cause, requests.ConnectionError | requests.Timeout)
    if not is_silent or isinstance(cause, requests.exceptions.SSLError):
        return ""
    why = "no answer"
    if isinstance(cause, requests.exceptions.ProxyError):
        why = "the proxy in HTTPS_PROXY does not let the bot through"
    elif "NameResolution" in str(cause):
        why = "no such name"
    return _NO_WAY_OUT.format(host=str(error).partition(" ")[0], why=why)


def _way_fault(way: Reference | None) -> str:
    if way is None or not way.address:
        return _NOT_HEARD
    return f"{_NOT_IN} Teams says {way.gone}." if way.gone else ""


def _refusal(error: TryLater | GiveUp) -> str:
    if isinstance(error, PlaceGone):
        return f"{_NOT_IN} Teams says {error}."
    if isinstance(error, TryLater):
        return f"Teams could not be asked: {error}. Look at the network and HTTPS_PROXY, and try again in a minute."
    return f"Teams answers: {error}."


def _crowd(members: Sequence[Profile]) -> str:
    guests = sum(one.outside for one in members)
    with_guests = f", {guests} of them from outside" if guests else ""
    return f"{len(members)} {'people are' if len(members) != 1 else 'person is'} in its team{with_guests}"
