"""Accounts as evidence, and beside them credentials, which may be replaced and forgotten."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes both tables, and the triggers that refuse UPDATE and DELETE on accounts."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "account",
        sa.Column("account_id", number, primary_key=True, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False, index=True),
        sa.Column("body", sa.Text(), nullable=False),
    )
    op.create_table(
        "credential",
        sa.Column("name", sa.Text(), primary_key=True, nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("factor", sa.Text(), nullable=False),
        sa.Column("factor_required", sa.Boolean(), nullable=False),
        sa.Column("factor_used", number, nullable=False),
    )
    if op.get_bind().dialect.name == "postgresql":
        for change, level in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
            op.execute(
                f"CREATE TRIGGER account_refuses_{level.lower()} BEFORE {change} ON account "
                f"FOR EACH {level} EXECUTE FUNCTION refuse_change()"
            )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER account_refuses_{change.lower()} BEFORE {change} ON account "
            "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
        )


def downgrade() -> None:
    """Refused: the record is never taken apart."""
    raise NotImplementedError("the record is never taken apart")
