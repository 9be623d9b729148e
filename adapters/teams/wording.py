"""Texts as Teams' clients read them: where they look for markup, and how a text is written so that they find none.

A TextBlock is Markdown everywhere, and what undoes that differs between the clients. A TextRun is shown as it stands by
all but the one for iOS, which looks for Markdown in each run by itself; so no run holds enough of it. Dates and
entities are looked for in runs everywhere, and all break a run's lines where it does. The rules are those of https://github.com/microsoft/Teams-AdaptiveCards-Mobile
(MarkDownBlockParser.cpp, DateTimePreparser.cpp, TextElementProperties.cpp).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_APART = re.compile(
    r"[*_]"  # two of a kind are emphasis
    r"|\](?=\()"  # a link
    r"|\{(?=\{)|\$(?=\{)"  # a date, a text from elsewhere
    r"|&(?=#?\w+;)"  # an entity
    r"|\\(?=[*_])"  # an escape
    r"|(?:^|(?<=[-+\n\[\]()\d*_{$&\\]))[-+](?= )"  # a list
)
"""Where a text is taken apart: each match ends a run."""

_MARKUP = re.compile(r"[*_`~\\\[\]<>{}|$^\n\r]|&#?\w+;|://|www\.|^\s*(?:#|[-+=]|\d+[.)])")
"""What could be markup to any reader of Markdown."""


def is_plain(text: str) -> bool:
    """Whether nobody finds anything in the text but its words, even where Markdown is read."""
    return not _MARKUP.search(text)


def apart(text: str) -> Iterator[str]:
    """The pieces of a text, in each of which no client finds more than words."""
    start = 0
    for found in _APART.finditer(text):
        yield text[start : found.end()]
        start = found.end()
    if start < len(text):
        yield text[start:]
