"""What every test runs under: no settings from outside, no hurry, and Chromium and Node where there are."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from tests.clients.node import READY

HERE = Path(__file__).parent
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
REQUIRED = bool(os.environ.get("CI"))
"""Where CI is set nothing may be skipped for want of a browser or of Node."""
LAST = ("browser", "clients")
"""Folders whose tests are marked with their name and run last, in this order."""

settings.register_profile("shared", deadline=None, print_blob=True)
settings.load_profile("shared")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `make transcripts` write what the tests otherwise compare."""
    parser.addoption("--rewrite", action="store_true", help="write expected texts anew instead of comparing with them")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs others' programs, and run it last."""
    for item in items:
        for name in LAST:
            if (HERE / name) in item.path.parents:
                item.add_marker(name)
    items.sort(key=lambda item: max((n for n, name in enumerate(LAST, 1) if item.get_closest_marker(name)), default=0))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what needs a program that is not here, unless it is required."""
    if item.get_closest_marker("browser") and not CHROMIUM and not REQUIRED:
        pytest.skip("no Chromium on this machine; install Debian's package chromium to run browser tests")
    if item.get_closest_marker("clients") and not READY and not REQUIRED:
        pytest.skip("no Node packages here; make test-clients installs them and runs these tests")


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("IDESLUSS_", "SLACK_", "TEAMS_")) or name in {"DATABASE_URL", "HOST", "PORT", "LOG_LEVEL"}:
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser to drive."""
    assert CHROMIUM, "browser tests are required here: install the package chromium"
    return CHROMIUM


@pytest.fixture
def agrees(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text with the file that keeps it, or write it there with --rewrite; the difference is then reviewed."""

    def agrees(path: Path, now: str) -> None:
        if request.config.getoption("--rewrite"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(now, encoding="utf-8")
        kept = path.read_text(encoding="utf-8") if path.exists() else ""
        assert kept == now, f"{path.name} says otherwise; if the new text is right, run the test with --rewrite"

    return agrees
