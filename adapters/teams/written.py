"""What people write in Teams, as plain text: mentions by name, markup as the lines it stands for. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from adapters.reading import objects_at, text_at

_AT = re.compile(r"<at\b[^<>]*+>([^<]*+)</at>", re.IGNORECASE)
_SPACES = re.compile(r"&nbsp;|\u00a0")
_TAG = re.compile(r"<(?P<slash>/?)(?P<name>[a-zA-Z][\w:-]*+)(?P<rest>[^<>]*+)>")
_ALT = re.compile(r"""\balt=(?P<quote>["'])(?P<alt>.*?)(?P=quote)""", re.DOTALL)
_LINES = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "blockquote", "pre"})
"""Elements that are on lines of their own."""


def is_addressed(activity: object) -> bool:
    """Whether the bot is mentioned; by its id, for anybody can be called what it is called."""
    return any(True for _ in _own_mentions(activity))


def said(activity: object) -> str:
    """The text of a message without the bot's own mention in it, others mentioned as `@Name`."""
    text = text_at(activity, "text")
    for mention in _own_mentions(activity):
        text = text.replace(mention, " ", 1)
    return _spaced(_AT.sub(lambda found: f"@{found[1]}", text))


def from_html(content: str) -> str:
    """A message's HTML as the text that its reader sees."""
    pieces = _TAG.sub(_instead, content.replace("\n", " "))
    lines = (" ".join(line.split()) for line in unescape(pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _instead(tag: re.Match[str]) -> str:
    """What a reader sees of a tag: the beginning of a line, a mention's sign, or the words for a picture."""
    name, opens = tag["name"].lower(), not tag["slash"]
    if name in _LINES:
        return "\n"
    if name == "at":
        return "@" if opens else ""
    found = _ALT.search(tag["rest"]) if name in {"emoji", "img"} else None
    return found["alt"] if found else ""


def _own_mentions(activity: object) -> Iterator[str]:
    bot = text_at(activity, "recipient", "id")
    for entity in objects_at(activity, "entities"):
        if text_at(entity, "type") == "mention" and bot and text_at(entity, "mentioned", "id") == bot:
            yield text_at(entity, "text") or f"<at>{text_at(entity, 'mentioned', 'name')}</at>"


def _spaced(text: str) -> str:
    return _SPACES.sub(" ", text).strip()
