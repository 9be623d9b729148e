"""What one turn may read and write. All of it is kept, or none."""

from __future__ import annotations

from storage.idea_rows import IdeaRows
from storage.installation_rows import InstallationRows
from storage.ledger_rows import LedgerRows
from storage.people_rows import PeopleRows
from storage.reference_rows import ReferenceRows


class UnitOfWork(PeopleRows, IdeaRows, LedgerRows, InstallationRows, ReferenceRows):
    """Lives as long as its turn, on the writer's thread. `connection` is SQLAlchemy's, for other modules."""
