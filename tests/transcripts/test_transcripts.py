"""Every conversation that we keep goes as it is written, at the terminal, on the page, in Slack and in Teams."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.transcripts.play import play

HERE = Path(__file__).parent
TOLD = sorted(HERE.glob("*/*.txt"))


@pytest.mark.parametrize("surface", ["terminal", "web", "slack", "teams"])
@pytest.mark.parametrize("path", TOLD, ids=lambda path: f"{path.parent.name}-{path.stem}")
async def test_a_transcript_goes_as_it_is_written(
    path: Path,
    surface: str,
    tmp_path: Path,
    agrees: Callable[[Path, str], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    agrees(path, await play(path, surface, tmp_path))
    assert [one.getMessage() for one in caplog.records if one.levelno >= logging.WARNING] == []
