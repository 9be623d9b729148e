"""What every card builder works with: the reader's language, the texts and the notice's facts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from dialogs.cards import Button, Buttons, Card, Paragraph, Part, card
from dialogs.messages import Value
from dialogs.texts import Texts
from dialogs.words import Verb

Facts = Mapping[str, Value]
_FACT = re.compile(r"\{(\w+)\}")
STATUS_DEFAULTS: dict[str, Value] = {
    "receiver": "none",
    "wake": "none",
    "actor": "none",
    "reason": "none",
    "into": "none",
}


@dataclass(frozen=True, slots=True)
class Press:
    """A button as data: its label's id, what it does, and what it carries (`{number}` is the fact of that name)."""

    label: str
    verb: Verb
    value: str = "{number}"
    style: str = ""
    resend: bool = False


@dataclass(frozen=True, slots=True)
class Showing:
    """One notice being shown to one reader."""

    language: str
    texts: Texts
    facts: Facts

    def say(self, key: str, /, **more: Value) -> str:
        """A text filled in with the notice's facts and these."""
        return self.texts.say(self.language, key, {**self.facts, **more})

    def says(self, key: str, /, **more: Value) -> tuple[Paragraph, ...]:
        """A text as one paragraph for each of its paragraphs."""
        return tuple(Paragraph(piece.strip()) for piece in self.say(key, **more).split("\n\n"))

    def text(self, name: str) -> str:
        """A fact as text; empty when it is not there."""
        value = self.facts.get(name)
        return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""

    def rows(self, name: str) -> tuple[Facts, ...]:
        """A fact that is a list of facts."""
        return tuple(row for row in self.items(name) if isinstance(row, Mapping))

    def items(self, name: str) -> tuple[Value, ...]:
        """A fact that is a list."""
        value = self.facts.get(name)
        return () if value is None or isinstance(value, str | int | Mapping) else tuple(value)

    def strings(self, name: str) -> tuple[str, ...]:
        """A fact that is a list of strings."""
        return tuple(item for item in self.items(name) if isinstance(item, str))

    def buttons(self, *presses: Press) -> tuple[Part, ...]:
        """A row of buttons, or nothing when there are none."""
        made = tuple(self._button(press) for press in presses)
        return (Buttons(made),) if made else ()

    def _button(self, press: Press) -> Button:
        value = _FACT.sub(lambda found: self.text(found[1]), press.value)
        return Button(self.say(press.label), press.verb.value, value, press.style, press.resend)

    def status(self, facts: Facts | None = None) -> str:
        """The state of an idea as the bearer reads it."""
        known = {name: value for name, value in (facts or self.facts).items() if value}
        filled = {**STATUS_DEFAULTS, **known}
        if filled["reason"] != "none":
            filled["reason"] = self.texts.say(self.language, f"reason-{filled['reason']}")
        return self.texts.say(self.language, f"status-{filled['status']}", filled)

    def listed(self, kind: str) -> str:
        """The rules that chose somebody, in words, as one list."""
        said = [self.texts.say(self.language, f"rule-{row['kind']}", row) for row in self.rows(kind)]
        joined = {"sv": " och ", "en": " and ", "da": " og "}[self.language]
        return joined.join((", ".join(said[:-1]), said[-1])) if len(said) > 1 else "".join(said)

    def card(self, *parts: Part) -> Card:
        """The finished card in the reader's language."""
        return card(*parts, language=self.language)
