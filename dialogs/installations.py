"""Installations: in which workspaces of a platform the app is, and how an installation is begun and finished. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

TIME_TO_FINISH = timedelta(minutes=10)
"""From the moment somebody asks to install until the platform has sent them back."""


@dataclass(frozen=True, slots=True)
class Installation:
    """The app in one workspace. `bot_user` is how people there mention it, `bot` how the platform names its messages.

    `enterprise` is empty where the workspace belongs to none; `installed_by` is the platform's id of a person. The
    token is in clear here, in memory only: it is left out of the repr, and whoever keeps it seals it first.
    """

    platform: str
    workspace: str
    enterprise: str = ""
    name: str = ""
    bot_user: str = ""
    bot: str = ""
    token: str = field(default="", repr=False)
    scopes: tuple[str, ...] = ()
    installed_by: str = ""


class Installations(Protocol):
    """Where installations are kept. Whoever implements it is given the time and the chance."""

    async def find(self, platform: str, workspace: str) -> Installation | None:
        """The installation in a workspace; None when there is none, none any longer, or its token cannot be read."""
        ...

    async def keep(self, installation: Installation) -> None:
        """Keep a new installation, or a newer one in place of the one that was."""
        ...

    async def drop(self, platform: str, workspace: str, said_at: datetime | None = None) -> None:
        """Forget the token of a workspace that has taken the app away.

        Platforms tell that late at times: what has been installed again after `said_at` stays.
        """
        ...

    async def all(self, platform: str) -> Sequence[Installation]:
        """Every installation of a platform that can be used, by workspace."""
        ...

    async def begin(self, platform: str) -> str:
        """A new installation is asked for: the state that the platform is to send back within `TIME_TO_FINISH`."""
        ...

    async def finish(self, platform: str, state: str) -> bool:
        """Whether that state was given out here, is in time, and comes back for the first time."""
        ...
