"""Every table, as SQLAlchemy Core describes it. `migrations/` builds the same ones; a test compares them.

Only integers and text are stored, so that a row is the same whether the driver or SQLAlchemy reads it:
times are microseconds since 1970 UTC (`storage.times`), dates ISO text, everything open-ended JSON text.
A `tenant` is a platform's workspace, a `conversation` in `destination` one of its channels.
"""

from __future__ import annotations

from sqlalchemy import (
    DDL,
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    event,
    text,
)

metadata = MetaData()


def _text(name: str, default: str = "") -> Column[str]:
    return Column(name, Text, nullable=False, server_default=default)


def _key(name: str) -> Column[str]:
    return Column(name, Text, primary_key=True)


def _time(name: str, *, nullable: bool = True) -> Column[int]:
    return Column(name, BigInteger, nullable=nullable)


person = Table(
    "person",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("handle", Text),  # NULL once the person is erased: many may be nameless, no two share a name
    _text("name"),
    _text("body"),
    Column("unit", Text),
    _text("language"),
    _text("roles", "[]"),
    Column("home", Text),
    UniqueConstraint("body", "handle", name="person_handle"),
)

identity = Table(
    "identity",
    metadata,
    _key("platform"),
    _key("workspace"),
    _key("user"),
    Column("person", ForeignKey("person.id"), nullable=False),
    Index("identity_person", "person"),
    sqlite_with_rowid=False,
)

conversation = Table(
    "conversation",
    metadata,
    _key("platform"),
    _key("workspace"),
    _key("channel"),
    _key("thread"),
    Column("person", ForeignKey("person.id"), primary_key=True),
    Column("draft", Integer),
    _text("editing"),
    _text("held"),
    Index("conversation_person", "person"),
    sqlite_with_rowid=False,
)

idea = Table(
    "idea",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", Text, unique=True),
    _text("body"),
    Column("bearer", ForeignKey("person.id"), nullable=False),
    Column("coach", ForeignKey("person.id")),
    _text("status"),
    Column("seq", Integer, nullable=False),
    Column("promise", Text),
    Column("wake", Text),
    _time("created_at", nullable=False),
    _time("changed_at", nullable=False),
    _time("claimed_at"),
    _text("ring"),
    _text("topic"),
    _text("unit"),
    _text("document", "{}"),
    sqlite_autoincrement=True,  # the id of a deleted draft is never given to another idea
)
Index("idea_queue", idea.c.body, idea.c.status)
Index("idea_bearer", idea.c.bearer)
Index("idea_coach", idea.c.coach, sqlite_where=idea.c.coach.is_not(None))
Index("idea_load", idea.c.body, idea.c.coach, idea.c.status, idea.c.claimed_at, sqlite_where=idea.c.coach.is_not(None))
Index("idea_promise", idea.c.promise, sqlite_where=idea.c.promise.is_not(None))

co_bearer = Table(
    "co_bearer",
    metadata,
    Column("person", ForeignKey("person.id"), primary_key=True),
    Column("idea", ForeignKey("idea.id"), primary_key=True),
    Index("co_bearer_idea", "idea"),
    sqlite_with_rowid=False,
)

fact = Table(
    "fact",
    metadata,
    Column("idea", ForeignKey("idea.id"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    _time("at", nullable=False),
    Column("actor", ForeignKey("person.id")),
    _text("kind"),
    _text("start"),
    _text("end"),
    _text("why"),
    _text("details", "{}"),
    sqlite_with_rowid=False,
)
Index("fact_actor", fact.c.actor, sqlite_where=fact.c.actor.is_not(None))

APPEND_ONLY = (
    """CREATE TRIGGER fact_stays BEFORE DELETE ON fact
    WHEN (SELECT status FROM idea WHERE id = OLD.idea) IS NOT 'draft'
    BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
    """CREATE TRIGGER fact_is_fixed BEFORE UPDATE OF idea, seq, at, kind, start, "end" ON fact
    BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
)
"""What keeps an idea's history append-only. Who acted and their words stay open to erasure (`PeopleRows.unlink`)."""

for _trigger in APPEND_ONLY:
    _only_here = DDL(_trigger).execute_if(dialect="sqlite")  # type: ignore[no-untyped-call]
    event.listen(fact, "after_create", _only_here)

number = Table(
    "number",
    metadata,
    _key("body"),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
    sqlite_with_rowid=False,
)

inbox = Table(
    "inbox",
    metadata,
    _key("platform"),
    _key("tenant"),
    _key("dedup_key"),
    _time("received_at", nullable=False),
    _text("answer"),
    sqlite_with_rowid=False,
)

destination = Table(
    "destination",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("tenant"),
    _text("platform"),
    _text("conversation"),
    _time("next_at"),
    UniqueConstraint("tenant", "platform", "conversation", name="destination_place"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("tenant"),
    Column("destination", ForeignKey("destination.id"), nullable=False),
    Column("key", Text, nullable=False, unique=True),
    _text("kind"),
    _text("body", "{}"),
    _text("language"),
    _text("thread_place"),
    _text("updates"),
    _text("under"),
    _text("state", "pending"),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    _time("first_try_at"),
    _time("last_try_at"),
    _time("not_before"),
    _time("lease_until"),
    Column("remote_id", Text),
    Column("error", Text),
    _time("created_at", nullable=False),
    _time("sent_at"),
    Index("outbox_place", "destination", "id"),
    sqlite_autoincrement=True,
)
Index("outbox_open", outbox.c.destination, outbox.c.id, sqlite_where=outbox.c.state.in_(("pending", "sending")))
Index("outbox_changes", outbox.c.updates, sqlite_where=outbox.c.updates != "")
Index("outbox_remote", outbox.c.destination, outbox.c.remote_id, sqlite_where=outbox.c.remote_id.is_not(None))

occurrence = Table(
    "occurrence",
    metadata,
    _key("kind"),
    _key("subject"),
    _key("period"),
    _time("due_at", nullable=False),
    _text("outcome", "waiting"),
    _text("facts", "{}"),
    Index("occurrence_due", "outcome", "due_at"),
    sqlite_with_rowid=False,
)

absence = Table(
    "absence",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person", ForeignKey("person.id"), nullable=False),
    _text("first"),
    _text("last"),
    Index("absence_person", "person"),
)

setting = Table("setting", metadata, _key("key"), _text("value"), sqlite_with_rowid=False)

counter = Table("counter", metadata, _key("name"), Column("n", Integer, nullable=False), sqlite_with_rowid=False)

installation = Table(
    "installation",
    metadata,
    _key("platform"),
    _key("workspace"),
    _text("enterprise"),
    _text("name"),
    _text("bot_user"),
    _text("bot"),
    _text("token"),  # sealed; empty once the app is gone from the workspace
    _text("scopes", "[]"),
    _text("installed_by"),
    _time("installed_at", nullable=False),
    _time("gone_at"),
    sqlite_with_rowid=False,
)

install_state = Table(
    "install_state",
    metadata,
    _key("platform"),
    _key("state"),
    _time("until", nullable=False),
    Index("install_state_until", "until"),
    sqlite_with_rowid=False,
)

reference = Table(
    "reference",
    metadata,
    _key("platform"),
    _key("workspace"),
    _key("channel"),
    _text("address"),
    _text("conversation"),
    _text("user"),
    _text("gone"),
    _time("changed_at", nullable=False),
    sqlite_with_rowid=False,
)
