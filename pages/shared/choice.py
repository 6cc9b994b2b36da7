"""A page's own choices, kept in the address beside the filters under short names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import streamlit as st

LONGEST = 200


def one(name: str, label: str, options: Mapping[str, str], *, long: bool = False) -> str:
    """The chosen code of {code: label}; the first one unless the address names another.

    `long` labels go into a list to open instead of buttons side by side.
    """
    said = str(st.query_params.get(name, ""))
    first = next(iter(options))
    value = said if said in options else first
    key = f"choice_{name}"
    st.session_state[key] = value
    if long:
        st.selectbox(
            label, list(options), format_func=options.get, key=key, on_change=_keep,
            args=(name, first), width=480,
        )
    else:
        st.segmented_control(
            label, list(options), format_func=options.get, key=key, required=True,
            on_change=_keep, args=(name, first),
        )
    return value


def some(
    name: str, label: str, options: Mapping[str, str], most: int, default: Sequence[str] = ()
) -> list[str]:
    """The chosen codes in the order chosen, at most `most`; `default` when the address has none."""
    said = [code for code in st.query_params.get_all(name) if code in options]
    value = list(dict.fromkeys(said or default))[:most]
    key = f"choice_{name}"
    st.session_state[key] = value
    st.multiselect(
        label, list(options), format_func=options.get, key=key, max_selections=most,
        on_change=_keep_some, args=(name, tuple(default)),
    )
    return value


def unique(labels: Mapping[str, str]) -> dict[str, str]:
    """The labels with the code behind those that two codes share, so that each can be chosen."""
    often = Counter(labels.values())
    return {
        code: f"{label} ({code})" if often[label] > 1 else label
        for code, label in labels.items()
    }


def _keep(name: str, first: str) -> None:
    value = st.session_state.get(f"choice_{name}")
    _put(name, [] if value in (None, first) else [str(value)])


def _keep_some(name: str, default: tuple[str, ...]) -> None:
    value = [str(code) for code in st.session_state.get(f"choice_{name}", ())]
    _put(name, [] if tuple(value) == default else value)


def _put(name: str, codes: list[str]) -> None:
    if codes:
        st.query_params[name] = [code[:LONGEST] for code in codes]
    elif name in st.query_params:
        del st.query_params[name]
