"""What a press carries so that it can be read back: written into cards and dialogs, and read here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from adapters.reading import at, object_at, text_at, texts_at
from dialogs.messages import FieldValue

OURS = "idesluss"
"""The name of what is ours in all that a press carries. Beside it stands what was filled in."""

OPENING = {"msteams": {"type": "task/fetch"}}
"""What makes a press ask for a dialog."""

CHOICES = "choices"
"""The field that holds what was chosen."""

_NONE = "%"
"""How an empty value is written among choices, where an empty one means that nothing was chosen."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """A press as the card meant it. `fields` holds the `choices` where something was chosen.

    `message` is the key of our message that it was pressed on, empty when that is not known. `kept` is what the form
    that it opens is to hold.
    """

    action: str
    value: str
    fields: Mapping[str, FieldValue] = field(default_factory=dict)
    message: str = ""
    kept: Mapping[str, FieldValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mark:
    """What a press is to mean: `chosen` is what is chosen with it, `picked` the input in which it is chosen."""

    action: str
    value: str = ""
    chosen: tuple[str, ...] = ()
    picked: str = ""

    def written(self, message: str, **more: object) -> dict[str, object]:
        """The mark as a press on the message with this key carries it; `more` are a dialog's own matters."""
        facts = {"a": self.action, "v": self.value, "c": list(self.chosen), "i": self.picked, "m": message, **more}
        return {OURS: {name: there for name, there in facts.items() if there}}


def pressed(sent: object) -> Pressed | None:
    """What was pressed, from what the press has sent; None when it is nothing of ours."""
    mark = object_at(sent, OURS)
    action, picked = text_at(mark, "a"), text_at(mark, "i")
    if not action:
        return None
    chosen = choices(text_at(sent, picked)) if picked else texts_at(mark, "c")
    told = {CHOICES: chosen} if picked or at(mark, "c") is not None else {}
    return Pressed(action, text_at(mark, "v"), told, text_at(mark, "m"), answers_at(mark, "k"))


def answers_at(payload: object, *path: str) -> dict[str, FieldValue]:
    """Answers by field, as they were written beside a mark."""
    found = object_at(payload, *path)
    return {
        key.encode("utf-8", "replace").decode(): text_at(value) if isinstance(value, str) else texts_at(value)
        for key, value in found.items()
    }


def as_choice(value: str) -> str:
    """A value as one of several to choose: Teams puts a comma between those chosen, and an empty one is none."""
    return value.replace("%", "%25").replace(",", "%2C").replace(";", "%3B") or _NONE


def choices(entered: str) -> tuple[str, ...]:
    """The values chosen, in the order that Teams tells them."""
    return tuple(_value(one) for one in entered.split(",") if one)


def _value(choice: str) -> str:
    return "" if choice == _NONE else choice.replace("%2C", ",").replace("%3B", ";").replace("%25", "%")
