"""Teams' settings: whether its door is open, and a clear line for each that is missing, wrong or too much."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, read_settings

APP = {"TEAMS_APP_ID": "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed"}
TENANT = {"TEAMS_APP_TENANT": "2c0e7cde-ccae-4c3e-8c6e-bc9e0cce5cfe"}
SECRET = {"TEAMS_APP_PASSWORD": "very-secret"}
PEM = {"TEAMS_APP_CERTIFICATE": "var/teams.pem"}
IDENTITY = {"TEAMS_APP_TYPE": "UserAssignedMSI"}
OPEN = {"TEAMS_DEVELOPMENT": "true"}
ELSEWHERE = {"HOST": "0.0.0.0"}


@pytest.fixture(autouse=True)
def _nothing_of_teams_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (*APP, *TENANT, *SECRET, *PEM, *IDENTITY, *OPEN, *ELSEWHERE):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def given(monkeypatch: pytest.MonkeyPatch, *written: dict[str, str]) -> Settings:
    """The settings with these in the environment."""
    for part in written:
        for name, value in part.items():
            monkeypatch.setenv(name, value)
    return read_settings()


DOORS = [
    ((), "off"),
    ((APP, TENANT, SECRET), "on"),
    ((APP, TENANT, PEM), "on"),
    ((APP, TENANT, IDENTITY), "on"),
    ((OPEN,), "development"),
    ((OPEN, APP, TENANT), "development"),
]


@pytest.mark.parametrize(("written", "door"), DOORS)
def test_the_settings_that_are_there_decide_whether_teams_is_served(
    monkeypatch: pytest.MonkeyPatch, written: tuple[dict[str, str], ...], door: str
) -> None:
    assert given(monkeypatch, *written).teams == door


FAULTS = [
    ((APP,), ["TEAMS_APP_TENANT is missing", "TEAMS_APP_PASSWORD is missing"]),
    ((APP, TENANT), ["TEAMS_APP_PASSWORD is missing"]),
    ((SECRET,), ["TEAMS_APP_ID is missing"]),
    ((TENANT,), ["TEAMS_APP_ID is missing"]),
    ((APP, TENANT, SECRET, PEM), ["leave one of them out"]),
    ((APP, TENANT, IDENTITY, SECRET), ["TEAMS_APP_PASSWORD: leave out"]),
    ((OPEN, SECRET), ["TEAMS_APP_PASSWORD: leave out"]),
    ((OPEN, APP, TENANT, IDENTITY), ["TEAMS_APP_TYPE: leave out, or TEAMS_DEVELOPMENT"]),
    ((OPEN, ELSEWHERE), ["TEAMS_DEVELOPMENT is for this machine alone"]),
    (({"TEAMS_APP_ID": "my bot"},), ["TEAMS_APP_ID: should be an id such as"]),
    (({"TEAMS_APP_ID": "1b9d-beef"},), ["1b9d-beef is not one: It is called Application (client) ID"]),
    (({"TEAMS_APP_TENANT": "kommunen.se"},), ["It is called Directory (tenant) ID under Overview"]),
    (({"TEAMS_APP_ID": "very-secret"},), ["TEAMS_APP_ID: should be an id such as"]),
    (({"TEAMS_APP_PASSWORD": APP["TEAMS_APP_ID"].upper()},), ["TEAMS_APP_PASSWORD: this is an id, perhaps the Secret"]),
    (({"TEAMS_APP_TYPE": "MultiTenant"},), ["TEAMS_APP_TYPE: write SingleTenant or UserAssignedMSI"]),
    (({"TEAMS_DEVELOPMENT": "ja"},), ["TEAMS_DEVELOPMENT: write true or false"]),
]


@pytest.mark.parametrize(("written", "told"), FAULTS)
def test_what_does_not_fit_together_is_refused_with_a_line_for_each(
    monkeypatch: pytest.MonkeyPatch, written: tuple[dict[str, str], ...], told: list[str]
) -> None:
    with pytest.raises(SettingsError) as refused:
        given(monkeypatch, *written)
    lines = str(refused.value).splitlines()
    assert len(lines) == len(told)
    assert all(line.startswith(what) or what in line for line, what in zip(lines, told, strict=True))
    assert "very-secret" not in str(refused.value)


def test_an_id_is_read_as_it_is_pasted(monkeypatch: pytest.MonkeyPatch) -> None:
    pasted = {"TEAMS_APP_ID": f" {APP['TEAMS_APP_ID'].upper()} "}
    assert given(monkeypatch, pasted, TENANT, SECRET).teams_app_id == APP["TEAMS_APP_ID"]
