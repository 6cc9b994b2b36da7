"""A raw client of a running dashboard: one websocket as a browser opens it, byte by byte."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from itertools import count
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

PATIENCE = 60.0
"""Seconds an answer may take on a machine that is busy with something else."""


class Live:
    """One websocket with everything it was sent since it was opened or told to forget."""

    def __init__(
        self, url: str, cookies: Mapping[str, str], session: str = "", patience: float = PATIENCE
    ) -> None:
        said = "; ".join(f"{name}={value}" for name, value in cookies.items())
        wanted = ["streamlit", cookies.get("_streamlit_xsrf", "none"), *([session] if session else [])]
        self.patience = patience
        self._opened = ExitStack()
        self.socket: ClientConnection = self._opened.enter_context(connect(
            url.replace("http", "ws", 1) + "/_stcore/stream", max_size=None, origin=Origin(url),
            subprotocols=[Subprotocol(name) for name in wanted],
            additional_headers={"Cookie": said} if said else {},
            open_timeout=patience, close_timeout=1, ping_interval=None,
        ))
        self.session = ""
        self._numbers = count(1)
        self.forget()

    def forget(self) -> None:
        """Drops what was received so far."""
        self.bytes = b""
        self.messages: list[ForwardMsg] = []

    def run(self, page: str = "", query: str = "", **widgets: str) -> bytes:
        """One run of the script on a page with widget values; the bytes it sent."""
        message = BackMsg()
        message.rerun_script.page_name = page
        message.rerun_script.query_string = query
        for name, value in widgets.items():
            state = message.rerun_script.widget_states.widgets.add()
            state.id, state.string_value = name, value
        return self.send(message, _is_done)

    def send(self, message: BackMsg, until: Callable[[ForwardMsg], bool]) -> bytes:
        """Sends a message and reads until an answer fits; TimeoutError when none comes."""
        self.socket.send(message.SerializeToString())
        sent = []
        while True:
            part = self.socket.recv(timeout=self.patience)
            if not isinstance(part, bytes):
                raise TypeError(part)
            sent.append(part)
            said = ForwardMsg.FromString(part)
            self.messages.append(said)
            self.session = said.new_session.initialize.session_id or self.session
            if until(said):
                self.bytes += b"".join(sent)
                return b"".join(sent)

    def elements(self, kind: str) -> Iterator[Any]:
        """Every element of a kind that was sent."""
        for message in self.messages:
            element = message.delta.new_element
            if message.WhichOneof("type") == "delta" and element.WhichOneof("type") == kind:
                yield getattr(element, kind)

    def files(self) -> list[str]:
        """The numbers of the files that were offered and are made when asked for."""
        offered = (button.deferred_file_id for button in self.elements("download_button"))
        return list(dict.fromkeys(number for number in offered if number))

    def file(self, number: str) -> str:
        """The address of an offered file after asking for it; "" when it could not be made."""
        ask = BackMsg()
        ask.backend_operation_request.request_id = str(next(self._numbers))
        ask.backend_operation_request.session_id = self.session
        ask.backend_operation_request.deferred_file.file_id = number
        self.send(ask, lambda message: message.WhichOneof("type") == "backend_operation_response")
        return str(self.messages[-1].backend_operation_response.deferred_file.url)


def _is_done(message: ForwardMsg) -> bool:
    early = ForwardMsg.FINISHED_EARLY_FOR_RERUN
    return message.WhichOneof("type") == "script_finished" and message.script_finished != early
