"""Offers what a page drew as Excel and CSV; the bytes are made when someone clicks."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from pages.shared import cached, text
from pages.shared.banner import warnings
from pages.shared.plain import plain
from pages.shared.view import View
from reports.csv_file import csv_bytes
from reports.excel import Cover, Table, excel_book

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CSV = "text/csv"


def page_downloads(place: Any, view: View) -> None:
    """Fills the menu at the top with every table of the page, as one book and one by one."""
    if place is None or not view.tables:
        return
    with place.popover(text.DOWNLOAD, icon=":material/download:", key="downloads"):
        _offer(text.DOWNLOAD_BOOK, partial(_book, view, dict(view.tables)), _file(view), _XLSX)
        for number, (name, frame) in enumerate(view.tables.items(), 1):
            label = text.DOWNLOAD_CSV.format(name=plain(name))
            _offer(label, partial(csv_bytes, frame), _file(view, number), _CSV)


def table_downloads(frame: pd.DataFrame, name: str, view: View) -> None:
    """Two buttons under one table."""
    number = list(view.tables).index(name) + 1
    book = partial(_book, view, {name: frame})
    with st.container(horizontal=True):
        _offer(text.DOWNLOAD_THIS_CSV, partial(csv_bytes, frame), _file(view, number), _CSV, "this")
        _offer(text.DOWNLOAD_THIS_XLSX, book, _file(view, number), _XLSX, "this")


def _offer(label: str, made: Any, stem: str, kind: str, where: str = "page") -> None:
    ending = "xlsx" if kind == _XLSX else "csv"
    st.download_button(
        label, made, f"{stem}.{ending}", kind, key=f"{where}-{stem}.{ending}",
        on_click="ignore", type="tertiary", icon=":material/download:",
    )


def _file(view: View, number: int | None = None) -> str:
    stem = f"{text.PAGES[view.key][1]}-{view.now:%Y%m%d}"
    return stem if number is None else f"{stem}-{number}"


def _book(view: View, tables: dict[str, pd.DataFrame]) -> bytes:
    cover = Cover(
        title=text.PAGES[view.key][0], filters=view.chosen, period=view.period,
        snapshot=view.snapshot, n=int(cached.counts(view)["responses"].sum()),
        made_at=view.now, made_by=view.scope.user, notes=warnings(),
    )
    return excel_book([Table(name, frame) for name, frame in tables.items()], cover)
