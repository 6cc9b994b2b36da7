"""Who is looking: the only place that asks Streamlit for the person or the client."""

from __future__ import annotations

from ipaddress import ip_address

import streamlit as st


def identity() -> str | None:
    """The signed-in person; None while there are no accounts."""
    return None


def is_local() -> bool:
    """Whether the browser runs on this machine (Streamlit names only other machines)."""
    client = st.context.ip_address
    if not isinstance(client, str):
        return True
    try:
        return ip_address(client).is_loopback
    except ValueError:
        return False
