"""What a person can do with what Slack shows: buttons to press, choices to tick, fields to fill in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.doubles.slack_request import Json

Value = str | tuple[str, ...] | list[str]
Typed = dict[tuple[str, str], Json]
ONE = {"static_select", "radio_buttons", "overflow"}
MANY = {"checkboxes", "multi_static_select"}


@dataclass(frozen=True, slots=True)
class Target:
    """Something that can be pressed or chosen: a button, or one option of an element."""

    block: Json
    element: Json
    option: Json | None = None

    @property
    def label(self) -> str:
        """What is written on it."""
        text: str = (self.option or self.element)["text"]["text"]
        return text

    @property
    def value(self) -> str:
        """What it sends."""
        return str((self.option or self.element).get("value", ""))

    @property
    def key(self) -> tuple[str, str]:
        """Block and action, by which Slack keeps what has been filled in."""
        return self.block["block_id"], self.element["action_id"]

    def acts(self, action_id: str) -> bool:
        """Whether it sends this action: all of its id, or the part before the colon."""
        known: str = self.element["action_id"]
        return action_id in (known, known.partition(":")[0])


def elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Every interactive element, with its block, in reading order."""
    for block in blocks:
        inside = [block.get("element"), block.get("accessory")]
        if block["type"] == "actions":
            inside += block["elements"]
        yield from ((block, element) for element in inside if element)


def options(element: Json) -> list[Json]:
    """The choices of an element, those of its groups too."""
    groups = element.get("option_groups") or [element]
    return [option for group in groups for option in group.get("options", [])]


def targets(blocks: list[Json]) -> Iterator[Target]:
    """Everything that can be pressed or chosen."""
    for block, element in elements(blocks):
        if element["type"] == "button":
            yield Target(block, element)
        elif element["type"] in ONE | MANY:
            yield from (Target(block, element, option) for option in options(element))


def find(blocks: list[Json], label: str, action_id: str, value: str, *, ticks: bool = False) -> Target:
    """The one thing with this label, action or value. Fails, and tells what there is, when it is not exactly one."""
    there = [target for target in targets(blocks) if (target.element["type"] in MANY) == ticks]
    fits = [
        target
        for target in there
        if (not label or target.label.removeprefix("✓ ") == label.removeprefix("✓ "))
        and (not action_id or target.acts(action_id))
        and (not value or target.value == value)
    ]
    wished = " ".join(filter(None, (label, action_id, value)))
    known = ", ".join(f"{t.label!r} ({t.element['action_id']} {t.value})" for t in there) or "nothing"
    assert len(fits) == 1, f"{len(fits)} things to press are {wished!r}; there is {known}"
    return fits[0]


def action(target: Target, typed: Typed, ts: str) -> Json:
    """What Slack says was done."""
    block_id, action_id = target.key
    done = {"type": target.element["type"], "block_id": block_id, "action_id": action_id, "action_ts": ts}
    if target.option is None:
        shown = {key: target.element[key] for key in ("text", "value", "style", "url") if key in target.element}
        return done | shown
    return done | {key: value for key, value in typed[target.key].items() if key != "type"}


def chosen(target: Target, typed: Typed) -> Json:
    """An element's state after this option has been chosen, or ticked, or unticked."""
    if target.element["type"] in ONE:
        return {"type": target.element["type"], "selected_option": target.option}
    now = (typed.get(target.key) or untouched(target.element) or {}).get("selected_options", [])
    kept = [option for option in now if option != target.option]
    ticked = kept if target.option in now else [*now, target.option]
    return {"type": target.element["type"], "selected_options": ticked}


def untouched(element: Json) -> Json | None:
    """The state of an element nobody has touched; None for what has no state."""
    kind = element["type"]
    if kind == "plain_text_input":
        return {"type": kind, "value": element.get("initial_value") or None}
    if kind == "datepicker":
        return {"type": kind, "selected_date": element.get("initial_date")}
    if kind in MANY:
        return {"type": kind, "selected_options": element.get("initial_options", [])}
    return {"type": kind, "selected_option": element.get("initial_option")} if kind in ONE - {"overflow"} else None


def state(blocks: list[Json], typed: Typed) -> Json:
    """`state.values`: everything that is filled in, by block and action."""
    values: Json = {}
    for block, element in elements(blocks):
        now = typed.get((block["block_id"], element["action_id"]), untouched(element))
        if now is not None and now["type"] == element["type"]:
            values.setdefault(block["block_id"], {})[element["action_id"]] = now
    return values


def fill(blocks: list[Json], given: Mapping[str, Value]) -> Typed:
    """What is typed in the fields with these labels or block ids. Fails as Slack's client would not let it be typed."""
    fields = [(block, block["element"]) for block in blocks if block["type"] == "input"]
    typed: Typed = {}
    for name, value in given.items():
        named = [(b, e) for b, e in fields if name in (b["block_id"], b["label"]["text"])]
        known = [(block["block_id"], block["label"]["text"]) for block, _ in fields]
        assert len(named) == 1, f"{len(named)} fields are called {name!r}; there is {known}"
        block, element = named[0]
        typed[block["block_id"], element["action_id"]] = _answered(element, value)
    return typed


def lacking(blocks: list[Json], values: Json) -> list[str]:
    """Labels of the fields that must be filled in and are not: Slack's client does not send such a form."""
    inputs = [block for block in blocks if block["type"] == "input" and not block.get("optional")]
    return [
        block["label"]["text"]
        for block in inputs
        if not any(v for k, v in values[block["block_id"]][block["element"]["action_id"]].items() if k != "type")
    ]


def _answered(element: Json, value: Value) -> Json:
    kind = element["type"]
    if kind in MANY:
        wished = [value] if isinstance(value, str) else list(value)
        return {"type": kind, "selected_options": [_option(element, one) for one in wished if one]}
    assert isinstance(value, str), f"one text for a {kind}, not {value!r}"
    if kind in ONE:
        return {"type": kind, "selected_option": _option(element, value) if value else None}
    if kind == "datepicker":
        assert re.fullmatch(r"(\d{4}-\d\d-\d\d)?", value), f"a date is picked, not typed: {value!r}"
        return {"type": kind, "selected_date": value or None}
    most = element.get("max_length", 3_000)
    assert len(value) <= most, f"Slack lets nobody type more than {most} characters here"
    assert element.get("multiline") or "\n" not in value, "one line only"
    return {"type": kind, "value": value or None}


def _option(element: Json, wished: str) -> Any:
    fits = [option for option in options(element) if wished in (option["text"]["text"], option["value"])]
    known = [option["text"]["text"] for option in options(element)]
    assert len(fits) == 1, f"{len(fits)} options are {wished!r}; there is {known}"
    return fits[0]
