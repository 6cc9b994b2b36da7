"""Mã niêm phong: the seal of today as text and QR, and a printed one beside the record of now."""

import json

import streamlit as st

from analysis.errors import IntegrityError
from analysis.text.numbers import day, integer
from pages.shared import text_record as words
from pages.shared import widgets
from pages.shared.banner import check_sentence
from pages.shared.doors import record
from pages.shared.page import View, open_unfiltered
from pages.shared.plain import plain
from reports.qr import qr_png

LONGEST = 2_000


def today(view: View) -> None:
    """The seal of the record as it is now, to print, scan and download."""
    try:
        seal = record.seal_of_now(view.now)
    except IntegrityError as error:
        st.error(plain(str(error)))
        return
    if not seal["sequence"]:
        widgets.empty_state(words.SEAL_NONE, words.SEAL_NONE_BODY)
    name, picture = f"niem-phong-{seal['date']}", qr_png(seal["line"])
    st.subheader(words.SEAL_TODAY.format(date=day(view.today)), anchor=False)
    with st.container(horizontal=True, vertical_alignment="top"):
        st.image(picture, width=280, caption=words.SEAL_ALT, alt=words.SEAL_ALT)
        with st.container(width="stretch"):
            st.code(seal["line"], language=None, wrap_lines=True)
            st.caption(words.SEAL_FACTS.format(seq=integer(seal["sequence"]), key=seal["key"]))
            with st.container(horizontal=True):
                st.download_button(words.SEAL_QR, picture, f"{name}.png", "image/png")
                if view.scope.everything:  # the document counts the responses of every unit
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
today(view)
compare()
st.caption(check_sentence())
