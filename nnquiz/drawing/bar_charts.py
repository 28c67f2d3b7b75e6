"""`Bars` as a scene: bars beside their names, or histograms over edges."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from nnquiz.drawing.arrays import Array, vector
from nnquiz.drawing.axes import draw_axes, draw_legend, draw_title
from nnquiz.drawing.figures import figure
from nnquiz.drawing.scales import Scale, scale_of
from nnquiz.drawing.scene import Scene
from nnquiz.drawing.wording import columns, harmless
from nnquiz.frames import Bars


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name and its value, NaN if it has none."""

    name: str
    value: float


def bars_of(picture: Bars) -> list[Bar]:
    """The bars; a series of values without edges gives one for each value."""
    found = []
    for name, given in picture.bars.items():
        values = vector(given)
        for place, value in enumerate(values.tolist()):
            number = f" {place + 1}" if len(values) > 1 else ""
            found.append(Bar(harmless(name) + number, value))
    return found


def bar_chart(picture: Bars, width: int, height: int) -> Scene:
    """A chart of the kind that the picture asks for."""
    if picture.edges is not None and len(vector(picture.edges)) >= 2:
        return _histograms(picture, width, height)
    return _bars(picture, width, height)


def _bars(picture: Bars, width: int, height: int) -> Scene:
    """Each bar with its name before it and its figure after it."""
    scene = Scene(width, height)
    top = draw_title(scene, picture.title)
    bars = bars_of(picture)
    room = max(1, height - top)
    if len(bars) > room:
        scene.text(0, height - 1, f"... and {len(bars) - room + 1} more", "soft")
        bars = bars[: room - 1]
    figures = [figure(bar.value) + _unit(picture.unit) for bar in bars]
    left = min(max((columns(bar.name) for bar in bars), default=0), int(width * 0.45)) + 1
    after = max(map(columns, figures), default=0) + 2
    scale = _bar_scale([bar.value for bar in bars], log=picture.log)
    zero = 0.0 if picture.log else -scale.low / (scale.high - scale.low)
    before = after if any(bar.value < 0 for bar in bars) and not picture.log else 0
    wide = max(1, width - left - after - before)
    start = left + before + zero * wide
    places = scale.fractions(vector([bar.value for bar in bars])).tolist()
    for row, (bar, text, place) in enumerate(zip(bars, figures, places, strict=True), top):
        scene.text(0, row, bar.name, room=left - 1)
        end = start if np.isnan(place) else left + before + place * wide
        if end != start:
            scene.rectangle(min(start, end), row + 0.12, abs(end - start), 0.76, 0)
        if end < start:
            scene.text(end - 0.5, row, text, "ink", "end")
        else:
            scene.text(np.ceil(end - 1e-6) + (end != start), row, text)
    return scene


def _bar_scale(values: Iterable[float], *, log: bool) -> Scale:
    """From zero, or on a log scale from the power of ten below the least."""
    scale = scale_of([vector(list(values))], log=log, zero=True)
    if not log:
        return scale
    low = np.floor(scale.low + 1e-9) - (1.0 if scale.low - np.floor(scale.low) < 0.1 else 0.0)
    return Scale(float(low), scale.high, log=True)


def _unit(unit: str) -> str:
    unit = harmless(unit).strip()
    return unit if unit in {"", "%", "×"} else f" {unit}"


def _histograms(picture: Bars, width: int, height: int) -> Scene:
    """One as columns; several as outlines, each with its letter."""
    scene = Scene(width, height)
    top = draw_title(scene, picture.title)
    edges = vector(picture.edges)
    counts = {harmless(name): vector(given) for name, given in picture.bars.items()}
    if len(counts) == 1:
        scene.text(0, top, next(iter(counts)), 0)
        top += 1
    else:
        top += draw_legend(scene, top, list(enumerate(counts)), "letter")
    y = scale_of(list(counts.values()), log=picture.log, zero=True, margin=0.0)
    if picture.log:
        y = Scale(float(np.floor(y.low - 0.1)), y.high, log=True)
    plot = draw_axes(scene, top, scale_of([edges]), y, "", harmless(picture.unit))
    base = float(plot.bottom) if picture.log else float(plot.rows(np.zeros(1))[0])
    for place, values in enumerate(counts.values()):
        count = min(len(values), len(edges) - 1)
        heights = plot.rows(values[:count])
        heights = np.where(np.isnan(heights), base, heights)
        places = plot.columns(edges[: count + 1])
        if len(counts) == 1:
            for x0, x1, y0 in zip(places, places[1:], heights, strict=False):
                if np.isfinite(x0 + x1 + y0) and y0 != base:
                    highest = min(float(y0), base)
                    scene.rectangle(
                        float(x0), highest, float(x1 - x0), abs(base - float(y0)), 0, "up"
                    )
            continue
        outline_x = np.repeat(places, 2)
        outline_y = np.concatenate([[base], np.repeat(heights, 2), [base]])
        scene.curve(outline_x[: len(outline_y)], outline_y, place)
        _letter(scene, places, heights, place, len(counts))
    return scene


def _letter(scene: Scene, places: Array, heights: Array, place: int, count: int) -> None:
    """A letter on the roof of some columns, for each outline on others."""
    middles = (places[:-1] + places[1:]) / 2
    often = max(2 * count, len(middles) // 4)
    chosen = np.arange(len(middles)) % often == (place * often // count) % often
    if len(heights):
        chosen &= heights < np.max(heights)
        chosen[np.argmin(heights)] = True
    scene.dots(middles[chosen], heights[chosen], place, place, "letter")
