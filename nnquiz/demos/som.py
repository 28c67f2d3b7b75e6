"""Self-organizing map: neurons on a grid spread over the data, and keep in order.

Neurons on a square grid each hold a prototype, a point among the data. Sample by sample the nearest
one wins, and it and its neighbors on the grid move nearer (Kohonen 1990,
https://doi.org/10.1109/5.58325). The same again, from the same start, with the winner moving alone.
"""

from collections.abc import Iterator
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from nnquiz.datasets.evenly_spread import SHAPES, samples
from nnquiz.frames import Ask, Choice, Claim, Demo, Grid, Points, Range, Say, Table
from nnquiz.layers.map_quality import quality

Array = NDArray[np.float64]


def learn(W: Array, grid: Array, x: Array, order: NDArray[np.intp], radius: float) -> Iterator[int]:
    """Move the prototypes W, in place; yields the steps done so far, from 0 on.

    w ← w + rate · h · (x - w)     h = exp(-(distance to the winner on the grid)² / 2 radius²)
    """
    apart2 = ((grid[:, None] - grid) ** 2).sum(-1)  # squared distances on the grid, all pairs
    for step, i in enumerate(order):
        yield step
        # Rate and radius shrink by the same factor each step: first order, then detail.
        done = step / len(order)
        rate = 0.5 * (0.02 / 0.5) ** done
        now = max(radius, 1e-3) * (min(0.5 / radius, 1) if radius else 1) ** done
        winner = ((x[i] - W) ** 2).sum(1).argmin()  # the best matching unit
        h = np.exp(-apart2[winner] / (2 * now**2))
        W += rate * h[:, None] * (x[i] - W)
    yield len(order)


def mesh(W: Array, side: int) -> list[Array]:
    """Lines between neighbors on the grid, in the space of the data."""
    rows = W[:, :2].reshape(side, side, 2)
    return [*rows, *rows.swapaxes(0, 1)]


def demo(
    seed: int = 0,
    data: Annotated[str, Choice(SHAPES, "what is mapped")] = "square",
    side: Annotated[int, Range(4, 15, "neurons along each side of the grid")] = 8,
    radius: Annotated[float, Range(0, 8, "neighborhood at first, in steps on the grid")] = 4,
    steps: Annotated[int, Range(500, 20000, "samples learned from, one at a time")] = 4000,
) -> Demo:
    """Unfold a map, and let prototypes without neighborhood spread beside it."""
    yield Ask(
        "In a self-organizing map the winner's neighbors on the grid learn too. Without that, when"
        " the winner moves alone: what becomes of the prototypes?",
        ("they stay in a heap", "they spread, but in no order", "nothing changes"),
        1,
        "each still seeks its samples, but nothing tells the grid's neighbors to stay together.",
    )
    draw, test, start, order_of = (np.random.default_rng([seed, k]) for k in range(4))
    x, x_test = samples(draw, 1000, data), samples(test, 1000, data)
    order = order_of.integers(0, len(x), steps)
    grid = np.array([(i, j) for i in range(side) for j in range(side)])
    first = x.mean(0) + 0.1 * start.normal(size=(side * side, x.shape[1]))
    som, alone = first.copy(), first.copy()  # the same start, the same samples
    drawn = {0, steps, *np.geomspace(20, steps, 13).astype(int)}
    runs = learn(som, grid, x, order, radius), learn(alone, grid, x, order, 0)
    for step, _ in zip(*runs, strict=True):
        if step in drawn:
            for key, W, who in (("som", som, "with neighbors"), ("alone", alone, "winner alone")):
                yield Points(
                    key=key, title=f"Prototypes, {who}: sample {step} of {steps}", xy=W[:, :2],
                    paths=mesh(W, side), extent=(0, 1, 0, 1),
                )  # fmt: skip
    cells = {
        f"{axis}, {who}": W[:, k].reshape(side, side)
        for who, W in (("SOM", som), ("alone", alone))
        for k, axis in enumerate("xy")
    }
    title = "The place that each neuron of the grid stands for: smooth or jumbled?"
    yield Grid(key="planes", title=title, cells=cells)
    qualities = {
        name: quality(W, grid, x_test)
        for name, W in (("start", first), ("SOM", som), ("alone", alone))
    }
    yield Table(
        key="errors", title="Errors: how far from the data, and out of order",
        head=["", "quantization", "topographic"],
        rows=[(name, *both) for name, both in qualities.items()],
    )  # fmt: skip

    (q0, _), (q, t), (q_alone, t_alone) = qualities.values()
    yield Say("Both spread over the data. Only with neighbors is the grid a map of them.")
    coarse = "So few neurons cannot come near all samples, least of all in three dimensions."
    torn = "Too small a radius to unfold, or data of more dimensions than the map: it tears."
    luck = "On so small a grid most neurons are neighbors, in order or not."
    idle = "Prototypes that hardly ever win stay behind; neighbors would have drawn them along."
    yield Claim("quantization error: start over end", q0 / q, ">=", 2, otherwise=coarse)
    yield Claim("topographic error of the map", t, "<=", 0.12, otherwise=torn)
    yield Claim("topographic error with the winner alone", t_alone, ">=", 0.6, otherwise=luck)
    over_map = q_alone / q
    yield Claim("quantization error: winner alone over map", over_map, "<=", 1.4, otherwise=idle)
