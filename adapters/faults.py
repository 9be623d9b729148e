"""Faults as an operator may read them: what failed and where, and never a person's words."""

from __future__ import annotations

from pathlib import Path
from traceback import extract_tb


def fault(error: BaseException) -> str:
    """What failed and where, without the error's own words: they may quote a person's."""
    frames = extract_tb(error.__traceback__)
    where = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return type(error).__name__ + where
