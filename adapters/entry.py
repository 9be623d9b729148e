"""What every door looks at first: how large a request is, how fast its body comes, and why one is turned away."""

from __future__ import annotations

import asyncio

from aiohttp import web

LARGEST = 1_000_000
"""Bytes in one request; what a chat platform sends is a quarter of that at most."""

BODY_WITHIN = 10.0
"""Seconds that the body of a request may take to come."""


class TurnedAwayError(Exception):
    """A request that is not let in, with the status that says so; the text is for the operator."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


async def body_of(request: web.Request, within: float = BODY_WITHIN) -> bytes:
    """The body of a request. `within` is seconds for it to come.

    Raises:
        TurnedAwayError: 413 when it is too large, 408 when it does not come, 400 when it is broken.
    """
    raw = bytearray()
    try:
        async with asyncio.timeout(within):
            while (request.content_length or 0) <= LARGEST >= len(raw):
                if not (chunk := await request.content.readany()):
                    return bytes(raw)
                raw += chunk
    except TimeoutError:
        raise TurnedAwayError(408, "its body does not come") from None
    except web.RequestPayloadError:
        raise TurnedAwayError(400, "its body is broken") from None
    raise TurnedAwayError(413, "it is too large")
