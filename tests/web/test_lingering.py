"""A file that no page shows any more can be fetched for a minute, and not for ever."""

from __future__ import annotations

import pytest
from streamlit.runtime import memory_media_file_storage
from streamlit.runtime.media_file_storage import MediaFileKind, MediaFileStorageError

from web import lingering
from web.lingering import KEPT_FOR, Lingering


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    moment = [100.0]
    monkeypatch.setattr(lingering.time, "monotonic", lambda: moment[0])
    return moment


def made(store: Lingering, content: bytes) -> str:
    return store.load_and_get_id(content, "text/csv", MediaFileKind.DOWNLOADABLE, "a.csv")


def test_a_dropped_file_goes_after_a_minute(clock: list[float]) -> None:
    store = Lingering("/media")
    first, second = made(store, b"1"), made(store, b"2")
    store.delete_file(first)
    assert store.get_file(first).content == b"1"
    clock[0] += KEPT_FOR
    store.delete_file(second)
    assert store.get_file(second).content == b"2"
    with pytest.raises(MediaFileStorageError):
        store.get_file(first)


def test_a_file_wanted_again_stays(clock: list[float]) -> None:
    store = Lingering("/media")
    first = made(store, b"1")
    store.delete_file(first)
    assert made(store, b"1") == first
    clock[0] += 10 * KEPT_FOR
    store.delete_file(made(store, b"2"))
    assert store.get_file(first).content == b"1"


def test_the_server_keeps_its_files_there() -> None:
    import server  # noqa: F401

    assert memory_media_file_storage.MemoryMediaFileStorage is Lingering
