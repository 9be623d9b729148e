"""The manifest as Slack reads it: whole for HTTP and for Socket Mode, within every limit, asking for nothing more."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import partial
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.access import COMMAND, EVENTS, METHODS, SCOPES, SHORTCUTS, SOCKET_SCOPES
from adapters.slack.inbound import EVENTS as READ
from adapters.slack.manifest import AddressError, address, link, manifest
from dialogs.texts import LANGUAGES, Texts
from dialogs.words import WORDS
from tests.house.sources import files, told, tree

TEXTS = Texts()
URL = "https://ideer.example.se"
WAYS = [(language, socket_mode) for language in LANGUAGES for socket_mode in (False, True)]
both = pytest.mark.parametrize(("language", "socket_mode"), WAYS)


def finished(language: str = "sv", *, socket_mode: bool = False, url: str = URL) -> str:
    """The manifest, as it is printed."""
    return manifest(url, socket_mode=socket_mode, words=partial(TEXTS.say, language))


def at(written: object, path: str) -> list[object]:
    """Everything that a path leads to; a star is every one of a list."""
    here = [written]
    for name in path.split("."):
        lists = [every for one in here if isinstance(one, list) for every in one]
        here = lists if name == "*" else [one[name] for one in here if isinstance(one, dict) and name in one]
    return here


SIZES = {
    "display_information.name": (1, 35),
    "display_information.description": (1, 140),
    "display_information.long_description": (175, 4000),
    "display_information.background_color": (4, 7),
    "features.bot_user.display_name": (1, 80),
    "features.shortcuts.*.name": (1, 24),
    "features.shortcuts.*.callback_id": (1, 255),
    "features.shortcuts.*.description": (1, 150),
    "features.slash_commands.*.command": (2, 32),
    "features.slash_commands.*.description": (1, 2000),
    "features.slash_commands.*.usage_hint": (1, 1000),
    "oauth_config.scopes.bot.*": (1, 50),
    "settings.event_subscriptions.bot_events.*": (1, 50),
}
"""The least and the most characters of each text, as Slack has it."""


@both
def test_every_text_is_as_long_as_slack_allows(language: str, socket_mode: bool) -> None:
    written = yaml.safe_load(finished(language, socket_mode=socket_mode))
    for path, (least, most) in SIZES.items():
        texts = at(written, path)
        assert texts, f"{path} is missing"
        wrong = [text for text in texts if not (isinstance(text, str) and least <= len(text) <= most)]
        told(f"{path} has {least} to {most} characters:", [str(text) for text in wrong])


@both
def test_lists_hold_what_slack_allows(language: str, socket_mode: bool) -> None:
    written = yaml.safe_load(finished(language, socket_mode=socket_mode))
    [shortcuts], [commands] = at(written, "features.shortcuts"), at(written, "features.slash_commands")
    assert isinstance(shortcuts, list)
    assert isinstance(commands, list)
    assert 1 <= len(shortcuts) <= 10
    assert 1 <= len(commands) <= 50
    assert {shortcut["type"] for shortcut in shortcuts} <= {"global", "message"}
    assert all(re.fullmatch(r"/[a-z0-9_-]+", command["command"]) for command in commands)


def test_a_manifest_for_http_sends_everything_to_one_address() -> None:
    written = yaml.safe_load(finished())
    where = ("features.slash_commands.*.url", "settings.event_subscriptions.request_url")
    for path in (*where, "settings.interactivity.request_url"):
        assert at(written, path) == [f"{URL}/slack/events"]
    assert at(written, "oauth_config.redirect_urls") == [[f"{URL}/slack/oauth_redirect"]]
    assert at(written, "settings.socket_mode_enabled") == [False]


def test_a_manifest_for_socket_mode_names_no_address() -> None:
    assert "http" not in finished(socket_mode=True, url="")
    written = yaml.safe_load(finished(socket_mode=True, url=""))
    assert at(written, "settings.socket_mode_enabled") == [True]
    assert at(written, "oauth_config.redirect_urls") == []


@both
def test_what_needs_an_address_or_socket_mode_has_one(language: str, socket_mode: bool) -> None:
    settings = yaml.safe_load(finished(language, socket_mode=socket_mode))["settings"]
    events, interactivity = settings["event_subscriptions"], settings["interactivity"]
    assert events["bot_events"]
    assert interactivity["is_enabled"] is True
    for wants in (events, interactivity):
        assert ("request_url" in wants) is not settings["socket_mode_enabled"]


@both
def test_people_can_open_the_home_tab_and_write_to_the_bot(language: str, socket_mode: bool) -> None:
    features = yaml.safe_load(finished(language, socket_mode=socket_mode))["features"]
    expected = {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False}
    assert features["app_home"] == expected


@both
def test_the_manifest_asks_for_exactly_what_the_code_uses(language: str, socket_mode: bool) -> None:
    written = yaml.safe_load(finished(language, socket_mode=socket_mode))
    assert at(written, "oauth_config.scopes") == [{"bot": sorted(SCOPES)}]
    assert at(written, "settings.event_subscriptions.bot_events") == [list(EVENTS)]
    assert at(written, "features.slash_commands.*.command") == [COMMAND.name]
    assert at(written, "features.shortcuts.*.callback_id") == [shortcut.callback_id for shortcut in SHORTCUTS]


def test_nothing_is_left_to_fill_in_and_no_remark_is_printed() -> None:
    for language, socket_mode in WAYS:
        lines = finished(language, socket_mode=socket_mode).splitlines()
        told("Fill in or leave out:", [line for line in lines if "$" in line or line.lstrip().startswith("#")])
        assert not [line for line in lines if not line.strip() or line != line.rstrip()]


@pytest.mark.parametrize("url", [URL, f"{URL}/", f" {URL}\n", "https://ideer.example.se:8443"])
def test_an_address_is_the_host_alone(url: str) -> None:
    assert address(url) == url.strip().rstrip("/")


@pytest.mark.parametrize("url", ["http://127.0.0.1:3000", "http://localhost:3000/", "http://[::1]:3000"])
def test_this_machines_own_address_may_do_without_encryption(url: str) -> None:
    assert address(url) == url.rstrip("/")


BAD = {
    "http://ideer.example.se": "not encrypted",
    "https://ideer.example.se/slack/events": "says too much",
    "https://ideer.example.se/?a=b": "says too much",
    "ideer.example.se": "is no address",
    "https://": "is no address",
    "https://me:secret@ideer.example.se": "is no address",
    "https://ideer.example.se:port": "is no address",
    "ftp://ideer.example.se": "is no address",
    "": "is no address",
}


@pytest.mark.parametrize(("url", "why"), BAD.items())
def test_an_address_that_slack_cannot_call_is_refused_with_an_example(url: str, why: str) -> None:
    with pytest.raises(AddressError, match=why) as refused:
        manifest(url, socket_mode=False, words=partial(TEXTS.say, "sv"))
    assert "https://ideer.example.se" in str(refused.value)


@both
def test_a_link_carries_the_whole_manifest_and_is_no_longer_than_browsers_take(
    language: str, socket_mode: bool
) -> None:
    whole = finished(language, socket_mode=socket_mode)
    opened = link(whole)
    assert parse_qs(urlsplit(opened).query) == {"new_app": ["1"], "manifest_yaml": [whole]}
    assert opened.isascii()
    assert len(opened) < 8000


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_commands_hint_teaches_words_that_are_understood(language: str) -> None:
    known = tuple(f"{word} " for words in WORDS[language].values() for word in words)
    hints = TEXTS.say(language, COMMAND.hint).split(" · ")
    told("Teach real words:", [hint for hint in hints if not f"{hint} ".startswith(known)])


NEEDS: dict[str, set[str]] = {
    "apps.connections.open": {"connections:write"},
    "chat.postEphemeral": {"chat:write"},
    "chat.postMessage": {"chat:write"},
    "chat.update": {"chat:write"},
    "conversations.history": {"channels:history", "groups:history", "im:history"},
    "conversations.info": {"channels:read", "groups:read"},
    "conversations.open": {"im:write"},
    "conversations.replies": {"channels:history", "groups:history", "im:history"},
    "users.info": {"users:read"},
    "users.lookupByEmail": {"users:read.email"},
    "app_mention": {"app_mentions:read"},
    "message.im": {"im:history"},
    COMMAND.name: {"commands"},
    **{shortcut.callback_id: {"commands"} for shortcut in SHORTCUTS},
}
"""What each needs in the conversations that the bot is in, as Slack's reference has it."""

FREE = {
    "app_home_opened", "app_uninstalled", "tokens_revoked",
    "auth.revoke", "auth.test", "oauth.v2.access", "views.open", "views.publish", "views.update",
}  # fmt: skip
USED = {*METHODS, *EVENTS, COMMAND.name, *(shortcut.callback_id for shortcut in SHORTCUTS)}


def test_everything_that_is_used_has_its_permissions_and_every_permission_its_use() -> None:
    assert {*NEEDS, *FREE} == USED, "say in NEEDS or FREE what Slack's reference says of it"
    given = {**SCOPES, **SOCKET_SCOPES}
    assert {use: {scope for scope, uses in given.items() if use in uses} for use in NEEDS} == NEEDS
    assert all(set(uses) <= USED for uses in given.values())


API = {name for name in dir(AsyncWebClient) if re.fullmatch(r"[a-z]+[a-zA-Z0-9]*(_[a-zA-Z0-9]+)+", name)} - {
    "api_call", "base_url", "default_params", "retry_handlers", "trust_env_in_session",
}  # fmt: skip
"""Methods of the Web API, as the client names them."""


def called() -> Iterator[str]:
    """Every method of the Web API that the code names: as the client's own, or by name in `api_call`."""
    for path in files("adapters/slack", suffix=".py"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Attribute) and node.attr in API:
                yield node.attr
            elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".api_call"):
                yield ast.literal_eval(node.args[0]).replace(".", "_")


def test_every_method_that_is_called_is_declared() -> None:
    declared = {method.replace(".", "_") for method in METHODS}
    told("Add to METHODS in adapters/slack/access.py, with its permission:", sorted(set(called()) - declared))


def test_every_declared_method_is_called() -> None:
    declared = {method.replace(".", "_"): method for method in METHODS}
    idle = set(declared) - set(called())
    told("Take it out of METHODS in adapters/slack/access.py:", sorted(declared[name] for name in idle))


def test_every_event_is_read_and_no_other() -> None:
    assert set(READ) == set(EVENTS)
