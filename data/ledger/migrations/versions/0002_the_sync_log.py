"""The log of syncs: one row for every time a living source was pulled, kept like all evidence."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the table and the triggers that refuse UPDATE and DELETE on it."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "sync",
        sa.Column("sync_id", number, primary_key=True, autoincrement=False, nullable=False),
        sa.Column("source_id", number, nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
    )
    if op.get_bind().dialect.name == "postgresql":
        for change, level in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
            op.execute(
                f"CREATE TRIGGER sync_refuses_{level.lower()} BEFORE {change} ON sync "
                f"FOR EACH {level} EXECUTE FUNCTION refuse_change()"
            )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER sync_refuses_{change.lower()} BEFORE {change} ON sync "
            "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
        )


def downgrade() -> None:
    """Refused: the record is never taken apart."""
    raise NotImplementedError("the record is never taken apart")
