"""The wheel holds the rooms and the manifest: all of them, and nothing else."""

from __future__ import annotations

import fnmatch
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.house.sources import ROOMS, ROOT, files, text

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names in a freshly built wheel, its own description left out."""
    place = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(place)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    with zipfile.ZipFile(next(place.glob("idesluss-*.whl"))) as wheel:
        return {name for name in wheel.namelist() if ".dist-info/" not in name}


def test_the_wheel_holds_exactly_the_rooms_and_the_manifest(packed: set[str]) -> None:
    assert packed == {path.as_posix() for path in files(*ROOMS, "manifest")}


NEEDED = [
    "ideas/presets/*.toml",
    "dialogs/locales/*.ftl",
    "storage/migrations/versions/*.py",
    "adapters/web/*.html",
    "adapters/slack/*.html",
    "manifest/teams/*.json",
    "manifest/teams/*.png",
    "manifest/*.yaml",
]


@pytest.mark.parametrize("kind", NEEDED)
def test_what_is_read_at_run_time_is_in_the_wheel(packed: set[str], kind: str) -> None:
    assert fnmatch.filter(packed, kind), f"nothing in the wheel is like {kind}"


def test_every_dependency_is_used_by_a_room() -> None:
    project = tomllib.loads(text(Path("pyproject.toml")))["project"]
    named = {re.split(r"[\[<>=;]", line)[0].lower() for line in project["dependencies"]} - {"tzdata"}
    code = "\n".join(text(path) for path in files(*ROOMS, suffix=".py"))
    used = {
        distribution.lower().replace("_", "-")
        for module, distributions in packages_distributions().items()
        if re.search(rf"\b{re.escape(module)}\b", code)
        for distribution in distributions
    }
    assert named <= used, f"nothing needs {', '.join(sorted(named - used))}"
