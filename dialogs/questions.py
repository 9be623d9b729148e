"""What a question is: its kind, its condition as data, and how words or taps become an answer."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import assert_never

from dialogs.folding import folded
from ideas.idea import EMPTY, Answer

LONGEST_TEXT = 5_000
"""Characters in one answer. More is refused with a clear sentence, and stays with the person."""


class Kind(StrEnum):
    """How a question is answered."""

    TEXT = "text"
    ONE = "one"
    MANY = "many"


class Source(StrEnum):
    """Options that come from the preset."""

    UNITS = "units"
    TOPICS = "topics"


@dataclass(frozen=True, slots=True)
class Always:
    """Asked of everyone."""


@dataclass(frozen=True, slots=True)
class SoundsLikeSolution:
    """Asked when the answer to another question sounds like a solution."""

    key: str


@dataclass(frozen=True, slots=True)
class OnlyChoice:
    """Asked when one single choice was made in another question."""

    key: str
    choice: str


@dataclass(frozen=True, slots=True)
class NoText:
    """Asked when another question has no answer in words."""

    key: str


@dataclass(frozen=True, slots=True)
class UnitUnknown:
    """Asked until the bot knows where the person works."""


@dataclass(frozen=True, slots=True)
class TopicUnsure:
    """Asked when the words do not point at one topic; that can be told once another question is answered."""

    key: str


Condition = Always | SoundsLikeSolution | OnlyChoice | NoText | UnitUnknown | TopicUnsure


@dataclass(frozen=True, slots=True)
class Question:
    """One question. Its key names its texts, its answer and nothing else."""

    key: str
    kind: Kind
    options: tuple[str, ...] | Source = ()
    required: bool = False
    unknown: bool = False
    condition: Condition = Always()


@dataclass(frozen=True, slots=True)
class Situation:
    """What conditions and options need to know besides the answers.

    `units` and `topics` are (key, label) pairs in the reader's language; `suggested` the topics that the words of the
    need point at; `solution_words` what makes a text sound like a solution.
    """

    units: tuple[tuple[str, str], ...] = ()
    topics: tuple[tuple[str, str], ...] = ()
    suggested: tuple[str, ...] = ()
    unit: str = ""
    solution_words: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)


def holds(condition: Condition, answers: Mapping[str, Answer], now: Situation) -> bool:
    """Whether a question with this condition is on the person's path."""
    match condition:
        case Always():
            return True
        case SoundsLikeSolution(key):
            return sounds_like_solution(answers.get(key, EMPTY).text, now.solution_words)
        case OnlyChoice(key, choice):
            return answers.get(key, EMPTY).choices == (choice,)
        case NoText(key):
            return not answers.get(key, EMPTY).text
        case UnitUnknown():
            return not now.unit and bool(now.units)
        case TopicUnsure():
            return len(now.suggested) != 1 and bool(now.topics)
        case _ as never:
            assert_never(never)


def sounds_like_solution(text: str, words: Sequence[str]) -> bool:
    """Whether one of the listed phrases stands in the text as whole words."""
    plain = f" {' '.join(_WORD.findall(text.casefold()))} "
    return any(f" {word} " in plain for word in words)


def options_of(question: Question, now: Situation) -> tuple[tuple[str, str], ...]:
    """The (value, label) pairs to choose among."""
    if question.options is Source.UNITS:
        return now.units
    if question.options is Source.TOPICS:
        return now.topics
    return tuple((value, now.labels.get(f"{question.key}-{value}", value)) for value in question.options)


def is_open(condition: Condition, answers: Mapping[str, Answer]) -> bool:
    """Whether it cannot be told yet if a question with this condition will be asked."""
    return isinstance(condition, TopicUnsure) and condition.key not in answers


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why something could not be taken as an answer; `kind` names the sentence that says so."""

    kind: str
    facts: Mapping[str, str | int] = field(default_factory=dict)


_WORD = re.compile(r"\w+")
_INVISIBLE = {"Cc", "Cf", "Co", "Cs"}
_JOINER = "\u200d"
_SEEN = "\n\t" + _JOINER


def cleaned(text: str) -> str:
    """The text without control, direction and zero-width characters; line breaks and emoji joiners stay."""
    kept = text
    if not text.isprintable():
        kept = "".join(c for c in text.replace("\r\n", "\n") if c in _SEEN or unicodedata.category(c) not in _INVISIBLE)
    if len(kept) <= 2 * LONGEST_TEXT:  # its time grows with the square of a run of accents, and more is refused anyway
        kept = unicodedata.normalize("NFC", kept)
    lines = (" ".join(line.split()) for line in kept.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip(" \n\t" + _JOINER)


def read_text(text: str) -> Answer | Trouble:
    """Own words as an answer."""
    clean = cleaned(text)
    if not clean:
        return Trouble("trouble-empty")
    if len(clean) > LONGEST_TEXT:
        return Trouble("trouble-too-long", {"length": len(clean), "limit": LONGEST_TEXT})
    if not any(character.isalnum() for character in clean):
        return Trouble("trouble-only-signs")
    return Answer(text=clean)


def read_choices(question: Question, picked: Sequence[str], now: Situation) -> Answer | Trouble:
    """Pressed values as an answer, in the order the options stand."""
    known = [value for value, _ in options_of(question, now)]
    chosen = tuple(value for value in known if value in picked)
    if not chosen or (question.kind is Kind.ONE and len(chosen) > 1):
        return Trouble("trouble-pick-many" if question.kind is Kind.MANY else "trouble-pick-one", {"count": len(known)})
    return Answer(choices=chosen)


def read_typed_choices(question: Question, text: str, now: Situation) -> Answer | Trouble:
    """A number, several numbers, or the options' own words (or the beginning of them) as an answer."""
    options = options_of(question, now)
    pieces = [p for p in re.split(r"[,;&+\n]|\boch\b|\band\b|\bog\b|(?<=\d)\s+(?=\d)", cleaned(text)) if p.strip()]
    picked = [_pick(piece.strip(" ."), options) for piece in pieces]
    if "" in picked:
        whole = _pick(cleaned(text).strip(" ."), options)
        picked = [whole] if whole else []
    return read_choices(question, picked, now)


_LONGEST_NUMBER = 9


def _pick(piece: str, options: tuple[tuple[str, str], ...]) -> str:
    if piece.isdecimal():
        place = int(piece[:_LONGEST_NUMBER])
        return options[place - 1][0] if 1 <= place <= len(options) else ""
    wanted, labels = folded(piece), [(value, folded(label)) for value, label in options]
    exact = [value for value, label in labels if label == wanted]
    begins = [value for value, label in labels if wanted and label.startswith(wanted)]
    words = [value for value, label in labels if len(wanted) > 3 and wanted in _WORD.findall(label)]
    for found in (exact, begins, words):
        if len(found) == 1:
            return found[0]
    return ""
