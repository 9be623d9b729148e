"""The manifest for Teams against the schemas that Microsoft publishes; and the schemas against broken manifests."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from copy import deepcopy
from io import BytesIO
from typing import Any

import pytest

from adapters.teams.manifest import WITH_SLASH, WITHOUT_SLASH, App, localization, manifest, pack
from dialogs.texts import LANGUAGES, Texts
from tests.clients import teams_manifest
from tests.clients.teams_manifest import faults, official

Json = dict[str, Any]

ID = "22222222-2222-4222-8222-222222222222"
SAY = Texts().say
WAYS = pytest.mark.parametrize("has_slash", [False, True], ids=["without slash", "with slash"])


def app(language: str = "sv", *, has_slash: bool = True) -> App:
    """An organisation's app."""
    return App(ID, "ideer.example.se", "Skövde kommun", language, has_slash=has_slash)


def version(*, has_slash: bool) -> str:
    """The version of the schema that goes with it."""
    return WITH_SLASH if has_slash else WITHOUT_SLASH


@WAYS
@pytest.mark.parametrize("language", LANGUAGES)
def test_teams_takes_the_manifest(language: str, has_slash: bool) -> None:
    assert faults(manifest(app(language, has_slash=has_slash), SAY), official(version(has_slash=has_slash))) == []


@WAYS
@pytest.mark.parametrize("language", LANGUAGES)
def test_teams_takes_the_texts_in_each_language(language: str, has_slash: bool) -> None:
    texts = localization(app(language, has_slash=has_slash), SAY)
    assert faults(texts, teams_manifest.localization(version(has_slash=has_slash))) == []
    assert len(texts) > 40


@WAYS
def test_every_text_of_another_language_has_its_place_in_the_manifest(has_slash: bool) -> None:
    made = manifest(app(has_slash=has_slash), SAY)
    for place in localization(app("en", has_slash=has_slash), SAY).keys() - {"$schema"}:
        here: Any = made
        for name in re.findall(r"[^.\[\]]+", place):
            here = here[int(name)] if name.isdigit() else here[name]
        assert isinstance(here, str), place


@WAYS
def test_all_that_is_in_the_zip_file_is_taken(has_slash: bool) -> None:
    wanted = version(has_slash=has_slash)
    with zipfile.ZipFile(BytesIO(pack(app(has_slash=has_slash), SAY))) as package:
        pages = {name: json.loads(package.read(name)) for name in package.namelist() if name.endswith(".json")}
    assert {*pages} == {"manifest.json", "en.json", "da.json"}
    schemas = {name: teams_manifest.localization(wanted) for name in pages} | {"manifest.json": official(wanted)}
    assert {name: told for name, page in pages.items() if (told := faults(page, schemas[name]))} == {}


def test_words_behind_a_slash_came_with_the_newer_schema() -> None:
    assert faults({**manifest(app(), SAY), "manifestVersion": WITHOUT_SLASH}, official(WITHOUT_SLASH)) != []


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


THIRTEEN = [{"title": f"ord {n}", "description": "Gör något"} for n in range(13)]
BROKEN = {
    "an id that is none": put("id", "idesluss"),
    "a long name": put("name.short", "x" * 31),
    "a long description": put("description.short", "x" * 81),
    "a long long description": put("description.full", "x" * 4001),
    "a colour that is none": put("accentColor", "green"),
    "no colour icon": put("icons.color", None),
    "an address that is none": put("developer.websiteUrl", "ideer.example.se"),
    "a bot that is none": put("bots.0.botId", "idesluss"),
    "a kind of conversation that Teams does not know": put("bots.0.scopes.0", "everywhere"),
    "thirteen commands": put("bots.0.commandLists.0.commands", THIRTEEN),
    "a command without a name": put("bots.0.commandLists.0.commands.0.title", None),
    "a trigger that Teams does not know": put("bots.0.commandLists.1.triggers", ["knock"]),
    "a long title of what opens a dialog": put("composeExtensions.0.commands.0.title", "x" * 33),
    "a place that Teams does not know": put("composeExtensions.0.commands.0.context", ["everywhere"]),
    "a key that Teams does not know": put("colour", "green"),
    "no version of the manifest": put("manifestVersion", None),
    "another version of the manifest": put("manifestVersion", WITHOUT_SLASH),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_what_teams_refuses_in_a_manifest_is_refused(name: str) -> None:
    broken = deepcopy(manifest(app(), SAY))
    BROKEN[name](broken)
    assert faults(broken, official(WITH_SLASH)) != []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("name.short", "x" * 30),
        ("description.short", "x" * 80),
        ("description.full", "x" * 4000),
        ("composeExtensions.0.commands.0.title", "x" * 32),
    ],
)
def test_what_teams_just_takes_in_a_manifest_is_taken(path: str, value: str) -> None:
    full = deepcopy(manifest(app(), SAY))
    put(path, value)(full)
    assert faults(full, official(WITH_SLASH)) == []
