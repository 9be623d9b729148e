"""What Slack sends when somebody presses or fills in what was rendered: payloads as its clients make them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dialogs.messages import FieldValue

Json = dict[str, Any]
ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
STARTS = {
    "datepicker": ("selected_date", "initial_date"),
    "plain_text_input": ("value", "initial_value"),
    "radio_buttons": ("selected_option", "initial_option"),
    "static_select": ("selected_option", "initial_option"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
}


def offered(element: Json) -> list[Json]:
    """Every option of an element."""
    return [option for group in element.get("option_groups", [element]) for option in group.get("options", [])]


def pressed(block: Json, element: Json, option: Json | None = None, states: Json | None = None) -> Json:
    """A press on a button, or the choice of one option of a menu, in a message."""
    act = {
        "type": element["type"],
        "block_id": block["block_id"],
        "action_id": element["action_id"],
        "action_ts": "1.2",
    }
    if element["type"] == "button":
        act |= {"text": element["text"], **({"value": element["value"]} if "value" in element else {})}
    else:
        act |= {"selected_option": option}
    return {
        "type": "block_actions",
        "user": {"id": "U1", "team_id": "T1"},
        "trigger_id": "1.2.3",
        "state": {"values": states or {}},
        "actions": [act],
    }


def presses(blocks: list[Json]) -> Iterator[Json]:
    """Everything that can be pressed on blocks, one payload each; boxes stay as they are."""
    for block in blocks:
        for element in block["elements"] if block["type"] == "actions" else []:
            if element["type"] == "button":
                yield pressed(block, element, states=state(blocks))
            elif element["type"] == "static_select":
                yield from (pressed(block, element, option) for option in offered(element))


def state(blocks: list[Json], filled: Mapping[str, FieldValue] | None = None) -> Json:
    """What inputs hold, by block and action: what was there from the start, over it what is filled in by block."""
    values: Json = {}
    for block in blocks:
        inside = [block["element"]] if block["type"] == "input" else block.get("elements", [])
        for element in inside if block["type"] in {"input", "actions"} else []:
            if element["type"] in STARTS:
                value = (filled or {}).get(block["block_id"])
                held = _held(element) if value is None else _given(element, value)
                values.setdefault(block["block_id"], {})[element["action_id"]] = {"type": element["type"], **held}
    return values


def submitted(view: Json, filled: Mapping[str, FieldValue] | None = None, *, escaping: bool = False) -> Json:
    """A view as it comes back when its button is pressed; `escaping` when Slack escapes the texts of its blocks."""
    back = {**view, "blocks": _escaped(view["blocks"])} if escaping else view
    return {
        "id": "V1",
        "team_id": "T1",
        "hash": "1.abc",
        "previous_view_id": None,
        "close": None,
        **back,
        "state": {"values": state(view["blocks"], filled)},
    }


def _held(element: Json) -> Json:
    name, start = STARTS[element["type"]]
    return {name: element.get(start, [] if name == "selected_options" else None)}


def _given(element: Json, value: FieldValue) -> Json:
    name, _ = STARTS[element["type"]]
    if name in {"value", "selected_date"}:
        return {name: value or None}
    chosen = [
        option for option in offered(element) if option["value"] in ((value,) if isinstance(value, str) else value)
    ]
    return {name: chosen if name == "selected_options" else next(iter(chosen), None)}


def _escaped(node: Any) -> Any:
    if isinstance(node, list):
        return [_escaped(one) for one in node]
    if not isinstance(node, dict):
        return node
    shown = node.get("type") in {"plain_text", "text"}
    return {k: v.translate(ESCAPES) if shown and k == "text" else _escaped(v) for k, v in node.items()}
