"""What a form showed when it was opened, carried with it, so that an older form takes back nothing newer. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2s

from dialogs.messages import FieldValue

_CARRIED = re.compile(r"(?P<value>.*)~(?P<of>\d+)(?P<marks>( \w+=[0-9a-f]{6})*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody had before their eyes: which stored thing, by its id, and a mark of each field as it was shown."""

    of: str = ""
    marks: Mapping[str, str] = field(default_factory=dict)


def carried(value: str, of: int, shown: Mapping[str, FieldValue]) -> str:
    """A form's value, with marks of what its fields show of the thing with this id."""
    return f"{value}~{of}" + "".join(f" {key}={_mark(kept)}" for key, kept in shown.items())


def parted(value: str) -> tuple[str, Seen]:
    """The value itself, and the marks it was carried with; none, where a form has none or had none yet."""
    found = _CARRIED.fullmatch(value)
    if not found:
        return value, Seen()
    marks = dict(one.split("=") for one in found["marks"].split())
    return found["value"], Seen(found["of"], marks)


def touched(
    sent: Mapping[str, FieldValue], seen: Seen, of: int, stored: Mapping[str, FieldValue]
) -> tuple[dict[str, FieldValue], frozenset[str]]:
    """What somebody changed in a form, and which of it was changed elsewhere too while the form was open.

    What was left as it was shown is left as it is stored now. A field that was and is empty counts as passed over on
    purpose, and so does every field of a form about something else than what is stored.
    """
    if seen.of != str(of):
        return dict(sent), frozenset()
    mine: dict[str, FieldValue] = {}
    clashing = set()
    for key, value in sent.items():
        was, now, wanted = seen.marks.get(key), _mark(stored.get(key, "")), _mark(value)
        if wanted != was or wanted == now == _EMPTY:
            mine[key] = value
        if was and len({was, now, wanted}) == 3:
            clashing.add(key)
    return mine, frozenset(clashing)


def _mark(value: FieldValue) -> str:
    """A few letters that stand for a value, however a platform breaks its lines."""
    chosen = sorted(value) if isinstance(value, tuple) else [value]
    words = "\n".join(" ".join(one.split()) for one in chosen if one)
    return blake2s(words.encode(), digest_size=3).hexdigest()


_EMPTY = _mark("")
