"""How places are reached on platforms that have to say so, and changes found by what they change. Frozen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the table of references and the index of changes."""
    where = [sa.Column(name, sa.Text, primary_key=True) for name in ("platform", "workspace", "channel")]
    told = [
        sa.Column(name, sa.Text, nullable=False, server_default="")
        for name in ("address", "conversation", "user", "gone")
    ]
    changed = sa.Column("changed_at", sa.BigInteger, nullable=False)
    op.create_table("reference", *where, *told, changed, sqlite_with_rowid=False)
    op.create_index("outbox_changes", "outbox", ["updates"], sqlite_where=sa.text("updates != ''"))
