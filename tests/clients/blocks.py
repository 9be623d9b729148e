"""Slack's blocks as a person meets them: what stands there, what can be pressed, and what a filled-in form sends."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

Json = dict[str, Any]

CHOSEN = {"radio_buttons": "selected_option", "static_select": "selected_option"}
SEVERAL = {"checkboxes", "multi_static_select"}


def blocks_of(body: Mapping[str, Any]) -> list[Json]:
    """The blocks of a call, a message or a view, whether they came as JSON or as text."""
    found = body.get("blocks") or []
    read: list[Json] = json.loads(found) if isinstance(found, str) else found
    return read


def shown(blocks: list[Json]) -> str:
    """What is read: one line for each paragraph, quote, label and row of buttons, buttons as `[Ta]`."""
    return "\n".join(line for block in blocks for line in _lines(block) if line.strip())


def _lines(block: Json) -> Iterator[str]:
    match block["type"]:
        case "rich_text":
            for part in block["elements"]:
                yield from "".join(map(_words, _leaves(part))).split("\n")
        case "actions":
            yield " ".join(_pressable(element) for element in block["elements"])
        case "input":
            yield block["label"]["text"]
            yield _pressable(block["element"])
            yield block.get("hint", {}).get("text", "")
        case "context":
            yield " ".join(str(element.get("text", "")) for element in block["elements"])
        case "divider":
            yield "---"
        case _:
            yield block.get("text", {}).get("text", "")
            yield from (field["text"] for field in block.get("fields", ()))


def _leaves(part: Json) -> Iterator[Json]:
    for element in part.get("elements", ()):
        yield from _leaves(element) if "elements" in element else (element,)


def _words(leaf: Json) -> str:
    return str(leaf.get("text", leaf.get("url", f"<{leaf['type']}>")))


def _pressable(element: Json) -> str:
    if element["type"] == "button":
        return f"[{element['text']['text']}]"
    labels = [option["text"]["text"] for option in options(element)]
    return " ".join(f"({label})" for label in labels) or str(element.get("initial_value", ""))


def options(element: Json) -> list[Json]:
    """Everything that can be chosen in an element."""
    grouped = [option for group in element.get("option_groups", ()) for option in group["options"]]
    return [*element.get("options", ()), *grouped]


def elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Every element that does something, with its block."""
    for block in blocks:
        inside = [*block.get("elements", ()), block.get("element"), block.get("accessory")]
        yield from ((block, element) for element in inside if element and "action_id" in element)


def press(blocks: list[Json], label: str) -> tuple[Json, Json]:
    """The button with this label, or the menu that holds it, as the action that a press sends; and its block.

    A mark before a label that shows it as already chosen does not count.

    Raises:
        LookupError: when there is none.
    """
    for block, element in elements(blocks):
        place = {"type": element["type"], "action_id": element["action_id"], "block_id": block["block_id"]}
        if element["type"] == "button" and element["text"]["text"].removeprefix("✓ ") == label:
            value = {"value": element["value"]} if "value" in element else {}
            return block, {**place, "text": element["text"], **value}
        chosen = [option for option in options(element) if option["text"]["text"] == label]
        if element["type"] == "static_select" and chosen:
            return block, {**place, "selected_option": chosen[0]}
    raise LookupError(f"nothing to press is called {label!r} in:\n{shown(blocks)}")


def state(blocks: list[Json], filled: Mapping[str, str | tuple[str, ...]]) -> Json:
    """What the inputs hold, as Slack sends it: what was there, over it what was filled in by label or block_id.

    Raises:
        LookupError: when an input or an option is not there.
    """
    missing = {(name, one) for name, said in filled.items() for one in _each(said)}
    values: Json = {}
    for block, element in elements(blocks):
        names = [block.get("label", {}).get("text"), block.get("block_id")]
        if element["type"] == "button":
            continue
        name = next((name for name in names if name in filled), "")
        held = _given(element, filled[name]) if name else _held(element)
        known = {option["text"]["text"] for option in options(element)}
        missing -= {(name, one) for one in _each(filled.get(name, ())) if one in known or not known}
        values.setdefault(block["block_id"], {})[element["action_id"]] = {"type": element["type"], **held}
    if missing:
        raise LookupError(f"{sorted(missing)} cannot be filled in here:\n{shown(blocks)}")
    return {"values": values}


def unfilled(blocks: list[Json], held: Json) -> list[str]:
    """The labels of inputs that must be filled in and are empty."""
    values = held["values"]
    return [
        block["label"]["text"]
        for block, element in elements(blocks)
        if block["type"] == "input"
        and not block.get("optional")
        and not any(value for name, value in values[block["block_id"]][element["action_id"]].items() if name != "type")
    ]


def _each(said: str | tuple[str, ...]) -> tuple[str, ...]:
    return said if isinstance(said, tuple) else (said,)


def _held(element: Json) -> Json:
    match element["type"]:
        case "datepicker":
            return {"selected_date": element.get("initial_date")}
        case kind if kind in CHOSEN:
            return {CHOSEN[kind]: element.get("initial_option")}
        case kind if kind in SEVERAL:
            return {"selected_options": element.get("initial_options", [])}
        case _:
            return {"value": element.get("initial_value")}


def _given(element: Json, said: str | tuple[str, ...]) -> Json:
    by_label = {option["text"]["text"]: option for option in options(element)}
    match element["type"]:
        case "datepicker":
            return {"selected_date": said or None}
        case kind if kind in CHOSEN:
            return {CHOSEN[kind]: by_label.get(str(said))}
        case kind if kind in SEVERAL:
            return {"selected_options": [by_label[label] for label in said if label in by_label]}
        case _:
            return {"value": said or None}
