"""Where Slack is installed, and our messages found by the platform's own id. Frozen: later changes come after it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the tables of installations and the index of remote ids."""
    _installations()
    arrived = sa.text("remote_id IS NOT NULL")
    op.create_index("outbox_remote", "outbox", ["destination", "remote_id"], sqlite_where=arrived)


def _text(name: str, default: str = "") -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default=default)


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, primary_key=True)


def _time(name: str, *, nullable: bool = True) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=nullable)


def _installations() -> None:
    workspace = (_key("platform"), _key("workspace"))
    named = map(_text, ("enterprise", "name", "bot_user", "bot", "token"))
    rest = (_text("scopes", "[]"), _text("installed_by"), _time("installed_at", nullable=False), _time("gone_at"))
    op.create_table("installation", *workspace, *named, *rest, sqlite_with_rowid=False)
    state = (_key("platform"), _key("state"), _time("until", nullable=False))
    op.create_table("install_state", *state, sqlite_with_rowid=False)
    op.create_index("install_state_until", "install_state", ["until"])
