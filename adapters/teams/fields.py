"""One field of a form as Teams' inputs, and what somebody filled in read back. Nothing typed is shortened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from adapters.lengths import clean, shown, units
from adapters.reading import text_at
from adapters.teams.elements import Element, choice_set, words
from adapters.teams.limits import can_be_told_apart
from adapters.teams.marks import choices
from adapters.teams.wording import is_plain
from dialogs.cards import Field, Form
from dialogs.messages import FieldValue

SEEN = "⚠ "
"""What an error begins with: its colour alone says nothing to many."""

FEW, MOST = 10, 500
"""Options shown all at once, and options of one field. Where there are more, the words are typed."""

WIDE = 150
"""Characters that still can be seen in an input of one line."""

_INPUT = "in:"
_ISO = re.compile(r"\d{4}-\d\d-\d\d")


def inputs(field: Field, missing: str = "") -> Iterator[Element]:
    """The elements of a field: the input, what was wrong with it, and what helps to fill it in.

    `missing` is what Teams says of a required field that was left empty.
    """
    error, made = clean(field.error).strip(), _input(field)
    lacks = {"errorMessage": clean(missing or error)} if missing or error else {}
    yield {**made, **({"isRequired": True, **lacks} if field.required else {})}
    if error:
        yield from words(f"{SEEN}{error}", "Small", color="Attention")
    for hint in hints(field):
        yield from words(hint, "Small")


def hints(field: Field) -> list[str]:
    """What helps to fill a field in that is typed, and what the options are where those have to be typed."""
    offered = "" if is_chosen(field) else " · ".join(shown(one.label) for one in field.options)
    helps = "" if _on_calendar(field) else clean(field.hint).strip()
    return [hint for hint in (helps, offered) if hint]


def is_chosen(field: Field) -> bool:
    """Whether a field is answered by choosing; if not, its answer is typed."""
    values = tuple(one.value for one in field.options)
    among = 0 < len(values) <= MOST and can_be_told_apart(values)
    if field.kind == "choices":  # several are only ever chosen in sight, where some clients read markup
        return among and all(is_plain(one.label) for one in field.options)
    return field.kind == "choice" and among


def holding(field: Field, value: FieldValue) -> Field:
    """The same field with this in it."""
    chosen = value if isinstance(value, tuple) else (value,)
    options = tuple(replace(one, chosen=one.value in chosen) for one in field.options)
    return replace(field, value=value if isinstance(value, str) else ", ".join(value), options=options)


def standing(form: Form) -> dict[str, FieldValue]:
    """What stands in a form already, by field: what somebody's words have given."""
    there: dict[str, FieldValue] = {}
    for one in form.fields:
        chosen = tuple(clean(option.value) for option in one.options if option.chosen)
        if now := (chosen if one.kind == "choices" else chosen[0]) if chosen else clean(one.value):
            there[one.key] = now
    return there


def entered(field: Field, sent: object) -> FieldValue:
    """What somebody filled in, from all that was sent; what Teams does not tell of was left empty."""
    text = text_at(sent, _id(field))
    if not is_chosen(field):
        return text
    return choices(text) if field.kind == "choices" else next(iter(choices(text)), "")


def _id(field: Field) -> str:
    return f"{_INPUT}{field.key}"


def _input(field: Field) -> Element:
    if is_chosen(field):
        in_sight = len(field.options) <= FEW and all(is_plain(one.label) for one in field.options)
        many = field.kind == "choices"
        return choice_set(_id(field), field.label, field.options, many=many, open_=many or in_sight)
    made: Element = {"id": _id(field), "label": clean(shown(field.label))}
    typed = _typed(field)
    if _on_calendar(field):
        return {"type": "Input.Date", **made, **({"value": typed.strip()} if typed.strip() else {})}
    long = field.kind == "text" or "\n" in typed or units(typed) > WIDE
    return {
        "type": "Input.Text",
        **made,
        **({"isMultiline": True} if long else {}),
        **({"value": typed} if typed else {}),
    }


def _typed(field: Field) -> str:
    """What stands in a typed field: its text, or the words for what was chosen."""
    chosen = ", ".join(one.label for one in field.options if one.chosen)
    return clean(chosen or field.value)


def _on_calendar(field: Field) -> bool:
    """Whether a field is a day that is picked; if what stands there is no day, it is typed."""
    return field.kind == "date" and (not _typed(field).strip() or _is_day(_typed(field).strip()))


def _is_day(value: str) -> bool:
    try:
        return bool(_ISO.fullmatch(value)) and bool(date.fromisoformat(value))
    except ValueError:
        return False
