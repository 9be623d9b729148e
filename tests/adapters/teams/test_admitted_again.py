"""A token that was let in is let in again without being judged, for a while, and only where it was good."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from adapters.teams.sdk import Login, open_login
from tests.adapters.teams.signing import Clock, sign_in
from tests.adapters.teams.test_admitting import admitted
from tests.doubles.teams_login import SERVICE, LoginDouble


@pytest.fixture
async def login() -> AsyncIterator[LoginDouble]:
    async with LoginDouble() as login:
        yield login


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def door(login: LoginDouble, clock: Clock) -> Login:
    return open_login(sign_in(login), clock)


async def test_a_token_that_was_let_in_is_not_looked_at_again_for_a_while(
    door: Login, login: LoginDouble, clock: Clock
) -> None:
    header = login.bearer()
    assert await admitted(door, header)
    login.roll()
    login.trouble["keys"] = login.trouble["openid"] = 503
    clock.turn(minutes=4)
    assert await admitted(door, header)
    assert not await admitted(door, header, channel="emulator")
    assert not await admitted(door, header, service=SERVICE.replace("emea", "amer"))
    assert not await admitted(door, header + "x")


async def test_a_token_that_soon_ends_is_looked_at_each_time(door: Login, login: LoginDouble, clock: Clock) -> None:
    header = login.bearer(until=200)
    assert await admitted(door, header)
    assert not door._admitted
    lasting = login.bearer()
    assert await admitted(door, lasting)
    clock.turn(minutes=6)
    assert await admitted(door, lasting), "looked at anew, and still good"
