"""A card fitted into too little room: texts cut with a mark, choices with no room to be pressed told with numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar, assert_never

from adapters.lengths import CUT, clean, cut, shown
from dialogs.cards import (
    Button,
    Buttons,
    Facts,
    Form,
    Heading,
    Link,
    Option,
    Options,
    Paragraph,
    Part,
    Quote,
    choices,
    summarise,
)

T = TypeVar("T", Button, Option)
Numbers = range | tuple[int, ...]
"""The numbers that a part's choices have in the summary."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How a platform counts: what a text costs, what holds each text of a part, and what a part weighs without them.

    Under `least`, a text with what holds it, it is better to leave texts out than to cut them.
    """

    cost: Callable[[str], int]
    frame: Callable[[Part], int]
    weight: Callable[[Part], int]
    least: int


def numbered(parts: tuple[Part, ...]) -> Iterator[tuple[Part, Numbers]]:
    """Each part with the numbers of its choices."""
    first = 1
    for part in parts:
        after = first + len(choices((part,)))
        yield part, range(first, after)
        first = after


def tidied(part: Part) -> Part | None:
    """The part with texts that can be sent and nothing empty in it; None when nothing is left."""
    match part:
        case Heading(text):
            kept: Part = Heading(_tidy(text))
        case Paragraph(text):
            kept = Paragraph(_tidy(text))
        case Quote(text, who):
            kept = Quote(_tidy(text), _tidy(who))
        case Facts(rows):
            said = ((_tidy(label), _tidy(value)) for label, value in rows)
            kept = Facts(tuple(row for row in said if any(row)))
        case Link(label, url):
            kept = Link(_tidy(label), _tidy(url))
        case Options(label=label, options=options):
            labelled = tuple(map(_labelled, options))
            return replace(part, label=_tidy(label), options=labelled) if labelled or _tidy(label) else None
        case Buttons(buttons):
            return Buttons(tuple(map(_labelled, buttons))) if buttons else None
        case Form():
            return part
        case _ as never:
            assert_never(never)
    return kept if texts_of(kept) else None


def _labelled(one: T) -> T:
    label = shown(one.label)
    return one if label == one.label else replace(one, label=label)


def _tidy(text: str) -> str:
    return clean(text).strip()


def rows_of(
    buttons: tuple[Button, ...],
    numbers: Numbers,
    can_be_pressed: Callable[[Button], bool],
    most: int,
) -> Iterator[tuple[Part, Numbers]]:
    """Rows of at most so many buttons; one that cannot be pressed is a line with its number."""
    kept, lost = list[tuple[int, Button]](), list[str]()
    for n, button in zip(numbers, buttons, strict=True):
        if can_be_pressed(button):
            kept.append((n, button))
        else:
            lost.append(f"{n}. {button.label}")
    if lost:
        yield Paragraph("\n".join(lost)), ()
    for start in range(0, len(kept), most):
        row = kept[start : start + most]
        yield Buttons(tuple(button for _, button in row)), tuple(n for n, _ in row)


def as_text(part: Part, numbers: Numbers) -> tuple[Part, ...]:
    """A part as words, its choices as lines with their numbers."""
    match part:
        case Heading(text):
            return (Paragraph(text),)
        case Options(label=label, options=options):
            words = (replace(part, options=()),) if label else ()
            lines = [f"{n}. {'✓ ' if o.chosen else ''}{o.label}" for n, o in zip(numbers, options, strict=True)]
            return (*words, Paragraph("\n".join(lines))) if lines else words
        case Buttons(buttons):
            return (Paragraph("\n".join(f"{n}. {b.label}" for n, b in zip(numbers, buttons, strict=True))),)
        case Form():
            said = clean(summarise((part,))).strip()
            return (Paragraph(said),) if said else ()
        case _:
            return (part,)


def shortened(parts: tuple[Part, ...], size: int, scale: Scale) -> tuple[Part, ...]:
    """The parts with their longest texts cut so that all fit; beyond that the last ones go, and a mark says so."""
    room = size - sum(map(scale.weight, parts))
    costs = sorted(scale.cost(text) + scale.frame(part) for part in parts for text in texts_of(part))
    if sum(costs) <= room or not costs:
        return parts
    level, rest = 0, room
    for n, one in enumerate(costs):
        level = rest // (len(costs) - n)
        if one > level:
            break
        rest -= one
    if level < scale.least:
        fewer = tuple(_first(parts, max(0, min(room // (2 * scale.least), len(costs) - 1))))
        return shortened(fewer, size, scale) if fewer != parts else parts
    mark = scale.cost(CUT) - len(CUT)
    return tuple(_with_texts(part, level - scale.frame(part) - mark, scale.cost) for part in parts)


def _first(parts: tuple[Part, ...], most: int) -> Iterator[Part]:
    """The first so many texts, a mark where the others were, and everything that can be pressed."""
    seen = 0
    for part in parts:
        texts = len(texts_of(part))
        before, seen = seen, seen + texts
        if seen <= most or not texts:
            yield part
            continue
        if before <= most:  # the first that does not fit
            if isinstance(part, Facts) and most - before > 1:
                yield Facts(part.rows[: (most - before) // 2])
            yield Paragraph(CUT.strip())
        if isinstance(part, Options) and part.options:
            yield replace(part, label="")


def texts_of(part: Part) -> tuple[str, ...]:
    """The texts of a part that can be cut."""
    match part:
        case Heading(text) | Paragraph(text):
            texts: tuple[str, ...] = (text,)
        case Quote(text, who):
            texts = (text, who)
        case Facts(rows):
            texts = tuple(text for row in rows for text in row)
        case Link(label, url):
            texts = (label, url)
        case Options(label=label):
            texts = (label,)
        case Buttons() | Form():
            texts = ()
        case _ as never:
            assert_never(never)
    return tuple(text for text in texts if text)


def _with_texts(part: Part, limit: int, cost: Callable[[str], int]) -> Part:
    """The part with every text in it cut to this length."""

    def short(text: str) -> str:
        return cut(text, limit, cost).strip()

    match part:
        case Heading(text) if cost(text) > limit:
            # What was too long for a heading must not become one: it may take more room than a paragraph.
            return Paragraph(short(text))
        case Paragraph(text):
            return Paragraph(short(text))
        case Quote(text, who):
            return Quote(short(text), short(who))
        case Facts(rows):
            return Facts(tuple((short(label), short(value)) for label, value in rows))
        case Link(label, url) if max(cost(label), cost(url)) > limit:
            return Paragraph(short(f"{label}: {url}" if label else url))
        case Options(label=label):
            return replace(part, label=short(label))
        case Heading() | Link() | Buttons() | Form():
            return part
        case _ as never:
            assert_never(never)
