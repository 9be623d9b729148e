"""The bot's own token for the Bot Connector: fetched in a thread, one asking at a time, and used by all who send."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

from adapters.teams.sdk import SignInError
from dialogs.messages import TryLater

ASKED = timedelta(minutes=4)
"""How long a token is used before the login is asked for one again; it keeps its own while it is good."""
GOOD = timedelta(minutes=5)
"""The least that a token is good for when it was asked for (`Login.token`); in between the old one is used."""
SELDOM = timedelta(minutes=1)
"""The least between two tokens that are fetched because Teams refused the one before."""
SOON = timedelta(seconds=15)
"""How long nobody asks after there was no token."""
PATIENCE = 15.0
"""Seconds that a sender waits; the asking goes on without it."""

_NEVER = datetime.min.replace(tzinfo=UTC)
log = logging.getLogger(__name__)


class Signing(Protocol):
    """What brings tokens: `adapters.teams.sdk.Login`."""

    def token(self) -> str:
        """A token with at least five minutes left, "" where none is needed. Blocks. Raises SignInError."""
        ...

    def forget(self) -> None:
        """The next token is a fresh one. Blocks."""
        ...


class Tokens:
    """One token for all. Nothing here blocks the loop, and a token that is there is given at once."""

    def __init__(self, login: Signing, clock: Callable[[], datetime], patience: float = PATIENCE) -> None:
        self._login, self._clock, self._patience = login, clock, patience
        self._token: str | None = None
        self._is_refused = False
        self._asked_at = self._failed_at = self._renewed_at = _NEVER
        self._fault = ""
        self._flight: asyncio.Task[None] | None = None

    async def header(self) -> dict[str, str]:
        """What goes with each request to Teams: the Authorization header, or nothing where nobody signs in.

        Raises:
            TryLater: there is no token now; the reason is what an administrator can do about it.
        """
        if self._token is None or self._clock() - self._asked_at >= ASKED:
            flight = self._ask()
            if flight and not self._is_good():
                await asyncio.wait([flight], timeout=self._patience)
        if self._token is None or not self._is_good():
            reason = self._fault or "Microsoft has not signed the bot in yet"
            raise TryLater(SOON.total_seconds(), reason, ambiguous=False)
        return {"Authorization": f"Bearer {self._token}"} if self._token else {}

    def renew(self) -> None:
        """Teams refused the token (401): the next is a fresh one. At most once a minute, whoever says so."""
        now = self._clock()
        if now - self._renewed_at >= SELDOM:
            self._renewed_at, self._token, self._is_refused = now, None, True

    async def warm(self) -> None:
        """Fetch the first token, so that nobody has to wait for it. Raises TryLater like `header`."""
        await self.header()

    def _is_good(self) -> bool:
        return self._token is not None and self._clock() - self._asked_at < GOOD

    def _ask(self) -> asyncio.Task[None] | None:
        """The asking that is under way, or a new one; None shortly after one that brought nothing."""
        if self._flight and not self._flight.done():
            return self._flight
        if self._clock() - self._failed_at < SOON:
            return None
        self._flight = asyncio.create_task(self._fetch())
        return self._flight

    async def _fetch(self) -> None:
        asked_at, is_fresh = self._clock(), self._is_refused
        self._is_refused = False
        try:
            token = await asyncio.to_thread(self._fetched, is_fresh)
        except SignInError as error:
            self._fault, self._failed_at = str(error), self._clock()
            log.warning("The bot cannot sign in to Teams: %s", self._fault)
            return
        if not self._is_refused:  # else it was the one that Teams refused meanwhile
            self._token, self._asked_at, self._fault = token, asked_at, ""

    def _fetched(self, is_fresh: bool) -> str:
        """In a thread."""
        if is_fresh:
            self._login.forget()
        return self._login.token()
