"""The rooms are where the map says, and every platform's folder looks like the next."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest

from tests.house.sources import BESIDE, MADE, ROOMS, ROOT, files, functions, text, told, tree

DOORS = {
    "app.py": "build",
    "inbound.py": "read",
    "render.py": "render",
    "send.py": "Sender",
    "limits.py": "fitted",
}
"""What each file of a platform's folder is there for: the name that the rest of the house looks for in it."""

SENDER = {"send", "find"}
PLATFORMS = sorted(path.name for path in (ROOT / "adapters").iterdir() if path.is_dir() and path.name not in MADE)
NOT_ROOMS = {"utils", "util", "common", "helpers", "helper", "src", "lib", "scripts", "misc", "shared", "core"}


def defined(path: Path) -> dict[str, ast.AST]:
    """What a file defines at its top, by name."""
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    return {node.name: node for node in tree(path).body if isinstance(node, kinds)}


def contracts() -> list[dict[str, list[str]]]:
    """The import contracts, as pyproject.toml has them."""
    tools = tomllib.loads(text(Path("pyproject.toml")))["tool"]
    found: list[dict[str, list[str]]] = tools["importlinter"]["contracts"]
    return found


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("file", DOORS)
def test_a_platform_has_the_same_doors_as_the_others(platform: str, file: str) -> None:
    path = Path("adapters", platform, file)
    assert (ROOT / path).exists(), f"{path} is missing; every platform has {', '.join(DOORS)}"
    names = [name for name in defined(path) if name.endswith(DOORS[file])]
    assert names, f"{path} defines no {DOORS[file]}"


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_platform_sends_and_reads_back(platform: str) -> None:
    path = Path("adapters", platform, "send.py")
    assert {function.name for function in functions(path)} >= SENDER, f"{path}: a sender can {' and '.join(SENDER)}"


@pytest.mark.parametrize("file", ["inbound.py", "render.py", "limits.py"])
def test_reading_and_rendering_are_pure(file: str) -> None:
    waits = [
        f"{path} {function.name}"
        for path in files("adapters", suffix=file)
        for function in functions(path)
        if isinstance(function, ast.AsyncFunctionDef)
    ]
    told("Only app.py and send.py may wait:", waits)


def test_every_platform_is_in_the_contract_that_keeps_them_apart() -> None:
    apart = next(contract["modules"] for contract in contracts() if "modules" in contract)
    assert apart == [f"adapters.{platform}" for platform in PLATFORMS]


def test_the_contracts_name_every_room_from_the_roof_down() -> None:
    layers = next(contract["layers"] for contract in contracts() if "layers" in contract)
    assert layers == ["bot", "adapters | storage", "dialogs", "ideas"]


def test_there_are_no_rooms_for_leftovers() -> None:
    told(
        "Put it in the room whose words it uses:",
        sorted({str(path) for path in files() if NOT_ROOMS & {*path.parts[:-1]}}),
    )


def test_the_house_has_the_rooms_on_the_map_and_no_others() -> None:
    kept = {path.parts[0] for path in files() if len(path.parts) > 1}
    assert kept - {".ci", ".github"} <= {*ROOMS, *BESIDE, "manifest", "docs"}
