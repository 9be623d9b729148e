"""The keys that Microsoft signs its messages to the bot with: fetched without making anybody wait, and kept."""

from __future__ import annotations

import asyncio
import json
import logging
from base64 import urlsafe_b64decode
from binascii import Error as Base64Error
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from aiohttp import ClientError, ClientSession, ClientTimeout
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey, RSAPublicNumbers
from yarl import URL

from adapters.reading import objects_at, text_at, texts_at
from dialogs.messages import TryLater

PATIENCE = 10.0
"""Seconds for one of the two requests."""
MOST = 512 * 1024
"""Bytes that each of the two documents may have; Microsoft's have a tenth of it."""
LEAST = 2048
"""Bits of a key that is believed."""

FRESH = timedelta(days=1)
"""How long keys are used before they are asked for anew, while they go on being used."""
OLDEST = timedelta(days=5)
"""How long they are believed when asking fails: a key that was stolen and taken back must not open for ever."""
SELDOM = timedelta(minutes=1)
"""The least between two times of asking, whatever keys the messages name."""
SOON = timedelta(seconds=5)
"""The same after asking failed."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Key:
    """One key by its public half, and the channels (such as `msteams`) whose messages it may sign."""

    public_key: RSAPublicKey
    endorsements: tuple[str, ...]


class Keys:
    """The keys that the OpenID document at `url` leads to, by their names."""

    def __init__(self, url: str, clock: Callable[[], datetime]) -> None:
        self._url, self._clock = url, clock
        self._keys: dict[str, Key] = {}
        self._read_at = self._asked_at = datetime.min.replace(tzinfo=UTC)
        self._fault = ""
        self._flight: asyncio.Task[None] | None = None

    async def find(self, name: str) -> Key | None:
        """The key of a name; None when Microsoft has none of it.

        A key that is known is there at once, also while the keys are asked for anew.

        Raises:
            TryLater: the keys cannot be had now, so nothing can be said.
        """
        is_known = name in self._keys
        if not is_known or self._age() >= FRESH:
            flight = self._ask()
            if flight and (not is_known or self._age() >= OLDEST):
                await asyncio.wait([flight])
                flight.result()
        if self._fault and (name not in self._keys or self._age() >= OLDEST):
            raise TryLater(SOON.total_seconds(), self._fault, ambiguous=False)
        return self._keys.get(name)

    async def warm(self) -> None:
        """Fetch the keys, so that the first message does not wait for them. Raises TryLater when they cannot be had."""
        await self.find("")

    def _age(self) -> timedelta:
        return self._clock() - self._read_at

    def _ask(self) -> asyncio.Task[None] | None:
        """The asking that is under way, a new one when it is time for it, else None."""
        if self._flight and not self._flight.done():
            return self._flight
        now = self._clock()
        if now - self._asked_at < (SOON if self._fault else SELDOM):
            return None
        self._asked_at, self._flight = now, asyncio.create_task(self._fetch())
        return self._flight

    async def _fetch(self) -> None:
        try:
            outside = URL(self._url).scheme == "https"  # then perhaps by a proxy, as HTTPS_PROXY and NO_PROXY say
            async with ClientSession(timeout=ClientTimeout(total=PATIENCE), trust_env=outside) as session:
                document = await _document(session, self._url)
                listed = await _document(session, text_at(document, "jwks_uri"))
            self._keys = dict(_read(listed))
            self._read_at, self._fault = self._clock(), ""
        except (ClientError, TimeoutError, ValueError, RecursionError) as error:
            self._fault = f"Microsoft's signing keys cannot be fetched from {URL(self._url).host}: {_told(error)}"
            log.warning("%s", self._fault)


def is_confidential(url: str) -> bool:
    """Whether nobody on the way can change what comes from an address: by https, or within this machine."""
    try:
        address = URL(url)
    except ValueError:
        return False
    within = address.host in {"localhost", "127.0.0.1", "::1"}
    return bool(address.host) and (address.scheme == "https" or (address.scheme == "http" and within))


async def _document(session: ClientSession, url: str) -> object:
    """A JSON document. Raises ClientError, TimeoutError, ValueError or RecursionError when it is none."""
    if not is_confidential(url):
        raise ValueError("the address of the keys is not an https address")
    async with session.get(url, allow_redirects=False) as response:
        if response.status != 200:
            raise ValueError(f"status {response.status}")
        body = bytearray()
        async for piece in response.content.iter_chunked(64 * 1024):
            body += piece
            if len(body) > MOST:
                raise ValueError("the answer is too large")
    document: object = json.loads(body)
    return document


def _read(listed: object) -> Iterator[tuple[str, Key]]:
    """The RSA keys of a list of keys (RFC 7517). Raises ValueError when there is none."""
    found = False
    for one in objects_at(listed, "keys"):
        name, public = text_at(one, "kid"), _public(text_at(one, "n"), text_at(one, "e"))
        if name and public and text_at(one, "kty") == "RSA":
            found = True
            yield name, Key(public, texts_at(one, "endorsements"))
    if not found:
        raise ValueError("there are no keys in the answer")


def _public(n: str, e: str) -> RSAPublicKey | None:
    """A public key from its two numbers, as RFC 7518 writes them; None when it is none that can be believed."""
    try:
        key = RSAPublicNumbers(_number(e), _number(n)).public_key()
    except (ValueError, Base64Error):
        return None
    return key if key.key_size >= LEAST else None


def _number(text: str) -> int:
    return int.from_bytes(urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def _told(error: Exception) -> str:
    return str(error) if type(error) is ValueError else type(error).__name__
