"""The command line as an administrator meets it: what works, and a clear sentence when something does not."""

from __future__ import annotations

import asyncio
import re
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from urllib.request import urlopen

import pytest
import typer
from typer.testing import CliRunner, Result

from bot.chatting import chat
from bot.cli import app, do
from bot.settings import read_settings
from storage.errors import StoreError
from storage.migrate import migrate
from storage.store import Store
from tests.house.sources import ROOT
from tests.house.test_docs import commands

SAID = ["Frukosten kommer för sent till de boende.", "De får äta i tid.", "2", "1", "1", "1", "1", "1", "5"]
"""A need, then the first choice of every question, and at last of the review: send."""
CHAT = ["chat", "--as", "anna", "--body", "skovde", "--database"]
PRESET = ROOT / "ideas" / "presets" / "skaraborg.toml"


@pytest.fixture
def there(tmp_path: Path) -> Path:
    """A database that is there already."""
    migrate(f"sqlite:///{tmp_path}/ideas.db")
    return tmp_path / "ideas.db"


def ask(*words: str | Path, typed: str = "") -> Result:
    """One command."""
    return CliRunner().invoke(app, [str(word) for word in words], input=typed)


def refused(result: Result, *said: str) -> None:
    """A command that failed in a sentence or a few, without a stack trace."""
    assert result.exit_code == 1, result.output
    assert all(words in result.stderr for words in said), result.stderr
    assert "Traceback" not in result.output
    assert result.stderr.count("\n") <= 3


@pytest.mark.parametrize("command", sorted(commands(app)))
def test_every_command_explains_itself(command: str) -> None:
    result = ask(*command.split()[1:], "--help")
    assert result.exit_code == 0
    assert "Usage:" in result.stdout


def test_a_chat_through_a_pipe_prints_a_receipt_with_number_and_dated_promise() -> None:
    line = [sys.executable, "-m", "bot.cli", *CHAT, ":memory:"]
    piped = subprocess.run(line, input="\n".join(SAID), capture_output=True, text=True, check=True, cwd=ROOT)
    assert re.search(r"nummer SKO-20\d\d-0001\. .* senast (mån|tis|ons|tors|fre)dag \d+ \w+\.", piped.stdout)
    assert piped.stderr == ""


PROMISES = [
    ("2026-03-30T08:00", "skovde", "SKO-2026-0001", "onsdag 8 april"),  # over Easter
    ("2026-06-15T08:00", "skovde", "SKO-2026-0001", "tisdag 23 juni"),  # Midsummer's Eve is no working day
    ("2026-12-21T08:00", "skovde", "SKO-2026-0001", "onsdag 30 december"),  # nor is Christmas Eve
    ("2026-12-23T08:00", "skovde", "SKO-2026-0001", "tisdag 5 januari"),  # nor New Year's Eve
    ("2026-12-31T23:30", "skovde", "SKO-2027-0001", "måndag 11 januari"),  # a new year on the wall in Skövde
    ("2026-04-27T08:00", "roskilde", "ROS-2026-0001", "mandag 4. maj"),  # store bededag is a working day again
]


@pytest.mark.parametrize(("now", "body", "number", "promise"), PROMISES)
async def test_a_promise_is_right_in_the_calendar(now: str, body: str, number: str, promise: str) -> None:
    shown, settings = StringIO(), read_settings(database_url="sqlite:///:memory:")
    typed, at = StringIO("\n".join(SAID)), datetime.fromisoformat(now).replace(tzinfo=UTC)
    await chat(settings, "anna", body, None, chosen=False, clock=lambda: at, typed=typed, shown=shown)
    assert number in shown.getvalue()
    assert promise in shown.getvalue()


def test_a_conversation_can_be_recorded(tmp_path: Path) -> None:
    assert ask(*CHAT, ":memory:", "--record", tmp_path / "talk.txt", typed="hej\n").exit_code == 0
    kept = (tmp_path / "talk.txt").read_text("utf-8")
    assert kept.startswith("# anna (skovde)\n\nme: hej\nbot: Hej!")


def test_somebody_new_is_let_in_with_a_word_about_it(tmp_path: Path) -> None:
    line = ["chat", "--as", "nisse", "--body", "skovde", "--database", str(tmp_path / "ideas.db")]
    first, again = ask(*line, typed="hej\n"), ask(*line, typed="hej\n")
    assert "nisse is new in skovde; known are anna, bjorn, eva, omar, pia, kim\n" in first.stderr
    assert "Hej!" in first.stdout
    assert "nisse is new" not in again.stderr


def test_what_was_said_stays_in_the_database(tmp_path: Path) -> None:
    ask(*CHAT, tmp_path / "ideas.db", typed=f"{SAID[0]}\n")
    assert SAID[0].rstrip(".") in ask(*CHAT, tmp_path / "ideas.db", typed="mina\n").stdout


def test_an_unknown_body_is_named_with_those_that_there_are() -> None:
    refused(ask("chat", "--as", "anna", "--body", "atlantis"), "atlantis", "skovde")


def test_a_page_without_login_is_not_served_to_others(tmp_path: Path) -> None:
    result = ask("serve", "--host", "0.0.0.0", "--database", tmp_path / "ideas.db")
    refused(result, "0.0.0.0", "--i-know-this-has-no-login")
    assert not list(tmp_path.iterdir()), "nothing was begun"


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = other.getsockname()[1]
        refused(
            ask("serve", "--port", str(port), "--database", tmp_path / "a.db"), str(port), "something else is using"
        )


def test_serving_answers_until_told_to_stop(tmp_path: Path) -> None:
    log = served(tmp_path / "ideas.db")
    assert '"stopped"' in log
    assert "ideas-left-out" not in log


def test_serving_warns_of_ideas_whose_organisation_the_preset_lacks(tmp_path: Path) -> None:
    assert ask(*CHAT, tmp_path / "ideas.db", typed="\n".join(SAID)).exit_code == 0
    log = served(tmp_path / "ideas.db", "--preset", "roskilde")
    [warning] = [line for line in log.splitlines() if "ideas-left-out" in line]
    assert '"warning"' in warning
    assert '["skovde"]' in warning


def served(database: Path, *more: str) -> str:
    """The log of a bot that served, answered and was told to stop."""
    line = [sys.executable, "-m", "bot.cli", "serve", "--port", "0", "--database", str(database), *more]
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT) as serving:
        assert serving.stdout
        address = serving.stdout.readline().removeprefix("Idéslussen: ").strip()
        with urlopen(f"{address}/readyz") as answer:
            assert answer.status == 200
        serving.terminate()
        _, log = serving.communicate(timeout=30)
    assert serving.returncode == 0, log
    return log


BROKEN = [
    ('digest_at = "09:00"', 'digest_at = "9 o\'clock"', ["digest_at", "a time of day between 00:00 and 23:59"]),
    ('language = "sv"', 'langauge = "sv"', ["langauge", "did you mean language"]),
    ("[plural] delprojektledare\n", "", ["texts.sv", "-coach", "plural"]),
    ("-coach = { $form ->", "-coahc = { $form ->", ["texts.sv", "-coahc", "is no text here"]),
    ("[texts]", "[texts", ["cannot be read as TOML"]),
]


@pytest.mark.parametrize(("whole", "broken", "said"), BROKEN, ids=[" ".join(said[:2]) for *_, said in BROKEN])
def test_a_broken_preset_is_refused_with_file_key_and_what_is_allowed(
    tmp_path: Path, whole: str, broken: str, said: list[str]
) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(PRESET.read_text("utf-8").replace(whole, broken, 1), "utf-8")
    refused(ask("preset", "check", mine), "mine.toml", *said)
    refused(ask(*CHAT, ":memory:", "--preset", mine), "mine.toml", *said)
    refused(ask("serve", "--preset", mine, "--database", ":memory:"), "mine.toml", *said)


def test_a_preset_that_is_not_there_is_named_with_those_that_are() -> None:
    refused(ask("gallery", "--preset", "nowhere"), "nowhere", "skaraborg", "TOML")


def test_a_preset_in_another_encoding_is_said_to_be(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(PRESET.read_text("utf-8"), "latin-1", errors="replace")
    refused(ask("preset", "check", tmp_path / "mine.toml"), "mine.toml", "UTF-8")
    (tmp_path / "mine.toml").write_text(PRESET.read_text("utf-8"), "utf-8-sig")
    assert ask("preset", "check", tmp_path / "mine.toml").exit_code == 0, "an editor may put a mark first"


def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL", "loud")
    refused(ask("doctor"), "LOG_LEVEL", "debug")


async def test_a_database_in_use_is_said_to_be(there: Path) -> None:
    store = await Store.open(f"sqlite:///{there}")
    refused(await _elsewhere(*CHAT, there), "Another copy of the bot", str(there))
    await store.close()


async def _elsewhere(*words: str | Path) -> Result:
    """A command in a thread, since a loop runs in this one."""
    return await asyncio.to_thread(ask, *words, typed="hej\n")


def test_a_database_from_a_newer_version_is_refused_untouched(there: Path) -> None:
    with closing(sqlite3.connect(there, isolation_level=None)) as later:
        later.execute("UPDATE alembic_version SET version_num = '9999'")
    before = there.read_bytes()
    for command in (CHAT, ["db", "upgrade", "--database"], ["db", "status", "--database"]):
        refused(ask(*command, there, typed="hej\n"), "newer version", "9999")
    assert there.read_bytes() == before


def test_a_database_that_cannot_be_written_is_said_so(there: Path) -> None:
    with there.open("r+b") as file:
        file.seek(18)
        file.write(b"\x03")  # a write version that no program of today may write
    refused(ask(*CHAT, there, typed="hej\n"), "write permission")


def test_a_file_that_is_no_database_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "diary.db").write_bytes(b"Dear diary, " * 1000)
    refused(ask("db", "status", "--database", tmp_path / "diary.db"), "not a database")


def test_another_kind_of_database_is_refused_in_words() -> None:
    refused(ask("db", "upgrade", "--database", "postgresql://localhost/ideas"), "sqlite:///")


def test_a_place_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refused(ask("gallery", tmp_path / "file" / "gallery.html"), str(tmp_path / "file"))


def test_a_backup_that_is_there_already_is_left_alone(there: Path) -> None:
    refused(ask("db", "backup", there, "--database", there), str(there), "never overwrites")


def fall() -> None:
    """Fail as a fault of ours would."""
    raise KeyError("a person's own words")


def test_a_fault_of_ours_is_told_by_its_place_alone(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as stopped:
        do(fall)
    said = capsys.readouterr().err
    assert stopped.value.exit_code == 1
    assert "KeyError at test_cli.py:" in said
    assert "own words" not in said


def test_ctrl_c_is_no_fault() -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(typer.Exit) as stopped:
        do(stop)
    assert stopped.value.exit_code == 130


def test_what_the_database_says_is_passed_on(capsys: pytest.CaptureFixture[str]) -> None:
    def full() -> None:
        raise StoreError("full")

    with pytest.raises(typer.Exit):
        do(full)
    assert "The disk is full" in capsys.readouterr().err
