"""What a hostile browser may say over a live connection, and what no browser is told."""

from __future__ import annotations

import sys

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.conftest import CHECKOUT
from tests.web.conftest import Server
from web.spoken import is_asked, without_place


def unasked() -> dict[str, BackMsg]:
    """What Streamlit would do for anybody and no page of ours asks."""
    found = {name: BackMsg() for name in (
        "load_git_info", "clear_cache", "set_run_on_save", "debug_disconnect_websocket",
        "debug_shutdown_runtime", "install_skills", "dismiss_skills_nudge", "nothing",
    )}
    for name, message in found.items():
        if name.endswith(("skills", "nudge")):
            message.backend_operation_request.request_id = "1"
            getattr(message.backend_operation_request, name).SetInParent()
        elif name != "nothing":
            setattr(message, name, True)
    return found


@pytest.mark.parametrize("name", unasked())
def test_what_no_page_of_ours_asks_is_not_heard(name: str) -> None:
    assert not is_asked(unasked()[name].SerializeToString())


@pytest.mark.parametrize("content", [b"", b"\xff" * 40, b"rerun", "phiếu".encode() * 9])
def test_what_cannot_be_read_is_not_heard(content: bytes) -> None:
    assert not is_asked(content)


def test_a_browser_learns_nothing_of_the_checkout_however_it_asks(server: Server) -> None:
    with server.live() as person:
        person.ask("tong-quan")
        for message in unasked().values():
            person.socket.send(message.SerializeToString())
        person.socket.send(b"\xff" * 40)
        for page in ("nguon-du-lieu", "chat-luong", "toan-ven", "khong-co", "tong-quan"):
            assert person.ask(page, "unit=X1")
        sent = bytes(person.received)
    assert b"dashboard.py" in sent
    for place in (CHECKOUT, server.home, sys.prefix):
        assert str(place).encode() not in sent
    assert not person.kinds & {"git_info_changed", "backend_operation_response"}


def test_only_the_message_that_opens_a_run_is_rewritten() -> None:
    opened = ForwardMsg()
    opened.new_session.main_script_path = str(CHECKOUT / "dashboard.py")
    opened.new_session.name = "dashboard"
    said = ForwardMsg.FromString(without_place(opened.SerializeToString()))
    assert said.new_session.main_script_path == "dashboard.py" and said.new_session.name == "dashboard"
    other = ForwardMsg()
    other.delta.new_element.text.body = str(CHECKOUT)
    assert without_place(other.SerializeToString()) == other.SerializeToString()
