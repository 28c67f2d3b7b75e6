"""Colours: series that colour-blind people can tell apart, and scales that brightness carries."""

from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from nnquiz.drawing.arrays import Array
from nnquiz.drawing.scene import Paint, ScaleName

Rgb = tuple[int, int, int]

# After Okabe and Ito, made about equally dark: each has a contrast of 3 on white and on black. The
# first five also differ for people who do not tell red from green.
SERIES: tuple[Rgb, ...] = (
    (38, 124, 205),  # blue
    (213, 94, 0),  # vermilion
    (0, 158, 120),  # bluish green
    (200, 70, 160),  # reddish purple
    (180, 20, 60),  # crimson
    (125, 125, 125),  # grey
    (120, 90, 245),  # violet
    (140, 110, 0),  # olive
)
SERIES_OF_16 = (94, 33, 36, 95, 31, 37, 34, 32)  # the theme's own colours, in the same order

_SCALES: dict[tuple[ScaleName, Literal["dark", "light"]], list[Rgb]] = {}


def _both(name: ScaleName, anchors: list[Rgb]) -> None:
    _SCALES[name, "dark"] = _SCALES[name, "light"] = anchors


# Viridis: evenly from dark to bright, also for people who do not tell red from green.
_both("sequential", [
    (68, 1, 84), (72, 40, 120), (62, 74, 137), (49, 104, 142), (38, 130, 142), (31, 158, 137),
    (53, 183, 121), (110, 206, 88), (181, 222, 43), (253, 231, 37),
])  # fmt: skip
_both("diverging", [
    (5, 48, 110), (38, 110, 180), (120, 175, 215), (200, 222, 238), (242, 242, 240),
    (250, 218, 180), (240, 160, 90), (205, 95, 20), (120, 45, 0),
])  # fmt: skip
# The grounds of two sides, in the hues of the first two series: points must stand out on them.
_SCALES["sides", "light"] = [
    (178, 208, 240), (208, 226, 245), (246, 246, 246), (252, 224, 200), (248, 202, 164),
]  # fmt: skip
_SCALES["sides", "dark"] = [
    (10, 50, 92), (14, 38, 64), (36, 36, 38), (70, 40, 14), (98, 48, 6),
]  # fmt: skip
# A landscape under coloured paths: greys alone, so that the colours are those of the paths.
_SCALES["relief", "light"] = [(178, 183, 192), (250, 250, 250)]
_SCALES["relief", "dark"] = [(14, 17, 26), (92, 97, 110)]


def series(place: int) -> Rgb:
    """The colour of the series at *place*."""
    return SERIES[place % len(SERIES)]


def on_ground(place: int, ground: Literal["dark", "light"]) -> Rgb:
    """The same, brighter or darker so that it stands out on the ground of sides or a relief."""
    toward, share = (255, 0.45) if ground == "dark" else (0, 0.35)
    red, green, blue = (round(c + share * (toward - c)) for c in series(place))
    return red, green, blue


def ink(paint: Paint, ground: Literal["dark", "light"]) -> Rgb:
    """The colour of anything but shades, where the canvas knows its ground."""
    if isinstance(paint, int):
        return series(paint)
    if paint == "soft":
        return (110, 110, 110) if ground == "light" else (140, 140, 140)
    return (30, 30, 30) if ground == "light" else (230, 230, 230)


def shades(values: Array, scale: ScaleName, ground: Literal["dark", "light"]) -> NDArray[np.int32]:
    """Each value's colour as 0xRRGGBB, or -1 for NaN, in 64 steps: runs of one colour are short."""
    table = _table(scale, ground)
    steps = np.clip(np.nan_to_num(values, nan=0.0), 0, 1) * (len(table) - 1)
    colours = table[np.rint(steps).astype(np.intp)]
    return np.where(np.isnan(values), np.int32(-1), colours)


@lru_cache(maxsize=8)
def _table(scale: ScaleName, ground: Literal["dark", "light"]) -> NDArray[np.int32]:
    anchors = np.array(_SCALES[scale, ground], dtype=np.float64)
    places = np.linspace(0, len(anchors) - 1, 65)
    channels = [np.interp(places, np.arange(len(anchors)), anchors[:, i]) for i in range(3)]
    red, green, blue = (np.rint(channel).astype(np.int32) for channel in channels)
    return np.asarray(red << 16 | green << 8 | blue, dtype=np.int32)


def brightness(colour: NDArray[np.int32]) -> Array:
    """The relative luminance of colours 0xRRGGBB, from 0 to 1."""
    linear = [((colour >> shift & 255) / 255.0) ** 2.2 for shift in (16, 8, 0)]
    return np.asarray(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])
