"""A preset: the bodies, units, topics, people and words of one federation, read from one TOML file.

Whoever starts the bot reads the file and calls `read_preset`. A preset with any fault is refused as a whole.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from itertools import chain
from textwrap import shorten
from typing import Annotated, Literal, get_args
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from ideas.contradictions import contradictions
from ideas.lifecycle import Status, Transition, narrowed
from ideas.people import Role


class PresetError(Exception):
    """A preset cannot be used. `lines` name the file, the dotted key and what is allowed; lists count from 1."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = tuple(lines)
        super().__init__("\n".join(self.lines))


def _written(pattern: str, allowed: str) -> AfterValidator:
    def check(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise PydanticCustomError("allowed", allowed)
        return text

    return AfterValidator(check)


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise PydanticCustomError("allowed", "a time zone of the IANA list, such as Europe/Stockholm") from None
    return name


def _with_employee(roles: tuple[Role, ...]) -> tuple[Role, ...]:
    return tuple(dict.fromkeys((Role.EMPLOYEE, *roles)))


Key = Annotated[str, _written(r"[a-z][a-z0-9_-]*", "small letters a-z, digits, - and _, such as skovde")]
Handle = Annotated[str, _written(r"[a-zåäöæø][a-zåäöæø0-9._-]*", "small letters, digits, . - and _, such as eva")]
Code = Annotated[str, _written(r"[A-ZÅÄÖ]{3}", "three capital letters A-Z or ÅÄÖ, such as SKO")]
Name = Annotated[str, _written(r"\S(.*\S)?", "a name on one line, without spaces around it")]
Id = Annotated[str, _written(r"\S{1,400}", "the platform's own id, such as C0456EFGH or 19:…@thread.tacv2")]
Email = Annotated[str, _written(r"[^\s@]+@[^\s@]+", "an e-mail address, such as eva.lind@skovde.se")]
Tongue = Annotated[str, _written(r"[a-z]{2}", "a language code of two small letters, such as fi")]
Clock = Annotated[str, _written(r"([01]\d|2[0-3]):[0-5]\d", "a time of day between 00:00 and 23:59, such as 09:00")]
Zone = Annotated[str, AfterValidator(_known_zone)]
Move = Annotated[str, _written(r"[a-z_]+>[a-z_]+", "two states with > between them, such as shaping>testing")]
Language = Annotated[str, _written("sv|da|en", "one of sv, da and en")]
Days = Annotated[int, Field(ge=1, le=60)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Unit(_Part):
    """A part of a body. `pool` holds the handles of the coaches who take its ideas first."""

    key: Key
    name: Name
    pool: tuple[Handle, ...] = ()


class Chat(_Part):
    """A workspace of a chat platform where a body's people are; names are the platform's own, opaque here.

    A channel that cannot be written to any longer is stood in for by `default_channel`.
    """

    platform: Key
    workspace: Id
    coach_channel: Id | None = None
    digest_channels: tuple[Id, ...] = ()
    default_channel: Id | None = None

    @property
    def channels(self) -> tuple[str, ...]:
        """Every channel named."""
        named = (self.coach_channel, *self.digest_channels, self.default_channel)
        return tuple(dict.fromkeys(channel for channel in named if channel))


class Body(_Part):
    """A public authority that owns its ideas. `code` begins its idea numbers; `short` is used in running text.

    `coach_channel` and `digest_channels` are those of the try-it page, used while no chat has its own.
    """

    key: Key
    code: Code
    name: Name
    short: Name
    units: tuple[Unit, ...]
    coach_channel: Name
    digest_channels: tuple[Name, ...] = ()
    language: Language | None = None
    timezone: Zone | None = None
    chats: tuple[Chat, ...] = ()


class Topic(_Part):
    """What an idea may be about. `words` pre-select it: whole words, or beginnings when they end with *."""

    key: Key
    name: dict[Language, Name]
    words: dict[Language, tuple[str, ...]] = Field(default_factory=dict)

    def hits(self, words: Sequence[str], language: str) -> int:
        """How many of these words, in small letters, are on this topic's list for the language."""
        whole, beginnings = _listed(self.words.get(language, ()))
        return len([word for word in words if word in whole or word.startswith(beginnings)])


@cache
def _listed(words: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
    """A topic's words in small letters: those to be met whole, and those that others begin with."""
    small = [word.casefold() for word in words]
    return frozenset(small), tuple(word.rstrip("*") for word in small if word.endswith("*"))


class Staff(_Part):
    """Somebody known by name before they write. `also` appoints the same person in more bodies.

    `topics` are a coach's competence, `languages` those a coach works in (none given: the body's own). By `email` a
    chat platform finds the person.
    """

    handle: Handle
    name: Name
    body: str
    unit: str | None = None
    roles: Annotated[tuple[Role, ...], AfterValidator(_with_employee)] = (Role.EMPLOYEE,)
    topics: tuple[str, ...] = ()
    languages: tuple[Tongue, ...] = ()
    also: tuple[str, ...] = ()
    email: Email | None = None

    @property
    def appointments(self) -> tuple[Staff, ...]:
        """One appointment a body, the home body first."""
        elsewhere = (self.model_copy(update={"body": body, "unit": None, "also": ()}) for body in self.also)
        return (self.model_copy(update={"also": ()}), *elsewhere)


class RightChannel(_Part):
    """Where to turn with what the bot must not take, such as an injury or a fault."""

    key: Key
    name: dict[Language, Name]
    text: dict[Language, str]


class Preset(_Part):
    """One federation. Days are working days; weekdays count from 1, Monday; clock times are local to a body.

    `texts` is Fluent source that replaces messages and terms. `erase` says whether a handed-in idea loses its bearer's
    name on request, `erase_rule` the rule a person is told. `partners` are actors outside the bodies.
    """

    name: Key
    federation: Name
    language: Language
    languages: tuple[Language, ...]
    timezone: Zone
    country: Literal["SE", "DK"]
    answer_working_days: Days = 5
    contact_working_days: Days = 5
    nudge_after: Days = 1
    lead_after: Days = 2
    assign_after: Days = 3
    digest_weekday: Annotated[int, Field(ge=1, le=7)] = 4
    digest_at: Clock = "09:00"
    monday_at: Clock = "08:00"
    bodies: tuple[Body, ...]
    topics: tuple[Topic, ...]
    people: tuple[Staff, ...]
    right_channels: tuple[RightChannel, ...]
    texts: dict[Language, str] = Field(default_factory=dict)
    closed_transitions: tuple[Move, ...] = ()
    partners: tuple[Name, ...] = ()
    erase: Literal["unlink", "keep"]
    erase_rule: dict[Language, str]

    @property
    def transitions(self) -> tuple[Transition, ...]:
        """The moves that are open here."""
        moves = (move.split(">") for move in self.closed_transitions)
        return narrowed((Status(start), Status(end)) for start, end in moves)

    def body(self, key: str) -> Body:
        """The body with that key. Raises KeyError when there is none."""
        return {body.key: body for body in self.bodies}[key]

    def language_of(self, body: str) -> str:
        """The language a body is spoken to in."""
        return self.body(body).language or self.language

    def timezone_of(self, body: str) -> str:
        """The IANA time zone that a body's days and clock times are counted in."""
        return self.body(body).timezone or self.timezone

    def staff(self, handle: str, body: str) -> Staff | None:
        """The person a body knows by that handle."""
        return next((who for who in self.people if (who.handle, who.body) == (handle, body)), None)

    def coaches(self, body: str) -> tuple[Staff, ...]:
        """The body's coaches, in the order of the file."""
        return self._with(Role.COACH, body)

    def leads(self, body: str) -> tuple[Staff, ...]:
        """The body's process leaders, in the order of the file."""
        return self._with(Role.PROCESS_LEADER, body)

    def communicators(self, body: str) -> tuple[Staff, ...]:
        """The body's communicators, in the order of the file."""
        return self._with(Role.COMMUNICATOR, body)

    def _with(self, role: Role, body: str) -> tuple[Staff, ...]:
        return tuple(who for who in self.people if who.body == body and role in who.roles)

    def topics_for(self, text: str, language: str) -> tuple[str, ...]:
        """The topics whose words occur in the text, most hits first, then in the order of the file."""
        words = re.findall(r"\w+", text.casefold())
        hits = {topic.key: topic.hits(words, language) for topic in self.topics}
        return tuple(sorted((key for key in hits if hits[key]), key=lambda key: -hits[key]))


def read_preset(text: str, name: str) -> Preset:
    """The preset that a TOML text describes; `name` is the file's name, used in errors only.

    Raises:
        PresetError: with one line for every fault found.
    """
    try:
        written = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PresetError([f"{name}: cannot be read as TOML: {error}"]) from None
    try:
        preset = Preset.model_validate(written)
        faults = tuple(contradictions(preset))
    except ValidationError as error:
        faults = tuple(map(_fault, error.errors()))
    if faults:
        raise PresetError(f"{name}: {_named(fault, written)}" for fault in faults)
    return preset.model_copy(update={"people": tuple(chain.from_iterable(who.appointments for who in preset.people))})


_ALLOWED = {
    "string_type": "a text in quotes",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "tuple_type": "a list in square brackets",
    "dict_type": "a table",
    "model_type": "a table",
}
_NUMBERED = re.compile(r"([a-z_]+)\.(\d+)\b(?!\.key|\.handle)\S*")


def _named(fault: str, written: Mapping[str, object]) -> str:
    """The fault with the handle or key of whom it is about: the fortieth of `people` is hard to count to."""
    found = _NUMBERED.match(fault)
    parts = written.get(found[1]) if found else None
    part = parts[int(found[2]) - 1] if found and isinstance(parts, list) else None
    name = part.get("handle") or part.get("key") if isinstance(part, dict) else None
    return f"{found[0]} ({name}){fault[found.end() :]}" if found and name else fault


def _dotted(places: Iterable[int | str]) -> str:
    return ".".join(str(place + 1) if isinstance(place, int) else place for place in places if place != "[key]")


def _fault(error: ErrorDetails) -> str:
    key, kind = _dotted(error["loc"]), error["type"]
    if kind == "missing":
        return f"{key} is missing: it must be there"
    if kind == "extra_forbidden":
        return f"{key} is not a key here: {_nearest(error['loc'])}"
    expected = f"one of {error['ctx']['expected']}" if kind in ("literal_error", "enum") else ""
    shown = shorten(repr(error["input"]), 60, placeholder="…")
    return f"{key} is {shown}: {expected or _ALLOWED.get(kind) or error['msg']}"


def _nearest(places: tuple[int | str, ...]) -> str:
    """The keys that could have been meant, or every key allowed there."""
    model: type[BaseModel] = Preset
    for place in (place for place in places[:-1] if isinstance(place, str)):
        model = get_args(model.model_fields[place].annotation)[0]
    allowed = list(model.model_fields)
    near = get_close_matches(str(places[-1]), allowed)
    return f"did you mean {' or '.join(near)}?" if near else f"allowed are {', '.join(allowed)}"
