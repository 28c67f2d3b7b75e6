"""Normalization: values on a common scale, so that the loss is a round bowl.

The price of shipping is fitted to distance in km and volume in m³ by gradient descent, with the
inputs as they are and standardized. Then the activations of a hidden layer are normalized: over the
batch, feature by feature (batch norm), and over the features, example by example (layer norm).
"""

from typing import Annotated

import numpy as np

from nnquiz.datasets.plane import mesh
from nnquiz.frames import Ask, Claim, Demo, Grid, Lines, Points, Range, Say
from nnquiz.layers.linear_fit import LinearFit
from nnquiz.layers.mlp import MLP, Array
from nnquiz.layers.norms import BATCH, FEATURES, normalize
from nnquiz.layers.training import gradient_descent

GOAL = 0.01  # descend until this share of the loss that can be saved is left
RATES = np.array([0.001, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0])  # tried for the small network


def valley(fit: LinearFit, name: str, way: Array) -> Points:
    """The log of the loss over the two weights, each place with its best b, and the *way*."""
    u, v = fit.best[:2]
    extent = (u - 2, u + 2, v - 2, v + 2)
    places, shape = mesh(extent)
    depth = np.log(np.var(fit.y[:, None] - fit.a[:, :2] @ places.T, axis=0))
    field = ((depth - depth.min()) / np.ptp(depth)).reshape(shape)
    return Points(
        key=name, title=f"Loss over the weights, {name} inputs: step {len(way) - 1}",
        xy=way[-1:, :2], paths=[way[:, :2]], field=field, extent=extent,
        x="weight of distance", y="weight of volume",
    )  # fmt: skip


def best_loss(seed: int, x: Array, labels: Array) -> float:
    """What a small network's loss comes to in 150 steps, at the best of the `RATES`."""
    start = np.random.default_rng([seed, 3])
    nets = MLP([2, 8, 1], start, nets=(len(RATES),), alike=True)
    return float(gradient_descent(nets, x, labels, RATES[:, None], 151)[150].min())


def demo(
    seed: int = 0,
    scale: Annotated[float, Range(1, 1000, "spread of the distances; of the volumes: 1")] = 30,
    steps: Annotated[int, Range(100, 10_000, "steps of gradient descent")] = 5000,
) -> Demo:
    """Descend on raw and on standardized inputs; normalize a batch of activations both ways."""
    yield Ask(
        "On km and m³, gradient descent takes over 2,000 steps to save 99% of the loss that can be"
        " saved. How many does it take once both inputs are standardized?",
        ("about 1,000", "about 100", "fewer than 10"),
        2,
        "the narrow valley becomes a round bowl, where downhill leads straight to the minimum.",
    )
    data, noise, hidden = (np.random.default_rng([seed, k]) for k in range(3))
    x = data.gamma(4, 0.5, (300, 2)) * [scale, 1]  # lopsided; mean 2, standard deviation 1
    y = x @ [1.5 / scale, 1.5] + 0.3 * noise.normal(size=300)
    standard = (x - x.mean(0)) / x.std(0)  # (x - μ) / σ; data to come would take the same μ and σ
    fits = {"raw": LinearFit(x, y), "standardized": LinearFit(standard, y)}
    ways = {name: fit.descend(steps) for name, fit in fits.items()}
    for t in [0, *np.unique(np.geomspace(1, steps, 9).astype(int))]:
        for name, fit in fits.items():
            yield valley(fit, name, ways[name][: t + 1])
    left = {name: fit.left(ways[name]) for name, fit in fits.items()}
    took = [int(np.argmax(np.append(share, 0) <= GOAL)) for share in left.values()]
    series = {name: (range(1, steps + 1), share[1:].clip(1e-4)) for name, share in left.items()}
    yield Lines(
        key="loss", title=f"Share of the loss left: goal after {took[0]} steps, and {took[1]}",
        series=series, x="step", log_x=True, log_y=True, marks={"goal": ("y", GOAL)},
    )  # fmt: skip

    h = 0.5 * hidden.normal(size=(6, 8))  # a batch of 6 examples with 8 features
    h[:, 2] += 3  # one feature lies apart from the others,
    h[4] += 3  # and so does one example
    other = np.concatenate([h[:1], 0.5 * hidden.normal(size=(5, 8))])
    evens = "Batch norm evens out the columns, layer norm the rows"
    stays = "Other examples in rows 2 to 6: layer norm leaves row 1 as it was"
    first = []
    for title, batch in ((evens, h), (stays, other), (evens, h)):
        # ẑ = (z - μ) / √(σ² + ε), with μ and σ² of each column, or of each row
        by_batch, by_features = normalize(batch, BATCH)[0], normalize(batch, FEATURES)[0]
        cells = {"before": batch, "by batch": by_batch, "by layer": by_features}
        yield Grid(key="layers", title=title, cells=cells, middle=0)
        first.append((by_batch[0], by_features[0]))
    batch_change, layer_change = (np.abs(a - b).max() for a, b in zip(*first[:2], strict=True))
    yield Say("Scaled inputs let one learning rate suit all weights; raw ones let none.")

    labels = (np.abs(standard[:, 0]) + standard[:, 1] > 0.7).astype(float)
    raw, cond = (fit.condition for fit in fits.values())
    same = "The inputs were on nearly one scale already, or the steps too few to tell."
    yield Claim("condition number, raw over standardized", raw / cond, ">=", 10_000, otherwise=same)
    yield Claim("condition number once standardized (1 is a round bowl)", cond, "<=", 2)
    yield Claim("steps, raw over standardized", took[0] / took[1], ">=", 100, otherwise=same)
    text = f"a small network's loss at the best of {len(RATES)} rates, raw over standardized"
    ratio = best_loss(seed, x, labels) / best_loss(seed, standard, labels)
    yield Claim(text, ratio, ">=", 2, otherwise=same)
    skew = (standard**3).mean()
    yield Claim("standardizing makes nothing Gaussian (skew 0): skew after it", skew, ">=", 0.3)
    as_is, scaled = (normalize(100 * k * h + k, FEATURES)[0] for k in (1, 3))  # ε is nothing here
    off = np.abs(scaled - as_is).max()
    yield Claim("layer norm changes if a layer is scaled and shifted by", off, "<=", 1e-5)
    yield Claim("in another batch, layer norm changes an example by", layer_change, "<=", 1e-12)
    yield Claim("in another batch, batch norm changes it by", batch_change, ">=", 0.5)
