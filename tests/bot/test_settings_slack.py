"""Slack's settings: which door they open, and a clear line for each that is missing, wrong or too much."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.installations import new_key
from bot.settings import Settings, SettingsError, read_settings

BOT = {"SLACK_BOT_TOKEN": "xoxb-1-secret"}
APP = {"SLACK_APP_TOKEN": "xapp-1-secret"}
SIGNED = {"SLACK_SIGNING_SECRET": "signing-secret"}
CLIENT = {"SLACK_CLIENT_ID": "111.222", "SLACK_CLIENT_SECRET": "client-secret"}
KEY = {"IDESLUSS_SECRET_KEY": new_key()}


@pytest.fixture(autouse=True)
def _nothing_of_slack_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (*BOT, *APP, *SIGNED, *CLIENT, *KEY, "SLACK_API_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def given(monkeypatch: pytest.MonkeyPatch, *written: dict[str, str]) -> Settings:
    """The settings with these in the environment."""
    for part in written:
        for name, value in part.items():
            monkeypatch.setenv(name, value)
    return read_settings()


DOORS = [
    ((), "off", False),
    ((KEY,), "off", False),
    ((BOT, SIGNED), "http", False),
    ((BOT, SIGNED, KEY), "http", False),
    ((CLIENT, SIGNED, KEY), "http", True),
    ((BOT, APP), "socket", False),
    ((BOT, APP, SIGNED), "socket", False),
]


@pytest.mark.parametrize(("written", "door", "many"), DOORS)
def test_the_settings_that_are_there_decide_how_slack_reaches_the_bot(
    monkeypatch: pytest.MonkeyPatch, written: tuple[dict[str, str], ...], door: str, *, many: bool
) -> None:
    settings = given(monkeypatch, *written)
    assert settings.slack == door
    assert settings.has_many_workspaces is many


HALVES = [
    ((BOT,), ["SLACK_SIGNING_SECRET is missing"]),
    ((SIGNED,), ["SLACK_BOT_TOKEN is missing"]),
    ((APP,), ["SLACK_BOT_TOKEN is missing"]),
    ((APP, SIGNED), ["SLACK_BOT_TOKEN is missing"]),
    ((APP, BOT, CLIENT), ["leave them out"]),
    ((BOT, SIGNED, CLIENT, KEY), ["leave out one or the other"]),
    ((SIGNED, CLIENT), ["IDESLUSS_SECRET_KEY is missing", "idesluss secret-key"]),
    ((CLIENT, KEY), ["SLACK_SIGNING_SECRET is missing"]),
    ((SIGNED, KEY, {"SLACK_CLIENT_ID": "111.222"}), ["SLACK_CLIENT_SECRET is missing"]),
    ((SIGNED, KEY, {"SLACK_CLIENT_SECRET": "client-secret"}), ["SLACK_CLIENT_ID is missing"]),
    (
        ({"SLACK_CLIENT_ID": "111.222"},),
        ["SLACK_CLIENT_SECRET is", "SLACK_SIGNING_SECRET is", "IDESLUSS_SECRET_KEY is"],
    ),
]


@pytest.mark.parametrize(("written", "said"), HALVES)
def test_half_of_what_is_needed_is_refused_with_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, written: tuple[dict[str, str], ...], said: list[str]
) -> None:
    with pytest.raises(SettingsError) as refused:
        given(monkeypatch, *written)
    assert all(words in str(refused.value) for words in said), refused.value
    assert "secret-key prints" in str(refused.value) or "-secret" not in str(refused.value)


WRONG = [
    ({"SLACK_BOT_TOKEN": "xapp-1-secret"}, ["SLACK_BOT_TOKEN", "xoxb-", "Bot User OAuth Token"]),
    ({"SLACK_APP_TOKEN": "xoxb-1-secret"}, ["SLACK_APP_TOKEN", "xapp-", "App-Level Token"]),
    ({"SLACK_API_URL": "slack.com/api"}, ["SLACK_API_URL", "https://slack.com/api/"]),
]


@pytest.mark.parametrize(("written", "said"), WRONG)
def test_what_was_copied_from_another_box_is_told_without_being_shown(
    monkeypatch: pytest.MonkeyPatch, written: dict[str, str], said: list[str]
) -> None:
    with pytest.raises(SettingsError) as refused:
        given(monkeypatch, BOT, APP, written)
    assert all(words in str(refused.value) for words in said), refused.value
    assert "secret" not in str(refused.value)


def test_what_is_pasted_with_spaces_is_taken_without(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = given(monkeypatch, {"SLACK_BOT_TOKEN": " xoxb-1 \n"}, {"SLACK_SIGNING_SECRET": "s\t"})
    assert settings.slack_bot_token.get_secret_value() == "xoxb-1"
    assert settings.slack_signing_secret.get_secret_value() == "s"


def test_an_empty_setting_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert given(monkeypatch, {"SLACK_BOT_TOKEN": "", "SLACK_APP_TOKEN": " "}).slack == "off"


def test_the_settings_may_lie_in_a_file(tmp_path: Path) -> None:
    lines = {**BOT, **APP}.items()
    (tmp_path / ".env").write_text("".join(f"{name}={value}\n" for name, value in lines), "utf-8")
    assert read_settings().slack == "socket"


def test_the_web_api_is_slacks_own_unless_another_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_settings().slack_api_url == "https://slack.com/api/"
    assert given(monkeypatch, {"SLACK_API_URL": "http://127.0.0.1:4003/api"}).slack_api_url.endswith("/api/")


def test_keys_are_taken_apart_at_the_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    assert given(monkeypatch, {"IDESLUSS_SECRET_KEY": "new, old,"}).secret_keys == ("new", "old")
    assert read_settings(idesluss_secret_key="").secret_keys == ()


def test_no_secret_is_shown_with_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = repr(given(monkeypatch, SIGNED, CLIENT, KEY)) + repr(given(monkeypatch, KEY))
    assert "client-secret" not in shown
    assert "signing-secret" not in shown
    assert KEY["IDESLUSS_SECRET_KEY"] not in shown
