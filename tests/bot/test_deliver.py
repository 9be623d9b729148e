"""The dispatcher on a real ledger: what is sent, in what order, and what is left behind."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest

from bot.deliver import Dispatcher, Patience
from dialogs.cards import Card
from dialogs.messages import Delivery, GiveUp, Notice, Outgoing, Receipt, TryLater
from ideas.people import Place
from storage import outbox
from storage.unit_of_work import UnitOfWork
from tests.simulation.verdict import Message
from tests.simulation.virtual_time import passing
from tests.simulation.world import Ledger, show

T = TypeVar("T")
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOLD = Patience().hold
HERE, THERE = Place("slack", "T", "here"), Place("slack", "T", "there", "thread")


class Books:
    """A ledger behind the store's door, which can be shut."""

    def __init__(self) -> None:
        self.ledger, self.shut = Ledger(), False

    async def turn(self, fn: Callable[[UnitOfWork], T], /) -> T:
        await asyncio.sleep(0)
        if self.shut:
            raise OSError("the database is away")
        return self.ledger.commit(fn)

    def send(self, key: str, place: Place = HERE, kind: str = "told", updates: str = "", under: str = "") -> None:
        outgoing = Outgoing(key, place, Notice(kind, {"key": key}), "sv", updates, under)
        self.ledger.commit(lambda uow: uow.send(outgoing, NOW))

    def message(self, key: str) -> Message:
        return next(message for message in self.ledger.messages() if message.key == key)

    def state(self, key: str) -> str:
        return self.message(key).state


class Chat:
    """A platform that answers as told, key by key, and otherwise well."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Exception]] = {}
        self.posted: list[Delivery] = []
        self.known: dict[str, Receipt | Exception] = {}
        self.asked: list[str] = []
        self.seconds = 0.0
        self.heard = asyncio.Event()

    async def send(self, delivery: Delivery) -> Receipt:
        if self.seconds:
            await passing(self.seconds)
        if answers := self.answers.get(delivery.key):
            raise answers.pop(0)
        self.posted.append(delivery)
        self.heard.set()
        return Receipt(delivery.update_of or f"id-{delivery.key}")

    async def find(self, delivery: Delivery) -> Receipt | None:
        self.asked.append(delivery.key)
        found = self.known.get(delivery.key)
        if isinstance(found, Exception):
            raise found
        return found

    @property
    def keys(self) -> list[str]:
        return [delivery.key for delivery in self.posted]


class Log:
    """Keeps what the administrator is told."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, dict[str, object]]] = []

    def error(self, event: str, **facts: object) -> None:
        self.lines.append((event, facts))


@pytest.fixture
def books() -> Iterator[Books]:
    books = Books()
    yield books
    books.ledger.close()


@pytest.fixture
def chat() -> Chat:
    return Chat()


@pytest.fixture
def log() -> Log:
    return Log()


@pytest.fixture
def dispatcher(books: Books, chat: Chat, log: Log) -> Dispatcher:
    return Dispatcher(books, {"slack": chat}, show, lambda: NOW, Patience(), log)


async def test_a_conversation_hears_everything_in_order(dispatcher: Dispatcher, books: Books, chat: Chat) -> None:
    for n in range(5):
        books.send(f"k{n}")
    assert await dispatcher.drain(NOW) == 5
    assert chat.keys == ["k0", "k1", "k2", "k3", "k4"]
    assert chat.posted[0] == Delivery("k0", HERE, Card("{'key': 'k0'}", (), "sv"), first_try_at=NOW)
    assert {message.state for message in books.ledger.messages()} == {"sent"}
    assert await dispatcher.drain(NOW) == 0


async def test_what_changes_or_answers_a_message_goes_where_that_one_is(
    dispatcher: Dispatcher, books: Books, chat: Chat
) -> None:
    books.send("root", THERE)
    books.send("change", THERE, updates="root")
    books.send("answer", THERE, under="root")
    await dispatcher.drain(NOW)
    _, change, answer = chat.posted
    assert (change.update_of, change.updates, change.place) == ("id-root", "root", THERE)
    assert (answer.thread, answer.under, answer.update_of) == ("id-root", "root", "")
    assert books.message("change").remote_id == "id-root"


async def test_a_change_to_what_was_never_sent_is_a_message_of_its_own(
    dispatcher: Dispatcher, books: Books, chat: Chat
) -> None:
    chat.answers["root"] = [GiveUp("msg_too_long")]
    books.send("root")
    books.send("change", updates="root")
    await dispatcher.drain(NOW)
    assert [(delivery.key, delivery.update_of) for delivery in chat.posted] == [("change", "")]


async def test_what_is_refused_for_good_is_dead_and_told_once(
    dispatcher: Dispatcher, books: Books, chat: Chat, log: Log
) -> None:
    chat.answers["k0"] = [GiveUp("is_archived")]
    books.send("k0")
    books.send("k1")
    await dispatcher.drain(NOW)
    await dispatcher.drain(NOW + timedelta(days=1))
    assert (books.state("k0"), books.state("k1")) == ("dead", "sent")
    assert log.lines == [("message-dead", {"key": "k0", "reason": "is_archived"})]


async def test_what_cannot_be_shown_is_dead_and_the_next_is_sent(
    dispatcher: Dispatcher, books: Books, log: Log
) -> None:
    books.send("k0", kind="broken")
    books.send("k1")
    await dispatcher.drain(NOW)
    assert (books.state("k0"), books.state("k1")) == ("dead", "sent")
    assert str(log.lines[0][1]["reason"]).startswith("cannot be shown: KeyError at world.py:")


async def test_a_conversation_that_is_told_to_wait_waits_alone(
    dispatcher: Dispatcher, books: Books, chat: Chat
) -> None:
    chat.answers["k0"] = [TryLater(30, "429", ambiguous=False)]
    books.send("k0")
    books.send("k1")
    books.send("k2", THERE)
    await dispatcher.drain(NOW)
    assert chat.keys == ["k2"]
    await dispatcher.drain(NOW + timedelta(seconds=29))
    await dispatcher.drain(NOW + timedelta(seconds=30))
    assert chat.keys == ["k2", "k0", "k1"]
    assert not chat.asked


async def test_a_post_in_doubt_is_looked_for_and_not_repeated(dispatcher: Dispatcher, books: Books, chat: Chat) -> None:
    chat.answers["k0"] = [TryLater(0, "502", ambiguous=True)]
    chat.known["k0"] = Receipt("m7")
    books.send("k0")
    await dispatcher.drain(NOW)
    assert (books.state("k0"), chat.asked) == ("pending", [])
    await dispatcher.drain(NOW + HOLD)
    assert (books.message("k0").remote_id, chat.asked, chat.keys) == ("m7", ["k0"], [])


async def test_a_post_that_never_arrived_is_repeated(dispatcher: Dispatcher, books: Books, chat: Chat) -> None:
    chat.answers["k0"] = [TryLater(0, "502", ambiguous=True)]
    books.send("k0")
    await dispatcher.drain(NOW)
    await dispatcher.drain(NOW + HOLD)
    assert (chat.keys, books.state("k0")) == (["k0"], "sent")


async def test_where_nobody_can_tell_a_post_in_doubt_is_unconfirmed_until_proven(
    dispatcher: Dispatcher, books: Books, chat: Chat, log: Log
) -> None:
    chat.answers["k0"] = [TryLater(0, "502", ambiguous=True)]
    chat.known["k0"] = GiveUp("no way to read")
    books.send("k0")
    await dispatcher.drain(NOW)
    await dispatcher.drain(NOW + HOLD)
    assert (books.state("k0"), chat.keys) == ("unconfirmed", [])
    assert [event for event, _ in log.lines] == ["message-unconfirmed"]
    assert await books.turn(lambda uow: outbox.prove(uow, HERE, "k0", "m7", NOW))
    assert not await books.turn(lambda uow: outbox.prove(uow, HERE, "k0", "m8", NOW))
    assert (books.state("k0"), books.message("k0").remote_id) == ("sent", "m7")


async def test_a_platform_that_is_not_set_up_is_waited_for(dispatcher: Dispatcher, books: Books) -> None:
    books.send("k0", Place("teams", "T", "c"))
    await dispatcher.drain(NOW)
    assert books.state("k0") == "pending"
    assert await books.turn(outbox.open_counts) == {"pending": 1}


async def test_a_claim_that_was_lost_writes_nothing(books: Books) -> None:
    books.send("k0")
    lease = timedelta(seconds=120)
    (mine,) = await books.turn(lambda uow: outbox.claim(uow, NOW, NOW + lease, 9))
    assert not await books.turn(lambda uow: outbox.claim(uow, NOW, NOW + lease, 9))
    (theirs,) = await books.turn(lambda uow: outbox.claim(uow, NOW + lease, NOW + 2 * lease, 9))
    assert (mine.attempt, mine.tried_at, theirs.attempt, theirs.tried_at) == (1, None, 2, NOW)
    assert not await books.turn(lambda uow: outbox.confirm_before_post(uow, mine, NOW, NOW))
    await books.turn(lambda uow: outbox.record(uow, [(mine, outbox.Sent("m1"))], NOW))
    assert books.state("k0") == "sending"


async def test_a_post_begins_only_while_the_lease_lasts(books: Books) -> None:
    books.send("k0")
    (mine,) = await books.turn(lambda uow: outbox.claim(uow, NOW, NOW + HOLD, 9))
    assert await books.turn(lambda uow: outbox.confirm_before_post(uow, mine, NOW, NOW + HOLD / 2))
    assert not await books.turn(lambda uow: outbox.confirm_before_post(uow, mine, NOW, NOW + HOLD))
