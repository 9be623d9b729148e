"""What can be run or set is documented, and the map shows the house as it is."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from functools import reduce
from pathlib import Path

import pytest
import typer

from bot.cli import app
from bot.settings import Settings
from ideas.lifecycle import Status
from tests.house.sources import ROOMS, ROOT, files, text, told, tree

MAP = Path("docs/architecture.md")
PAGES = [*files("docs", suffix=".md"), *files("CHANGELOG.md", "CONTRIBUTING.md", "README.md", "manifest/README.md")]
WORDS = "\n".join(map(text, PAGES))


def commands(app: typer.Typer, name: str = "idesluss") -> Iterator[str]:
    """Every command that can be typed, whole."""
    for command in app.registered_commands:
        word = str(command.name or getattr(command.callback, "__name__", ""))
        yield f"{name} {word.replace('_', '-')}"
    for group in app.registered_groups:
        if group.typer_instance:
            yield from commands(group.typer_instance, f"{name} {group.name or group.typer_instance.info.name}")


def settings() -> Iterator[str]:
    """Every setting, as it is written in the environment."""
    prefix = Settings.model_config.get("env_prefix", "")
    for name, field in Settings.model_fields.items():
        yield str(field.validation_alias or prefix + name).upper()


def drawn(room: str) -> str:
    """One line for every file of a room: its path and the first line of its docstring."""
    modules = [path for path in files(room, suffix=".py") if path.name != "__init__.py"]
    says = {path: (ast.get_docstring(tree(path)) or "").partition("\n")[0] for path in modules}
    return "".join(f"- `{path.relative_to(room)}` {says[path]}\n" for path in modules)


def redrawn(shown: str, room: str) -> str:
    """The map with the list of one room as it is now."""
    return re.sub(rf"(### {room}/\n\n.+\n\n)(?:- .*\n)*", lambda found: found[1] + drawn(room), shown)


def test_every_make_target_is_documented() -> None:
    targets = re.findall(r"^([a-z-]+):.*##", text(Path("Makefile")), re.MULTILINE)
    told("Say what it is for in CONTRIBUTING.md:", [name for name in targets if f"make {name}" not in WORDS])


def test_every_command_is_documented() -> None:
    told("Say what it is for in docs/operate.md:", [name for name in commands(app) if name not in WORDS])


def test_every_setting_is_documented() -> None:
    told("Say what it does in docs/operate.md:", [name for name in settings() if f"`{name}`" not in WORDS])


def test_every_status_is_documented() -> None:
    told(f"Draw it in {MAP}:", [status for status in Status if not re.search(rf"\b{status}\b", text(MAP))])


def test_the_map_has_one_line_for_every_file(agrees: Callable[[Path, str], None]) -> None:
    agrees(ROOT / MAP, reduce(redrawn, ROOMS, text(MAP)))


@pytest.mark.parametrize("path", PAGES, ids=str)
def test_every_link_between_documents_leads_somewhere(path: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text(path))
    told("Mend the link:", [f"{path}: {link}" for link in links if not (ROOT / path.parent / link).exists()])


@pytest.mark.parametrize("path", PAGES, ids=str)
def test_every_file_that_a_document_names_is_there(path: Path) -> None:
    named = re.findall(rf"\b(?:{'|'.join(ROOMS)}|tests|docs)/[\w/-]+\.\w+", text(path))
    told("Name the file that is meant:", [f"{path}: {name}" for name in named if not (ROOT / name).exists()])
