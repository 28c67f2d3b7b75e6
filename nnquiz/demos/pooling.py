"""Pooling: smaller feature maps, and what a small shift does to them.

Shapes move over a picture. Their feature maps (3 x 3 filters, ReLU) are pooled in several ways, and
it is measured how much each changes its numbers when a shape moves by a pixel.
"""

from typing import Annotated

import numpy as np

from nnquiz.datasets.shapes import glyphs, placed
from nnquiz.frames import Ask, Bars, Claim, Demo, Grid, Range, Say, Table
from nnquiz.layers.convolution import Array, convolve, windows
from nnquiz.layers.relative_change import relative_change

SIZE = 18  # pixels a side
CLASSES = 10  # neurons of a dense layer on top


def max_pool(maps: Array, k: int, stride: int) -> Array:
    """Only the largest value of each window: max h[i, j]. Nothing in it is learnt."""
    return np.asarray(windows(maps, k, stride).max((-2, -1)))


def average_pool(maps: Array, k: int, stride: int) -> Array:
    """The mean of each window, (1 / k²) Σ h[i, j]."""
    return np.asarray(windows(maps, k, stride).mean((-2, -1)))


def blur_pool(maps: Array, k: int, stride: int) -> Array:
    """Maximum at every place, then blurred, and only then thinned out.

    The blur, with the weights [1 2 1] / 4 both ways, takes out what is too fine for the coarser
    map (Zhang 2019, https://arxiv.org/abs/1904.11486).
    """
    blur = np.outer([1, 2, 1], [1, 2, 1]) / 16
    return np.asarray((windows(max_pool(maps, k, 1), 3, stride) * blur).sum((-2, -1)))


def features(pictures: Array, w: Array, pool: int) -> dict[str, Array]:
    """The feature maps of *pictures* and what poolings leave of them, each map by itself."""
    maps = np.maximum(convolve(pictures, w), 0)
    pooled = max_pool(maps, pool, pool)
    return {
        "no pooling": maps,
        "average": average_pool(maps, pool, pool),
        "max": pooled,
        "blurred max": blur_pool(maps, pool, pool),
        "max twice": max_pool(pooled, pool, pool),
        "global max": maps.max((-2, -1), keepdims=True),
    }


def demo(
    seed: int = 0,
    shift: Annotated[int, Range(1, 4, "pixels that the shapes move to the right")] = 1,
    pool: Annotated[int, Range(2, 4, "side of the pooling window, and its stride")] = 2,
    filters: Annotated[int, Range(2, 32, "filters, each with a feature map")] = 8,
) -> Demo:
    """Move shapes and measure how far their features change, pooled and not."""
    yield Ask(
        "A shape moves by one pixel. How much do its feature maps change after"
        f" {pool} x {pool} max pooling?",
        ("not at all", "about 60% as much as without pooling", "just as much"),
        1,
        "a window forgets the place inside it, but some of the shape moves on to the next window.",
    )
    data, start = (np.random.default_rng([seed, k]) for k in range(2))
    shapes = glyphs()[data.integers(0, 6, 60)]
    top, left = data.integers(2, 6, (2, 60))  # nothing is cut off at the border, wherever it moves
    w = start.normal(0, 1 / 3, (filters, 3, 3))
    pictures = [placed(shapes, top, left + s, SIZE) for s in range(5)]
    by_shift = [features(x, w, pool) for x in pictures]
    still, moved = by_shift[0], by_shift[shift]

    liked = still["no pooling"][0].sum((-2, -1)).argmax()  # the filter that fires most is shown
    shown = ("no pooling", "max", "blurred max")
    for s in (0, 1, 2, 3, 4, 0, shift):
        now = by_shift[s]
        by = ", ".join(f"{name} {relative_change(still[name], now[name]):.0%}" for name in shown)
        cells = {"picture": pictures[s][0]} | {name: now[name][0, liked] for name in shown}
        yield Grid(key="moving", title=f"Moved by {s}. Change: {by}", cells=cells)
    changes = {name: relative_change(still[name], moved[name]) for name in still}
    bars = {"pixels": relative_change(pictures[0], pictures[shift])} | changes
    yield Bars(key="change", title=f"Moved by {shift}: change of the features", bars=bars)
    rows = [
        [name, f"{h.shape[-1]} x {h.shape[-1]}", f"{h[0].size}", f"{CLASSES * h[0].size}"]
        for name, h in still.items()
    ]
    title, head = f"Weights of {CLASSES} neurons above", ["", "map", "numbers", "weights"]
    yield Table(key="sizes", title=title, head=head, rows=rows)

    yield Say("Inside a window the place is forgotten; across its border the maximum still moves.")
    far = "Moved this far, most of the shape is in other windows: pooling hides small shifts only."
    ratio = changes["max"] / changes["no pooling"]
    yield Claim("change with max pooling over that without", ratio, "<=", 0.9, otherwise=far)
    yield Claim("yet the max pooled features change by", changes["max"], ">=", 0.2)
    blur = changes["blurred max"] / changes["max"]
    yield Claim("change of blurred max pooling over plain", blur, "<=", 0.85, otherwise=far)
    yield Claim("change of the maximum over the whole map", changes["global max"], "<=", 1e-9)
    for name, pixels in {"no pooling": 1, "max": pool}.items():
        apart = np.abs(by_shift[pixels][name][..., 1:] - still[name][..., :-1]).max()
        yield Claim(f"{name}: shifted by {pixels}, off the shifted map by", apart, "<=", 1e-9)
    fewer = still["no pooling"].size / still["max"].size
    yield Claim("weights of a dense layer above, without over with", fewer, ">=", pool * pool)
