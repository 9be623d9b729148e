"""Pure where we said pure, time from outside, and tests that neither sleep nor fake our own code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.sources import BESIDE, ROOMS, files, spot, told, tree

PURE = ("ideas", "dialogs", "bot/turn.py", "bot/usecases")
WAITING = ast.AsyncFunctionDef | ast.Await | ast.AsyncFor | ast.AsyncWith
CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.monotonic"}


def called(path: Path) -> Iterator[tuple[ast.Call, str]]:
    """Every call in a file, with the last two words of what it calls."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield node, ".".join(ast.unparse(node.func).split(".")[-2:])


def test_every_file_begins_with_what_it_is() -> None:
    silent = [str(path) for path in files(*ROOMS, *BESIDE, suffix=".py") if not ast.get_docstring(tree(path))]
    told("Begin with a docstring: what this is and, where it is not obvious, who calls it:", silent)


def doing(node: ast.AST) -> Iterator[ast.AST]:
    """Everything below a node that does something: a Protocol only says what others may wait for."""
    for child in ast.iter_child_nodes(node):
        if not (isinstance(child, ast.ClassDef) and "Protocol" in map(ast.unparse, child.bases)):
            yield child
            yield from doing(child)


def test_ideas_dialogs_and_the_turn_never_wait() -> None:
    waits = [
        spot(path, node)
        for path in files(*PURE, suffix=".py")
        for node in doing(tree(path))
        if isinstance(node, WAITING)
    ]
    told("The turn is one synchronous function; let the adapter or the deliverer wait:", waits)


def test_ideas_dialogs_and_the_turn_are_told_the_time() -> None:
    clocks = [
        f"{spot(path, call)} {name}"
        for path in files(*PURE, "storage", suffix=".py")
        for call, name in called(path)
        if name in CLOCKS
    ]
    told("Take `now` as a parameter:", clocks)


def test_no_test_sleeps_or_fakes_our_own_code() -> None:
    faults = [
        f"{spot(path, call)} {ast.unparse(call)[:80]}"
        for path in files("tests", suffix=".py")
        for call, name in called(path)
        if (name in {"asyncio.sleep", "time.sleep"} and ast.unparse(call.args[0]) != "0")
        or name in {"mock.patch", "patch.object", "monkeypatch.setattr"}
    ]
    told("Hand in a clock, wait for what should happen, pass what is to be used:", faults)
