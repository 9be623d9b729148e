"""The bot is killed without warning, over and over, and everything it has answered is told exactly once.

`TURNS=10000` takes longer.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TURNS = os.environ.get("TURNS", "500")


@pytest.mark.slow
def test_a_kill_at_any_moment_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    runs = subprocess.run(
        [sys.executable, "-m", "tests.simulation.kills", str(tmp_path), TURNS],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert runs.returncode == 0, runs.stderr
    told = json.loads(runs.stdout)
    assert told["faults"] == []
    assert told["kills"] >= 20
