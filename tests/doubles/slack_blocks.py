"""Whether Slack would take these blocks: shapes, lengths and counts, with Slack's own words for what is wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from tests.doubles.slack_request import Json
from tests.doubles.slack_world import texts

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
MESSAGE_TEXT, PER_BLOCK = 13_297, 45
"""Characters of all texts of a message together, and what each block counts besides. Not documented: what others have
measured with one block (13,297 taken), with 45 (11,341 refused) and with 50 (9,597 taken) agrees with these."""
VIEW_SIZE = 250_000
PRIVATE_METADATA = 3_000
TITLE = 24

_OPTIONAL = {"type", "block_id"}
_BLOCKS: dict[str, tuple[set[str], set[str]]] = {
    "actions": ({"elements"}, set()),
    "alert": ({"text"}, {"level"}),
    "context": ({"elements"}, set()),
    "divider": (set(), set()),
    "header": ({"text"}, set()),
    "input": ({"label", "element"}, {"hint", "optional", "dispatch_action"}),
    "rich_text": ({"elements"}, set()),
    "section": (set(), {"text", "fields", "accessory", "expand"}),
}
_CHOICE = {"options", "option_groups", "placeholder", "focus_on_load", "confirm", "action_id", "type"}
_TICKS = {"options", "focus_on_load", "confirm", "action_id", "type"}
_ELEMENTS: dict[str, set[str]] = {
    "button": {"type", "action_id", "text", "url", "value", "style", "confirm", "accessibility_label"},
    "checkboxes": _TICKS | {"initial_options"},
    "datepicker": {"type", "action_id", "initial_date", "placeholder", "confirm", "focus_on_load"},
    "multi_static_select": _CHOICE | {"initial_options", "max_selected_items"},
    "overflow": {"type", "action_id", "options", "confirm"},
    "plain_text_input": {
        "type", "action_id", "initial_value", "multiline", "min_length", "max_length", "placeholder",
        "focus_on_load", "dispatch_action_config",
    },
    "radio_buttons": _TICKS | {"initial_option"},
    "static_select": _CHOICE | {"initial_option"},
}  # fmt: skip
_MOST_OPTIONS = {"checkboxes": 10, "radio_buttons": 10, "overflow": 5}
_IN_INPUT = set(_ELEMENTS) - {"button", "overflow"}
_IN_ACTIONS = set(_ELEMENTS) - {"plain_text_input"}
_RUNS = {
    "text": {"text"}, "link": {"url"}, "user": {"user_id"}, "channel": {"channel_id"}, "emoji": {"name"},
    "broadcast": {"range"}, "usergroup": {"usergroup_id"},
}  # fmt: skip
_STYLES = {"bold", "italic", "strike", "code", "underline"}


def message_faults(blocks: Any) -> list[str]:
    """What is wrong with a message's blocks; nothing when Slack takes them."""
    look = _Look("message")
    look.blocks("/blocks", blocks, MESSAGE_BLOCKS)
    return look.faults


def view_faults(view: Any) -> list[str]:
    """What is wrong with a modal or a home tab."""
    look = _Look(str(view.get("type")) if isinstance(view, dict) else "view")
    look.view(view)
    return look.faults


def total(blocks: Iterable[Json]) -> int:
    """Characters of all texts together, and what the blocks themselves count."""
    there = list(blocks)
    return sum(map(len, texts(there))) + PER_BLOCK * len(there)


class _Look:
    """One look through a payload, with everything found wrong in it."""

    def __init__(self, surface: str) -> None:
        self.surface = surface
        self.faults: list[str] = []

    def wrong(self, where: str, what: str) -> None:
        self.faults.append(f"[ERROR] {what} [json-pointer:{where}]")

    def keys(self, where: str, given: Json, required: set[str], allowed: set[str]) -> None:
        for name in sorted(required - set(given)):
            self.wrong(where, f"missing required field: {name}")
        for name in sorted(set(given) - allowed - required):
            self.wrong(where, f"invalid additional property: {name}")

    def length(self, where: str, value: Any, most: int, least: int = 0) -> None:
        if not isinstance(value, str):
            self.wrong(where, "must be a string")
        elif len(value) > most:
            self.wrong(where, f"must be less than {most + 1} characters")
        elif len(value) < least:
            self.wrong(where, f"must be more than {least - 1} characters")

    def view(self, view: Any) -> None:
        if not isinstance(view, dict) or view.get("type") not in ("modal", "home"):
            return self.wrong("/view", "missing required field: type")
        allowed = {"type", "callback_id", "private_metadata", "external_id"}
        titles = {"title", "submit", "close"}
        if view["type"] == "modal":
            self.keys("/view", view, {"title", "blocks"}, allowed | titles | {"clear_on_close", "notify_on_close"})
            self.titles(view)
        else:
            self.keys("/view", view, {"blocks"}, allowed | titles)
        self.length("/view/private_metadata", view.get("private_metadata", ""), PRIVATE_METADATA)
        self.length("/view/callback_id", view.get("callback_id", ""), 255)
        self.blocks("/view/blocks", view.get("blocks"), VIEW_BLOCKS)
        return None

    def titles(self, view: Json) -> None:
        for name in {"title", "submit", "close"} & set(view):
            self.text(f"/view/{name}", view[name], TITLE, plain=True)
        blocks = view.get("blocks") if isinstance(view.get("blocks"), list) else []
        if "submit" not in view and any(isinstance(b, dict) and b.get("type") == "input" for b in blocks or []):
            self.wrong("/view", "missing required field: submit")

    def blocks(self, where: str, blocks: Any, most: int) -> None:
        if not isinstance(blocks, list):
            return self.wrong(where, "must be an array")
        if len(blocks) > most:
            self.wrong(where, f"no more than {most} items allowed")
        for n, block in enumerate(blocks):
            self.block(f"{where}/{n}", block)
        ids = [block["block_id"] for block in blocks if isinstance(block, dict) and block.get("block_id")]
        for twice in sorted({i for i in ids if ids.count(i) > 1}):
            self.wrong(where, f"block_id `{twice}` already exists for another block")
        return None

    def block(self, where: str, block: Any) -> None:
        kind = block.get("type") if isinstance(block, dict) else None
        if kind not in _BLOCKS or (kind == "alert" and self.surface != "modal"):
            return self.wrong(where, f"unsupported type: {kind}")
        self.keys(where, block, _BLOCKS[kind][0], _BLOCKS[kind][1] | _OPTIONAL)
        self.length(f"{where}/block_id", block.get("block_id", ""), 255)
        getattr(self, kind)(where, block)
        return None

    def divider(self, where: str, block: Json) -> None:
        """Nothing in it to get wrong."""

    def alert(self, where: str, block: Json) -> None:
        self.text(f"{where}/text", block.get("text"), 200)

    def header(self, where: str, block: Json) -> None:
        self.text(f"{where}/text", block.get("text"), 150, plain=True)

    def section(self, where: str, block: Json) -> None:
        if "text" not in block and not block.get("fields"):
            self.wrong(where, "missing required field: text")
        if "text" in block:
            self.text(f"{where}/text", block["text"], 3_000)
        for n, text in enumerate(self.items(f"{where}/fields", block.get("fields", [None]), 10)):
            if text is not None:
                self.text(f"{where}/fields/{n}", text, 2_000)
        if "accessory" in block:
            self.element(f"{where}/accessory", block["accessory"], _IN_ACTIONS)

    def context(self, where: str, block: Json) -> None:
        for n, text in enumerate(self.items(f"{where}/elements", block.get("elements"), 10)):
            self.text(f"{where}/elements/{n}", text, 3_000)

    def actions(self, where: str, block: Json) -> None:
        elements = self.items(f"{where}/elements", block.get("elements"), 25)
        for n, element in enumerate(elements):
            self.element(f"{where}/elements/{n}", element, _IN_ACTIONS)
        ids = [e.get("action_id") for e in elements if isinstance(e, dict) and e.get("action_id")]
        for twice in sorted({str(i) for i in ids if ids.count(i) > 1}):
            self.wrong(where, f"`action_id` {twice!r} already exists for another element")

    def input(self, where: str, block: Json) -> None:
        self.text(f"{where}/label", block.get("label"), 2_000, plain=True)
        if "hint" in block:
            self.text(f"{where}/hint", block["hint"], 2_000, plain=True)
        self.element(f"{where}/element", block.get("element"), _IN_INPUT)

    def rich_text(self, where: str, block: Json) -> None:
        for n, part in enumerate(self.items(f"{where}/elements", block.get("elements"), 1_000)):
            self.rich_part(f"{where}/elements/{n}", part)

    def rich_part(self, where: str, part: Any) -> None:
        kinds = {"rich_text_section", "rich_text_quote", "rich_text_preformatted", "rich_text_list"}
        kind = part.get("type") if isinstance(part, dict) else None
        if kind not in kinds:
            return self.wrong(where, f"unsupported type: {kind}")
        self.keys(where, part, {"elements"}, {"type", "border", "style", "indent", "offset"})
        for n, run in enumerate(self.items(f"{where}/elements", part.get("elements"), 10_000)):
            look = self.rich_part if kind == "rich_text_list" else self.run
            look(f"{where}/elements/{n}", run)
        return None

    def run(self, where: str, run: Any) -> None:
        kind = run.get("type") if isinstance(run, dict) else None
        if kind not in _RUNS:
            return self.wrong(where, f"unsupported type: {kind}")
        self.keys(where, run, _RUNS[kind], {"type", "text", "style", "unsafe"})
        if "text" in run:
            self.length(f"{where}/text", run["text"], MESSAGE_TEXT * 10, 1)
        for name, on in run.get("style", {}).items():
            if name not in _STYLES or not isinstance(on, bool):
                self.wrong(f"{where}/style", f"invalid additional property: {name}")
        return None

    def items(self, where: str, items: Any, most: int) -> list[Any]:
        if not isinstance(items, list) or not items:
            self.wrong(where, "no fewer than 1 items allowed")
            return []
        if len(items) > most:
            self.wrong(where, f"no more than {most} items allowed")
        return items

    def text(self, where: str, text: Any, most: int, *, plain: bool = False) -> None:
        if not isinstance(text, dict) or text.get("type") not in (
            {"plain_text"} if plain else {"plain_text", "mrkdwn"}
        ):
            return self.wrong(where, "must be a valid text object")
        self.keys(where, text, {"text"}, {"type", "emoji" if text["type"] == "plain_text" else "verbatim"})
        self.length(f"{where}/text", text.get("text"), most, 1)
        return None

    def element(self, where: str, element: Any, allowed: set[str]) -> None:
        kind = element.get("type") if isinstance(element, dict) else None
        if kind not in allowed:
            return self.wrong(where, f"unsupported type: {kind}")
        self.keys(where, element, set(), _ELEMENTS[kind])
        self.length(f"{where}/action_id", element.get("action_id", ""), 255)
        if "placeholder" in element:
            self.text(f"{where}/placeholder", element["placeholder"], 150, plain=True)
        if kind == "button":
            self.button(where, element)
        elif kind == "plain_text_input":
            self.text_input(where, element)
        elif kind == "datepicker":
            self.date(where, element)
        else:
            self.choice(where, element, kind)
        return None

    def button(self, where: str, button: Json) -> None:
        self.text(f"{where}/text", button.get("text"), 75, plain=True)
        self.length(f"{where}/value", button.get("value", ""), 2_000)
        self.length(f"{where}/url", button.get("url", ""), 3_000)
        self.length(f"{where}/accessibility_label", button.get("accessibility_label", ""), 75)
        if button.get("style", "primary") not in ("primary", "danger"):
            self.wrong(f"{where}/style", "must be one of: primary, danger")

    def text_input(self, where: str, element: Json) -> None:
        most = element.get("max_length", 3_000)
        if not isinstance(most, int) or not 1 <= most <= 3_000:
            return self.wrong(f"{where}/max_length", "must be between 1 and 3000")
        return self.length(f"{where}/initial_value", element.get("initial_value", ""), most)

    def date(self, where: str, element: Json) -> None:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", str(element.get("initial_date", "2026-01-01"))):
            self.wrong(f"{where}/initial_date", "must be a valid date")

    def choice(self, where: str, element: Json, kind: str) -> None:
        options = [option for group in self.groups(where, element) for option in group]
        most = _MOST_OPTIONS.get(kind, 10_000 if "option_groups" in element else 100)
        for n, option in enumerate(self.items(f"{where}/options", options, most)):
            self.option(f"{where}/options/{n}", option, plain=kind not in ("checkboxes", "radio_buttons"))
        chosen = element.get("initial_options", [element.get("initial_option", ...)])
        if "initial_options" in element and not chosen:
            self.wrong(f"{where}/initial_options", "no fewer than 1 items allowed")
        for option in chosen if isinstance(chosen, list) else [None]:
            if option is not ... and option not in options:
                self.wrong(f"{where}/initial_option", "must be one of the options")

    def groups(self, where: str, element: Json) -> list[list[Any]]:
        if "option_groups" not in element:
            options = element.get("options")
            return [options if isinstance(options, list) else []]
        found = []
        for n, group in enumerate(self.items(f"{where}/option_groups", element["option_groups"], 100)):
            self.text(f"{where}/option_groups/{n}/label", group.get("label"), 75, plain=True)
            found.append(self.items(f"{where}/option_groups/{n}/options", group.get("options"), 100))
        return found

    def option(self, where: str, option: Any, *, plain: bool) -> None:
        if not isinstance(option, dict):
            return self.wrong(where, "must be an object")
        self.keys(where, option, {"text", "value"}, {"description", "url"})
        self.text(f"{where}/text", option.get("text"), 75, plain=plain)
        self.length(f"{where}/value", option.get("value"), 75, 1)
        if "description" in option:
            self.text(f"{where}/description", option["description"], 75)
        return None


def size(view: Json) -> int:
    """Bytes of a view as it travels."""
    return len(json.dumps(view, ensure_ascii=False).encode())
