"""What Slack would refuse: its own types and limits, and what it refuses without having written it down there."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from itertools import chain
from typing import Any

from tests.clients.blocks import blocks_of, elements, options
from tests.clients.rig import BOT_USER, Record
from tests.clients.schemas import faults, schema

Json = dict[str, Any]

BLOCKS = {"message": 50, "modal": 100, "home": 100}
CHARACTERS = 13_000
"""All texts of a message's blocks together. More is refused as `msg_blocks_too_long`, though no page says so."""
SUMMARY = 4_000
"""Characters of a message's own text that are sure to be shown whole."""
VIEW = 250_000
"""Bytes of a whole view, written as JSON."""

ONLY_IN = {
    "alert": {"modal"}, "card": {"message", "modal", "home"}, "carousel": {"message", "home"}, "container": {"message"},
    "context_actions": {"message"}, "file": {"message"}, "input": {"modal", "home"}, "markdown": {"message"},
    "plan": {"message"}, "task_card": {"message"},
}  # fmt: skip
"""Blocks that not every surface takes. Inputs in a message are new, and not everywhere."""

_AT_LEAST_ONE = {
    "ActionsBlock": "elements", "Checkboxes": "options", "ContextBlock": "elements", "MultiStaticSelect": "options",
    "Overflow": "options", "RadioButtons": "options", "RichTextBlock": "elements", "RichTextQuote": "elements",
    "RichTextSection": "elements", "StaticSelect": "options",
}  # fmt: skip
_TOLD = re.compile(r"<[@!#]|<\w+:")
_PINGS = {"broadcast", "channel", "team", "user", "usergroup"}


def check(payload: Json, surface: str) -> list[str]:
    """Everything Slack would have against a payload on a `message`, `modal` or `home`; nothing when it takes it."""
    wide = _widened(payload)
    found = faults(wide, _completed(surface))
    if not isinstance(payload.get("blocks"), list):
        return found
    rules = (_whole(wide, surface), _heavy(payload, surface), _ids(payload), _choices(payload))
    return [*found, *chain(*rules), *_misplaced(payload, surface)]


def _widened(node: Any) -> Any:
    """The same with two characters for each that takes two in a browser, since some of Slack's limits count so."""
    if isinstance(node, str):
        return node if node.isascii() else "".join(c if c <= "\uffff" else c + "\ufe0f" for c in node)
    if isinstance(node, list):
        return [_widened(inner) for inner in node]
    return {_widened(name): _widened(inner) for name, inner in node.items()} if isinstance(node, dict) else node


@cache
def _completed(surface: str) -> Json:
    """Slack's own schema and what it refuses besides."""
    found = deepcopy(schema(surface))
    kinds = found["definitions"]
    kinds[surface.title()]["properties"]["blocks"]["maxItems"] = BLOCKS[surface]
    for kind, field in _AT_LEAST_ONE.items():
        kinds[kind]["properties"][field]["minItems"] = 1
    kinds["RichTextText"]["properties"]["text"]["minLength"] = 1
    typed = kinds["PlainTextInput"]["properties"]
    typed["max_length"] |= {"maximum": 3_000, "minimum": 1}
    typed["initial_value"] |= {"maxLength": 3_000}
    if surface == "message":
        kinds["Message"]["properties"]["text"] |= {"minLength": 1, "maxLength": SUMMARY}
    return found


def _whole(payload: Json, surface: str) -> Iterator[str]:
    size = sum(map(len, texts(payload["blocks"])))
    if surface == "message" and size > CHARACTERS:
        yield f"blocks: {size} characters of text together, and {CHARACTERS} are taken"
    if surface == "modal" and "submit" not in payload and any(b.get("type") == "input" for b in payload["blocks"]):
        yield "submit: is needed where something can be filled in"


def _heavy(payload: Json, surface: str) -> Iterator[str]:
    written = len(json.dumps(payload, ensure_ascii=False).encode("utf-8", "replace"))
    if surface != "message" and written > VIEW:
        yield f"the whole: {written} bytes, and {VIEW} are taken"


def texts(node: object) -> Iterator[str]:
    """Every text that is shown somewhere in blocks, a value or an id is not."""
    if isinstance(node, list):
        for inner in node:
            yield from texts(inner)
    elif isinstance(node, dict):
        yield from (text for name in ("text", "initial_value") if isinstance(text := node.get(name), str))
        yield from texts(list(node.values()))


def _ids(payload: Json) -> Iterator[str]:
    twice = [name for name, n in Counter(b.get("block_id") for b in payload["blocks"]).items() if name and n > 1]
    yield from (f"blocks: two of them are called {name}" for name in twice)
    acts = Counter((n, e["action_id"]) for n, block in enumerate(payload["blocks"]) for _, e in elements([block]))
    yield from (f"blocks/{n}: two elements are called {name}" for (n, name), times in acts.items() if times > 1)


def _choices(payload: Json) -> Iterator[str]:
    for block, element in elements(payload["blocks"]):
        where, offered = f"{block.get('block_id')}/{element['action_id']}", options(element)
        initial = [*element.get("initial_options", ()), *filter(None, [element.get("initial_option")])]
        yield from (f"{where}: starts with a choice that is not among its own" for one in initial if one not in offered)
        values = Counter(option.get("value") for option in offered)
        yield from (f"{where}: two choices have the value {value}" for value, n in values.items() if n > 1)


def _misplaced(payload: Json, surface: str) -> Iterator[str]:
    for n, block in enumerate(payload["blocks"]):
        if surface not in ONLY_IN.get(block.get("type", ""), {surface}):
            yield f"blocks/{n}: a {surface} takes no {block['type']} block"


def parsed(payload: Json) -> list[str]:
    """Everywhere that Slack would read words as more than words: a mention, a link, an emoji. Empty when nowhere."""
    return [*_parsed_summary(payload), *_parsed_texts(payload.get("blocks"), "blocks")]


def _parsed_summary(payload: Json) -> Iterator[str]:
    text = payload.get("text")
    if isinstance(text, str) and re.search(r"[<>]|&(?!amp;|lt;|gt;)", text):
        yield f"text: {text[:80]!r} is not escaped"


def _parsed_texts(node: object, where: str) -> Iterator[str]:
    if isinstance(node, list):
        for n, inner in enumerate(node):
            yield from _parsed_texts(inner, f"{where}/{n}")
    if not isinstance(node, dict):
        return
    match node.get("type"):
        case "plain_text" if node.get("emoji") is not False:
            yield f"{where}: colons become emoji"
        case "mrkdwn" if not node.get("verbatim") or _TOLD.search(node["text"]):
            yield f"{where}: {node['text'][:80]!r} is read as markup"
        case "link" if not str(node.get("url")).startswith("https://"):
            yield f"{where}: {node.get('url')!r} is no https link"
        case kind if kind in _PINGS | {"emoji"}:
            yield f"{where}: is a {kind}"
        case _:
            pass
    for name, inner in node.items():
        yield from _parsed_texts(inner, f"{where}/{name}")


def refused(record: Record) -> list[str]:
    """What the bot has shown and real Slack would not have taken, call by call; and what would have pinged somebody."""
    found: list[str] = []
    for call in record.calls:
        if call["ok"] and call["user"] == BOT_USER:
            for payload, surface in _sent(call):
                told = [*check(payload, surface), *parsed(payload)]
                found += [f"{call['method']}: {fault}" for fault in told]
    return found


def _sent(call: Json) -> Iterator[tuple[Json, str]]:
    body = call["body"]
    if call["method"] in {"chat.postMessage", "chat.postEphemeral", "chat.update"}:
        yield {"text": body.get("text", ""), "blocks": blocks_of(body)}, "message"
    if call["method"].startswith("views.") and "view" in body:
        view = json.loads(body["view"]) if isinstance(body["view"], str) else body["view"]
        yield view, str(view.get("type"))
