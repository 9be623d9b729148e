"""Whatever becomes of the bot and of Teams: nothing is lost, no message is there twice, and what is unclear is listed.

`DELIVERIES=10000 KILLS=500 SEED=7` takes longer, with that seed.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.simulation.apart import SEED, is_found_out, lived_well
from tests.simulation.mutants import Mutant
from tests.simulation.teams_mutants import MUTANTS


@pytest.mark.slow
def test_teams_has_no_message_twice_and_what_is_unclear_is_listed_whatever_is_killed_or_fails(tmp_path: Path) -> None:
    assert lived_well(tmp_path / "town", "teams")["messages"]["messages unconfirmed"] > 0


@pytest.mark.slow
@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.missing.replace(" ", "-"))
def test_a_bot_without_one_of_its_promises_to_teams_is_found_out(mutant: Mutant, tmp_path: Path) -> None:
    assert is_found_out(mutant, tmp_path, "teams"), f"nobody misses the {mutant.missing}, from SEED={SEED} on"
