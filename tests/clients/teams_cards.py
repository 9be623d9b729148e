"""An Adaptive Card as somebody sees it: its words, what can be pressed, and what can be filled in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

SAID = ("text", "title", "label", "placeholder", "errorMessage")
"""Where words stand, in the order they are seen."""
UNSEEN = {"fallback", "data", "msteams", "inlines", "facts", "refresh"}
BUTTONS = {"Action.Execute", "Action.Submit", "Action.OpenUrl", "Action.ToggleVisibility", "Action.ShowCard"}


def nodes(inside: object) -> Iterator[Json]:
    """Every object of a card that is shown, in reading order."""
    if isinstance(inside, list):
        for one in inside:
            yield from nodes(one)
    elif isinstance(inside, dict):
        yield inside
        for name, one in inside.items():
            if name not in UNSEEN:
                yield from nodes(one)


def words(inside: object) -> str:
    """All that is said, line by line."""
    return "\n".join(said for node in nodes(inside) for said in _said(node) if said)


def _said(node: Json) -> Iterator[str]:
    if node.get("type") == "RichTextBlock":
        yield "".join(run if isinstance(run, str) else run["text"] for run in node["inlines"])
    for fact in node.get("facts", ()):
        yield f"{fact['title']} {fact['value']}"
    yield from (node[name] for name in SAID if isinstance(node.get(name), str))


def actions(inside: object) -> list[Json]:
    """Everything that can be pressed."""
    return [node for node in nodes(inside) if node.get("type") in BUTTONS]


def action(inside: object, label: str) -> Json:
    """The button with this label.

    Raises:
        LookupError: when there is none; the message names those that there are.
    """
    there = {one.get("title", ""): one for one in actions(inside)}
    if label not in there:
        raise LookupError(f"{label} is not among {', '.join(there)}")
    return there[label]


def inputs(inside: object) -> list[Json]:
    """Everything that can be filled in."""
    return [node for node in nodes(inside) if str(node.get("type", "")).startswith("Input.")]
