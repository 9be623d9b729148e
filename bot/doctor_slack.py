"""What `idesluss doctor` asks of Slack: whether tokens, workspaces, channels and people agree with the preset."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from adapters.findings import Finding
from adapters.slack.checkup import Client, checkup, connected, socket_mode, workspace_of
from adapters.slack.inbound import PLATFORM
from adapters.slack.manifest import INSTALL_PATH
from bot.app import utc_now
from bot.doctor_chats import Platform, appointed, channels, homes, lines, read_by_others, unsaid
from bot.installations import Seal, SealedInstallations
from bot.settings import Settings, SettingsError
from bot.start import load_preset
from dialogs.installations import Installation
from ideas.preset import Body, Chat, Preset, PresetError
from storage.backup import back_up
from storage.condition import Condition, condition
from storage.errors import StoreError
from storage.store import Store

GUIDE = "docs/install-slack.md"
SLACK = Platform(PLATFORM, "Slack", "C…", "their Slack profiles")


def look_at_slack(settings: Settings) -> list[Finding]:
    """What there is to say of Slack: one line when it is not set up, none while the preset cannot be read."""
    try:
        preset = load_preset(settings.idesluss_preset)
        return [_unused(preset)] if settings.slack == "off" else asyncio.run(_looked(settings, preset))
    except PresetError:
        return []
    except (SettingsError, StoreError) as error:
        return [Finding("Slack: the tokens that are stored", str(error))]


def _unused(preset: Preset) -> Finding:
    waits = ", ".join(f"{chat.workspace} of {body.name}" for body, chat in homes(preset, SLACK))
    advice = f"The preset has the workspace {waits}, and what is meant for it is not delivered. {GUIDE} says how."
    return Finding("Slack is not set up", advice if waits else "")


async def _looked(settings: Settings, preset: Preset) -> list[Finding]:
    findings, met = [*_written(settings)], set[str]()
    for kept, token in await _tokens(settings):
        async with connected(settings.slack_api_url, token) as client:
            there, found = await workspace_of(client, kept)
            findings += found
            if there:
                met.add(there.workspace)
                findings += await _in_preset(client, settings, preset, there)
    if settings.slack == "socket":
        async with connected(settings.slack_api_url) as client:
            findings.append(await socket_mode(client, settings.slack_app_token.get_secret_value()))
    return [*findings, *_not_met(settings, preset, met)]


async def _in_preset(client: Client, settings: Settings, preset: Preset, there: Installation) -> Sequence[Finding]:
    """Whether the preset has a workspace, and what it says of it is so there."""
    name, known = settings.idesluss_preset, homes(preset, SLACK)
    for body, chat in known:
        if chat.workspace == there.workspace:
            return await _at_home(client, name, preset, there, body, chat)
    if known and not settings.has_many_workspaces:
        return [_elsewhere(name, known, there)]
    return [_without_body(name, there)]


async def _at_home(
    client: Client, name: str, preset: Preset, there: Installation, body: Body, chat: Chat
) -> Sequence[Finding]:
    looked = await checkup(client, channels(chat), [who.email for who in appointed(preset, body) if who.email])
    return [
        Finding(
            f"preset {name}: the Slack workspace {there.workspace} is that of {body.name}",
            _called_otherwise(preset, body, there),
        ),
        *(Finding(*said) for said in unsaid(name, SLACK, preset, body, chat)),
        *looked,
    ]


_WAYS = {
    "socket": "Slack is reached by Socket Mode, since SLACK_APP_TOKEN is there",
    "http": "Slack reaches the bot at its address. Whether SLACK_SIGNING_SECRET is this app's, Slack alone can say: "
    "Verified under Event Subscriptions on the app's page, once the bot runs",
}
_ANOTHERS = re.compile(r"xox|xapp-|.*…|[A-Za-z0-9]{24}$")
"""What stands near the signing secret on the app's page, or in the guide: tokens, dots, the Verification Token."""


def _written(settings: Settings) -> Iterator[Finding]:
    """What can be said of the settings without asking Slack. What they hold is never told."""
    secret, client = settings.slack_signing_secret.get_secret_value(), settings.slack_client_secret.get_secret_value()
    yield Finding(_WAYS[settings.slack])
    if settings.slack == "http" and (_ANOTHERS.match(secret) or secret == client):
        yield Finding(
            "Slack: SLACK_SIGNING_SECRET",
            "That is something else. Copy the Signing Secret under Basic Information, App Credentials: choose Show.",
        )
    if settings.slack_client_id and not re.fullmatch(r"\d+\.\d+", settings.slack_client_id):
        yield Finding(
            "Slack: SLACK_CLIENT_ID",
            "It should be two numbers with a point between them. Copy the Client ID under Basic Information.",
        )
    if read_by_others(Path(".env")):
        yield Finding("Slack: the tokens in .env", "Others on this machine can read it. Write: chmod 600 .env")


async def _tokens(settings: Settings) -> list[tuple[str, str]]:
    """The tokens there are, each with where it is kept. Those in the database are read from a copy.

    Raises:
        SettingsError: when a token there cannot be opened with the key.
        StoreError: when the database cannot be read.
    """
    if not settings.has_many_workspaces:
        return [("SLACK_BOT_TOKEN", settings.slack_bot_token.get_secret_value())]
    seal = Seal(",".join(settings.secret_keys))
    if condition(settings.database_url) in {Condition.TEMPORARY, Condition.ABSENT}:
        return []
    with TemporaryDirectory(prefix="ideas-") as folder:
        copy = Path(folder, "copy.db")
        await asyncio.to_thread(back_up, settings.database_url, copy)
        store = await Store.open(f"sqlite:///{copy}")
        try:
            installations = SealedInstallations(store, seal, utc_now)
            await installations.rotate()
            return [(f"stored for {one.workspace}", one.token) for one in await installations.all(PLATFORM)]
        finally:
            await store.close()


def _elsewhere(name: str, known: Sequence[tuple[Body, Chat]], there: Installation) -> Finding:
    """The only token there is, and it is not from where the preset says."""
    expected = ", ".join(f"{chat.workspace} of {body.name}" for body, chat in known)
    return Finding(
        f"preset {name}: the Slack workspace {there.name} ({there.workspace}) is not in it, but {expected} is",
        f'If {there.name} is right, write workspace = "{there.workspace}" in [[bodies.chats]]. Else install the app in '
        f"the other one, and copy the token from there. {GUIDE} says how to serve several.",
    )


def _without_body(name: str, there: Installation) -> Finding:
    """A workspace that nobody in the preset has; what to write there."""
    return Finding(
        f"preset {name}: no organisation has the Slack workspace {there.name} ({there.workspace})",
        lines(name, SLACK, there.workspace),
    )


def _called_otherwise(preset: Preset, body: Body, there: Installation) -> str:
    """What to do when a workspace bears another organisation's name: lines that were added below the wrong one."""
    words = set(there.name.casefold().split())
    like = [one for one in preset.bodies if words.issuperset(one.short.casefold().split())]
    if not like or body in like:
        return ""
    return (
        f"Its name in Slack is {there.name}, and the preset has {like[0].name} too. [[bodies.chats]] belongs to the "
        "[[bodies]] nearest above it: move its lines if they stand below the wrong one."
    )


def _not_met(settings: Settings, preset: Preset, met: Collection[str]) -> Iterator[Finding]:
    """Workspaces of the preset that no token is for; not told where another finding says why that is so."""
    name, known = settings.idesluss_preset, homes(preset, SLACK)
    if settings.has_many_workspaces and not (known or met):
        yield Finding(f"preset {name}: a Slack workspace of one of the organisations", lines(name, SLACK, "T…"))
    missed = [home for home in known if home[1].workspace not in met]
    for body, chat in missed if settings.has_many_workspaces or len(missed) < len(known) else []:
        what = f"Slack: the workspace {chat.workspace} of {body.name}"
        if settings.has_many_workspaces:
            yield Finding(
                what, f"The app is not installed there. Open {INSTALL_PATH} at the bot's address and choose it."
            )
        else:
            yield Finding(what, f"SLACK_BOT_TOKEN is for another workspace. {GUIDE} says how to serve several.")
