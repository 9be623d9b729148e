"""Whatever is killed, cut off, refused, late or stalled: nothing is lost, doubled or out of order.

`SCHEDULES=100000 SEED=7` runs more of them, from that seed on.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.simulation.mutants import MUTANTS, Mutant, without
from tests.simulation.world import Ledger, violations

FIRST, MANY = int(os.environ.get("SEED", "0")), int(os.environ.get("SCHEDULES", "2000"))
ENOUGH = 1000
"""Schedules in which a broken protocol must have shown itself."""


@pytest.fixture(scope="module")
def ledger() -> Iterator[Ledger]:
    ledger = Ledger()
    yield ledger
    ledger.close()


@pytest.mark.slow
def test_every_message_arrives_once_and_in_order(ledger: Ledger) -> None:
    for seed in range(FIRST, FIRST + MANY):
        faults = violations(seed, ledger)
        assert not faults, f"SEED={seed} SCHEDULES=1 shows it again: {faults}"


def test_a_seed_tells_the_same_story_every_time(ledger: Ledger) -> None:
    mutant = without(MUTANTS[0], pytest.MonkeyPatch())
    first, again = ([violations(seed, ledger, *mutant) for seed in range(60)] for _ in range(2))
    assert first == again
    assert any(first)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.missing.replace(" ", "-"))
def test_a_protocol_without_one_of_its_rules_is_found_out(
    mutant: Mutant, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = without(mutant, monkeypatch)
    assert any(violations(seed, ledger, *broken) for seed in range(ENOUGH)), f"nobody misses the {mutant.missing}"
