"""Texts as chat platforms count and take them: measured, cleaned, and cut with a visible mark."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate

CUT = " […]"
NOTHING = "–"
"""What stands where a platform wants a text and there is none."""

_LONG_WORD = 20
"""Characters of a word that is rather left out than cut."""

_BREAKS = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")


def units(text: str) -> int:
    """The length of a text as browsers count it: an emoji is two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def clean(text: str) -> str:
    """The text without half surrogates and control characters: each leaves a visible mark. Line breaks stay."""
    if text.isprintable():  # as almost all are: then there is none of these
        return text
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", _BREAKS.sub("\n", text.encode("utf-8", "replace").decode()))


def shown(text: str) -> str:
    """The text as a platform takes it, never empty."""
    return clean(text).strip() or NOTHING


def cut(text: str, limit: int, length: Callable[[str], int] = units) -> str:
    """The text, or as many of its first words as fit with a visible mark after them."""
    if length(text) <= limit:
        return text
    end = fitting(text, limit - len(CUT), length)
    space = text.rfind(" ", max(end - _LONG_WORD, end // 2), end + 1)
    return text[: space if space > 0 else end].rstrip() + CUT


def fitting(text: str, limit: int, length: Callable[[str], int] = units) -> int:
    """How many characters from the beginning of the text fit."""
    return bisect_right(list(accumulate(map(length, text[:limit]))), limit)
