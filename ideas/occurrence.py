"""Something that is due once: a nudge, a broken promise, a Monday list, a week's digest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Outcome(StrEnum):
    """What became of an occurrence."""

    WAITING = "waiting"
    DONE = "done"
    SILENT = "silent"
    STOPPED = "stopped"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Unique by (kind, subject, period), so that it happens once whatever restarts there are. `due_at` is UTC,
    computed once and stored. `facts` carries what was decided on the way (an edited digest, a note why skipped)."""

    kind: str
    subject: str
    period: str
    due_at: datetime
    outcome: Outcome = Outcome.WAITING
    facts: Mapping[str, str] = field(default_factory=dict)
