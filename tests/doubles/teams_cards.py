"""Holds an Adaptive Card against Teams: what it would refuse, and what it takes though people lose by it. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.doubles.teams_request import Json
from tests.doubles.teams_shapes import ACTIONS, GROUPS, INPUTS, NEEDED, SHAPES, Holds

CARD_SIZE, DIALOG_SIZE = 28 * 1024, 80 * 1024
"""Bytes of a card as compact JSON, in a message and in a dialog. Teams names no number for the latter."""
VERSIONS = ("1.0", "1.1", "1.2", "1.3", "1.4", "1.5")
MOST_ACTIONS = 6
"""Buttons that Teams shows in a row; those beyond are not there."""


class Inspection:
    """One look at a card. `faults` is what Teams refuses, `remarks` what it takes though somebody loses by it.

    A card `in_dialog` cannot use Action.Execute, nor open another dialog.
    """

    def __init__(self, card: object, *, in_dialog: bool = False) -> None:
        self.faults: list[str] = []
        self.remarks: list[str] = []
        self._in_dialog, self._ids = in_dialog, set[str]()
        if not isinstance(card, dict) or card.get("type") != "AdaptiveCard":
            self.faults.append("not an AdaptiveCard")
            return
        if card.get("version") not in VERSIONS:
            self.faults.append(f"version {card.get('version')} is none that Teams draws")
        if size(card) > (DIALOG_SIZE if in_dialog else CARD_SIZE):
            self.faults.append(f"{size(card)} bytes are too many for a card")
        if not card.get("lang"):
            self.remarks.append("no lang: a reader is not told which language it is")
        self._shape(card, "card", "card")

    def _shape(self, node: object, group: str, path: str) -> None:
        kinds, usual = GROUPS[group]
        if group == "run" and isinstance(node, str):
            return
        kind = node.get("type", usual) if isinstance(node, dict) else None
        if not isinstance(node, dict) or kind not in kinds:
            self.faults.append(f"{path}: {kind or repr(node)} cannot stand here")
            return
        self.faults += [f"{path}.{name}: missing" for name in NEEDED.get(kind, ()) if node.get(name) in (None, "")]
        for name, value in node.items():
            holds = SHAPES[kind].get(name)
            if holds is None:
                self.remarks.append(f"{path}.{name}: {kind} has no such property")
            else:
                self._property(holds, value, f"{path}.{name}")
        self.faults += self._own_faults(kind, node, path)
        self.remarks += self._own_remarks(kind, node, path)

    def _property(self, holds: Holds, value: object, path: str) -> None:
        if isinstance(holds, frozenset):
            if not isinstance(value, str) or value.lower() not in holds:
                self.faults.append(f"{path}: {value!r} is none of {sorted(holds)}")
        elif isinstance(holds, type):
            if type(value) is not holds:
                self.faults.append(f"{path}: {value!r} is no {holds.__name__}")
        elif holds.startswith("*"):
            if not isinstance(value, list):
                self.faults.append(f"{path}: {value!r} is no list")
                return
            for n, one in enumerate(value):
                self._shape(one, holds[1:], f"{path}[{n}]")
        else:
            self._special(holds, value, path)

    def _special(self, holds: str, value: object, path: str) -> None:
        match holds:
            case "fallback" if value != "drop":
                kind = value.get("type") if isinstance(value, dict) else None
                self._shape(value, "action" if kind in ACTIONS else "element", path)
            case "number" | "width" if not isinstance(value, int | float | str) or isinstance(value, bool):
                self.faults.append(f"{path}: {value!r} is no {holds}")
            case "picture" if not isinstance(value, str | dict):
                self.faults.append(f"{path}: {value!r} is no picture")
            case "chosen" | "card":
                self._shape(value, holds, path)
            case _:
                pass

    def _own_faults(self, kind: str, node: Json, path: str) -> Iterator[str]:
        """What is wrong about this element in particular."""
        if kind in INPUTS and node.get("id"):
            if node["id"] in self._ids:
                yield f"{path}: a second input is called {node['id']}"
            self._ids.add(node["id"])
        if kind == "Input.ChoiceSet" and node.get("isMultiSelect"):
            values = [str(one.get("value")) for one in node.get("choices", []) if isinstance(one, dict)]
            yield from (f"{path}: {value!r} cannot be told from two choices" for value in values if "," in value)
        if kind == "Action.OpenUrl" and not str(node.get("url")).startswith(("https://", "http://", "mailto:")):
            yield f"{path}: leads nowhere: {node.get('url')}"
        if self._in_dialog and (kind == "Action.Execute" or opens_dialog(node)):
            yield f"{path}: does not work in a dialog"

    def _own_remarks(self, kind: str, node: Json, path: str) -> Iterator[str]:
        """What somebody would miss about this element in particular."""
        if kind in INPUTS and not node.get("label"):
            yield f"{path}: no label: a screen reader says nothing of it"
        if kind in INPUTS and node.get("isRequired") and not node.get("errorMessage"):
            yield f"{path}: no errorMessage: nobody is told what is missing"
        if kind == "Image" and "altText" not in node:
            yield f"{path}: no altText: a screen reader says nothing of it"
        if kind in ACTIONS and not (node.get("title") or node.get("tooltip")):
            yield f"{path}: no title: nobody knows what it does"
        if kind == "Action.Execute" and not node.get("fallback"):
            yield f"{path}: no fallback: older clients cannot press it"
        if kind == "TextBlock" and not node.get("wrap"):
            yield f"{path}: no wrap: it is cut at the end of the line"
        shown = [one for one in node.get("actions") or [] if isinstance(one, dict) and one.get("mode") != "secondary"]
        if len(shown) > MOST_ACTIONS:
            yield f"{path}: {len(shown)} buttons, and Teams shows {MOST_ACTIONS}"


def opens_dialog(action: Json) -> bool:
    """Whether a press on it asks the bot for a dialog."""
    sent = action.get("data")
    return action.get("type") == "Action.Submit" and isinstance(sent, dict) and _asks(sent) == "task/fetch"


def _asks(sent: Json) -> object:
    for_teams = sent.get("msteams")
    return for_teams.get("type") if isinstance(for_teams, dict) else None


def size(node: object) -> int:
    """Bytes of something as compact JSON."""
    return len(json.dumps(node, ensure_ascii=False, separators=(",", ":")).encode())
