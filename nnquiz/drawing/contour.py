"""The line along which a field of values crosses a level."""

import numpy as np

from nnquiz.drawing.arrays import Array


def contour(field: Array, level: float) -> tuple[Array, Array]:
    """The line's points as (across, up), each from 0 to 1, a NaN after each piece.

    A value stands in the middle of its tile. Between four neighbours the line is straight
    (marching squares); where it crosses all four sides, two pieces are drawn.
    """
    rows, columns = field.shape
    if rows < 2 or columns < 2:
        return np.empty(0), np.empty(0)
    corners = np.stack([field[:-1, :-1], field[:-1, 1:], field[1:, 1:], field[1:, :-1]])
    offsets = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])
    following = np.roll(corners, -1, axis=0)
    with np.errstate(all="ignore"):
        crosses = (corners >= level) != (following >= level)
        crosses &= np.isfinite(corners).all(axis=0)
        share = np.where(crosses, (level - corners) / (following - corners), 0.0)
    steps = np.roll(offsets, -1, axis=0) - offsets
    i, j = np.indices((rows - 1, columns - 1))
    across = j + offsets[:, 0, None, None] + share * steps[:, 0, None, None]
    up = i + offsets[:, 1, None, None] + share * steps[:, 1, None, None]
    # Of each square the sides that are crossed, in turn: two of them, or all four.
    side, row, column = np.nonzero(crosses)
    turn = np.lexsort((side, column, row))
    side, row, column = side[turn], row[turn], column[turn]
    xs = (across[side, row, column] + 0.5) / columns
    ys = (up[side, row, column] + 0.5) / rows
    gap = np.full((len(xs) // 2, 1), np.nan)
    even = len(xs) // 2 * 2
    return (
        np.hstack([xs[:even].reshape(-1, 2), gap]).ravel(),
        np.hstack([ys[:even].reshape(-1, 2), gap]).ravel(),
    )
