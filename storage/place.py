"""Where the database file is, and that this process alone owns it."""

from __future__ import annotations

import errno
import fcntl
from pathlib import Path
from typing import IO

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from storage.errors import StoreError, Trouble


def path_of(url: str) -> Path | None:
    """The file that a DATABASE_URL names; None for a private temporary one. Raises StoreError `unsupported`."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StoreError("unsupported", f"not a URL: {url!r}") from error
    if parsed.get_backend_name() != "sqlite":
        raise StoreError("unsupported", f"{parsed.get_backend_name()} is not supported yet")
    return None if parsed.database in (None, "", ":memory:") else Path(str(parsed.database))


_REFUSALS: dict[int, Trouble] = {
    errno.EACCES: "read_only",
    errno.EPERM: "read_only",
    errno.EROFS: "read_only",
    errno.ENOSPC: "full",
    errno.EWOULDBLOCK: "in_use",
}


class Ownership:
    """A lock on a file beside the database, held until released or the process ends. Raises StoreError.

    The database, and its folder if that is new too, begin as readable for nobody but the bot's user.
    """

    _file: IO[str] | None = None

    def __init__(self, database: Path) -> None:
        try:
            database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._file = Path(f"{database}.lock").open("a")  # noqa: SIM115 - the lock is gone once it is closed
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if not database.exists():
                database.touch(0o600)  # SQLite would let everyone read; the files it makes beside it are alike
        except OSError as error:
            self.release()
            raise StoreError(_REFUSALS.get(error.errno or 0, "unavailable"), str(database)) from error

    def release(self) -> None:
        """Let another process own the database."""
        if self._file:
            self._file.close()
