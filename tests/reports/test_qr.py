"""QR codes hold the whole text and have room around them."""

from __future__ import annotations

import struct

import pytest
import segno

from reports.qr import qr_png


def test_a_seal_fits_a_code_a_telephone_can_scan() -> None:
    picture = qr_png("NP1:" + "0123456789abcdef" * 16, scale=4)
    width, height = struct.unpack(">II", picture[16:24])
    assert picture.startswith(b"\x89PNG") and width == height
    assert width % 4 == 0 and 57 + 8 <= width // 4 <= 81 + 8


def test_a_text_too_long_for_a_code_is_refused() -> None:
    with pytest.raises(segno.DataOverflowError):
        qr_png("x" * 3_000)
