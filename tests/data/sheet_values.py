"""A form's spreadsheet, its mapping, and a reader whose waits take no time."""

from __future__ import annotations

import json
import time
from pathlib import Path

from analysis.mapping import SourceMapping
from analysis.mapping_file import parse_mapping
from data.settings import Settings
from data.sources.google_sheet import GoogleSheet
from data.sources.sheets_transport import Clock, Patience
from tests.data.sheets_server import Book, Rows, SheetsServer

TAB = "Câu trả lời biểu mẫu 1"
ID = "1AbC-dEf_0123456789"
HEADER = ["Dấu thời gian", "Đơn vị", "Chung", "Ý kiến", "Mã", "Ý kiến", ""]
ROWS: Rows = [
    [46146.33333333333, "X1", "Hài lòng", "nhanh", "001", "", ""],
    [46146.34, "X2", "Rất hài lòng", "", "0901234567", "chờ", 7],
    [46147.5, "X1", "Không hài lòng"],
    [],
    [46148.25, "X2", 4, True, 12, 8.5, ""],
]
TOML = f"""[source]
name = "phieu"
kind = "google_sheet"
spreadsheet_id = "{ID}"
criterion_set = "nam-dong-2024"
sheet = "{TAB}"
[columns]
submitted_at = "Dấu thời gian"
unit = "Đơn vị"
[answers]
overall = "Chung"
"""
MAPPING: SourceMapping = parse_mapping(TOML)


def book(rows: Rows | None = None, tab: str = TAB) -> Book:
    """The spreadsheet with these rows under its header."""
    return Book({tab: [list(HEADER), *map(list, ROWS if rows is None else rows)]})


class Waits:
    """A clock that is ahead by every wait asked for, which takes no time; chance is always 1."""

    def __init__(self) -> None:
        self.asked: list[float] = []

    def clock(self) -> Clock:
        return Clock(lambda: time.monotonic() + sum(self.asked), self.asked.append, lambda: 1.0)


def reader(
    server: SheetsServer, waits: Waits | None = None, key: Path | None = None,
    patience: Patience | None = None,
) -> GoogleSheet:
    """A reader of this server."""
    settings = Settings(sheets_url=server.url, google_key=key)
    return GoogleSheet(settings, patience, (waits or Waits()).clock())


def key_file(folder: Path, server: SheetsServer, mode: int = 0o600) -> Path:
    """A service account's key made for this test, with the server's own token endpoint."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    private = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    fields = {
        "type": "service_account", "project_id": "thu", "private_key_id": "1",
        "private_key": private.decode(), "client_email": "doc@thu.iam.gserviceaccount.com",
        "token_uri": f"{server.url}/token",
    }
    path = folder / "khoa.json"
    path.write_text(json.dumps(fields), encoding="utf-8")
    path.chmod(mode)
    return path
