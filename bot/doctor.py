"""`idesluss doctor`: whether everything the bot needs is here, one line each, with what to do where it is not."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rich.console import Console

from adapters.findings import Finding
from bot.doctor_slack import look_at_slack
from bot.doctor_teams import look_at_teams
from bot.looking_after import left_out, tell
from bot.settings import Settings
from bot.start import load_preset, load_world
from dialogs.examples import examples
from dialogs.notices import show
from dialogs.texts import LANGUAGES, TextError
from ideas.preset import PresetError
from storage.condition import OLDEST_SQLITE, SQLITE, Condition, condition, must_take_writes
from storage.errors import StoreError
from storage.place import Ownership, path_of

OLDEST_PYTHON = (3, 11)
LEAST_SPACE = 200_000_000
"""Bytes that should be free beside the database."""


def examine(out: Console, settings: Settings) -> bool:
    """Print a line for everything looked at; whether nothing is missing."""
    findings = [found for check in _CHECKS if (found := check(settings))]
    findings += [*look_at_slack(settings), *look_at_teams(settings)]
    for finding in findings:
        if finding.advice:
            tell(out, f"missing  {finding.what}: {finding.advice}", "red")
        else:
            tell(out, f"ok       {finding.what}")
    well = not any(finding.advice for finding in findings)
    if well:
        tell(out, "Everything the bot needs is here.", "green")
    return well


def _python(_settings: Settings) -> Finding:
    what = f"Python {'.'.join(map(str, sys.version_info[:3]))}"
    return Finding(what, "" if sys.version_info >= OLDEST_PYTHON else "Install Python 3.11 or later.")


def _sqlite(_settings: Settings) -> Finding:
    what = f"SQLite {'.'.join(map(str, SQLITE))}"
    oldest = ".".join(map(str, OLDEST_SQLITE))
    return Finding(what, "" if SQLITE >= OLDEST_SQLITE else f"Use a Python built with SQLite {oldest} or later.")


def _zones(_settings: Settings) -> Finding:
    try:
        ZoneInfo("Europe/Stockholm")
    except (ZoneInfoNotFoundError, OSError):
        return Finding("time zones", "Install the package tzdata.")
    return Finding("time zones")


def _preset(settings: Settings) -> Finding:
    """The preset, and that every message can be said with its words in every language."""
    name = settings.idesluss_preset
    try:
        world = load_world(name)
        said = [show(one.notice, tongue, world.texts) for tongue in LANGUAGES for one in examples(tongue)]
    except PresetError as error:
        return Finding(f"preset {name}", "\n".join(error.lines))
    except TextError as error:
        return Finding(f"texts of {name}", str(error))
    return Finding(
        f"preset {name}: {len(world.preset.bodies)} organisations; {len(said)} messages tried in every language"
    )


def _ideas(settings: Settings) -> Finding | None:
    """Whether the preset has every organisation with ideas; not told while one of the two cannot be read."""
    try:
        strangers = left_out(settings.database_url, load_preset(settings.idesluss_preset))
    except (PresetError, StoreError):
        return None
    if not strangers:
        return Finding("the preset has every organisation that ideas come from")
    return Finding(
        f"{', '.join(strangers)} in preset {settings.idesluss_preset}, though the database holds ideas from there",
        "Nobody there is answered. Start with the preset they came with, or choose another "
        "DATABASE_URL for this one. docs/operate.md says more.",
    )


def _database(settings: Settings) -> Finding:
    url = settings.database_url
    try:
        found = condition(url)
        must_take_writes(url)
        told = _told(found, url)
    except StoreError as error:
        return Finding(f"database {url}", str(error))
    folder = _folder(url)
    shut = found is Condition.ABSENT and not os.access(folder, os.W_OK)
    return Finding(f"database {url}: {told}", f"The bot's user may not write in {folder}." if shut else "")


def _folder(url: str) -> Path:
    """Where the database is or will be: the nearest folder that is there."""
    path = path_of(url) or Path()
    return next((folder for folder in path.absolute().parents if folder.is_dir()), Path.cwd())


def _told(found: Condition, url: str) -> str:
    words = {
        Condition.TEMPORARY: "temporary, gone when the bot stops",
        Condition.ABSENT: "will be made when the bot starts",
        Condition.OLDER: "from an older version, upgraded when the bot starts",
        Condition.CURRENT: "readable, writable and up to date",
    }
    return words[found] + (", in use by a running bot" if _runs(url) else "")


def _runs(url: str) -> bool:
    """Whether a bot owns the database; its folder is not made for the sake of asking."""
    path = path_of(url)
    if path is None or not path.exists():
        return False
    try:
        Ownership(path).release()
    except StoreError as error:
        return error.kind == "in_use"
    return False


def _port(settings: Settings) -> Finding:
    what = f"address {settings.host}:{settings.port}"
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with closing(socket.socket(family, socket.SOCK_STREAM)) as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            line.bind((settings.host, settings.port))
        except OSError as error:
            if _runs(settings.database_url):
                return Finding(f"{what}: in use, and so is the database: the bot seems to be running")
            return Finding(what, f"{error.strerror or error}. Choose another with HOST and PORT.")
    return Finding(what)


def _space(settings: Settings) -> Finding:
    free = shutil.disk_usage(_folder(settings.database_url)).free
    what = f"disk: {free / 1e9:.1f} GB free"
    return Finding(what, "" if free >= LEAST_SPACE else f"Make room: {LEAST_SPACE / 1e6:.0f} MB should be free.")


_CHECKS: tuple[Callable[[Settings], Finding | None], ...] = (
    _python,
    _sqlite,
    _zones,
    _preset,
    _database,
    _ideas,
    _port,
    _space,
)
