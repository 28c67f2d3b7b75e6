"""Curves and fields at the places that a grid of cells has."""

import numpy as np

from nnquiz.drawing.arrays import Array


def resampled(values: Array, down: Array, across: Array) -> Array:
    """The values at shares of the height and the width; means where they are finer than that."""
    for axis, places in ((0, down), (1, across)):
        count = values.shape[axis]
        if count > len(places):
            values = _means(values, len(places), axis)
        else:
            chosen = np.clip((places * count).astype(np.intp), 0, count - 1)
            values = np.take(values, chosen, axis=axis)
    return values


def _means(values: Array, count: int, axis: int) -> Array:
    """The means of *count* equal parts along an axis; a value on a border counts for both parts."""
    known = np.isfinite(values)
    edges = np.linspace(0, values.shape[axis], count + 1)
    first = np.minimum(edges.astype(np.intp), values.shape[axis] - 1)
    share = np.expand_dims(edges - first, 1 - axis)
    sums = []
    for part in (np.where(known, values, 0.0), known.astype(np.float64)):
        before = np.cumsum(part, axis=axis) - part
        at_edges = np.take(before, first, axis) + share * np.take(part, first, axis)
        sums.append(np.diff(at_edges, axis=axis))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(sums[1] > 1e-9, sums[0] / sums[1], np.nan)


def samples(xs: Array, ys: Array) -> tuple[Array, Array]:
    """Points along a line, at least one for each dot that it touches."""
    known = np.isfinite(xs) & np.isfinite(ys)
    if len(xs) == 1 or not (known[1:] & known[:-1]).any():
        return xs[known], ys[known]
    steps_x, steps_y = np.diff(xs), np.diff(ys)
    joined = known[1:] & known[:-1]
    longest = np.maximum(np.abs(steps_x), np.abs(steps_y))
    counts = np.where(joined, np.ceil(np.where(joined, longest, 0.0)).astype(np.intp) + 1, 0)
    counts = np.minimum(counts, 4000)
    which = np.repeat(np.arange(len(counts)), counts)
    nth = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)
    share = nth / np.maximum(counts[which] - 1, 1)
    alone = known & ~np.append(joined, False) & ~np.insert(joined, 0, False)
    return (
        np.concatenate([xs[which] + share * steps_x[which], xs[alone]]),
        np.concatenate([ys[which] + share * steps_y[which], ys[alone]]),
    )


def apart(xs: Array, ys: Array) -> tuple[Array, Array]:
    """The points with gaps between them, so that no line joins them."""
    gaps = np.full(len(xs), np.nan)
    return np.stack([xs, gaps], axis=1).ravel(), np.stack([ys, gaps], axis=1).ravel()
