"""The Streamlit frame: who you are, what you may see, the navigation and the error boundary."""

from pathlib import Path

import streamlit as st

from data.access import NOBODY, authorise
from data.settings import open_home
from pages.shared import signin, text
from pages.shared.boundary import boundary
from pages.shared.frame import frame, page_at
from pages.shared.rights import first_page, may_open

HERE = Path(__file__).resolve().parent

PAGES = {  # section -> page -> icon; a new page: one entry here, its words in text, its right
    "results": {
        "overview": "dashboard", "unit": "apartment", "officer": "badge", "criterion": "checklist",
        "trend": "show_chart", "compare": "compare_arrows", "hours": "schedule",
    },
    "oversight": {"watchlist": "flag", "comments": "forum", "anchor": "verified_user",
                  "board": "public"},
    "admin": {
        "export": "download", "sources": "upload_file", "quality": "fact_check",
        "quarantine": "pause_circle", "syncs": "sync",
    },
    "house": {"access": "manage_accounts", "audit": "history"},
}
FOLDERS = {"house": "admin"}  # sections whose pages lie in the folder of another


def main() -> None:
    """Draws one run: refuses who may not come in, then runs the page the address names."""
    st.set_page_config(
        page_title=text.PRODUCT, page_icon=str(HERE / "web" / "icon.svg"), layout="wide"
    )
    with boundary():
        who = signin.identity()
        if who is None and not signin.is_local():
            st.error(text.NOT_LOCAL)
            st.stop()
        scope = authorise(who, open_home(), signin.session())
        if scope == NOBODY:
            signin.refused()
            st.stop()
        pages = {
            key: page_at(
                HERE / "pages" / FOLDERS.get(section, section) / f"{key}.py", title=text.PAGES[key][0],
                icon=f":material/{icon}:", url_path=text.PAGES[key][1],
                visibility="visible" if may_open(scope, key) else "hidden",
            )
            for section, icons in PAGES.items() for key, icon in icons.items()
        }
        first = pages[first_page(scope, pages) or "overview"]
        start = st.Page(
            lambda: st.switch_page(first, query_params=st.query_params.to_dict()),
            title=text.PRODUCT, url_path="start", default=True, visibility="hidden",
        )
        sections = {text.SECTIONS[name]: [pages[key] for key in keys] for name, keys in PAGES.items()}
        chosen = st.navigation({"": [start], **sections}, expanded=True)
        signin.who_is_in(scope)
        with frame(scope, pages):
            chosen.run()


main()
