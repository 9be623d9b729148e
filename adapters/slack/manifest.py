"""The app manifest that an administrator gives to Slack, filled in for one address and one language."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from importlib import resources
from string import Template
from urllib.parse import quote, urlsplit

from adapters.slack.access import COMMAND, EVENTS, SCOPES, SHORTCUTS

EVENTS_PATH = "/slack/events"
"""Where events, commands, presses, forms and shortcuts arrive."""
INSTALL_PATH = "/slack/install"
"""Where somebody begins to add the app to one more workspace."""
REDIRECT_PATH = "/slack/oauth_redirect"
"""Where Slack sends whoever has done so."""

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_LOOKS_LIKE = "It looks like https://ideer.example.se."
_NEW_APP = "https://api.slack.com/apps?new_app=1&manifest_yaml="


class AddressError(ValueError):
    """An address that Slack could not reach the bot at; the message says what one looks like."""


def address(url: str) -> str:
    """The address at which Slack reaches the bot, without a slash at its end.

    Raises:
        AddressError: when it is not https, or more than a host. Only this machine's own may do without https.
    """
    try:
        parts = urlsplit(url.strip())
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        raise AddressError(f"{url} is no address. {_LOOKS_LIKE}") from None
    if not host or parts.scheme not in {"https", "http"} or parts.username is not None:
        raise AddressError(f"{url} is no address. {_LOOKS_LIKE}")
    if parts.scheme != "https" and host not in LOOPBACK:
        raise AddressError(f"{url} is not encrypted, and Slack calls no such address. {_LOOKS_LIKE}")
    if parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise AddressError(f"{url} says too much: the host alone is enough. {_LOOKS_LIKE}")
    return f"{parts.scheme}://{parts.netloc}"


def manifest(url: str, *, socket_mode: bool, words: Callable[[str], str]) -> str:
    """The finished manifest in YAML. `url` is not used in Socket Mode; `words` says a text in the app's language.

    Raises:
        AddressError: as `address` does, when the address is needed.
    """
    template = (resources.files("manifest") / "slack.yaml").read_text("utf-8")
    filling = _filling("" if socket_mode else address(url), words)
    lines = (line for line in template.splitlines() if line and not line.lstrip().startswith("#"))
    filled = [Template(line).substitute(filling) for line in lines if _says_something(line, filling)]
    return "".join(f"{line}\n" for line in filled).replace(" \n", "\n")


def link(manifest_yaml: str) -> str:
    """An address that opens Slack's page for a new app with the manifest already there."""
    return _NEW_APP + quote(manifest_yaml, safe="")


def _says_something(line: str, filling: Mapping[str, str]) -> bool:
    """Whether a line of the template still has a value: without an address, those that hold one do not."""
    return all(filling[name] for name in Template(line).get_identifiers())


def _filling(at: str, words: Callable[[str], str]) -> Mapping[str, str]:
    """What stands for each name in the template. Quoted as JSON, which YAML reads the same way."""
    return {
        "name": _quoted(words("manifest-name")),
        "description": _quoted(words("manifest-description")),
        "long_description": _quoted(words("manifest-long-description")),
        "shortcuts": _listed(
            {
                "name": words(shortcut.name),
                "type": shortcut.kind,
                "callback_id": shortcut.callback_id,
                "description": words(shortcut.about),
            }
            for shortcut in SHORTCUTS
        ),
        "command": _quoted(COMMAND.name),
        "command_description": _quoted(words(COMMAND.about)),
        "command_hint": _quoted(words(COMMAND.hint)),
        "scopes": _listed(sorted(SCOPES)),
        "events": _listed(EVENTS),
        "events_address": _quoted(at + EVENTS_PATH) if at else "",
        "redirect_addresses": _listed([at + REDIRECT_PATH]) if at else "",
        "socket_mode": _quoted(not at),
    }


def _quoted(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _listed(values: Iterable[object]) -> str:
    """A list with one line for each of its values, indented deeper than any key in the template."""
    return "".join(f"\n{' ' * 6}- {_quoted(value)}" for value in values)
