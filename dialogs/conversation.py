"""What the bot remembers of one conversation besides the answers themselves."""

from __future__ import annotations

from dataclasses import dataclass

from ideas.people import Place


@dataclass(frozen=True, slots=True)
class Conversation:
    """One person in one place. The next question is computed from the draft's answers, never stored as a step.

    `draft` is the id of the draft under way here. `editing` is the question reopened by going back or from the review.
    `held` is a text (already past the boundary guard) that waits for "which idea?".
    """

    place: Place
    person: int
    draft: int | None = None
    editing: str = ""
    held: str = ""
