"""The Streamlit frame: who you are, what you may see, the navigation and the error boundary."""

from pathlib import Path

import streamlit as st

from data.access import authorise
from data.settings import open_home
from pages.shared import signin, text
from pages.shared.boundary import boundary
from pages.shared.frame import frame

HERE = Path(__file__).resolve().parent

PAGES = {
    "results": ("overview", "unit", "officer", "criterion", "trend", "compare", "hours"),
    "oversight": ("watchlist", "comments", "anchor"),
    "admin": ("export", "sources", "quality", "quarantine"),
}
ICONS = {
    "overview": "dashboard", "unit": "apartment", "officer": "badge", "criterion": "checklist",
    "trend": "show_chart", "compare": "compare_arrows", "hours": "schedule",
    "watchlist": "flag", "comments": "forum", "anchor": "verified_user",
    "export": "download", "sources": "upload_file", "quality": "fact_check", "quarantine": "pause_circle",
}


def main() -> None:
    """Draws one run: refuses who may not come in, then runs the page the address names."""
    st.set_page_config(
        page_title=text.PRODUCT, page_icon=str(HERE / "web" / "icon.svg"), layout="wide"
    )
    with boundary():
        if not signin.is_local():
            st.error(text.NOT_LOCAL)
            st.stop()
        pages = {
            key: st.Page(
                HERE / "pages" / folder / f"{key}.py", title=text.PAGES[key][0],
                icon=f":material/{ICONS[key]}:", url_path=text.PAGES[key][1],
            )
            for folder, keys in PAGES.items() for key in keys
            if (HERE / "pages" / folder / f"{key}.py").exists()
        }
        start = st.Page(
            lambda: st.switch_page(pages["overview"], query_params=st.query_params.to_dict()),
            title=text.PRODUCT, url_path="start", default=True, visibility="hidden",
        )
        sections = {
            text.SECTIONS[folder]: [pages[key] for key in keys if key in pages]
            for folder, keys in PAGES.items()
        }
        chosen = st.navigation({"": [start], **sections})
        with frame(authorise(signin.identity(), open_home()), pages):
            chosen.run()


main()
