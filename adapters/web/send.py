"""Outgoing messages to every open page. The outbox is the record; a page that was away reads it again."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from dialogs.messages import Delivery, Receipt

BACKLOG = 500
"""Messages a slow page may lag behind before it is let go, to read everything anew when it comes back."""

Listener = asyncio.Queue[Delivery | None]


class WebSender:
    """A `dialogs.messages.Sender` that publishes to the pages open in this process."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()

    @contextmanager
    def listening(self) -> Iterator[Listener]:
        """A queue of everything sent while inside. None in it means: no more comes, start over."""
        queue: Listener = asyncio.Queue()
        self._listeners.add(queue)
        try:
            yield queue
        finally:
            self._listeners.discard(queue)

    async def send(self, delivery: Delivery) -> Receipt:
        """Show it on every open page. The remote id is the key itself, and pages show each key once."""
        for queue in tuple(self._listeners):
            if queue.qsize() < BACKLOG:
                queue.put_nowait(delivery)
            else:
                self._listeners.discard(queue)
                queue.put_nowait(None)
        return Receipt(delivery.key)

    async def find(self, delivery: Delivery) -> Receipt | None:
        """Never found: sending again is harmless, and a page that missed the first attempt then gets it."""
        return None
