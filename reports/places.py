"""A column as the distinct texts of its cells and the place of each, which Arrow joins into rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

TEXT: Final = pa.large_string()


def scalar(text: str) -> pa.Scalar:
    """A text that stands in every row."""
    return pa.scalar(text, TEXT)


def placed(codes: NDArray[np.int64], written: list[str]) -> pa.Array:
    """Each distinct text once and its places; the last text is that of a blank, place -1."""
    last = len(written) - 1
    codes = np.where(codes < 0, last, codes).astype(np.min_scalar_type(last))
    return pa.DictionaryArray.from_arrays(pa.array(codes), pa.array(written, TEXT))


def by_distinct(values: pd.Series[Any], write: Callable[[Any], str], blank: str) -> pa.Array:
    """`write` applied once to each distinct value of a column; `blank` where there is none."""
    codes, found = pd.factorize(values)
    return placed(codes, [*map(write, found.astype(object)), blank])


def by_bits(values: NDArray[np.float64], write: Callable[[float], str], blank: str) -> pa.Array:
    """The same for fractions, told apart by their bits: 0.0 and -0.0 are written differently."""
    codes, bits = pd.factorize(values.view("int64"))
    found = bits.view("float64").tolist()
    return placed(codes, [*(blank if value != value else write(value) for value in found), blank])
