"""One of each call to Teams, and what it comes to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from dialogs.messages import GiveUp, TryLater
from tests.adapters.teams.small_connector import ANNA, HERE, OWN, Answer, Calls

HELLO = {"type": "message", "text": "Hej, Åsa! 🙂"}
Raised = TryLater | GiveUp


async def posts(calls: Calls) -> object:
    return await calls.connector.post(calls.way(HERE), HELLO, "17")


async def begins(calls: Calls) -> object:
    return await calls.connector.begin(calls.way(HERE), HELLO)


async def changes(calls: Calls) -> object:
    await calls.connector.change(calls.way(HERE), HELLO, "17")
    return None


async def opens(calls: Calls) -> object:
    return await calls.connector.open(calls.way(OWN))


async def looks(calls: Calls) -> object:
    return await calls.connector.member(calls.way(HERE), ANNA)


async def lists(calls: Calls) -> object:
    return [member async for member in calls.connector.members(calls.way(HERE))]


EVERY = (posts, begins, changes, opens, looks, lists)
ONCE = (posts, begins, changes)
"""What leaves something behind: nobody can say after a fault whether it did, or does later."""
Do = Callable[[Calls], Awaitable[object]]
doing = pytest.mark.parametrize("do", EVERY, ids=lambda do: do.__name__)


async def verdict(calls: Calls, do: Do, *answers: Answer) -> Raised:
    """What it comes to when the call is answered so."""
    calls.teams.answers(*answers)
    with pytest.raises((TryLater, GiveUp)) as caught:
        await do(calls)
    assert isinstance(caught.value, TryLater | GiveUp)
    return caught.value


async def later(calls: Calls, do: Do, *answers: Answer) -> tuple[float, str, bool]:
    """The same, for what is to be tried later."""
    error = await verdict(calls, do, *answers)
    assert isinstance(error, TryLater)
    return error.after, error.reason, error.ambiguous
