"""Whatever becomes of the bot and of Teams: nothing is lost, no message is there twice, and what is unclear is listed.

`DELIVERIES=10000 KILLS=500 SEED=7` takes longer, with that seed.
"""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest

from tests.simulation.mutants import Mutant
from tests.simulation.teams_mutants import MUTANTS
from tests.simulation.test_slack_kills import lived

DELIVERIES, KILLS = int(os.environ.get("DELIVERIES", "1000")), int(os.environ.get("KILLS", "50"))
SEED = int(os.environ.get("SEED", Random().randrange(10**6)))
FEW, SOME, TIMES = 200, (15, 2), 12
"""Deliveries, many and few kills by turns, and how many such towns must have shown what is missing."""


@pytest.mark.slow
def test_teams_has_no_message_twice_and_what_is_unclear_is_listed_whatever_is_killed_or_fails(tmp_path: Path) -> None:
    folder = tmp_path / "town"
    told = lived(folder, "teams_kills", folder, DELIVERIES, KILLS, SEED)
    assert told["faults"] == [], f"SEED={SEED} DELIVERIES={DELIVERIES} KILLS={KILLS}: {told}"
    print(told)  # noqa: T201 - shown with -s or -rP: what there was to lose
    assert told["deliveries"] >= DELIVERIES
    assert told["kills"] >= KILLS
    there = told["messages"]
    assert min(told["twice"], told["troubles"], there["changes sent"], there["messages unconfirmed"]) > 0


@pytest.mark.slow
@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.missing.replace(" ", "-"))
def test_a_bot_without_one_of_its_promises_to_teams_is_found_out(mutant: Mutant, tmp_path: Path) -> None:
    for n in range(TIMES):
        folder = tmp_path / f"{n}"
        if lived(folder, "teams_mutants", mutant.missing, folder, FEW, SOME[n % 2], SEED + n)["faults"]:
            return
    pytest.fail(f"nobody misses the {mutant.missing}, from SEED={SEED} on")
