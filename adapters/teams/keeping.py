"""What goes along with a dialog and comes back: what it is for, and the form in it, to be drawn again as it was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from adapters.lengths import clean
from adapters.reading import at, object_at, objects_at, text_at, texts_at
from adapters.teams.fields import hints, is_chosen
from adapters.teams.marks import OURS, answers_at
from dialogs.cards import Card, Facts, Field, Form, Heading, Link, Option, Paragraph, Part, Quote, form_of
from dialogs.messages import FieldValue

MOST = 100
"""Fields of a form, or things said around them, that are read back: a client may send whatever it likes."""


class TooLongError(ValueError):
    """More than a dialog can hold. Nothing is left out: the dialog is not made."""


@dataclass(frozen=True, slots=True)
class Meta:
    """What a dialog is for and where it was asked for: Teams' answer does not tell.

    `kept` holds answers by field: those that stand in a form, and those that only go along with it. `once` is the
    dialog's own name, by which something that is sent from it twice is known.
    """

    action: str
    value: str
    channel: str = ""
    thread: str = ""
    direct: bool = True
    sure: bool = False
    kept: Mapping[str, FieldValue] = field(default_factory=dict)
    once: str = ""


def written(meta: Meta) -> dict[str, object]:
    """Where a dialog belongs, as every press in it carries it."""
    place = {"c": meta.channel, "t": meta.thread, "g": not meta.direct, "s": meta.sure, "n": meta.once}
    return {name: there for name, there in place.items() if there or name == "c"}


def meta_of(sent: object) -> Meta | None:
    """Where a dialog belongs, from any press in it; None when it was pressed elsewhere or is none of ours."""
    mark = object_at(sent, OURS)
    if not text_at(mark, "a") or at(mark, "d") is None:
        return None
    place = object_at(mark, "d")
    return Meta(
        text_at(mark, "a"),
        text_at(mark, "v"),
        text_at(place, "c"),
        text_at(place, "t"),
        direct=at(place, "g") is not True,
        sure=at(place, "s") is True,
        kept=answers_at(mark, "f", "k"),
        once=text_at(place, "n"),
    )


def packed(card: Card, form: Form, kept: Mapping[str, FieldValue]) -> dict[str, object]:
    """A card with its form, without what is filled in: Teams sends only that back."""
    return {
        "w": card.language,
        "l": [lead for part in card.parts for lead in _lead(part)],
        "q": [_question(one) for one in form.fields],
        "s": clean(form.submit),
        "e": clean(form.missing),
        "k": dict(kept),
    }


def unpacked(sent: object) -> Card | None:
    """The card that a form was sent from; None when it was no form of ours."""
    mark = object_at(sent, OURS)
    if not text_at(mark, "a") or at(mark, "f") is None:
        return None
    there = object_at(mark, "f")
    leads = tuple(part for lead in islice(_lists(there, "l"), MOST) for part in _told(lead))
    fields = tuple(_field(one) for one in islice(objects_at(there, "q"), MOST))
    form = Form(text_at(mark, "a"), text_at(mark, "v"), fields, text_at(there, "s"), missing=text_at(there, "e"))
    return Card("", (*leads, form), text_at(there, "w"))


def fields_of(card: Card) -> tuple[Field, ...]:
    """The fields of the form on a card."""
    form = form_of(card)
    return form.fields if form else ()


def _lead(part: Part) -> Iterator[list[str]]:
    """What is said around the fields, as its kind and its texts."""
    match part:
        case Heading(text):
            yield ["h", clean(text)]
        case Paragraph(text):
            yield ["p", clean(text)]
        case Quote(text, who):
            yield ["q", clean(text), clean(who)]
        case Facts(rows):
            yield ["f", *(clean(text) for row in rows for text in row)]
        case Link(label, url):
            yield ["a", clean(label), clean(url)]
        case _:
            return


def _told(lead: tuple[str, ...]) -> Iterable[Part]:
    match lead:
        case ("h", text):
            return (Heading(text),)
        case ("p", text):
            return (Paragraph(text),)
        case ("q", text, who):
            return (Quote(text, who),)
        case ("f", *texts):
            return (Facts(tuple(zip(texts[::2], texts[1::2], strict=False))),)
        case ("a", label, url):
            return (Link(label, url),)
        case _:
            return ()


def _lists(there: object, name: str) -> Iterator[tuple[str, ...]]:
    found = at(there, name)
    return (texts_at(one) for one in found) if isinstance(found, list | tuple) else iter(())


def _question(one: Field) -> dict[str, object]:
    """A field without its answer; one that is typed since it cannot be chosen is from now on a field to type in."""
    options = [[clean(option.value), clean(option.label)] for option in one.options]
    told = {"k": one.key, "l": clean(one.label), "t": one.kind, "r": one.required, "h": clean(one.hint), "o": options}
    if options and not is_chosen(one):
        told |= {"t": "line", "h": "\n".join(hints(one)), "o": []}
    return {name: there for name, there in told.items() if there}


def _field(there: Mapping[str, object]) -> Field:
    options = tuple(Option(pair[0], pair[1]) for pair in islice(_lists(there, "o"), 10 * MOST) if len(pair) == 2)
    return Field(
        text_at(there, "k"),
        text_at(there, "l"),
        text_at(there, "t"),
        options=options,
        required=at(there, "r") is True,
        hint=text_at(there, "h"),
    )
