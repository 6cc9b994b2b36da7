"""A file somebody asked for stays until it can be fetched.

Streamlit drops a file that no page shows as soon as two runs of anybody have ended: in a busy
office that is before the browser that was just told its address comes for it.
"""

from __future__ import annotations

import time
from typing import ClassVar

from streamlit.runtime.media_file_storage import MediaFileKind
from streamlit.runtime.memory_media_file_storage import MemoryFile, MemoryMediaFileStorage

KEPT_FOR = 60.0
"""Seconds between being dropped and being gone."""


class Lingering(MemoryMediaFileStorage):
    """Streamlit's store of files in memory, which forgets a minute late."""

    _store: ClassVar[Lingering | None] = None

    def __init__(self, media_endpoint: str) -> None:
        super().__init__(media_endpoint)
        Lingering._store = self  # a process has one
        self._dropped: dict[str, float] = {}  # oldest first

    def load_and_get_id(
        self, path_or_data: str | bytes, mimetype: str, kind: MediaFileKind,
        filename: str | None = None,
    ) -> str:
        """Adds a file and returns its id; one that was dropped is wanted again."""
        file_id = super().load_and_get_id(path_or_data, mimetype, kind, filename)
        self._dropped.pop(file_id, None)
        return file_id

    def delete_file(self, file_id: str) -> None:
        """Drops a file; those dropped long enough ago are gone."""
        moment = time.monotonic()
        self._dropped.setdefault(file_id, moment)
        for name, since in list(self._dropped.items()):
            if moment - since < KEPT_FOR:
                return
            del self._dropped[name]
            super().delete_file(name)

    @classmethod
    def found(cls, file_id: str) -> MemoryFile | None:
        """The file Streamlit keeps under a name; None when there is none."""
        return cls._store._files_by_id.get(file_id) if cls._store else None
