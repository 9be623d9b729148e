"""What no single key of a preset tells: names used twice, names of nothing, bodies without anybody to answer.

`ideas/preset.py` asks once it has read a file; each fault names the dotted key and what is allowed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ideas.lifecycle import TRANSITIONS, Status
from ideas.people import Role

if TYPE_CHECKING:
    from ideas.preset import Body, Chat, Preset, Staff


def contradictions(preset: Preset) -> Iterator[str]:
    """What no single key tells: names used twice, names of nothing, bodies without anybody to answer."""
    if not preset.bodies:
        yield "bodies is []: at least one"
    yield from _twice("bodies", "key", [body.key for body in preset.bodies])
    yield from _twice("bodies", "code", [body.code for body in preset.bodies])
    yield from _twice("topics", "key", [topic.key for topic in preset.topics])
    yield from _twice("right_channels", "key", [channel.key for channel in preset.right_channels])
    for n, body in enumerate(preset.bodies, 1):
        yield from _body_faults(preset, n, body)
    for n, who in enumerate(preset.people, 1):
        yield from _staff_faults(preset, f"people.{n}", who)
    yield from _shared_channels(preset)
    yield from _shared_chats(preset)
    yield from _handles_twice(preset)
    yield from _language_faults(preset)
    yield from _move_faults(preset)


def _twice(place: str, key: str, values: list[str]) -> Iterator[str]:
    for n, value in enumerate(values, 1):
        if (first := values.index(value) + 1) < n:
            yield f"{place}.{n}.{key} is '{value}': it must differ from {place}.{first}.{key}"


def _among(place: str, value: str, allowed: Iterable[str]) -> Iterator[str]:
    if value not in (known := list(allowed)):
        yield f"{place} is '{value}': one of {', '.join(known) or 'none at all'}"


def _body_faults(preset: Preset, n: int, body: Body) -> Iterator[str]:
    if body.language:
        yield from _among(f"bodies.{n}.language", body.language, preset.languages)
    here = [who for who in preset.people if body.key in (who.body, *who.also)]
    if not any(Role.PROCESS_LEADER in who.roles for who in here):
        yield f"bodies.{n} has no process leader: give someone in people the role process_leader, here or with also"
    yield from _twice(f"bodies.{n}.units", "key", [unit.key for unit in body.units])
    coaches = [who.handle for who in here if Role.COACH in who.roles]
    for m, unit in enumerate(body.units, 1):
        for handle in unit.pool:
            yield from _among(f"bodies.{n}.units.{m}.pool", handle, coaches)


def _shared_channels(preset: Preset) -> Iterator[str]:
    """Every body owns its ideas alone, so no channel shows those of two."""
    owners: dict[str, str] = {}
    for n, body in enumerate(preset.bodies, 1):
        for channel in dict.fromkeys((body.coach_channel, *body.digest_channels)):
            if (first := owners.setdefault(channel, body.key)) != body.key:
                yield f"bodies.{n} has the channel '{channel}', which {first} has too: a channel belongs to one body"


def _shared_chats(preset: Preset) -> Iterator[str]:
    """A workspace tells which body somebody belongs to, and a channel which body it is for."""
    owners: dict[tuple[str, ...], str] = {}
    for n, body in enumerate(preset.bodies, 1):
        for m, chat in enumerate(body.chats, 1):
            named = [("workspace", chat.workspace), *(("channel", channel) for channel in chat.channels)]
            for kind, name in named:
                if (first := owners.setdefault((chat.platform, kind, name), body.key)) != body.key:
                    yield f"bodies.{n}.chats.{m} has the {kind} '{name}', which {first} has too: it belongs to one body"
            if n_first := next((k for k, c in enumerate(body.chats[: m - 1], 1) if _same(c, chat)), 0):
                yield f"bodies.{n}.chats.{m} is the workspace of chats.{n_first} again: name it once"


def _same(one: Chat, other: Chat) -> bool:
    return (one.platform, one.workspace) == (other.platform, other.workspace)


def _staff_faults(preset: Preset, place: str, who: Staff) -> Iterator[str]:
    bodies = {body.key: body for body in preset.bodies}
    for key, body in (("body", who.body), *(("also", body) for body in who.also)):
        yield from _among(f"{place}.{key}", body, bodies)
    if who.unit and who.body in bodies:
        yield from _among(f"{place}.unit", who.unit, (unit.key for unit in bodies[who.body].units))
    for topic in who.topics:
        yield from _among(f"{place}.topics", topic, (known.key for known in preset.topics))


def _handles_twice(preset: Preset) -> Iterator[str]:
    places = Counter((body, who.handle) for who in preset.people for body in (who.body, *who.also))
    for (body, handle), times in places.items():
        if times > 1:
            yield f"people has the handle '{handle}' {times} times in {body}: a handle is for one person in a body"


def _language_faults(preset: Preset) -> Iterator[str]:
    yield from _among("language", preset.language, preset.languages)
    some: list[tuple[str, Iterable[str]]] = [("texts", preset.texts)]
    every: list[tuple[str, Iterable[str]]] = [("erase_rule", preset.erase_rule)]
    for n, topic in enumerate(preset.topics, 1):
        some.append((f"topics.{n}.words", topic.words))
        every.append((f"topics.{n}.name", topic.name))
    for n, channel in enumerate(preset.right_channels, 1):
        every += [(f"right_channels.{n}.name", channel.name), (f"right_channels.{n}.text", channel.text)]
    for place, given in (*some, *every):
        for language in given:
            yield from _among(f"{place} has a language that", language, preset.languages)
    for place, given in every:
        for language in preset.languages:
            if language not in given:
                yield f"{place}.{language} is missing: one for every language in languages"


def _move_faults(preset: Preset) -> Iterator[str]:
    open_moves = {f"{move.start}>{move.end}" for move in TRANSITIONS}
    for n, move in enumerate(preset.closed_transitions, 1):
        if move not in open_moves:
            start = move.split(">")[0]
            near = sorted(known for known in open_moves if known.startswith(f"{start}>"))
            yield f"closed_transitions.{n} is '{move}': one of {', '.join(near or sorted({*Status}))}"
