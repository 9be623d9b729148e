"""How Teams' activities reach our bot: by HTTP with a token of Microsoft's login, or held back by the test."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import Any, Protocol

import aiohttp

from tests.doubles.teams_request import Json


@dataclass(frozen=True, slots=True)
class Parcel:
    """One activity, as it can be sent again unchanged. `message` is the id of the message that it tells of, if any."""

    activity: Json
    message: str = ""

    @property
    def body(self) -> bytes:
        """What goes over HTTP."""
        return json.dumps(self.activity, ensure_ascii=False).encode()

    @property
    def is_invoke(self) -> bool:
        """Whether somebody waits for the answer. Teams brings an invoke once, and a message until it is taken."""
        return bool(self.activity["type"] == "invoke")

    def changed(self, **outer: Any) -> Parcel:
        """The same with other outer fields: another `id`, another `serviceUrl`."""
        return replace(self, activity=self.activity | outer)


@dataclass(frozen=True, slots=True)
class Answer:
    """What our bot answered. `status` is 0 when nothing came, `body` parsed JSON or a text, `seconds` how long it took.

    `trouble` is what the person reads when Teams cannot use the answer.
    """

    status: int
    body: Any
    parcel: Parcel
    headers: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0
    trouble: str = ""

    @property
    def ok(self) -> bool:
        """Whether Teams counts it as delivered."""
        return 200 <= self.status < 300

    @property
    def id(self) -> str:
        """The id of the message that was told of."""
        return self.parcel.message


class Login(Protocol):
    """Who makes the tokens that Teams' messages carry: see `teams_login`."""

    @property
    def kid(self) -> str:
        """The name of the key that signs now."""
        ...

    def bearer(self, **claims: Any) -> str:
        """A whole Authorization header."""
        ...


class Signing:
    """Signs activities; without a login it signs nothing, as where a bot is tried out. `claims` are not as usual."""

    def __init__(self, login: Login | None = None, **claims: Any) -> None:
        self.login, self._claims = login, claims
        self._made: dict[tuple[str, str], str] = {}

    def but(self, **claims: Any) -> Signing:
        """The same with other claims."""
        return Signing(self.login, **self._claims, **claims)

    def headers(self, parcel: Parcel) -> dict[str, str]:
        """The header that says who sends; the same token for the same address until the key is another."""
        if self.login is None:
            return {}
        address = str(parcel.activity["serviceUrl"])
        known = (address, self.login.kid)
        if known not in self._made:
            self._made[known] = self.login.bearer(**{"serviceurl": address, **self._claims})
        return {"Authorization": self._made[known]}


class Transport(Protocol):
    """A road to our bot."""

    async def carry(self, parcel: Parcel, signing: Signing) -> Answer:
        """Deliver, and tell what was answered."""
        ...

    async def close(self) -> None:
        """Let go of the connection."""
        ...


class Http:
    """The bot's one address, `…/api/messages`. `patience` is seconds until Teams gives up on it."""

    def __init__(self, url: str, patience: float = 15) -> None:
        self._url, self._patience = url, aiohttp.ClientTimeout(total=patience)
        self._session: aiohttp.ClientSession | None = None

    async def carry(self, parcel: Parcel, signing: Signing) -> Answer:
        """Post, with a token."""
        headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "Microsoft-SkypeBotApi"}
        return await self.post(parcel, parcel.body, headers | signing.headers(parcel))

    async def post(self, parcel: Parcel, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Post any body with any headers."""
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=self._patience, connector=aiohttp.TCPConnector(limit=0))
        began = perf_counter()
        try:
            async with self._session.post(self._url, data=body, headers=headers) as response:
                text = await response.text()
                took = perf_counter() - began
                return Answer(response.status, _read(text), parcel, dict(response.headers), took)
        except (aiohttp.ClientError, TimeoutError) as error:
            return Answer(0, "", parcel, seconds=perf_counter() - began, trouble=type(error).__name__)

    async def close(self) -> None:
        """Let go of the connections."""
        if self._session:
            await self._session.close()


class Held:
    """Keeps what would be delivered, so that the test can do it later, in another order, or never."""

    def __init__(self) -> None:
        self.parcels: list[Parcel] = []

    async def carry(self, parcel: Parcel, signing: Signing) -> Answer:
        """Keep it."""
        self.parcels.append(parcel)
        return Answer(0, "", parcel)

    async def close(self) -> None:
        """There is nothing to let go of."""


def _read(text: str) -> Any:
    try:
        return json.loads(text) if text else ""
    except ValueError:
        return text
