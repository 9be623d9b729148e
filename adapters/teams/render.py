"""A card as a message to Teams. Pure; nothing in it is read as markup, and no word is written here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from adapters.lengths import cut, shown
from adapters.teams.cards import CARD, Pressing, adaptive_card, drawn
from adapters.teams.elements import Element
from adapters.teams.limits import LESS, MESSAGE, Room, fitted, size_of, sound, told
from adapters.teams.marks import CHOICES, Pressed
from dialogs.cards import Buttons, Card, Options, Paragraph, Part

_SMALL, _LEAST = 4, 8
"""A card that takes no more than this part of its room is left as it is; and into what part of its room a card is
fitted at least, where it turns out larger than it seemed."""


def render(card: Card, key: str = "", *, shared: bool = False, room: Room = MESSAGE) -> dict[str, Any]:
    """The card as the content of an activity: a line of text where that is all, else an Adaptive Card.

    `key` is the message's own, which a press on it tells; `shared` is set where others see it too.
    """
    line = _line(card)
    if line and told(line) <= room.size // 4:
        return _message(card, room, textFormat="plain", text=line)

    def whole(body: list[Element]) -> dict[str, Any]:
        return _message(card, room, attachments=[{"contentType": CARD, "content": _content(card, room, body)}])

    return filling(card, Pressing(key, shared), room, whole)


def adaptive(card: Card, key: str = "", *, shared: bool = False, room: Room = MESSAGE) -> dict[str, Any]:
    """The Adaptive Card alone, to be shown in place of another."""
    return filling(card, Pressing(key, shared), room, lambda body: _content(card, room, body))


def answered(card: Card, pressed: Pressed, key: str = "", *, shared: bool = False) -> dict[str, Any] | None:
    """The Adaptive Card of a question once answered: what was chosen, in place of what could be pressed.

    None when the press answers nothing on it.
    """
    chosen, label = pressed.fields.get(CHOICES, ()), _pressed_label(card, pressed)
    parts = tuple(part for one in card.parts for part in _answered(one, pressed, chosen, settled=bool(label)))
    parts = (*parts, Paragraph(f"✓ {label}")) if label else parts
    return adaptive(replace(card, parts=parts), key, shared=shared) if parts != card.parts else None


def plainly(card: Card) -> dict[str, Any]:
    """Only the card's words, for when Teams takes no card."""
    return _message(card, LESS, textFormat="plain", text=_cut(card.summary, LESS.size // 2))


def filling(
    card: Card, pressing: Pressing, room: Room, whole: Callable[[list[Element]], dict[str, Any]]
) -> dict[str, Any]:
    """The whole with as much of the card in it as there is room for; its summary where it has no parts to show.

    Almost every card is so small that drawing it is the cheapest way to know that it fits as it is.
    """
    said = replace(card, parts=(Paragraph(shown(card.summary)),))
    made = whole(drawn(sound(card) or sound(said), pressing))
    if size_of(made) <= room.size // _SMALL:
        return made
    most = left = room.size - size_of(whole([]))
    while left >= most // _LEAST:
        there = replace(room, size=left)
        made = whole(drawn(fitted(card, there).parts or fitted(said, there).parts, pressing))
        over = size_of(made) - room.size
        if over <= 0:
            return made
        left -= max(over, left // 8)
    return whole(drawn(fitted(said, replace(room, size=most // _LEAST)).parts, pressing))


def _pressed_label(card: Card, pressed: Pressed) -> str:
    """What the button says that was pressed; empty when it was none of the card's."""
    there = (button for part in card.parts if isinstance(part, Buttons) for button in part.buttons)
    return next((b.label for b in there if (b.action, b.value) == (pressed.action, pressed.value)), "")


def _answered(part: Part, pressed: Pressed, chosen: object, *, settled: bool) -> tuple[Part, ...]:
    """The part once all is answered: a question keeps its words, and other choices what was chosen of them."""
    if settled and isinstance(part, Buttons):
        return ()
    if settled and isinstance(part, Options):
        was = [one.label for one in part.options if one.chosen]
        return (replace(part, options=()), *([Paragraph(f"✓ {' · '.join(was)}")] if was else []))
    if not isinstance(part, Options) or (part.action, part.value) != (pressed.action, pressed.value):
        return (part,)
    labels = [one.label for one in part.options if isinstance(chosen, tuple) and one.value in chosen]
    if not labels:
        return (part,)
    return (replace(part, options=()), Paragraph(f"✓ {' · '.join(labels)}"))


def _line(card: Card) -> str:
    """The card's words where they are one line and nothing else."""
    texts = [shown(part.text) for part in card.parts if isinstance(part, Paragraph)]
    return texts[0] if len(texts) == len(card.parts) == 1 and "\n" not in texts[0] else ""


def _message(card: Card, room: Room, **content: Any) -> dict[str, Any]:
    return {"type": "message", "summary": _cut(card.summary, room.notice), "locale": card.language, **content}


def _content(card: Card, room: Room, body: list[Element]) -> dict[str, Any]:
    return adaptive_card(body, card.language, _cut(card.summary, room.instead) if room.instead else "")


def _cut(text: str, size: int) -> str:
    return cut(shown(text), size, told)
