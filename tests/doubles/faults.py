"""What can go wrong between the bot and any chat: how a call is answered, and whether it is carried out even so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from random import Random


class Reply(Enum):
    """How a call is answered."""

    STATUS = auto()  # an error page of the network in between, not JSON
    REFUSED = auto()  # the chat's own error
    CUT = auto()  # the connection closes without an answer
    SILENCE = auto()  # no answer until the test releases it
    GARBLED = auto()  # the right status, and JSON that ends in the middle


class Carried(Enum):
    """Whether the call is carried out all the same."""

    NEVER = auto()
    NOW = auto()
    LATER = auto()  # when the test lets it land


@dataclass(frozen=True, slots=True)
class Fault:
    """One trouble. `code` is the chat's own error, `status` an error's, `after` seconds of Retry-After (0: none)."""

    reply: Reply
    carried: Carried = Carried.NEVER
    status: int = 500
    code: str = ""
    after: int = 0


Trouble = Callable[[str, int], Fault | None]
"""Says what a call meets, from what is called and its number (1, 2, …) among all calls."""


def failed(status: int = 500, *, after: int = 0) -> Fault:
    """An error page; nothing was done."""
    return Fault(Reply.STATUS, status=status, after=after)


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


def late_cut() -> Fault:
    """The connection is cut now; it is carried out when the test lets it land."""
    return Fault(Reply.CUT, Carried.LATER)


def garbled() -> Fault:
    """It was done, and the answer cannot be read."""
    return Fault(Reply.GARBLED, Carried.NOW)


RANDOM = (
    failed(), failed(502), failed(503, after=1), failed(504), failed_after_recording(500), failed_after_recording(502),
    failed_after_recording(504), cut(), cut_after_recording(), garbled(),
)  # fmt: skip
"""What `seeded` draws from. Nothing in it hangs or lands late: those wait for the test, so plan them."""


def seeded(rng: Random, share: float, *kinds: str, among: tuple[Fault, ...] = RANDOM) -> Trouble:
    """Random trouble for this share of the calls of these kinds (of all when none is named), the same for a seed."""

    def meets(kind: str, _: int) -> Fault | None:
        unlucky = rng.random() < share
        return rng.choice(among) if unlucky and (not kinds or kind in kinds) else None

    return meets
