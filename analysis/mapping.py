"""How one source's columns, labels and constants become responses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from analysis.criteria import Criterion
from analysis.schedule import Schedule

COLUMN_ROLES = (
    "submitted_at", "unit", "officer", "field", "procedure",
    "respondent_type", "channel", "stage", "comment",
)


@dataclass(frozen=True)
class SourceMapping:
    """One mapping file, read and checked.

    `columns` maps a role of COLUMN_ROLES to header texts (several only for "comment");
    `answers` maps a criterion code ("overall" for the general question) to a header;
    `levels` maps a folded label to 1..5, or 0 for "none" (no answer);
    `options` holds what only one kind of source needs (spreadsheet_id, path, table);
    `schedule` says when a living source is pulled.
    """

    name: str
    kind: str = "file"
    criterion_set: str | None = None
    timezone: str = "Asia/Ho_Chi_Minh"
    date_order: str = "dmy"
    sheet: str | None = None
    header_row: int = 1
    create_units: bool = False
    counted_version: str = "first"
    partial: bool = False
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    levels: Mapping[str, int] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    criteria: tuple[Criterion, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    schedule: Schedule = field(default_factory=Schedule)

    @property
    def meaning(self) -> SourceMapping:
        """What says how rows are read: all but when the source is pulled."""
        return replace(self, schedule=Schedule())
