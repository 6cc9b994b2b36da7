"""Tables of the record. Every row of evidence is numbered by the event that brought it."""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData()

VERSION = "0005"
"""The newest migration; a ledger that stands there opens without loading Alembic."""

Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _number(name: str, primary_key: bool = False, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, Number, primary_key=primary_key, autoincrement=False, nullable=nullable)


event = sa.Table(
    "event",
    metadata,
    _number("seq", primary_key=True),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    _number("source_id", nullable=True),
    _number("run_id", nullable=True),
    _number("slot_id", nullable=True),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("body_hash", sa.LargeBinary, nullable=False),
    sa.Column("prev_hash", sa.LargeBinary, nullable=False),
    sa.Column("hash", sa.LargeBinary, nullable=False),
    sa.Index(
        "event_about_no_row",
        "kind",
        sqlite_where=sa.text("slot_id IS NULL"),
        postgresql_where=sa.text("slot_id IS NULL"),
    ),
)

# In each table of evidence the free text stands last: the columns joined by "|" are what the
# event's body_hash covers, and only the last part may hold that sign.
source = sa.Table(
    "source",
    metadata,
    _number("source_id", primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False, unique=True),
)

mapping = sa.Table(
    "mapping",
    metadata,
    _number("mapping_id", primary_key=True),
    _number("source_id"),
    sa.Column("toml", sa.Text, nullable=False),
)

register = sa.Table(
    "register",
    metadata,
    _number("register_id", primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
)

header = sa.Table(
    "header",
    metadata,
    _number("header_id", primary_key=True),
    _number("source_id"),
    sa.Column("cells", sa.Text, nullable=False),
)

run = sa.Table(
    "run",
    metadata,
    _number("run_id", primary_key=True),
    _number("source_id"),
    sa.Column("body", sa.Text, nullable=False),
)

quarantine = sa.Table(
    "quarantine",
    metadata,
    _number("quarantine_id", primary_key=True),
    _number("run_id"),
    sa.Column("toml", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)

sync = sa.Table(
    "sync",
    metadata,
    _number("sync_id", primary_key=True),
    _number("source_id"),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
)

account = sa.Table(
    "account",
    metadata,
    _number("account_id", primary_key=True),
    sa.Column("name", sa.Text, nullable=False, index=True),
    sa.Column("body", sa.Text, nullable=False),
)

# No evidence: what proves who someone is may be replaced and is then forgotten.
credential = sa.Table(
    "credential",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("password", sa.Text, nullable=False),
    sa.Column("must_change", sa.Boolean, nullable=False),
    sa.Column("factor", sa.Text, nullable=False),
    sa.Column("factor_required", sa.Boolean, nullable=False),
    _number("factor_used"),
)

codes = sa.Table(
    "codes",
    metadata,
    _number("codes_id", primary_key=True),
    _number("source_id"),
    sa.Column("number", Number, nullable=False, unique=True),
    sa.Column("body", sa.Text, nullable=False),
)

# What a citizen sent, as it came; `used` stands for the code that opened the form, once.
answer = sa.Table(
    "answer",
    metadata,
    _number("answer_id", primary_key=True),
    _number("source_id"),
    sa.Column("used", sa.Text, nullable=False, unique=True),
    sa.Column("body", sa.Text, nullable=False),
    sa.Index("answer_of_source", "source_id"),
)

publication = sa.Table(
    "publication",
    metadata,
    _number("publication_id", primary_key=True),
    sa.Column("period", sa.Text, nullable=False, unique=True),
    sa.Column("body", sa.Text, nullable=False),
)

raw_row = sa.Table(
    "raw_row",
    metadata,
    _number("raw_id", primary_key=True),
    _number("run_id"),
    _number("header_id"),
    _number("row_number"),
    sa.Column("content_hash", sa.LargeBinary, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
)

# Derived: rebuilt from the events at any time. A slot is one row through all its versions.
slot = sa.Table(
    "slot",
    metadata,
    _number("slot_id", primary_key=True),
    _number("source_id"),
    _number("first_raw_id"),
    _number("latest_raw_id"),
    _number("versions"),
    sa.Column("removed", sa.Boolean, nullable=False),
    _number("row_number"),
    sa.Column("content_hash", sa.LargeBinary, nullable=False),
    sa.Index("slot_of_source", "source_id"),
)

EVIDENCE: dict[str, sa.Table] = {
    "source": source,
    "mapping": mapping,
    "register": register,
    "header": header,
    "run": run,
    "quarantine": quarantine,
    "sync": sync,
    "account": account,
    "codes": codes,
    "answer": answer,
    "publication": publication,
    "insert": raw_row,
    "change": raw_row,
    "annotate": raw_row,
}
"""Kind of event -> the table that holds the body it vouches for."""

TRACE_KINDS = (
    "sign_in", "sign_in_refused", "sign_out", "password", "denied", "export", "original",
    "see_as",
)
"""Kinds of events that say what a person did or was refused."""

MARK_KINDS = ("serious", "not_serious")
"""Kinds of events that mark a comment, or take the mark back."""

BACKUP_KINDS = ("backup", "backup_failed")
"""Kinds of events that say whether a nightly copy was made."""

NO_FIGURE_KINDS = (
    "sync", "account", "codes", "answer", "publication", *BACKUP_KINDS, *TRACE_KINDS, *MARK_KINDS,
)
"""Kinds of events that change no figure."""

DECISION_KINDS = ("release", "keep_out", "exclude", "include")
"""Kinds of events that say what a person decided about a table held back or a removed row."""

BARE_KINDS = (
    "remove", "restore", "finish", "withdraw", "retire", *BACKUP_KINDS, *DECISION_KINDS,
    *TRACE_KINDS, *MARK_KINDS,
)
"""Kinds of events that bring no body."""


def about_no_row(*kinds: str) -> sa.ColumnElement[bool]:
    """Events of these kinds, none of which speaks of a row: found without reading the others."""
    return sa.and_(event.c.slot_id.is_(None), event.c.kind.in_(kinds))


APPEND_ONLY = (event, *dict.fromkeys(EVIDENCE.values()))
