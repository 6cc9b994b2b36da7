"""Who is looking: the only place that asks Streamlit for the person or the client."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address

import streamlit as st

from analysis.scope import Scope
from pages.shared import text_access as words
from pages.shared.drawn import still
from pages.shared.plain import plain


def identity() -> str | None:
    """The account our own door named (web/sessions.py), or None; never from the session state."""
    named = st.user.get("account")
    return named if isinstance(named, str) else None


def session() -> str:
    """The session our own door named, or "" before there are accounts."""
    named = st.user.get("session")
    return named if isinstance(named, str) else ""


@dataclass(frozen=True)
class Asker:
    """Who a page was drawn for: an account (None before there are any) and its session."""

    account: str | None
    session: str


def asker() -> Asker:
    """Whom this run is for; kept by what is made after it, when Streamlit names nobody."""
    return Asker(identity(), session())


def is_local() -> bool:
    """Whether the browser runs on this machine (Streamlit names only other machines)."""
    client = st.context.ip_address
    if not isinstance(client, str):
        return True
    try:
        return ip_address(client).is_loopback
    except ValueError:
        return False


def who_is_in(scope: Scope) -> None:
    """Under the navigation: the account, and the ways to change its password and to leave."""
    if identity() is None:
        return
    with st.sidebar:
        _account(plain(scope.user), plain(scope.seeing))


@still
def _account(name: str, seeing: str) -> None:
    st.caption(words.SIGNED_IN.format(name=name))
    if seeing:
        st.caption(words.SEEING_SHORT.format(name=seeing))
    st.markdown(f"[{words.CHANGE}](/doi-mat-khau) · [{words.SIGN_OUT}](/dang-xuat)")


def refused() -> None:
    """The sentence for somebody without an account in force, with the way to sign in."""
    st.error(words.NO_SESSION)
    st.markdown(f"[{words.SIGN_IN}](/dang-nhap)")
