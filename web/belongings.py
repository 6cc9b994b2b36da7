"""What a live connection was given: files to ask for and fetch, and the session to upload to."""

from __future__ import annotations

import re
from collections import OrderedDict, deque

from google.protobuf.message import DecodeError
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from web import text

MOST = 50_000
MOST_OFFERS, MOST_OFFERED = 500, 5_000
"""Offered files of one sign-in session (some 30 runs of a page), and sessions with such."""
_OFFER = re.compile(rb"\x20[0-9a-f]{32}")  # a text of 32 bytes, as the number of an offer is
_FILE = re.compile(rb"/media/([0-9a-f]{16,128})")
_ADDRESS = re.compile(r"/(media|_stcore/upload_file)/([0-9a-f-]+)(?:[./].*)?")


class Belongings:
    """Names of files and live sessions with the sign-in sessions they were sent to.

    Only what passed through a person's own connection can be fetched: knowing a name is not enough.
    """

    def __init__(self) -> None:
        self._given: OrderedDict[tuple[str, str], None] = OrderedDict()
        self._offered: OrderedDict[str, deque[str]] = OrderedDict()

    def note_files(self, message: bytes, key: str) -> None:
        """Remembers the files a message names."""
        if b"/media/" in message:
            for name in _FILE.findall(message):
                self._note(name.decode(), key)

    def note_offer(self, message: bytes, key: str) -> None:
        """Remembers the file a button of a message makes when asked."""
        if not _OFFER.search(message):
            return
        try:
            button = ForwardMsg.FromString(message).delta.new_element.download_button
        except DecodeError:
            return
        if button.deferred_file_id:
            self._offered.setdefault(key, deque(maxlen=MOST_OFFERS)).append(button.deferred_file_id)
            self._offered.move_to_end(key)
            if len(self._offered) > MOST_OFFERED:
                self._offered.popitem(last=False)

    def refusal(self, message: bytes, key: str) -> bytes | None:
        """The answer to who asks for a file that was not offered to them; None to anything else."""
        try:
            asked = BackMsg.FromString(message).backend_operation_request
        except DecodeError:
            return None
        number = asked.deferred_file.file_id
        if asked.WhichOneof("payload") != "deferred_file" or number in self._offered.get(key, ()):
            return None
        answer = ForwardMsg()
        answer.backend_operation_response.request_id = asked.request_id
        answer.backend_operation_response.error_msg = text.NOT_OFFERED
        return answer.SerializeToString()

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
