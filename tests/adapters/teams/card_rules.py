"""What Teams takes of an Adaptive Card 1.5, checked without Teams: elements, what they hold, sizes, names for all."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from tests.adapters.teams.readers import is_read_as_more

Json = dict[str, Any]
Node = Mapping[str, Any]

CARD = "application/vnd.microsoft.card.adaptive"
SIZE = {"message": 28_000, "dialog": 80_000}
WIDE = 80_000
"""Bytes of a message as UTF-16."""

NEEDED: dict[str, set[str]] = {
    "AdaptiveCard": {"type", "version", "$schema", "lang", "body", "msteams"},
    "TextBlock": {"type", "text", "style", "wrap", "size", "weight"},
    "RichTextBlock": {"type", "inlines"},
    "TextRun": {"type", "text"},
    "Container": {"type", "items", "style"},
    "ColumnSet": {"type", "columns", "selectAction", "style"},
    "Column": {"type", "items", "width", "verticalContentAlignment"},
    "ActionSet": {"type", "actions"},
    "Action.Execute": {"type", "title", "verb", "data", "associatedInputs", "fallback"},
    "Action.Submit": {"type", "title", "data", "associatedInputs"},
    "Action.OpenUrl": {"type", "title", "url"},
    "Input.Text": {"type", "id", "label"},
    "Input.Date": {"type", "id", "label"},
    "Input.ChoiceSet": {"type", "id", "label", "choices", "style", "wrap"},
}
"""Everything that may stand on a card, and what each must hold."""

ALLOWED: dict[str, set[str]] = {
    "AdaptiveCard": {"fallbackText"},
    "RichTextBlock": {"spacing"},
    "TextRun": {"weight", "size", "color"},
    "Action.Execute": {"style"},
    "Action.Submit": {"style"},
    "Input.Text": {"value", "isMultiline", "isRequired", "errorMessage"},
    "Input.Date": {"value", "isRequired", "errorMessage"},
    "Input.ChoiceSet": {"value", "isMultiSelect", "isRequired", "errorMessage"},
}
"""What each may hold besides."""

WORDS = {
    "style": {"heading", "emphasis", "expanded", "compact", "positive", "destructive"},
    "size": {"Medium", "Default"},
    "weight": {"Bolder"},
    "color": {"Accent", "Attention"},
    "spacing": {"None", "Small", "Default"},
    "width": {"stretch", "auto"},
    "verticalContentAlignment": {"Center"},
    "associatedInputs": {"auto", "none"},
}
"""The words that properties are told in."""

INSIDE = {
    "body": {"TextBlock", "RichTextBlock", "Container", "ColumnSet", "ActionSet", "Input"},
    "items": {"RichTextBlock"},
    "columns": {"Column"},
    "inlines": {"TextRun"},
    "actions": {"Action"},
}
"""What may stand in each list."""


def faults(made: Node, where: str = "message") -> list[str]:
    """All in a message or a dialog that Teams would refuse, hide or misread; empty when there is nothing."""
    return [*(_dialog(made) if where == "dialog" else _message(made))]


def card_of(made: Node) -> Json:
    """The Adaptive Card of a message or a dialog; an empty one where a message is a line of text."""
    holder = made.get("card") or next(iter(made.get("attachments", ())), None)
    return dict(holder["content"]) if holder else {}


def seen(card: Node) -> list[str]:
    """All that somebody sees on a card or reads in an input, line by line in order."""
    return [text for element in card.get("body", ()) for text in _seen(element)]


def nodes(inside: object) -> Iterator[Node]:
    """Everything on a card that says what it is, in order; what a press carries is none of it."""
    if isinstance(inside, Mapping):
        if "type" in inside:
            yield inside
        for name, there in inside.items():
            if name not in {"data", "msteams"}:
                yield from nodes(there)
    elif isinstance(inside, list):
        for one in inside:
            yield from nodes(one)


def _message(made: Node) -> Iterator[str]:
    yield from _size(made, "message")
    if made.get("type") != "message" or not made.get("locale") or not str(made.get("summary", "")).strip():
        yield "a message without type, locale or summary"
    if "text" in made:
        known = {"type", "summary", "locale", "text", "textFormat"}
        if made.keys() != known or made["textFormat"] != "plain" or not made["text"].strip():
            yield "a text message that is not plain, or empty"
        return
    if made.keys() != {"type", "summary", "locale", "attachments"} or len(made["attachments"]) != 1:
        yield f"a message with {sorted(made)}"
    elif made["attachments"][0].keys() != {"contentType", "content"} or made["attachments"][0]["contentType"] != CARD:
        yield "something else than a card"
    yield from _card(card_of(made), "message")


def _dialog(made: Node) -> Iterator[str]:
    yield from _size(made, "dialog")
    if made.keys() != {"title", "height", "width", "card"} or not 0 < len(made["title"]) <= 60:
        yield "a dialog without its frame"
    if not {made["height"], made["width"]} <= {"small", "medium", "large"}:
        yield "a dialog of another size"
    card = card_of(made)
    for one in nodes(card):
        if one["type"] == "Action.Execute" or "msteams" in one.get("data", {}):
            yield "a press that does not work in a dialog"
    yield from _card(card, "dialog")


def _size(made: Node, where: str) -> Iterator[str]:
    text = json.dumps(made, ensure_ascii=False)
    if any("\ud800" <= character <= "\udfff" for character in text):
        yield "half a surrogate"
    if len(text.encode("utf-8", "replace")) > SIZE[where]:
        yield f"{len(text.encode('utf-8', 'replace'))} bytes"
    if where == "message" and len(text.encode("utf-16-le", "replace")) > WIDE:
        yield "too many bytes of UTF-16"


def _card(card: Node, where: str) -> Iterator[str]:
    if card.get("type") != "AdaptiveCard" or card.get("version") != "1.5" or not card.get("body"):
        yield "no card, of another version, or an empty one"
    if where == "message" and not card.get("fallbackText"):
        yield "a card without words where it is not shown"
    idents = Counter(str(one["id"]) for one in nodes(card) if "id" in one)
    yield from (f"the id {ident} {count} times" for ident, count in idents.items() if count > 1)
    for one in nodes(card):
        yield from _node(one)


def _node(one: Node) -> Iterator[str]:
    kind = str(one["type"])
    needed = NEEDED.get(kind)
    if needed is None:
        yield f"an element that is not ours: {kind}"
        return
    if needed - one.keys() or one.keys() - needed - ALLOWED.get(kind, set()):
        yield f"{kind} with {sorted(one)}"
    for name, known in WORDS.items():
        if name in one and one[name] not in known:
            yield f"{kind} with {name} {one[name]}"
    for name, kinds in INSIDE.items():
        if name in one and not {str(there["type"]).partition(".")[0] for there in one[name]} <= kinds:
            yield f"{kind} with other {name}"
        if name in one and not one[name]:
            yield f"{kind} without {name}"
    for name in ("text", "title", "label", "errorMessage", "id", "verb"):
        if name in one and (not isinstance(one[name], str) or not one[name]):
            yield f"{kind} with an empty {name}"
    yield from _of_its_kind(kind, one)


def _of_its_kind(kind: str, one: Node) -> Iterator[str]:
    if kind == "TextBlock" and is_read_as_more(one["text"], "block"):
        yield f"a TextBlock that is read as markup: {one['text']!r}"
    if kind == "TextRun" and is_read_as_more(one["text"], "run"):
        yield f"a TextRun that is read as markup: {one['text']!r}"
    if kind == "ActionSet" and len(one["actions"]) > 6:
        yield f"{len(one['actions'])} buttons in a row"
    if kind == "Action.OpenUrl" and (urlsplit(one["url"]).scheme != "https" or not urlsplit(one["url"]).hostname):
        yield "an unsafe link"
    if kind == "Action.Execute" and not _falls_back(one):
        yield "a press that old clients understand otherwise"
    if kind.startswith("Action.") and "data" in one and "idesluss" not in one["data"]:
        yield "a press that carries nothing of ours"
    if kind == "Input.ChoiceSet":
        yield from _choice_set(one)


def _falls_back(one: Node) -> bool:
    there = one["fallback"]
    same = all(there.get(name) == one[name] for name in ("title", "data", "associatedInputs"))
    return bool(there["type"] == "Action.Submit" and same and one["verb"] == one["data"]["idesluss"]["a"])


def _choice_set(one: Node) -> Iterator[str]:
    values = [choice.get("value") for choice in one["choices"]]
    if not values or any(not value or "," in value for value in values) or len(set(values)) < len(values):
        yield "choices that cannot be told apart"
    if any(choice.keys() != {"title", "value"} or not choice["title"].strip() for choice in one["choices"]):
        yield "a choice without words"
    in_sight = one["style"] == "expanded"
    if in_sight and any(is_read_as_more(choice["title"], "block") for choice in one["choices"]):
        yield "a choice that is read as markup"
    chosen = one["value"].split(",") if "value" in one else []
    if not set(chosen) <= set(values) or (len(chosen) > 1 and not one.get("isMultiSelect")):
        yield "chosen from the start is something that cannot be chosen"


def _seen(one: Node) -> Iterator[str]:
    match one["type"]:
        case "TextBlock":
            yield one["text"]
        case "RichTextBlock":
            yield from "".join(run["text"] for run in one["inlines"]).split("\n")
        case "Container" | "Column":
            yield from (text for there in one["items"] for text in _seen(there))
        case "ColumnSet":
            yield from (text for there in one["columns"] for text in _seen(there))
        case "ActionSet":
            yield from (action["title"] for action in one["actions"])
        case _:
            yield from _seen_in_input(one)


def _seen_in_input(one: Node) -> Iterator[str]:
    yield one["label"]
    yield from (choice["title"] for choice in one.get("choices", ()))
    if "value" in one and "choices" not in one:
        yield one["value"]
