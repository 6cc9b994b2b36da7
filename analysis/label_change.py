"""What would change the label of a person or unit under the 25 % rule, in whole answers."""

from __future__ import annotations

from analysis.thresholds import LOW_SHARE


def low_in_a_row_to_exceed(low: int, n: int) -> int:
    """How many further answers, all low, bring low/n over the line; 0 when it is over.

    >>> low_in_a_row_to_exceed(400, 1600), low_in_a_row_to_exceed(3, 40), low_in_a_row_to_exceed(0, 0)
    (1, 10, 1)
    """
    a, b = LOW_SHARE.numerator, LOW_SHARE.denominator
    return max(0, (a * n - b * low) // (b - a) + 1)


def better_in_a_row_to_return(low: int, n: int) -> int:
    """How many further answers, none of them low, bring low/n back to the line; 0 when not over.

    >>> better_in_a_row_to_return(118, 400), better_in_a_row_to_return(400, 1600)
    (72, 0)
    """
    a, b = LOW_SHARE.numerator, LOW_SHARE.denominator
    return max(0, -(-(b * low - a * n) // a))
