"""Command words: what a line means, if it is a command at all. A guess is never executed."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from dialogs.folding import folded
from dialogs.words import LANGUAGE_NAMES, NUMBERED, SMALL_WORDS, STATUS_WORDS, TAILS, WORDS, Verb
from ideas.lifecycle import Status


@dataclass(frozen=True, slots=True)
class Reference:
    """An idea as people name it: `142`, `sko 142`, `SKO-2026-0142`. Missing parts are None."""

    running: int
    code: str | None = None
    year: int | None = None

    def __str__(self) -> str:
        """The reference as a reader would write it."""
        return "-".join(str(part) for part in (self.code, self.year, self.running) if part is not None)


@dataclass(frozen=True, slots=True)
class Command:
    """A word with what follows it. The tail keeps the person's own spelling."""

    verb: Verb
    reference: Reference | None = None
    tail: str = ""


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Looks like a command but is none; `nearest` is what may have been meant, for the help."""

    text: str
    nearest: str = ""


_DASH = r"[\s–—‑-]"
_REFERENCE = re.compile(
    rf"#?(?:(?P<code>[a-zåäöæø]{{3}}){_DASH}*(?:(?P<year>20\d\d){_DASH}+)?|(?P<bare_year>20\d\d)\s*[–—‑-]\s*)?"
    r"(?P<running>\d{1,9})(?=$|[\s.,:;!?])[.,:;!?]*\s*",
    re.IGNORECASE,
)


def read_reference(text: str) -> tuple[Reference, str] | None:
    """The idea named at the beginning of a text, and what follows it."""
    match = _REFERENCE.match(text.strip())
    if not match:
        return None
    code, year = match["code"], match["year"] or match["bare_year"]
    found = Reference(int(match["running"]), code.upper() if code else None, int(year) if year else None)
    return found, text.strip()[match.end() :].strip()


_QUOTES = ' \n\t"”“»«'
LONGEST_PHRASE = 4
"""Words in a phrase; a test compares."""


@cache
def phrases(languages: tuple[str, ...]) -> tuple[tuple[str, Verb], ...]:
    """Every phrase of these languages, folded, longest first; an earlier language wins a tie."""
    found: dict[str, Verb] = {}
    for language in languages:
        for verb, words in WORDS[language].items():
            for word in words:
                found.setdefault(folded(word) or word, verb)
    return tuple(sorted(found.items(), key=lambda item: -len(item[0])))


def read_command(text: str, languages: Sequence[str]) -> Command | None:
    """The command that a whole line is, or None. The longest phrase wins."""
    words = text.strip(_QUOTES).split()
    known = dict(phrases(tuple(languages)))
    for count in range(min(len(words), LONGEST_PHRASE), 0, -1):
        head = " ".join(words[:count])
        verb = known.get(folded(head) or head)
        if verb:
            return _with_rest(verb, text.strip(_QUOTES).split(maxsplit=count)[count:])
    return None


def _with_rest(verb: Verb, rest: list[str]) -> Command | None:
    tail = rest[0] if rest else ""
    if verb in NUMBERED:
        named = read_reference(tail)
        return Command(verb, *named) if named else (None if folded(tail) else Command(verb))
    return Command(verb, tail=tail) if len(tail.split()) <= TAILS.get(verb, 0) else None


def nearest(text: str, languages: Sequence[str]) -> str:
    """The command phrase most like the beginning of a text, or an empty string."""
    known = [phrase for phrase, _ in phrases(tuple(languages))]
    head = folded(" ".join(text.split()[:2]))
    close = difflib.get_close_matches(head, known, n=1, cutoff=0.75)
    first = head.split(" ")[0] if head else ""
    close = close or difflib.get_close_matches(first, known, n=1, cutoff=0.75)
    close = close or [phrase for phrase in known if len(first) > 3 and phrase.startswith(f"{first} ")]
    return _as_written(close[0], languages) if close else ""


def _as_written(phrase: str, languages: Sequence[str]) -> str:
    written = (w for language in languages for words in WORDS[language].values() for w in words)
    return next((w for w in written if folded(w) == phrase), phrase)


def read_status(tail: str, languages: Sequence[str]) -> tuple[Status, str] | None:
    """The state named at the beginning of a tail, and the words after it."""
    words = tail.split()
    named = {folded(w): s for language in languages for s, ws in STATUS_WORDS[language].items() for w in ws}
    for count in range(min(len(words), LONGEST_PHRASE), 0, -1):
        status = named.get(folded(" ".join(words[:count]).rstrip(":;")))
        if status:
            rest = tail.split(maxsplit=count)[count:]
            return status, rest[0].strip() if rest else ""
    return None


def after_small_word(text: str) -> str:
    """A tail without the small word people put first, as in `lämna över 2 till Omar` or `slå ihop 4 med 3`."""
    first, _, rest = text.partition(" ")
    return rest.strip() if folded(first) in SMALL_WORDS else text


def read_language(text: str) -> str:
    """The code of the language that a text names, or an empty string."""
    wanted = folded(text)
    return next((code for code, names in LANGUAGE_NAMES.items() if wanted in names), "")
