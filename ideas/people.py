"""Who takes part: persons with their roles, how a platform names them, and where something is said."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

UNDER = "under:"
"""How a thread that begins with a message of our own is named: this, and that message's key."""


class Role(StrEnum):
    """What somebody may do. Everyone is an employee; the rest is appointed in the preset."""

    EMPLOYEE = "employee"
    COACH = "coach"
    PROCESS_LEADER = "process_leader"
    COMMUNICATOR = "communicator"


@dataclass(frozen=True, slots=True)
class Identity:
    """How one platform names a person. Opaque outside its adapter; web and terminal share platform `local`."""

    platform: str
    workspace: str
    user: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is said. Opaque outside its adapter; an empty thread is the channel itself."""

    platform: str
    workspace: str
    channel: str
    thread: str = ""

    @property
    def root(self) -> str:
        """The key of our own message that the thread begins with; empty when somebody else began it."""
        return self.thread.removeprefix(UNDER) if self.thread.startswith(UNDER) else ""


@dataclass(frozen=True, slots=True)
class Person:
    """A profile: name, language, body and unit, and nothing else about a human being.

    `id` is 0 until stored. `handle` is how commands name the person (`@eva`), unique within a body.
    `home` is the latest one-to-one place, used when the bot must write first.
    """

    id: int
    handle: str
    name: str
    body: str
    language: str
    unit: str | None = None
    roles: frozenset[Role] = frozenset({Role.EMPLOYEE})
    home: Place | None = None

    @property
    def is_coach(self) -> bool:
        """Whether the person may claim ideas."""
        return Role.COACH in self.roles

    @property
    def leads(self) -> bool:
        """Whether the person is a process leader of their body."""
        return Role.PROCESS_LEADER in self.roles
