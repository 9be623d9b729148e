"""The zip file as Teams reads it: whole in every language, within every limit, and never by chance."""

from __future__ import annotations

import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from adapters.teams.access import LISTS, OPENERS, PERMISSIONS, SCOPES
from adapters.teams.manifest import (
    App,
    ManifestError,
    guid,
    host_name,
    localization,
    manifest,
    pack,
    pack_again,
    page_address,
    unpack,
    version_number,
)
from dialogs.commands import read_command
from dialogs.texts import LANGUAGES, Texts
from dialogs.words import WORDS
from tests.house.sources import ROOT, told

TEXTS = Texts()
APP_ID = "1a1b1c1d-2222-3333-4444-555555555555"
APP = App(APP_ID, "ideer.example.se", "Skaraborg", "sv")
KINDS = [replace(APP, language=language, has_slash=slash) for language in LANGUAGES for slash in (False, True)]
every = pytest.mark.parametrize("app", KINDS, ids=lambda app: f"{app.language}-{'slash' if app.has_slash else 'plain'}")
Made = Any


def made(app: App = APP) -> Made:
    """A manifest, to be looked into."""
    return manifest(app, TEXTS.say)


def held(package: bytes) -> dict[str, bytes]:
    """What is in a zip file, by name and in its order."""
    with zipfile.ZipFile(io.BytesIO(package)) as file:
        assert file.testzip() is None
        return {name: file.read(name) for name in file.namelist()}


def commands(app: App) -> Iterator[tuple[Made, Made]]:
    """Every word that is suggested, with the list it stands in."""
    for words in made(app)["bots"][0]["commandLists"]:
        for command in words["commands"]:
            yield words, command


@every
def test_texts_are_as_long_as_teams_allows(app: App) -> None:
    whole = made(app)
    sizes = [
        (whole["name"]["short"], 30),
        (whole["description"]["short"], 80),
        (whole["description"]["full"], 4000),
        (whole["developer"]["name"], 32),
        *((command["title"], 32) for _, command in commands(app)),
        *((command["description"], 128) for _, command in commands(app)),
        *((opener["title"], 32) for opener in whole["composeExtensions"][0]["commands"]),
        *((opener["description"], 128) for opener in whole["composeExtensions"][0]["commands"]),
    ]
    told(
        "Write a shorter text:", [f"{text}: {len(text)} > {most}" for text, most in sizes if not 0 < len(text) <= most]
    )


@every
def test_there_is_one_list_for_each_kind_of_conversation_and_twelve_words_at_most(app: App) -> None:
    lists = made(app)["bots"][0]["commandLists"]
    scopes = [scope for words in lists for scope in words["scopes"]]
    assert sorted(scopes) == sorted(SCOPES) == sorted(made(app)["bots"][0]["scopes"])
    assert all(1 <= len(words["commands"]) <= 12 for words in lists)


@every
def test_every_suggested_word_is_understood_and_so_is_its_example(app: App) -> None:
    suggested = [word for words in LISTS for word in words.words]
    for meant, (_, command) in zip(suggested, commands(app), strict=True):
        read = read_command(command["title"], [app.language])
        assert read, command["title"]
        assert read.verb == meant.verb
        _, colon, example = command["description"].partition(": ")
        again = read_command(example, [app.language]) if colon else read
        assert again, example
        assert again.verb == meant.verb, f"{command['title']} is explained by {example}"


@every
def test_words_come_from_where_all_words_come_from(app: App) -> None:
    known = {words[0] for words in WORDS[app.language].values()}
    assert {command["title"] for _, command in commands(app)} <= known


def test_words_behind_the_slash_want_the_newer_schema_and_are_for_where_others_are() -> None:
    whole = made(replace(APP, has_slash=True))
    alone, together = whole["bots"][0]["commandLists"]
    assert (whole["manifestVersion"], whole["$schema"].split("/")[-2]) == ("1.29", "v1.29")
    assert whole["bots"][0]["supportsTargetedMessages"] is True
    assert together["triggers"] == ["slash", "mention"]
    assert "triggers" not in alone, "a conversation of one's own is private as it is"
    tell, make_idea = whole["composeExtensions"][0]["commands"]
    assert tell["triggers"] == ["slash"]
    assert "triggers" not in make_idea, "it is about a message"


def test_without_the_slash_nothing_of_it_is_there() -> None:
    whole = made()
    assert (whole["manifestVersion"], whole["$schema"].split("/")[-2]) == ("1.28", "v1.28")
    assert "supportsTargetedMessages" not in json.dumps(whole)
    assert "triggers" not in json.dumps(whole)


@every
def test_the_app_asks_for_nothing_more_than_it_needs(app: App) -> None:
    whole = made(app)
    assert whole["permissions"] == list(PERMISSIONS)
    assert not {"authorization", "webApplicationInfo", "devicePermissions", "connectors", "staticTabs"} & set(whole)
    assert whole["validDomains"] == ["ideer.example.se"]
    assert whole["bots"][0]["supportsFiles"] is False


@every
def test_the_dialogs_are_opened_where_people_write_and_on_messages(app: App) -> None:
    opened = {one["id"]: one for one in made(app)["composeExtensions"][0]["commands"]}
    assert set(opened) == {opener.command for opener in OPENERS} == {"tell", "make_idea"}
    assert opened["make_idea"]["context"] == ["message"]
    assert opened["tell"]["context"] == ["compose", "commandBox"]
    assert all(one["type"] == "action" and one["fetchTask"] is True for one in opened.values())


def test_one_id_is_that_of_the_app_its_bot_and_its_dialogs() -> None:
    whole = made()
    assert whole["id"] == whole["bots"][0]["botId"] == whole["composeExtensions"][0]["botId"] == APP_ID


@every
def test_every_other_language_says_each_text_under_its_place(app: App) -> None:
    whole = made(app)
    files = {one["languageTag"]: one["file"] for one in whole["localizationInfo"]["additionalLanguages"]}
    assert {whole["localizationInfo"]["defaultLanguageTag"], *files} == set(LANGUAGES)
    packed = held(pack(app, TEXTS.say))
    for language, file in files.items():
        there = json.loads(packed[file])
        assert there == localization(replace(app, language=language), TEXTS.say)
        assert there["name.short"]
        assert there["bots[0].commandLists[0].commands[0].title"] == WORDS[language][LISTS[0].words[0].verb][0]
        assert len(there) == 1 + 3 + 2 * sum(len(words.words) for words in LISTS) + 2 * len(OPENERS)


def test_the_zip_file_holds_manifest_languages_and_icons_and_nothing_else() -> None:
    packed = held(pack(APP, TEXTS.say))
    assert list(packed) == ["color.png", "da.json", "en.json", "manifest.json", "outline.png"]
    icons = json.loads(packed["manifest.json"])["icons"]
    assert set(icons.values()) <= set(packed)
    for icon in icons.values():
        assert packed[icon] == (ROOT / "manifest" / "teams" / icon).read_bytes()


def test_the_same_app_gives_the_same_bytes() -> None:
    package = pack(APP, TEXTS.say)
    assert package == pack(APP, TEXTS.say)
    with zipfile.ZipFile(io.BytesIO(package)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.compress_type for entry in file.infolist()} == {zipfile.ZIP_STORED}
    assert len(package) < 64_000


def test_nothing_is_left_to_fill_in() -> None:
    for app in KINDS:
        for name, content in held(pack(app, TEXTS.say)).items():
            if name.endswith(".json"):
                assert not re.search(r'": "\$(?!schema)', content.decode())
                assert "None" not in content.decode()


def test_what_people_are_led_to_is_the_organisations_own_page() -> None:
    theirs = made(replace(APP, website="https://www.example.se/ideer"))["developer"]
    assert {theirs[name] for name in ("websiteUrl", "privacyUrl", "termsOfUseUrl")} == {"https://www.example.se/ideer"}
    assert made()["developer"]["websiteUrl"] == "https://ideer.example.se"


def test_a_long_name_of_a_federation_is_cut_with_a_mark() -> None:
    name = made(replace(APP, organisation="Samverkande kommuner i Norra Norrland"))["developer"]["name"]
    assert len(name) <= 32
    assert name.endswith("[…]")


def test_a_reworded_text_that_is_too_long_is_told_by_its_name() -> None:
    texts = Texts({"sv": f"manifest-short = {'ord ' * 30}"})
    with pytest.raises(ManifestError, match=r"manifest-short in sv has 119 characters, and Teams takes 80"):
        pack(APP, texts.say)


def test_what_is_made_again_unchanged_is_the_same() -> None:
    package = pack(replace(APP, version="1.0.3"), TEXTS.say)
    assert pack_again(APP, TEXTS.say, package) == package
    assert pack_again(APP, TEXTS.say, package, "1.0.3") == package


def test_anything_new_makes_the_version_one_higher() -> None:
    package = pack(replace(APP, version="1.0.9"), TEXTS.say)
    again = unpack(pack_again(replace(APP, has_slash=True), TEXTS.say, package))
    assert (again["version"], again["manifestVersion"]) == ("1.0.10", "1.29")


def test_a_version_can_be_chosen_if_it_is_higher() -> None:
    package = pack(replace(APP, version="1.2.0"), TEXTS.say)
    assert unpack(pack_again(APP, TEXTS.say, package, "1.10.0"))["version"] == "1.10.0"
    with pytest.raises(ManifestError, match=r"1\.1\.9 is not higher than 1\.2\.0"):
        pack_again(APP, TEXTS.say, package, "1.1.9")
    with pytest.raises(ManifestError, match="is not higher than"):
        pack_again(replace(APP, host="annan.example.se"), TEXTS.say, package, "1.2.0")


@pytest.mark.parametrize("before", [b"", b"a letter", b"PK\x05\x06" + bytes(18)])
def test_a_file_of_somebody_elses_is_left_alone(before: bytes) -> None:
    with pytest.raises(ManifestError, match="another file"):
        pack_again(APP, TEXTS.say, before)


def test_the_file_of_another_app_is_left_alone() -> None:
    other = guid("99999999-2222-3333-4444-555555555555")
    with pytest.raises(ManifestError, match=f"the app {other}"):
        pack_again(APP, TEXTS.say, pack(replace(APP, app_id=other), TEXTS.say))


@pytest.mark.parametrize("text", [APP_ID, APP_ID.upper(), f"  {APP_ID}\n", f"{{{APP_ID}}}"])
def test_an_id_is_taken_as_it_is_copied(text: str) -> None:
    assert guid(text) == APP_ID


@pytest.mark.parametrize("text", ["", "idéslussen", APP_ID[:-1], f"28:{APP_ID}", APP_ID.replace("-", ""), "T0123ABCD"])
def test_what_is_no_id_is_told_with_where_to_find_it(text: str) -> None:
    with pytest.raises(ManifestError, match=r"Application \(client\) ID"):
        guid(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [("ideer.example.se", "ideer.example.se"), (" Ideer.Example.SE ", "ideer.example.se"), ("idé.se", "xn--id-cja.se")],
)
def test_a_host_is_a_name_alone(text: str, name: str) -> None:
    assert host_name(text) == name


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("https://ideer.example.se", "the name alone"),
        ("ideer.example.se/api/messages", "the name alone"),
        ("ideer.example.se:8443", "the name alone"),
        ("localhost", "no name that Teams can reach"),
        ("127.0.0.1", "no name that Teams can reach"),
        ("", "no name that Teams can reach"),
        ("a b.se", "no name that Teams can reach"),
        ("-a.se", "no name that Teams can reach"),
        ("a..se", "no name that Teams can reach"),
        ("*.example.se", "no name that Teams can reach"),
        (f"{'a' * 64}.se", "no name that Teams can reach"),
    ],
)
def test_what_is_no_host_is_refused_with_an_example(text: str, why: str) -> None:
    with pytest.raises(ManifestError, match=why) as refused:
        host_name(text)
    assert "ideer.example.se" in str(refused.value)


@pytest.mark.parametrize("text", ["www.example.se", "http://www.example.se", "https://", "https://example .se"])
def test_a_page_that_cannot_be_opened_safely_is_refused(text: str) -> None:
    assert page_address(" https://www.example.se/ideer ") == "https://www.example.se/ideer"
    with pytest.raises(ManifestError, match="no address of a page"):
        page_address(text)


@pytest.mark.parametrize("text", ["", "1", "1.0", "v1.0.0", "1.0.0-beta", "01.0.0", "1.0.0.0"])
def test_a_version_is_three_numbers(text: str) -> None:
    assert version_number(" 1.0.10\n") == "1.0.10"
    with pytest.raises(ManifestError, match=r"like 1\.0\.3"):
        version_number(text)


@pytest.mark.parametrize(("name", "side", "depth"), [("color.png", 192, 3), ("outline.png", 32, 4)])
def test_icons_have_the_sizes_that_teams_wants(name: str, side: int, depth: int) -> None:
    width, height, rows = pixels((ROOT / "manifest" / "teams" / name).read_bytes())
    assert (width, height) == (side, side)
    assert {len(row) for row in rows} == {side * depth}


def test_the_outline_is_white_on_nothing_with_air_around_it() -> None:
    _, _, rows = pixels((ROOT / "manifest" / "teams" / "outline.png").read_bytes())
    colours = {bytes(row[n : n + 3]) for row in rows for n in range(0, len(row), 4)}
    assert colours == {b"\xff\xff\xff"}
    clear = [not any(row[3::4]) for row in rows]
    assert clear[0], "nothing touches the upper edge"
    assert clear[-1], "nothing touches the lower edge"
    share = sum(alpha > 127 for row in rows for alpha in row[3::4]) / 32**2
    assert 0.1 < share < 0.4, "lines, neither a blot nor dust"


def pixels(png: bytes) -> tuple[int, int, list[bytes]]:
    """Width, height and rows of a picture that nothing filters: three or four bytes for a point."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    parts: dict[bytes, bytes] = {}
    at = 8
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        kind, content = png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        parts[kind] = parts.get(kind, b"") + content
        at += size + 12
    width, height, depth, colours = struct.unpack(">IIBB", parts[b"IHDR"][:10])
    assert (depth, colours) in {(8, 2), (8, 6)}
    flat, wide = zlib.decompress(parts[b"IDAT"]), width * (3 if colours == 2 else 4) + 1
    rows = [flat[n : n + wide] for n in range(0, len(flat), wide)]
    assert {row[0] for row in rows} == {0}
    return width, height, [row[1:] for row in rows]
