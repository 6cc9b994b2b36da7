"""What pages leave in the record: exports, and attempts to look where one may not."""

from __future__ import annotations

from collections.abc import Iterable, Sized

import streamlit as st

from analysis.errors import InputError
from analysis.filters import Filters
from data import outbox, sessions
from data.access import authorise
from data.settings import now, open_home
from pages.shared import text
from pages.shared.address import CHOSEN
from pages.shared.signin import Asker, identity
from pages.shared.view import View

_NOTED = "denied_noted"
MOST = 50


def may_export(view: View, asker: Asker) -> None:
    """Raises InputError for who may not take out what a page showed.

    The page may have been drawn long ago: the session must still go on and give exactly the scope
    of the page, and more than looking as another account.
    """
    home = open_home()
    scope = authorise(asker.account, home, asker.session)
    goes_on = asker.account is None or sessions.is_open(home, asker.session, now())
    if not goes_on or scope != view.scope or scope.seeing or not scope.may("export"):
        raise InputError(text.NO_LONGER)


def note_export(view: View, asker: Asker, file: str, tables: Iterable[Sized]) -> None:
    """Writes down who takes out which file: under what filters, how many rows, which snapshot.

    InputError for who may not (`may_export`).
    """
    may_export(view, asker)
    outbox.note(
        open_home(), "export", view.scope.user, now(), page=view.key, file=file,
        rows=sum(map(len, tables)), filters=view.filters.as_dict(), snapshot=view.snapshot,
    )


def note_denied(who: str, field: str, value: str) -> None:
    """Writes down that somebody asked for what is not theirs; the same once a session.

    Without accounts everything is everyone's.
    """
    if identity() is None:
        return
    noted = st.session_state.setdefault(_NOTED, [])
    asked = (field, value[:200])
    if asked not in noted and len(noted) < MOST:
        noted.append(asked)
        outbox.note(open_home(), "denied", who, now(), field=field, value=value)


def note_foreign(who: str, filters: Filters) -> None:
    """Writes down each value of the address that was left out because it is not offered."""
    for name in CHOSEN:
        value = str(st.query_params.get(name, ""))
        if value and getattr(filters, name) is None:
            note_denied(who, name, value)
