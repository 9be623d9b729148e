"""Forms in Slack's views, both ways: a card drawn as a view, in steps if need be, and what was filled in read back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from adapters.lengths import NOTHING, cut, shown, units
from adapters.reading import at, object_at, objects_at, text_at
from adapters.slack import keeping
from adapters.slack.blocks import drawn, page
from adapters.slack.elements import Element, plain
from adapters.slack.fields import ENTRY, Slot, entered, inputs, is_chosen, joined, kept_in, slot
from adapters.slack.keeping import Aside, Meta, TooLongError, shown_kept, unescaped, written
from adapters.slack.limits import INPUT, LABEL, TITLE, VIEW, VIEW_SIZE, Room, fitted
from dialogs.cards import Buttons, Card, Field, Form, Heading, form_of, without
from dialogs.messages import FieldValue

__all__ = [
    "Meta",
    "TooLongError",
    "errors",
    "filled",
    "sent_again",
    "step_to_mend",
    "steps",
    "view",
    "waiting",
    "warned",
]

NAME = "Idéslussen"
"""The title of a view whose own would be too long."""

FORM, CARD, WAITING = "form", "card", "waiting"
"""What kind of view it is: its callback id."""

_LEADS = Room(6, 8_000)
"""Room for what is said before the fields, and as much for why a text was stopped."""

_FIELDS = Room(VIEW.blocks - 2 * _LEADS.blocks - 1, 150_000)
"""Room for the fields of one step and the answers of other steps: blocks, and bytes of JSON."""

_LONG = 8
"""Blocks for answers of other steps that are too long to share one."""

_APART = 1_000
"""Where ids begin of what is put into a view later, so that they differ from those already there."""


def view(card: Card, meta: Meta) -> dict[str, Any]:
    """The card as a view: its form in the step that `meta` says, or just what it says when it holds no form.

    What has been filled in before, `meta.kept`, stands in its field or is carried along.

    Raises:
        TooLongError: Slack's views cannot hold that much.
    """
    form = form_of(card)
    if form is None:
        return _modal(card, CARD, _leads(card, VIEW))
    parts = _steps(form)
    step = min(meta.step, len(parts) - 1)
    here = {one.key for one in parts[step]}
    typed = {f.key for f in form.fields if not is_chosen(f)}
    away = {key: value for key, value in meta.kept.items() if key not in here}
    texts = {key: value for key, value in away.items() if isinstance(value, str) and value and key in typed}
    rest = {key: value for key, value in away.items() if key not in texts}
    blocks: list[Element] = [
        *_leads(card, _LEADS),
        *(block for one in parts[step] for block in inputs(one, meta.kept.get(one.key))),
        *shown_kept((f.key, f.label, texts[f.key]) for f in form.fields if f.key in texts),
    ]
    label = form.submit if step == len(parts) - 1 else form.onward or form.submit
    made = {
        **_modal(card, FORM, blocks),
        "submit": plain(label, TITLE),
        **({"close": plain(form.cancel, TITLE)} if form.cancel.strip() else {}),
        "private_metadata": written(replace(meta, step=step, of=len(parts), kept=rest)),
    }
    if len(blocks) > VIEW.blocks or _size(made) > VIEW_SIZE:
        raise TooLongError
    return made


def steps(form: Form) -> int:
    """How many views a form takes."""
    return len(_steps(form))


def step_to_mend(form: Form) -> int:
    """The first step with an error in it, to begin with when a form comes back; the first of all when there is none."""
    return next((n for n, part in enumerate(_steps(form)) if any(one.error.strip() for one in part)), 0)


def filled(view: Mapping[str, object]) -> tuple[dict[str, FieldValue], Meta] | None:
    """Everything filled in, in this step and those before, and what the form is for; None when it is not ours."""
    known = keeping.read(view) if text_at(view, "callback_id") == FORM else None
    if known is None:
        return None
    meta = replace(known[0], kept={**known[0].kept, **dict(keeping.texts(view))})
    texts: dict[str, list[tuple[Slot, str]]] = {}
    answers: dict[str, FieldValue] = dict(meta.kept)
    for where, value in _entries(view):
        if isinstance(value, str):
            texts.setdefault(where.key, []).append((where, value))
        else:
            answers[where.key] = value
    return {**answers, **{key: joined(parts) for key, parts in texts.items()}}, meta


def errors(card: Card, view: Mapping[str, object]) -> dict[str, str] | None:
    """The card's errors by the blocks of this view, or None when one of them belongs to another step."""
    form = form_of(card)
    faults = {one.key: cut(shown(one.error), LABEL) for one in (form.fields if form else ()) if one.error.strip()}
    here = {text_at(block, "block_id") for block in _inputs(view)}
    return faults if faults.keys() <= here else None


def warned(view: Mapping[str, object], card: Card) -> dict[str, Any]:
    """The same view with all that was typed still in it, and the card's words first.

    A `resend` button of the card becomes the view's own: pressing it sends the same text once more, on purpose.
    """
    meta, aside = keeping.read(view) or (Meta("", "", "", ""), Aside())
    own = [dict(sent_again(block)) for block in objects_at(view, "blocks")][aside.said :]
    texts = [_refilled(view, block) if at(block, "type") == "input" else block for block in own]
    room = replace(_LEADS, blocks=VIEW.blocks - len(own))
    resend = next((b for part in card.parts if isinstance(part, Buttons) for b in part.buttons if b.resend), None)
    said = drawn(fitted(replace(card, parts=without(card.parts, resend)), room).parts, first=_APART)
    label = aside.submit or unescaped(text_at(view, "submit", "text"))
    made: dict[str, Any] = {
        "type": "modal",
        "callback_id": text_at(view, "callback_id"),
        "title": plain(unescaped(text_at(view, "title", "text")), TITLE),
        "blocks": [*said, *texts],
        "submit": plain(resend.label if resend else label, TITLE),
        "private_metadata": written(replace(meta, sure=resend is not None), Aside(label, len(said))),
    }
    close = unescaped(text_at(view, "close", "text"))
    return {**made, "close": plain(close, TITLE)} if close else made


def waiting(text: str) -> dict[str, Any]:
    """A small view to open at once, before the real one is made."""
    return {
        "type": "modal",
        "callback_id": WAITING,
        "title": plain(NAME, TITLE),
        "blocks": [{"type": "section", "text": plain(text, INPUT)}],
    }


def _heading(card: Card) -> Heading:
    return next((part for part in card.parts if isinstance(part, Heading) and part.text.strip()), Heading(""))


def _modal(card: Card, kind: str, blocks: Sequence[Element]) -> dict[str, Any]:
    heading = shown(_heading(card).text)
    return {
        "type": "modal",
        "callback_id": kind,
        "title": plain(heading if _is_title(heading) else NAME, TITLE),
        "blocks": list(blocks) or page(replace(card, parts=()), _LEADS),
    }


def _is_title(heading: str) -> bool:
    return heading != NOTHING and "\n" not in heading and units(heading) <= TITLE


def _leads(card: Card, room: Room) -> list[Element]:
    """What the card says besides its form, its heading first unless that is the title."""
    first = _heading(card)
    rest = tuple(part for part in card.parts if part is not first and not isinstance(part, Form))
    parts = rest if _is_title(shown(first.text)) else (first, *rest)
    return drawn(fitted(replace(card, parts=parts), room).parts)


def _steps(form: Form) -> list[tuple[Field, ...]]:
    """The fields of each step: all at once where they fit, else with room for what the other steps carry along."""
    sizes = [(one, *_room_of(inputs(one))) for one in form.fields]
    if sum(blocks for _, blocks, _ in sizes) <= _FIELDS.blocks and sum(size for *_, size in sizes) <= _FIELDS.size:
        return [form.fields]
    typed = [one for one in form.fields if not is_chosen(one)]
    blocks, size = _room_of(list(shown_kept((one.key, one.label, one.value or NOTHING) for one in typed)))
    room = Room(_FIELDS.blocks - min(blocks + _LONG, _FIELDS.blocks // 2), max(_FIELDS.size - size, _FIELDS.size // 3))
    parts: list[tuple[Field, ...]] = []
    left = Room(0, 0)
    for one, blocks, size in sizes:
        if blocks > left.blocks or size > left.size:
            parts.append(())
            left = room
        parts[-1] = (*parts[-1], one)
        left = Room(left.blocks - blocks, left.size - size)
    return parts


def _room_of(blocks: Sequence[Element]) -> tuple[int, int]:
    return len(blocks), sum(map(_size, blocks))


def _size(made: Mapping[str, object]) -> int:
    """Bytes of JSON."""
    return len(json.dumps(made, ensure_ascii=False).encode("utf-8", "replace"))


def _inputs(view: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    return (block for block in objects_at(view, "blocks") if at(block, "type") == "input")


def _entries(view: Mapping[str, object]) -> Iterator[tuple[Slot, FieldValue]]:
    """What was filled in, input by input."""
    for block in _inputs(view):
        block_id = text_at(block, "block_id")
        state = object_at(view, "state", "values", block_id, ENTRY)
        yield slot(block_id), entered(state, object_at(block, "element"))


def _refilled(view: Mapping[str, object], block: Element) -> Element:
    """The same input holding what was filled in."""
    state = object_at(view, "state", "values", text_at(block, "block_id"), ENTRY)
    element = object_at(block, "element")
    return {**block, "element": kept_in(element, entered(state, element))}


def sent_again(node: object) -> Any:
    """What Slack has sent back, as it was sent to Slack: texts come back escaped."""
    if isinstance(node, Mapping):
        again = {name: sent_again(there) for name, there in node.items()}
        if at(node, "type") in ("plain_text", "text"):
            again["text"] = unescaped(text_at(node, "text"))
        return again
    return [sent_again(one) for one in node] if isinstance(node, list | tuple) else node
