"""The dispatcher at work: woken, stopped, stalled, and with the database away."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.deliver import Dispatcher, Patience
from dialogs.messages import Delivery, Notice, Outgoing, Receipt
from storage import outbox
from storage.store import Store
from tests.bot.test_deliver import HERE, HOLD, NOW, THERE, Books, Chat, Log
from tests.simulation.virtual_time import clock, passing, run
from tests.simulation.world import show


def at_work(
    story: Callable[[Books, Chat, Dispatcher], Awaitable[None]], chat: Chat | None = None
) -> tuple[Books, Chat]:
    """Let a dispatcher run in virtual time while the story is told, then stop it."""

    async def told(books: Books, chat: Chat) -> None:
        dispatcher = Dispatcher(books, {"slack": chat}, show, clock, Patience(), Log())
        stop = asyncio.Event()
        running = asyncio.ensure_future(dispatcher.run(stop))
        await story(books, chat, dispatcher)
        stop.set()
        await running

    books, chat = Books(), chat or Chat()
    run(told(books, chat))
    return books, chat


def test_a_message_leaves_at_once_when_somebody_wakes_the_dispatcher() -> None:
    async def story(books: Books, chat: Chat, dispatcher: Dispatcher) -> None:
        await passing(0.5)
        books.send("k0")
        dispatcher.wake()
        await passing(0.001)
        assert chat.keys == ["k0"]

    at_work(story)


def test_a_message_that_nobody_tells_of_leaves_within_a_second() -> None:
    async def story(books: Books, chat: Chat, dispatcher: Dispatcher) -> None:
        await passing(0.5)
        books.send("k0")
        await passing(1)
        assert chat.keys == ["k0"]

    at_work(story)


def test_conversations_do_not_wait_for_each_other() -> None:
    async def story(books: Books, chat: Chat, dispatcher: Dispatcher) -> None:
        chat.seconds = 3
        for n in range(2):
            books.send(f"here{n}", HERE)
            books.send(f"there{n}", THERE)
        dispatcher.wake()
        await passing(3.5)
        assert sorted(chat.keys) == ["here0", "there0"]

    at_work(story)


def test_what_is_on_its_way_when_the_bot_stops_is_waited_for_and_recorded() -> None:
    async def story(books: Books, chat: Chat, dispatcher: Dispatcher) -> None:
        chat.seconds = 3
        books.send("k0")
        books.send("k1")
        dispatcher.wake()
        await passing(1)

    books, chat = at_work(story)
    assert (chat.keys, books.state("k0"), books.state("k1")) == (["k0"], "sent", "pending")


def test_a_platform_that_does_not_answer_is_left_after_ten_seconds() -> None:
    async def story(books: Books, chat: Chat, dispatcher: Dispatcher) -> None:
        chat.seconds = 3600
        books.send("k0")
        await passing(12)
        assert books.state("k0") == "pending"
        chat.seconds = 0
        await passing(HOLD.total_seconds())

    books, chat = at_work(story)
    assert (chat.asked, chat.keys, books.state("k0")) == (["k0"], ["k0"], "sent")


def test_what_was_done_while_the_database_was_away_is_recorded_when_it_is_back() -> None:
    async def story(books: Books, chat: Chat, dispatcher: Dispatcher) -> None:
        chat.seconds = 2
        books.send("k0")
        await passing(2)
        books.shut = True
        await passing(30)
        assert (chat.keys, books.state("k0")) == (["k0"], "sending")
        books.shut = False
        await passing(2)
        assert books.state("k0") == "sent"

    _, chat = at_work(story)
    assert chat.keys == ["k0"]


def after_a_kill(chat: Chat, seconds: float) -> Books:
    """A run is killed once it has claimed a message; the next starts so long after, and has a minute."""
    books = Books()

    async def story() -> None:
        books.send("k0")
        books.ledger.commit(lambda uow: outbox.claim(uow, clock(), clock() + timedelta(hours=9), 9))
        await passing(seconds)
        stop = asyncio.Event()
        running = asyncio.ensure_future(Dispatcher(books, {"slack": chat}, show, clock, Patience(), Log()).run(stop))
        await passing(60)
        stop.set()
        await running

    run(story())
    return books


def test_what_a_killed_run_had_claimed_is_taken_over_at_once() -> None:
    chat = Chat()
    chat.known["k0"] = Receipt("m7")
    books = after_a_kill(chat, seconds=1)
    assert (books.message("k0").remote_id, chat.keys) == ("m7", [])


def test_what_lands_while_the_platform_answers_is_not_posted_again() -> None:
    class Slow(Chat):
        async def find(self, delivery: Delivery) -> Receipt | None:
            found = await super().find(delivery)
            self.known["k0"] = Receipt("m7")
            await passing(9)
            return found

    chat = Slow()
    books = after_a_kill(chat, seconds=55)
    assert (books.message("k0").remote_id, chat.asked, chat.keys) == ("m7", ["k0", "k0"], [])


async def test_a_turn_of_the_real_store_wakes_the_dispatcher() -> None:
    store, chat, stop = await Store.open("sqlite:///:memory:"), Chat(), asyncio.Event()
    dispatcher = Dispatcher(store, {"slack": chat}, show, lambda: NOW, Patience(poll=timedelta(hours=1)), Log())
    store.wake = dispatcher.wake
    running = asyncio.ensure_future(dispatcher.run(stop))
    outgoing = Outgoing("k0", HERE, Notice("told"), "sv")
    assert await store.turn(lambda uow: uow.send(outgoing, NOW))
    async with asyncio.timeout(5):
        await chat.heard.wait()
    stop.set()
    await running
    assert await store.turn(outbox.open_counts) == {}
    await store.close()
