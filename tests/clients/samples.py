"""Payloads at a limit and just over it, to try the tests' own validator against."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

Json = dict[str, Any]


def plain(text: str) -> Json:
    """A plain text."""
    return {"type": "plain_text", "text": text, "emoji": False}


def rich(text: str) -> Json:
    """A block of rich text."""
    words = {"type": "text", "text": text}
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [words]}]}


def raw(text: str) -> Json:
    """What stands in a table."""
    return {"type": "raw_text", "text": text}


def button(n: int = 0, **more: object) -> Json:
    """A button with an id of its own."""
    return {"type": "button", "action_id": f"go:{n}", "text": plain("Ta"), **more}


def actions(*elements: Json, **more: object) -> Json:
    """A row of elements."""
    return {"type": "actions", "block_id": "b0", "elements": list(elements), **more}


def choices(count: int, **more: object) -> list[Json]:
    """So many options."""
    return [{"text": plain(f"Val {n}"), "value": f"v{n}", **more} for n in range(count)]


def entry(element: Json, **more: object) -> Json:
    """A labelled input."""
    return {"type": "input", "block_id": "need", "label": plain("Behov"), "element": element, **more}


def typed(**more: object) -> Json:
    """A text input."""
    return {"type": "plain_text_input", "action_id": "v", "multiline": True, **more}


def message(*blocks: Json, text: str = "Hej") -> Json:
    """A message."""
    return {"text": text, "blocks": list(blocks)}


def home(*blocks: Json) -> Json:
    """A home tab."""
    return {"type": "home", "blocks": list(blocks)}


def modal(*blocks: Json, **more: object) -> Json:
    """A dialog."""
    view = {"type": "modal", "callback_id": "form", "title": plain("Ny idé"), "submit": plain("Skicka")}
    return {**view, "blocks": list(blocks), **more}


Made = Callable[[int], Json]


def _chosen(kind: str) -> Made:
    return lambda n: message(actions({"type": kind, "action_id": "pick:0", "options": choices(n)}))


def _option(**more: object) -> Json:
    return message(actions({"type": "static_select", "action_id": "a", "options": choices(1, **more)}))


def _section(**more: object) -> Json:
    return message({"type": "section", **more})


def _groups(n: int) -> Json:
    groups = [{"label": plain(str(m)), "options": [{"text": plain("a"), "value": str(m)}]} for m in range(n)]
    return message(actions({"type": "static_select", "action_id": "a", "option_groups": groups}))


SIZES: Sequence[tuple[str, str, int, Made]] = (
    ("message", "summary", 4000, lambda n: message(text="x" * n)),
    ("message", "blocks", 50, lambda n: message(*[rich("x")] * n)),
    ("message", "text of all blocks", 13_000, lambda n: message(rich("x" * (n - 9)), rich("x" * 9))),
    ("message", "section text", 3000, lambda n: _section(text={"type": "mrkdwn", "text": "x" * n})),
    ("message", "section field", 2000, lambda n: _section(fields=[plain("x" * n)])),
    ("message", "section fields", 10, lambda n: _section(fields=[plain("x")] * n)),
    ("message", "header", 150, lambda n: message({"type": "header", "text": plain("x" * n)})),
    ("message", "context elements", 10, lambda n: message({"type": "context", "elements": [plain("x")] * n})),
    ("message", "markdown", 12_000, lambda n: message({"type": "markdown", "text": "x" * n})),
    ("message", "buttons", 25, lambda n: message(actions(*map(button, range(n))))),
    ("message", "button text", 75, lambda n: message(actions(button(text=plain("x" * n))))),
    ("message", "button value", 2000, lambda n: message(actions(button(value="x" * n)))),
    ("message", "button url", 3000, lambda n: message(actions(button(url="x" * n)))),
    ("message", "action_id", 255, lambda n: message(actions(button(action_id="x" * n)))),
    ("message", "block_id", 255, lambda n: message(actions(button(), block_id="x" * n))),
    ("message", "checkboxes", 10, _chosen("checkboxes")),
    ("message", "radio buttons", 10, _chosen("radio_buttons")),
    ("message", "menu", 100, _chosen("static_select")),
    ("message", "menu of several", 100, _chosen("multi_static_select")),
    ("message", "overflow", 5, _chosen("overflow")),
    ("message", "menu groups", 100, _groups),
    ("message", "option text", 75, lambda n: _option(text=plain("x" * n))),
    ("message", "option value", 75, lambda n: _option(value="x" * n)),
    ("message", "option description", 75, lambda n: _option(description=plain("x" * n))),
    ("message", "table rows", 100, lambda n: message({"type": "table", "rows": [[raw("x")]] * n})),
    ("modal", "blocks", 100, lambda n: modal(*[rich("x")] * n)),
    ("modal", "title", 24, lambda n: modal(title=plain("x" * n))),
    ("modal", "submit", 24, lambda n: modal(submit=plain("x" * n))),
    ("modal", "close", 24, lambda n: modal(close=plain("x" * n))),
    ("modal", "private_metadata", 3000, lambda n: modal(private_metadata="x" * n)),
    ("modal", "callback_id", 255, lambda n: modal(callback_id="x" * n)),
    ("modal", "label", 2000, lambda n: modal(entry(typed(), label=plain("x" * n)))),
    ("modal", "hint", 2000, lambda n: modal(entry(typed(), hint=plain("x" * n)))),
    ("modal", "placeholder", 150, lambda n: modal(entry(typed(placeholder=plain("x" * n))))),
    ("modal", "max_length", 3000, lambda n: modal(entry(typed(max_length=n)))),
    ("modal", "initial_value", 3000, lambda n: modal(entry(typed(initial_value="x" * n)))),
    ("home", "blocks", 100, lambda n: home(*[rich("x")] * n)),
)  # fmt: skip
"""Surface, what is limited, the most that is taken, and a payload with just so much."""

_UNSENT = {"type": "modal", "title": plain("x"), "blocks": [entry(typed())]}
_TWICE = {"type": "radio_buttons", "action_id": "v", "options": choices(1) * 2}
_LOST = {"type": "radio_buttons", "action_id": "v", "options": choices(2), "initial_option": choices(3)[2]}

WRONG: Sequence[tuple[str, str, Json]] = (
    ("message", "no text", {"blocks": []}),
    ("message", "an empty text", message(text="")),
    ("message", "an unknown block", message({"type": "poem"})),
    ("message", "an unknown element", message(actions({"type": "lever", "action_id": "a"}))),
    ("message", "an unknown property", message({**rich("x"), "colour": "red"})),
    ("message", "text that is no object", message({"type": "header", "text": "x"})),
    ("message", "markup in a header", message({"type": "header", "text": {"type": "mrkdwn", "text": "x"}})),
    ("message", "markup on a button", message(actions(button(text={"type": "mrkdwn", "text": "x"})))),
    ("message", "an empty header", message({"type": "header", "text": plain("")})),
    ("message", "an empty piece of rich text", message(rich(""))),
    ("message", "an empty row", message(actions())),
    ("message", "a menu of nothing", _chosen("static_select")(0)),
    ("message", "two blocks with one id", message(actions(button()), actions(button()))),
    ("message", "two buttons with one id", message(actions(button(), button()))),
    ("message", "an alert", message({"type": "alert", "text": {"type": "mrkdwn", "text": "x"}})),
    ("message", "an input", message(entry(typed()))),
    ("message", "a style that is none", message(actions(button(style="green")))),
    ("modal", "no title", {key: value for key, value in modal().items() if key != "title"}),
    ("modal", "an input and nothing to send it with", _UNSENT),
    ("modal", "an input without an element", modal({"type": "input", "label": plain("x")})),
    ("modal", "an empty label", modal(entry(typed(), label=plain("")))),
    ("modal", "a choice given twice", modal(entry(_TWICE))),
    ("modal", "a first choice that is not there", modal(entry(_LOST))),
    ("modal", "too many bytes", modal(*[rich("x" * 2_600)] * 100)),
    ("modal", "a markdown block", modal({"type": "markdown", "text": "x"})),
    ("home", "a home with a title", {**home(), "title": plain("x")}),
    ("home", "too many bytes", home(*[rich("x" * 2_600)] * 100)),
    ("home", "a container", home({"type": "container", "child_blocks": []})),
)  # fmt: skip
"""Surface, what is wrong, and a payload in which nothing else is."""

_TICKED = {"type": "checkboxes", "action_id": "pick:0", "options": choices(3), "initial_options": choices(1)}

RIGHT: Sequence[tuple[str, str, Json]] = (
    ("message", "no blocks", message()),
    ("message", "rich text", message(rich("Åsa & <Bo>"), actions(button(), button(1, style="primary", value="42")))),
    ("message", "boxes and a button", message(actions(_TICKED, button(1)))),
    ("message", "a table of data", message({
        "type": "data_table", "caption": "Tabell", "rows": [[raw("Namn")]],
    })),
    ("modal", "every kind of input", modal(
        entry(typed(initial_value="x"), block_id="a", hint=plain("x"), optional=True),
        entry({"type": "datepicker", "action_id": "v", "initial_date": "2026-12-01"}, block_id="b"),
        entry({"type": "radio_buttons", "action_id": "v", "options": choices(2)}, block_id="c"),
        entry({"type": "multi_static_select", "action_id": "v", "options": choices(20)}, block_id="d"),
        {"type": "alert", "text": {"type": "mrkdwn", "text": "x"}},
    )),
    ("home", "a heading and buttons", home({"type": "header", "text": plain("Mina idéer")}, actions(button()))),
)  # fmt: skip
"""Surface, what it shows, and a payload that Slack takes."""
