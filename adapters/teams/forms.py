"""Forms in Teams' dialogs, both ways: a card drawn as a dialog, and what was filled in read back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from adapters.lengths import NOTHING, clean, shown, units
from adapters.reading import text_at
from adapters.teams.cards import CARD, Pressing, adaptive_card, drawn
from adapters.teams.elements import Element, buttons, submit
from adapters.teams.fields import entered, holding, inputs
from adapters.teams.keeping import Meta, TooLongError, fields_of, meta_of, packed, unpacked, written
from adapters.teams.limits import DIALOG, DIALOG_SIZE, TITLE, Room, fitted, size_of
from adapters.teams.marks import OURS, Mark
from adapters.teams.render import filling
from dialogs.cards import Buttons, Card, Field, Form, Heading, Part, form_of, without
from dialogs.messages import FieldValue

__all__ = ["Meta", "TooLongError", "dialog", "filled", "meta_of", "warned"]

NAME = "Idéslussen"
"""The title of a dialog whose own would be too long."""

_LEADS = Room(12_000)
"""Room for what is said before the fields, and as much for why a text was stopped."""

_FEW = 3
"""Elements of a small dialog without anything to fill in; one of twice as many is of middle height."""


def dialog(card: Card, meta: Meta, key: str = "") -> dict[str, Any]:
    """The card as a dialog: its form, or just what it says when it holds no form.

    What has been filled in before, `meta.kept`, stands in its field or is carried along. `key` is that of the message
    that it was opened from.

    Raises:
        TooLongError: a dialog cannot hold that much of a form.
    """
    form = form_of(card)
    if form is not None:
        return _form(card, form, meta, key, (), form.submit)
    title, parts = _titled(card)
    pressing = Pressing(key, dialog=written(meta))
    return filling(replace(card, parts=parts), pressing, DIALOG, lambda body: _window(title, body, card.language))


def filled(sent: object) -> tuple[dict[str, FieldValue], Meta] | None:
    """Everything filled in, and what the form is for; None when what was sent is no form of ours."""
    meta, card = meta_of(sent), unpacked(sent)
    if meta is None or card is None:
        return None
    return {**meta.kept, **{one.key: entered(one, sent) for one in fields_of(card)}}, meta


def warned(sent: Mapping[str, object], card: Card, once: str = "") -> dict[str, Any]:
    """The same dialog with all that was typed still in it, and the card's words first.

    `once` is the dialog's name from now on, its own when none is given. A `resend` button of the card becomes the
    dialog's own: pressing it sends the same once more, on purpose.

    Raises:
        TooLongError: a dialog cannot hold that much.
    """
    answers, was = filled(sent), unpacked(sent)
    form = form_of(was)
    if answers is None or was is None or form is None:
        return dialog(card, meta_of(sent) or Meta("", ""))
    typed, meta = answers
    meta = replace(meta, once=once or meta.once)
    resend = next((b for part in card.parts if isinstance(part, Buttons) for b in part.buttons if b.resend), None)
    said = replace(card, parts=without(card.parts, resend))
    label = resend.label if resend else form.submit
    key = text_at(sent, OURS, "m")
    return _form(was, form, replace(meta, kept=typed, sure=resend is not None), key, (said,), label)


def _form(card: Card, form: Form, meta: Meta, key: str, said: Sequence[Card], label: str) -> dict[str, Any]:
    """A dialog with these words first, the card's own, its fields, and the button that sends them."""
    title, parts = _titled(card)
    rest = tuple(part for part in parts if not isinstance(part, Form))
    place = written(meta)
    pressing = Pressing(key, dialog=place)
    keys = {one.key for one in form.fields}
    along = {name: value for name, value in meta.kept.items() if name not in keys}
    carried = Mark(clean(form.action), clean(form.value)).written(key, d=place, f=packed(card, form, along))
    body = [
        *(element for one in said for element in drawn(fitted(one, _LEADS).parts, pressing)),
        *drawn(fitted(replace(card, parts=rest), _LEADS).parts, pressing),
        *(element for one in _holding(form.fields, meta.kept) for element in inputs(one, form.missing)),
        buttons([{**submit(shown(label), carried, "auto"), "style": "positive"}]),
    ]
    made = _window(title, body, card.language)
    if size_of(made) > DIALOG_SIZE:
        raise TooLongError
    return made


def _holding(fields: Sequence[Field], kept: Mapping[str, FieldValue]) -> Iterator[Field]:
    return (holding(one, kept[one.key]) if one.key in kept else one for one in fields)


def _titled(card: Card) -> tuple[str, tuple[Part, ...]]:
    """A dialog's title, and the parts that are not said by it."""
    first = next((part for part in card.parts if isinstance(part, Heading) and part.text.strip()), None)
    heading = shown(first.text) if first else NOTHING
    if first is None or heading == NOTHING or "\n" in heading or units(heading) > TITLE:
        return NAME, card.parts
    return heading, tuple(part for part in card.parts if part is not first)


def _window(title: str, body: list[Element], language: str) -> dict[str, Any]:
    fills = any("id" in element for element in body)
    height = "large" if len(body) > 2 * _FEW else "medium" if fills or len(body) > _FEW else "small"
    content = adaptive_card(body, language)
    return {"title": title, "height": height, "width": "medium", "card": {"contentType": CARD, "content": content}}
