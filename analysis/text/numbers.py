"""Numbers, shares and days in Vietnamese writing.

Decimal comma, point between thousands, a no-break space (U+00A0, in every font and on
every phone, unlike the narrow U+202F) before the per cent sign, a true minus (U+2212).
A missing value (None, NaN, NaT) is always the dash, so no page writes "nan".
"""

from __future__ import annotations

import math
from datetime import date
from typing import Final, SupportsFloat, TypeGuard

NO_BREAK: Final = "\u00a0"
MINUS: Final = "\u2212"
MISSING: Final = "–"
PLOTLY_SEPARATORS: Final = ",."
POINT_WORD: Final = "điểm"
TOO_FEW: Final = "chưa đủ phiếu"

_SWAP: Final = str.maketrans({",": ".", ".": ",", "-": MINUS})


def _known(value: SupportsFloat | None) -> TypeGuard[SupportsFloat]:
    """True when the value is there and finite (pandas' NA, NaT and NaN are not)."""
    if type(value) is float:  # nearly always
        return math.isfinite(value)
    if value is None:
        return False
    try:
        return math.isfinite(float(value))
    except (TypeError, ValueError):
        return False


def number(value: SupportsFloat | None, decimals: int = 1) -> str:
    """The value as "1.234,5"; the dash when it is missing."""
    return _written(float(value), decimals) if _known(value) else MISSING


def _written(value: float, decimals: int) -> str:
    written = f"{value:,.{decimals}f}"
    if written[0] == "-" and not written.strip("-0.,"):
        written = written[1:]
    return written.translate(_SWAP)


def integer(value: SupportsFloat | None) -> str:
    """The value as a whole number, "12.345"; the dash when it is missing."""
    return number(value, 0)


def percent(share: SupportsFloat | None, decimals: int = 1) -> str:
    """A share 0..1 as "87,3 %"; the dash when it is missing."""
    if not _known(share):
        return MISSING
    return f"{_written(float(share) * 100, decimals)}{NO_BREAK}%"


def interval(low: SupportsFloat | None, high: SupportsFloat | None, decimals: int = 0) -> str:
    """Two shares 0..1 as "84–90 %"; the dash when either end is missing."""
    if not (_known(low) and _known(high)):
        return MISSING
    ends = (_written(float(end) * 100, decimals) for end in (low, high))
    return f"{'–'.join(ends)}{NO_BREAK}%"


def points(change: SupportsFloat | None, decimals: int = 1) -> str:
    """A difference of two shares as percentage points, "+2,1 điểm"; the dash when missing."""
    if not _known(change):
        return MISSING
    written = _written(float(change) * 100, decimals)
    positive = not written.startswith(MINUS) and bool(written.strip("0,"))
    return f"{'+' if positive else ''}{written}{NO_BREAK}{POINT_WORD}"


def rate(count: SupportsFloat | None, total: SupportsFloat | None, minimum: int) -> str:
    """count/total as "87,3 %", or "chưa đủ phiếu (12/30)" when total is below the minimum."""
    if not (_known(count) and _known(total)):
        return MISSING
    if float(total) < max(minimum, 1):
        return f"{TOO_FEW} ({integer(total)}/{integer(minimum)})"
    return percent(float(count) / float(total))


def day(value: date | None) -> str:
    """A date as "04/05/2026"; the dash when it is missing (NaT is not equal to itself)."""
    if value is None or value != value:
        return MISSING
    return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"
