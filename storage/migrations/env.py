"""Run by Alembic, called from `storage.migrate` with an open connection: all changes in one transaction."""

from __future__ import annotations

from alembic import context

from storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,  # SQLite can, and Alembic does not know
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
