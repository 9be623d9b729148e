"""One field of a form as Slack's inputs, and what somebody filled in read back. Nothing typed is shortened."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from adapters.lengths import clean, fitting, shown, units
from adapters.reading import objects_at, text_at
from adapters.slack.elements import Element, menu, option, plain, ticks
from adapters.slack.limits import FEW, INPUT, LABEL, can_be_told_apart
from dialogs.cards import Field, Option
from dialogs.messages import FieldValue

ENTRY = "v"
"""The action id of every input; the block's id says which field it is."""

SEEN = "⚠ "
"""What an error begins with, where Slack shows it among other words."""

MOST_OPTIONS = 500
"""Options of one field. Where there are more, the words are typed."""

WIDE = 150
"""Characters that still can be seen in an input of one line."""

_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_GAP = re.compile(r"(?<=\S)\s{1,8}(?=\S)")
_PART = re.compile(r"(.+?)::(\d{1,4})(?:::([0-9a-f-]*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Slot:
    """One input of a field: which field, which part of its text, and what stands between that and the part before."""

    key: str
    n: int = 1
    gap: str = ""

    @property
    def block_id(self) -> str:
        """The id of the input's block."""
        if self.n == 1:
            return self.key
        between = "" if self.gap == " " else f"::{'-'.join(f'{ord(c):x}' for c in self.gap)}"
        return f"{self.key}::{self.n}{between}"


def slot(block_id: str) -> Slot:
    """The input that a block's id names."""
    found = _PART.fullmatch(block_id)
    if found is None:
        return Slot(block_id)
    codes = found[3].split("-") if found[3] else []
    gap = " " if found[3] is None else "".join(chr(int(code, 16)) for code in codes if 0 < len(code) <= 4)
    return Slot(found[1], int(found[2]), gap)


def inputs(field: Field, filled: FieldValue | None = None) -> list[Element]:
    """The blocks of a field. `filled` is what somebody has put there already; without it the card says what is there.

    A text too long for one input goes on in the next, parted at white space.
    """
    now = field if filled is None else _refilled(field, filled)
    if is_chosen(now):
        return [_input(now, Slot(now.key), now.label, _choice(now))]
    if _on_calendar(now):
        return [_input(now, Slot(now.key), now.label, _day(now.value.strip()))]
    parts = list(parted(_typed(now)))
    return [
        _input(now, Slot(now.key, n, gap), f"{now.label} ({n}/{len(parts)})" if len(parts) > 1 else now.label, text)
        for n, (gap, part) in enumerate(parts, 1)
        for text in [_text(now, part)]
    ]


def is_chosen(field: Field) -> bool:
    """Whether a field is answered by choosing; if not, its answer is typed."""
    values = tuple(one.value for one in field.options)
    return field.kind in {"choice", "choices"} and 0 < len(values) <= MOST_OPTIONS and can_be_told_apart(values)


def parted(text: str) -> Iterator[tuple[str, str]]:
    """The text in parts that each fit in one input, and before each part the white space left out there."""
    gap = ""
    while units(text) > INPUT:
        most = fitting(text, INPUT)
        gaps = [found for found in _GAP.finditer(text, 0, most + 9) if most // 2 <= found.start() <= most]
        end, start = gaps[-1].span() if gaps else (most, most)
        yield gap, text[:end]
        gap, text = text[end:start], text[start:]
    yield gap, text


def joined(parts: Iterable[tuple[Slot, str]]) -> str:
    """The parts of a text as one again; a part that was emptied leaves no gap behind."""
    whole = ""
    for where, part in parts:
        whole = f"{whole}{where.gap}{part}" if whole and part else whole or part
    return whole


def entered(state: object, element: object) -> FieldValue:
    """What somebody filled in: the state of one input, and the input itself for when there is no state."""
    match text_at(state, "type") or text_at(element, "type"):
        case "checkboxes" | "multi_static_select":
            return tuple(text_at(one, "value") for one in objects_at(state, "selected_options"))
        case "static_select" | "radio_buttons":
            return text_at(state, "selected_option", "value")
        case "datepicker":
            return text_at(state, "selected_date")
        case _:
            return text_at(state, "value")


def kept_in(element: Mapping[str, object], value: FieldValue) -> Element:
    """The same input holding this value."""
    bare = {name: there for name, there in element.items() if not name.startswith("initial_")}
    if text_at(element, "type") == "datepicker":
        return {**bare, **({"initial_date": value} if value else {})}
    if text_at(element, "type") == "plain_text_input":
        return {**bare, **({"initial_value": value} if value else {})}
    groups = [element, *objects_at(element, "option_groups")]
    offered = [dict(one) for group in groups for one in objects_at(group, "options")]
    values = value if isinstance(value, tuple) else (value,)
    chosen = [one for one in offered if text_at(one, "value") in values]
    if isinstance(value, tuple):
        return {**bare, **({"initial_options": chosen} if chosen else {})}
    return {**bare, **({"initial_option": chosen[0]} if chosen else {})}


def _refilled(field: Field, filled: FieldValue) -> Field:
    chosen = filled if isinstance(filled, tuple) else (filled,)
    options = tuple(Option(one.value, one.label, one.value in chosen) for one in field.options)
    value = filled if isinstance(filled, str) else ", ".join(filled)
    return Field(field.key, field.label, field.kind, value, options, field.required, field.hint, field.error)


def _input(field: Field, where: Slot, label: str, element: Element) -> Element:
    made: Element = {
        "type": "input",
        "block_id": where.block_id,
        "label": plain(label, LABEL),
        "optional": not field.required or where.n > 1,
        "element": {**element, "action_id": ENTRY},
    }
    hint = _hint(field) if where.n == 1 else ""
    return {**made, "hint": plain(hint, LABEL)} if hint else made


def _hint(field: Field) -> str:
    error = f"{SEEN}{field.error.strip()}" if field.error.strip() else ""
    offered = "" if is_chosen(field) else " · ".join(shown(one.label) for one in field.options)
    helps = "" if _on_calendar(field) else field.hint.strip()
    return "\n".join(line for line in (error, helps, offered) if line)


def _choice(field: Field) -> Element:
    many, few = field.kind == "choices", len(field.options) <= FEW
    if many:
        return ticks("checkboxes" if few else "multi_static_select", field.options)
    drawn = [option(one.value, one.label) for one in field.options]
    chosen = [made for made, one in zip(drawn, field.options, strict=True) if one.chosen][:1]
    listed = {"options": drawn} if few else menu(drawn)
    return {
        "type": "radio_buttons" if few else "static_select",
        **listed,
        **({"initial_option": chosen[0]} if chosen else {}),
    }


def _day(value: str) -> Element:
    return {"type": "datepicker", **({"initial_date": value} if value else {})}


def _on_calendar(field: Field) -> bool:
    """Whether a field is a day that is picked; if what stands there is no day, it is typed."""
    return field.kind == "date" and (not field.value.strip() or _is_day(field.value.strip()))


def _is_day(value: str) -> bool:
    try:
        return bool(_ISO.fullmatch(value)) and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _typed(field: Field) -> str:
    """What stands in a typed field: its text, or the words for what was chosen."""
    chosen = ", ".join(one.label for one in field.options if one.chosen)
    return clean(chosen or field.value)


def _text(field: Field, part: str) -> Element:
    lines = field.kind == "text" or "\n" in part or units(part) > WIDE
    made: Element = {"type": "plain_text_input", "multiline": lines, "max_length": INPUT}
    return {**made, **({"initial_value": part} if part else {})}
