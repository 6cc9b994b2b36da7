"""The filter bar: shows the address as widgets and writes what a person changes back to it."""

from collections.abc import Mapping
from datetime import date

import streamlit as st

from pages.shared import address, text

Days = tuple[date | None, date | None]
NARROW = (132, 182)  # pixels of period and unit: side by side on a phone of 360
_MEMORY = "address"
_PAGE = "address_page"
_MORE = ("officer", "field", "respondent_type", "channel", "criterion_set", "criterion")


def chosen_address(key: str, options: address.Options, today: date) -> address.Address:
    """The checked address of this run; a page opened without one takes over the last one."""
    raw = {name: st.query_params.get(name, "") for name in address.NAMES}
    moved = st.session_state.get(_PAGE) not in (None, key)
    if moved and not any(raw.values()):
        raw = dict(st.session_state.get(_MEMORY, {}))
        if st.session_state[_PAGE] == "officer":
            raw.pop("officer", None)  # whose profile was open is no filter to keep
        _put(raw)
    found = address.read(raw, options, today)
    st.session_state[_PAGE] = key
    st.session_state[_MEMORY] = address.write(found.period, found.filters)
    return found


def pass_by(key: str) -> None:
    """Notes a page without filters, so that the next page takes over the last address."""
    st.session_state[_PAGE] = key


def filter_bar(found: address.Address, options: address.Options, days: Days) -> None:
    """Draws the bar and what was wrong with the address.

    `days` are the first and last day with responses: where a chosen range of days starts out.
    """
    with st.container(horizontal=True, vertical_alignment="bottom", key="filter_bar"):
        _period_widgets(found, days)
        _select("unit", found, options, text.ALL_UNITS)
        _more(found, options)
        if st.session_state[_MEMORY]:
            st.button(text.CLEAR, type="tertiary", on_click=_put, args=({},), key="filter_clear")
    for problem in found.problems:
        st.warning(problem)


def _period_widgets(found: address.Address, days: Days) -> None:
    st.session_state["filter_period"] = found.period
    st.selectbox(
        text.PERIOD, list(text.PRESETS), format_func=text.PRESETS.get, key="filter_period",
        on_change=_period_changed, args=(days,), width=NARROW[0], label_visibility="collapsed",
    )
    if found.period != "custom":
        return
    for name, value in (("from", found.filters.from_day), ("to", found.filters.to_day)):
        st.session_state[f"filter_{name}"] = value
        st.date_input(
            text.LABELS[name], value=None, key=f"filter_{name}", format="DD/MM/YYYY", width=150,
            on_change=_changed, args=(name,),
        )


def _more(found: address.Address, options: address.Options) -> None:
    active = sum(getattr(found.filters, name) is not None for name in _MORE)
    label = text.MORE_ACTIVE.format(count=active) if active else text.MORE
    with st.popover(label, key="filter_more"):
        for name in _MORE:
            if options.get(name):
                _select(name, found, options, text.ALL)


def _select(
    name: str, found: address.Address, options: address.Options, everything: str
) -> None:
    labels = {"": everything, **options.get(name, {})}
    st.session_state[f"filter_{name}"] = getattr(found.filters, name) or ""
    st.selectbox(
        text.LABELS[name], list(labels), format_func=labels.get, key=f"filter_{name}",
        on_change=_changed, args=(name,), width=NARROW[1] if name == "unit" else "stretch",
        label_visibility="collapsed" if name == "unit" else "visible",
    )


def _changed(name: str) -> None:
    value = st.session_state.get(f"filter_{name}")
    _put({**st.session_state.get(_MEMORY, {}), name: str(value or "")})


def _period_changed(days: Days) -> None:
    kept = {name: value for name, value in st.session_state.get(_MEMORY, {}).items()
            if name not in ("period", "from", "to")}
    period = str(st.session_state.get("filter_period"))
    if period == "custom":
        first, last = days
        _put({**kept, "from": str(first or date.today()), "to": str(last or date.today())})
    else:
        _put({**kept, "period": "" if period == "all" else period})


def _put(said: Mapping[str, str]) -> None:
    """Makes these the address in one step; everything else a page keeps there stays."""
    for name in address.NAMES:
        if not said.get(name) and name in st.query_params:
            del st.query_params[name]
    st.query_params.update({name: said[name] for name in address.NAMES if said.get(name)})
