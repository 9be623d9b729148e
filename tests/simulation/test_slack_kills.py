"""Whatever becomes of the bot and of Slack: a town's messages arrive there once, in order, and its cards are true.

`DELIVERIES=10000 KILLS=500 SEED=7` takes longer, with that seed.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.simulation.apart import SEED, is_found_out, lived_well
from tests.simulation.mutants import Mutant
from tests.simulation.slack_mutants import MUTANTS


@pytest.mark.slow
def test_slack_has_each_message_once_and_in_order_whatever_is_killed_or_fails(tmp_path: Path) -> None:
    assert lived_well(tmp_path / "town", "slack")


@pytest.mark.slow
@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.missing.replace(" ", "-"))
def test_a_bot_without_one_of_its_promises_to_slack_is_found_out(mutant: Mutant, tmp_path: Path) -> None:
    assert is_found_out(mutant, tmp_path, "slack"), f"nobody misses the {mutant.missing}, from SEED={SEED} on"
