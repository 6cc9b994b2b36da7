"""The board under attack: periods that lie within each other bring no small cell back."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from scipy.optimize import linprog

from analysis.periods import parse
from analysis.public import Line, added, board, finished, line, overlapping, public_frame
from analysis.suppression import HIDDEN, LEAST, Published, published, window
from analysis.thresholds import MINIMUM_N
from tests.analysis.test_suppression import known, random_cells, sums, with_sums

MONTHS = ("2026-01", "2026-02", "2026-03")


def lines(table: Published) -> list[Line]:
    """A table as the board keeps it: units U0, U1 … and the sum of all last."""
    codes = [*(f"U{row}" for row in range(len(table.shown) - 1)), ""]
    return [
        line(code, code, [int(v) for v in shown], bool(enough))
        for code, shown, enough in zip(codes, table.shown, table.enough, strict=True)
    ]


def bounds_of(part: Line) -> list[tuple[int, int | None]]:
    """What a reader knows of a base line."""
    found: list[tuple[int, int | None]] = [
        (0, None) if v == HIDDEN else window(v) for v in part.shown[:3]]
    n = part.shown[3]
    return [*found, (0, None) if n == HIDDEN else window(n, part.enough)]


def most(cell: int, equations: np.ndarray, bounds: list[tuple[int, int | None]]) -> float:
    aim = np.zeros(equations.shape[1])
    aim[cell] = -1
    answer = linprog(aim, A_eq=equations, b_eq=np.zeros(len(equations)), bounds=bounds)
    assert answer.status in (0, 3), "the published tables contradict each other"
    return np.inf if answer.status == 3 else -answer.fun


def nested(rows: int, extra: int) -> np.ndarray:
    """Equations of three months and `extra` longer tables that are their sums, cell by cell."""
    one, size = sums(rows, 3), (rows + 1) * 4
    equations = [np.kron(np.eye(3 + extra), one)]
    for table in range(extra):
        total = np.zeros((size, size * (3 + extra)))
        for month in range(3):
            total[:, month * size:(month + 1) * size] = np.eye(size)
        total[:, (3 + table) * size:(4 + table) * size] = -np.eye(size)
        equations.append(total)
    return np.vstack(equations)


@pytest.mark.parametrize("seed", range(20))
def test_p01_months_a_quarter_and_what_they_add_up_to_hide_every_small_cell(seed: int) -> None:
    """The attacker has three months, their quarter, and knows that sums are sums."""
    cells = [random_cells(5 + 7 * (3 * seed + month)) for month in range(3)]  # 6 units × 3 groups
    tables = {month: lines(published(part)) for month, part in zip(MONTHS, cells, strict=True)}
    shown = board(tables)
    assert list(shown) == ["2026-Q1", *reversed(MONTHS)]
    truth = np.concatenate([with_sums(part).ravel() for part in (*cells, sum(cells))])
    bounds = [bound for month in MONTHS for one in tables[month] for bound in bounds_of(one)]
    for one in shown["2026-Q1"]:  # a sum of shown numbers: at most 3 × 2 away from the truth
        bounds += [(0, None) if v == HIDDEN else (max(0, v - 6), v + 6) for v in one.shown]
    equations = nested(6, 1)
    for cell in np.flatnonzero(truth[:3 * 28] < LEAST):
        assert most(cell, equations, bounds) >= LEAST, (seed, cell)


def test_the_solver_does_recover_a_cell_when_a_quarter_is_published_beside_its_months() -> None:
    """Why two published periods never share a day: each table is safe alone, together they are not."""
    cells = [np.full((3, 3), 38) for _ in range(3)]
    cells[1][0, 0] = 1
    tables = [published(part) for part in (*cells, sum(cells))]
    bounds = [bound for table in tables for bound in known(table)]
    assert tables[1].shown[0, 0] == HIDDEN
    broken = most(16, nested(3, 1), bounds)
    alone = most(0, sums(3, 3), known(tables[1]))
    assert alone >= LEAST > broken


@pytest.mark.parametrize(("period", "published_ones", "clash"), [
    ("2026-Q1", ["2026-02"], ["2026-02"]), ("2026-02", ["2026"], ["2026"]),
    ("2026-H1", ["2026-Q1", "2026-Q3"], ["2026-Q1"]), ("2026-Q2", ["2026-Q1", "2026-Q3"], []),
    ("2026-03", ["2026-03"], ["2026-03"]), ("2025", ["2026-01"], []),
])
def test_a_period_that_shares_a_day_with_a_published_one_is_named(
    period: str, published_ones: list[str], clash: list[str]
) -> None:
    assert overlapping(period, published_ones) == clash


def test_permitted_periods_never_share_a_day_whatever_the_order() -> None:
    months = [f"2026-{number:02}" for number in range(1, 13)]
    dice = np.random.default_rng(3)
    for _ in range(30):
        kept: list[str] = []
        for period in dice.permutation(finished(months, "2027-01-01")):
            kept += [str(period)] if not overlapping(str(period), kept) else []
        spans = [(parse(p).first, parse(p).last) for p in kept]
        assert all(a[1] < b[0] or b[1] < a[0] for a, b in combinations(spans, 2))


def test_a_longer_period_stands_only_when_every_day_of_it_is_published() -> None:
    table = [line("X", "X", (5, 10, 30, 45), True), line("", "Tất cả", (5, 10, 30, 45), True)]
    assert list(board({"2026-Q1": table, "2026-04": table})) == ["2026-04", "2026-Q1"]
    whole = board({"2026-Q1": table, "2026-04": table, "2026-05": table, "2026-06": table})
    assert list(whole) == ["2026-H1", "2026-Q2", "2026-06", "2026-05", "2026-04", "2026-Q1"]
    assert whole["2026-H1"][0].shown == (20, 40, 120, 180)


def test_a_sum_is_hidden_where_a_part_is_and_rated_once_thirty_are_certain() -> None:
    few = line("X", "Cũ", (5, 5, 10, 20), False)
    total = line("", "Tất cả", (5, 5, 10, 20), False)
    last = line("X", "Mới", (HIDDEN, 5, 10, 20), False)
    one, whole = added([[few, total], [last, line("Y", "Y", (5, 5, 10, 20), False), total]])[0::2]
    assert (one.name, one.shown) == ("Mới", (HIDDEN, 10, 20, 40))
    assert one.enough and one.rate == 0.5 and one.windows == ((16, 24), (36, 44))
    assert whole.shown == (10, 10, 20, 40) and MINIMUM_N <= 36
    unlisted = added([[few, total], [last, line("Y", "Y", (5, 5, 10, 20), False), total]])[1]
    assert unlisted.shown == (HIDDEN,) * 4 and unlisted.rate is None
    frame = public_frame([few, unlisted])
    assert frame["reason"].tolist() == ["chưa đủ 30 phiếu", "ẩn để không lộ ý kiến của từng người"]
    assert frame["n"].isna().tolist() == [False, True]
