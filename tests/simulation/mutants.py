"""The protocol with one of its rules taken out, each as a change to the real source."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

from bot.deliver import Dispatcher, Patience

_ROOT = Path(__file__).parents[2]
_OUTBOX, _DELIVER = "storage/outbox.py", "bot/deliver.py"
_RECORDED_FIRST = """(
    await self._store.turn(partial(outbox.record, outcomes=[(claimed, Sent("m1"))], now=clock())),
    await sender.send(delivery),
)[1]"""


@dataclass(frozen=True, slots=True)
class Mutant:
    """What is missing, and the text that is replaced in a file to that end."""

    missing: str
    file: str
    old: str
    new: str


MUTANTS = (
    Mutant("hold", _DELIVER, "hold: timedelta = timedelta(seconds=60)", "hold: timedelta = timedelta(0)"),
    Mutant("read-back", _DELIVER, "found = await sender.find(delivery)", "found = None"),
    Mutant("fence", _OUTBOX, "AND attempts = :attempt AND state = 'sending'", ""),
    Mutant("time to post within the lease", _DELIVER, "timedelta(seconds=120)", "timedelta(seconds=12)"),
    Mutant("head of line", _OUTBOX, "SELECT min(id) FROM outbox WHERE", "SELECT max(id) FROM outbox WHERE"),
    Mutant("post before its record", _DELIVER, "await sender.send(delivery)", _RECORDED_FIRST),
    Mutant("commit before a later post", _DELIVER, "while clock() - posted_at > self._patience.slack:", "while False:"),
    Mutant("note of the try at the claim", _OUTBOX, ", last_try_at = coalesce(last_try_at, :now)", ""),
    Mutant(
        "note of the try after a failure", _DELIVER, "hold), reason, posted_at)", "hold), reason, claimed.tried_at)"
    ),
    Mutant("doubt after a server's fault", _DELIVER, "TryLater) and not error.ambiguous", "TryLater)"),
)


def without(mutant: Mutant, patch: pytest.MonkeyPatch) -> tuple[type[Dispatcher], type[Patience]]:
    """The dispatcher and its patience, built from the source with that change."""
    ledger = _built("storage.outbox", _OUTBOX, mutant)
    with patch.context() as imports:
        imports.setitem(sys.modules, "storage.outbox", ledger)
        deliver = _built("bot.deliver", _DELIVER, mutant)
    vars(deliver)["outbox"] = ledger
    return vars(deliver)["Dispatcher"], vars(deliver)["Patience"]


def _built(name: str, file: str, mutant: Mutant) -> ModuleType:
    source = (_ROOT / file).read_text(encoding="utf-8")
    if file == mutant.file:
        assert source.count(mutant.old) == 1, f"{file} no longer holds this text once: {mutant.old}"
        source = source.replace(mutant.old, mutant.new)
    module = ModuleType(name)
    exec(compile(source, file, "exec"), vars(module))
    return module
