"""What was published for everyone, as evidence: one table of figures for each period, for good."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the table and the triggers that refuse UPDATE and DELETE on it."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "publication",
        sa.Column("publication_id", number, primary_key=True, autoincrement=False, nullable=False),
        sa.Column("period", sa.Text(), nullable=False, unique=True),
        sa.Column("body", sa.Text(), nullable=False),
    )
    if op.get_bind().dialect.name == "postgresql":
        for change, level in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
            op.execute(
                f"CREATE TRIGGER publication_refuses_{level.lower()} BEFORE {change} ON publication "
                f"FOR EACH {level} EXECUTE FUNCTION refuse_change()"
            )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER publication_refuses_{change.lower()} BEFORE {change} ON publication "
            "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
        )


def downgrade() -> None:
    """Refused: the record is never taken apart."""
    raise NotImplementedError("the record is never taken apart")
