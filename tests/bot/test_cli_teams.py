"""What an administrator of Teams types: the zip file to upload, made and made again, and what is wrong."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app

APP_ID = "1a1b1c1d-2222-3333-4444-555555555555"
GIVEN = ("--app-id", APP_ID, "--host", "ideer.example.se")


@pytest.fixture(autouse=True)
def _nothing_of_teams_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith("TEAMS_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def ask(*words: str | Path) -> Result:
    """One command."""
    return CliRunner().invoke(app, [str(word) for word in words])


def made(*words: str | Path) -> str:
    """The zip file is made; what is said of it."""
    result = ask("manifest", "teams", *words)
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    assert result.stdout.count("\n") == 1
    return result.stdout


def manifest(name: str = "idesluss.zip") -> Any:
    """The manifest in a zip file."""
    with zipfile.ZipFile(name) as package:
        return json.loads(package.read("manifest.json"))


def refused(result: Result, *said: str) -> None:
    """A command that failed in a sentence, with nothing on its standard output and nothing left behind."""
    assert result.exit_code == 1, result.output
    assert result.stdout == ""
    assert all(words in result.stderr for words in said), result.stderr
    assert result.stderr.count("\n") == 1
    assert not [path for path in Path().iterdir() if path.name.startswith(".")]


def test_a_zip_file_is_made_and_told_in_a_sentence() -> None:
    assert made(*GIVEN) == (
        f"idesluss.zip: Idéslussen 1.0.0, manifest 1.28, for the app {APP_ID} at "
        "https://ideer.example.se/api/messages. "
        "Teams will link to https://ideer.example.se for more about it, where only the bot is: give a page of yours, "
        "--website https://www.example.se/ideer.\n"
    )
    assert manifest()["id"] == APP_ID
    assert manifest()["bots"][0]["commandLists"][0]["commands"][0]["title"] == "ny"


@pytest.mark.skipif(os.name != "posix", reason="files have no such permissions here")
def test_whoever_uploads_it_can_read_it_and_nothing_else_is_left() -> None:
    made(*GIVEN)
    assert [path.name for path in Path().iterdir()] == ["idesluss.zip"]
    assert Path("idesluss.zip").stat().st_mode & 0o777 == 0o644


def test_made_again_it_is_the_same_and_there_is_nothing_to_upload() -> None:
    made(*GIVEN)
    before = Path("idesluss.zip").read_bytes()
    assert made(*GIVEN).endswith(
        "Nothing is new since 1.0.0. If Teams has 1.0.0 there is nothing to upload; otherwise upload this file.\n"
    )
    assert Path("idesluss.zip").read_bytes() == before


def test_anything_new_makes_the_version_higher() -> None:
    made(*GIVEN)
    assert "Idéslussen 1.0.1, manifest 1.29" in made(*GIVEN, "--slash")
    assert "Idéslussen 1.0.2, manifest 1.28" in made(*GIVEN, "--no-slash")
    assert "Idéslussen 2.0.0" in made(*GIVEN, "--version", "2.0.0")
    refused(ask("manifest", "teams", *GIVEN, "--version", "1.9.0"), "idesluss.zip:", "1.9.0 is not higher than 2.0.0")


def test_slash_commands_are_as_the_settings_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEAMS_SLASH_COMMANDS", "true")
    assert "manifest 1.29" in made(*GIVEN)
    assert "manifest 1.28" in made(*GIVEN, "--no-slash")


def test_the_app_is_that_of_the_settings_when_none_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    other = "99999999-2222-3333-4444-555555555555"
    monkeypatch.setenv("TEAMS_APP_ID", other)
    monkeypatch.setenv("TEAMS_APP_TENANT", other)
    monkeypatch.setenv("TEAMS_APP_PASSWORD", "hemligt")
    made("--host", "ideer.example.se")
    assert manifest()["id"] == other
    refused(ask("manifest", "teams", *GIVEN), f"the app {other}", "Remove it")


@pytest.mark.parametrize(
    ("more", "first"), [([], "ny"), (["--language", "en"], "new"), (["--preset", "roskilde"], "ny")]
)
def test_it_speaks_the_presets_language_or_the_one_that_is_asked_for(more: list[str], first: str) -> None:
    made(*GIVEN, *more)
    whole = manifest()
    assert whole["bots"][0]["commandLists"][0]["commands"][0]["title"] == first
    tags = {one["languageTag"] for one in whole["localizationInfo"]["additionalLanguages"]}
    assert {whole["localizationInfo"]["defaultLanguageTag"], *tags} == {"sv", "en", "da"}


def test_it_has_the_presets_own_words_and_name() -> None:
    made(*GIVEN, "--preset", "skaraborg", "--out", "min.zip")
    assert "rätt delprojektledare" in manifest("min.zip")["description"]["full"]
    assert manifest("min.zip")["developer"]["name"] == "Skaraborg"


def test_teams_links_to_the_page_that_is_given() -> None:
    made(*GIVEN, "--website", "https://www.example.se/ideer")
    assert manifest()["developer"]["privacyUrl"] == "https://www.example.se/ideer"


def test_the_page_stays_when_the_file_is_made_again_without_one() -> None:
    assert "Teams will link" not in made(*GIVEN, "--website", "https://www.example.se/idéer")
    assert manifest()["developer"]["privacyUrl"] == "https://www.example.se/id%C3%A9er"
    assert "Nothing is new" in made(*GIVEN)
    made(*GIVEN, "--slash")
    assert manifest()["developer"]["privacyUrl"] == "https://www.example.se/id%C3%A9er"


def test_a_host_that_stood_in_for_a_page_does_not_stay() -> None:
    made(*GIVEN)
    assert "Teams will link to https://boten.example.se" in made("--app-id", APP_ID, "--host", "boten.example.se")
    assert manifest()["developer"]["privacyUrl"] == "https://boten.example.se"


def test_what_is_wrong_is_said_with_the_option_it_is_about() -> None:
    refused(ask("manifest", "teams", "--host", "ideer.example.se"), "--app-id", "Application (client) ID")
    refused(ask("manifest", "teams", "--app-id", "x", "--host", "ideer.example.se"), "--app-id: x is no application id")
    refused(
        ask("manifest", "teams", "--app-id", APP_ID, "--host", "https://ideer.example.se"), "--host:", "the name alone"
    )
    refused(ask("manifest", "teams", *GIVEN, "--website", "example.se"), "--website:", "https://www.example.se/ideer")
    refused(ask("manifest", "teams", *GIVEN, "--version", "2"), "--version:", "1.0.3")
    refused(ask("manifest", "teams", *GIVEN, "--language", "fi"), "--language fi", "sv, en, da")
    refused(ask("manifest", "teams", *GIVEN, "--preset", "nowhere"), "nowhere: no such preset")


def test_a_place_that_cannot_be_written_in_is_told(tmp_path: Path) -> None:
    refused(ask("manifest", "teams", *GIVEN, "--out", tmp_path / "no" / "x.zip"), "--out", "No such file or directory")
    refused(ask("manifest", "teams", *GIVEN, "--out", tmp_path), "--out", "Is a directory")


def test_another_file_is_left_alone() -> None:
    Path("idesluss.zip").write_text("a letter", "utf-8")
    refused(ask("manifest", "teams", *GIVEN), "idesluss.zip:", "another file")
    assert Path("idesluss.zip").read_text("utf-8") == "a letter"


def test_the_doctor_says_when_teams_is_not_set_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PORT", "0")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/ideas.db")
    assert "ok       Teams is not set up\n" in ask("doctor").stdout


def test_half_of_teams_settings_are_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEAMS_APP_ID", APP_ID)
    monkeypatch.setenv("TEAMS_APP_TENANT", APP_ID)
    refused(ask("doctor"), "TEAMS_APP_PASSWORD is missing")
