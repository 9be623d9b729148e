"""What the bot asks of Slack: permissions with their reasons, events, its command and its shortcuts. Data only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command. `about` and `hint` are ids of texts: what it does, and what may be written after it."""

    name: str
    about: str
    hint: str


@dataclass(frozen=True, slots=True)
class Shortcut:
    """An entry in one of Slack's menus: everybody's (`global`) or a message's. `name` and `about` are ids of texts."""

    kind: Literal["global", "message"]
    callback_id: str
    name: str
    about: str


COMMAND = Command("/ide", "manifest-command", "manifest-command-hint")
"""One command for everything, since names of commands are shared by all apps of a workspace."""

TELL = Shortcut("global", "tell", "manifest-tell", "manifest-tell-about")
MAKE_IDEA = Shortcut("message", "make_idea", "manifest-make-idea", "manifest-make-idea-about")
SHORTCUTS = (TELL, MAKE_IDEA)

EVENTS = ("app_home_opened", "app_mention", "app_uninstalled", "message.im", "tokens_revoked")
"""What Slack tells us of without being asked. Nothing that is written in channels without naming the bot."""

METHODS = (
    "apps.connections.open",
    "auth.revoke",
    "auth.test",
    "chat.postEphemeral",
    "chat.postMessage",
    "chat.update",
    "conversations.history",
    "conversations.info",
    "conversations.open",
    "conversations.replies",
    "oauth.v2.access",
    "users.info",
    "users.lookupByEmail",
    "views.open",
    "views.publish",
    "views.update",
)
"""Every method of the Web API that is called."""

SCOPES: Mapping[str, tuple[str, ...]] = {
    "app_mentions:read": ("app_mention",),
    "channels:history": ("conversations.history", "conversations.replies"),
    "channels:read": ("conversations.info",),
    "chat:write": ("chat.postEphemeral", "chat.postMessage", "chat.update"),
    "commands": (COMMAND.name, *(shortcut.callback_id for shortcut in SHORTCUTS)),
    "groups:history": ("conversations.history", "conversations.replies"),
    "groups:read": ("conversations.info",),
    "im:history": ("message.im", "conversations.history", "conversations.replies"),
    "im:write": ("conversations.open",),
    "users:read": ("users.info",),
    "users:read.email": ("users.lookupByEmail",),
}
"""The bot's permissions, and what each is needed for: methods, events, the command or shortcuts.

Histories are read one message at a time: whether one of the bot's own arrived after an answer that got lost, and
somebody's own words when they ask the bot to take them after all. `groups` are private channels.
Not asked for: `team:read` (`auth.test` already names the workspace), `chat:write.public` and `channels:join` (the bot
writes where somebody has invited it), `files:read` (files are not taken), `im:read` (no list of conversations is read).
"""

SOCKET_SCOPES: Mapping[str, tuple[str, ...]] = {"connections:write": ("apps.connections.open",)}
"""The permission of the app's own token, for Socket Mode. It is chosen when that token is made, not in the manifest."""
