"""How places are reached: learnt, kept over a restart, written only when new, and lost once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.references import KeptReferences
from dialogs.references import Reference
from ideas.people import Place
from storage.store import Store

NOW = datetime(2026, 11, 26, 8, tzinfo=UTC)
ANNA = Place("teams", "tenant", "anna")
WAY = Reference(ANNA, "https://smba.example/emea/", "a:1", "29:anna")


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await Store.open(f"sqlite:///{tmp_path}/ideas.db")
    yield opened
    await opened.close()


def restarted(store: Store) -> KeptReferences:
    """A bot that knows no more than what is in the database."""
    return KeptReferences(store, lambda: NOW)


async def test_a_way_is_known_after_a_restart_whatever_thread_is_asked_for(store: Store) -> None:
    await restarted(store).keep(WAY)
    assert await restarted(store).find(replace(ANNA, thread="1732")) == WAY
    assert await restarted(store).find(Place("teams", "other", "anna")) is None


async def test_a_way_that_has_changed_is_the_new_one(store: Store) -> None:
    kept, moved = restarted(store), replace(WAY, address="https://smba.example/amer/")
    await kept.keep(WAY)
    await kept.keep(moved)
    assert await kept.find(ANNA) == await restarted(store).find(ANNA) == moved


async def test_what_is_known_already_is_not_written_again(store: Store) -> None:
    kept = restarted(store)
    await kept.keep(WAY)
    await store.turn(lambda uow: uow.keep_reference(replace(WAY, user="29:other"), NOW))
    await kept.keep(WAY)
    found = await store.turn(lambda uow: uow.reference(ANNA))
    assert found
    assert found.user == "29:other"


async def test_a_tenant_is_called_where_it_was_heard_last(store: Store) -> None:
    assert await restarted(store).address_of("teams", "tenant") == ""
    await restarted(store).keep(WAY)
    assert await restarted(store).address_of("teams", "tenant") == WAY.address


async def test_a_place_that_is_gone_is_told_once_and_comes_back_when_it_is_heard(store: Store) -> None:
    kept, channel = restarted(store), replace(WAY, place=Place("teams", "tenant", "19:c"), user="")
    await kept.keep(channel)
    with capture_logs() as logs:
        await kept.lose(channel.place, "BotNotInConversationRoster")
        await kept.lose(channel.place, "BotNotInConversationRoster")
        await restarted(store).lose(channel.place, "BotNotInConversationRoster")
        await kept.lose(Place("teams", "tenant", "nobody"), "ConversationNotFound")
    assert [line["event"] for line in logs] == ["place-gone"]
    gone = await restarted(store).find(channel.place)
    assert gone
    assert gone.gone == "BotNotInConversationRoster"
    await kept.keep(channel)
    assert await restarted(store).find(channel.place) == channel


async def test_no_log_says_who_cannot_be_reached(store: Store) -> None:
    kept = restarted(store)
    await kept.keep(WAY)
    with capture_logs() as logs:
        await kept.lose(ANNA, "ForbiddenOperationException")
    assert [line["event"] for line in logs] == ["person-unreachable"]
    assert "anna" not in str(logs)
