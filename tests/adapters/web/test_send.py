"""What is sent reaches every open page, and a page that lags is let go."""

from __future__ import annotations

from adapters.web.send import BACKLOG, WebSender
from dialogs.cards import Paragraph
from dialogs.messages import Receipt
from tests.adapters.web.demo_desk import delivery

HELLO = delivery("k1", Paragraph("Hej"))


async def test_every_listener_gets_what_is_sent_while_it_listens() -> None:
    sender = WebSender()
    with sender.listening() as one, sender.listening() as two:
        assert await sender.send(HELLO) == Receipt("k1")
        assert (one.get_nowait(), two.get_nowait()) == (HELLO, HELLO)
    await sender.send(HELLO)
    assert one.empty()


async def test_an_earlier_attempt_is_never_read_back_because_sending_twice_is_harmless() -> None:
    assert await WebSender().find(HELLO) is None


async def test_a_page_that_lags_too_far_behind_is_told_to_start_over() -> None:
    sender = WebSender()
    with sender.listening() as slow:
        for _ in range(BACKLOG + 5):
            await sender.send(HELLO)
        got = [slow.get_nowait() for _ in range(slow.qsize())]
    assert len(got) == BACKLOG + 1
    assert got[-1] is None
