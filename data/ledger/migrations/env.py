"""Runs migrations on the connection that `data.ledger.opening` hands over."""

from __future__ import annotations

from alembic import context

from data.ledger.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
)
context.run_migrations()
