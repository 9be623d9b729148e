"""What Slack would have against an app manifest: its own type, more sizes, and what must go together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tests.clients.schemas import faults, schema

Json = dict[str, Any]

LEAST = {
    "display_information.name": 1, "display_information.description": 1, "display_information.long_description": 175,
    "features.bot_user.display_name": 1, "features.shortcuts.name": 1, "features.shortcuts.callback_id": 1,
    "features.shortcuts.description": 1, "features.slash_commands.command": 2,
    "features.slash_commands.description": 1, "features.slash_commands.usage_hint": 1,
}  # fmt: skip
MOST = {"features.shortcuts.name": 24, "display_information.background_color": 7}
"""Characters that the type does not state."""

PATTERNS = {
    "display_information.background_color": r"#(?:[0-9a-fA-F]{3}){1,2}",
    "features.slash_commands.command": r"/[^\sA-Z]+",
    "features.slash_commands.url": r"https://\S+",
    "settings.event_subscriptions.request_url": r"https://\S+",
    "settings.interactivity.request_url": r"https://\S+",
    "settings.interactivity.message_menu_options_url": r"https://\S+",
    "oauth_config.redirect_urls": r"https://\S+",
}
"""How a text looks, whole."""

HEARD_WITH: Mapping[str, frozenset[str]] = {
    "app_mention": frozenset({"app_mentions:read"}),
    "channel_archive": frozenset({"channels:read"}),
    "group_archive": frozenset({"groups:read"}),
    "member_joined_channel": frozenset({"channels:read", "groups:read"}),
    "message.channels": frozenset({"channels:history"}),
    "message.groups": frozenset({"groups:history"}),
    "message.im": frozenset({"im:history"}),
    "message.mpim": frozenset({"mpim:history"}),
    "reaction_added": frozenset({"reactions:read"}),
    "team_join": frozenset({"users:read"}),
    "user_change": frozenset({"users:read"}),
}
"""The permissions of which an event needs one."""


def check_manifest(manifest: Json) -> list[str]:
    """Everything that is wrong; nothing when Slack takes it."""
    rules = (_sizes, _looks, _unfilled, _reachable, _permitted, _at_home, _named_once)
    return [*faults(manifest, schema("manifest")), *(fault for rule in rules for fault in rule(manifest))]


def _at(node: object, path: str) -> list[Any]:
    """All that a path leads to, through lists as if each thing in them lay there."""
    here = [node]
    for name in path.split("."):
        opened = [one for each in here for one in (each if isinstance(each, list) else [each])]
        here = [one[name] for one in opened if isinstance(one, dict) and name in one]
    return [one for each in here for one in (each if isinstance(each, list) else [each])]


def _sizes(manifest: Json) -> Iterator[str]:
    for path in LEAST.keys() | MOST.keys():
        least, most = LEAST.get(path, 0), MOST.get(path, 10**6)
        wrong = [text for text in _at(manifest, path) if not least <= len(text) <= most]
        yield from (f"{path}: {len(text)} characters are not from {least} to {most}" for text in wrong)


def _looks(manifest: Json) -> Iterator[str]:
    for path, pattern in PATTERNS.items():
        wrong = [text for text in _at(manifest, path) if not re.fullmatch(pattern, text)]
        yield from (f"{path}: {text!r} does not look like {pattern}" for text in wrong)


def _unfilled(manifest: Json) -> Iterator[str]:
    yield from (
        f"{path}: {text!r} was not filled in" for path, text in _texts(manifest) if re.search(r"\$\w|[{}]", text)
    )


def _texts(node: object, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(node, str):
        yield path, node
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for name, value in inner:
        yield from _texts(value, f"{path}.{name}".lstrip("."))


def _reachable(manifest: Json) -> Iterator[str]:
    """Slack must know where to send what it sends, unless it is fetched in Socket Mode."""
    if _at(manifest, "settings.socket_mode_enabled") == [True]:
        return
    heard = _at(manifest, "settings.event_subscriptions.bot_events")
    if heard and not _at(manifest, "settings.event_subscriptions.request_url"):
        yield "settings.event_subscriptions: events need a request_url, or Socket Mode"
    pressed = _at(manifest, "settings.interactivity.is_enabled") == [True]
    if pressed and not _at(manifest, "settings.interactivity.request_url"):
        yield "settings.interactivity: presses need a request_url, or Socket Mode"
    commands = _at(manifest, "features.slash_commands")
    yield from (
        f"features.slash_commands: {one['command']} needs a url, or Socket Mode" for one in commands if "url" not in one
    )


def _permitted(manifest: Json) -> Iterator[str]:
    scopes = {*_at(manifest, "oauth_config.scopes.bot"), *_at(manifest, "oauth_config.scopes.bot_optional")}
    for event in _at(manifest, "settings.event_subscriptions.bot_events"):
        if event in HEARD_WITH and not HEARD_WITH[event] & scopes:
            yield f"oauth_config.scopes: {event} needs {' or '.join(sorted(HEARD_WITH[event]))}"
    shortcuts = _at(manifest, "features.shortcuts")
    if (shortcuts or _at(manifest, "features.slash_commands")) and "commands" not in scopes:
        yield "oauth_config.scopes: commands and shortcuts need commands"
    if shortcuts and _at(manifest, "settings.interactivity.is_enabled") != [True]:
        yield "settings.interactivity: shortcuts need it"
    if scopes and not _at(manifest, "features.bot_user"):
        yield "features.bot_user: permissions of a bot need a bot"
    if _at(manifest, "functions") and _at(manifest, "settings.org_deploy_enabled") != [True]:
        yield "settings.org_deploy_enabled: functions need it"


def _at_home(manifest: Json) -> Iterator[str]:
    heard = _at(manifest, "settings.event_subscriptions.bot_events")
    home = _at(manifest, "features.app_home.home_tab_enabled") == [True]
    messages = _at(manifest, "features.app_home.messages_tab_enabled") == [True]
    if "app_home_opened" in heard and not (home or messages):
        yield "features.app_home: app_home_opened needs a tab to open"
    written = messages and _at(manifest, "features.app_home.messages_tab_read_only_enabled") != [True]
    if "message.im" in heard and not written:
        yield "features.app_home: nobody can write to the bot, and message.im waits for that"


def _named_once(manifest: Json) -> Iterator[str]:
    paths = ("features.shortcuts.callback_id", "features.slash_commands.command", "oauth_config.scopes.bot")
    for path in (*paths, "settings.event_subscriptions.bot_events", "oauth_config.redirect_urls"):
        names = _at(manifest, path)
        yield from (f"{path}: {name} is there twice" for name in sorted({n for n in names if names.count(n) > 1}))
