"""Tài khoản: who may see what; make, change, disable, reset."""

from typing import Any

import streamlit as st

from analysis.errors import InputError
from analysis.text.numbers import integer
from pages.shared import text_access as words
from pages.shared import widgets
from pages.shared.confirm import ask, confirmed, done, show_said
from pages.shared.doors import accounts
from pages.shared.page import View, open_unfiltered
from pages.shared.plain import plain


def scope_fields(view: View, key: str, account: accounts.Account | None = None) -> dict[str, Any]:
    """The fields that say who somebody is and what they may see."""
    units = {unit.code: f"{unit.name} ({unit.code})" for unit in view.choices.units}
    people = {"": words.NO_OFFICER} | {p.code: f"{p.name} ({p.code})" for p in view.choices.officers}
    roles, given = list(accounts.ROLES), account or accounts.Account("", "leader")
    person = st.text_input(words.PERSON, given.title, max_chars=100, key=f"{key}-title")
    role = st.selectbox(
        words.ROLE, roles, roles.index(given.role), format_func=accounts.ROLE_NAMES.get,
        key=f"{key}-role",
    )
    chosen = st.multiselect(
        words.UNITS, list(units), [u for u in given.units if u in units], format_func=units.get,
        key=f"{key}-units", help=words.UNITS_HINT,
    )
    codes = list(people)
    at = codes.index(given.officer) if given.officer in codes else 0
    officer = st.selectbox(words.OFFICER, codes, at, format_func=people.get, key=f"{key}-officer")
    granted = st.multiselect(
        words.GRANTED, sorted(accounts.GRANTABLE), list(given.granted),
        format_func=words.RIGHTS.get, key=f"{key}-granted",
    )
    return {"role": role, "title": person, "units": tuple(chosen), "granted": tuple(granted),
            "officer": officer or None}


def create(view: View) -> None:
    """The form for a new account; its password is shown once."""
    with st.expander(words.NEW, icon=":material/person_add:"), st.form("new", border=False):
        name = st.text_input(words.NAME, key="new-name", help=words.NAME_HINT, max_chars=64)
        said = scope_fields(view, "new")
        if st.form_submit_button(words.CREATE, type="primary"):
            try:
                once = accounts.create(accounts.Account(name.strip(), **said), view.scope.user)
            except InputError as error:
                st.error(plain(str(error)))
                return
            st.success(plain(words.CREATED.format(name=name)))
            st.code(once, language=None)


def edit(view: View, account: accounts.Account) -> None:
    """Scope, password and state of one account."""
    name, who = account.name, view.scope.user
    with st.form(f"edit-{name}"):
        st.subheader(plain(words.EDIT.format(name=name)), anchor=False)
        said = scope_fields(view, f"edit-{name}", account)
        if st.form_submit_button(words.KEEP, type="primary"):
            accounts.change(name, who, **said)
            done(words.KEPT.format(name=name))
    with st.container(horizontal=True):
        if st.button(words.RESET, key="reset"):
            path = accounts.reset_path(name, who)
            st.text(words.RESET_LINK.format(name=name))
            st.code(f"{str(st.context.url or '').partition('/tai-khoan')[0]}{path}", language=None)
        if st.button(words.FACTOR, key="factor"):
            accounts.require_factor(name, who, True)
            done(words.FACTOR_SET.format(name=name))
        if st.button(words.FACTOR_DROP, key="factor-drop"):
            accounts.require_factor(name, who, False)
            done(words.FACTOR_DROPPED.format(name=name))
        if account.disabled and st.button(words.ENABLE, key="enable"):
            accounts.change(name, who, disabled=False)
            done(words.ENABLED.format(name=name))
        if not account.disabled and st.button(words.DISABLE, key="disable"):
            ask(f"disable-{name}")
    body = words.DISABLE_ASK.format(name=name)
    if confirmed(f"disable-{name}", words.DISABLE, body, words.DISABLE):
        accounts.change(name, who, disabled=True)
        done(words.DISABLED.format(name=name))


view = open_unfiltered("access", needs_data=False)
show_said()
known = accounts.known()
off = sum(account.disabled for account in known)
widgets.finding(words.LEAD.format(count=integer(len(known)), off=integer(off)) if known else words.FIRST)
if known:
    names = {unit.code: unit.name for unit in view.choices.units}
    widgets.table_block(accounts.table(names), words.TABLE, view)
create(view)
by_name = {account.name: account for account in known}
chosen = st.selectbox(words.CHOOSE, list(by_name), None, key="chosen") if known else None
if chosen:
    edit(view, by_name[chosen])
