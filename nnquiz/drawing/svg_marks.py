"""The parts of a scene as SVG elements, in pixels."""

import math
from html import escape
from itertools import pairwise

import numpy as np

from nnquiz.drawing import palette
from nnquiz.drawing.arrays import Array
from nnquiz.drawing.scene import Dots, Paint, Polyline, Rectangle, Scene, Shades, Text

CELL = (8.0, 16.0)  # a character cell, in pixels
_SIZE = 12.5  # of letters
_HALO = '<path d="{}" fill="none" stroke="#fff" stroke-opacity="0.75" stroke-width="{}"/>'
# One sign for each series, drawn from its middle; the first three as in a terminal.
_SIGNS = (
    "m-3 0a3 3 0 1 0 6 0a3 3 0 1 0 -6 0",  # circle
    "m-3 -3l6 6m0 -6l-6 6",  # cross
    "m-3.6 0h7.2m-3.6 -3.6v7.2",  # plus
    "m0 -3.6l3.4 6.2h-6.8z",  # triangle
    "m-2.8 -2.8h5.6v5.6h-5.6z",  # square
    "m0 -3.8l3.2 3.8l-3.2 3.8l-3.2 -3.8z",  # diamond
    "m0 3.6l3.4 -6.2h-6.8z",  # triangle on its tip
    "m-3.4 0h6.8",  # dash
)
_SPECK = "m-1.2 0a1.2 1.2 0 1 0 2.4 0a1.2 1.2 0 1 0 -2.4 0"
_OPEN = {1, 2, 7}  # signs of strokes alone, with nothing to fill


def elements(scene: Scene) -> list[str]:
    """The scene's parts as elements, to be placed in a group."""
    shaded: list[Rectangle] = []
    curved = False
    found = []
    for item in scene.items:
        match item:
            case Rectangle(paint=Shades() as shades):
                shaded.append(item)
                found += _tiles(item, shades)
            case Rectangle():
                found.append(_bar(item))
            case Polyline():
                found += _line(item, over_shades=bool(shaded))
                curved |= item.kind == "curve"
            case Dots():
                found += _dots(item, shaded)
            case Text():
                found.append(_text(item, shaded, over_curves=curved))
    return found


def text(
    x: float,
    y: float,
    words: str,
    colour: str,
    anchor: str = "start",
    *,
    bold: bool = False,
    haloed: bool = False,
) -> str:
    """One line of text on the baseline *y*; *haloed* to be read over curves."""
    more = "" if anchor == "start" else f' text-anchor="{anchor}"'
    more += ' font-weight="bold"' if bold else ""
    more += ' paint-order="stroke" stroke="#fff" stroke-width="3"' if haloed else ""
    return f'<text x="{number(x)}" y="{number(y)}" fill="{colour}"{more}>{escape(words)}</text>'


def number(value: float) -> str:
    """A length with one decimal at most."""
    return f"{value:.1f}".removesuffix(".0").replace("-0", "-0" if value <= -0.05 else "0")


def hexadecimal(rgb: palette.Rgb) -> str:
    """A colour as `#rrggbb`."""
    return "#{:02x}{:02x}{:02x}".format(*rgb)


def _colour(paint: Paint) -> str:
    return hexadecimal(palette.ink(paint, "light"))


def _tiles(item: Rectangle, shades: Shades) -> list[str]:
    """A rectangle for each run of tiles of one colour."""
    colours = palette.shades(shades.values, shades.scale, "light")
    rows, columns = colours.shape
    wide, tall = item.width * CELL[0] / columns, item.height * CELL[1] / rows
    found = ['<g shape-rendering="crispEdges">']
    for i, row in enumerate(colours):
        starts = [0, *(np.flatnonzero(np.diff(row)) + 1).tolist(), columns]
        y = item.y * CELL[1] + i * tall
        for first, last in pairwise(starts):
            if row[first] >= 0:
                x = item.x * CELL[0] + first * wide
                found.append(
                    f'<path d="M{number(x)} {number(y)}h{number((last - first) * wide + 0.2)}'
                    f'v{number(tall + 0.2)}H{number(x)}z" fill="#{row[first]:06x}"/>'
                )
    return [*found, "</g>"]


def _bar(item: Rectangle) -> str:
    assert not isinstance(item.paint, Shades)
    return (
        f'<rect x="{number(item.x * CELL[0])}" y="{number(item.y * CELL[1])}"'
        f' width="{number(max(item.width * CELL[0], 1) - (item.grows == "up"))}"'
        f' height="{number(max(item.height * CELL[1], 1))}" fill="{_colour(item.paint)}"/>'
    )


def _line(item: Polyline, *, over_shades: bool) -> list[str]:
    path = _path(item.xs * CELL[0], item.ys * CELL[1])
    if not path:
        return []
    if item.kind == "rule":
        return [f'<path d="{path}" fill="none" stroke="#999" stroke-width="1"/>']
    look = 'stroke-width="1.2" stroke-dasharray="4 4"' if item.kind == "dashes" else (
        'stroke-width="2" stroke-linejoin="round" stroke-linecap="round"'
    )  # fmt: skip
    colour = _colour(item.paint)
    if over_shades and isinstance(item.paint, int):
        colour = hexadecimal(palette.on_ground(item.paint, "light"))
    line = f'<path d="{path}" fill="none" stroke="{colour}" {look}/>'
    return [_HALO.format(path, 4), line] if over_shades else [line]


def _path(xs: Array, ys: Array) -> str:
    """The line as path data, with a new start after each gap."""
    parts = []
    joined = False
    for x, y in zip(xs.tolist(), ys.tolist(), strict=True):
        known = not (math.isnan(x) or math.isnan(y))
        if known:
            parts.append(f"{'L' if joined else 'M'}{number(x)} {number(y)}")
            if not joined:
                parts.append("h0")  # so that a point alone is seen
        joined = known
    return "".join(parts)


def _dots(item: Dots, shaded: list[Rectangle]) -> list[str]:
    known = np.isfinite(item.xs) & np.isfinite(item.ys)
    if not known.any():
        return []
    places = zip(
        (item.xs[known] * CELL[0]).tolist(), (item.ys[known] * CELL[1]).tolist(), strict=True
    )
    sign = item.sign % len(_SIGNS)
    shape = _SPECK if item.kind == "speck" else _SIGNS[sign]
    path = "".join(f"M{number(x)} {number(y)}{shape}" for x, y in places)
    colour = _colour(item.paint)
    if shaded and isinstance(item.paint, int):
        colour = hexadecimal(palette.on_ground(item.paint, "light"))
    if item.kind == "speck":
        return [f'<path d="{path}" fill="{colour}"/>']
    if sign in _OPEN:
        line = f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="1.8"/>'
        return [_HALO.format(path, 4), line]
    return [f'<path d="{path}" fill="{colour}" stroke="#fff" stroke-width="0.8"/>']


def _text(item: Text, shaded: list[Rectangle], *, over_curves: bool) -> str:
    x, y = item.x * CELL[0], (item.y + 0.76) * CELL[1]
    colour = _colour(item.paint)
    for area in reversed(shaded):
        inside = area.x <= item.x < area.x + area.width and area.y <= item.y < area.y + area.height
        if inside and isinstance(area.paint, Shades) and item.paint == "ink":
            colour = _contrast(area, area.paint, item.x, item.y + 0.5)
            break
    haloed = item.paint == "soft" and over_curves
    return text(x, y, item.text, colour, item.anchor, bold=item.bold, haloed=haloed)


def _contrast(area: Rectangle, shades: Shades, x: float, y: float) -> str:
    """Black or white, whichever is read better on the tile at a place."""
    rows, columns = shades.values.shape
    i = min(rows - 1, max(0, int((y - area.y) / area.height * rows)))
    j = min(columns - 1, max(0, int((x - area.x) / area.width * columns)))
    ground = palette.shades(shades.values[i : i + 1, j : j + 1], shades.scale, "light")
    dark = ground[0, 0] >= 0 and palette.brightness(ground)[0, 0] <= 0.18
    return "#fff" if dark else "#111"
