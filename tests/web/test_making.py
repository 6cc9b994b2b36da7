"""A file that cannot be made: the person reads why, the log holds one line, a defect has a number."""

from __future__ import annotations

import errno
import logging
import re
from collections.abc import Callable

import pytest
from streamlit.proto.BackMsg_pb2 import BackendOperationRequest
from streamlit.proto.ForwardMsg_pb2 import BackendOperationResponse
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from analysis.errors import InputError
from data.text_backup import DISK_FULL
from tests.web.conftest import finished
from web import text
from web.making import Making


def answer(make: Callable[[], bytes] | None) -> BackendOperationResponse:
    """What a browser is told that asks for a file made so; None: for one nobody offers."""
    files = MediaFileManager(MemoryMediaFileStorage("/media"))
    number = files.add_deferred(make, "text/csv", "0.0", file_name="a.csv") if make else "0" * 32
    asked = BackendOperationRequest(request_id="7")
    asked.deferred_file.file_id = number
    return finished(Making(lambda: files).handle(asked, ""))


def ours(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    """What our server logged, and errors of anybody."""
    return [r for r in caplog.records if r.name == "survey" or r.levelno >= logging.ERROR]


def failing(error: Exception) -> Callable[[], bytes]:
    def make() -> bytes:
        raise error

    return make


def test_a_file_that_can_be_made_has_an_address(caplog: pytest.LogCaptureFixture) -> None:
    said = answer(lambda: b"a;b")
    assert said.deferred_file.url.startswith("/media/") and said.request_id == "7"
    assert not said.error_msg and not ours(caplog)


def test_a_refusal_is_a_sentence_for_the_person_and_one_line_for_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    said = answer(failing(InputError("Quyền xem đã khác.\nHãy tải lại trang.")))
    assert said.error_msg == "Quyền xem đã khác.\nHãy tải lại trang." and not said.deferred_file.url
    [line] = ours(caplog)
    assert line.exc_info is None and line.levelno == logging.WARNING and "\n" not in line.getMessage()


def test_a_file_nobody_offers_any_more_is_said_so_without_a_word_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert answer(None).error_msg == text.NOT_OFFERED and not ours(caplog)


def test_a_full_disk_is_said_and_a_defect_gets_a_number(caplog: pytest.LogCaptureFixture) -> None:
    assert answer(failing(OSError(errno.ENOSPC, "full"))).error_msg == DISK_FULL
    assert not ours(caplog)
    said = answer(failing(ZeroDivisionError("bí mật"))).error_msg
    number = re.search(r"[0-9A-F]{8}", said)
    assert number and "bí mật" not in said
    [line] = ours(caplog)
    assert number[0] in line.getMessage() and line.exc_info is not None
