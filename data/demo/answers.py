"""Draws answers on five levels from shares of satisfied people."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Levels = NDArray[np.int8]
Shares = NDArray[np.float64]

VERY_SATISFIED = 0.52
NEUTRAL, DISSATISFIED = 0.56, 0.32


def draw_levels(random: np.random.Generator, satisfied: Shares) -> Levels:
    """One level 1..5 per share of satisfied answers (0..1)."""
    draw = random.random(len(satisfied))
    rest = (draw - satisfied) / np.maximum(1 - satisfied, 1e-9)
    return np.select(
        [draw < satisfied * VERY_SATISFIED, draw < satisfied, rest < NEUTRAL,
         rest < NEUTRAL + DISSATISFIED],
        [5, 4, 3, 2], 1,
    ).astype(np.int8)


def draw_exactly(random: np.random.Generator, n: int, low: int, neutral: int) -> Levels:
    """`n` levels of which exactly `low` are 1 or 2 and `neutral` are 3, in random order."""
    levels = np.concatenate([
        random.choice([2, 2, 1], low), np.full(neutral, 3), random.choice([4, 5], n - low - neutral),
    ]).astype(np.int8)
    return random.permutation(levels)


def draw_criterion(
    random: np.random.Generator, overall: Levels, satisfied: Shares, coupling: float, shift: float
) -> Levels:
    """Levels of one criterion: with chance `coupling` the general answer, else drawn anew."""
    apart = draw_levels(random, np.clip(satisfied + shift, 0.05, 0.99))
    same = random.random(len(overall)) < coupling
    return np.where(same & (overall > 0), overall, apart).astype(np.int8)
