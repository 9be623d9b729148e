"""Every notice with an example, by area and in each language: what the gallery shows and the tests try.

An example is named by its kind, and after a colon by its case when a kind has several. Its facts are what the use cases
send, with `{title}` and the like for what people say in the reader's language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dialogs.examples.asking import DIALOG, FORMS_SHOWN
from dialogs.examples.listing import DIGESTS, LISTS
from dialogs.examples.refusing import REFUSALS
from dialogs.examples.telling import LINES, RECEIPTS, TO_BEARER, TO_COACH
from dialogs.examples.words import DAYS, WORDS
from dialogs.messages import Notice, Value
from dialogs.showing import Facts

AREAS: Mapping[str, Mapping[str, Facts]] = {
    "The dialog": DIALOG,
    "Forms": FORMS_SHOWN,
    "To the bearer": TO_BEARER,
    "To coaches and process leaders": TO_COACH,
    "Receipts to the one who acted": RECEIPTS,
    "Lines under an idea's card": LINES,
    "Cards and lists": LISTS,
    "The weekly digest": DIGESTS,
    "When something cannot be done": REFUSALS,
}
"""The facts of every example by area and name."""


@dataclass(frozen=True, slots=True)
class Example:
    """One notice as somebody would get it."""

    area: str
    name: str
    notice: Notice


def examples(language: str) -> Iterator[Example]:
    """Every example, its people speaking this language."""
    words = {**DAYS, **WORDS[language]}
    for area, named in AREAS.items():
        for name, facts in named.items():
            spoken = {key: _spoken(value, words) for key, value in facts.items()}
            yield Example(area, name, Notice(name.partition(":")[0], spoken))


def _spoken(value: Value, words: Mapping[str, str]) -> Value:
    if isinstance(value, str):
        return value.format_map(words)
    if isinstance(value, Mapping):
        return {key: _spoken(inner, words) for key, inner in value.items()}
    return value if value is None or isinstance(value, int) else [_spoken(inner, words) for inner in value]
