"""What Slack refuses, checked without Slack: counts, lengths, ids that are there twice, texts that are empty."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Literal

Surface = Literal["message", "modal", "home"]
Node = Mapping[str, object]

MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
MOST_CHARACTERS = 13_000
MOST_BYTES = 250_000

BLOCKS = {
    "message": {"header", "rich_text", "actions", "section"},
    "home": {"header", "rich_text", "actions", "section"},
    "modal": {"header", "rich_text", "actions", "section", "input"},
}
ELEMENTS = {
    "actions": {"button", "checkboxes", "static_select"},
    "input": {
        "plain_text_input", "datepicker", "radio_buttons", "static_select", "checkboxes", "multi_static_select",
    },
}  # fmt: skip
KEYS = {
    "plain_text": {"type", "text", "emoji"},
    "header": {"type", "text", "block_id"},
    "section": {"type", "text", "block_id"},
    "actions": {"type", "elements", "block_id"},
    "input": {"type", "block_id", "label", "hint", "optional", "element", "dispatch_action"},
    "button": {"type", "action_id", "text", "value", "style"},
    "plain_text_input": {"type", "action_id", "multiline", "max_length", "initial_value"},
    "datepicker": {"type", "action_id", "initial_date"},
    "radio_buttons": {"type", "action_id", "options", "initial_option"},
    "checkboxes": {"type", "action_id", "options", "initial_options"},
    "static_select": {"type", "action_id", "options", "option_groups", "initial_option", "placeholder"},
    "multi_static_select": {"type", "action_id", "options", "option_groups", "initial_options", "placeholder"},
    "rich_text": {"type", "block_id", "elements"},
    "rich_text_section": {"type", "elements"},
    "rich_text_quote": {"type", "elements"},
    "text": {"type", "text", "style"},
    "link": {"type", "url", "text", "style"},
    "modal": {"type", "callback_id", "title", "submit", "close", "private_metadata", "blocks"},
    "home": {"type", "blocks"},
}
"""What each thing may hold. Nothing of ours is mrkdwn, and nothing is an element that Slack reads words in."""

LONGEST = {
    ("header", "text"): 150, ("section", "text"): 3_000, ("button", "text"): 75, ("option", "text"): 75,
    ("group", "label"): 75, ("input", "label"): 2_000, ("input", "hint"): 2_000, ("modal", "title"): 24,
    ("modal", "submit"): 24, ("modal", "close"): 24, ("select", "placeholder"): 150,
}  # fmt: skip


def faults(payload: Node, surface: Surface) -> list[str]:
    """Everything in a message, modal or home tab that Slack would refuse, in words; empty when there is nothing."""
    blocks = list(_objects(payload.get("blocks")))
    found = [*_whole(payload, surface, blocks)]
    for n, block in enumerate(blocks):
        found += [f"block {n} {fault}" for fault in _block(block, surface)]
    return found


def _whole(payload: Node, surface: Surface, blocks: list[Node]) -> Iterator[str]:
    if not 1 <= len(blocks) <= MOST_BLOCKS[surface]:
        yield f"{len(blocks)} blocks"
    yield from _unique("block_id", [str(block["block_id"]) for block in blocks if "block_id" in block])
    if surface != "modal":
        yield from _unique("action_id", [str(e["action_id"]) for block in blocks for e in _pressable(block)])
    if surface == "message":
        yield from _message(payload)
    else:
        yield from _view(payload, surface, blocks)
    if surface != "modal":
        yield from _characters(blocks)
    if len(json.dumps(payload, ensure_ascii=False).encode("utf-8", "surrogatepass")) > MOST_BYTES:
        yield "more than 250,000 bytes"
    if any("\ud800" <= character <= "\udfff" for character in json.dumps(payload, ensure_ascii=False)):
        yield "half a surrogate"


def _message(payload: Node) -> Iterator[str]:
    text = payload.get("text")
    if not isinstance(text, str) or not text.strip() or _length(text) > 4_000:
        yield "text is missing or too long"
    elif any(sign in text.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "") for sign in "&<>"):
        yield "text is not escaped"
    if payload.keys() - {"text", "blocks"}:
        yield f"unknown {sorted(payload.keys() - {'text', 'blocks'})}"


def _characters(blocks: list[Node]) -> Iterator[str]:
    characters = sum(_length(words) for words in texts(blocks))
    rich = sum(len(json.dumps(b, ensure_ascii=False)) for b in blocks if b.get("type") in {"rich_text", "header"})
    if max(characters, rich) > MOST_CHARACTERS:
        yield f"{characters} characters of text, {rich} of rich text"


def _view(payload: Node, surface: Surface, blocks: list[Node]) -> Iterator[str]:
    yield from _keys(payload, surface)
    if surface == "home":
        return
    yield from _plain(payload, "modal", "title")
    for name in ("submit", "close"):
        if name in payload:
            yield from _plain(payload, "modal", name)
    if any(block.get("type") == "input" for block in blocks) and "submit" not in payload:
        yield "inputs without a way to send them"
    if _length(str(payload.get("private_metadata", ""))) > 3_000 or _length(str(payload.get("callback_id", ""))) > 255:
        yield "too much metadata"


def _block(block: Node, surface: Surface) -> Iterator[str]:
    kind = str(block.get("type"))
    if kind not in BLOCKS[surface]:
        yield f"{kind} on a {surface}"
        return
    yield from _keys(block, kind)
    yield from _ident(block, "block_id", needed=False)
    if kind in {"header", "section"}:
        yield from _plain(block, kind, "text")
    elif kind == "rich_text":
        yield from _rich(block)
    elif kind == "actions":
        yield from _actions(block)
    elif kind == "input":
        yield from _plain(block, "input", "label")
        if "hint" in block:
            yield from _plain(block, "input", "hint")
        yield from _element(_object(block.get("element")), "input")


def _actions(block: Node) -> Iterator[str]:
    elements = list(_pressable(block))
    if not 1 <= len(elements) <= 25:
        yield f"{len(elements)} elements in a row"
    yield from _unique("action_id", [str(element.get("action_id")) for element in elements])
    for element in elements:
        yield from _element(element, "actions")


def _element(element: Node, place: str) -> Iterator[str]:
    kind = str(element.get("type"))
    if kind not in ELEMENTS[place]:
        yield f"{kind} in {place}"
        return
    yield from _keys(element, kind)
    yield from _ident(element, "action_id", needed=True)
    if kind == "button":
        yield from _plain(element, "button", "text")
        if "value" in element and not 0 < _length(str(element["value"])) <= 2_000:
            yield "a button's value is empty or too long"
    elif kind == "plain_text_input":
        if (
            not 0 < int(str(element.get("max_length"))) <= 3_000
            or _length(str(element.get("initial_value", "-"))) > 3_000
        ):
            yield "more in an input than it takes"
        if element.get("initial_value") == "":
            yield "an empty initial value"
    elif kind != "datepicker":
        yield from _choice(element, kind)


def _choice(element: Node, kind: str) -> Iterator[str]:
    if "placeholder" in element:
        yield from _plain(element, "select", "placeholder")
    groups = list(_objects(element.get("option_groups")))
    if ("options" in element) == bool(groups) or len(groups) > 100:
        yield "options and groups, or neither"
    for group in groups:
        yield from _plain(group, "group", "label")
    lists = [list(_objects(one.get("options"))) for one in groups or [element]]
    most = 100 if "select" in kind else 10
    if any(not 1 <= len(options) <= most for options in lists):
        yield f"{[len(options) for options in lists]} options"
    offered = [option for options in lists for option in options]
    for option in offered:
        yield from _plain(option, "option", "text")
        if not 0 < _length(str(option.get("value", ""))) <= 75 or not str(option["value"]).strip():
            yield "an option's value is empty or too long"
    yield from _unique("option value", [str(option.get("value")) for option in offered])
    chosen = [element["initial_option"]] if "initial_option" in element else element.get("initial_options")
    if chosen is not None and (not isinstance(chosen, list) or not chosen or any(one not in offered for one in chosen)):
        yield "chosen from the start is something that cannot be chosen"


def _rich(block: Node) -> Iterator[str]:
    parts = list(_objects(block.get("elements")))
    if not parts:
        yield "empty rich text"
    for part in parts:
        pieces = list(_objects(part.get("elements")))
        yield from _keys(part, str(part.get("type")))
        if part.get("type") not in {"rich_text_section", "rich_text_quote"} or not pieces:
            yield f"{part.get('type')} with {len(pieces)} pieces"
        for piece in pieces:
            yield from _keys(piece, str(piece.get("type")))
            if piece.get("type") not in {"text", "link"} or not piece.get("text"):
                yield "a piece of rich text that is neither text nor link, or is empty"
            if piece.get("type") == "link" and not str(piece.get("url")).startswith("https://"):
                yield "an unsafe link"


def _plain(holder: Node, kind: str, name: str) -> Iterator[str]:
    text = _object(holder.get(name))
    words = text.get("text")
    if text.get("type") != "plain_text" or text.get("emoji") is not False:
        yield f"{kind} {name} is not plain text"
    yield from _keys(text, "plain_text")
    if not isinstance(words, str) or not words.strip():
        yield f"{kind} {name} is empty"
    elif _length(words) > LONGEST[(kind, name)]:
        yield f"{kind} {name} has {_length(words)} characters"


def _keys(holder: Node, kind: str) -> Iterator[str]:
    unknown = holder.keys() - KEYS.get(kind, set())
    if unknown:
        yield f"{kind} with {sorted(unknown)}"


def _ident(holder: Node, name: str, *, needed: bool) -> Iterator[str]:
    if (needed or name in holder) and not 0 < _length(str(holder.get(name, ""))) <= 255:
        yield f"{name} is empty or too long"


def _unique(name: str, values: list[str]) -> Iterator[str]:
    yield from (f"{name} {value!r} {count} times" for value, count in Counter(values).items() if count > 1)


def _pressable(block: Node) -> Iterator[Node]:
    return _objects(block.get("elements")) if block.get("type") == "actions" else iter(())


def texts(node: object) -> Iterator[str]:
    """Every text in a payload that somebody sees, in order."""
    if isinstance(node, Mapping):
        for name, there in node.items():
            if isinstance(there, str) and name in {"text", "initial_value", "initial_date", "url"}:
                yield there
            elif name not in {"initial_option", "initial_options"}:
                yield from texts(there)
    elif isinstance(node, list):
        for one in node:
            yield from texts(one)


def _length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _object(node: object) -> Node:
    return node if isinstance(node, Mapping) else {}


def _objects(node: object) -> Iterator[Node]:
    return (one for one in node if isinstance(one, Mapping)) if isinstance(node, list) else iter(())
