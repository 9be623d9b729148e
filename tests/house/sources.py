"""The project's own files, as the house tests read them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("ideas", "dialogs", "storage", "adapters", "bot")
BESIDE = ("tests", "benchmarks")
MADE = {".git", ".venv", "__pycache__", "build", "copies", "dist", "node_modules", "results", "var"}
"""Folders that machines make and version control does not keep."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def files(*places: str, suffix: str = "") -> Iterator[Path]:
    """Every kept file below these places (the whole project when none is given), in order, from the root."""
    for place in places or (".",):
        found = [ROOT / place] if (ROOT / place).is_file() else sorted((ROOT / place).rglob(f"*{suffix}"))
        for path in found:
            parts = path.relative_to(ROOT).parts
            made = any(part in MADE or part.endswith(("_cache", ".egg-info", ".hypothesis")) for part in parts)
            if path.is_file() and not made:
                yield path.relative_to(ROOT)


@cache
def text(path: Path) -> str:
    """What a file holds."""
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def tree(path: Path) -> ast.Module:
    """A Python file, parsed."""
    return ast.parse(text(path), str(path))


def functions(path: Path) -> Iterator[Function]:
    """Every function of a file, also inner ones and methods."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, Function))


def length(function: Function) -> int:
    """Lines of a function, signature and docstring included."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def spot(path: Path, node: ast.AST) -> str:
    """Where something is, as an editor can open it."""
    return f"{path}:{getattr(node, 'lineno', 1)}"


def told(rule: str, faults: list[str]) -> None:
    """Fail with the rule, how to follow it and every place that does not."""
    assert not faults, "\n".join([rule, *faults])
