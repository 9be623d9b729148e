"""Where Teams' clients find more than words in a text: as the browser reads it, and as telephones do."""

from __future__ import annotations

import re
from typing import Literal

from adapters.lengths import CUT

DATE = re.compile(r"\{\{(?:DATE|TIME)\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[-+]\d\d:\d\d)(?:, ?\w+)?\)\}\}")
"""What becomes a date in any text, in all clients."""

ENTITY = re.compile(r"&(?:amp|quot|lt|gt|nbsp);")
"""What telephones take for the sign it stands for, in any text."""

RESOURCE = re.compile(r"\$\{rs:")
"""What telephones look up elsewhere."""

LIST = re.compile(r"(?:^|[-+\[\]()\d\n])[-+*] ")
"""What is a list to a telephone: at the beginning, and wherever it begins to read anew."""

LINK = re.compile(r"\[[^\]]*\]\(")

ESCAPED = re.compile(r"\\[*_]")
"""A backslash that an iPhone leaves out."""

MARKDOWN = re.compile(
    r"[*_~`\\<>\[\]{}|]|&#?\w+;|https?://|^\s*(?:#{1,6}(?:\s|$)|[-+=]|\d{1,9}[.)](?:\s|$))|[\r\n]", re.MULTILINE
)
"""What may be markup where a text is read as Markdown, in any of its dialects."""


def is_read_as_more(text: str, kind: Literal["run", "block"]) -> bool:
    """Whether some client shows a run, or a block of text, otherwise than it was written."""
    if any(sign.search(text) for sign in (DATE, ENTITY, RESOURCE)):
        return True
    if kind == "block":
        return MARKDOWN.search(text.replace(CUT, "")) is not None  # brackets alone are no link
    emphasis = max(text.count("*"), text.count("_")) > 1
    return emphasis or any(sign.search(text) for sign in (LIST, LINK, ESCAPED))
