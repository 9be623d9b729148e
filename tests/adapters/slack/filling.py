"""Forms as somebody fills them in: what they hold at rest, what belongs in a field, and what comes back."""

from __future__ import annotations

from itertools import cycle
from typing import Any

from adapters.slack.fields import is_chosen
from adapters.slack.forms import Meta, filled
from dialogs.cards import Button, Buttons, Card, Field, Form, Heading, Option, Paragraph, card
from dialogs.messages import FieldValue
from tests.adapters.slack import as_slack

Json = dict[str, Any]
META = Meta("form", "SKO-2026-0142", "U0123456789", "1795643235.000001")
ESSAY = "\n".join(f"Stycke {n}: vi fick vänta igen, och ingen visste varför." for n in range(94))[:5_000]
A, B, C = Option("a", "A"), Option("b", "B", True), Option("c", "C")
STOPPED = card(
    Paragraph("Det här kan gälla en skada. Texten är inte sparad."),
    Buttons(
        (
            Button("Vart vänder jag mig?", "urgent"),
            Button("Gäller arbetssättet", "sure", resend=True),
            Button("Sluta", "cancel"),
        )
    ),
    language="sv",
)


def form(*fields: Field, **more: str) -> Card:
    return card(Heading("Berätta"), Form("form", "", fields, "Skicka", "Avbryt", onward="Nästa", **more), language="sv")


def form_of(whole: Card) -> Form:
    return next(part for part in whole.parts if isinstance(part, Form))


def at_rest(field: Field) -> FieldValue:
    """What a field holds before anybody has touched it."""
    chosen = tuple(option.value for option in field.options if option.chosen)
    if is_chosen(field):
        return chosen if field.kind == "choices" else next(iter(chosen), "")
    return field.value


def sent(drawn: Json, typed: dict[str, FieldValue] | None = None, **how: bool) -> tuple[dict[str, FieldValue], Meta]:
    back = filled(as_slack.submitted(drawn, typed, **how))
    assert back is not None
    return back


def answer(field: Field, n: int) -> FieldValue:
    """Something to fill in that belongs in the field."""
    if is_chosen(field):
        values = tuple(option.value for option in field.options)
        return values[n % 2 :] if field.kind == "choices" else values[-1]
    return "2026-12-01" if field.kind == "date" else f"Svar {n} <!channel> & så vidare."


def long_form(size: int) -> Card:
    """A form of every kind of field, again and again."""
    kinds = ("text", "line", "choice", "choices", "date")
    return form(
        *(
            Field(f"key_{n}", f"Fråga {n}", kind, options=(A, C) if "choice" in kind else (), required=False)
            for n, kind in zip(range(size), cycle(kinds), strict=False)
        )
    )
