"""What people write in Teams, as plain text: mentions by name, markup as the lines it stands for. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser

from adapters.reading import objects_at, text_at

_AT = re.compile(r"<at\b[^>]*>(.*?)</at>", re.DOTALL | re.IGNORECASE)
_SPACES = re.compile(r"&nbsp;|\u00a0")
_LINES = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "blockquote", "pre"})
"""Elements that begin a line of their own."""
_UNSEEN = frozenset({"script", "style", "attachment", "head", "title"})


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
    reader = _Reader()
    reader.feed(content)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _own_mentions(activity: object) -> Iterator[str]:
    bot = text_at(activity, "recipient", "id")
    for entity in objects_at(activity, "entities"):
        if text_at(entity, "type") == "mention" and bot and text_at(entity, "mentioned", "id") == bot:
            yield text_at(entity, "text") or f"<at>{text_at(entity, 'mentioned', 'name')}</at>"


def _spaced(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


class _Reader(HTMLParser):
    """Gathers the pieces of text, a line break where a line begins."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named: Mapping[str, str | None] = dict(attrs)
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag in _LINES:
            self.pieces.append("\n")
        elif tag == "at":
            self.pieces.append("@")
        elif tag in {"emoji", "img"}:
            self.pieces.append(named.get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in _LINES and tag != "br":
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.pieces.append(data.replace("\n", " "))
