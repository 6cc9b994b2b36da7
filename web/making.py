"""A file that is made when somebody asks: who may not have it is told so, and the log stays short."""

from __future__ import annotations

import asyncio
import logging
import secrets

from streamlit.proto.BackMsg_pb2 import BackendOperationRequest
from streamlit.proto.ForwardMsg_pb2 import BackendOperationResponse, DeferredFileResponsePayload
from streamlit.runtime.backend_operation_handler import DeferredFileHandler
from streamlit.runtime.media_file_storage import MediaFileStorageError

from analysis.errors import SurveyError
from data.full_disk import disk_is_full
from data.text_backup import DISK_FULL
from web import text

_log = logging.getLogger("survey")


class Making(DeferredFileHandler):
    """Makes what a download button offered; Streamlit's own answers with a traceback and English."""

    async def handle(
        self, request: BackendOperationRequest, session_id: str
    ) -> BackendOperationResponse:
        """The address of the file, or the sentence why there is none."""
        made = self._get_media_file_mgr().execute_deferred
        try:
            url = await asyncio.to_thread(made, request.deferred_file.file_id)
        except MediaFileStorageError as error:
            return BackendOperationResponse(request_id=request.request_id, error_msg=_why_not(error))
        told = DeferredFileResponsePayload(url=url)
        return BackendOperationResponse(request_id=request.request_id, deferred_file=told)


def _why_not(error: MediaFileStorageError) -> str:
    """The sentence for the person; a refusal is one line in the log, a defect is logged in full."""
    cause = error.__cause__
    if cause is None:  # nobody offers it any more
        return text.NOT_OFFERED
    if isinstance(cause, SurveyError):
        _log.warning("a download was refused: %s", " ".join(str(cause).split()))
        return str(cause)
    if isinstance(cause, Exception) and disk_is_full(cause):
        return DISK_FULL
    number = secrets.token_hex(4).upper()
    _log.error("error %s", number, exc_info=cause)
    return text.PROBLEM.format(number=number)
