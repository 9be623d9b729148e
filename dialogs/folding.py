"""Words compared as people type them: any capitals, any keyboard, a trailing full stop."""

from __future__ import annotations

import unicodedata

_DIGRAPHS = (("aa", "a"), ("ae", "a"), ("oe", "o"))
_LONGEST = 1_000
_MARKS = " .,!?…\"”“»«'’"


def folded(text: str) -> str:
    """Lower case without accents, å ä ö written in any common way alike, single spaces, no quotes or marks around.

    Only the beginning of a long text: Unicode normalisation takes time by the square of a run of accents.
    """
    plain = text[:_LONGEST].casefold().replace("æ", "a").replace("ø", "o").replace("’", "'")
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    for written, meant in _DIGRAPHS:
        plain = plain.replace(written, meant)
    return " ".join(plain.split()).strip(_MARKS)
