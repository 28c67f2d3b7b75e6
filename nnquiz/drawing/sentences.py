"""Each frame in words and figures, for screen readers: one fact a line, no signs to look at."""

from collections.abc import Iterable

import numpy as np

from nnquiz.drawing import verdicts
from nnquiz.drawing.arrays import Array, distinct, matrix, pairs, vector, whole
from nnquiz.drawing.bar_charts import bars_of
from nnquiz.drawing.figures import figure
from nnquiz.drawing.grids import matrices_of
from nnquiz.drawing.line_charts import Curve, curves_of
from nnquiz.drawing.tables import columns_of
from nnquiz.drawing.wording import harmless
from nnquiz.frames import Ask, Bars, Claim, Frame, Grid, Lines, Points, Say, Table

_ROWS_READ = 12  # of a table


def describe(frame: Frame) -> str:
    """One or more lines without box characters: a caption and what the picture shows."""
    match frame:
        case Say():
            return harmless(frame.text)
        case Ask():
            return "\n".join(_ask(frame))
        case Claim():
            return "\n".join(_claim(frame))
        case Lines():
            return _captioned("Chart", frame.title, _lines(frame))
        case Points():
            return _captioned("Points", frame.title, _points(frame))
        case Grid():
            return _captioned("Grid", frame.title, _grid(frame))
        case Bars():
            return _captioned("Bars", frame.title, _bars(frame))
        case Table():
            return _captioned("Table", frame.title, _table(frame))


def _captioned(kind: str, title: str, facts: Iterable[str]) -> str:
    return "\n".join([f"{kind}: {harmless(title).strip() or 'untitled'}.", *facts])


def _ask(ask: Ask) -> list[str]:
    options = zip("abcdefghij", ask.options, strict=False)
    return [harmless(ask.question), *(f"{letter}: {harmless(text)}" for letter, text in options)]


def _claim(claim: Claim) -> list[str]:
    text = f"{harmless(claim.text)}: {verdicts.found(claim)}, to be {verdicts.expected(claim)}."
    lines = [f"{verdicts.verdict(claim).capitalize()}: {text}"]
    return [*lines, verdicts.lesson(claim)] if verdicts.lesson(claim) else lines


def _lines(picture: Lines) -> list[str]:
    x_name = harmless(picture.x).strip()
    facts = [_curve(curve, x_name) for curve in curves_of(picture.series)]
    for name, (axis, place) in picture.marks.items():
        named = harmless(picture.x if axis == "x" else picture.y).strip() or axis
        facts.append(f"Mark {harmless(name)}: at {named} {figure(place)}.")
    return facts


def _curve(curve: Curve, x_name: str) -> str:
    known = np.isfinite(curve.xs) & np.isfinite(curve.ys)
    xs, ys = curve.xs[known], curve.ys[known]
    name = curve.name or "curve"
    if not len(ys):
        return f"{name}: no values."
    if len(ys) == 1:
        return f"{name}: {figure(ys[0])} at {_at(xs[0], x_name)}."
    first, last = float(ys[0]), float(ys[-1])
    low, high = int(np.argmin(ys)), int(np.argmax(ys))
    over = f"from {_at(xs[0], x_name)} to {figure(xs[-1])}"
    if ys[low] == ys[high]:
        return f"{name}: {figure(first)} all the way, {over}."
    way = "down" if last < first else "up" if last > first else "back"
    text = f"{name}: from {figure(first)} {way} to {figure(last)}, {over}"
    ends = (first, last)
    if ys[low] < min(ends):
        text += f"; least {figure(ys[low])} at {figure(xs[low])}"
    if ys[high] > max(ends):
        text += f"; most {figure(ys[high])} at {figure(xs[high])}"
    return text + "."


def _at(value: float, name: str) -> str:
    return f"{name} {figure(value)}" if name else figure(value)


def _points(picture: Points) -> list[str]:
    xy = pairs(picture.xy)
    names = [harmless(name) for name in picture.names][: len(xy)]
    if names:
        return [
            f"{name}: at {figure(x)}, {figure(y)}."
            for name, (x, y) in zip(names, xy.tolist(), strict=False)
        ]
    facts = []
    labels = whole(picture.label if picture.label is not None else [], len(xy))
    for label in distinct(labels):
        these = xy[labels == label]
        middle = [figure(value) for value in _means(these)]
        legend = [harmless(name) for name in picture.legend]
        name = legend[label] if label < len(legend) else f"label {label}"
        who = f"{name}: " if picture.label is not None or legend else ""
        facts.append(
            f"{who}{_count(len(these), 'point')}, in the middle at {middle[0]}, {middle[1]}."
        )
    if picture.field is not None:
        sides = picture.label is not None and not picture.paths
        facts.append(_ground(matrix(picture.field), sides=sides))
    if picture.paths:
        facts += _paths([pairs(path) for path in picture.paths])
    return facts or ["No points."]


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _means(values: Array) -> list[float]:
    known = [column[np.isfinite(column)] for column in values.T]
    return [float(column.mean()) if len(column) else float("nan") for column in known]


def _ground(field: Array, *, sides: bool) -> str:
    known = field[np.isfinite(field)]
    if not len(known):
        return "The ground has no values."
    if sides:
        share = float((known >= 0.5).mean())
        return f"The ground is at or above one half on {share:.0%} of the plane."
    return f"The ground goes from {figure(known.min())} to {figure(known.max())}."


def _paths(paths: list[Array]) -> list[str]:
    if len(paths) > 3:
        return [f"{len(paths)} lines join points."]
    facts = []
    for path in paths:
        known = path[np.isfinite(path).all(axis=1)]
        if len(known):
            first, last = ([figure(value) for value in known[i]] for i in (0, -1))
            facts.append(
                f"A line of {_count(len(known), 'point')} from {first[0]}, {first[1]}"
                f" to {last[0]}, {last[1]}."
            )
    return facts


def _grid(picture: Grid) -> list[str]:
    facts = []
    for name, values in matrices_of(picture):
        who = f"{name}: " if name.strip() else ""
        size = f"{_count(values.shape[0], 'row')}, {_count(values.shape[1], 'column')}"
        known = np.isfinite(values)
        if not known.any():
            facts.append(f"{who}{size}, no values.")
            continue
        most = np.unravel_index(np.nanargmax(values), values.shape)
        least = np.unravel_index(np.nanargmin(values), values.shape)
        text = f"{who}{size}; largest {figure(values[most])} at {_cell(picture, most)}"
        text += f", smallest {figure(values[least])} at {_cell(picture, least)}"
        missing = int((~known).sum())
        facts.append(f"{text}; {missing} missing." if missing else f"{text}.")
    return facts or ["No values."]


def _cell(picture: Grid, place: tuple[np.intp, ...]) -> str:
    row, column = int(place[0]), int(place[1])
    names = [harmless(name) for name in picture.rows], [harmless(n) for n in picture.columns]
    down = names[0][row] if row < len(names[0]) else str(row + 1)
    across = names[1][column] if column < len(names[1]) else str(column + 1)
    return f"row {down}, column {across}"


def _bars(picture: Bars) -> list[str]:
    unit = f" {harmless(picture.unit).strip()}".rstrip()
    edges = vector(picture.edges) if picture.edges is not None else np.empty(0)
    if len(edges) < 2:
        return [f"{bar.name}: {figure(bar.value)}{unit}." for bar in bars_of(picture)]
    facts = []
    for name, given in picture.bars.items():
        counts = np.nan_to_num(vector(given))[: len(edges) - 1]
        total = float(counts.sum())
        if not len(counts) or total <= 0:
            facts.append(f"{harmless(name)}: nothing counted.")
            continue
        middles = ((edges[:-1] + edges[1:]) / 2)[: len(counts)]
        peak = int(np.argmax(counts))
        mean = float((middles * counts).sum() / total)
        facts.append(
            f"{harmless(name)}: {figure(total)} in all, mean about {figure(mean)}, most between"
            f" {figure(edges[peak])} and {figure(edges[peak + 1])}."
        )
    return facts


def _table(picture: Table) -> list[str]:
    found = columns_of(picture)
    if not found:
        return ["No rows."]
    facts = []
    for row in range(min(len(picture.rows), _ROWS_READ)):
        first, *others = ((column.head.strip(), column.cells[row]) for column in found)
        parts = [f"{head} {cell}".strip() for head, cell in others if cell]
        lead = f"{first[0]} {first[1]}".strip()
        facts.append(f"{lead}: {', '.join(parts)}." if parts else f"{lead}.")
    if len(picture.rows) > _ROWS_READ:
        facts.append(f"And {len(picture.rows) - _ROWS_READ} more rows.")
    return facts
