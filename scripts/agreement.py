"""Measures how alike several codings of the same units are: raw agreement, Krippendorff's alpha, and their intervals.

Codings of a unit are counted, so that the order of the coders plays no part: `counts` is an array of integers, a row a
unit, a column a value, each cell the number of coders who gave the unit that value. A coder who lacks the unit is simply
not counted; a unit that fewer than two coders have says nothing about agreement and is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import krippendorff
import numpy as np

RESAMPLES = 1_000
SEED = 20_250_410
_BOUNDS = (2.5, 97.5)  # per cent

Statistic = Callable[[np.ndarray, np.ndarray], np.ndarray]


def count(units: Sequence[Sequence[str]]) -> tuple[list[str], np.ndarray]:
    """The values that occur, sorted, and the counts of the units that at least two coders have.

    `units` holds for each unit the values given to it, one a coder who has it.
    """
    pairable = [values for values in units if len(values) > 1]
    values = sorted({value for given in pairable for value in given})
    counts = np.array([[list(given).count(value) for value in values] for given in pairable], dtype=int)
    return values, counts.reshape(len(pairable), len(values))


def one_against_rest(counts: np.ndarray, column: int) -> np.ndarray:
    """The counts with all other values made one; units that no coder gave the value stay in."""
    chosen = counts[:, column]
    return np.stack([chosen, counts.sum(axis=1) - chosen], axis=1)


def alpha(counts: np.ndarray) -> float:
    """Krippendorff's alpha for nominal values, by the library; NaN where all coders gave one single value."""
    if np.count_nonzero(counts.sum(axis=0)) < 2:
        return float("nan")
    return float(krippendorff.alpha(value_counts=counts, level_of_measurement="nominal"))


def raw_agreements(counts: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Share of the pairs of codings of a unit that agree, a value a row of `weights` (resamples x units)."""
    coders = counts.sum(axis=1)
    return _ratio(weights @ (counts * (counts - 1)).sum(axis=1), weights @ (coders * (coders - 1)))


def specific_agreements(counts: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Share of the pairs in which one coder gave the value of the first column where the other gave it too."""
    chosen, coders = counts[:, 0], counts.sum(axis=1)
    return _ratio(weights @ (chosen * (chosen - 1)), weights @ (chosen * (coders - 1)))


def alphas(counts: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Krippendorff's alpha for nominal values of many resamples at once; equals `alpha` where each weight is 1."""
    coders = counts.sum(axis=1)
    observed = weights @ ((counts * (coders[:, None] - counts)).sum(axis=1) / (coders - 1))
    values = weights @ counts
    total = values.sum(axis=1)
    expected = _ratio((values * (total[:, None] - values)).sum(axis=1), total - 1)
    return 1 - _ratio(observed, expected)


def interval(counts: np.ndarray, statistic: Statistic) -> tuple[float, float, int]:
    """The 95 per cent percentile interval of a statistic by resampling the units, always with the same seed.

    Returns its bounds and the number of resamples in which the statistic is undefined, which are left out.
    """
    units = len(counts)
    drawn = np.random.default_rng(SEED).integers(0, units, size=(RESAMPLES, units))
    weights = np.stack([np.bincount(sample, minlength=units) for sample in drawn])
    found = statistic(counts, weights)
    defined = found[~np.isnan(found)]
    if not len(defined):
        return float("nan"), float("nan"), RESAMPLES
    low, high = np.percentile(defined, _BOUNDS)
    return float(low), float(high), RESAMPLES - len(defined)


def _ratio(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """Division that gives NaN for a divisor of 0."""
    return np.divide(above, below, out=np.full(len(below), np.nan), where=below != 0)
