"""Brings the ledger of a home to the newest schema before anyone reads it."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from data.ledger import schema
from data.ledger.engine import make_engine, writing

MIGRATIONS = Path(__file__).parent / "migrations"


def open_engine(url: str) -> sa.Engine:
    """An engine on a ledger that has every table; several processes may open at once."""
    engine = make_engine(url)
    if _version(engine) != schema.VERSION:
        migrate(engine)
    return engine


def _version(engine: sa.Engine) -> str | None:
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()


def migrate(engine: sa.Engine) -> None:
    """Runs the migrations that are missing, all in one transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
