"""The manifest against Slack's own type and the rules that no type holds; and the rules against broken manifests."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from functools import partial
from typing import Any

import pytest
import yaml

from adapters.slack.access import EVENTS, SCOPES
from adapters.slack.manifest import manifest
from dialogs.texts import LANGUAGES, Texts
from tests.clients.rig import emulated
from tests.clients.slack_manifest import check_manifest

Json = dict[str, Any]

URL = "https://ideer.example.se"


def written(language: str = "sv", *, socket_mode: bool = False) -> Json:
    """The finished manifest, read as Slack reads it."""
    made: Json = yaml.safe_load(manifest(URL, socket_mode=socket_mode, words=partial(Texts().say, language)))
    return made


@pytest.mark.parametrize("socket_mode", [False, True], ids=["over HTTP", "in Socket Mode"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_slack_takes_the_manifest(language: str, socket_mode: bool) -> None:
    assert check_manifest(written(language, socket_mode=socket_mode)) == []


def put(path: str, value: object) -> Callable[[Json], None]:
    """A change: something else at the end of a path, or nothing there."""

    def change(whole: Json) -> None:
        *way, last = path.split(".")
        here: Any = whole
        for name in way:
            here = here[int(name)] if name.isdigit() else here[name]
        if value is None:
            del here[last]
        else:
            here[int(last) if last.isdigit() else last] = value

    return change


BROKEN = {
    "a long name": put("display_information.name", "x" * 36),
    "a long description": put("display_information.description", "x" * 141),
    "a short long description": put("display_information.long_description", "x" * 174),
    "a long long description": put("display_information.long_description", "x" * 4001),
    "a colour that is none": put("display_information.background_color", "green"),
    "a long name of the bot": put("features.bot_user.display_name", "x" * 81),
    "no bot": put("features.bot_user", None),
    "a long shortcut": put("features.shortcuts.0.name", "x" * 25),
    "a long description of a shortcut": put("features.shortcuts.0.description", "x" * 151),
    "a shortcut of no kind": put("features.shortcuts.0.type", "channel"),
    "two shortcuts with one id": put("features.shortcuts.0.callback_id", "make_idea"),
    "a command without its slash": put("features.slash_commands.0.command", "ide"),
    "a long command": put("features.slash_commands.0.command", "/" + "x" * 32),
    "a command without an address": put("features.slash_commands.0.url", None),
    "an address that is not https": put("features.slash_commands.0.url", "http://ideer.example.se/slack/events"),
    "an address that was not filled in": put("features.slash_commands.0.url", "https://$host/slack/events"),
    "a key that Slack does not know": put("settings.colour", "green"),
    "a permission that Slack does not know": put("oauth_config.scopes.bot.1", "poems:write"),
    "an event that Slack does not know": put("settings.event_subscriptions.bot_events.0", "poem_written"),
    "an event without its permission": put("oauth_config.scopes.bot", ["commands", "im:history"]),
    "commands without their permission": put("oauth_config.scopes.bot", ["app_mentions:read", "im:history"]),
    "events without an address": put("settings.event_subscriptions.request_url", None),
    "presses without an address": put("settings.interactivity.request_url", None),
    "shortcuts without presses": put("settings.interactivity.is_enabled", False),
    "nobody may write": put("features.app_home.messages_tab_read_only_enabled", True),
    "an event asked for twice": put("settings.event_subscriptions.bot_events", [*EVENTS, EVENTS[0]]),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_slack_refuses_in_a_manifest_is_refused(name: str) -> None:
    broken = deepcopy(written())
    BROKEN[name](broken)
    assert len(check_manifest(broken)) == 1, check_manifest(broken)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("display_information.name", "x" * 35),
        ("display_information.description", "x" * 140),
        ("display_information.long_description", "x" * 175),
        ("display_information.long_description", "x" * 4000),
        ("features.bot_user.display_name", "x" * 80),
        ("features.shortcuts.0.name", "x" * 24),
        ("features.slash_commands.0.command", "/" + "x" * 31),
    ],
)
def test_what_slack_just_takes_in_a_manifest_is_taken(path: str, value: str) -> None:
    full = deepcopy(written())
    put(path, value)(full)
    assert check_manifest(full) == []


async def test_the_emulated_app_may_do_what_the_manifest_asks_for() -> None:
    asked = written()
    assert {*asked["oauth_config"]["scopes"]["bot"]} == {*SCOPES}
    async with emulated() as emulator:
        me = await emulator.client().auth_test()
    assert {*me.headers["x-oauth-scopes"].split(",")} == {*asked["oauth_config"]["scopes"]["bot"]}
