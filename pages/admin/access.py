"""Tài khoản: who may see what; make, change, disable, reset, see as."""

import streamlit as st

from analysis.errors import InputError
from analysis.text.numbers import integer
from pages.admin.parts.account_fields import scope_fields
from pages.shared import text_access as words
from pages.shared import widgets
from pages.shared.confirm import ask, confirmed, done, show_said
from pages.shared.doors import accounts, looking
from pages.shared.frame import go_first
from pages.shared.page import View, open_unfiltered
from pages.shared.plain import plain
from pages.shared.signin import session


def create(view: View) -> None:
    """The form for a new account; its password is shown once."""
    with st.expander(words.NEW, icon=":material/person_add:"), st.form("new", border=False):
        name = st.text_input(words.NAME, key="new-name", help=words.NAME_HINT, max_chars=64)
        fields = scope_fields(view, "new")
        if st.form_submit_button(words.CREATE, type="primary"):
            try:
                once = accounts.create(accounts.Account(name.strip(), **fields), view.scope.user)
            except InputError as error:
                st.error(plain(str(error)))
                return
            said = words.CREATED if once else words.CREATED_OUTSIDE
            st.success(plain(said.format(name=name)))
            if once:
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
        other = session() and not account.disabled and name != who
        if other and st.button(words.SEE_AS, key="see-as", help=words.SEE_AS_HINT):
            go_first(looking.begin(view.scope, name))
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
