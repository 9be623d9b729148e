"""A database of one's own for every test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.store import Store


@pytest.fixture
def url(tmp_path: Path) -> str:
    """The DATABASE_URL of a file that does not exist yet."""
    return f"sqlite:///{tmp_path}/ideas.db"


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    """That database, open."""
    store = await Store.open(url)
    yield store
    await store.close()
