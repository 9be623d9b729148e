"""The finished manifest against Slack's own schema of manifests, in both modes and every language."""

from __future__ import annotations

import json
from functools import cache, partial
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from adapters.slack.manifest import manifest
from dialogs.texts import LANGUAGES, Texts

SCHEMA = Path(__file__).parent / "official" / "manifest.schema.1.0.0.json"
ADDRESS = "https://ideer.skovde.example"


@cache
def validator() -> Any:
    """Slack's schema, as the kind of schema it says it is."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return jsonschema.validators.validator_for(schema)(schema)


def finished(language: str, *, socket_mode: bool) -> Any:
    """The manifest as an administrator pastes it."""
    words = partial(Texts().say, language)
    return yaml.safe_load(manifest("" if socket_mode else ADDRESS, socket_mode=socket_mode, words=words))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("socket_mode", [False, True])
def test_slack_takes_the_manifest_in_every_language(language: str, socket_mode: bool) -> None:
    faults = [error.message for error in validator().iter_errors(finished(language, socket_mode=socket_mode))]
    assert faults == []


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ("display_information.name", "x" * 36),
        ("display_information.long_description", "too short"),
        ("features.slash_commands.0.command", "ide"),
        ("features.shortcuts.0.name", "x" * 25),
        ("oauth_config.scopes.bot", "chat:write"),
        ("settings.socket_mode_enabled", "yes"),
        ("settings.unheard_of", True),
    ],
)
def test_slacks_schema_sees_what_is_wrong(path: str, wrong: object) -> None:
    broken = finished("sv", socket_mode=True)
    *way, last = path.split(".")
    node = broken
    for name in way:
        node = node[int(name)] if name.isdigit() else node[name]
    node[last] = wrong
    assert list(validator().iter_errors(broken))
