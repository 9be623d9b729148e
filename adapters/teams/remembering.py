"""What is remembered for a while, in memory only: texts that were not to be kept, double clicks, answers given once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from dialogs.questions import LONGEST_TEXT
from ideas.guard import StopKind, check
from ideas.people import Identity

T = TypeVar("T")
MOST_TEXTS, HALF_AN_HOUR = 3, timedelta(minutes=30)
"""Stopped texts of one person that can be gone on with, and for how long."""
TWO_SECONDS = timedelta(seconds=2)
"""Within so long the same press on the same message is a double click."""
AN_HOUR = timedelta(hours=1)
"""Within so long a message that comes again has been answered."""


class Brief(Generic[T]):
    """Values by name, each for so long, the oldest first to go; of `most` at once."""

    def __init__(self, clock: Callable[[], datetime], lasting: timedelta, most: int = 5_000) -> None:
        self._clock, self._lasting, self._most = clock, lasting, most
        self._kept: OrderedDict[Hashable, tuple[T, datetime]] = OrderedDict()

    def keep(self, name: Hashable, value: T) -> None:
        """Remember a value from now on."""
        self._kept[name] = (value, self._clock())
        self._kept.move_to_end(name)
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)

    def find(self, name: Hashable) -> T | None:
        """The value, while it is remembered. Whatever is too old is forgotten."""
        self.tidy()
        found = self._kept.get(name)
        return found[0] if found else None

    def drop(self, name: Hashable) -> None:
        """Forget it."""
        self._kept.pop(name, None)

    def tidy(self) -> None:
        """Forget what is too old."""
        oldest = self._clock() - self._lasting
        while self._kept and next(iter(self._kept.values()))[1] < oldest:
            self._kept.popitem(last=False)


class Stopped:
    """Texts that belong elsewhere by the guard's look, for as long as their writer may want to go on with them."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._texts: Brief[dict[str, str]] = Brief(clock, HALF_AN_HOUR)

    def keep(self, who: Identity, key: str, text: str) -> None:
        """Remember a text by the key that it came under, if it can be gone on with at all."""
        stop = check(text) if len(text) <= LONGEST_TEXT else None
        if stop and stop.kind is StopKind.WRONG_CHANNEL:
            own = {**(self._texts.find(who) or {}), key: text}
            self._texts.keep(who, dict(list(own.items())[-MOST_TEXTS:]))

    def find(self, who: Identity, key: str) -> str:
        """The text; empty when it is no longer there."""
        return (self._texts.find(who) or {}).get(key, "")

    def drop(self, who: Identity) -> None:
        """Forget what somebody had stopped: they have gone on."""
        self._texts.drop(who)

    def tidy(self) -> None:
        """Forget what is too old, also when nobody asks for it."""
        self._texts.tidy()
