"""`Points` as a scene."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from nnquiz.drawing.arrays import Array, distinct, matrix, pairs, vector, whole
from nnquiz.drawing.axes import Plot, draw_axes, draw_legend, draw_title
from nnquiz.drawing.contour import contour
from nnquiz.drawing.line_charts import along
from nnquiz.drawing.scales import Scale, scale_of
from nnquiz.drawing.scene import Paint, ScaleName, Scene, Shades
from nnquiz.drawing.wording import columns, cut, harmless
from nnquiz.frames import Points

MANY = 400  # unlabelled points beyond this number are drawn as specks


def scatter(picture: Points, width: int, height: int) -> Scene:
    """Points with a sign for each label, over a field with its boundary, with paths and names."""
    scene = Scene(width, height)
    xy = pairs(picture.xy)
    labels = _labels(picture, len(xy))
    top = draw_title(scene, picture.title)
    shown = [(i, name) for i, name in enumerate(picture.legend)]
    top += draw_legend(scene, top, shown, "shape")
    paths = [pairs(path) for path in picture.paths]
    x, y = _scales(picture, [xy, *paths])
    plot = draw_axes(scene, top, x, y, picture.x, picture.y)
    if picture.field is not None:
        _draw_field(scene, plot, matrix(picture.field), _scale_name(picture, labels))
    if picture.label is None:
        _draw_points(scene, plot, xy, labels, picture)
    labelled = labels if picture.label is not None else labels[:0]
    paints = [_paint(path, xy[: len(labelled)], labelled, len(paths)) for path in paths]
    _draw_paths(scene, plot, paths, paints)
    if picture.label is not None:
        _draw_points(scene, plot, xy, labels, picture)
    return scene


def _labels(picture: Points, count: int) -> NDArray[np.intp]:
    if picture.label is None:
        return np.zeros(count, dtype=np.intp)
    return whole(picture.label, count)


def _scales(picture: Points, lines: Sequence[Array]) -> tuple[Scale, Scale]:
    if picture.extent is not None:
        x0, x1, y0, y1 = (*vector(picture.extent), *[np.nan] * 4)[:4]
        if np.isfinite([x0, x1, y0, y1]).all() and x1 > x0 and y1 > y0:
            return scale_of([np.array((x0, x1))]), scale_of([np.array((y0, y1))])
    margin = 0.0 if picture.field is not None else 0.04
    both = [scale_of([line[:, axis] for line in lines], margin=margin) for axis in (0, 1)]
    return both[0], both[1]


def _scale_name(picture: Points, labels: NDArray[np.intp]) -> ScaleName:
    """What the field is taken for: two sides that part points, or a landscape under paths."""
    if picture.label is None:
        return "sequential"
    alone = len(distinct(labels)) == len(labels)  # each point is the end of a path
    return "relief" if picture.paths and alone else "sides"


def _paint(path: Array, xy: Array, labels: NDArray[np.intp], many: int) -> Paint:
    """A path's colour: that of the point at its end, if there is one."""
    if len(path) and len(xy):
        at_end = np.flatnonzero((xy == path[-1]).all(axis=1))
        if len(at_end):
            return int(labels[at_end[-1]])
    return "soft" if many > 3 else "ink"


def _draw_paths(scene: Scene, plot: Plot, paths: Sequence[Array], paints: list[Paint]) -> None:
    for place, (path, paint) in enumerate(zip(paths, paints, strict=True)):
        xs, ys = plot.clipped(plot.columns(path[:, 0]), plot.rows(path[:, 1]))
        scene.curve(xs, ys, paint)
        if isinstance(paint, int):
            scene.dots(*along(xs, ys, place, len(paths)), paint, paint)


def _draw_field(scene: Scene, plot: Plot, field: Array, scale: ScaleName) -> None:
    """The values as the ground, and the line where they cross a half if they part two sides."""
    if not field.size:
        return
    wide, high = plot.right - plot.left, plot.bottom - plot.top
    scene.rectangle(plot.left, plot.top, wide, high, Shades(field[::-1], scale))
    if scale == "sides":
        across, up = contour(field, 0.5)
        scene.curve(plot.left + across * wide, plot.bottom - up * high, "ink")


def _draw_points(
    scene: Scene, plot: Plot, xy: Array, labels: NDArray[np.intp], picture: Points
) -> None:
    xs, ys = plot.columns(xy[:, 0]), plot.rows(xy[:, 1])
    with np.errstate(invalid="ignore"):
        inside = (xs >= plot.left) & (xs <= plot.right) & (ys >= plot.top) & (ys <= plot.bottom)
    names = [harmless(name) for name in picture.names][: len(xy)]
    bare = inside.copy()
    bare[: len(names)] = False
    plain = picture.label is None
    kind: Literal["speck", "shape"] = "speck" if plain and inside.sum() > MANY else "shape"
    for label in distinct(labels[bare]):
        these = bare & (labels == label)
        scene.dots(xs[these], ys[these], label, label, kind)
    taken = np.zeros((scene.height + 1, scene.width + 1), dtype=bool)
    for place, name in enumerate(names):
        if inside[place]:
            _write_name(scene, plot, name, (xs[place], ys[place]), int(labels[place]), taken)


def _write_name(
    scene: Scene,
    plot: Plot,
    name: str,
    at: tuple[float, float],
    label: int,
    taken: NDArray[np.bool_],
) -> None:
    """Write a name where its point is, or close to it; a sign where there is no room left."""
    text = cut(name, max(1, (plot.right - plot.left) // 3))
    wide = columns(text)
    first = int(at[0] - wide / 2 + 0.5)
    for down in (0, -1, 1, -2, 2, -3, 3):
        for aside in (0, -wide // 2, wide // 2, -wide - 1, wide + 1):
            row, start = int(at[1]) + down, first + aside
            start = min(max(start, plot.left), max(plot.left, plot.right - wide))
            if not plot.top <= row < min(plot.bottom, scene.height):
                continue
            if not taken[row, max(0, start - 1) : start + wide + 1].any():
                taken[row, start : start + wide] = True
                scene.text(start + wide / 2, row, text, label, "middle")
                return
    if not taken[int(at[1]), int(at[0])]:
        scene.dots([at[0]], [at[1]], label, label)
