"""References: how a platform is reached about a place, where it has to be told so by the platform itself. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from ideas.people import Place


@dataclass(frozen=True, slots=True)
class Reference:
    """The way to one place: a person's own conversation with the bot, or a channel.

    `address` is where the platform takes calls about it, `conversation` the platform's own id of the conversation
    (empty until one has been opened), `user` how the platform names the person to this bot. `gone` is why nothing can
    be written there any longer, in the platform's words; empty while it can.
    """

    place: Place
    address: str = ""
    conversation: str = ""
    user: str = ""
    gone: str = ""

    def __post_init__(self) -> None:
        if self.place.thread:
            object.__setattr__(self, "place", replace(self.place, thread=""))


class References(Protocol):
    """Where references are kept. `place` is a channel or a person's conversation; its thread does not matter."""

    async def find(self, place: Place) -> Reference | None:
        """The reference to a place; None when nothing has ever been heard from there."""
        ...

    async def address_of(self, platform: str, workspace: str) -> str:
        """The address last heard of in a workspace, for a place that nothing has been heard from; empty when none."""
        ...

    async def keep(self, reference: Reference) -> None:
        """Something was heard from there: remember the way, in place of the one that was. Nothing is `gone` then."""
        ...

    async def lose(self, place: Place, reason: str) -> None:
        """Nothing can be written there any longer. Told to the administrator when it was not known."""
        ...
