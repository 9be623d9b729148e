"""A typed line as an inbound: a number picks from the last card, anything else is said as it stands. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dialogs.cards import Choice
from dialogs.messages import FieldValue, Inbound
from ideas.people import Identity, Place

PLATFORM = "terminal"
_NUMBERS = re.compile(r"\d{1,2}(?:[\s,;]+\d{1,2})*")


@dataclass(frozen=True, slots=True)
class Seat:
    """Who sits at the terminal."""

    body: str
    handle: str

    @property
    def place(self) -> Place:
        """Their conversation."""
        return Place(PLATFORM, self.body, f"dm:{self.handle}")

    @property
    def who(self) -> Identity:
        """How the bot knows them: the same person as on the try-it page."""
        return Identity("local", self.body, self.handle)


def read(line: str, key: str, seat: Seat, offered: Sequence[Choice] = (), stopped: Inbound | None = None) -> Inbound:
    """One line. `offered` is what the last card can be answered with; `stopped` what was said but not taken."""
    picked = pick(line, offered)
    if picked is None:
        return said(key, seat, text=line)
    choice, values = picked
    if choice.resend and stopped:
        action, value = (stopped.action, stopped.value) if stopped.action else (choice.action, choice.value)
        return replace(stopped, key=key, action=action, value=value, sure=True)
    fields: dict[str, FieldValue] = {"choices": values} if values else {}
    return said(key, seat, action=choice.action, value=choice.value, fields=fields)


def pick(line: str, offered: Sequence[Choice]) -> tuple[Choice, tuple[str, ...]] | None:
    """What the numbers of a line pick, or None when it is not a line of numbers that fit."""
    if not _NUMBERS.fullmatch(line.strip()):
        return None
    numbers = [int(n) for n in re.findall(r"\d+", line)]
    if not all(1 <= n <= len(offered) for n in numbers):
        return None
    chosen = [offered[n - 1] for n in numbers]
    first = chosen[0]
    if len(chosen) > 1 and not all(c.many and c.value == first.value for c in chosen):
        return None
    return first, tuple(value for c in chosen for value in c.choices)


def said(
    key: str,
    seat: Seat,
    *,
    text: str = "",
    action: str = "",
    value: str = "",
    fields: Mapping[str, FieldValue] | None = None,
    sure: bool = False,
) -> Inbound:
    """Something from this seat."""
    return Inbound(
        key=key, who=seat.who, place=seat.place, body=seat.body, text=text, action=action, value=value,
        fields=fields or {}, sure=sure,
    )  # fmt: skip
