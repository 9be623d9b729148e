"""What Slack takes in one message or view, and a card made to fit it. Nothing is dropped in silence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import assert_never

from adapters.lengths import CUT, clean, cut, shown, units
from dialogs.cards import (
    Button,
    Buttons,
    Card,
    Facts,
    Form,
    Heading,
    Link,
    Options,
    Paragraph,
    Part,
    Quote,
    choices,
    summarise,
)

HEADER, BUTTON, OPTION, TITLE, PLACEHOLDER, LABEL = 150, 75, 75, 24, 150, 2_000
"""Characters in what is shown: a header, a button, an option, a view's title and buttons, a menu, a label or hint."""

OPTION_VALUE, PRESS_VALUE, IDENT, METADATA, URL = 75, 2_000, 255, 3_000, 3_000
"""Characters in what is carried along: with an option, with a press, as an id, with a view, as an address."""

SUMMARY, INPUT = 4_000, 3_000
"""Characters in a message's plain text, and in one input."""

NAME = IDENT - 10
"""Characters of an action or value that an id is made of together with a number."""

FEW, GROUP, ROW, TICKED = 10, 100, 25, 200
"""Options shown all at once, options in a group of a menu, buttons in a row, options to tick in a message."""

VIEW_SIZE = 200_000
"""Bytes of a whole view; Slack says 250,000."""

_FLOOR = 24

_PIECE, _CONTROL, _FRAME = 80, 30, 130
"""Characters that a text, something to press, and the block around it take besides their words."""

Numbers = range | tuple[int, ...]
"""The numbers that a part's choices have in the summary."""


@dataclass(frozen=True, slots=True)
class Room:
    """How many blocks fit, and how many characters in all of them together.

    Slack counts a message's texts and something for what holds them, to about 13,200, and nowhere says how; so the
    room is a little smaller.
    """

    blocks: int
    size: int


MESSAGE = Room(50, 12_000)
HOME = Room(100, 12_000)
VIEW = Room(100, 60_000)


def fitted(card: Card, room: Room = MESSAGE) -> Card:
    """The same card within Slack's limits.

    A text that is too long is cut with a visible mark, the longest first. What there is no room to press, or whose
    values Slack would not carry, is listed with the numbers it has in the card's summary, to answer from in words.
    """
    numbered = tuple(fit for part, numbers in _numbered(card.parts) for fit in _carried(part, numbers))
    return replace(card, parts=_shortened(_placed(numbered, room), room.size), summary=clean(card.summary))


def is_header(text: str) -> bool:
    """Whether a heading can be a header of its own."""
    return "\n" not in text and units(text) <= HEADER


def _numbered(parts: tuple[Part, ...]) -> Iterator[tuple[Part, Numbers]]:
    """Each part with the numbers of its choices."""
    first = 1
    for part in parts:
        after = first + len(choices((part,)))
        yield part, range(first, after)
        first = after


def _carried(part: Part, numbers: Numbers) -> tuple[tuple[Part, Numbers], ...]:
    """The part with nothing empty in it, and in it nothing to press that Slack would not carry."""
    match part:
        case Heading(text) | Paragraph(text):
            kept: Part = replace(part, text=clean(text).strip())
        case Quote(text, who):
            kept = Quote(clean(text).strip(), clean(who).strip())
        case Facts(rows):
            said = ((clean(label).strip(), clean(value).strip()) for label, value in rows)
            kept = Facts(tuple(row for row in said if any(row)))
        case Link(label, url):
            kept = Link(clean(label).strip(), clean(url).strip())
        case Options():
            return tuple(_chosen_from(part, numbers))
        case Buttons(buttons):
            return tuple(_rows(buttons, numbers))
        case Form(action=action, value=value):
            opens = _is_name(action) and _is_carried(value, PRESS_VALUE)
            return ((part, numbers),) if opens else tuple((text, ()) for text in _as_text(part, numbers))
        case _ as never:
            assert_never(never)
    return ((kept, numbers),) if _texts(kept) else ()


def _chosen_from(part: Options, numbers: Numbers) -> Iterator[tuple[Part, Numbers]]:
    kept = replace(
        part, label=clean(part.label).strip(), options=tuple(replace(o, label=shown(o.label)) for o in part.options)
    )
    if part.options and can_be_chosen(part):
        yield kept, numbers
    else:
        yield from ((text, ()) for text in _as_text(kept, numbers))


def _rows(buttons: tuple[Button, ...], numbers: Numbers) -> Iterator[tuple[Part, Numbers]]:
    """Rows of at most so many buttons; one that cannot be pressed is a line with its number."""
    labelled = [(n, replace(b, label=shown(b.label))) for n, b in zip(numbers, buttons, strict=True)]
    lost = [f"{n}. {button.label}" for n, button in labelled if not _can_be_pressed(button)]
    if lost:
        yield Paragraph("\n".join(lost)), ()
    kept = [(n, button) for n, button in labelled if _can_be_pressed(button)]
    for start in range(0, len(kept), ROW):
        row = kept[start : start + ROW]
        yield Buttons(tuple(button for _, button in row)), tuple(n for n, _ in row)


def _can_be_pressed(button: Button) -> bool:
    return _is_name(button.action) and _is_carried(button.value, PRESS_VALUE)


def can_be_chosen(part: Options) -> bool:
    """Whether a message can carry the options' values to and fro."""
    most = TICKED if part.many else GROUP * GROUP
    named = _is_name(part.action) and _is_carried(part.value, NAME)
    return named and len(part.options) <= most and can_be_told_apart(tuple(o.value for o in part.options))


def can_be_told_apart(values: tuple[str, ...]) -> bool:
    """Whether Slack carries all of these option values, and each stands for one option."""
    return len(set(values)) == len(values) and all(v.strip() and _is_carried(v, OPTION_VALUE) for v in values)


def _is_name(action: str) -> bool:
    return bool(action.strip()) and _is_carried(action, NAME)


def _is_carried(value: str, limit: int) -> bool:
    return units(value) <= limit and clean(value) == value


def _placed(parts: tuple[tuple[Part, Numbers], ...], room: Room) -> tuple[Part, ...]:
    """As many parts from the beginning as there is room for, and the rest as one text."""
    best, blocks, weight, running = 0, 0, 0, False
    for n, (part, _) in enumerate(parts, 1):
        more, running = _blocks(part, running=running)
        blocks, weight = blocks + more, weight + _weight(part)
        if blocks + (n < len(parts) and not running) <= room.blocks and weight <= room.size * 2 // 3:
            best = n
    rest = (text for part, numbers in parts[best:] for text in _as_text(part, numbers))
    return (*(part for part, _ in parts[:best]), *rest)


def _as_text(part: Part, numbers: Numbers) -> tuple[Part, ...]:
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


def _blocks(part: Part, *, running: bool) -> tuple[int, bool]:
    """How many blocks a part adds, and whether a text after it goes on in the last of them."""
    match part:
        case Heading(text) if is_header(text):
            return 1, False
        case Options(label=label, options=options):
            words = bool(label) and not running
            return words + bool(options), not options
        case Buttons() | Form():
            return 1, False
        case _:
            return not running, True


def _weight(part: Part) -> int:
    """About how many characters a part takes besides the texts that can be cut."""
    match part:
        case Options(value=value, options=options) if options:
            return _FRAME + cost(value) + sum(_pressable(o.label, o.value) for o in options)
        case Buttons(buttons):
            return _FRAME + sum(_pressable(b.label, b.value) for b in buttons)
        case Form(opens=opens, value=value):
            return _FRAME + _pressable(opens, value)
        case _:
            return 0


def _pressable(label: str, value: str) -> int:
    return min(cost(label), 2 * BUTTON) + cost(value) + _CONTROL


def cost(text: str) -> int:
    """The length of a text in JSON."""
    return units(text) + sum(map(text.count, '"\\\n\t'))


def _shortened(parts: tuple[Part, ...], size: int) -> tuple[Part, ...]:
    """The parts with their longest texts cut so that all fit; beyond that the last ones go, and a mark says so."""
    room = size - sum(map(_weight, parts))
    costs = sorted(cost(text) + _frame(part) for part in parts for text in _texts(part))
    if sum(costs) <= room:
        return parts
    level, rest = 0, room
    for n, one in enumerate(costs):
        level = rest // (len(costs) - n)
        if one > level:
            break
        rest -= one
    if level < _FLOOR + _FRAME:
        return _shortened(tuple(_first(parts, min(room // (2 * (_FLOOR + _FRAME)), len(costs) - 1))), size)
    return tuple(_with_texts(part, level - _frame(part)) for part in parts)


def _frame(part: Part) -> int:
    """About how many characters each text of a part takes besides its own."""
    return _FRAME if isinstance(part, Heading | Quote) else _PIECE


def _first(parts: tuple[Part, ...], most: int) -> Iterator[Part]:
    """The first so many texts, a mark where the others were, and everything that can be pressed."""
    seen = 0
    for part in parts:
        texts = len(_texts(part))
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


def _texts(part: Part) -> tuple[str, ...]:
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


def _with_texts(part: Part, limit: int) -> Part:
    """The part with every text in it cut to this length."""
    match part:
        case Heading(text) if cost(text) > limit:
            # What was too long for a header must not become one: there may be no room for more blocks.
            return Paragraph(cut(text, limit, cost))
        case Paragraph(text):
            return Paragraph(cut(text, limit, cost))
        case Quote(text, who):
            return Quote(cut(text, limit, cost), cut(who, limit, cost))
        case Facts(rows):
            return Facts(tuple((cut(label, limit, cost), cut(value, limit, cost)) for label, value in rows))
        case Link(label, url) if max(cost(label), cost(url)) > limit:
            return Paragraph(cut(f"{label}: {url}" if label else url, limit, cost))
        case Options(label=label):
            return replace(part, label=cut(label, limit, cost))
        case Heading() | Link() | Buttons() | Form():
            return part
        case _ as never:
            assert_never(never)
