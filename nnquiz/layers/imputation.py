"""Filling the gaps of a table, *gone* being True where a cell is missing, from the cells there are.

The columns are taken for jointly Gaussian: each is a regression on the others.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


def column_means(x: Array, gone: Mask) -> Array:
    """The mean of what is there, column by column."""
    means: Array = np.where(gone, 0, x).sum(0) / np.maximum((~gone).sum(0), 1)
    return means


def seen_inverse(gone: Mask, cov: Array) -> Array:
    """For each row the inverse of Σ[seen, seen], with 0 in place of what is missing."""
    both = ~gone[:, :, None] & ~gone[:, None, :]
    padded = np.where(both, cov, np.eye(len(cov)))  # 1 for the missing, so that it has an inverse
    return np.where(both, np.linalg.inv(padded), 0)


def fill_by_regression(x: Array, gone: Mask, mean: Array, cov: Array) -> Array:
    """E[missing | seen] = μ + Σ[missing, seen] Σ[seen, seen]⁻¹ (x - μ)[seen], row by row."""
    off = np.where(gone, 0, x - mean)
    expected = mean + (seen_inverse(gone, cov) @ off[:, :, None])[:, :, 0] @ cov
    return np.where(gone, expected, x)


def fit_imputer(x: Array, gone: Mask, rounds: int = 8) -> tuple[Array, Array]:
    """Mean and covariance of columns with gaps, by EM for a Gaussian.

    Fill, then estimate from the filled, and again (Dempster, Laird & Rubin 1977,
    https://doi.org/10.1111/j.2517-6161.1977.tb01600.x). What is filled in varies too little; the
    covariance that the missing have, given the seen, Σ - Σ Σ[seen, seen]⁻¹ Σ, makes up for that.
    """
    mean = column_means(x, gone)
    cov = np.diag(np.where(gone, 0, (x - mean) ** 2).mean(0) + 1e-6)
    for _ in range(rounds):
        filled = fill_by_regression(x, gone, mean, cov)
        lost = cov - cov @ seen_inverse(gone, cov).mean(0) @ cov
        mean = filled.mean(0)
        cov = np.cov(filled.T, bias=True) + lost + 1e-6 * np.eye(len(cov))
    return mean, cov
