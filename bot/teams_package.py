"""The zip file for Teams, made of the settings and the preset: what `idesluss manifest teams` writes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TypeVar

from adapters.teams import manifest as teams
from adapters.teams.app import MESSAGES_PATH
from adapters.teams.manifest import App, ManifestError
from bot.settings import Settings, SettingsError
from bot.start import load_world
from bot.world import World
from dialogs.texts import LANGUAGES

T = TypeVar("T")
DEFAULT = Path("idesluss.zip")
"""Where the file is put, and looked for by the doctor, when nothing else is said."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for on the command line; what is empty or None is decided by settings, preset and file.

    Without a `website` it stays the one in the file that is there.
    """

    host: str
    app_id: str = ""
    to: Path = DEFAULT
    slash: bool | None = None
    version: str = ""
    website: str = ""
    language: str | None = None


def write_package(settings: Settings, wish: Wish) -> str:
    """Write the file, or leave it as it is when nothing in it is new; a sentence about it.

    Raises:
        SettingsError: naming the option that is wrong and what to write.
        PresetError: when the preset cannot be read.
    """
    world = load_world(settings.idesluss_preset)
    before = _read(wish.to)
    app = _app(settings, wish, world, before or b"")
    package = _said(str(wish.to), lambda: _packed(app, world, before, wish.version))
    made = teams.unpack(package)
    what = f"{wish.to}: Idéslussen {made['version']}, manifest {made['manifestVersion']}"
    if package == before:
        version = made["version"]
        otherwise = f"If Teams has {version} there is nothing to upload; otherwise upload this file."
        return f"{what}. Nothing is new since {version}. {otherwise}"
    _write(wish.to, package)
    where = f"{what}, for the app {app.app_id} at https://{app.host}{MESSAGES_PATH}."
    return where if app.website else f"{where} {_UNTOLD.format(host=app.host)}"


_UNTOLD = (
    "Teams will link to https://{host} for more about it, where only the bot is: give a page of yours, --website "
    "https://www.example.se/ideer."
)


def _app(settings: Settings, wish: Wish, world: World, before: bytes) -> App:
    if not (wish.app_id or settings.teams_app_id):
        raise SettingsError("Give the app's id, --app-id: Application (client) ID on its page in Entra.")
    if wish.language and wish.language not in LANGUAGES:
        raise SettingsError(f"--language {wish.language}: one of {', '.join(LANGUAGES)}.")
    return App(
        _said("--app-id" if wish.app_id else "TEAMS_APP_ID", lambda: teams.guid(wish.app_id or settings.teams_app_id)),
        _said("--host", lambda: teams.host_name(wish.host)),
        world.preset.federation,
        wish.language or world.preset.language,
        _said("--website", lambda: teams.page_address(wish.website)) if wish.website else teams.page_of(before),
        _said("--version", lambda: teams.version_number(wish.version)) if wish.version else teams.FIRST,
        settings.teams_slash_commands if wish.slash is None else wish.slash,
    )


def _packed(app: App, world: World, before: bytes | None, version: str) -> bytes:
    if before is None:
        return teams.pack(app, world.texts.say)
    return teams.pack_again(app, world.texts.say, before, version.strip())


def _read(path: Path) -> bytes | None:
    """What is in the file now; None when there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SettingsError(f"--out {path}: {error.strerror}.") from None


def _write(path: Path, package: bytes) -> None:
    """Write the file whole, or not at all: whoever uploads it never meets half of it."""
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}", delete=False) as half:
            half.write(package)
        Path(half.name).chmod(0o644)
        Path(half.name).replace(path)
    except OSError as error:
        raise SettingsError(f"--out {path}: {error.strerror}.") from None


def _said(what: str, work: Callable[[], T]) -> T:
    """What the work gives; what is wrong with it is said of what it was about."""
    try:
        return work()
    except ManifestError as error:
        raise SettingsError(f"{what}: {error}") from None
