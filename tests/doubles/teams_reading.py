"""What a reader in Teams sees of a message and its card: texts, facts, fields, choices, and what can be pressed.

Pure. `pieces` walks a card in reading order; everything else is made of it. Markdown is read as Teams shows it, so a
text that was not escaped comes out otherwise than it was written, and its links become `links`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html import unescape
from itertools import chain

from tests.doubles.teams_request import Json

ADAPTIVE = "application/vnd.microsoft.card.adaptive"
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_LINK = re.compile(r"\[([^\[\]\n]*)\]\((\S+?)\)")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_LIGHT = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])(.+?)(?<=[^\s*_])\1(?![\w*])")
_TAG = re.compile(r"<[^>]+>")
_HIDDEN = 0xE000
"""Where the characters of Unicode's private area begin: escaped characters wait there while markdown is read."""


TEXTS = {"heading", "text", "fact", "face"}


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing on a card. `kind` is heading, text, fact, field (an input's label), choice (one of its options), press,
    or face (a text that stands on what can be pressed as a whole, and is said by its press).

    `node` is the element, option or action. `around` is everything that it stands in, the innermost last.
    """

    kind: str
    text: str
    node: Json
    around: tuple[Json, ...]

    @property
    def scope(self) -> tuple[Json, ...]:
        """The cards that it stands in, the innermost last."""
        return tuple(one for one in self.around if one.get("type") == "AdaptiveCard")


def card_of(activity: Json) -> Json | None:
    """The Adaptive Card of an activity."""
    for attachment in activity.get("attachments") or []:
        if attachment.get("contentType") == ADAPTIVE:
            card: Json = attachment["content"]
            return card
    return None


def spoken(activity: Json) -> str:
    """The text of an activity as it is shown; without a format it is markdown."""
    text = str(activity.get("text") or "")
    for call in _calls(activity):
        text = text.replace(str(call["text"]), str(call["mentioned"]["name"]))
    match activity.get("textFormat", "markdown"):
        case "plain":
            return text
        case "xml":
            return unescape(_TAG.sub("", text))
        case _:
            return plain(text)


def pings(activity: Json) -> list[str]:
    """Everybody that an activity calls, in its text or in its card, by id."""
    card = card_of(activity) or {}
    return [str(call["mentioned"]["id"]) for around in (activity, card.get("msteams") or {}) for call in _calls(around)]


def plain(markdown: str) -> str:
    """What is shown of markdown: emphasis without its marks, a link as `label: address`, escaped characters bare."""
    text = _ESCAPED.sub(lambda found: chr(_HIDDEN + ord(found[1])), markdown)
    text = _LINK.sub(lambda found: f"{found[1]}: {found[2]}", text)
    text = unescape(_LIGHT.sub(r"\2", _STRONG.sub(r"\2", text)))
    return "".join(chr(ord(c) - _HIDDEN) if _HIDDEN < ord(c) < _HIDDEN + 128 else c for c in text)


def titled(element: Json, choice: Json) -> str:
    """What is shown of a choice: markdown, as in the renderer that Microsoft publishes, unless it is in a menu."""
    title: str = choice["title"]
    return plain(title) if _is_open(element) else title


def links(card: Json | None) -> list[str]:
    """Every address that a card leads to, also those that somebody's words have been read as."""
    found: list[str] = []
    for node in _nodes(card):
        if node.get("type") == "Action.OpenUrl":
            found.append(str(node["url"]))
        for text in _markdown(node):
            found += [address for _, address in _LINK.findall(_ESCAPED.sub(" ", text))]
    return found


def lines(card: Json | None) -> list[str]:
    """Everything a card shows, one line for each text."""
    shown = (piece.text for piece in pieces(card) if piece.kind != "face")
    return [line for text in shown for line in text.split("\n") if line.strip()]


def labels(card: Json | None) -> list[str]:
    """Everything that can be pressed on a card."""
    return [piece.text for piece in pieces(card) if piece.kind == "press"]


def pieces(card: Json | None) -> Iterator[Piece]:
    """Everything on a card in reading order, without what is hidden. A card inside a card follows what opens it."""
    if card:
        yield from _card(card, ())


def _card(card: Json, outer: tuple[Json, ...]) -> Iterator[Piece]:
    around = (*outer, card)
    for element in card.get("body") or []:
        yield from _element(element, around)
    yield from _presses([*(card.get("actions") or []), card.get("selectAction")], around)


def _element(node: Json, around: tuple[Json, ...]) -> Iterator[Piece]:
    if node.get("isVisible") is False:
        return
    match str(node.get("type")):
        case "TextBlock":
            yield Piece("heading" if node.get("style") == "heading" else "text", plain(node["text"]), node, around)
        case "RichTextBlock":
            yield Piece("text", "".join(map(_run, node["inlines"])), node, around)
        case "FactSet":
            for fact in node["facts"]:
                title = plain(fact["title"]).rstrip(":")
                yield Piece("fact", f"{title}: {plain(fact['value'])}", fact, around)
        case "Image" if node.get("altText"):
            yield Piece("text", node["altText"], node, around)
        case "ActionSet":
            yield from _presses(node["actions"], around)
        case kind if kind.startswith("Input."):
            yield from _input(node, around)
        case _:
            pass
    yield from _within(node, around)
    runs = [run for run in node.get("inlines") or [] if isinstance(run, dict)]
    yield from _presses([run.get("selectAction") for run in runs], around)


def _within(node: Json, around: tuple[Json, ...]) -> Iterator[Piece]:
    """What stands in an element. What can be pressed as a whole is called by its title, else by what stands in it."""
    inside = [piece for element in _inside(node) for piece in _element(element, (*around, node))]
    whole = node.get("selectAction")
    if not whole:
        yield from inside
        return
    texts = [piece for piece in inside if piece.kind in TEXTS]
    named = str(whole.get("title") or whole.get("tooltip") or " ".join(piece.text for piece in texts))
    yield Piece("press", named, whole, around)
    yield from (replace(piece, kind="face") if piece in texts else piece for piece in inside)


def _input(node: Json, around: tuple[Json, ...]) -> Iterator[Piece]:
    title = plain(str(node.get("title") or ""))
    yield Piece("field", str(node.get("label") or title), node, around)
    if node.get("label") and title:
        yield Piece("choice", title, node, around)
    for choice in node.get("choices") or []:
        yield Piece("choice", titled(node, choice), choice, (*around, node))
    yield from _presses([node.get("inlineAction")], around)


def _presses(actions: Iterable[Json | None], around: tuple[Json, ...]) -> Iterator[Piece]:
    for action in filter(None, actions):
        yield Piece("press", str(action.get("title") or action.get("tooltip") or ""), action, around)
        if action["type"] == "Action.ShowCard":
            yield from _card(action["card"], around)


def _calls(around: Json) -> list[Json]:
    return [entity for entity in around.get("entities") or [] if entity.get("type") == "mention"]


def _is_open(element: Json) -> bool:
    """Whether the choices stand there to be seen, not in a menu."""
    return element.get("isMultiSelect") is True or element.get("style") == "expanded"


def _markdown(node: Json) -> Iterator[str]:
    """The texts of an element that are read as markdown."""
    match node.get("type"):
        case "TextBlock":
            yield str(node["text"])
        case "FactSet":
            yield from (str(fact[name]) for fact in node["facts"] for name in ("title", "value"))
        case "Input.ChoiceSet" if _is_open(node):
            yield from (str(choice["title"]) for choice in node["choices"])
        case "Input.Toggle":
            yield str(node.get("title", ""))
        case _:
            pass


def _inside(node: Json) -> Iterator[Json]:
    """The elements that stand in this one."""
    for name in ("items", "columns", "images", "rows", "cells"):
        yield from (one for one in node.get(name) or [] if isinstance(one, dict))


def _run(run: object) -> str:
    return str(run["text"]) if isinstance(run, dict) else str(run)


def _nodes(node: object) -> Iterator[Json]:
    """Every object in a card, wherever it is."""
    if isinstance(node, dict):
        yield node
        yield from chain.from_iterable(_nodes(value) for name, value in node.items() if name != "data")
    elif isinstance(node, list):
        yield from chain.from_iterable(map(_nodes, node))
