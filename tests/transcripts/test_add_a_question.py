"""A question is put into the middle of the list while somebody is halfway through: nothing is lost.

The question is the one in `docs/add-a-question.md`, and it is added to a copy of the house exactly as written there.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from dialogs import dialog
from dialogs.intake import INTAKE
from dialogs.questions import Kind, Question, Situation
from ideas.idea import Answer
from tests.house.sources import ROOMS, ROOT

PAGE = ROOT / "docs" / "add-a-question.md"
HALF = ["Frukosten kommer för sent till de boende", "De äter i lugn och ro", "brukare", "avbryt"]
REST = ["fortsätt", "varje dag", "jag har sett det själv", "hoppa över", "hjälpa till", "skicka"]
NEW = Question("how_often", Kind.ONE, ("daily", "weekly", "seldom"))


def changes(page: str) -> Iterator[tuple[Path, str, str]]:
    """Every change that the page tells: in which file, what stands there before, and what after."""
    for name, block in re.findall(r"`([\w/.]+)`[^`]*?\n\n```diff\n(.*?)```", page, re.DOTALL):
        for hunk in block.split("@@\n"):
            lines = [(line[:1], line[1:] + "\n") for line in hunk.splitlines()]
            before = "".join(text for sign, text in lines if sign == " ")
            yield Path(name), before, "".join(text for _, text in lines)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The rooms of the house, to change."""
    for room in ROOMS:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def talk(house: Path, lines: list[str]) -> str:
    """What the bot says to Anna when it runs from this copy and her lines are typed."""
    command = [sys.executable, "-m", "bot.cli", "chat", "--as", "anna", "--body", "skovde", "--database", "kept.db"]
    environment = {**os.environ, "PYTHONPATH": str(house), "PYTHONUTF8": "1"}
    typed = "".join(f"{line}\n" for line in lines)
    done = subprocess.run(
        command, cwd=house, env=environment, input=typed, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_question_added_as_the_page_says_is_asked_of_whoever_was_halfway(copy: Path) -> None:
    assert "Hur ofta" not in talk(copy, HALF)
    for name, before, after in changes(PAGE.read_text("utf-8")):
        text = (copy / name).read_text("utf-8")
        assert text.count(before) == 1, f"{PAGE.name} no longer fits {name}:\n{before}"
        (copy / name).write_text(text.replace(before, after), "utf-8")
    said = talk(copy, REST)
    assert said.startswith("Fråga 3 av 7\nHur ofta händer det?\n  1. Varje dag\n")
    review = said[said.index("Så här har jag förstått dig") :]
    assert "Stämmer det?\nFrukosten kommer för sent till de boende\n" in review
    assert "Blir bättre: De äter i lugn och ro\nHur ofta: Varje dag\nFör vem: Brukare, patienter\n" in review
    assert "SKO-" in review


def test_the_page_changes_the_list_and_the_words_of_every_language() -> None:
    names = [str(name) for name, _, _ in changes(PAGE.read_text("utf-8"))]
    locales = [f"dialogs/locales/{language}/dialog.ftl" for language in ("sv", "en", "da") for _ in ("words", "label")]
    assert names == ["dialogs/intake.py", *locales]


def test_a_question_put_in_anywhere_is_asked_once_and_no_answer_is_lost() -> None:
    now = Situation(units=(("care", "Care"),), topics=(("care", "Care"),))
    path = dialog.path(INTAKE, {}, now)
    for place, answered in product(range(len(INTAKE) + 1), range(len(path) + 1)):
        given = {question.key: Answer(text=question.key) for question in path[:answered]}
        longer, answers, asked = (*INTAKE[:place], NEW, *INTAKE[place:]), dict(given), list[str]()
        while question := dialog.following(longer, answers, now):
            asked.append(question.key)
            answers[question.key] = Answer(text=question.key)
        assert asked.count(NEW.key) == 1
        assert not given.keys() & set(asked)
        assert answers.keys() >= {question.key for question in path}
