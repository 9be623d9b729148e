"""What `idesluss doctor` asks of Teams: whether sign-in, zip file, tenants, channels and people agree with the preset."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from adapters.reading import text_at
from adapters.teams.addresses import is_person, is_teams
from adapters.teams.certificate import CertificateError, read
from adapters.teams.checkup import (
    EXAMPLE,
    Channel,
    Finding,
    IsAllowed,
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
from bot.door_teams import TEAMS, sign_in
from bot.settings import Settings, SettingsError
from bot.start import load_preset, presets
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
SOON = timedelta(days=30)
"""How long before a certificate ends it is told."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What the database knows of Teams: the way to each place, what channels are called, a tenant's latest address."""

    ways: Mapping[Place, Reference] = field(default_factory=dict)
    names: Mapping[Place, str] = field(default_factory=dict)
    addresses: Mapping[str, str] = field(default_factory=dict)

    def channel(self, label: str, place: Place) -> Channel:
        """A channel with the way there: its own, or by the tenant's address where nothing was heard from it itself."""
        address = self.addresses.get(place.workspace, "")
        way = self.ways.get(place) or (Reference(place, address, place.channel) if address else None)
        return Channel(label, place, self.names.get(place, ""), way)


def look_at_teams(
    settings: Settings, login: Callable[[Settings], Signing] = sign_in, is_allowed: IsAllowed = is_teams
) -> list[Finding]:
    """What there is to say of Teams: one line when it is not set up, none while the preset cannot be read."""
    try:
        preset = load_preset(settings.idesluss_preset)
        if settings.teams == "off":
            return [_unused(preset)]
        return asyncio.run(_looked(settings, preset, login, is_allowed))
    except PresetError:
        return []
    except SettingsError as error:
        return [Finding("Teams: the settings", str(error))]
    except StoreError as error:
        return [Finding("Teams: what the database knows of it", str(error))]


def _unused(preset: Preset) -> Finding:
    waits = ", ".join(f"{chat.workspace} of {body.name}" for body, chat in _homes(preset))
    advice = f"The preset has the tenant {waits}, and what is meant for it is not delivered. {GUIDE} says how."
    return Finding("Teams is not set up", advice if waits else "")


async def _looked(
    settings: Settings, preset: Preset, login: Callable[[Settings], Signing], is_allowed: IsAllowed
) -> list[Finding]:
    heard = await _heard(settings)
    findings = [*_written(settings), *_in_preset(settings, preset)]
    if settings.teams == "development":
        return [*findings, *_unreached(heard)]
    signing = login(settings)
    signed = await signed_in(signing, _who(settings))
    findings.insert(0, signed)
    if not signed.advice:
        async with connected(signing, settings.teams_app_id, is_allowed, utc_now) as connector:
            for body, chat in _homes(preset):
                if not tenant_fault(chat.workspace):
                    teams = [await team_of(connector, one) for one in _channels(heard, chat)]
                    findings += [team.finding for team in teams]
                    findings += people_found(teams, *_emails(preset, body))
    return [*findings, *_unreached(heard), *_unnamed(preset, heard)]
