"""What is kept works anywhere: no package index, no path of somebody's own machine."""

from __future__ import annotations

import re

import pytest

from tests.house.sources import files, text, told

INDEXES = [
    ".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("yarnpkg", "com"))
]
_INDEX = re.compile("|".join([*map(re.escape, INDEXES), r"--(?:extra-)?index-url[ =]", r"/simple/?(?=[\"'\s]|$)"]))
_MACHINE = re.compile(r"(?<![\w.$}/-])/(?:" + "|".join(("work", "home", "root", "Users")) + r")/\w")
PICTURES = {".png", ".jpg", ".webp", ".ico", ".woff2"}


def lines() -> list[tuple[str, str]]:
    """Every kept line of text, and where it is."""
    kept = [path for path in files() if path.suffix not in PICTURES]
    return [(f"{path}:{n}", line) for path in kept for n, line in enumerate(text(path).splitlines(), 1)]


def test_no_file_names_a_package_index() -> None:
    told("Each machine chooses its own index:", [spot for spot, line in lines() if _INDEX.search(line)])


def test_no_file_names_a_path_of_one_machine() -> None:
    told("Say where it is from the root of the project:", [spot for spot, line in lines() if _MACHINE.search(line)])


@pytest.mark.parametrize(
    "lock", ["requirements.lock", "requirements-dev.lock", "requirements-clients.lock", "build.lock"]
)
def test_every_locked_package_has_one_version_and_its_hashes(lock: str) -> None:
    blocks = re.split(r"\n(?=\S)", next(text(path) for path in files(lock)).strip())
    told("Run make lock:", [block for block in blocks if not re.match(r"[\w.-]+==\S+ .*\\\n\s+--hash=sha256:", block)])


def test_the_node_clients_are_locked_without_saying_where_they_come_from() -> None:
    lock = next(text(path) for path in files("tests/clients/package-lock.json"))
    assert '"resolved"' not in lock, "Run make lock"
    assert '"integrity"' in lock


def test_the_tools_are_locked_on_the_same_ground_as_the_product() -> None:
    locks = files("requirements.lock", "requirements-dev.lock")
    product, tools = ({*re.findall(r"^\S+==\S+", text(path), re.MULTILINE)} for path in locks)
    assert product <= tools, "Run make lock"
