"""Makes a table of counts fit for everyone: small cells hidden so that no sum brings them back.

Every shown number is rounded to BASE. A cell below LEAST is hidden, and further cells with it,
until sums of what is shown still allow each of them to be LEAST or more. The proof is a flow: a
table that differs from the true one along closed paths of cells, keeps every row and column sum
and shows the same numbers (Cox 1995, Castro 2012).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analysis.thresholds import MINIMUM_N

LEAST = 5
"""One to four answers can be recognised by whoever knows two or three of the people."""
BASE = 5
HIDDEN = -1
_FREE = 1 << 40
_NO_WAY = 1 << 50
Table = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Published:
    """Rounded counts with row sums last in each row and column sums in the last row.

    HIDDEN stands for a hidden cell. `enough` says, for each row, that its sum is shown and rests
    on at least MINIMUM_N answers: only then may anything be said about the row.
    """

    shown: Table
    enough: npt.NDArray[np.bool_]


def published(cells: npt.ArrayLike) -> Published:
    """What may be shown of a rows × columns table of counts (people counted once)."""
    true = _with_sums(np.asarray(cells, dtype=np.int64))
    hidden = true < LEAST
    for row, column in np.argwhere(hidden):
        if not _secure(true, hidden, (int(row), int(column))):
            hidden[:] = True
            break
    shown = np.where(hidden, HIDDEN, rounded(true))
    return Published(shown, ~hidden[:, -1] & (true[:, -1] >= MINIMUM_N))


def rounded(counts: Table) -> Table:
    """Counts to the nearest BASE."""
    return (counts + BASE // 2) // BASE * BASE


def window(shown: int, enough: bool | None = None) -> tuple[int, int]:
    """The least and the most that a shown number may stand for; `enough` as printed beside it."""
    low, high = max(LEAST, shown - BASE // 2), shown + BASE // 2
    if enough is not None:
        low, high = (max(low, MINIMUM_N), high) if enough else (low, min(high, MINIMUM_N - 1))
    return low, high


def _with_sums(cells: Table) -> Table:
    rows = np.hstack([cells, cells.sum(axis=1, keepdims=True)])
    return np.vstack([rows, rows.sum(axis=0, keepdims=True)])


def _secure(true: Table, hidden: npt.NDArray[np.bool_], cell: tuple[int, int]) -> bool:
    """Hides what else must be hidden so that `cell` might be LEAST; False when nothing suffices."""
    sign = np.ones_like(true)
    sign[:-1, -1] = sign[-1, :-1] = -1
    sign *= sign[cell]
    moved = np.zeros_like(true)
    missing = LEAST - int(true[cell])
    while missing > 0:
        steps = _cheapest_path(true, hidden, moved, sign, cell)
        if steps is None:
            return False
        for place, way in steps:
            hidden[place] |= _room(true[place], hidden[place], moved[place], way) <= 0
        size = min(missing, *(
            int(_room(true[place], hidden[place], moved[place], way)) for place, way in steps
        ))
        for place, way in steps:
            moved[place] += way * size
        missing -= size
    return True


def _room(true: Table, hidden: npt.NDArray[np.bool_], moved: Table, way: Table | int) -> Table:
    """How far cells can still move up (`way` 1) or down (-1) and be shown as they are."""
    near = rounded(np.asarray(true))
    low, high = np.maximum(near - BASE // 2, LEAST), near + BASE // 2
    low = np.where(true >= MINIMUM_N, np.maximum(low, MINIMUM_N), low)
    high = np.where(true < MINIMUM_N, np.minimum(high, MINIMUM_N - 1), high)
    now = true + moved
    up = np.where(hidden, _FREE, high) - now
    down = now - np.where(hidden, 0, low)
    return np.where(np.asarray(way) > 0, up, down)


Step = tuple[tuple[int, int], int]


def _cheapest_path(
    true: Table, hidden: npt.NDArray[np.bool_], moved: Table, sign: Table, cell: tuple[int, int]
) -> list[Step] | None:
    """Cells with the way each moves when `cell` grows, hiding the smallest shown numbers.

    The path leads from the row of the cell to its column; sums stay as they are along it.
    """
    to_row = _price(true, hidden, moved, -sign)
    to_column = _price(true, hidden, moved, sign)
    to_row[cell] = to_column[cell] = _NO_WAY
    column = np.full(true.shape[1], _NO_WAY)
    column[cell[1]] = 0
    for _ in range(true.shape[1]):
        row = (column + to_row).min(axis=1)
        column = np.minimum(column, (row[:, None] + to_column).min(axis=0))
    at, steps = cell[0], []
    if row[at] >= _NO_WAY:
        return None
    while True:
        here = int(np.argmin(column + to_row[at]))
        steps.append(((at, here), -int(sign[at, here])))
        if here == cell[1]:
            return steps
        at = int(np.argmin(row + to_column[:, here]))
        steps.append(((at, here), int(sign[at, here])))


def _price(true: Table, hidden: npt.NDArray[np.bool_], moved: Table, way: Table) -> Table:
    """What moving a cell costs: little when it can, its number when it must be hidden first."""
    hiding = np.where(_room(true, np.ones_like(hidden), moved, way) > 0, 1 + true, _NO_WAY)
    return np.where(_room(true, hidden, moved, way) > 0, 1, hiding)
