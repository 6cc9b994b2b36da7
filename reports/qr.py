"""Texts as QR codes."""

from __future__ import annotations

from io import BytesIO

import segno


def qr_png(text: str, scale: int = 6) -> bytes:
    """A PNG of the text as a QR code, `scale` dots a square, with the quiet border scanners need.

    Raises segno.DataOverflowError beyond 2,331 bytes.
    """
    buffer = BytesIO()
    segno.make(text, error="m", micro=False).save(buffer, kind="png", scale=scale, border=4)
    return buffer.getvalue()
