"""Whatever becomes of the bot and of Slack: a town's messages arrive there once, in order, and its cards are true.

`DELIVERIES=10000 KILLS=500 SEED=7` takes longer, with that seed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.simulation.mutants import Mutant
from tests.simulation.slack_mutants import MUTANTS

DELIVERIES, KILLS = int(os.environ.get("DELIVERIES", "1000")), int(os.environ.get("KILLS", "50"))
SEED = int(os.environ.get("SEED", Random().randrange(10**6)))
FEW, SOME, TIMES = 200, (15, 2), 12
"""Deliveries, many and few kills by turns, and how many such towns must have shown what is missing."""


def lived(folder: Path, module: str, *words: str | int | Path) -> dict[str, Any]:
    """What came of a town, in a process of its own."""
    folder.mkdir()
    ran = subprocess.run(
        [sys.executable, "-m", f"tests.simulation.{module}", *map(str, words)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
        timeout=3600,
    )
    said = folder / "said"
    assert ran.returncode == 0, f"{ran.stderr}\n{said.read_text() if said.exists() else ''}"
    told: dict[str, Any] = json.loads(ran.stdout)
    return told


@pytest.mark.slow
def test_slack_has_each_message_once_and_in_order_whatever_is_killed_or_fails(tmp_path: Path) -> None:
    folder = tmp_path / "town"
    told = lived(folder, "slack_kills", folder, DELIVERIES, KILLS, SEED)
    assert told["faults"] == [], f"SEED={SEED} DELIVERIES={DELIVERIES} KILLS={KILLS}: {told}"
    print(told)  # noqa: T201 - shown with -s or -rP: what there was to lose
    assert told["deliveries"] >= DELIVERIES
    assert told["kills"] >= KILLS
    assert min(told["twice"], told["troubles"], told["messages"]["changes sent"]) > 0


@pytest.mark.slow
@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.missing.replace(" ", "-"))
def test_a_bot_without_one_of_its_promises_to_slack_is_found_out(mutant: Mutant, tmp_path: Path) -> None:
    for n in range(TIMES):
        folder = tmp_path / f"{n}"
        if lived(folder, "slack_mutants", mutant.missing, folder, FEW, SOME[n % 2], SEED + n)["faults"]:
            return
    pytest.fail(f"nobody misses the {mutant.missing}, from SEED={SEED} on")
