"""A bot with one of its promises taken out, as a change to the real source.

`python -m tests.simulation.taken_out CHAT MISSING FOLDER DELIVERIES KILLS SEED` lets that bot live in the chat's town.
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


def main(chat: str, missing: str, *words: str) -> None:
    """Take it out before anything is imported, then live."""
    mutants = import_module(f"tests.simulation.{chat}_mutants").MUTANTS
    mutant = next(mutant for mutant in mutants if mutant.missing == missing)
    for name in [name for name in sys.modules if name.partition(".")[0] in {"adapters", "bot", "storage"}]:
        del sys.modules[name]
    sys.meta_path.insert(0, Finder(mutant))
    import_module(f"tests.simulation.{chat}_kills").main(*words)


if __name__ == "__main__":
    main(*sys.argv[1:])
