"""What charts have in common: title, legend, axes with ticks, and the place of a value."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from nnquiz.drawing.arrays import Array
from nnquiz.drawing.scales import Scale
from nnquiz.drawing.scene import Scene
from nnquiz.drawing.wording import columns, cut, harmless, wrap


@dataclass(frozen=True, slots=True)
class Plot:
    """The inside of a chart, in cells, with its two scales.

    What lies on the border is drawn half a dot inside it, so that it does not run into the axes.
    """

    left: int
    right: int
    top: int
    bottom: int
    x: Scale
    y: Scale

    def columns(self, values: Array) -> Array:
        """Where values of x lie."""
        return self.left + 0.25 + self.x.fractions(values) * self._wide

    def rows(self, values: Array) -> Array:
        """Where values of y lie: the larger, the higher up."""
        return self.bottom - 0.125 - self.y.fractions(values) * self._tall

    def x_ticks(self, most: int) -> list[tuple[float, str]]:
        """Round values of x: where they lie, and how they are written."""
        return [(self.left + 0.25 + at * self._wide, label) for at, label in self.x.ticks(most)]

    def y_ticks(self, most: int) -> list[tuple[float, str]]:
        """Round values of y: where they lie, and how they are written."""
        return [(self.bottom - 0.125 - at * self._tall, label) for at, label in self.y.ticks(most)]

    @property
    def _wide(self) -> float:
        return self.right - self.left - 0.5

    @property
    def _tall(self) -> float:
        return self.bottom - self.top - 0.25

    def clipped(self, xs: Array, ys: Array) -> tuple[Array, Array]:
        """A line as far as it is inside: cut at the border, broken where it is outside."""
        x0, x1, y0, y1 = self.left, self.right, self.top, self.bottom
        with np.errstate(invalid="ignore"):
            outside = (xs < x0) | (xs > x1) | (ys < y0) | (ys > y1)
        if len(xs) < 2 or not outside.any():
            return np.where(outside, np.nan, xs), np.where(outside, np.nan, ys)
        start, step = np.stack([xs[:-1], ys[:-1]]), np.stack([np.diff(xs), np.diff(ys)])
        low, high = np.array([[x0], [y0]]), np.array([[x1], [y1]])
        with np.errstate(all="ignore"):
            enter, leave = (low - start) / step, (high - start) / step
        enter, leave = np.fmin(enter, leave), np.fmax(enter, leave)
        level = step == 0  # along a border: inside all the way, or nowhere
        within = (start >= low) & (start <= high)
        enter = np.where(level, np.where(within, -np.inf, np.inf), enter)
        leave = np.where(level, np.where(within, np.inf, -np.inf), leave)
        begin = np.maximum(enter.max(axis=0), 0.0)
        end = np.minimum(leave.min(axis=0), 1.0)
        with np.errstate(invalid="ignore"):
            ends = np.where(begin <= end, np.stack([begin, end]), np.nan)
        gap = np.full(len(begin), np.nan)
        cut_x = np.stack([start[0] + ends[0] * step[0], start[0] + ends[1] * step[0], gap], axis=1)
        cut_y = np.stack([start[1] + ends[0] * step[1], start[1] + ends[1] * step[1], gap], axis=1)
        return np.clip(cut_x.ravel(), x0, x1), np.clip(cut_y.ravel(), y0, y1)


def draw_title(scene: Scene, title: str) -> int:
    """Write the title in one line, or in two where there is room; the rows that it takes."""
    lines = wrap(harmless(title), scene.width)
    if not lines:
        return 0
    most = 2 if scene.height >= 10 else 1
    if len(lines) > most:
        lines = [*lines[: most - 1], cut(" ".join(lines[most - 1 :]), scene.width)]
    for row, line in enumerate(lines):
        scene.text(0, row, line, bold=True)
    return len(lines)


def draw_legend(
    scene: Scene,
    row: int,
    names: Sequence[tuple[int, str]],
    kind: Literal["letter", "shape"],
) -> int:
    """Name each series (its place, its name) after its sign; the rows that it takes."""
    entries = [(place, harmless(name)) for place, name in names if str(name).strip()]
    if not entries or scene.height < 6:
        return 0
    few = max(1, (scene.height - 4) // 5)
    tries = [(few, longest) for longest in (scene.width - 2, 30, 20)]
    more = few + (scene.height >= 10)  # rather a row more than names that say nothing
    tries += [(more, longest) for longest in (scene.width - 2, 30, 20, 14, 10, 7, 5)]
    for most, longest in tries:
        rows = _flow([(place, cut(name, longest)) for place, name in entries], scene.width)
        if len(rows) <= most:
            break
    for number, line in enumerate(rows[:most]):
        at = 0
        for place, name in line:
            scene.dots([at + 0.5], [row + number + 0.5], place, place, kind)
            scene.text(at + 2, row + number, name, place, room=scene.width - at - 2)
            at += columns(name) + 5
    left = sum(map(len, rows[most:]))
    if left:
        scene.text(scene.width, row + most - 1, f" +{left}", "soft", "end")
    return min(most, len(rows))


def _flow(entries: list[tuple[int, str]], room: int) -> list[list[tuple[int, str]]]:
    rows: list[list[tuple[int, str]]] = [[]]
    used = 0
    for place, name in entries:
        needed = columns(name) + 2
        if rows[-1] and used + 3 + needed > room:
            rows.append([])
            used = 0
        used += needed + (3 if rows[-1] else 0)
        rows[-1].append((place, name))
    return rows


def draw_axes(scene: Scene, top: int, x: Scale, y: Scale, x_name: str, y_name: str) -> Plot:
    """Draw both axes below row *top*, with as much as there is room for, and return the inside."""
    x_name, y_name = harmless(x_name).strip(), harmless(y_name).strip()
    room = scene.height - top
    if y_name and room >= 9:
        scene.text(0, top, y_name, "soft")
        top += 1
    named = bool(x_name) and room >= 8
    labelled = room >= 4
    bottom = max(top + 1, scene.height - (2 if labelled else 0) - named)
    many = max(2, (bottom - top) // 2)
    labels = [label for _, label in y.ticks(many)] if scene.width >= 16 and labelled else []
    wide = min(max(map(columns, labels), default=0), scene.width // 3)
    left, right = (wide + 1 if labelled else 0), max(scene.width, wide + 2)
    plot = Plot(left, right, top, bottom, x, y)
    if not labelled:
        return plot
    scene.rule(left - 0.5, top, left - 0.5, bottom + 0.5)
    scene.rule(left - 0.5, bottom + 0.5, right, bottom + 0.5)
    for row, label in plot.y_ticks(many) if wide else []:
        scene.rule(left - 1, row, left - 0.5, row)
        at = min(max(row - 0.5, top), bottom - 1)
        scene.text(left - 1, at, label, "soft", "end", room=wide)
    _draw_x_ticks(scene, plot)
    if named:
        scene.text((left + right) / 2, bottom + 2, x_name, "soft", "middle", room=right - left)
    return plot


def _draw_x_ticks(scene: Scene, plot: Plot) -> None:
    """As many ticks as fit with at least two columns between their labels."""
    for most in (9, 8, 7, 6, 5, 4, 3, 2):
        places = []
        for column, label in plot.x_ticks(most):
            half = columns(label) / 2
            places.append((column, min(max(column, half), scene.width - half), half, label))
        if all(b[1] - b[2] >= a[1] + a[2] + 2 for a, b in pairwise(places)):
            break
    after = -1.0
    for column, middle, half, label in places:
        if middle - half < max(0.0, after):
            continue
        scene.rule(column, plot.bottom + 0.5, column, plot.bottom + 1)
        scene.text(middle, plot.bottom + 1, label, "soft", "middle")
        after = middle + half + 1
