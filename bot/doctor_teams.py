"""What `idesluss doctor` asks of Teams: whether sign-in, zip file, tenants, channels and people suit the preset."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from adapters.findings import Finding
from adapters.reading import text_at
from adapters.teams.addresses import is_channel, is_person, is_teams
from adapters.teams.certificate import CertificateError, read
from adapters.teams.checkup import (
    EXAMPLE,
    Channel,
    IsAllowed,
    Team,
    channel_fault,
    connected,
    people_found,
    signed_in,
    team_of,
    tenant_fault,
)
from adapters.teams.manifest import WITH_SLASH, unpack
from adapters.teams.tokens import Signing
from bot.app import utc_now
from bot.digest import channel_name
from bot.doctor_chats import Platform, appointed, channels, homes, lines, read_by_others, unsaid
from bot.door import Clock
from bot.door_teams import sign_in
from bot.settings import Settings, SettingsError
from bot.start import load_preset
from bot.teams_package import DEFAULT
from dialogs.references import Reference
from ideas.people import Place, Role
from ideas.preset import Body, Chat, Preset, PresetError
from storage.backup import back_up
from storage.condition import Condition, condition
from storage.errors import StoreError
from storage.store import Store
from storage.unit_of_work import UnitOfWork

GUIDE = "docs/install-teams.md"
TEAMS = Platform("teams", "Teams", EXAMPLE, "their profiles in Entra")
SOON = timedelta(days=30)
"""How long before a certificate ends it is told."""
MOST_NAMED = 10
DOTENV = Path(".env")

Login = Callable[[Settings], Signing]


@dataclass(frozen=True, slots=True)
class Heard:
    """What the database knows of Teams: the ways to places, what channels are called, each tenant's latest address."""

    ways: Mapping[Place, Reference] = field(default_factory=dict)
    names: Mapping[Place, str] = field(default_factory=dict)
    addresses: Mapping[str, str] = field(default_factory=dict)

    def channel(self, label: str, place: Place) -> Channel:
        """A channel with the way there; where nothing was heard from it itself, the tenant's own address will do."""
        address = self.addresses.get(place.workspace)
        way = self.ways.get(place) or (Reference(place, address, place.channel) if address else None)
        return Channel(label, place, self.names.get(place, ""), way)

    def people(self) -> list[Reference]:
        """Everybody who has been met there."""
        return [way for place, way in self.ways.items() if is_person(place)]


def look_at_teams(
    settings: Settings, login: Login = sign_in, is_allowed: IsAllowed = is_teams, clock: Clock = utc_now
) -> list[Finding]:
    """What there is to say of Teams: one line when it is not set up, none while the preset cannot be read."""
    try:
        preset = load_preset(settings.idesluss_preset)
        if settings.teams == "off":
            return [_unused(preset)]
        return asyncio.run(_looked(settings, preset, login, is_allowed, clock))
    except PresetError:
        return []
    except SettingsError as error:
        return [Finding("Teams: the settings", str(error))]
    except StoreError as error:
        return [Finding("Teams: what the database knows of it", str(error))]


def _unused(preset: Preset) -> Finding:
    waits = ", ".join(f"{chat.workspace} of {body.name}" for body, chat in homes(preset, TEAMS))
    advice = f"The preset has the tenant {waits}, and what is meant for it is not delivered. {GUIDE} says how."
    return Finding("Teams is not set up", advice if waits else "")


async def _looked(
    settings: Settings, preset: Preset, login: Login, is_allowed: IsAllowed, clock: Clock
) -> list[Finding]:
    heard = await _heard(settings)
    named = [*_in_preset(settings, preset), *_misnamed(preset), *_spoken_to(preset, heard)]
    if settings.teams == "development":
        open_door = "Teams is served without any sign-in, on this machine alone: TEAMS_DEVELOPMENT is on"
        return [Finding(open_door), *named, Finding(_TRIAL)]
    signing = login(settings)
    signed = await signed_in(signing, _who(settings))
    asked: list[tuple[Body, Chat, list[Team]]] = []
    if not signed.advice:
        async with connected(signing, settings.teams_app_id, is_allowed, clock) as connector:
            for body, chat in homes(preset, TEAMS):
                asked.append((body, chat, [await team_of(connector, channel) for channel in _channels(heard, chat)]))
    elsewhere = _elsewhere(settings, preset, [team for _, _, teams in asked for team in teams])
    found = [finding for one in asked for finding in _told(preset, *one)]
    return [signed, *_written(settings, clock()), *_package(settings), *named, *elsewhere, *found, *_unreached(heard)]


_TRIAL = (
    "Teams: this is a trial, where anybody can say that they are anyone. Take TEAMS_DEVELOPMENT away before the bot is "
    "used for real"
)


def _told(preset: Preset, body: Body, chat: Chat, teams: Sequence[Team]) -> Iterator[Finding]:
    """What Teams has told of a chat's channels, and of the body's people in their teams."""
    yield from (team.finding for team in teams)
    if len(teams) == len(chat.channels):  # else who is not found may be where nobody could ask
        yield from people_found(teams, *_emails(preset, body))


def _who(settings: Settings) -> str:
    """Whom the bot signs in as, and with what."""
    proof = "its secret (TEAMS_APP_PASSWORD)"
    if settings.teams_app_certificate:
        proof = "its certificate (TEAMS_APP_CERTIFICATE)"
    if settings.teams_app_type == "UserAssignedMSI":
        proof = "this machine's managed identity (TEAMS_APP_TYPE)"
    return f"the app {settings.teams_app_id} signs in to the tenant {settings.teams_app_tenant} with {proof}"


_OUTWARD = ("HTTPS_PROXY", "NO_PROXY", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE")
"""What decides how the bot reaches Microsoft, and is read by others than us: they look in the environment alone."""


def _unread() -> Iterator[Finding]:
    """Names that stand in `.env` though they only count in the environment."""
    written = DOTENV.read_text("utf-8", "replace") if DOTENV.is_file() else ""
    there = {name.upper() for name in re.findall(r"^\s*(?:export\s+)?(\w+)\s*=", written, re.MULTILINE)}
    for name in _OUTWARD:
        if name in there and not (os.environ.get(name) or os.environ.get(name.lower())):
            yield Finding(
                f"Teams: {name} in .env",
                f"It is not read from there, only from the environment. In a terminal: export {name}=… before the "
                f"command. As a service: a line Environment={name}=… under [Service].",
            )


def _written(settings: Settings, now: datetime) -> Iterator[Finding]:
    """What can be said of the settings without asking anybody. What they hold is never told."""
    yield from _unread()
    if settings.slack == "off" and settings.teams_app_password.get_secret_value() and read_by_others(DOTENV):
        yield Finding("Teams: the secret in .env", "Others on this machine can read it. Write: chmod 600 .env")
    if settings.teams_app_certificate:
        yield from _certificate(Path(settings.teams_app_certificate).absolute(), now)


def _certificate(path: Path, now: datetime) -> Iterator[Finding]:
    if read_by_others(path):
        yield Finding(
            f"Teams: the private key in {path}", f"Others on this machine can read it. Write: chmod 600 {path}"
        )
    try:
        ends = read(path.read_text("ascii")).ends
    except (OSError, ValueError, CertificateError):
        return  # how the bot signs in has told it
    is_short = ends - now < SOON
    advice = f"Make a new one in good time: {GUIDE} says how."
    yield Finding(f"Teams: the certificate is good until {ends:%Y-%m-%d}", advice if is_short else "")


def _package(settings: Settings) -> Iterator[Finding]:
    """Whether the zip file that stands here, if any does, is that of the settings."""
    made = unpack(DEFAULT.read_bytes()) if DEFAULT.is_file() else {}
    if not made:
        return
    what, anew = (
        f"{DEFAULT}: version {text_at(made, 'version')}",
        "Make it anew with idesluss manifest teams, and upload it.",
    )
    if text_at(made, "id") != settings.teams_app_id:
        yield Finding(what, f"It is the app {text_at(made, 'id')}, and TEAMS_APP_ID is another. Remove it. {anew}")
    elif (text_at(made, "manifestVersion") == WITH_SLASH) != settings.teams_slash_commands:
        yield Finding(what, f"TEAMS_SLASH_COMMANDS has been changed since it was made. {anew}")
    else:
        yield Finding(f"{what} is that of this app. Is it the one in the Teams admin center?")


def _in_preset(settings: Settings, preset: Preset) -> Iterator[Finding]:
    """Whether the preset has tenants, and what it leaves out of them."""
    name = settings.idesluss_preset
    for body, chat in homes(preset, TEAMS):
        what = f"preset {name}: the Teams tenant {chat.workspace} is that of {body.name}"
        yield Finding(what, _mistaken(settings, chat.workspace) or tenant_fault(chat.workspace))
        yield from (Finding(*said) for said in unsaid(name, TEAMS, preset, body, chat))
    if not homes(preset, TEAMS):
        tenant = settings.teams_app_tenant
        what = f"preset {name}: no organisation has the Teams tenant {tenant}".rstrip()
        yield Finding(what, lines(name, TEAMS, tenant or "11111111-1111-1111-1111-111111111111"))


def _mistaken(settings: Settings, workspace: str) -> str:
    """What to write when the app's id stands where the tenant's should; empty when it does not."""
    app, tenant = settings.teams_app_id, settings.teams_app_tenant
    if not app or workspace.lower() != app or app == tenant:
        return ""
    return f'This is TEAMS_APP_ID, the app. Write the tenant, where people are: workspace = "{tenant}".'


def _misnamed(preset: Preset) -> Iterator[Finding]:
    """Channels that the preset does not name by their ids."""
    for _, chat in homes(preset, TEAMS):
        for label, channel in channels(chat):
            if advice := channel_fault(place := Place(TEAMS.key, chat.workspace, channel)):
                yield Finding(str(Channel(label, place)), advice)


def _channels(heard: Heard, chat: Chat) -> list[Channel]:
    """The channels of a chat that can be asked about."""
    places = [(label, Place(TEAMS.key, chat.workspace, channel)) for label, channel in channels(chat)]
    return [heard.channel(label, place) for label, place in places if not channel_fault(place)]


def _emails(preset: Preset, body: Body) -> tuple[Collection[str], Collection[str]]:
    """The e-mail addresses of a body's coaches, and of the others who are appointed there."""
    known = [who for who in appointed(preset, body) if who.email]
    coaches = [str(who.email) for who in known if Role.COACH in who.roles]
    return coaches, [str(who.email) for who in known if Role.COACH not in who.roles]


def _spoken_to(preset: Preset, heard: Heard) -> Iterator[Finding]:
    """Channels that somebody has written to the bot in, while the preset does not name the coaches' by its id."""
    for body, chat in homes(preset, TEAMS):
        if chat.coach_channel and not channel_fault(Place(TEAMS.key, chat.workspace, chat.coach_channel)):
            continue
        there = [place for place in heard.ways if place.workspace == chat.workspace and is_channel(place)]
        named = [f'{heard.names.get(place, "")} "{place.channel}"'.strip() for place in there]
        if named:
            yield Finding(f"Teams: of {body.name} the bot has heard in {', '.join(named[:MOST_NAMED])}")


def _elsewhere(settings: Settings, preset: Preset, teams: Sequence[Team]) -> Iterator[Finding]:
    """The app's own tenant is not in the preset: a mistake, unless Teams lets the bot in where the preset says."""
    known, tenant = homes(preset, TEAMS), settings.teams_app_tenant
    if known and tenant not in {chat.workspace for _, chat in known} and all(team.members is None for team in teams):
        expected = ", ".join(f"{chat.workspace} of {body.name}" for body, chat in known)
        name = settings.idesluss_preset
        yield Finding(
            f"preset {name}: the tenant {tenant} (TEAMS_APP_TENANT) is not in it, but {expected} is",
            f'If people are in {tenant}, write workspace = "{tenant}" in [[bodies.chats]]. If they are in the other '
            f"one, the app must be for any tenant: {GUIDE} says how to serve several.",
        )


def _unreached(heard: Heard) -> Iterator[Finding]:
    """How many people can be written to."""
    people = heard.people()
    gone = sum(bool(way.gone) for way in people)
    if gone:
        yield Finding(
            f"Teams: {len(people) - gone} of {len(people)} people can be written to. "
            "The others have removed or blocked the app, or left"
        )
    elif people:
        yield Finding(f"Teams: everybody who has been met can be written to ({len(people)})")


async def _heard(settings: Settings) -> Heard:
    """What the database knows, read from a copy.

    Raises:
        StoreError: when it cannot be read.
    """
    if condition(settings.database_url) in {Condition.TEMPORARY, Condition.ABSENT}:
        return Heard()
    with TemporaryDirectory(prefix="ideas-") as folder:
        copy = Path(folder, "copy.db")
        await asyncio.to_thread(back_up, settings.database_url, copy)
        store = await Store.open(f"sqlite:///{copy}")
        try:
            return await store.turn(_known)
        finally:
            await store.close()


def _known(uow: UnitOfWork) -> Heard:
    ways = {way.place: way for way in uow.references(TEAMS.key)}
    called = {place: channel_name(uow, place) for place in ways if is_channel(place)}
    names = {place: name for place, name in called.items() if name != place.channel}
    return Heard(ways, names, {place.workspace: uow.address_of(TEAMS.key, place.workspace) for place in ways})
