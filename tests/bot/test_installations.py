"""Tokens are sealed before they are kept, keys can be changed, and a state is good for one return in time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import structlog
from cryptography.fernet import Fernet

from bot.installations import Seal, SealedInstallations, new_key
from bot.settings import SettingsError
from dialogs.installations import Installation, Installations
from storage.store import Store
from tests.storage.samples import NOW

TOKEN = "xoxb-1234567890-abcdefghij"
SKOVDE = Installation("slack", "T0SKOVDE", "", "Skövde", "U0BOT", "B0BOT", TOKEN, ("chat:write",), "U0ADMIN")
OLD, NEW = new_key(), new_key()


class Clock:
    """A clock that is turned by hand."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = await Store.open(f"sqlite:///{tmp_path}/ideas.db")
    yield store
    await store.close()


def kept_with(keys: str, store: Store, clock: Clock) -> SealedInstallations:
    """The installations of a store, as a bot with these keys sees them."""
    return SealedInstallations(store, Seal(keys), clock)


async def token_of(there: Installations) -> str:
    """The token of Skövde; empty when there is none."""
    found = await there.find("slack", "T0SKOVDE")
    return found.token if found else ""


async def sealed_in(store: Store) -> str:
    """What stands in the row of Skövde."""
    found = await store.turn(lambda uow: uow.installation("slack", "T0SKOVDE"))
    assert found
    return found.token


def files_of(folder: Path) -> dict[str, bytes]:
    """The database and what SQLite keeps beside it, byte for byte."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


async def test_what_is_kept_is_found_again(store: Store, clock: Clock) -> None:
    there = kept_with(NEW, store, clock)
    await there.keep(SKOVDE)
    assert await there.find("slack", "T0SKOVDE") == SKOVDE
    assert await there.all("slack") == [SKOVDE]
    assert await there.find("slack", "T0HJO") is None


async def test_no_file_of_the_database_ever_holds_a_token_in_clear(store: Store, clock: Clock, tmp_path: Path) -> None:
    there = kept_with(NEW, store, clock)
    await there.keep(SKOVDE)
    await there.rotate()
    await there.keep(replace(SKOVDE, token=f"{TOKEN}-newer"))
    await there.drop("slack", "T0SKOVDE")
    await there.keep(SKOVDE)
    running = files_of(tmp_path)
    assert {"ideas.db", "ideas.db-wal"} <= set(running)
    assert not [name for name, held in running.items() if TOKEN.encode() in held]
    assert (await sealed_in(store)).encode() in b"".join(running.values())
    await store.close()
    assert TOKEN.encode() not in files_of(tmp_path)["ideas.db"]


def test_a_token_is_left_out_of_what_is_printed() -> None:
    assert TOKEN not in repr(SKOVDE)
    assert TOKEN not in str([SKOVDE])


async def test_a_dropped_installation_is_not_found_until_it_comes_back(store: Store, clock: Clock) -> None:
    there = kept_with(NEW, store, clock)
    await there.keep(SKOVDE)
    await there.drop("slack", "T0SKOVDE")
    assert await there.find("slack", "T0SKOVDE") is None
    assert await there.all("slack") == []
    await there.keep(SKOVDE)
    assert await there.all("slack") == [SKOVDE]


async def test_late_word_that_the_app_was_taken_away_spares_what_was_installed_since(
    store: Store, clock: Clock
) -> None:
    there = kept_with(NEW, store, clock)
    await there.keep(SKOVDE)
    taken_away = clock.now + timedelta(minutes=1)
    clock.now += timedelta(minutes=5)
    await there.keep(SKOVDE)
    await there.drop("slack", "T0SKOVDE", taken_away)
    assert await token_of(there) == TOKEN
    await there.drop("slack", "T0SKOVDE", clock.now)
    assert await token_of(there) == ""


async def test_a_new_key_takes_over_from_the_old_one(store: Store, clock: Clock) -> None:
    await kept_with(OLD, store, clock).keep(SKOVDE)
    both = kept_with(f"{NEW}, {OLD}", store, clock)
    assert await token_of(both) == TOKEN
    assert await both.rotate() == 1
    assert await both.rotate() == 0
    assert await token_of(kept_with(NEW, store, clock)) == TOKEN
    assert await token_of(kept_with(OLD, store, clock)) == ""


async def test_a_start_with_the_same_key_writes_nothing(store: Store, clock: Clock) -> None:
    there = kept_with(NEW, store, clock)
    await there.keep(SKOVDE)
    before = await sealed_in(store)
    assert await there.rotate() == 0
    assert await sealed_in(store) == before


async def test_the_first_key_seals_and_every_key_opens(store: Store, clock: Clock) -> None:
    await kept_with(f"{NEW},{OLD}", store, clock).keep(SKOVDE)
    assert await token_of(kept_with(NEW, store, clock)) == TOKEN
    assert await token_of(kept_with(OLD, store, clock)) == ""


async def test_a_wrong_key_is_told_in_a_sentence_that_names_the_workspace(store: Store, clock: Clock) -> None:
    await kept_with(OLD, store, clock).keep(SKOVDE)
    await kept_with(NEW, store, clock).keep(replace(SKOVDE, workspace="T0HJO", name=""))
    third = new_key()
    wrong = kept_with(f"{third},{NEW}", store, clock)
    with pytest.raises(SettingsError) as told:
        await wrong.rotate()
    assert str(told.value).startswith("IDESLUSS_SECRET_KEY does not open what is kept for T0SKOVDE (Skövde).")
    assert not any(key in str(told.value) for key in (OLD, NEW, third))
    assert [one.workspace for one in await kept_with(third, store, clock).all("slack")] == ["T0HJO"]


async def test_a_token_that_cannot_be_opened_is_as_good_as_none_and_is_logged(store: Store, clock: Clock) -> None:
    await kept_with(OLD, store, clock).keep(SKOVDE)
    wrong = kept_with(NEW, store, clock)
    with structlog.testing.capture_logs() as logged:
        assert await wrong.find("slack", "T0SKOVDE") is None
        assert await wrong.all("slack") == []
    assert [line["event"] for line in logged] == ["token-shut"] * 2
    assert "T0SKOVDE (Skövde)" in logged[0]["advice"]


async def test_installing_again_mends_what_a_lost_key_has_shut(store: Store, clock: Clock) -> None:
    await kept_with(OLD, store, clock).keep(SKOVDE)
    there = kept_with(NEW, store, clock)
    await there.keep(SKOVDE)
    assert await token_of(there) == TOKEN
    assert await there.rotate() == 0


async def test_a_token_that_somebody_changed_in_the_file_is_not_used(store: Store, clock: Clock) -> None:
    there = kept_with(NEW, store, clock)
    await there.keep(SKOVDE)
    sealed = await sealed_in(store)
    changed = replace(SKOVDE, token=sealed[:60] + ("A" if sealed[60] != "A" else "B") + sealed[61:])
    await store.turn(lambda uow: uow.seal_anew(changed))
    assert await token_of(there) == ""


@pytest.mark.parametrize("keys", ["", "  ", ",", " , ,"])
def test_no_key_is_told_in_a_sentence(keys: str) -> None:
    with pytest.raises(SettingsError, match="IDESLUSS_SECRET_KEY is not set"):
        Seal(keys)


@pytest.mark.parametrize("wrong", ["hemligt", "å" * 44, Fernet.generate_key().decode()[:-4], "A" * 100])
def test_what_is_not_a_key_is_told_without_being_shown(wrong: str) -> None:
    with pytest.raises(SettingsError, match="number 2 of 2 is not a key") as told:
        Seal(f"{NEW},{wrong}")
    assert wrong not in str(told.value)
    assert told.value.__cause__ is None
    assert told.value.__suppress_context__


def test_every_new_key_is_another_and_can_be_used() -> None:
    keys = {new_key() for _ in range(5)}
    assert len(keys) == 5
    assert Seal(",".join(keys)).open(Seal(min(keys)).close("å")) == "å"


async def test_a_state_comes_back_once_and_no_other_does(store: Store, clock: Clock) -> None:
    there = kept_with(NEW, store, clock)
    state, other = await there.begin("slack"), await there.begin("slack")
    assert state != other
    assert len(state) >= 40
    assert not await there.finish("slack", "made up")
    assert not await there.finish("teams", state)
    assert await there.finish("slack", state)
    assert not await there.finish("slack", state)
    assert await there.finish("slack", other)


async def test_a_state_is_good_for_ten_minutes(store: Store, clock: Clock) -> None:
    there = kept_with(NEW, store, clock)
    state, late = await there.begin("slack"), await there.begin("slack")
    clock.now += timedelta(minutes=9, seconds=59)
    assert await there.finish("slack", state)
    clock.now += timedelta(seconds=1)
    assert not await there.finish("slack", late)


async def test_the_chance_that_is_handed_in_makes_the_state(store: Store, clock: Clock) -> None:
    there = SealedInstallations(store, Seal(NEW), clock, iter(["one", "two"]).__next__)
    assert [await there.begin("slack"), await there.begin("slack")] == ["one", "two"]
