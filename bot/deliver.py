"""The way out: takes messages from the outbox, one at a time for each conversation, and posts each of them once.

Platforms take no key that would make a second post harmless, so whoever posts must know that no earlier post has
arrived or is still on its way. Each message therefore goes through these steps, whatever is killed or cut off between:

1. Claim it, if it is the first of its conversation.
2. If an earlier try may have arrived, ask the platform. Found: done. Not found: wait until `hold` has passed since.
3. Commit that a post begins now, while the lease leaves time for it. Nothing more happens if the claim is lost.
4. Post once, without retries.
5. Record what came of it. A refusal that says "later" is certain; a timeout, a cut or a server's fault is not, so
   then the message waits out `hold` before it is looked for and, if not found, sent again.
6. Every one of these writes asks whether the claim is still ours.

The decisions are plain functions of facts and time; `Dispatcher` does the waiting.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Protocol, TypeVar

from adapters.faults import fault
from dialogs.cards import Card
from dialogs.messages import Delivery, GiveUp, MessageGone, Notice, PlaceGone, Receipt, Sender, TryLater
from ideas.people import Place
from storage import outbox
from storage.errors import StoreError
from storage.outbox import Claimed, Dead, Later, Moved, Outcome, Sent, Unconfirmed
from storage.unit_of_work import UnitOfWork

T = TypeVar("T")
Clock = Callable[[], datetime]
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class WritingDoor(Protocol):
    """The store's door for writing: runs a function in one transaction, and returns once that is committed."""

    async def turn(self, fn: Callable[[UnitOfWork], T], /) -> T:
        """Run it, perhaps more than once if a transaction has to be repeated."""
        ...


class StandIns(Protocol):
    """Where to write instead of a place that cannot be written to, and who is told."""

    def instead_of(self, place: Place) -> Place | None:
        """The place that stands in; None when there is none."""
        ...

    def tell(self, uow: UnitOfWork, place: Place, reason: str, now: datetime) -> None:
        """Tell those who can mend it, once for each place and reason."""
        ...


class Log(Protocol):
    """Where the administrator reads what went wrong."""

    def error(self, event: str, **facts: object) -> object:
        """Write one line."""
        ...


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for what, and how often to try.

    `hold` must exceed `slack` and the longest time a platform may take to apply a request: that bound is an
    assumption, no platform promises one. `lease` must exceed `slack` and two timeouts, one to ask and one to post.
    """

    timeout: timedelta = timedelta(seconds=10)
    """For one request."""
    hold: timedelta = timedelta(seconds=60)
    """After a try that may have arrived, before the next."""
    lease: timedelta = timedelta(seconds=120)
    """For one claim."""
    slack: timedelta = timedelta(seconds=5)
    """Between the commit that says a post begins and the post."""
    longest: timedelta = timedelta(hours=1)
    """Between two tries, however often it has failed: the pause doubles from a second."""
    poll: timedelta = timedelta(seconds=1)
    """Between two looks at the outbox when nobody wakes us."""
    tries: int = 100
    """Claims until a message is given up: with `longest` about four days."""
    faults: int = 5
    """The same when it was our own code that failed, so that one broken message does not stop its conversation."""
    lanes: int = 32
    """Conversations served at the same time."""

    def pause(self, attempt: int) -> timedelta:
        """How long a message rests after so many tries."""
        return min(timedelta(seconds=2 ** min(attempt - 1, 30)), self.longest)


def after_search(
    claimed: Claimed, tried_at: datetime, found: Receipt | None, tells: bool, now: datetime, patience: Patience
) -> Outcome | None:
    """What an earlier try means once the platform has been asked; None when the message can be posted (again).

    `tells` is false where a platform cannot say what has arrived. Also then the hold is waited out, so that what lands
    late lands before the next message of the conversation. A change to an earlier message may be repeated freely.
    """
    if found:
        return Sent(found.remote_id)
    if now < tried_at + patience.hold:
        return Later(tried_at + patience.hold, "an earlier try may still arrive", tried_at)
    if tells or claimed.update_of:
        return None
    return Unconfirmed("it may have arrived, and the platform cannot tell")


def after_failure(
    claimed: Claimed, error: Exception, posted_at: datetime | None, now: datetime, patience: Patience
) -> Outcome:
    """What a failed try means. `posted_at` is when the post began, None when it was not reached."""
    if isinstance(error, GiveUp):
        return Dead(str(error))
    expected = isinstance(error, TryLater | TimeoutError | StoreError)
    reason = str(error) or "no answer in time" if expected else fault(error)
    if claimed.attempt >= (patience.tries if expected else patience.faults):
        return Dead(f"given up after {claimed.attempt} tries: {reason}")
    wait = patience.pause(claimed.attempt)
    if isinstance(error, TryLater):
        wait = max(wait, min(timedelta(seconds=error.after), patience.longest))
    if posted_at is None:
        return Later(now + wait, reason, claimed.tried_at)
    if isinstance(error, TryLater) and not error.ambiguous:  # nor did an earlier try arrive: it was looked for
        return Later(now + wait, reason, None, whole_line=True)
    return Later(now + max(wait, patience.hold), reason, posted_at)


class Dispatcher:
    """Delivers what is in the outbox: conversations side by side, the messages of one strictly in order.

    `show` turns a notice into a card in a language. `alone` says that no other dispatcher uses the database, so that a
    start may take over what a killed run had claimed without waiting for its lease. Use `run` or `drain`, not both.
    """

    def __init__(
        self,
        store: WritingDoor,
        senders: Mapping[str, Sender],
        show: Callable[[Notice, str], Card],
        clock: Clock,
        patience: Patience,
        log: Log,
        *,
        alone: bool = True,
        stand_ins: StandIns | None = None,
    ) -> None:
        self._stand_ins = stand_ins
        self._store, self._senders, self._show, self._clock = store, senders, show, clock
        self._patience, self._log, self._alone = patience, log, alone
        self._woken = asyncio.Event()
        self._running = 0
        self._done: list[tuple[Claimed, Outcome]] = []

    def wake(self) -> None:
        """There is something to look at. To be called in the event loop; once too often does no harm."""
        self._woken.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Deliver until `stop` is set; posts that are on their way by then are waited for and recorded."""
        if self._alone:
            await self._store.turn(outbox.release_all)
        stopping = asyncio.ensure_future(stop.wait())
        stopping.add_done_callback(lambda _: self.wake())
        try:
            async with asyncio.TaskGroup() as lanes:
                while not stop.is_set():
                    await self._round_or_rest(lanes)
        finally:
            stopping.cancel()
        done, now = tuple(self._done), self._clock()
        await self._store.turn(lambda uow: self._record(uow, done, now))

    async def drain(self, now: datetime) -> int:
        """Deliver all that is due at `now`, or by the clock if that is later; returns how many tries it took."""
        tries = 0

        def clock() -> datetime:
            return max(now, self._clock())

        async with asyncio.TaskGroup() as lanes:
            while True:
                tries += await self._round(lanes, clock)
                if not self._running and not self._done:
                    return tries
                await self._woken.wait()

    async def _round_or_rest(self, lanes: asyncio.TaskGroup) -> None:
        try:
            await self._round(lanes, self._clock)
        except Exception as error:  # noqa: BLE001 - the database is away; what was done is recorded when it is back
            self._log.error("outbox-unreachable", reason=fault(error))
            self._woken.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(self._patience.poll.total_seconds()):
                await self._woken.wait()

    async def _round(self, lanes: asyncio.TaskGroup, clock: Clock) -> int:
        """Record what has been done and claim what can be, in one transaction; start on that."""
        self._woken.clear()
        done, now = tuple(self._done), clock()
        until, most = now + self._patience.lease, self._patience.lanes - self._running

        def step(uow: UnitOfWork) -> list[Claimed]:
            self._record(uow, done, now)
            return outbox.claim(uow, now, until, most)

        claimed = await self._store.turn(step)
        del self._done[: len(done)]
        for message in claimed:
            self._running += 1
            lanes.create_task(self._lane(message, clock))
        return len(claimed)

    def _record(self, uow: UnitOfWork, done: tuple[tuple[Claimed, Outcome], ...], now: datetime) -> None:
        outbox.record(uow, done, now)
        for claimed, outcome in done:
            match outcome:
                case Moved(Place(), reason) | Dead(reason, True) if self._stand_ins:
                    self._stand_ins.tell(uow, claimed.place, reason, now)
                case _:
                    pass

    async def _lane(self, claimed: Claimed, clock: Clock) -> None:
        try:
            outcome = await self._deliver(claimed, clock)
        finally:
            self._running -= 1
            self.wake()
        if outcome is not None:
            self._done.append((claimed, outcome))
        if isinstance(outcome, Dead | Unconfirmed | Moved):
            self._log.error(f"message-{type(outcome).__name__.lower()}", key=claimed.key, reason=outcome.reason)

    async def _deliver(self, claimed: Claimed, clock: Clock) -> Outcome | None:
        """Steps 2 to 5 for one message; None when somebody else has claimed it since."""
        try:
            delivery = self._delivery(claimed)
        except Exception as error:  # noqa: BLE001 - one broken message must not stop its line
            return Dead(f"cannot be shown: {fault(error)}")
        posted_at = None
        try:
            sender = self._sender(claimed.place.platform)
            if earlier := await self._look_back(claimed, delivery, sender, clock):
                return earlier
            posted_at = await self._begin(claimed, clock)
            if posted_at is None:
                return None
            async with self._in_time():
                receipt = await sender.send(delivery)
        except MessageGone as gone:
            alone = not (claimed.update_of or claimed.thread or claimed.place.thread)
            return Dead(str(gone)) if alone else Moved(None, str(gone))
        except PlaceGone as gone:
            instead = self._stand_ins.instead_of(claimed.place) if self._stand_ins else None
            return Moved(instead, str(gone)) if instead else Dead(str(gone), unwritable=True)
        except Exception as error:  # noqa: BLE001 - whatever failed, the message is not forgotten
            return after_failure(claimed, error, posted_at, clock(), self._patience)
        return Sent(receipt.remote_id)

    def _delivery(self, claimed: Claimed) -> Delivery:
        return Delivery(
            claimed.key,
            claimed.place,
            self._show(claimed.notice, claimed.language),
            claimed.update_of,
            claimed.thread,
            claimed.updates,
            claimed.under,
            claimed.first_try_at,
        )

    def _sender(self, platform: str) -> Sender:
        """The way to this platform. Raises TryLater while it is not set up, for an administrator may change that."""
        if platform not in self._senders:
            raise TryLater(0, f"{platform} is not set up", ambiguous=False)
        return self._senders[platform]

    async def _look_back(self, claimed: Claimed, delivery: Delivery, sender: Sender, clock: Clock) -> Outcome | None:
        if claimed.tried_at is None:
            return None
        asked_at = clock()  # what lands after this may be missing from the answer, however late that comes
        found, tells = None, True
        if not claimed.update_of:
            try:
                async with self._in_time():
                    found = await sender.find(delivery)
            except PlaceGone:  # nobody reads it there any longer, whether or not it arrived
                raise
            except MessageGone:  # nothing stands under what is not there
                found = None
            except GiveUp:
                tells = False
        return after_search(claimed, claimed.tried_at, found, tells, asked_at, self._patience)

    async def _begin(self, claimed: Claimed, clock: Clock) -> datetime | None:
        """When the post begins, as committed just now; None when the claim is lost or about to be.

        A pause, of this task or the whole machine, may follow the commit, so it is looked at again before the wire.
        """
        posted_at = claimed.claimed_at if claimed.tried_at is None else _LONG_AGO
        while clock() - posted_at > self._patience.slack:
            now = clock()
            enough = now + self._patience.timeout + self._patience.slack
            if not await self._store.turn(partial(outbox.confirm_before_post, claimed=claimed, now=now, enough=enough)):
                return None
            posted_at = now
        return posted_at

    def _in_time(self) -> asyncio.Timeout:
        return asyncio.timeout(self._patience.timeout.total_seconds())
