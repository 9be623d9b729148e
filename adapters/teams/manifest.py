"""The app manifest that an administrator gives to Teams, and the zip file it is uploaded in. Same facts, same bytes."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from importlib import resources

from yarl import URL

from adapters.lengths import cut
from adapters.reading import text_at
from adapters.teams.access import LISTS, OPENERS, PERMISSIONS, SCOPES, Opener, Words
from dialogs.texts import LANGUAGES
from dialogs.words import WORDS

WITH_SLASH, WITHOUT_SLASH = "1.29", "1.28"
"""The versions of Microsoft's schema. Words behind / came with the newer one, and not every organisation has them."""
FIRST = "1.0.0"
"""The version of an app that has not been uploaded before."""
ICONS = ("color.png", "outline.png")

SHORT, FULL = 80, 4000
"""The most characters of the two descriptions."""
OPENER, ABOUT_OPENER = 32, 128
"""The most characters of what opens a dialog: its name, and what it does."""
ORGANISATION = 32
"""The most characters of who stands behind the app."""

_SCHEMA = "https://developer.microsoft.com/en-us/json-schemas/teams/v{}/MicrosoftTeams{}.schema.json"
_GUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_HOST = re.compile(r"(?=.{4,253}$)(?:(?!-)[a-z0-9-]{1,63}(?<!-)\.)+(?!-)[a-z0-9-]{2,63}(?<!-)")
_VERSION = re.compile(r"(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})")
_LOCALISED = re.compile(r"(?:name|description)\.(?:short|full)|.*\.commands\[\d+\]\.(?:title|description)")

Say = Callable[[str, str], str]
"""Says a text: the language, the text's id."""


class ManifestError(ValueError):
    """Something that no manifest can be made of. The message is a sentence that says what to write."""


@dataclass(frozen=True, slots=True)
class App:
    """What an organisation decides. `language` comes first, and the others where somebody's Teams speaks them.

    `website` is where the organisation tells about the app and how it treats personal matters; Teams links there.
    """

    app_id: str
    host: str
    organisation: str
    language: str
    website: str = ""
    version: str = FIRST
    has_slash: bool = False


def guid(text: str) -> str:
    """An id in Microsoft's form, in small letters.

    Raises:
        ManifestError: when it is none.
    """
    found = text.strip().strip("{}").lower()
    if not _GUID.fullmatch(found):
        raise ManifestError(
            f"{text} is no application id. It looks like 11111111-2222-3333-4444-555555555555 and is called "
            "Application (client) ID on the app's page in Entra."
        )
    return found


def host_name(text: str) -> str:
    """The name of the machine that Teams reaches, in small letters.

    Raises:
        ManifestError: when it is more than a name, or no name that can be reached from outside.
    """
    found = text.strip().lower()
    if "/" in found or ":" in found:
        raise ManifestError(f"{text} says too much: the name alone is enough, like ideer.example.se.")
    ascii_name = ""
    with suppress(UnicodeError):
        ascii_name = found.encode("idna").decode()
    if not _HOST.fullmatch(ascii_name) or ascii_name.rpartition(".")[2].isdigit():
        raise ManifestError(f"{text} is no name that Teams can reach. It looks like ideer.example.se.")
    return ascii_name


def page_address(text: str) -> str:
    """An address that people can open, with only the letters that an address may have.

    Raises:
        ManifestError: when it is none.
    """
    found = text.strip()
    with suppress(ValueError):
        if re.fullmatch(r"https://[^\s/]+\.[^\s/]+(/\S*)?", found):
            return str(URL(found))
    raise ManifestError(f"{text} is no address of a page. It looks like https://www.example.se/ideer.")


def page_of(package: bytes) -> str:
    """The page that a zip file links to; empty when it is only the bot's own host, or there is no such file."""
    there = unpack(package)
    page, hosts = text_at(there, "developer", "websiteUrl"), there.get("validDomains")
    own = [f"https://{host}" for host in hosts] if isinstance(hosts, list) else []
    return "" if page in own else page


def manifest(app: App, say: Say) -> dict[str, object]:
    """The finished manifest.

    Raises:
        ManifestError: when a text that the preset has reworded is longer than Teams takes.
    """
    template = (resources.files("manifest") / "teams" / "manifest.json").read_text("utf-8")
    filled = _filled(json.loads(template), _filling(app, say))
    assert isinstance(filled, dict)
    return filled


def localization(app: App, say: Say) -> dict[str, object]:
    """What stands in another language than the manifest's, each text under its place in the manifest.

    Raises:
        ManifestError: as `manifest` does.
    """
    texts = {place: text for place, text in _leaves(manifest(app, say)) if _LOCALISED.fullmatch(place)}
    return {"$schema": _SCHEMA.format(_schema_version(app), ".Localization"), **texts}


def pack(app: App, say: Say) -> bytes:
    """The zip file to upload: the manifest, its other languages, the icons. The same app gives the same bytes.

    Raises:
        ManifestError: as `manifest` does.
    """
    pages = {"manifest.json": manifest(app, say)}
    pages |= {f"{name}.json": localization(replace(app, language=name), say) for name in _others(app)}
    held = {name: (json.dumps(page, ensure_ascii=False, indent=2) + "\n").encode() for name, page in pages.items()}
    held |= {name: (resources.files("manifest") / "teams" / name).read_bytes() for name in ICONS}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for name in sorted(held):
            entry = zipfile.ZipInfo(name)  # its time is the beginning of 1980, and nothing is squeezed: no chance in it
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            package.writestr(entry, held[name])
    return packed.getvalue()


def unpack(package: bytes) -> Mapping[str, object]:
    """The manifest in a zip file; empty when it holds none."""
    try:
        with zipfile.ZipFile(io.BytesIO(package)) as held:
            found = json.loads(held.read("manifest.json"))
    except (zipfile.BadZipFile, KeyError, ValueError, NotImplementedError, RuntimeError):
        return {}
    return found if isinstance(found, dict) else {}


def pack_again(app: App, say: Say, before: bytes, version: str = "") -> bytes:
    """The zip file that takes another's place: a version higher when anything is new, since Teams takes no other.

    Raises:
        ManifestError: when the file there is none of this app's, or the version that is wanted is not higher.
    """
    there = unpack(before)
    name = text_at(there, "version")
    if not _VERSION.fullmatch(name):
        raise ManifestError("There is another file with that name. Choose another name.")
    if text_at(there, "id") != app.app_id:
        raise ManifestError(f"The file there is the app {text_at(there, 'id')}. Remove it, or choose another name.")
    same = pack(replace(app, version=name), say)
    if same == before and version in {"", name}:
        return before
    wanted = version or _next(name)
    if _numbers(wanted) <= _numbers(name):
        raise ManifestError(f"{wanted} is not higher than {name}, which the file there has, and Teams takes no other.")
    return pack(replace(app, version=wanted), say)


def version_number(text: str) -> str:
    """A version as Teams takes it.

    Raises:
        ManifestError: when it is not three numbers.
    """
    if not _VERSION.fullmatch(text.strip()):
        raise ManifestError(f"{text} is no version. It is three numbers with points between them, like 1.0.3.")
    return text.strip()


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split(".")))


def _next(text: str) -> str:
    major, minor, patch = _numbers(text)
    return f"{major}.{minor}.{patch + 1}"


def _schema_version(app: App) -> str:
    return WITH_SLASH if app.has_slash else WITHOUT_SLASH


def _others(app: App) -> list[str]:
    return sorted(set(LANGUAGES) - {app.language})


def _filled(template: object, filling: Mapping[str, object]) -> object:
    """The template with every `$name` replaced; what is None is left out with its key."""
    if isinstance(template, dict):
        filled = {key: _filled(value, filling) for key, value in template.items()}
        return {key: value for key, value in filled.items() if value is not None}
    if isinstance(template, list):
        return [_filled(value, filling) for value in template]
    named = isinstance(template, str) and template.startswith("$")
    return filling[str(template).removeprefix("$")] if named else template


def _filling(app: App, say: Say) -> Mapping[str, object]:
    return {
        "schema": _SCHEMA.format(_schema_version(app), ""),
        "manifest_version": _schema_version(app),
        "version": app.version,
        "app_id": app.app_id,
        "language": app.language,
        "languages": [{"languageTag": name, "file": f"{name}.json"} for name in _others(app)],
        "organisation": cut(app.organisation, ORGANISATION, len),
        "website": app.website or f"https://{app.host}",
        "name": say(app.language, "manifest-name"),
        "description": _short_enough(app, say, "manifest-short", SHORT),
        "long_description": _short_enough(app, say, "manifest-long-description", FULL),
        "scopes": list(SCOPES),
        "has_slash": app.has_slash or None,
        "command_lists": [_command_list(app, say, words) for words in LISTS],
        "openers": [_opener(app, say, opener) for opener in OPENERS],
        "permissions": list(PERMISSIONS),
        "domains": [app.host],
    }


def _command_list(app: App, say: Say, words: Words) -> dict[str, object]:
    triggers = {"triggers": ["slash", "mention"]} if app.has_slash and words.has_slash else {}
    commands = [
        {"title": WORDS[app.language][word.verb][0], "description": say(app.language, word.about)}
        for word in words.words
    ]
    return {**triggers, "scopes": list(words.scopes), "commands": commands}


def _opener(app: App, say: Say, opener: Opener) -> dict[str, object]:
    triggers = {"triggers": ["slash"]} if app.has_slash and opener.has_slash else {}
    return {
        "id": opener.command,
        "type": "action",
        **triggers,
        "context": list(opener.contexts),
        "title": _short_enough(app, say, opener.name, OPENER),
        "description": _short_enough(app, say, opener.about, ABOUT_OPENER),
        "fetchTask": True,
    }


def _short_enough(app: App, say: Say, key: str, most: int) -> str:
    """A text, if it is no longer than Teams takes: a preset can have worded it anew."""
    text = say(app.language, key)
    if len(text) > most:
        raise ManifestError(
            f"The preset's text {key} in {app.language} has {len(text)} characters, and Teams takes {most}. "
            "Write a shorter one under [texts]."
        )
    return text


def _leaves(value: object, place: str = "") -> Iterator[tuple[str, object]]:
    """Everything in a document that is no list and no object, with where it is: `bots[0].commandLists[1]…`."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, f"{place}.{key}" if place else str(key))
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from _leaves(inner, f"{place}[{n}]")
    else:
        yield place, value
