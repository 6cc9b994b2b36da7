"""Sources in the record: their mappings, the headers they showed and what was renamed."""

from __future__ import annotations

import json
from dataclasses import dataclass

import sqlalchemy as sa

from analysis.mapping import SourceMapping
from analysis.mapping_file import mapping_toml, parse_mapping
from analysis.matching import header_key
from analysis.renames import renamed_headers
from data.ledger import schema
from data.ledger.bodies import encode
from data.ledger.chain import Chain


@dataclass(frozen=True)
class Source:
    """One source with the mapping in force; `active` is False once it was retired."""

    id: int
    name: str
    kind: str
    mapping: SourceMapping
    mapping_toml: str
    registered_at: str
    active: bool = True


@dataclass(frozen=True)
class Headers:
    """Every header a source has shown by number, and which header keys are renamed ones."""

    texts: dict[int, tuple[str, ...]]
    renamed: dict[str, str]


def read_sources(connection: sa.Connection) -> list[Source]:
    """All sources with their mapping in force, in the order they were registered."""
    kept = connection.execute(sa.select(schema.mapping).order_by(schema.mapping.c.mapping_id))
    latest = {row.source_id: row for row in kept}
    event = schema.event
    retired = connection.execute(
        sa.select(event.c.source_id, sa.func.max(event.c.seq))
        .where(schema.about_no_row("retire"))
        .group_by(event.c.source_id)
    )
    ends: dict[int, int] = {row[0]: row[1] for row in retired}
    table = schema.source
    rows = connection.execute(
        sa.select(table, event.c.at)
        .join(event, event.c.seq == table.c.source_id)
        .order_by(table.c.source_id)
    )
    sources = []
    for row in rows:
        toml = latest[row.source_id].toml
        active = latest[row.source_id].mapping_id > ends.get(row.source_id, 0)
        mapping = parse_mapping(toml)
        sources.append(Source(row.source_id, row.name, mapping.kind, mapping, toml, row.at, active))
    return sources


def find_source(connection: sa.Connection, name: str) -> Source | None:
    """The source of this name."""
    return next((source for source in read_sources(connection) if source.name == name), None)


def keep_mapping(chain: Chain, mapping: SourceMapping, who: str) -> Source:
    """Registers the source when it is new, and the mapping when it differs from the one kept."""
    source = find_source(chain.connection, mapping.name)
    toml = mapping_toml(mapping)
    number = source.id if source else chain.bring("source", mapping.kind, mapping.name)
    if source is None or source.mapping_toml != toml or not source.active:
        chain.bring("mapping", number, toml, source_id=number, detail=encode({"who": who}))
    kept = find_source(chain.connection, mapping.name)
    assert kept is not None
    return kept


def newest_meaning(connection: sa.Connection) -> int:
    """Number of the newest mapping that does more than give its source another schedule, 0 without."""
    kept = sa.select(schema.mapping).order_by(schema.mapping.c.mapping_id)
    before: dict[int, SourceMapping] = {}
    newest = 0
    for row in connection.execute(kept):
        meaning = parse_mapping(row.toml).meaning
        if before.get(row.source_id) != meaning:
            newest = row.mapping_id
        before[row.source_id] = meaning
    return newest


def read_headers(
    connection: sa.Connection, source_id: int, proposed: SourceMapping | None = None
) -> Headers:
    """The headers a source has shown, each once; `proposed` is a mapping not kept yet."""
    table = schema.header
    rows = connection.execute(
        sa.select(table.c.header_id, table.c.cells)
        .where(table.c.source_id == source_id)
        .order_by(table.c.header_id)
    )
    texts = {number: tuple(json.loads(cells)) for number, cells in rows}
    mappings = connection.execute(
        sa.select(schema.mapping.c.mapping_id, schema.mapping.c.toml)
        .where(schema.mapping.c.source_id == source_id)
        .order_by(schema.mapping.c.mapping_id)
    )
    versions = [
        (parse_mapping(toml), [header_key(t) for n, h in texts.items() if n < number for t in h])
        for number, toml in mappings
    ]
    if proposed is not None:
        versions.append((proposed, [header_key(t) for h in texts.values() for t in h]))
    return Headers(texts, renamed_headers(versions))


def registrar(connection: sa.Connection, source_id: int) -> str:
    """Who registered a source; "" when its events do not say."""
    event, table = schema.event, schema.mapping
    detail = connection.execute(
        sa.select(event.c.detail)
        .join(table, table.c.mapping_id == event.c.seq)
        .where(table.c.source_id == source_id)
        .order_by(event.c.seq)
        .limit(1)
    ).scalar()
    return str(json.loads(detail or "{}").get("who", ""))


def keep_header(chain: Chain, source_id: int, header: tuple[str, ...]) -> int:
    """The number of this header, which is kept when the source never showed it before."""
    cells = encode(header)
    table = schema.header
    known = chain.connection.execute(
        sa.select(table.c.header_id).where(table.c.source_id == source_id, table.c.cells == cells)
    ).scalar()
    return known or chain.bring("header", source_id, cells, source_id=source_id)
