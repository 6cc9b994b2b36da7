"""What goes over a live connection: only what our pages ask for, and nothing about this machine."""

from __future__ import annotations

from pathlib import Path

from google.protobuf.message import DecodeError
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

MAIN = Path(__file__).resolve().parent.parent / "dashboard.py"
_FOLDER = str(MAIN.parent).encode()
ASKED = {"rerun_script", "stop_script", "app_heartbeat", "file_urls_request"}
OPERATIONS = {"deferred_file", "dataframe_chunk"}
"""What our pages make a browser ask. Streamlit knows more: to empty everybody's caches, to name the
checkout, its branch and its changed files, to install files beside the program, to shut down."""


class Spoken:
    """Drops what no page of ours asks, and takes places on the disk out of what is told."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return

        async def heard() -> Message:
            while True:
                message = await receive()
                if message["type"] != "websocket.receive" or is_asked(message.get("bytes") or b""):
                    return message

        async def told(message: Message) -> None:
            if _FOLDER in (content := message.get("bytes") or b""):
                message = {**message, "bytes": without_place(content)}
            await send(message)

        await self.app(scope, heard, told)


def is_asked(content: bytes) -> bool:
    """Whether a message is one a page of ours sends; what cannot be read is none."""
    try:
        message = BackMsg.FromString(content)
    except DecodeError:
        return False
    kind = message.WhichOneof("type")
    if kind == "backend_operation_request":
        return message.backend_operation_request.WhichOneof("payload") in OPERATIONS
    return kind in ASKED


def without_place(content: bytes) -> bytes:
    """The message that opens a run names the program by its file alone."""
    message = ForwardMsg.FromString(content)
    if message.WhichOneof("type") == "new_session":
        message.new_session.main_script_path = MAIN.name
        return message.SerializeToString()
    return content
