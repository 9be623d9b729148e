"""What Teams says no with; `faults` has what can go wrong with any chat."""

from __future__ import annotations

from tests.doubles.faults import Fault, Reply


def refused(code: str, *, after: int = 0) -> Fault:
    """Teams says no, with the status that belongs to the code: `BotNotInConversationRoster`, `ConversationNotFound`."""
    return Fault(Reply.REFUSED, code=code, after=after)


def limited(after: int = 1) -> Fault:
    """429: wait this many seconds. With 0 Teams does not say how many."""
    return refused("Throttled", after=after)


def clashed() -> Fault:
    """412: somebody else writes in the same conversation just now."""
    return refused("PreconditionFailed")


def too_big() -> Fault:
    """413: more than Teams takes."""
    return refused("MessageSizeTooBig")
