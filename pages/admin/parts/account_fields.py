"""The fields that say who somebody is and what they may see."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.shared import text_access as words
from pages.shared.doors import accounts
from pages.shared.page import View


def scope_fields(view: View, key: str, account: accounts.Account | None = None) -> dict[str, Any]:
    """What the fields say, as facts of an account; they begin with those of `account`."""
    units = {unit.code: f"{unit.name} ({unit.code})" for unit in view.choices.units}
    people = {"": words.NO_OFFICER} | {p.code: f"{p.name} ({p.code})" for p in view.choices.officers}
    roles, given = list(accounts.ROLES), account or accounts.Account("", "leader")
    units |= {code: code for code in given.units if code not in units}  # dropped, it would widen
    person = st.text_input(words.PERSON, given.title, max_chars=100, key=f"{key}-title")
    role = st.selectbox(
        words.ROLE, roles, roles.index(given.role), format_func=accounts.ROLE_NAMES.get,
        key=f"{key}-role",
    )
    chosen = st.multiselect(
        words.UNITS, list(units), list(given.units), format_func=units.get,
        key=f"{key}-units", help=words.UNITS_HINT,
    )
    codes = list(people)
    at = codes.index(given.officer) if given.officer in codes else 0
    officer = st.selectbox(words.OFFICER, codes, at, format_func=people.get, key=f"{key}-officer")
    granted = st.multiselect(
        words.GRANTED, sorted(accounts.GRANTABLE), list(given.granted),
        format_func=words.RIGHTS.get, key=f"{key}-granted",
    )
    oidc = given.oidc
    if oidc or accounts.vouching():
        oidc = st.text_input(words.OIDC, oidc, max_chars=320, key=f"{key}-oidc", help=words.OIDC_HINT)
    return {"role": role, "title": person, "units": tuple(chosen), "granted": tuple(granted),
            "officer": officer or None, "oidc": oidc.strip()}
