"""What `idesluss doctor` asks of Slack: whether tokens, workspaces, channels and people agree with the preset."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from adapters.slack.checkup import Client, Finding, checkup, connected, socket_mode, workspace_of
from adapters.slack.inbound import PLATFORM
from adapters.slack.manifest import INSTALL_PATH
from bot.app import utc_now
from bot.installations import Seal, SealedInstallations
from bot.settings import Settings, SettingsError
from bot.start import load_preset, presets
from dialogs.installations import Installation
from ideas.people import Role
from ideas.preset import Body, Chat, Preset, PresetError
from storage.backup import back_up
from storage.condition import Condition, condition
from storage.errors import StoreError
from storage.store import Store

GUIDE = "docs/install-slack.md"


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
    waits = ", ".join(f"{chat.workspace} of {body.name}" for body, chat in _homes(preset))
    advice = f"The preset has the workspace {waits}, and what is meant for it is not delivered. {GUIDE} says how."
    return Finding("Slack is not set up", advice if waits else "")


async def _looked(settings: Settings, preset: Preset) -> list[Finding]:
    findings: list[Finding] = []
    met: set[str] = set()
    for kept, token in await _tokens(settings):
        async with connected(settings.slack_api_url, token) as client:
            there, found = await workspace_of(client, kept)
            findings += found
            if there:
                met.add(there.workspace)
                findings += await _at_home(client, settings.idesluss_preset, preset, there)
    if settings.slack == "socket":
        async with connected(settings.slack_api_url) as client:
            findings.append(await socket_mode(client, settings.slack_app_token.get_secret_value()))
    return [*findings, *_not_met(settings, preset, met)]


async def _at_home(client: Client, name: str, preset: Preset, there: Installation) -> Sequence[Finding]:
    """Whether what the preset says of a workspace is so there."""
    body, chat = next((home for home in _homes(preset) if home[1].workspace == there.workspace), (None, None))
    if body is None or chat is None:
        return [_without_body(name, there)]
    appointed = [who for who in preset.people if who.body == body.key and set(who.roles) != {Role.EMPLOYEE}]
    looked = await checkup(client, _channels(chat), [who.email for who in appointed if who.email])
    return [
        Finding(f"preset {name}: the Slack workspace {there.workspace} is that of {body.name}"),
        *_unsaid(name, body, [who.handle for who in appointed if not who.email]),
        *looked,
    ]


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


def _homes(preset: Preset) -> Iterator[tuple[Body, Chat]]:
    """Every workspace of the preset, and whose it is."""
    return ((body, chat) for body in preset.bodies for chat in body.chats if chat.platform == PLATFORM)


def _without_body(name: str, there: Installation) -> Finding:
    """A workspace that nobody in the preset has; what to write there. The dots are for whoever writes to fill in."""
    first = "Copy the preset to a file of your own (docs/presets.md), and add" if name in presets() else "Add"
    return Finding(
        f"preset {name}: no organisation has the Slack workspace {there.name} ({there.workspace})",
        f"{first} these lines below everything else that is said of its [[bodies]]:\n"
        f'[[bodies.chats]]\nplatform = "{PLATFORM}"\nworkspace = "{there.workspace}"\n'
        'coach_channel = "C…"\ndigest_channels = ["C…"]\ndefault_channel = "C…"',
    )


def _unsaid(name: str, body: Body, handles: Sequence[str]) -> Iterator[Finding]:
    """What the preset leaves out, though people in Slack would miss it."""
    if not any(chat.coach_channel for chat in body.chats):
        yield Finding(
            f"preset {name}: a coaches' channel for {body.name}",
            "New ideas are shown on the try-it page alone. Add coach_channel, the channel's id, to [[bodies.chats]].",
        )
    if handles:
        yield Finding(
            f"preset {name}: e-mail addresses of {', '.join(handles)}",
            'The bot does not know them in Slack. Add email = "…" to each in [[people]], as in their Slack profiles.',
        )


def _channels(chat: Chat) -> list[tuple[str, str]]:
    """The channels of a chat, each with what it is for; one that is for several things is named once."""
    named = [
        ("the coaches' channel", chat.coach_channel),
        *(("a channel for the digest", channel) for channel in chat.digest_channels),
        ("the default channel", chat.default_channel),
    ]
    labels = {channel: label for label, channel in reversed(named) if channel}
    return [(labels[channel], channel) for channel in chat.channels]


def _not_met(settings: Settings, preset: Preset, met: Collection[str]) -> Iterator[Finding]:
    """Workspaces of the preset that no token is for; not told while no token works at all."""
    for body, chat in _homes(preset):
        if chat.workspace in met or not (met or settings.has_many_workspaces):
            continue
        what = f"Slack: the workspace {chat.workspace} of {body.name}"
        if settings.has_many_workspaces:
            yield Finding(
                what, f"The app is not installed there. Open {INSTALL_PATH} at the bot's address and choose it."
            )
        else:
            yield Finding(what, f"SLACK_BOT_TOKEN is for another workspace. {GUIDE} says how to serve several.")
