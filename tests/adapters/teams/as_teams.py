"""What Teams sends when somebody presses or fills in what was drawn: the data of a press, with the inputs beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from adapters.teams.marks import as_choice
from dialogs.messages import FieldValue
from tests.adapters.teams.card_rules import card_of, nodes

Json = dict[str, Any]
Node = Mapping[str, Any]
INPUT = "in:"


def presses(card: Node) -> list[Json]:
    """Everything that can be pressed on a card, in order: buttons, and what is pressed as a whole."""
    return [dict(one) for one in _pressable(card) if one["type"] != "Action.OpenUrl"]


def sent(card: Node, action: Node, filled: Mapping[str, str] | None = None) -> Json:
    """What Teams sends of a press: its data, and the inputs as they stand or are filled in unless it takes none."""
    if action["associatedInputs"] == "none":
        return dict(action["data"])
    held = {one["id"]: one.get("value", "") for one in nodes(card) if str(one["type"]).startswith("Input.")}
    entered = {**held, **(filled or {})}
    return {**action["data"], **{name: value for name, value in entered.items() if value}}


def submitted(dialog: Node, typed: Mapping[str, FieldValue] | None = None) -> Json:
    """What Teams sends of a dialog when the button under its fields is pressed."""
    card = card_of(dialog)
    action = next(one for one in presses(card) if one["associatedInputs"] == "auto")
    return sent(card, action, {f"{INPUT}{key}": entry(value) for key, value in (typed or {}).items()})


def entry(value: FieldValue) -> str:
    """An answer as Teams tells it: those chosen with commas between them."""
    return value if isinstance(value, str) else ",".join(map(as_choice, value))


def _pressable(inside: object) -> Iterator[Node]:
    if isinstance(inside, list):
        for one in inside:
            yield from _pressable(one)
    elif isinstance(inside, Mapping):
        if str(inside.get("type", "")).startswith("Action."):
            yield inside
            return
        for name, there in inside.items():
            if name not in {"data", "fallback"}:
                yield from _pressable(there)
