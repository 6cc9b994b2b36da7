"""Public tables under attack: a linear programme over everything shown finds no small cell."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog

from analysis.suppression import BASE, HIDDEN, LEAST, Published, published, rounded, window
from analysis.thresholds import MINIMUM_N

TABLES = 300
SHAPES = ((1, 1), (1, 3), (2, 3), (3, 3), (4, 5), (6, 3), (8, 5))


def random_cells(seed: int) -> np.ndarray:
    """Tables of every kind: dense, sparse, one large number among zeros, all small."""
    dice = np.random.default_rng(seed)
    rows, columns = SHAPES[seed % len(SHAPES)]
    scale = dice.choice([1, 4, 9, 40, 300], size=(rows, columns), p=[.2, .2, .2, .2, .2])
    return dice.poisson(scale) * (dice.random((rows, columns)) > dice.choice([0, .3, .6]))


def sums(rows: int, columns: int) -> np.ndarray:
    """The equations every table with its sums obeys: parts less their sum is nothing."""
    number = np.arange((rows + 1) * (columns + 1)).reshape(rows + 1, columns + 1)
    lines = [*number, *number.T]
    equations = np.zeros((len(lines), number.size))
    for equation, line in zip(equations, lines, strict=True):
        equation[line[:-1]], equation[line[-1]] = 1, -1
    return equations


def known(table: Published) -> list[tuple[int, int | None]]:
    """What a reader knows of each cell: the window of a shown number, nothing of a hidden one."""
    found: list[tuple[int, int | None]] = []
    for line, enough in zip(table.shown, table.enough, strict=True):
        found += [(0, None) if v == HIDDEN else window(int(v)) for v in line[:-1]]
        found.append((0, None) if line[-1] == HIDDEN else window(int(line[-1]), bool(enough)))
    return found


def most(cell: int, equations: np.ndarray, bounds: list[tuple[int, int | None]]) -> float:
    """The largest number a cell may stand for, as far as anyone can compute."""
    aim = np.zeros(equations.shape[1])
    aim[cell] = -1
    answer = linprog(aim, A_eq=equations, b_eq=np.zeros(len(equations)), bounds=bounds)
    return np.inf if answer.status == 3 else -answer.fun


def with_sums(cells: np.ndarray) -> np.ndarray:
    rows = np.hstack([cells, cells.sum(axis=1, keepdims=True)])
    return np.vstack([rows, rows.sum(axis=0, keepdims=True)])


@pytest.mark.parametrize("start", range(0, TABLES, 50))
def test_p01_no_small_cell_is_recovered_from_300_random_tables(start: int) -> None:
    for seed in range(start, start + 50):
        cells = random_cells(seed)
        table, true = published(cells), with_sums(cells)
        equations, bounds = sums(*cells.shape), known(table)
        for cell in np.flatnonzero(true.ravel() < LEAST):
            assert table.shown.ravel()[cell] == HIDDEN
            assert most(cell, equations, bounds) >= LEAST, (seed, cell, table.shown.tolist())


def test_the_true_table_is_among_those_a_reader_must_think_possible() -> None:
    for seed in range(TABLES):
        cells = random_cells(seed)
        for (low, high), true in zip(known(published(cells)), with_sums(cells).ravel(), strict=True):
            assert low <= true <= (np.inf if high is None else high)


def test_the_solver_does_recover_a_cell_hidden_alone() -> None:
    cells = np.array([[3, 25], [5, 7]])
    equations, exact = sums(2, 2), with_sums(cells).ravel()
    bounds: list[tuple[int, int | None]] = [(int(v), int(v)) for v in exact]
    bounds[0] = (0, None)
    assert most(0, equations, bounds) == 3


def test_every_shown_number_is_a_multiple_of_five_and_large_tables_stay_whole() -> None:
    table = published([[11, 22, 233], [8, 14, 151]])
    assert table.shown.tolist() == [[10, 20, 235, 265], [10, 15, 150, 175], [20, 35, 385, 440]]
    assert table.enough.tolist() == [True, True, True]
    assert rounded(np.arange(LEAST, 100)).min() == BASE


def test_a_single_small_cell_does_not_take_the_whole_table_with_it() -> None:
    cells = np.full((11, 3), 60)
    cells[4, 0] = 2
    shown = published(cells).shown
    assert (shown == HIDDEN).sum() <= 2


@pytest.mark.parametrize("n", [MINIMUM_N - 2, MINIMUM_N - 1, MINIMUM_N, MINIMUM_N + 2])
def test_nothing_is_said_about_a_row_below_thirty(n: int) -> None:
    table = published([[10, 10, n - 20], [40, 40, 40]])
    assert table.enough[0] == (n >= MINIMUM_N)
    assert table.shown[0, -1] == 30


def test_a_table_with_next_to_nothing_shows_nothing() -> None:
    for cells in ([[0, 0, 0]], [[1, 2, 1]], [[0, 4], [0, 0]]):
        table = published(cells)
        assert (table.shown == HIDDEN).all() and not table.enough.any()


def test_a_district_is_ready_in_a_moment() -> None:
    dice = np.random.default_rng(7)
    table = published(dice.poisson(dice.choice([1, 3, 30, 90], size=(150, 3))))
    assert table.shown.shape == (151, 4)
