"""`Grid` as a scene: matrices as tiles, side by side, on one scale."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnquiz.drawing.arrays import Array, matrix, vector
from nnquiz.drawing.axes import draw_title
from nnquiz.drawing.figures import figure
from nnquiz.drawing.scene import ScaleName, Scene, Shades
from nnquiz.drawing.wording import columns, cut, harmless, wrap
from nnquiz.frames import Grid

_GOOD_ROWS = 24  # a grid that has more to itself looks no better
_GAP = 2  # columns between two matrices
_SIZES = (4.0, 3.0, 2.0, 1.5, 1.0, 0.5)  # rows of a tile that fall on whole or half cells


@dataclass(frozen=True, slots=True)
class Fit:
    """How matrices are set out: tiles of *tall* rows and *wide* columns, *across* in a band."""

    tall: float
    wide: float
    across: int
    head: int  # rows above each band: the matrix's name
    foot: int  # rows below each band: the names of columns
    figures: bool  # whether the values are to be read, as in a table, or seen, as in an image

    def band(self, rows: int) -> int:
        """How many rows of the sheet a band of matrices of *rows* rows takes."""
        return math.ceil(self.head + rows * self.tall + self.foot - 1e-9)


def matrices_of(picture: Grid) -> list[tuple[str, Array]]:
    """The matrices with their names, but for empty ones."""
    named = [(harmless(name), matrix(given)) for name, given in picture.cells.items()]
    return [(name, values) for name, values in named if values.size]


def value_range(picture: Grid) -> tuple[float, float]:
    """The least and the largest value on the scale, with the neutral one in the middle if any."""
    values = np.concatenate([m.ravel() for _, m in matrices_of(picture)] or [np.empty(0)])
    values = values[np.isfinite(values)]
    if not len(values):
        return 0.0, 0.0
    low, high = float(values.min()), float(values.max())
    middle = math.nan if picture.middle is None else float(vector([picture.middle])[0])
    if math.isfinite(middle):
        reach = max(abs(low - middle), abs(high - middle))
        return middle - reach, middle + reach
    return low, high


def wanted_rows(picture: Grid, width: int) -> int:
    """How many rows the grid takes where there are enough."""
    matrices = matrices_of(picture)
    if not matrices:
        return 2
    rows, _ = _largest(matrices)
    best = _fit(picture, matrices, width, _GOOD_ROWS)
    bands = math.ceil(len(matrices) / best.across)
    return bands * best.band(rows) + bands  # a row between two bands, and the key


def fewest_rows(picture: Grid, width: int) -> int:
    """How many rows the grid takes if each tile has half a cell; 0 if no width would do for that.

    With fewer, tiles run into each other: an image's thin strokes are gone.
    """
    matrices = matrices_of(picture)
    if not matrices:
        return 0
    rows, wide = _largest(matrices)
    room = width - _row_names_room(picture, width) + _GAP
    across = min(len(matrices), room // (wide + _GAP))
    if not across:
        return 0
    bands = math.ceil(len(matrices) / across)
    smallest = Fit(0.5, 1.0, across, _head(matrices), _foot(picture.columns), False)
    return bands * smallest.band(rows) + 1


def grid(picture: Grid, width: int, height: int) -> Scene:
    """Tiles as large as there is room for, with the figures in them where they fit."""
    scene = Scene(width, height)
    top = draw_title(scene, picture.title)
    matrices = matrices_of(picture)
    if not matrices:
        return scene
    low, high = value_range(picture)
    keyed = high > low and height - top >= 6
    fit = _fit(picture, matrices, width, height - top - keyed)
    rows, wide = _largest(matrices)
    left = _row_names_room(picture, width)
    across = wide * fit.wide + _GAP
    down = fit.band(rows)
    bands = math.ceil(len(matrices) / fit.across)
    gap = 1 if height - top - keyed - bands * down >= bands - 1 else 0
    decimals = _decimals([values for _, values in matrices])
    for place, (name, values) in enumerate(matrices):
        band, column = divmod(place, fit.across)
        x, y = left + column * across, top + band * (down + gap)
        if fit.head:
            scene.text(x, y, name, room=max(1, min(int(across) - 1, int(scene.width - x))))
        y += fit.head
        shades = Shades(_shares(values, low, high), _scale_name(picture))
        tall, broad = values.shape[0] * fit.tall, values.shape[1] * fit.wide
        scene.rectangle(x, y, broad, tall, shades)
        _fill_in(scene, values, x, y, fit, decimals)
        if column == 0:
            _name_rows(scene, picture.rows, y, fit, left)
        if fit.foot:
            _name_columns(scene, picture.columns, x, y + tall, fit, values.shape[1])
    if keyed:
        end = top + bands * (down + gap) - gap
        _draw_key(scene, picture, low, high, min(height - 1, end))
    return scene


def _head(matrices: Sequence[tuple[str, Array]]) -> int:
    return 1 if any(name.strip() for name, _ in matrices) else 0


def _foot(names: Sequence[str]) -> int:
    """Rows for the names of columns: two where names of several words are long."""
    texts = [harmless(name).strip() for name in names]
    if any(" " in text and columns(text) > 6 for text in texts):
        return 2
    return 1 if any(texts) else 0


def _largest(matrices: Sequence[tuple[str, Array]]) -> tuple[int, int]:
    return max(m.shape[0] for _, m in matrices), max(m.shape[1] for _, m in matrices)


def _row_names_room(picture: Grid, width: int) -> int:
    longest = max((columns(harmless(name)) for name in picture.rows), default=0)
    return min(longest + 1, width // 3) if longest else 0


def _fit(picture: Grid, matrices: Sequence[tuple[str, Array]], width: int, height: int) -> Fit:
    """The largest tiles for which everything has room, over all ways to break into bands."""
    rows, wide = _largest(matrices)
    head = _head(matrices)
    foot = _foot(picture.columns)
    named = bool(foot or picture.rows)
    if height < 5:
        head = foot = 0
    left = _row_names_room(picture, width)
    best = Fit(0.0, 0.0, 1, head, foot, named)
    for across in range(len(matrices), 0, -1):
        bands = math.ceil(len(matrices) / across)
        room = max(1.0, (width - left - _GAP * (across - 1)) / across)
        tall = max(0.1, (height // bands - head - foot) / rows)
        fit = _tile(tall, room / wide, named=named)
        if fit[0] * fit[1] > best.tall * best.wide + 1e-9:
            best = Fit(*fit, math.ceil(len(matrices) / bands), head, foot, named)
    return best


def _tile(tall: float, wide: float, *, named: bool) -> tuple[float, float]:
    """A tile's rows and columns: square for an image, broader where rows or columns have names."""
    if named:
        tall = next((size for size in (3.0, 2.0, 1.0, 0.5) if size <= tall), tall)
        broad = min(wide, 9.0 if tall >= 1 else 4.0)
        tall = min(tall, max(1.0, float(int(broad / 2)))) if tall >= 1 else tall
        return tall, (float(int(broad)) if broad >= 1 else broad)
    tall = min(tall, wide / 2)
    tall = next((size for size in _SIZES if size <= tall + 1e-9), tall)
    return tall, 2 * tall


def _shares(values: Array, low: float, high: float) -> Array:
    if not high > low:
        return np.where(np.isnan(values), np.nan, 0.5)
    return (values - low) / (high - low)


def _scale_name(picture: Grid) -> ScaleName:
    return "sequential" if picture.middle is None else "diverging"


def _fill_in(
    scene: Scene, values: Array, x: float, y: float, fit: Fit, decimals: int | None
) -> None:
    """Write the figures where tiles have room for all of them; else mark the missing ones alone."""
    if fit.tall < 1 or fit.wide < 1:
        return
    texts = _figures(values, decimals)
    longest = max(map(columns, texts.values()), default=0)
    full = fit.figures and longest + 1 <= fit.wide
    for (i, j), text in texts.items():
        missing = bool(np.isnan(values[i, j]))
        if full or missing:
            row = y + i * fit.tall + (fit.tall - 1) / 2
            middle = x + (j + 0.5) * fit.wide
            scene.text(middle, row, "×" if missing else text, anchor="middle")


def _decimals(matrices: Sequence[Array]) -> int | None:
    """With how many decimals all figures are written; None where their sizes differ too much."""
    known = np.concatenate([values[np.isfinite(values)] for values in matrices])
    size = float(np.max(np.abs(known), initial=0.0))
    if size and not 0.01 <= size < 1e5:
        return None
    if np.all(known == np.rint(known)):
        return 0
    return 0 if size >= 100 else 1 if size >= 10 else 2


def _figures(values: Array, decimals: int | None) -> dict[tuple[int, int], str]:
    if decimals is None:
        return {at: figure(value) for at, value in _enumerated(values)}
    return {
        at: "" if math.isnan(value) else f"{round(value, decimals) + 0.0:.{decimals}f}"
        for at, value in _enumerated(values)
    }


def _enumerated(values: Array) -> list[tuple[tuple[int, int], float]]:
    return [((i, j), float(v)) for i, row in enumerate(values) for j, v in enumerate(row)]


def _name_rows(scene: Scene, names: Sequence[str], y: float, fit: Fit, left: int) -> None:
    last = -1.0
    for i, name in enumerate(names):
        row = y + (i + 0.5) * fit.tall - 0.5
        if row >= last + 1 and left > 1:
            scene.text(left - 1, row, harmless(name), anchor="end", room=left - 1)
            last = row


def _name_columns(
    scene: Scene, names: Sequence[str], x: float, y: float, fit: Fit, count: int
) -> None:
    """The names under their columns; where they have no room, only each second, third, ..."""
    texts = [harmless(name) for name in names][:count]
    longest = max(map(columns, texts), default=0)
    if fit.wide >= 4:
        every, room = 1, int(fit.wide) - 1
    else:
        every = max(1, math.ceil((min(longest, 6) + 1) / fit.wide))
        room = max(1, int(every * fit.wide) - 1)
    for j in range(0, len(texts), every):
        lines = wrap(texts[j], room) if fit.foot > 1 else texts[j : j + 1]
        if len(lines) > fit.foot:
            lines = [*lines[: fit.foot - 1], " ".join(lines[fit.foot - 1 :])]
        for row, line in enumerate(lines, math.ceil(y)):
            if every == 1:
                scene.text(x + (j + 0.5) * fit.wide, row, cut(line, room), anchor="middle")
            else:
                scene.text(x + j * fit.wide, row, cut(line, room))


def _draw_key(scene: Scene, picture: Grid, low: float, high: float, row: int) -> None:
    """What the shades mean: the scale's ends, its middle, and all shades between."""
    texts = [figure(low), figure(high)]
    wide = min(24, scene.width - sum(map(columns, texts)) - 2)
    if wide < 6:
        return
    start = columns(texts[0]) + 1
    scene.text(0, row, texts[0], "soft")
    steps = np.linspace(0, 1, 2 * wide)[None, :]
    scene.rectangle(start, row, wide, 1, Shades(steps, _scale_name(picture)))
    scene.text(start + wide + 1, row, texts[1], "soft")
