"""The 25 % rule and its mirror for praise: integer tests, strength of evidence, what is missing.

"Proved" means that the one-sided 95 % Wilson lower bound lies above the line s = a/b. Wilson's
bound inverts the score test, so this is exactly (k*b - n*a)^2 > z^2 * n * a * (b - a) with k/n
over the line: no bound is computed and no rounding can turn the answer.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import floor

import numpy as np
import pandas as pd

from analysis.proportions import wilson_arrays, z_one_sided
from analysis.satisfaction import framed, keys_of, rated_columns
from analysis.thresholds import EXCELLENT_SHARE, FLOOR_N, LOW_SHARE, MINIMUM_N, NEAR_SHARE

ENOUGH, FEW, BELOW = "enough", "few", "below"
STATUSES = ("over_enough", "over_few", "near", "ok", "insufficient")
LISTED = STATUSES[:3]
_Z2 = z_one_sided() ** 2


def exceeds(k: int, n: int, share: Fraction) -> bool:
    """Whether k of n is strictly more than the share, by integers; False for n = 0.

    >>> exceeds(11, 44, LOW_SHARE), exceeds(12, 44, LOW_SHARE)
    (False, True)
    """
    return bool(share.denominator * k > share.numerator * n)


def _answers_to_prove(k: int, n: int, share: Fraction) -> int:
    a, b = share.numerator, share.denominator
    return floor(_Z2 * a * (b - a) * n * n / (k * b - n * a) ** 2) + 1


def _strength(k: int, n: int, share: Fraction) -> str:
    if not exceeds(k, n, share):
        return BELOW
    return ENOUGH if n >= _answers_to_prove(k, n, share) else FEW


def evidence(low: int, n: int) -> str:
    """`enough` when the one-sided 95 % Wilson bound is above 25 %, `few` when only the rate is.

    >>> evidence(7, 25), evidence(10, 23), evidence(11, 44)
    ('few', 'enough', 'below')
    """
    return _strength(low, n, LOW_SHARE)


def more_needed(low: int, n: int) -> int | None:
    """Further answers until `enough` if the rate stays low/n exactly; 0 when enough, else None.

    The low answers are scaled as the fraction low*(n+m)/n, not rounded to whole people, so the
    number depends on the rate alone and never jumps back; None when the rate is not over 25 %.

    >>> more_needed(7, 25), more_needed(10, 23), more_needed(11, 44)
    (539, 0, None)
    """
    if not exceeds(low, n, LOW_SHARE):
        return None
    return max(0, _answers_to_prove(low, n, LOW_SHARE) - n)


def status(low: int, n: int) -> str:
    """The code a person sees as icon and word, one of STATUSES.

    The legal test comes first whatever n is; a proof on fewer than FLOOR_N answers is shown as
    `over_few`. Not over and below MINIMUM_N is `insufficient`; `near` is 20 % < rate <= 25 %.

    >>> status(20, 40), status(3, 10), status(9, 40), status(2, 40), status(0, 5)
    ('over_enough', 'over_few', 'near', 'ok', 'insufficient')
    """
    if exceeds(low, n, LOW_SHARE):
        proved = evidence(low, n) == ENOUGH and n >= FLOOR_N
        return "over_enough" if proved else "over_few"
    if n < MINIMUM_N:
        return "insufficient"
    return "near" if exceeds(low, n, NEAR_SHARE) else "ok"


def statuses(frame: pd.DataFrame) -> list[str]:
    """The status of each row of a frame with `low` and `n`."""
    low, n = (frame[name].to_numpy("int64").tolist() for name in ("low", "n"))
    known = {pair: status(*pair) for pair in set(zip(low, n, strict=True))}
    return [known[pair] for pair in zip(low, n, strict=True)]


def dealt(frame: pd.DataFrame) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    """Rows with `n` and `status` LISTED by status, MINIMUM_N answers before fewer; apart, the weak few.

    The weak few are those over the line without evidence, on fewer answers than any rate is shown
    for.
    """
    few, status = frame["n"].to_numpy() < MINIMUM_N, frame["status"].to_numpy(object)
    weak = few & (status == "over_few")
    ranked = np.concatenate([np.flatnonzero(~few), np.flatnonzero(few & ~weak)])
    parts = {code: frame.iloc[ranked[status[ranked] == code]] for code in LISTED}
    return parts, frame.iloc[np.flatnonzero(weak)]


def watchlist(counts: pd.DataFrame) -> pd.DataFrame:
    """Every row of counts with its low rate, flag and evidence: proved first, then by rate.

    Columns: the keys, n, low, low_rate, over, evidence, ci_low, ci_high (Wilson 95 % of
    low_rate), more_needed (Int64, null when not over).
    """
    return _weighed(counts, "low", LOW_SHARE, more_needed)


def excellence(counts: pd.DataFrame) -> pd.DataFrame:
    """Every row with its satisfied rate against 90 %, with the same care as the watchlist.

    `over` is 10*satisfied > 9*n. `enough` asks for the one-sided bound above 90 % and for at
    least MINIMUM_N answers; `more_needed` counts to both (Int64, null when not over).
    """
    return _weighed(counts, "satisfied", EXCELLENT_SHARE, _more_to_praise)


def _more_to_praise(satisfied: int, n: int) -> int:
    target = max(MINIMUM_N, _answers_to_prove(satisfied, n, EXCELLENT_SHARE))
    return max(0, target - n)


def _weighed(
    counts: pd.DataFrame, what: str, share: Fraction, missing: Callable[[int, int], int | None]
) -> pd.DataFrame:
    """Keys, n, `what`, its rate, whether over the share and with what evidence: strongest first.

    Only rows over the share are weighed; a row without a rate comes last.
    """
    rated = rated_columns(counts)
    k, n, rate = (rated[name] for name in (what, "n", f"{what}_rate"))
    over = share.denominator * k > share.numerator * n
    pairs = list(zip(k[over].tolist(), n[over].tolist(), strict=True))
    known = {pair: missing(*pair) for pair in set(pairs)}  # the same small numbers come often
    more = np.zeros(len(n), dtype=np.int64)
    more[over] = [known[pair] or 0 for pair in pairs]
    evidence = np.where(over, np.where(more > 0, FEW, ENOUGH), BELOW).astype(object)
    order = np.lexsort((-rate, np.where(over, more > 0, 2)))
    low, high = wilson_arrays(k, n)
    weighed = {"n": n, what: k, f"{what}_rate": rate, "over": over, "evidence": evidence,
               "ci_low": low, "ci_high": high}  # fmt: skip
    columns = {name: counts[name].array.take(order) for name in keys_of(counts)}
    columns |= {name: values[order] for name, values in weighed.items()}
    columns["evidence"] = pd.array(columns["evidence"], dtype="str")
    columns["more_needed"] = pd.arrays.IntegerArray(more[order], ~over[order])
    return framed(columns, len(order))
