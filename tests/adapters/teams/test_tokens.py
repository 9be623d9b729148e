"""The bot's token: one asking at a time, nobody waits without need, and Microsoft is hardly ever asked."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from adapters.teams.sdk import OpenLogin, SignInError, open_login
from adapters.teams.tokens import Tokens
from dialogs.messages import TryLater
from tests.adapters.teams.signing import Clock, sign_in, trusted_login
from tests.doubles.teams_login import LoginDouble

NO = "The client secret has expired."


class Desk:
    """A login that gives numbered tokens, keeps one until it is told to forget it, and can be held or say no."""

    def __init__(self) -> None:
        self.asked = self.issued = 0
        self.fault = ""
        self.is_open, self.has_been_asked = threading.Event(), threading.Event()
        self.is_open.set()
        self._is_kept = False

    def token(self) -> str:
        self.asked += 1
        self.has_been_asked.set()
        assert self.is_open.wait(timeout=30)
        if self.fault:
            raise SignInError(self.fault)
        if not self._is_kept:
            self.issued, self._is_kept = self.issued + 1, True
        return f"token-{self.issued}"

    def forget(self) -> None:
        self._is_kept = False

    async def met(self) -> None:
        """Return when somebody asks."""
        await asyncio.to_thread(self.has_been_asked.wait, 30)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def tokens(desk: Desk, clock: Clock) -> Tokens:
    return Tokens(desk, clock)


@pytest.fixture
async def login(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[LoginDouble]:
    async with trusted_login(monkeypatch) as login:
        yield login


def bearer(n: int) -> dict[str, str]:
    return {"Authorization": f"Bearer token-{n}"}


async def reason(tokens: Tokens) -> str:
    """Why there is no token."""
    with pytest.raises(TryLater) as told:
        await tokens.header()
    assert not told.value.ambiguous
    assert told.value.after > 0
    return told.value.reason


async def test_a_token_goes_with_every_request(tokens: Tokens) -> None:
    assert await tokens.header() == bearer(1)


async def test_where_nobody_signs_in_nothing_goes_with_it(clock: Clock) -> None:
    assert await Tokens(OpenLogin(), clock).header() == {}


async def test_those_who_come_together_ask_once(tokens: Tokens, desk: Desk) -> None:
    assert await asyncio.gather(*(tokens.header() for _ in range(100))) == [bearer(1)] * 100
    assert desk.asked == 1


async def test_after_warming_nobody_waits(tokens: Tokens, desk: Desk) -> None:
    await tokens.warm()
    desk.is_open.clear()
    assert await tokens.header() == bearer(1)
    assert desk.asked == 1


async def test_the_login_is_asked_every_four_minutes_at_most(tokens: Tokens, desk: Desk, clock: Clock) -> None:
    for _ in range(3_600):
        await tokens.header()
        clock.turn(seconds=1)
    assert desk.asked <= 16


async def test_the_old_token_is_used_while_the_login_is_asked(tokens: Tokens, desk: Desk, clock: Clock) -> None:
    await tokens.header()
    clock.turn(minutes=4)
    desk.is_open.clear()
    desk.forget()
    async with asyncio.timeout(5):
        assert await asyncio.gather(*(tokens.header() for _ in range(100))) == [bearer(1)] * 100
    desk.is_open.set()
    clock.turn(minutes=1)  # now whoever needs a token waits for the new one
    assert await tokens.header() == bearer(2)


async def test_a_token_that_may_have_ended_is_not_used(tokens: Tokens, desk: Desk, clock: Clock) -> None:
    await tokens.header()
    desk.forget()
    clock.turn(minutes=5)
    assert await tokens.header() == bearer(2)


async def test_the_loop_goes_on_while_the_login_blocks(tokens: Tokens, desk: Desk) -> None:
    desk.is_open.clear()
    waiting = asyncio.create_task(tokens.header())
    await desk.met()
    for _ in range(1_000):
        await asyncio.sleep(0)
    assert not waiting.done()
    desk.is_open.set()
    assert await waiting == bearer(1)


async def test_nobody_waits_for_ever(desk: Desk, clock: Clock) -> None:
    tokens = Tokens(desk, clock, patience=0)
    desk.is_open.clear()
    assert "not signed the bot in yet" in await reason(tokens)
    assert "not signed the bot in yet" in await reason(tokens)
    desk.is_open.set()
    await desk.met()
    assert await Tokens(desk, clock).header() == bearer(1)
    assert desk.asked == 2


async def test_who_gives_up_waiting_disturbs_nobody(tokens: Tokens, desk: Desk) -> None:
    desk.is_open.clear()
    first, second = (asyncio.create_task(tokens.header()) for _ in range(2))
    await desk.met()
    first.cancel()
    desk.is_open.set()
    assert await second == bearer(1)
    assert desk.asked == 1


async def test_without_a_token_it_is_told_why_and_not_asked_at_once(tokens: Tokens, desk: Desk, clock: Clock) -> None:
    desk.fault = NO
    assert [await reason(tokens) for _ in range(20)] == [NO] * 20
    assert desk.asked == 1
    clock.turn(seconds=15)
    desk.fault = ""
    assert await tokens.header() == bearer(1)


async def test_a_good_token_is_used_when_there_is_no_other(tokens: Tokens, desk: Desk, clock: Clock) -> None:
    await tokens.header()
    desk.fault = NO
    clock.turn(minutes=4)
    assert await tokens.header() == bearer(1)
    await desk.met()
    clock.turn(seconds=59)
    assert await tokens.header() == bearer(1)
    clock.turn(seconds=1)
    assert await reason(tokens) == NO


async def test_warming_tells_why_there_is_no_token(tokens: Tokens, desk: Desk) -> None:
    desk.fault = NO
    with pytest.raises(TryLater, match=NO):
        await tokens.warm()


async def test_a_refused_token_is_replaced_once_a_minute_at_most(tokens: Tokens, desk: Desk, clock: Clock) -> None:
    await tokens.header()
    for _ in range(10):
        tokens.renew()
        assert await tokens.header() == bearer(2)
    clock.turn(minutes=1)
    tokens.renew()
    assert await tokens.header() == bearer(3)


async def test_a_token_that_was_asked_for_before_the_refusal_is_not_used(tokens: Tokens, desk: Desk) -> None:
    desk.is_open.clear()
    waiting = asyncio.create_task(reason(tokens))
    await desk.met()
    tokens.renew()
    desk.is_open.set()
    assert await waiting
    assert await tokens.header() == bearer(2)


async def test_a_thousand_turns_make_five_requests_at_most(login: LoginDouble, clock: Clock) -> None:
    tokens = Tokens(open_login(sign_in(login), clock), clock)
    for _ in range(100):
        given = await asyncio.gather(*(tokens.header() for _ in range(10)))
        assert all(login.accepts(header["Authorization"]) for header in given)
        clock.now += timedelta(seconds=30)
    assert login.calls == {"discovery": 1, "token": 1}


async def test_a_refused_token_is_fetched_anew_from_microsoft(login: LoginDouble, clock: Clock) -> None:
    tokens = Tokens(open_login(sign_in(login), clock), clock)
    await tokens.warm()
    login.revoke()
    assert not login.accepts((await tokens.header())["Authorization"])
    tokens.renew()
    assert login.accepts((await tokens.header())["Authorization"])
    assert login.calls == {"discovery": 1, "token": 2}


async def test_a_short_token_is_never_used_after_its_end(login: LoginDouble, clock: Clock) -> None:
    login.lifetime = 301
    tokens = Tokens(open_login(sign_in(login), clock), clock)
    assert login.accepts((await tokens.header())["Authorization"])


async def test_nothing_waits_while_microsoft_is_slow(login: LoginDouble, clock: Clock) -> None:
    login.hold("discovery", "token")
    tokens = Tokens(open_login(sign_in(login), clock), clock)
    waiting = asyncio.create_task(tokens.header())
    await login.asked("discovery")
    for _ in range(1_000):
        await asyncio.sleep(0)
    assert not waiting.done()
    login.release()
    assert login.accepts((await waiting)["Authorization"])
