"""Names come from the domain and say one thing; tests are named by sentences."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.house.sources import BESIDE, ROOMS, files, functions, spot, told, tree

EMPTY = {"manager", "helper", "util", "base", "common", "data", "info", "process", "service", "misc"}
"""Words that fit everything and so say nothing. `process leader` is a role; `handle` is a noun here, never a verb."""

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def words(name: str) -> list[str]:
    """`ProcessLeader` and `PROCESS_LEADER` are both process, leader."""
    return [word.lower() for word in _WORD.findall(name)]


def says_nothing(name: str) -> bool:
    """Whether a name leans on a word that says nothing."""
    parts = words(re.sub(r"process_?leader", "", name, flags=re.IGNORECASE))
    return any(part in EMPTY or part.removesuffix("s").removesuffix("e") in EMPTY for part in parts)


def given(path: Path) -> Iterator[tuple[ast.AST, str]]:
    """Every name a file gives to something."""
    for node in ast.walk(tree(path)):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield node, name
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
                yield node, name
            case _:
                pass


def test_names_say_what_a_thing_is() -> None:
    faults = [
        f"{spot(path, node)} {name}"
        for path in files(*ROOMS, suffix=".py")
        for node, name in given(path)
        if says_nothing(name)
    ]
    faults += [str(path) for path in files(*ROOMS, *BESIDE) if any(map(says_nothing, (*path.parts[:-1], path.stem)))]
    told("Find the word the people in docs use for it:", faults)


def test_nothing_is_merely_handled() -> None:
    verbs = [
        f"{spot(path, function)} {function.name}"
        for path in files(*ROOMS, *BESIDE, suffix=".py")
        for function in functions(path)
        if words(function.name)[:1] == ["handle"] and not hasattr(HTMLParser, function.name)
    ]
    told("Name the function for what it does:", verbs)


def test_the_name_of_a_test_is_a_sentence() -> None:
    curt = [
        f"{spot(path, function)} {function.name}"
        for path in files("tests", suffix=".py")
        for function in functions(path)
        if function.name.startswith("test_") and function.name.count("_") < 3
    ]
    told("Say what is true when the test passes:", curt)


@pytest.mark.parametrize("name", ["IdeaManager", "string_utils", "DATA", "processes"])
def test_an_empty_name_is_seen_through(name: str) -> None:
    assert says_nothing(name)


@pytest.mark.parametrize("name", ["PROCESS_LEADER", "process_leaders", "database", "informed", "Person"])
def test_a_word_of_the_domain_is_left_alone(name: str) -> None:
    assert not says_nothing(name)
