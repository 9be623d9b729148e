"""Towns that live each in a process of their own, and what comes of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

from tests.simulation.mutants import Mutant

DELIVERIES, KILLS = int(os.environ.get("DELIVERIES", "1000")), int(os.environ.get("KILLS", "50"))
SEED = int(os.environ.get("SEED", Random().randrange(10**6)))
FEW, SOME, TIMES = 200, (15, 2), 12
"""Deliveries, many and few kills by turns, and how many such towns must have shown what is missing."""


def lived(folder: Path, module: str, *words: str | int | Path) -> dict[str, Any]:
    """What came of a town."""
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


def lived_well(folder: Path, chat: str) -> dict[str, Any]:
    """What came of a town in which so much has happened, and nothing went wrong."""
    told = lived(folder, f"{chat}_kills", folder, DELIVERIES, KILLS, SEED)
    assert told["faults"] == [], f"SEED={SEED} DELIVERIES={DELIVERIES} KILLS={KILLS}: {told}"
    print(told)  # noqa: T201 - shown with -s or -rP: what there was to lose
    assert told["deliveries"] >= DELIVERIES, told
    assert told["kills"] >= KILLS, told
    assert min(told["twice"], told["troubles"], told["messages"]["changes sent"]) > 0, told
    return told


def is_found_out(mutant: Mutant, folder: Path, chat: str) -> bool:
    """Whether one of so many towns shows what is missing."""
    towns = (folder / f"{n}" for n in range(TIMES))
    return any(
        lived(town, "taken_out", chat, mutant.missing, town, FEW, SOME[n % 2], SEED + n)["faults"]
        for n, town in enumerate(towns)
    )
