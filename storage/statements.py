"""SQLAlchemy Core statements, compiled once and run by the driver itself.

SQLAlchemy's own execution costs several times what SQLite takes for the statement; the text it compiles to
does not change, so a turn pays for neither.
"""

from __future__ import annotations

import sqlite3
from functools import cached_property

from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import CompilerElement

Stored = str | int | None
"""All that a column holds."""


class Statement:
    """One statement with named parameters. Compiled on first use; call it with a connection and the values."""

    def __init__(self, core: CompilerElement) -> None:
        self._core = core

    @cached_property
    def _compiled(self) -> tuple[str, tuple[str, ...], dict[str, Stored]]:
        compiled = self._core.compile(dialect=dialect(paramstyle="qmark"))
        assert isinstance(compiled, SQLCompiler)
        fixed = {name: value for name, value in compiled.params.items() if value is not None}
        return compiled.string, tuple(compiled.positiontup or ()), fixed

    def __call__(self, driver: sqlite3.Connection, **values: Stored) -> sqlite3.Cursor:
        """Run it. Raises sqlite3.Error, or KeyError for a value not given."""
        text, names, fixed = self._compiled
        given = {**fixed, **values} if fixed else values
        return driver.execute(text, [given[name] for name in names])


class Rows:
    """What every part of a unit of work has: the writer's connection, inside its open transaction."""

    def __init__(self, connection: Connection, driver: sqlite3.Connection) -> None:
        self.connection = connection
        self._driver = driver
