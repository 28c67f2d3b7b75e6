"""`Lines` as a scene."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from nnquiz.drawing.arrays import Array, vector
from nnquiz.drawing.axes import Plot, draw_axes, draw_legend, draw_title
from nnquiz.drawing.scales import scale_of
from nnquiz.drawing.scene import Scene
from nnquiz.drawing.wording import columns, cut, harmless
from nnquiz.frames import Lines


@dataclass(frozen=True, slots=True)
class Curve:
    """One series: its name and its values, of one length."""

    name: str
    xs: Array
    ys: Array


def curves_of(series: Mapping[str, Any]) -> list[Curve]:
    """The series, with 0, 1, 2, ... for x where a demo gives y alone."""
    found = []
    for name, given in series.items():
        if isinstance(given, tuple) and len(given) == 2 and np.ndim(given[0]) and np.ndim(given[1]):
            xs, ys = vector(given[0]), vector(given[1])
        else:
            ys = vector(given)
            xs = np.arange(len(ys), dtype=np.float64)
        count = min(len(xs), len(ys))
        found.append(Curve(harmless(name), xs[:count], ys[:count]))
    return found


def line_chart(picture: Lines, width: int, height: int) -> Scene:
    """Curves over one pair of axes, each with its letter; marks as dashed lines with their name."""
    scene = Scene(width, height)
    curves = curves_of(picture.series)
    marks = _marks(picture)
    top = draw_title(scene, picture.title)
    top += draw_legend(scene, top, [(i, c.name) for i, c in enumerate(curves)], "letter")
    across = {axis: vector([place for _, a, place in marks if a == axis]) for axis in ("x", "y")}
    x = scale_of([*(c.xs for c in curves), across["x"]], log=picture.log_x)
    y = scale_of([*(c.ys for c in curves), across["y"]], log=picture.log_y, margin=0.03)
    plot = draw_axes(scene, top, x, y, picture.x, picture.y)
    placed = [plot.clipped(plot.columns(c.xs), plot.rows(c.ys)) for c in curves]
    drawn = [thinned(xs, ys) for xs, ys in placed]
    for _, axis, place in marks:
        _draw_mark(scene, plot, axis, place)
    for place, (xs, ys) in enumerate(drawn):
        scene.curve(xs, ys, place)
    for place, (xs, ys) in enumerate(drawn):
        scene.dots(*along(xs, ys, place, len(drawn)), place, place, "letter")
    _name_marks(scene, plot, marks, drawn)
    return scene


def thinned(xs: Array, ys: Array) -> tuple[Array, Array]:
    """A long curve with fewer points that looks the same: of each narrow strip its extremes."""
    if len(xs) < 1500 or not np.all(np.isfinite(xs)) or np.any(np.diff(xs) < 0):
        return xs, ys
    strips = np.floor(xs * 8)
    starts = np.flatnonzero(np.diff(strips, prepend=-1.0))
    filled = np.where(np.isnan(ys), np.inf, ys)
    least = np.minimum.reduceat(filled, starts)
    most = np.maximum.reduceat(np.where(np.isnan(ys), -np.inf, ys), starts)
    ends = np.append(starts[1:], len(xs)) - 1
    across = np.repeat(xs[starts], 4)
    up = np.stack([ys[starts], least, most, ys[ends]], axis=1).ravel()
    return across, np.where(np.isfinite(up), up, np.nan)


def along(xs: Array, ys: Array, place: int, count: int) -> tuple[Array, Array]:
    """Where a curve shows its sign: every so often, each of *count* curves a little further on."""
    there = np.isfinite(xs) & np.isfinite(ys)
    xs, ys = xs[there], ys[there]
    if len(xs) < 2:
        return xs, ys
    way = np.concatenate([[0.0], np.cumsum(np.abs(np.diff(xs)) + 0.1 * np.abs(np.diff(ys)))])
    often = max(14.0, way[-1] / (5 if count <= 6 else 1))
    stops = np.arange((place + 0.5) / count * often, way[-1], often)
    if not len(stops):
        stops = way[-1:] * (place + 0.5) / count
    nearest = np.clip(np.searchsorted(way, stops), 1, len(way) - 1)
    share = (stops - way[nearest - 1]) / np.maximum(way[nearest] - way[nearest - 1], 1e-12)
    # A letter sits on the curve; in the gap that a broken curve leaves, at the nearer end.
    share = np.where(way[nearest] - way[nearest - 1] > often / 2, np.round(share), share)
    return (
        xs[nearest - 1] + share * (xs[nearest] - xs[nearest - 1]),
        ys[nearest - 1] + share * (ys[nearest] - ys[nearest - 1]),
    )


def _marks(picture: Lines) -> list[tuple[str, str, float]]:
    found = []
    for name, (axis, place) in picture.marks.items():
        at = vector([place])[0]
        log = picture.log_x if axis == "x" else picture.log_y
        if axis in {"x", "y"} and np.isfinite(at) and not (log and at <= 1e-300):
            found.append((harmless(name), str(axis), float(at)))
    return found


def _draw_mark(scene: Scene, plot: Plot, axis: str, place: float) -> None:
    if axis == "x":
        at = float(plot.columns(vector([place]))[0])
        scene.curve([at, at], [plot.top, plot.bottom], "soft", dashed=True)
    else:
        at = float(plot.rows(vector([place]))[0])
        scene.curve([plot.left, plot.right], [at, at], "soft", dashed=True)


def _name_marks(
    scene: Scene,
    plot: Plot,
    marks: list[tuple[str, str, float]],
    drawn: list[tuple[Array, Array]],
) -> None:
    """Write each mark's name beside its line, where it hides least of the curves and names."""
    busy = _density(scene, drawn)
    room = (plot.right - plot.left) // 2
    for name, axis, place in marks:
        label = cut(name, room)
        wide = columns(label)
        if axis == "x":
            at = int(plot.columns(vector([place]))[0])
            sides = [at + 1, at - wide]
            tries = [(x, row) for row in range(plot.top, plot.bottom) for x in sides]
        else:
            at = int(min(plot.rows(vector([place]))[0], plot.bottom - 0.01))
            starts = np.linspace(plot.right - wide - 1, plot.left + 1, 8).astype(int).tolist()
            tries = [(x, row) for row in (at - 1, at + 1) for x in starts]
        inside = [
            (x, row)
            for x, row in tries
            if plot.left <= x <= plot.right - wide and plot.top <= row < plot.bottom
        ]
        if not inside or not wide:
            continue
        x, row = min(inside, key=lambda spot: busy[spot[1], spot[0] : spot[0] + wide].sum())
        scene.text(x, row, label, "soft")
        busy[row, max(0, x - 1) : x + wide + 1] += 100


def _density(scene: Scene, drawn: list[tuple[Array, Array]]) -> Array:
    """How much of the curves each cell holds."""
    busy = np.zeros((scene.height + 1, scene.width + 1))
    for xs, ys in drawn:
        if len(xs) < 2:
            continue
        share = np.linspace(0, 1, max(2, 8 * scene.width // len(xs)))[:, None]
        across, down = xs[:-1] + share * np.diff(xs), ys[:-1] + share * np.diff(ys)
        there = np.isfinite(across) & np.isfinite(down)
        np.add.at(busy, (down[there].astype(int), across[there].astype(int)), 1)
    return np.minimum(busy, 1)
