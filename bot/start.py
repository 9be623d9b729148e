"""Before the first turn: the preset read and checked, the people it appoints written down."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from importlib import resources
from pathlib import Path

from bot.world import LOCAL, World
from dialogs.rewording import faults
from dialogs.texts import Texts
from ideas.people import Identity, Person, Place
from ideas.preset import Preset, PresetError, Staff, read_preset
from storage.unit_of_work import UnitOfWork


def presets() -> tuple[str, ...]:
    """The names of the packaged presets."""
    folder = resources.files("ideas") / "presets"
    return tuple(sorted(f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith(".toml")))


def load_preset(name: str) -> Preset:
    """A packaged preset by name, or one from a file.

    Raises:
        PresetError: when there is no such preset, or it is broken: file, key and what is allowed.
    """
    text, file = _source(name)
    preset = read_preset(text, file)
    if wrong := [f"{file}: {fault}" for fault in faults(preset.texts)]:
        raise PresetError(wrong)
    return preset


def _source(name: str) -> tuple[str, str]:
    """A preset's TOML, and the name of its file."""
    if name in presets():
        return (resources.files("ideas") / "presets" / f"{name}.toml").read_text("utf-8"), f"{name}.toml"
    try:
        return Path(name).read_text("utf-8-sig"), Path(name).name
    except UnicodeDecodeError:
        raise PresetError([f"{name}: is not in UTF-8. Open it in an editor and save it with that encoding."]) from None
    except OSError:
        allowed = ", ".join(presets())
        raise PresetError(
            [f"{name}: no such preset. Packaged are {allowed}; or give the path of a TOML file."]
        ) from None


def load_world(preset: str) -> World:
    """The preset with its texts on top of ours."""
    read = load_preset(preset)
    return World(read, Texts(read.texts))


def appoint(uow: UnitOfWork, world: World, _now: datetime) -> None:
    """Write down the people of the preset, so that they can be told things before they have said anything."""
    for staff in world.preset.people:
        known = uow.person_named(staff.body, staff.handle)
        if known is None:
            uow.add_person(_person(staff, world), Identity(LOCAL, staff.body, staff.handle))
        elif known.roles != frozenset(staff.roles) or known.name != staff.name:
            uow.save_person(replace(known, roles=frozenset(staff.roles), name=staff.name))


def _person(staff: Staff, world: World) -> Person:
    return Person(
        0,
        staff.handle,
        staff.name,
        staff.body,
        world.language_of(staff.body),
        staff.unit,
        frozenset(staff.roles),
        None if world.body(staff.body).chats else home_of(staff.body, staff.handle),
    )


def home_of(body: str, handle: str) -> Place:
    """A person's own chat on the try-it page, used until they have been heard on another surface."""
    return Place(LOCAL, body, f"dm:{handle}")
