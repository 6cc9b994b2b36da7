"""What a live connection was given: files to fetch and the session to upload to are its own."""

from __future__ import annotations

import re
from collections import OrderedDict

from google.protobuf.message import DecodeError
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

MOST = 50_000
_FILE = re.compile(rb"/media/([0-9a-f]{16,128})")
_ADDRESS = re.compile(r"/(media|_stcore/upload_file)/([0-9a-f-]+)(?:[./].*)?")


class Belongings:
    """Names of files and live sessions with the sign-in sessions they were sent to.

    Only what passed through a person's own connection can be fetched: knowing a name is not enough.
    """

    def __init__(self) -> None:
        self._given: OrderedDict[tuple[str, str], None] = OrderedDict()

    def note_files(self, message: bytes, key: str) -> None:
        """Remembers the files a message names."""
        if b"/media/" in message:
            for name in _FILE.findall(message):
                self._note(name.decode(), key)

    def note_session(self, message: bytes, key: str) -> bool:
        """Remembers the live session a message opens; whether it did."""
        try:
            opened = ForwardMsg.FromString(message).new_session.initialize.session_id
        except DecodeError:
            return False
        if opened:
            self._note(opened, key)
        return bool(opened)

    def may_fetch(self, path: str, key: str) -> bool:
        """Whether an address is neither file nor upload, or belongs to this session."""
        if not path.startswith(("/media", "/_stcore/upload_file")):
            return True
        found = _ADDRESS.fullmatch(path)
        return found is not None and (found[2], key) in self._given

    def _note(self, name: str, key: str) -> None:
        """The oldest names are forgotten beyond MOST."""
        self._given[name, key] = None
        self._given.move_to_end((name, key))
        while len(self._given) > MOST:
            self._given.popitem(last=False)
