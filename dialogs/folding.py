"""Words compared as people type them: any capitals, any keyboard, a trailing full stop."""

from __future__ import annotations

import re
import unicodedata

_DIGRAPHS = (("aa", "a"), ("ae", "a"), ("oe", "o"))


def folded(text: str) -> str:
    """Lower case without accents, å ä ö written in any common way alike, single spaces, no closing full stop."""
    plain = text.casefold().replace("æ", "a").replace("ø", "o")
    plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    for written, meant in _DIGRAPHS:
        plain = plain.replace(written, meant)
    return re.sub(r"\s+", " ", plain).strip().rstrip(".!").strip()
