"""How any chat's deliveries reach our bot: by HTTP, or held back by the test; and what was answered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, Generic, TypeVar

import aiohttp

P = TypeVar("P")
A = TypeVar("A", bound="Answer[Any]")


@dataclass(frozen=True, slots=True)
class Answer(Generic[P]):
    """What our bot answered. `status` is 0 when nothing came, `body` parsed JSON or a text, `seconds` how long it took.

    `trouble` is what the person reads when the chat cannot use the answer.
    """

    status: int
    body: Any
    parcel: P
    headers: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0
    trouble: str = ""

    @property
    def ok(self) -> bool:
        """Whether the chat counts it as delivered."""
        return 200 <= self.status < 300


class Http(Generic[P, A]):
    """The bot's one address. `patience` is seconds until the chat gives up on it."""

    answer: type[A]

    def __init__(self, url: str, patience: float) -> None:
        self._url, self._patience = url, aiohttp.ClientTimeout(total=patience)
        self._session: aiohttp.ClientSession | None = None

    async def post(self, parcel: P, body: bytes, headers: Mapping[str, str]) -> A:
        """Post any body with any headers."""
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=self._patience, connector=aiohttp.TCPConnector(limit=0))
        began = perf_counter()
        try:
            async with self._session.post(self._url, data=body, headers=headers) as response:
                text = await response.text()
                took = perf_counter() - began
                return self.answer(response.status, _read(text), parcel, dict(response.headers), took)
        except (aiohttp.ClientError, TimeoutError) as error:
            return self.answer(0, "", parcel, seconds=perf_counter() - began, trouble=type(error).__name__)

    async def close(self) -> None:
        """Let go of the connections."""
        if self._session:
            await self._session.close()


class Held(Generic[P, A]):
    """Keeps what would be delivered, so that the test can do it later, in another order, or never."""

    answer: type[A]

    def __init__(self) -> None:
        self.parcels: list[P] = []

    async def carry(self, parcel: P, *_: object) -> A:
        """Keep it."""
        self.parcels.append(parcel)
        return self.answer(0, "", parcel)

    async def close(self) -> None:
        """There is nothing to let go of."""


def _read(text: str) -> Any:
    try:
        return json.loads(text) if text else ""
    except ValueError:
        return text
