"""What Microsoft has against an app manifest for Teams: the schemas that it publishes, from its own package."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from jsonschema import Draft4Validator, Draft7Validator, validators

from tests.clients.node import MODULES

Json = dict[str, Any]

SCHEMAS = MODULES / "@microsoft" / "app-manifest" / "build" / "json-schemas" / "teams"

READER = validators.extend(  # type: ignore[no-untyped-call]
    Draft4Validator, {word: Draft7Validator.VALIDATORS[word] for word in ("const", "if")}
)
"""They call themselves draft 4, and say a few things in the words of draft 7."""


@cache
def official(version: str) -> Json:
    """The schema of a manifest of a version, such as 1.29."""
    return _schema(version, "MicrosoftTeams.schema.json")


@cache
def localization(version: str) -> Json:
    """The schema of a manifest's texts in one more language."""
    return _schema(version, "MicrosoftTeams.Localization.schema.json")


def faults(document: object, schema: Json) -> list[str]:
    """Everything that a schema has against a document: where, and what is wrong there. Nothing when it is taken."""
    errors = sorted(READER(schema, format_checker=READER.FORMAT_CHECKER).iter_errors(document), key=str)
    return [f"{'.'.join(map(str, error.absolute_path)) or 'the whole'}: {error.message[:300]}" for error in errors]


def _schema(version: str, name: str) -> Json:
    found: Json = json.loads((SCHEMAS / f"v{version}" / name).read_text("utf-8-sig"))
    assert "draft-04" in found["$schema"]
    return found
