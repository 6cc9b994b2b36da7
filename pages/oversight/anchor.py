"""Mã niêm phong: the last seal as text and QR, and a printed one beside the record of now."""

import datetime
import json
from typing import Any

import streamlit as st

from analysis.errors import IntegrityError
from analysis.text.numbers import day, integer
from pages.oversight.parts.backups import backups
from pages.shared import text_record as words
from pages.shared.banner import check_sentence
from pages.shared.doors import record
from pages.shared.page import View, open_unfiltered
from pages.shared.plain import plain
from reports.qr import qr_png

LONGEST = 2_000


def newest(view: View) -> None:
    """The last seal that was made, to print, scan and download; only a person makes another."""
    try:
        sealable = record.may_be_sealed()
    except IntegrityError as error:
        st.error(plain(str(error)))
        return
    if not sealable:  # the rest of the page stays: a printed seal shows that a record was emptied
        with st.container(border=True):
            st.subheader(words.SEAL_NONE, anchor=False)
            st.text(words.SEAL_NONE_BODY)
        return
    place = st.container()
    if not view.scope.seeing and st.button(words.SEAL_NOW, key="seal", help=words.SEAL_NOW_HELP):
        record.seal(view.now)
    seal = record.newest_seal()
    with place:
        if seal is None:
            st.text(words.SEAL_NEVER)
        else:
            shown(seal, whole=view.scope.everything and not view.scope.seeing)


def shown(seal: dict[str, Any], *, whole: bool) -> None:
    """One seal; the whole document counts the responses of every unit."""
    name, picture = f"niem-phong-{seal['date']}", qr_png(seal["line"])
    date = datetime.date.fromisoformat(seal["date"])
    st.subheader(words.SEAL_OF.format(date=day(date)), anchor=False)
    with st.container(horizontal=True, vertical_alignment="top"):
        st.image(picture, width=280, caption=words.SEAL_ALT, alt=words.SEAL_ALT)
        with st.container(width="stretch"):
            st.code(seal["line"], language=None, wrap_lines=True)
            st.caption(words.SEAL_FACTS.format(seq=integer(seal["sequence"]), key=seal["key"]))
            with st.container(horizontal=True):
                st.download_button(words.SEAL_QR, picture, f"{name}.png", "image/png")
                if whole:
                    document = json.dumps(seal, ensure_ascii=False).encode()
                    st.download_button(words.SEAL_JSON, document, f"{name}.json", "application/json")


def compare() -> None:
    """A printed line, pasted, beside the record."""
    st.subheader(words.COMPARE, anchor=False)
    with st.form("compare", border=False):
        printed = st.text_area(words.COMPARE_HINT, max_chars=LONGEST, key="printed")
        asked = st.form_submit_button(words.COMPARE_DO)
    if asked and printed:
        result = record.comparison(printed)
        (st.success if result.fits else st.error)(result.sentence)


view = open_unfiltered("anchor", needs_data=False)
st.text(words.SEAL_WHAT)
newest(view)
compare()
st.caption(check_sentence())
if view.scope.may("process"):
    backups(view)
