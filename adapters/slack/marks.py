"""What stands in a message to be read back when somebody presses: ids of blocks and actions, written and read here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from adapters.reading import at, object_at, objects_at, text_at
from dialogs.messages import FieldValue

OPEN = "open"
"""The action of a button that opens a form which could not be shown at once."""

PICK = "pick"
"""The action of a box that is ticked: nothing happens until the button beside it is pressed."""

_ACTION = re.compile(r"(.+):\d{1,4}", re.DOTALL)
_OPTIONS = re.compile(r"([om])\d{1,4}:(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Pressed:
    """A press as the card meant it. `fields` holds the `choices` where something was chosen."""

    action: str
    value: str
    fields: Mapping[str, FieldValue] = field(default_factory=dict)


def press_id(action: str, n: int) -> str:
    """The id of the n-th thing on a message that can be pressed for this action."""
    return f"{action}:{n}"


def action_of(action_id: str) -> str:
    """The action of such an id, or nothing when it is not one of ours."""
    found = _ACTION.fullmatch(action_id)
    return found[1] if found else ""


def buttons_id(n: int) -> str:
    """The id of a row of buttons."""
    return f"b{n}"


def options_id(n: int, value: str, *, many: bool) -> str:
    """The id of a block of options, with the value that goes along with what is chosen."""
    return f"{'m' if many else 'o'}{n}:{value}"


def pressed(payload: object) -> Pressed | None:
    """What a `block_actions` payload says was pressed; None when it is nothing of ours or nothing to act on yet."""
    act = next(objects_at(payload, "actions"), None)
    action = action_of(text_at(act, "action_id"))
    if act is None or not action or action == PICK:
        return None
    options = _OPTIONS.fullmatch(text_at(act, "block_id"))
    if options is None:
        return Pressed(action, text_at(act, "value")) if at(act, "type") == "button" else None
    chosen = _ticked(payload, text_at(act, "block_id")) if options[1] == "m" else _picked(act)
    return None if chosen is None else Pressed(action, options[2], {"choices": chosen})


def answered(message: object, block_id: str, chosen: tuple[str, ...]) -> list[Mapping[str, object]] | None:
    """The message's blocks once its question has been answered: what was chosen in place of what could be pressed."""
    blocks = list(objects_at(message, "blocks"))
    asked = next((block for block in blocks if text_at(block, "block_id") == block_id), None)
    labels = [label for value, label in _offered(asked) if value in chosen]
    if not labels or len(labels) < len(chosen):
        return None
    said = {"type": "text", "text": f"✓ {' · '.join(labels)}", "style": {"bold": True}}
    shown = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [said]}]}
    return [shown if block is asked else block for block in blocks]


def _offered(block: object) -> Iterator[tuple[str, str]]:
    """Value and label of everything that can be chosen in a block."""
    for element in objects_at(block, "elements"):
        groups = [element, *objects_at(element, "option_groups")]
        for one in (element, *(option for group in groups for option in objects_at(group, "options"))):
            yield text_at(one, "value"), text_at(one, "text", "text").removeprefix("✓ ")


def _picked(act: Mapping[str, object]) -> tuple[str, ...] | None:
    """The one option of a pressed button or of a menu."""
    value = text_at(act, "value") if at(act, "type") == "button" else text_at(act, "selected_option", "value")
    return (value,) if value else None


def _ticked(payload: object, block_id: str) -> tuple[str, ...] | None:
    """The options ticked in a block, in the order they stand; None when the payload does not tell."""
    states = object_at(payload, "state", "values") or object_at(payload, "view", "state", "values")
    boxes = [at(states, block_id, name) for name in object_at(states, block_id) if action_of(name) == PICK]
    ticked = [text_at(option, "value") for box in boxes for option in objects_at(box, "selected_options")]
    return tuple(value for value in ticked if value) if boxes else None
