"""What is found where somebody looks whether all is as the bot needs it: a line of `idesluss doctor`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `advice` is what to do; empty when all is well."""

    what: str
    advice: str = ""
