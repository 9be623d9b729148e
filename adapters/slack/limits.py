"""What Slack takes in one message or view, and a card made to fit it. Nothing is dropped in silence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from adapters.fitting import Numbers, Scale, as_text, numbered, rows_of, shortened, tidied
from adapters.lengths import clean, units
from dialogs.cards import Button, Buttons, Card, Form, Heading, Options, Part, Quote

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
    carried = tuple(fit for part, numbers in numbered(card.parts) for fit in _carried(part, numbers))
    return replace(card, parts=shortened(_placed(carried, room), room.size, _SCALE), summary=clean(card.summary))


def is_header(text: str) -> bool:
    """Whether a heading can be a header of its own."""
    return "\n" not in text and units(text) <= HEADER


def _carried(part: Part, numbers: Numbers) -> Iterator[tuple[Part, Numbers]]:
    """The part with nothing empty in it, and in it nothing to press that Slack would not carry."""
    kept = tidied(part)
    match kept:
        case None:
            return
        case Buttons(buttons):
            yield from rows_of(buttons, numbers, _can_be_pressed, ROW)
        case Options(options=options) if not (options and can_be_chosen(kept)):
            yield from ((text, ()) for text in as_text(kept, numbers))
        case Form(action=action, value=value) if not (_is_name(action) and _is_carried(value, PRESS_VALUE)):
            yield from ((text, ()) for text in as_text(kept, numbers))
        case _:
            yield kept, numbers


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
    rest = (text for part, numbers in parts[best:] for text in as_text(part, numbers))
    return (*(part for part, _ in parts[:best]), *rest)


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


def _frame(part: Part) -> int:
    """About how many characters each text of a part takes besides its own."""
    return _FRAME if isinstance(part, Heading | Quote) else _PIECE


_SCALE = Scale(cost, _frame, _weight, _FLOOR + _FRAME)
