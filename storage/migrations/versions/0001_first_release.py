"""The tables of the first release. Frozen: later changes are migrations of their own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create everything."""
    _people()
    _ideas()
    _history()
    _deliveries()
    _occasions()


def _text(name: str, default: str = "") -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default=default)


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, primary_key=True)


def _time(name: str, *, nullable: bool = True) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=nullable)


def _of(name: str, target: str, *, nullable: bool = False, key: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, sa.ForeignKey(f"{target}.id"), nullable=nullable, primary_key=key)


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer, primary_key=True)


def _people() -> None:
    op.create_table(
        "person",
        _id(),
        sa.Column("handle", sa.Text),
        _text("name"),
        _text("body"),
        sa.Column("unit", sa.Text),
        _text("language"),
        _text("roles", "[]"),
        sa.Column("home", sa.Text),
        sa.UniqueConstraint("body", "handle", name="person_handle"),
    )
    names = (_key("platform"), _key("workspace"), _key("user"))
    op.create_table("identity", *names, _of("person", "person"), sqlite_with_rowid=False)
    place = (_key("platform"), _key("workspace"), _key("channel"), _key("thread"), _of("person", "person", key=True))
    words = (_text("editing"), _text("held"))
    op.create_table("conversation", *place, sa.Column("draft", sa.Integer), *words, sqlite_with_rowid=False)
    op.create_table("absence", _id(), _of("person", "person"), _text("first"), _text("last"))
    for table in ("identity", "conversation", "absence"):
        op.create_index(f"{table}_person", table, ["person"])


def _ideas() -> None:
    op.create_table(
        "idea",
        _id(),
        sa.Column("number", sa.Text, unique=True),
        _text("body"),
        _of("bearer", "person"),
        _of("coach", "person", nullable=True),
        _text("status"),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("promise", sa.Text),
        sa.Column("wake", sa.Text),
        _time("created_at", nullable=False),
        _time("changed_at", nullable=False),
        _time("claimed_at"),
        _text("ring"),
        _text("topic"),
        _text("unit"),
        _text("document", "{}"),
        sqlite_autoincrement=True,
    )
    op.create_index("idea_queue", "idea", ["body", "status"])
    op.create_index("idea_bearer", "idea", ["bearer"])
    coached, promised = sa.text("coach IS NOT NULL"), sa.text("promise IS NOT NULL")
    op.create_index("idea_coach", "idea", ["coach"], sqlite_where=coached)
    op.create_index("idea_load", "idea", ["body", "coach", "status", "claimed_at"], sqlite_where=coached)
    op.create_index("idea_promise", "idea", ["promise"], sqlite_where=promised)
    pair = (_of("person", "person", key=True), _of("idea", "idea", key=True))
    op.create_table("co_bearer", *pair, sqlite_with_rowid=False)
    op.create_index("co_bearer_idea", "co_bearer", ["idea"])
    year = sa.Column("year", sa.Integer, primary_key=True, autoincrement=False)
    last = sa.Column("last", sa.Integer, nullable=False)
    op.create_table("number", _key("body"), year, last, sqlite_with_rowid=False)


def _history() -> None:
    op.create_table(
        "fact",
        _of("idea", "idea", key=True),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        _time("at", nullable=False),
        _of("actor", "person", nullable=True),
        _text("kind"),
        _text("start"),
        _text("end"),
        _text("why"),
        _text("details", "{}"),
        sqlite_with_rowid=False,
    )
    op.create_index("fact_actor", "fact", ["actor"], sqlite_where=sa.text("actor IS NOT NULL"))
    op.execute(
        """CREATE TRIGGER fact_stays BEFORE DELETE ON fact
        WHEN (SELECT status FROM idea WHERE id = OLD.idea) IS NOT 'draft'
        BEGIN SELECT RAISE(ABORT, 'history is append-only'); END"""
    )
    op.execute(
        """CREATE TRIGGER fact_is_fixed BEFORE UPDATE OF idea, seq, at, kind, start, "end" ON fact
        BEGIN SELECT RAISE(ABORT, 'history is append-only'); END"""
    )


def _deliveries() -> None:
    event = (_key("platform"), _key("tenant"), _key("dedup_key"))
    op.create_table("inbox", *event, _time("received_at", nullable=False), _text("answer"), sqlite_with_rowid=False)
    place = ("tenant", "platform", "conversation")
    unique = sa.UniqueConstraint(*place, name="destination_place")
    op.create_table("destination", _id(), *map(_text, place), _time("next_at"), unique)
    op.create_table(
        "outbox",
        _id(),
        _text("tenant"),
        _of("destination", "destination"),
        sa.Column("key", sa.Text, nullable=False, unique=True),
        _text("kind"),
        _text("body", "{}"),
        _text("language"),
        _text("thread_place"),
        _text("updates"),
        _text("under"),
        _text("state", "pending"),
        sa.Column("attempts", sa.Integer, nullable=False, server_default=sa.text("0")),
        *map(_time, ("first_try_at", "last_try_at", "not_before", "lease_until")),
        sa.Column("remote_id", sa.Text),
        sa.Column("error", sa.Text),
        _time("created_at", nullable=False),
        _time("sent_at"),
        sqlite_autoincrement=True,
    )
    op.create_index("outbox_place", "outbox", ["destination", "id"])
    still_open = sa.text("state IN ('pending', 'sending')")
    op.create_index("outbox_open", "outbox", ["destination", "id"], sqlite_where=still_open)


def _occasions() -> None:
    unique = (_key("kind"), _key("subject"), _key("period"), _time("due_at", nullable=False))
    op.create_table("occurrence", *unique, _text("outcome", "waiting"), _text("facts", "{}"), sqlite_with_rowid=False)
    op.create_index("occurrence_due", "occurrence", ["outcome", "due_at"])
    op.create_table("setting", _key("key"), _text("value"), sqlite_with_rowid=False)
    op.create_table("counter", _key("name"), sa.Column("n", sa.Integer, nullable=False), sqlite_with_rowid=False)
