"""What Teams takes in one message or dialog, and a card made to fit it. Nothing is dropped in silence."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from adapters.fitting import Numbers, Scale, as_text, numbered, rows_of, shortened, texts_of, tidied
from adapters.lengths import clean, units
from adapters.teams.wording import is_plain
from dialogs.cards import Button, Buttons, Card, Facts, Form, Heading, Link, Options, Paragraph, Part, Quote

ROW, TOGETHER = 6, 24
"""Buttons that Teams shows in a row, for it hides the others; and buttons that are pressed or told together."""

WIDTH, AROUND, WIDEST = 40, 5, 40
"""Characters of a row of buttons on a phone, those that each takes besides its words, and those of one alone in its
row. What is longer Teams does not show."""

HEADING, LABEL, ADDRESS, TITLE = 80, 300, 2_000, 60
"""Characters of a heading that is set large, of something to press, of an address, and of a dialog's title."""

PRESS, VALUE = 200, 2_000
"""Characters of an action, and of the value it carries."""

DIALOG_SIZE = 80_000
"""Bytes of a whole dialog."""

_FLOOR, _LINE, _RUN, _BLOCK, _CONTROL = 24, 110, 40, 160, 480
"""Bytes: a text that still says something, what holds a text, a run, a part, and something to press."""

_APART = {"\n": 24, "-": 12, "+": 12, "(": 12, **dict.fromkeys("*_{\\&$", _RUN)}
"""Bytes that a sign may take besides its own."""


@dataclass(frozen=True, slots=True)
class Room:
    """How many bytes a message has in all, and how many of them are for its words in other places: the notice that
    pops up, and what is shown where a card is not."""

    size: int
    notice: int = 0
    instead: int = 0


MESSAGE = Room(28_000, 1_000, 4_000)
LESS = Room(10_000, 400, 1_200)
DIALOG = Room(60_000)


def fitted(card: Card, room: Room = MESSAGE) -> Card:
    """The same card within Teams' limits, as far as that can be told before it is drawn.

    A text that is too long is cut with a visible mark, the longest first. What there is no room to press, or what
    could not be told apart, is listed with the numbers it has in the card's summary, to answer from in words.
    """
    parts = shortened(_placed(_sound(card), room), room.size, _SCALE)
    return replace(card, parts=parts, summary=clean(card.summary))


def sound(card: Card) -> tuple[Part, ...]:
    """The card's parts with nothing empty in them, and nothing to press that would not come back as it was."""
    return tuple(part for part, _ in _sound(card))


def size_of(made: Mapping[str, object] | str) -> int:
    """Bytes of what is sent."""
    return len(json.dumps(made, ensure_ascii=False).encode("utf-8", "replace"))


def can_be_told_apart(values: tuple[str, ...]) -> bool:
    """Whether each of these values stands for one option, and comes back as it was."""
    return len(set(values)) == len(values) and all(map(_is_carried, values))


def told(text: str) -> int:
    """Bytes of a text in what is sent."""
    return len(text) if text.isascii() and text.isalnum() else size_of(text) - 2


def cost(text: str) -> int:
    """About how many bytes a text takes on a card, where signs of markup and paragraphs are taken apart."""
    return told(text) + sum(text.count(sign) * more for sign, more in _APART.items())


def _sound(card: Card) -> list[tuple[Part, Numbers]]:
    return [fit for part, numbers in numbered(card.parts) for fit in _carried(part, numbers)]


def _carried(part: Part, numbers: Numbers) -> Iterator[tuple[Part, Numbers]]:
    """The part with nothing empty in it, and in it nothing to press that would not come back as it was."""
    kept = tidied(part)
    match kept:
        case None:
            return
        case Buttons(buttons):
            yield from rows_of(buttons, numbers, _can_be_pressed, TOGETHER)
        case Options(options=options) if not (options and _can_be_chosen(kept)):
            yield from ((text, ()) for text in as_text(kept, numbers))
        case Form(action=action, value=value) if not (_is_action(action) and _is_carried(value)):
            yield from ((text, ()) for text in as_text(kept, numbers))
        case _:
            yield kept, numbers


def _can_be_pressed(button: Button) -> bool:
    return _is_action(button.action) and _is_carried(button.value)


def _can_be_chosen(part: Options) -> bool:
    if part.many and not all(is_plain(one.label) for one in part.options):
        return False
    values = tuple(one.value for one in part.options)
    return _is_action(part.action) and _is_carried(part.value) and can_be_told_apart(values)


def _is_action(action: str) -> bool:
    return bool(action.strip()) and units(action) <= PRESS and clean(action) == action


def _is_carried(value: str) -> bool:
    return units(value) <= VALUE and clean(value) == value


def _placed(parts: list[tuple[Part, Numbers]], room: Room) -> tuple[Part, ...]:
    """As many parts from the beginning as there is room to press, and the rest as words."""
    best, weight = 0, 0
    for n, (part, _) in enumerate(parts, 1):
        weight += _weight(part)
        if weight <= room.size * 2 // 3:
            best = n
    rest = _joined(text for part, numbers in parts[best:] for text in as_text(part, numbers))
    return (*(part for part, _ in parts[:best]), *rest)


def _joined(parts: Iterable[Part]) -> Iterator[Part]:
    """The parts with paragraphs that follow each other as one, for what holds a text takes more than its words."""
    for is_words, some in groupby(parts, lambda part: isinstance(part, Paragraph)):
        if is_words:
            yield Paragraph("\n".join(text for part in some for text in texts_of(part)))
        else:
            yield from some


def _weight(part: Part) -> int:
    """About how many bytes a part takes besides the texts that can be cut."""
    match part:
        case Options(many=True, options=options) if options:
            return _BLOCK + _CONTROL + sum(cost(o.label) + 2 * cost(o.value) + _RUN for o in options)
        case Options(value=value, options=options) if options:
            return _BLOCK + sum(_pressable(o.label, value + o.value) for o in options)
        case Buttons(buttons):
            return _BLOCK + sum(_pressable(b.label, b.value) for b in buttons)
        case Form(opens=opens, value=value, fields=fields):
            standing = (
                text for one in fields for text in (one.key, one.value, *(o.value for o in one.options if o.chosen))
            )
            return _BLOCK + _pressable(opens, value) + 2 * sum(told(text) + _RUN for text in standing)
        case _:
            return 0


def _pressable(label: str, value: str) -> int:
    return 2 * (min(cost(label), 2 * LABEL) + cost(value)) + _CONTROL


def _frame(part: Part) -> int:
    """About how many bytes each text of a part takes besides its own."""
    return _BLOCK if isinstance(part, Heading | Quote | Link) else _LINE * 3 // 4 if isinstance(part, Facts) else _LINE


_SCALE = Scale(cost, _frame, _weight, _FLOOR + _BLOCK)
