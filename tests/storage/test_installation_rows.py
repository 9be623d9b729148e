"""Where the app is installed: one row a workspace, and a state that comes back once."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text

from dialogs.installations import Installation
from storage.store import Store
from storage.unit_of_work import UnitOfWork
from tests.storage.samples import NOW

SKOVDE = Installation(
    platform="slack",
    workspace="T0SKOVDE",
    enterprise="E0SKARABORG",
    name="Skövde",
    bot_user="U0BOT",
    bot="B0BOT",
    token="sealed",
    scopes=("chat:write", "commands"),
    installed_by="U0ADMIN",
)
MINUTE = timedelta(minutes=1)


async def test_an_installation_comes_back_as_it_was_kept(store: Store) -> None:
    await store.turn(lambda uow: uow.keep_installation(SKOVDE, NOW))
    assert await store.turn(lambda uow: uow.installation("slack", "T0SKOVDE")) == SKOVDE
    assert await store.turn(lambda uow: uow.installation("slack", "T0HJO")) is None
    assert await store.turn(lambda uow: uow.installation("teams", "T0SKOVDE")) is None


async def test_installing_again_replaces_what_was_there(store: Store) -> None:
    newer = replace(SKOVDE, token="sealed anew", scopes=("commands",), installed_by="U0OTHER", enterprise="")

    def turn(uow: UnitOfWork) -> None:
        uow.keep_installation(SKOVDE, NOW)
        uow.keep_installation(newer, NOW + MINUTE)
        assert uow.installations("slack") == [newer]

    await store.turn(turn)


async def test_a_dropped_installation_loses_its_token_and_stays_as_gone(store: Store, tmp_path: Path) -> None:
    def turn(uow: UnitOfWork) -> None:
        uow.keep_installation(SKOVDE, NOW)
        uow.drop_installation("slack", "T0SKOVDE", NOW, NOW + MINUTE)
        uow.drop_installation("slack", "T0SKOVDE", NOW, NOW + 2 * MINUTE)
        assert uow.installation("slack", "T0SKOVDE") is None
        assert uow.installations() == []

    await store.turn(turn)
    with closing(sqlite3.connect(tmp_path / "ideas.db")) as database:
        row = database.execute("SELECT token, name, gone_at - installed_at FROM installation").fetchall()
    assert row == [("", "Skövde", 60_000_000)]


async def test_a_workspace_that_comes_back_is_there_again(store: Store) -> None:
    def turn(uow: UnitOfWork) -> None:
        uow.keep_installation(SKOVDE, NOW)
        uow.drop_installation("slack", "T0SKOVDE", NOW, NOW)
        uow.keep_installation(SKOVDE, NOW)
        assert uow.installation("slack", "T0SKOVDE") == SKOVDE

    await store.turn(turn)


async def test_late_word_of_an_end_does_not_end_what_came_after_it(store: Store) -> None:
    def turn(uow: UnitOfWork) -> None:
        uow.keep_installation(SKOVDE, NOW)
        uow.drop_installation("slack", "T0SKOVDE", NOW - timedelta(microseconds=1), NOW + MINUTE)
        assert uow.installation("slack", "T0SKOVDE") == SKOVDE

    await store.turn(turn)


async def test_installations_are_listed_by_workspace_for_one_platform_or_all(store: Store) -> None:
    def turn(uow: UnitOfWork) -> None:
        elsewhere = replace(SKOVDE, platform="teams", workspace="x")
        for one in (SKOVDE, elsewhere, replace(SKOVDE, workspace="T0HJO")):
            uow.keep_installation(one, NOW)
        assert [one.workspace for one in uow.installations("slack")] == ["T0HJO", "T0SKOVDE"]
        assert [one.workspace for one in uow.installations()] == ["T0HJO", "T0SKOVDE", "x"]

    await store.turn(turn)


async def test_a_token_sealed_anew_changes_nothing_else(store: Store) -> None:
    def turn(uow: UnitOfWork) -> None:
        hjo = replace(SKOVDE, workspace="T0HJO")
        uow.keep_installation(SKOVDE, NOW)
        uow.keep_installation(hjo, NOW)
        uow.seal_anew(replace(SKOVDE, token="other seal", name="not kept"))
        assert uow.installations("slack") == [hjo, replace(SKOVDE, token="other seal")]

    await store.turn(turn)


async def test_a_state_comes_back_once_and_only_in_time(store: Store) -> None:
    def turn(uow: UnitOfWork) -> None:
        for state in ("one", "two"):
            uow.begin_installation("slack", state, NOW, NOW + 10 * MINUTE)
        assert not uow.finish_installation("slack", "other", NOW)
        assert not uow.finish_installation("teams", "one", NOW)
        assert uow.finish_installation("slack", "one", NOW + 10 * MINUTE - timedelta(microseconds=1))
        assert not uow.finish_installation("slack", "one", NOW)
        assert not uow.finish_installation("slack", "two", NOW + 10 * MINUTE)

    await store.turn(turn)


async def test_states_whose_time_is_over_are_forgotten_when_another_is_given_out(store: Store) -> None:
    def turn(uow: UnitOfWork) -> list[str]:
        for n in range(5):
            now = NOW + n * 4 * MINUTE
            uow.begin_installation("slack", f"s{n}", now, now + 10 * MINUTE)
        return list(uow.connection.execute(text("SELECT state FROM install_state ORDER BY state")).scalars())

    assert await store.turn(turn) == ["s2", "s3", "s4"]
