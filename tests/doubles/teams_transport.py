"""How Teams' activities reach our bot: by HTTP with a token of Microsoft's login, or held back by the test."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any, Protocol

from tests.doubles import transport
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


class Answer(transport.Answer[Parcel]):
    """What our bot answered Teams."""

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

    async def carry(self, parcel: Parcel, signing: Signing, /) -> Answer:
        """Deliver, and tell what was answered."""
        ...

    async def close(self) -> None:
        """Let go of the connection."""
        ...


class Http(transport.Http[Parcel, Answer]):
    """The bot's one address, `…/api/messages`."""

    answer = Answer

    def __init__(self, url: str, patience: float = 15) -> None:
        super().__init__(url, patience)

    async def carry(self, parcel: Parcel, signing: Signing) -> Answer:
        """Post, with a token."""
        headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "Microsoft-SkypeBotApi"}
        return await self.post(parcel, parcel.body, headers | signing.headers(parcel))


class Held(transport.Held[Parcel, Answer]):
    """Teams' activities, kept."""

    answer = Answer
