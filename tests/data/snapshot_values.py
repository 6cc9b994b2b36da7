"""Hand-made contents of snapshots for tests: a small invented district and random responses."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pyarrow as pa

from analysis.criteria import Criterion, CriterionSet
from analysis.mapping import SourceMapping
from analysis.registers import DossierCount, Officer, Registers, Unit
from data.intake import IntakeOptions, import_table
from data.ledger import Ledger
from data.raw_table import RawTable
from data.snapshot.contents import Batch, Contents, SourceInfo

NOW = datetime(2026, 11, 20, 8, 45, tzinfo=UTC)
UNITS = [
    Unit("D", "Đặng Sơn", "Huyện"),
    Unit("X1", "Tiên Hòa", "Xã", "D", aliases=("Tien Hoa",)),
    Unit("X2", "Văn Lang", "Xã", "D"),
    Unit("X3", "Văn Lăng", "Phường", "D"),
    Unit("B1", "Bộ phận một cửa", "Bộ phận", "X1"),
    Unit("E", "Hạ Sơn", "Huyện"),
    Unit("Y1", "Mới lập", "Xã", "E"),
]
OFFICERS = [
    Officer("CB1", "Nguyễn Thị Hoa", "X1"),
    Officer("CB2", "Nguyễn Thị Hoa", "X2"),
    Officer("CB3", "Trần Văn Bé", "B1"),
    Officer("CB4", "Lê Đình Tư", "Y1"),
]
SET_A = CriterionSet("a-2026", "Bộ A", "Chung A", (
    Criterion("attitude", "Thái độ"),
    Criterion("guidance", "Hướng dẫn"),
    Criterion("negative", "Tiêu cực", "tick", (("harassment", "Sách nhiễu"), ("cost", "Chi phí"))),
))
SET_B = CriterionSet("b-2026", "Bộ B", "Chung B", (
    Criterion("q_1", "Câu 1"),
    Criterion("attitude", "Thái độ phục vụ"),
))
DOSSIERS = (
    DossierCount("X1", date(2026, 1, 1), date(2026, 1, 31), 90),
    DossierCount("X2", date(2026, 1, 1), date(2026, 3, 31), 600, "Đất đai", 10, 500, 90),
)
SOURCES = {
    "a-2026": SourceInfo(1, "nguon-a", "a-2026", "first", "2026-11-20T08:00:00+00:00"),
    "b-2026": SourceInfo(2, "nguon-b", "b-2026"),
}
FIELDS = ["Đất đai", "Hộ tịch", None]
CHANNELS = ["qr", "giấy", None]


def bring_rows(
    ledger: Ledger, mapping: SourceMapping, header: Sequence[str], rows: Sequence[Sequence[str | None]]
) -> None:
    """Imports a table of these rows, numbered as in a sheet."""
    columns = {str(i): pa.array([row[i] for row in rows], pa.string()) for i in range(len(header))}
    raw = RawTable(tuple(header), pa.table(columns), pa.array(range(2, len(rows) + 2), pa.int64()))
    import_table(ledger, raw, mapping, IntakeOptions(NOW, "test", f"{mapping.name}.csv"))


def registers() -> Registers:
    return Registers(
        {unit.code: unit for unit in UNITS}, {o.code: o for o in OFFICERS}, DOSSIERS
    )


def random_rows(number: int, seed: int = 1) -> pd.DataFrame:
    """Responses as plain pandas sees them, of both sets; the columns of Batch and `set_code`."""
    dice = random.Random(seed)
    rows = []
    for index in range(number):
        set_code = dice.choice(["a-2026", "b-2026"])
        officer = dice.choice([*OFFICERS, None, None])
        has_a = set_code == "a-2026"
        rows.append({
            "response_id": 1000 + index, "set_code": set_code,
            "unit_code": officer.unit_code if officer else dice.choice(UNITS[:-1]).code,
            "officer_code": officer.code if officer else None,
            "day": date(2025, 12, 1) + timedelta(days=dice.randrange(150)),
            "minute": dice.choice([-1, *range(7 * 60, 17 * 60, 7)]),
            "field": dice.choice(FIELDS), "procedure": dice.choice(["Cấp mới", None]),
            "respondent_type": dice.choice(["individual", "organisation", None]),
            "channel": dice.choice(CHANNELS), "stage": None,
            "overall": dice.randrange(6),
            "c_attitude": dice.randrange(6),
            "c_guidance": dice.randrange(6) if has_a else 0,
            "c_q_1": 0 if has_a else dice.randrange(6),
            "t_harassment": has_a and dice.random() < 0.2,
            "t_cost": has_a and dice.random() < 0.1,
            "comment": dice.choice([None, "", "Cán bộ rất Đúng giờ", f"góp ý {index}"]),
            "edited": dice.random() < 0.1, "removed": dice.random() < 0.1,
        })
    columns = [
        "response_id", "set_code", "unit_code", "officer_code", "day", "minute", "field",
        "procedure", "respondent_type", "channel", "stage", "overall", "c_attitude", "c_guidance",
        "c_q_1", "t_harassment", "t_cost", "comment", "edited", "removed",
    ]
    return pd.DataFrame(rows, columns=columns)


def batches_of(rows: pd.DataFrame) -> list[Batch]:
    """One batch for each set, with one rejection and one unreadable answer in the first."""
    only = {"a-2026": ["c_q_1"], "b-2026": ["c_guidance", "t_harassment", "t_cost"]}
    found = []
    for set_code, source in SOURCES.items():
        mine = rows[rows["set_code"] == set_code].drop(columns=["set_code", *only[set_code]])
        rejected = pd.DataFrame(columns=["response_id", "row", "column", "value", "reason"])
        unread = pd.DataFrame(columns=["response_id", "row", "criterion", "value"])
        if set_code == "a-2026" and len(mine):
            rejected.loc[0] = [99_999, 12, "Mức độ", "Tạm được", "unknown_level"]
            unread.loc[0] = [mine.iloc[0].response_id, 9, "attitude", "Tạm hài lòng"]
        found.append(Batch(source, mine, rejected, unread))
    return found


def contents_of(rows: pd.DataFrame, known: Registers | None = None) -> Contents:
    return Contents(
        known or registers(), [SET_A, SET_B], list(SOURCES.values()), batches_of(rows),
        {"seq": "7", "hash": "00"},
    )
