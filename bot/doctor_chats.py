"""What `idesluss doctor` says of a chat's lines in the preset, whatever the platform is called."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.start import presets
from ideas.people import Role
from ideas.preset import Body, Chat, Preset, Staff


@dataclass(frozen=True, slots=True)
class Platform:
    """A chat platform as the doctor speaks of it. `channel` is what a channel's id looks like, `profile` where an
    e-mail address stands."""

    key: str
    name: str
    channel: str
    profile: str


Said = tuple[str, str]
"""What was looked at, and what to do; empty when all is well."""


def homes(preset: Preset, platform: Platform) -> list[tuple[Body, Chat]]:
    """Every workspace of a platform in the preset, and whose it is."""
    return [(body, chat) for body in preset.bodies for chat in body.chats if chat.platform == platform.key]


def appointed(preset: Preset, body: Body) -> list[Staff]:
    """Those of a body who have a role that the platform has to know them by."""
    return [who for who in preset.people if who.body == body.key and set(who.roles) != {Role.EMPLOYEE}]


def channels(chat: Chat) -> list[tuple[str, str]]:
    """The channels of a chat, each with what it is for; one that is for several things is named once."""
    named = [
        ("the coaches' channel", chat.coach_channel),
        *(("a channel for the digest", channel) for channel in chat.digest_channels),
        ("the default channel", chat.default_channel),
    ]
    labels = {channel: label for label, channel in reversed(named) if channel}
    return [(labels[channel], channel) for channel in chat.channels]


def lines(name: str, platform: Platform, workspace: str) -> str:
    """What to write in the preset. The dots are for whoever writes to fill in."""
    first = "Copy the preset to a file of your own (docs/presets.md), and add" if name in presets() else "Add"
    return (
        f"{first} these lines to it, below everything else that is said of the organisation:\n"
        f'[[bodies.chats]]\nplatform = "{platform.key}"\nworkspace = "{workspace}"\n'
        f'coach_channel = "{platform.channel}"\ndigest_channels = ["{platform.channel}"]\n'
        f'default_channel = "{platform.channel}"'
    )


def unsaid(name: str, platform: Platform, preset: Preset, body: Body, chat: Chat) -> Iterator[Said]:
    """What the preset leaves out, though people there would miss it; or says, though they would mind."""
    if not any(chat.coach_channel for chat in body.chats):
        yield f"preset {name}: a coaches' channel for {body.name}", _NO_COACHES
    if not any(chat.digest_channels for chat in body.chats):
        yield f"preset {name}: {body.name} has no channel for the digest, and so gets none", ""
    if chat.default_channel and chat.default_channel in set(chat.digest_channels) - {chat.coach_channel}:
        yield f"preset {name}: default_channel of {body.name}", _MANY_READERS
    if handles := [who.handle for who in appointed(preset, body) if not who.email]:
        what = f"preset {name}: e-mail addresses of {', '.join(handles)}"
        yield what, _STRANGERS.format(platform=platform)


_NO_COACHES = "Without one no coach sees a new idea come. Add coach_channel, the channel's id, to [[bodies.chats]]."
_MANY_READERS = (
    "It gets the digest too, so many read it. Ideas that are for coaches alone would be shown there when the coaches' "
    "channel cannot be written to. Name another, or leave the line out."
)
_STRANGERS = (
    'The bot does not know them in {platform.name}. Add email = "…" to each in [[people]], as in {platform.profile}.'
)


def read_by_others(path: Path) -> bool:
    """Whether others on this machine can read a file of secrets."""
    return os.name == "posix" and path.exists() and bool(path.stat().st_mode & 0o007)
