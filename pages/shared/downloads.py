"""Offers what a page drew as Excel and CSV; the bytes are made when someone clicks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from pages.shared import cached, text
from pages.shared.banner import brief_warning, warnings
from pages.shared.doors.trail import may_export, note_export
from pages.shared.parted import Parted
from pages.shared.plain import plain
from pages.shared.signin import Asker, asker
from pages.shared.view import View
from reports.cells import warned
from reports.csv_file import READABLE, csv_blocks
from reports.streamed import Streamed
from reports.text import WARNED_FILE

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CSV = "text/csv"


def page_downloads(place: Any, view: View) -> None:
    """Fills the menu at the top with every table of the page, as one book and one by one."""
    if place is None or not view.tables or not view.scope.may("export"):
        return
    whose, warned_of = asker(), bool(brief_warning())
    with place.popover(text.DOWNLOAD, icon=":material/download:", key="downloads"):
        book = Offer(view, dict(view.tables), _file(view, warned_of), _XLSX, whose)
        _offer(text.DOWNLOAD_BOOK, book)
        for number, (name, frame) in enumerate(view.tables.items(), 1):
            label = text.DOWNLOAD_CSV.format(name=plain(name))
            _offer(label, Offer(view, {name: frame}, _file(view, warned_of, number), _CSV, whose))


def table_downloads(frame: pd.DataFrame | Parted, name: str, view: View) -> None:
    """Two buttons under one table, for those who may take it out."""
    if not view.scope.may("export"):
        return
    file = _file(view, bool(brief_warning()), list(view.tables).index(name) + 1)
    with st.container(horizontal=True):
        for label, kind in ((text.DOWNLOAD_THIS_CSV, _CSV), (text.DOWNLOAD_THIS_XLSX, _XLSX)):
            _offer(label, Offer(view, {name: frame}, file, kind), "this")


@dataclass(frozen=True)
class Offer:
    """One file `asker` may take out; handing it over leaves an event in the record."""

    view: View
    tables: Mapping[str, pd.DataFrame | Parted]
    stem: str
    kind: str
    asker: Asker = field(default_factory=asker)

    @property
    def file(self) -> str:
        """The name of the file."""
        return f"{self.stem}.{'xlsx' if self.kind == _XLSX else 'csv'}"

    def made(self) -> bytes:
        """The book, or a CSV file to be made while it is fetched; InputError for who may no longer."""
        if self.kind == _CSV:
            may_export(self.view, self.asker)
            return Streamed(self._parts)
        return _book(self.view, self._noted())

    def _parts(self) -> Iterator[bytes]:
        (table,) = self._noted().values()
        return csv_blocks(table.parts() if isinstance(table, Parted) else [table], READABLE)

    def _noted(self) -> dict[str, pd.DataFrame | Parted]:
        """The tables as they leave, written down before they are handed over."""
        note_export(self.view, self.asker, self.file, self.tables.values())
        says = partial(warned, warning=brief_warning())
        return {
            name: table.changed(says) if isinstance(table, Parted) else says(table)
            for name, table in self.tables.items()
        }


def _offer(label: str, offer: Offer, where: str = "page") -> None:
    st.download_button(
        label, offer.made, offer.file, offer.kind, key=f"{where}-{offer.file}",
        on_click="ignore", type="tertiary", icon=":material/download:",
    )


def _file(view: View, warned_of: bool, number: int | None = None) -> str:
    stem = f"{text.PAGES[view.key][1]}-{view.now:%Y%m%d}"
    stem = stem if number is None else f"{stem}-{number}"
    return WARNED_FILE.format(name=stem) if warned_of else stem


def _book(view: View, tables: Mapping[str, pd.DataFrame | Parted]) -> bytes:
    from reports.excel import Cover, Table, check_rows, excel_book  # 2 MB: with the first book

    for table in tables.values():
        check_rows(len(table))
    cover = Cover(
        title=text.PAGES[view.key][0], filters=view.chosen, period=view.period,
        snapshot=view.snapshot, n=int(cached.counts(view)["responses"].sum()),
        made_at=view.now, made_by=view.scope.user, notes=warnings(),
    )
    held = {name: t.whole() if isinstance(t, Parted) else t for name, t in tables.items()}
    return excel_book([Table(name, frame) for name, frame in held.items()], cover)
