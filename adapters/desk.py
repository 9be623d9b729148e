"""The bot behind a chat platform's door, as every such door sees it. `bot.desk` is one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from dialogs.messages import Inbound, Now
from ideas.people import Identity, Place

Words = Callable[[str], str]
"""A text by its id, in one language."""


class Desk(Protocol):
    """What a door needs of the bot behind it."""

    async def take(self, inbound: Inbound) -> Now | None:
        """One turn, committed before this returns. Raises TryLater when nothing could be kept."""
        ...

    def body_at(self, platform: str, workspace: str) -> str:
        """The body whose people are in a workspace; empty when it is none of ours."""
        ...

    def words_at(self, platform: str, workspace: str) -> Words:
        """The texts that a surface says itself, in the language spoken in a workspace."""
        ...

    async def meet(self, who: Identity, name: str, email: str, home: Place, body: str) -> None:
        """Somebody can be told things from now on, though they have not said anything yet."""
        ...

    def appointed(self, platform: str) -> list[tuple[str, str, tuple[str, ...]]]:
        """Each workspace of a platform with its body, and the e-mail addresses of those who are appointed there."""
        ...

    def channels_at(self, platform: str) -> list[Place]:
        """Every channel of a platform that the preset names."""
        ...

    async def name_channel(self, place: Place, name: str) -> None:
        """What people call a channel."""
        ...
