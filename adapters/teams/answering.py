"""What is answered at once: the bodies of answers that ride on a request, and words said privately beside it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from adapters.desk import Words
from adapters.teams import forms
from adapters.teams.inbound import Heard, Kind
from adapters.teams.render import adaptive, answered
from dialogs.cards import Buttons, Card, Form, Options, form_of, sentence
from dialogs.messages import Inbound, Now
from dialogs.words import Verb

LONGEST_TOLD = 500
"""Characters of words that are told beside a card or in an empty dialog; longer ones are written."""
SETTLED = frozenset({Verb.ANSWER, Verb.PICK_IDEA, Verb.SKIP, Verb.UNKNOWN, Verb.SUBMIT, Verb.SUGGEST})
"""Presses after which a question shows its answer instead of its buttons."""

log = logging.getLogger(__name__)
Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request is answered. An empty body acknowledges, and lets a dialog close."""

    status: int = 200
    body: Mapping[str, Any] = field(default_factory=dict)


def is_told(card: Card) -> bool:
    """Whether a card is a few words, with nothing to press."""
    pressable = any(isinstance(part, Buttons | Options | Form) for part in card.parts)
    return not pressable and len(card.summary) <= LONGEST_TOLD


def meta_of(now: Now, inbound: Inbound, form: Form | None) -> forms.Meta:
    """What a dialog has to carry so that it is sent from where it belongs."""
    place = now.place or inbound.place
    direct = inbound.direct or now.place is not None
    action, value = (form.action, form.value) if form else ("", "")
    return forms.Meta(action, value, place.channel, place.thread, direct=direct, once=inbound.key)


def on_press(now: Now, heard: Heard, words: Words) -> Answer:
    """What the one who pressed sees in place of the card, or beside it. Whatever else there is to say is written."""
    card = now.card
    if card and is_told(card):
        return _beside(card.summary)
    if now.message is None or heard.pressed is None:
        return _beside(words("chat-done"))
    shared, key = not heard.way.is_private, heard.pressed.message
    settled = answered(now.message, heard.pressed, key, shared=shared) if heard.inbound.action in SETTLED else None
    return _in_place(settled or adaptive(now.message, key, shared=shared))


def on_opening(now: Now, heard: Heard, words: Words) -> Answer:
    """The dialog that opens, or goes on. Words alone are for the end of one: Teams opens none with them."""
    card, ends = now.card, heard.way.kind is Kind.SUBMIT
    if card is None:
        card = sentence(words("chat-told-home"))
    if ends and is_told(card):
        return _said(card.summary)
    kept = heard.pressed.kept if heard.pressed else {}
    return _dialog(card, replace(meta_of(now, heard.inbound, form_of(card)), kept=kept), words)


def on_submission(now: Now | None, heard: Heard, words: Words) -> Answer:
    """What becomes of a dialog when something in it has been sent: the next words, what is to mend, or it closes.

    Nothing typed is lost: what was refused stays in the dialog, with the reason over it.
    """
    card, form = (now.card, form_of(now.card)) if now else (None, None)
    if now is None or (card is None and not now.refused):
        return Answer()
    if card is None:
        return _warned(heard, sentence(words("chat-not-saved")), words, heard.inbound.key)
    if form is None and now.refused and heard.meta and heard.pressed is None:
        return _warned(heard, card, words, heard.inbound.key)
    if form is None:
        return on_opening(now, heard, words)
    kept = heard.inbound.fields if now.refused else {}
    sure = bool(heard.meta and heard.meta.sure)
    return _dialog(card, replace(meta_of(now, heard.inbound, form), kept=kept, sure=sure), words)


def on_waiting(heard: Heard, text: str, words: Words) -> Answer:
    """That it is not done yet. A dialog stays with all that was typed: to send it once more does nothing twice."""
    card = sentence(text)
    match heard.way.kind:
        case Kind.SUBMIT if heard.meta and heard.pressed is None:
            return _warned(heard, card, words, heard.meta.once)
        case Kind.SUBMIT:
            return _said(text)
        case Kind.FETCH:
            return _dialog(card, forms.Meta("", ""), words)
        case _:
            return _beside(text)


def _dialog(card: Card, meta: forms.Meta, words: Words) -> Answer:
    try:
        return _goes_on(forms.dialog(card, meta))
    except forms.TooLongError:
        return _goes_on(forms.dialog(sentence(words("chat-too-much")), forms.Meta("", "")))


def _warned(heard: Heard, card: Card, words: Words, once: str) -> Answer:
    """The same dialog with all that was typed still in it, and the card's words first."""
    try:
        return _goes_on(forms.warned(heard.way.sent, card, once))
    except forms.TooLongError:
        return _said(words("chat-too-much"))


def _goes_on(shown: Mapping[str, Any]) -> Answer:
    return Answer(200, {"task": {"type": "continue", "value": shown}})


def _said(text: str) -> Answer:
    return Answer(200, {"task": {"type": "message", "value": text}})


def _beside(text: str) -> Answer:
    return Answer(200, {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": text})


def _in_place(card: Mapping[str, Any]) -> Answer:
    return Answer(200, {"statusCode": 200, "type": "application/vnd.microsoft.card.adaptive", "value": card})
