"""What an administrator looks after: presets, the database, this week's digest, and what the doctor says."""

from __future__ import annotations

import socket
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.chatting import chat
from bot.digest import Channel, digest_occurrence
from bot.doctor import examine
from bot.looking_after import backup, check_presets, show_digest, status, upgrade
from bot.settings import Settings, SettingsError, read_settings
from bot.start import load_world, presets
from ideas.occurrence import Outcome
from ideas.people import Place
from storage.condition import Condition, condition
from storage.errors import StoreError
from storage.migrate import migrate
from storage.store import Store
from tests.house.sources import ROOT

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
OPEN_TO_ALL = ["Frukosten kommer för sent till de boende.", "De får äta i tid.", "2", "1", "1", "1", "3", "5"]
"""A need for the whole organisation to see, told and sent."""


@pytest.fixture
def paper() -> Console:
    """Somewhere to print, wide enough."""
    return Console(file=StringIO(), width=200)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A database of one's own, and a free port."""
    return read_settings(database_url=f"sqlite:///{tmp_path}/ideas.db", port=0)


def printed(paper: Console) -> str:
    """What has been printed."""
    assert isinstance(paper.file, StringIO)
    return paper.file.getvalue()


async def tell_a_need(settings: Settings) -> None:
    """An idea in Skövde, handed in this Monday."""
    typed, shown = StringIO("\n".join(OPEN_TO_ALL)), StringIO()
    await chat(settings, "anna", "skovde", None, chosen=True, clock=lambda: MONDAY, typed=typed, shown=shown)
    assert "SKO-2026-0001" in shown.getvalue()


def test_every_packaged_preset_is_ok(paper: Console) -> None:
    assert check_presets(paper, paper, [])
    assert printed(paper).splitlines() == [f"{name}: ok" for name in presets()]


def test_one_broken_preset_does_not_hide_the_next(paper: Console, tmp_path: Path) -> None:
    text = (ROOT / "ideas" / "presets" / "roskilde.toml").read_text("utf-8")
    broken = tmp_path / "broken.toml"
    broken.write_text(text.replace("[plural] programledere\n", "").replace("-bearer =", "-baerer ="), "utf-8")
    assert not check_presets(paper, paper, [str(broken), "roskilde"])
    first, second, third = printed(paper).splitlines()
    assert first.startswith("broken.toml: texts.da: -baerer is no text here")
    assert second.startswith("broken.toml: texts.da: -process-leader lacks the form plural")
    assert third == "roskilde: ok"


async def test_an_upgrade_says_what_it_did(paper: Console, settings: Settings) -> None:
    await upgrade(paper, settings.database_url)
    await upgrade(paper, settings.database_url)
    await upgrade(paper, "sqlite:///:memory:")
    made, again, temporary = printed(paper).splitlines()
    assert "made (version" in made
    assert "up to date already" in again
    assert "nothing to upgrade" in temporary
    assert condition(settings.database_url) is Condition.CURRENT


async def test_the_status_counts_ideas_and_messages_while_the_bot_runs(paper: Console, settings: Settings) -> None:
    await tell_a_need(settings)
    store = await Store.open(settings.database_url)
    await status(paper, settings.database_url)
    await store.close()
    rows = [line.replace("│", " ").replace("┃", " ").split() for line in printed(paper).splitlines()]
    assert ["Ideas", "skovde", "all"] in rows
    assert ["submitted", "1", "1"] in rows
    assert any(row[:1] == ["sent"] for row in rows)


async def test_the_status_of_nothing_is_said_so(paper: Console, settings: Settings) -> None:
    with pytest.raises(StoreError, match="there is no database"):
        await status(paper, settings.database_url)


async def test_the_status_of_an_older_database_says_what_to_do(
    paper: Console, settings: Settings, tmp_path: Path
) -> None:
    migrate(settings.database_url)
    with closing(sqlite3.connect(tmp_path / "ideas.db", isolation_level=None)) as older:
        older.execute("DROP TABLE alembic_version")
    await status(paper, settings.database_url)
    assert "Run idesluss db upgrade first" in printed(paper)


def test_a_backup_says_that_it_was_checked(paper: Console, settings: Settings, tmp_path: Path) -> None:
    migrate(settings.database_url)
    backup(paper, settings.database_url, tmp_path / "copy.db")
    assert "whole and checked" in printed(paper)
    with pytest.raises(FileExistsError, match="never overwrites"):
        backup(paper, settings.database_url, tmp_path / "copy.db")


async def test_this_weeks_digest_is_shown_for_each_channel_and_nothing_is_sent(
    paper: Console, settings: Settings, tmp_path: Path
) -> None:
    await tell_a_need(settings)
    before = (tmp_path / "ideas.db").read_bytes()
    store = await Store.open(settings.database_url)
    await show_digest(paper, settings, "skovde", lambda: MONDAY)
    await store.close()
    name, title, *lines = printed(paper).splitlines()
    assert name == "#skovde-digest, 2026-W48, 2026-11-26 09:00"
    assert title.strip() == "Idéslussen i Skövde, vecka 48"
    assert any("0001 Frukosten kommer för sent" in line for line in lines)
    assert (tmp_path / "ideas.db").read_bytes() == before


async def test_a_digest_that_was_sent_or_stopped_is_said_to_be(paper: Console, settings: Settings) -> None:
    await tell_a_need(settings)
    channel = Channel("skovde", Place("local", "skovde", "skovde-digest"), 4, "09:00")
    stopped = digest_occurrence(channel, load_world("skaraborg"), "2026-W48")
    store = await Store.open(settings.database_url)
    await store.turn(lambda uow: uow.plan(stopped))
    await store.turn(lambda uow: uow.settle(stopped, Outcome.STOPPED, stopped.facts))
    await store.close()
    await show_digest(paper, settings, "skovde", lambda: MONDAY)
    assert printed(paper).strip().endswith(": stopped already")


async def test_a_silent_week_is_said_to_be(paper: Console, settings: Settings) -> None:
    await show_digest(paper, settings, "skovde", lambda: MONDAY)
    assert printed(paper).strip() == "#skovde-digest, 2026-W48, 2026-11-26 09:00: silent, nothing to tell"


async def test_an_unknown_body_is_answered_with_those_there_are(paper: Console, settings: Settings) -> None:
    with pytest.raises(SettingsError, match=r"atlantis.*skovde"):
        await show_digest(paper, settings, "atlantis", lambda: MONDAY)


def test_the_doctor_finds_nothing_missing_in_a_new_house(paper: Console, settings: Settings, tmp_path: Path) -> None:
    assert examine(paper, settings), printed(paper)
    *lines, last = printed(paper).splitlines()
    assert all(line.startswith("ok ") for line in lines)
    assert last == "Everything the bot needs is here."
    assert "will be made when the bot starts" in printed(paper)
    assert not list(tmp_path.iterdir()), "looking makes nothing"


async def test_the_doctor_sees_that_the_bot_runs(paper: Console, settings: Settings) -> None:
    store = await Store.open(settings.database_url)
    with closing(socket.create_server(("127.0.0.1", 0))) as page:
        assert examine(paper, settings.model_copy(update={"port": page.getsockname()[1]})), printed(paper)
    await store.close()
    assert "in use by a running bot" in printed(paper)
    assert "the bot seems to be running" in printed(paper)


def test_the_doctor_says_what_is_missing_and_what_to_do(paper: Console, tmp_path: Path) -> None:
    (tmp_path / "diary.db").write_bytes(b"Dear diary, " * 1000)
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = other.getsockname()[1]
        sick = read_settings(database_url=f"sqlite:///{tmp_path}/diary.db", port=port, idesluss_preset="nowhere")
        assert not examine(paper, sick)
    missing = [line for line in printed(paper).splitlines() if line.startswith("missing ")]
    preset, database, address = missing
    assert "no such preset" in preset
    assert "restore the latest backup" in database
    assert "Choose another with HOST and PORT" in address


async def test_the_doctor_sees_ideas_that_the_preset_leaves_without_anybody(paper: Console, settings: Settings) -> None:
    await tell_a_need(settings)
    assert examine(paper, settings), printed(paper)
    assert not examine(paper, settings.model_copy(update={"idesluss_preset": "roskilde"}))
    [missing] = [line for line in printed(paper).splitlines() if line.startswith("missing ")]
    assert "skovde in preset roskilde" in missing
    assert "Start with the preset they came with" in missing


def test_the_doctor_sees_a_database_from_a_newer_version(paper: Console, settings: Settings, tmp_path: Path) -> None:
    migrate(settings.database_url)
    with closing(sqlite3.connect(tmp_path / "ideas.db", isolation_level=None)) as later:
        later.execute("UPDATE alembic_version SET version_num = '9999'")
    assert not examine(paper, settings)
    assert "made by a newer version" in printed(paper)


def test_the_doctor_sees_another_program_writing(paper: Console, settings: Settings, tmp_path: Path) -> None:
    migrate(settings.database_url)
    with closing(sqlite3.connect(tmp_path / "ideas.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert not examine(paper, settings)
    assert "Another program is writing" in printed(paper)


def test_the_doctor_tries_every_message_with_the_presets_own_words(paper: Console, settings: Settings) -> None:
    assert examine(paper, settings.model_copy(update={"idesluss_preset": "roskilde"}))
    assert "messages tried in every language" in printed(paper)
