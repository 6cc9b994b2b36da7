"""What the first sync of a new living source would bring; then the button that registers it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from analysis.errors import UnreachableError
from analysis.mapping import SourceMapping
from analysis.mapping_file import mapping_toml
from pages.admin.parts.import_result import show_result
from pages.admin.parts.living_list import sync_now
from pages.shared import text_admin, text_sync
from pages.shared.confirm import done
from pages.shared.doors import importing, registering
from pages.shared.plain import plain
from pages.shared.view import View

FOUND, TRIED = "living_found", "living_tried"


def try_and_register(view: View, mapping: SourceMapping, raw: Any, record: importing.Known) -> None:
    """The dry run on demand; registering syncs at once. `raw` is None when nothing was read yet."""
    key = mapping_toml(mapping)
    if st.button(text_admin.TRY, key="living_try", icon=":material/science:"):
        with st.spinner(text_admin.TRYING):
            st.session_state[TRIED] = key, _tried(view, mapping, raw)
    tried = st.session_state.get(TRIED)
    if not tried or tried[0] != key:
        return
    if isinstance(tried[1], str):
        st.info(plain(text_sync.UNTRIED.format(why=tried[1])))
    else:
        st.subheader(text_sync.TRIED, anchor=False)
        show_result(tried[1], "living")
    if record.is_demo:
        st.warning(text_admin.DEMO_BLOCKS)
    if st.button(text_sync.REGISTER, key="living_yes", type="primary", disabled=record.is_demo):
        registering.add(mapping, view.scope.user)
        for name in (TRIED, FOUND):
            st.session_state.pop(name, None)
        said = sync_now(mapping.name, view)
        done(f"{text_sync.REGISTERED.format(name=mapping.name)} {said}")


def _tried(view: View, mapping: SourceMapping, raw: Any) -> Any:
    """The result of the dry run; its sentence when the source has nothing to read yet."""
    try:
        return registering.tried(mapping, raw, view.scope.user)
    except UnreachableError as error:
        return str(error)
