"""A card's parts as elements of an Adaptive Card: texts, what can be chosen, and what can be pressed in rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import assert_never

from adapters.lengths import cut, shown
from adapters.teams.elements import (
    Element,
    buttons,
    choice_set,
    execute,
    heading,
    leads_out,
    named,
    quote,
    submit,
    wide_button,
    words,
)
from adapters.teams.fields import standing
from adapters.teams.limits import AROUND, LABEL, ROW, WIDEST, WIDTH
from adapters.teams.marks import OPENING, Mark
from dialogs.cards import Buttons, Facts, Form, Heading, Link, Option, Options, Paragraph, Part, Quote
from dialogs.forms import FORMS
from dialogs.messages import FieldValue
from dialogs.words import Verb

OPENS = frozenset({*FORMS, Verb.STATUS, Verb.EDIT, Verb.FORM, Verb.EXPLORE})
"""What may be answered with something to fill in or to choose from, also where nobody else is."""

OPENS_SHARED = OPENS | {
    Verb.SHOW,
    Verb.MINE,
    Verb.QUEUE,
    Verb.OVERVIEW,
    Verb.HELP,
    Verb.HOME,
    Verb.URGENT,
    Verb.WHO_READS,
    Verb.ABOUT_ME,
    Verb.CHANGE,
    Verb.WITHDRAW,
    Verb.DIGEST,
}
"""What is answered with a card for one person alone, for which there is no room where others are."""

CARD = "application/vnd.microsoft.card.adaptive"
SCHEMA = "https://adaptivecards.io/schemas/adaptive-card.json"
VERSION = "1.5"

SHORT = 60
"""Characters of a fact that fits close to its neighbours; longer ones stand apart."""

_STYLES = {"primary": "positive", "danger": "destructive"}


@dataclass(frozen=True, slots=True)
class Pressing:
    """How presses are made. In a message with this key some ask for a dialog, more of them where others see it too;
    in a dialog, which has matters of its own to carry, all are simply sent."""

    key: str = ""
    shared: bool = False
    dialog: Mapping[str, object] | None = None

    def action(self, label: str, mark: Mark, style: str = "", opens: Form | None = None) -> Element:
        """The press with this label; what stands in the form that it opens goes along."""
        title, inputs = cut(shown(label), LABEL), "auto" if mark.picked else "none"
        made = self._made(title, mark, inputs, standing(opens) if opens else {})
        return {**made, **({"style": _STYLES[style]} if style in _STYLES else {})}

    def _made(self, title: str, mark: Mark, inputs: str, kept: Mapping[str, FieldValue]) -> Element:
        if self.dialog is not None:
            return submit(title, mark.written(self.key, d=self.dialog), inputs)
        carried = mark.written(self.key, k=kept)
        if mark.action in (OPENS_SHARED if self.shared else OPENS):
            return submit(title, {**OPENING, **carried}, inputs)
        return execute(title, mark.action, carried, inputs)


def adaptive_card(body: list[Element], language: str, instead: str = "") -> Element:
    """A whole Adaptive Card; `instead` is said where it cannot be shown."""
    return {
        "$schema": SCHEMA,
        "type": "AdaptiveCard",
        "version": VERSION,
        "lang": language,
        **({"fallbackText": instead} if instead else {}),
        "msteams": {"width": "Full"},
        "body": body,
    }


def drawn(parts: Iterable[Part], pressing: Pressing) -> list[Element]:
    """The elements of parts that fit."""
    return [element for n, part in enumerate(parts) for element in _drawn(part, pressing, n)]


def _drawn(part: Part, pressing: Pressing, n: int) -> Iterable[Element]:
    match part:
        case Heading(text):
            return heading(text)
        case Paragraph(text):
            return words(text)
        case Quote(text, who):
            return (quote(text, who),)
        case Facts(rows):
            return _facts(rows)
        case Link(label, url):
            return _link(label, url)
        case Options(label=label, many=True) if part.options:
            return _several(part, pressing, f"pick{n}")
        case Options(label=label):
            return (*(heading(label) if label else ()), *_one(part, pressing))
        case Buttons(there):
            pressed = [(b.label, pressing.action(b.label, Mark(b.action, b.value), b.style)) for b in there]
            return in_rows(pressed)
        case Form(action=action, value=value, opens=opens, submit=sends):
            label = opens.strip() or sends
            return in_rows([(label, pressing.action(label, Mark(action, value), opens=part))])
        case _ as never:
            assert_never(never)


def _facts(rows: tuple[tuple[str, str], ...]) -> Iterator[Element]:
    """Rows of label and value, those of few words close to each other."""
    short = [len(value) <= SHORT and "\n" not in value for _, value in rows]
    for n, (label, value) in enumerate(rows):
        told = label.replace("\n", " ")
        name = told if told.endswith((":", "?")) or not told else f"{told}:"
        close = n > 0 and short[n - 1] and short[n]
        yield from named(f"{name} " if name and value else name, value, "Small" if close else "")


def _link(label: str, url: str) -> Iterable[Element]:
    """A way out to a page; only https leads anywhere, anything else is shown as the text it is."""
    if leads_out(url):
        title = label or url
        return in_rows([(title, {"type": "Action.OpenUrl", "title": cut(title, LABEL), "url": url})])
    return words(f"{label}: {url}" if label and url else label or url)


def _marked(one: Option) -> str:
    return f"✓ {one.label}" if one.chosen else one.label


def _one(part: Options, pressing: Pressing) -> Iterator[Element]:
    """One choice: all are buttons, or all have rows of their own where a label needs it."""
    made = [(_marked(one), Mark(part.action, part.value, chosen=(one.value,))) for one in part.options]
    pressed = [(label, pressing.action(label, mark)) for label, mark in made]
    if any(is_long(label) for label, _ in made):
        return (wide_button(label, action) for label, action in pressed)
    return in_rows(pressed)


def _several(part: Options, pressing: Pressing, ident: str) -> Iterator[Element]:
    """Several choices: boxes to tick, and the button that sends them."""
    yield from heading(part.label) if part.label else ()
    yield choice_set(ident, shown(part.submit), part.options, many=True, open_=True)
    yield buttons([pressing.action(part.submit, Mark(part.action, part.value, picked=ident), "primary")])


def in_rows(made: Iterable[tuple[str, Element]]) -> Iterator[Element]:
    """What can be pressed, by label: as many buttons in a row as a phone shows whole; long labels have a row each."""
    row: list[Element] = []
    width = 0
    for label, action in made:
        wide = len(label) + AROUND
        if row and (width + wide > WIDTH or len(row) == ROW):
            yield buttons(row)
            row, width = [], 0
        if is_long(label):
            yield wide_button(label, action)
        else:
            row, width = [*row, action], width + wide
    if row:
        yield buttons(row)


def is_long(label: str) -> bool:
    """Whether a label is cut off on a button."""
    return len(label) > WIDEST or "\n" in label
