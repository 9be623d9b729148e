"""What Slack says no with; `faults` has what can go wrong with any chat."""

from __future__ import annotations

from tests.doubles.faults import Fault, Reply


def limited(after: int = 1) -> Fault:
    """429: wait this many seconds."""
    return Fault(Reply.REFUSED, status=429, code="ratelimited", after=after)


def refused(error: str) -> Fault:
    """`ok: false` with this error."""
    return Fault(Reply.REFUSED, status=200, code=error)
