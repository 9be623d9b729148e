"""What can go wrong between the bot and Slack: how a request is answered, and whether it is carried out even so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from random import Random


class Reply(Enum):
    """How a request is answered."""

    STATUS = auto()  # an error page of the network in between, not JSON
    LIMITED = auto()  # 429 with Retry-After
    REFUSED = auto()  # ok: false
    CUT = auto()  # the connection closes without an answer
    SILENCE = auto()  # no answer until the test releases it
    GARBLED = auto()  # 200, and JSON that ends in the middle


class Carried(Enum):
    """Whether the request is carried out all the same."""

    NEVER = auto()
    NOW = auto()
    LATER = auto()  # when the test lets it land


@dataclass(frozen=True, slots=True)
class Fault:
    """One trouble. `after` is seconds of a rate limit, `status` of an error page, `error` of Slack's own refusal."""

    reply: Reply
    carried: Carried = Carried.NEVER
    status: int = 500
    after: int = 1
    error: str = ""


Trouble = Callable[[str, int], Fault | None]
"""Says what a call meets, from its method and its number (1, 2, …) among all calls."""


def limited(after: int = 1) -> Fault:
    """429: wait this many seconds."""
    return Fault(Reply.LIMITED, after=after)


def failed(status: int = 500) -> Fault:
    """An error page; nothing was done."""
    return Fault(Reply.STATUS, status=status)


def failed_after_recording(status: int = 502) -> Fault:
    """An error page; it was done all the same."""
    return Fault(Reply.STATUS, Carried.NOW, status=status)


def cut() -> Fault:
    """The connection is cut; nothing was done."""
    return Fault(Reply.CUT)


def cut_after_recording() -> Fault:
    """The connection is cut; it was done all the same."""
    return Fault(Reply.CUT, Carried.NOW)


def hang() -> Fault:
    """No answer. When it is released it is carried out, whether anybody still waits or not."""
    return Fault(Reply.SILENCE, Carried.LATER)


def hang_after_recording() -> Fault:
    """No answer until it is released, though it has been done at once."""
    return Fault(Reply.SILENCE, Carried.NOW)


def late(status: int = 504) -> Fault:
    """An error page now; it is carried out when the test lets it land."""
    return Fault(Reply.STATUS, Carried.LATER, status=status)


def garbled() -> Fault:
    """It was done, and the answer cannot be read."""
    return Fault(Reply.GARBLED, Carried.NOW)


def refused(error: str) -> Fault:
    """`ok: false` with this error."""
    return Fault(Reply.REFUSED, error=error)


def seeded(rng: Random, share: float, *methods: str) -> Trouble:
    """Random trouble for this share of the calls of these methods (of all when none is named), the same for a seed.

    Nothing hangs and nothing lands late: those wait for the test, so plan them.
    """
    kinds = (limited(1), limited(2), failed(), failed(503), failed_after_recording(), failed_after_recording(504))
    every = (*kinds, cut(), cut_after_recording(), garbled())

    def meets(method: str, _: int) -> Fault | None:
        unlucky = rng.random() < share
        return rng.choice(every) if unlucky and (not methods or method in methods) else None

    return meets
