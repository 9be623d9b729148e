"""The bot with one of its promises to Slack taken out, each as a change to the real source.

`python -m tests.simulation.slack_mutants MISSING FOLDER DELIVERIES KILLS SEED` lets that bot live in the town.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType

from tests.simulation.mutants import Mutant

_ROOT = Path(__file__).parents[2]
_SEND, _DELIVER, _LISTENING = "adapters/slack/send.py", "bot/deliver.py", "adapters/slack/listening.py"
_MARK = '                metadata={"event_type": MARK, "event_payload": {"key": mark(delivery.key)}},\n'
_TAKEN_FIRST = "return await self._take(heard, payload, self._desk.words_at(PLATFORM, team))"
_TAKEN_LATER = "self._later(self._take(heard, payload, self._desk.words_at(PLATFORM, team))); return _ack()"

MUTANTS = (
    Mutant("read-back", _SEND, "if _marked(message, bot) == wanted:", "if False:"),
    Mutant("mark", _SEND, _MARK, ""),
    Mutant("doubt", _SEND, "TryLater(0, reason, ambiguous=changes)", "TryLater(0, '', ambiguous=False)"),
    Mutant("one try", "adapters/slack/tokens.py", ", retry_handlers=[]", ""),
    Mutant("hold", _DELIVER, "hold: timedelta = timedelta(seconds=60)", "hold: timedelta = timedelta(0)"),
    Mutant("commit before the answer", _LISTENING, _TAKEN_FIRST, _TAKEN_LATER),
    Mutant("head of line", "storage/outbox.py", "SELECT min(id) FROM outbox WHERE", "SELECT max(id) FROM outbox WHERE"),
    Mutant("last change", "storage/ledger_rows.py", " AND key <> :newer", ""),
)


class Changed(SourceFileLoader):
    """Loads a module as if its source were another. Compiled files are left alone."""

    def __init__(self, name: str, mutant: Mutant) -> None:
        super().__init__(name, str(_ROOT / mutant.file))
        self._mutant = mutant

    def get_code(self, fullname: str) -> CodeType:
        """The changed source, compiled."""
        source = Path(self.path).read_text(encoding="utf-8")
        old = self._mutant.old
        assert source.count(old) == 1, f"{self._mutant.file} no longer holds this text once: {old}"
        return compile(source.replace(old, self._mutant.new), self.path, "exec")


class Finder(MetaPathFinder):
    """Finds the one module that is to be another."""

    def __init__(self, mutant: Mutant) -> None:
        self._mutant, self._name = mutant, mutant.file.removesuffix(".py").replace("/", ".")

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Its spec, and nothing for all others."""
        if fullname != self._name:
            return None
        loader = Changed(fullname, self._mutant)
        return spec_from_file_location(fullname, loader.path, loader=loader)


def main(missing: str, folder: Path, *wish: int) -> None:
    """Take it out before anything is imported, then live."""
    mutant = next(mutant for mutant in MUTANTS if mutant.missing == missing)
    for name in [name for name in sys.modules if name.partition(".")[0] in {"adapters", "bot", "storage"}]:
        del sys.modules[name]
    sys.meta_path.insert(0, Finder(mutant))
    town = import_module("tests.simulation.slack_kills")
    town.main(folder, town.Wish(*wish))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *map(int, sys.argv[3:6]))
