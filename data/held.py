"""What a table held back would change, beside what is known: headers, rows that vanished."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd
import sqlalchemy as sa

from analysis.errors import InputError
from analysis.mapping import SourceMapping
from analysis.mapping_file import parse_mapping
from analysis.masking import masked
from analysis.matching import header_key
from analysis.renames import mapped_keys, present_names, with_renames
from data.attempt import Attempt, attempted
from data.ledger import Ledger, schema
from data.ledger.bodies import cells_of
from data.ledger.exclusions import excluded_slots
from data.ledger.quarantine import read_quarantined
from data.ledger.slots import sliced
from data.ledger.sources import Headers, read_headers, read_sources
from data.suggest import suggest
from data.text_ledger import NOT_QUARANTINED

MOST_SHOWN = 200


@dataclass(frozen=True)
class HeldTable:
    """A table held back beside the record.

    `missing` are mapped headers it lacks, `proposals` headers that may be their new names, the
    likeliest first. `vanished` are known rows it lacks (at most MOST_SHOWN; `row`, then the mapped
    columns); counts of rows are 0 while headers are missing.
    """

    old_header: tuple[str, ...]
    new_header: tuple[str, ...]
    missing: tuple[str, ...]
    proposals: Mapping[str, tuple[str, ...]]
    known: int
    rows: int
    new: int = 0
    changed: int = 0
    vanished_count: int = 0
    vanished: pd.DataFrame = field(default_factory=pd.DataFrame)


def held_table(
    ledger: Ledger, run_id: int, renames: Mapping[str, str] | None = None, *, comments: bool = False
) -> HeldTable:
    """What applying a quarantined run would change, with headers renamed (old -> new) or not."""
    with ledger.engine.connect() as connection:
        kept = read_quarantined(connection, run_id)
        if kept is None:
            raise InputError(NOT_QUARANTINED.format(run=run_id))
        raw, toml = kept
        attempt = attempted(connection, raw, with_renames(parse_mapping(toml), renames or {}))
        headers = attempt.known.headers
        old = headers.texts[max(headers.texts)] if headers.texts else ()
        gone, found, source = _vanished(attempt), attempt.found, attempt.source
        rows = pd.DataFrame()
        if source is not None:
            shown = _Shown(headers, source.mapping, comments)
            rows = shown.rows(connection, gone[:MOST_SHOWN])
        return HeldTable(
            old, raw.header, tuple(attempt.missing), _proposals(attempt.missing, old, raw.header),
            len(attempt.known.alive), attempt.table.rows,
            len(found.new) if found else 0, len(found.changed) if found else 0, len(gone), rows,
        )


def removed_rows(
    ledger: Ledger, source_id: int, most: int = MOST_SHOWN, *, comments: bool = False
) -> pd.DataFrame:
    """The newest rows that vanished from a source: slot, counted, row, the cells as first sent."""
    table = schema.slot
    with ledger.engine.connect() as connection:
        removed = connection.execute(
            sa.select(table.c.slot_id, table.c.first_raw_id)
            .where(table.c.source_id == source_id, table.c.removed)
            .order_by(table.c.slot_id.desc())
            .limit(most)
        ).all()[::-1]
        source = next(one for one in read_sources(connection) if one.id == source_id)
        shown = _Shown(read_headers(connection, source_id), source.mapping, comments)
        frame = shown.rows(connection, [row.first_raw_id for row in removed])
        excluded = excluded_slots(connection, source_id)
    slots = [row.slot_id for row in removed]
    frame.insert(0, "counted", [slot not in excluded for slot in slots])
    frame.insert(0, "slot", slots)
    return frame


def _vanished(attempt: Attempt) -> list[int]:
    """The newest versions of the rows this table lacks."""
    alive = attempt.known.alive
    if attempt.found is not None:
        return list(alive.latest_raw_id[attempt.found.removed].tolist())
    return list(alive.latest_raw_id.tolist()) if not attempt.table.rows else []


def _proposals(
    missing: list[str], old: tuple[str, ...], new: tuple[str, ...]
) -> dict[str, tuple[str, ...]]:
    """Headers nobody knew: first the one in the place of the old, then those that resemble it."""
    known = {header_key(text) for text in old}
    fresh = [text for text in new if text.strip() and header_key(text) not in known]
    found = {}
    for text in missing:
        places = [i for i, name in enumerate(old) if header_key(name) == header_key(text)]
        same_place = [new[i] for i in places if i < len(new) and new[i] in fresh]
        likely = [*suggest(text, fresh), *same_place, *fresh]
        found[text] = tuple(dict.fromkeys(likely))
    return found


@dataclass(frozen=True)
class _Shown:
    """Which cells of kept rows a person sees: mapped columns, comments (masked) with the right."""

    headers: Headers
    mapping: SourceMapping
    comments: bool

    def rows(self, connection: sa.Connection, raw_ids: list[int]) -> pd.DataFrame:
        """These rows as a frame: row, then the columns under the names they have now."""
        raw = schema.raw_row
        found: dict[int, dict[str, object]] = {}
        for some in sliced(raw_ids):
            query = sa.select(raw.c.raw_id, raw.c.header_id, raw.c.row_number, raw.c.body)
            query = query.where(raw.c.raw_id.in_(some))
            for raw_id, header_id, number, body in connection.execute(query):
                header = self.headers.texts[header_id]
                names = present_names(header, self.mapping, self.headers.renamed)
                cells = [column[0] for column in cells_of([body], len(header))]
                found[raw_id] = {"row": number} | self._named(names, cells)
        columns = dict.fromkeys(["row", *(name for row in found.values() for name in row)])
        return pd.DataFrame([found[raw_id] for raw_id in raw_ids], columns=list(columns))

    def _named(self, names: tuple[str, ...], cells: list[str | None]) -> dict[str, object]:
        """Cells under their headers; a header that comes twice is numbered."""
        named: dict[str, object] = {}
        keys = mapped_keys(self.mapping)
        said = {key for (_, role, _), key in keys.items() if role == "comment"}
        wanted = set(keys.values()) if self.comments else set(keys.values()) - said
        for text, cell in zip(names, cells, strict=True):
            key = header_key(text)
            if key not in wanted:
                continue
            again = sum(name.startswith(text) for name in named)
            name = f"{text} ({again + 1})" if text in named else text
            named[name] = masked(cell) if cell and key in said else cell
        return named
