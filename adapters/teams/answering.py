"""What is answered at once: the bodies of answers that ride on a request, and words said privately beside it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from adapters.teams import forms
from adapters.teams.cards import CARD
from adapters.teams.connector import Connector
from adapters.teams.inbound import Heard, Way
from adapters.teams.render import adaptive, answered, render
from dialogs.cards import Buttons, Card, Form, Options, form_of, sentence
from dialogs.messages import GiveUp, Inbound, Now, PlaceGone, TryLater
from dialogs.references import Reference, References
from dialogs.words import Verb

LONGEST_TOLD = 500
"""Characters of words that are told beside a card or in an empty dialog; longer ones are written."""
SETTLED = frozenset({Verb.ANSWER, Verb.PICK_IDEA})
"""Presses after which a question shows its answer instead of its buttons."""

log = logging.getLogger(__name__)
Words = Callable[[str], str]
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
    """The dialog that opens, or goes on."""
    card = now.card
    if card is None:
        return _said(words("chat-done"))
    if is_told(card):
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
        return _warned(heard, sentence(words("chat-not-saved")), "", words)
    if form is None and now.refused and forms.filled(heard.way.sent):
        return _warned(heard, card, words("chat-go-on"), words)
    if form is None:
        return on_opening(now, heard, words)
    kept = heard.inbound.fields if now.refused else {}
    sure = bool(heard.meta and heard.meta.sure)
    return _dialog(card, replace(meta_of(now, heard.inbound, form), kept=kept, sure=sure), words)


def _dialog(card: Card, meta: forms.Meta, words: Words) -> Answer:
    try:
        return _goes_on(forms.dialog(card, meta))
    except forms.TooLongError:
        return _said(words("chat-too-much"))


def _warned(heard: Heard, card: Card, go_on: str, words: Words) -> Answer:
    """The same dialog with all that was typed still in it, and the card's words first."""
    try:
        return _goes_on(forms.warned(heard.way.sent, card, go_on))
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


class Private:
    """Words for one person alone. None of them is kept: whoever misses one asks again."""

    def __init__(self, connector: Connector, references: References) -> None:
        self._connector, self._references = connector, references

    async def home(self, way: Way) -> Reference | None:
        """The way to the person's own conversation, opened if need be; None where Teams does not let the bot in."""
        known = await self._references.find(way.home) or Reference(way.home, way.here.address, "", way.user)
        if known.gone or known.conversation:
            return None if known.gone else known
        try:
            opened = replace(known, conversation=await self._connector.open(known))
        except PlaceGone as gone:  # until they add the app, which is told
            await self._references.lose(way.home, str(gone))
            return None
        except (TryLater, GiveUp) as error:
            log.warning("somebody's own conversation was not opened: %s", error)
            return None
        await self._references.keep(opened)
        return opened

    async def whisper(self, way: Way, card: Card, words: Words) -> None:
        """Where they asked, if nobody else sees it; else in their own conversation, which a line there says."""
        if way.is_private:
            await self._post(way.here, card)
        elif not (way.targeted and await self._post(way.here, card, way.thread, way.user)):
            home = await self.home(way)
            told = home is not None and await self._post(home, card)
            if not told or way.kind == "message":
                hint = sentence(words("chat-told-home" if told else "chat-cannot-reach"), card.language)
                await self._post(way.here, hint, way.thread, way.user if way.targeted else "")

    async def settle(self, heard: Heard, asked: Card) -> None:
        """A question shows its answer also where the press on it came as a message, which nothing can be shown for."""
        pressed, message = heard.pressed, heard.inbound.arrived
        if pressed is None or not message or heard.inbound.action not in SETTLED:
            return
        if (card := answered(asked, pressed, pressed.message)) is None:
            return
        shown = {**render(asked), "attachments": [{"contentType": CARD, "content": card}]}
        try:
            await self._connector.change(heard.way.here, shown, message)
        except (TryLater, GiveUp) as error:
            log.warning("an answered question was not shown so: %s", error)

    async def _post(self, where: Reference, card: Card, thread: str = "", only: str = "") -> bool:
        """Whether it was said; the log tells why not."""
        try:
            await self._connector.post(where, render(card), thread, only)
        except (TryLater, GiveUp) as error:
            log.warning("an answer was not shown: %s", error)
            return False
        return True
