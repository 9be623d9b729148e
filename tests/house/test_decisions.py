"""A decision is numbered, says why, and names the test that keeps it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.sources import ROOT, files, text

RECORDS = list(files("docs/decisions", suffix=".md"))
PARTS = ["Context", "Decision", "Consequences", "Kept by"]


def test_decisions_are_numbered_without_gaps() -> None:
    assert [path.name[:5] for path in RECORDS] == [f"{n:04}-" for n in range(1, len(RECORDS) + 1)]


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_a_decision_says_why_and_what_follows(path: Path) -> None:
    assert re.findall(r"^## (.+)$", text(path), re.MULTILINE) == PARTS


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_a_decision_ends_with_the_test_that_keeps_it(path: Path) -> None:
    ending = text(path).rpartition("## Kept by")[2]
    named = re.findall(r"`(tests/[\w/.]+)(?:::(\w+))?`", ending)
    assert named, f"{path} names no test"
    for place, test in named:
        assert (ROOT / place).exists(), f"{path} names {place}, which is not there"
        assert f"def {test}" in text(Path(place)) if test else True, f"{place} has no {test}"
