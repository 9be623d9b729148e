"""What the operator can see: readiness, and figures in the Prometheus format. No person's words, no names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial

from prometheus_client import CollectorRegistry, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from storage.errors import StoreError
from storage.store import Store
from storage.unit_of_work import UnitOfWork

STUCK = timedelta(minutes=10)
"""A message that has waited longer than this means that telling does not work."""


STEPS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
TURN_SECONDS = Histogram(
    "idesluss_turn_seconds", "Time per turn, its commit included.", buckets=STEPS, registry=CollectorRegistry()
)
"""Every turn of this process; `bot/desk.py` takes the time."""


class HealthDesk:
    """Answers `/readyz` and `/metrics`."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store, self._clock = store, clock

    async def ready(self) -> tuple[bool, Mapping[str, str]]:
        """Whether turns can be written down; a message that waits long is named but does not close the door."""
        try:
            await self._store.turn(partial(_probe, self._clock().isoformat()))
            oldest = await self._store.reader.oldest_pending()
        except StoreError as error:
            return False, {"database": error.kind}
        late = oldest is not None and self._clock() - oldest > STUCK
        return True, {"database": "ok", "outbox": "late" if late else "ok"}

    async def metrics(self) -> tuple[bytes, str]:
        """Time per turn, ideas by body and status, messages by state, the oldest waiting one's age, texts stopped."""
        collected = CollectorRegistry()
        collected.register(TURN_SECONDS)
        ideas = Gauge("idesluss_ideas", "Ideas by body and status.", ["body", "status"], registry=collected)
        outbox = Gauge("idesluss_outbox_messages", "Messages by state.", ["state"], registry=collected)
        waits = Gauge("idesluss_outbox_oldest_seconds", "Age of the oldest waiting message.", registry=collected)
        stopped = Gauge("idesluss_stopped_texts", "Texts not kept, by reason.", ["reason"], registry=collected)
        reader = self._store.reader
        for (body, status), number in (await reader.idea_counts()).items():
            ideas.labels(body, status.value).set(number)
        for state, number in (await reader.outbox_counts()).items():
            outbox.labels(state).set(number)
        for name, number in (await reader.counters()).items():
            stopped.labels(name.removeprefix("stopped-")).set(number)
        oldest = await reader.oldest_pending()
        waits.set((self._clock() - oldest).total_seconds() if oldest else 0)
        return generate_latest(collected), CONTENT_TYPE_LATEST


def _probe(moment: str, uow: UnitOfWork) -> None:
    uow.put_setting("probe", moment)
