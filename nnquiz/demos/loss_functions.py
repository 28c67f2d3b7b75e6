"""Loss functions: which one is descended decides what a network comes to say.

Each loss is asked for its best constant, and squared, absolute and Huber loss for a line through
points with outliers. Then a neuron has to be talked out of a wrong answer that it is sure of.
"""

from typing import Annotated

import numpy as np

from nnquiz.datasets.outliers import SLOPE, points
from nnquiz.frames import Ask, Claim, Demo, Lines, Points, Range, Say
from nnquiz.layers.central_differences import Array, central_differences
from nnquiz.layers.line_by_loss import Curve, fit_line
from nnquiz.layers.losses import cross_entropy, softmax


def losses(delta: float) -> dict[str, tuple[Curve, Curve]]:
    """Three losses of an error e, each with its slope. Huber: doi.org/10.1214/aoms/1177703732."""

    def huber(e: Array) -> Array:
        return np.where(np.abs(e) <= delta, 0.5 * e * e, delta * (np.abs(e) - 0.5 * delta))

    return {
        "squared": (lambda e: 0.5 * e * e, lambda e: e),
        "absolute": (np.abs, np.sign),
        "Huber": (huber, lambda e: np.clip(e, -delta, delta)),
    }


def slope_at_z(p: float, loss: str) -> float:
    """dL/dz of a neuron that says p = σ(z) where 1 is right: of -log p, or of (p - 1)²."""
    return p - 1 if loss == "cross-entropy" else 2 * (p - 1) * p * (1 - p)


def unlearn(z: float, loss: str) -> list[float]:
    """What the neuron says step by step, z ← z - dL/dz, until it says 0.9."""
    said = [1 / (1 + np.exp(-z))]
    while said[-1] < 0.9:
        z -= slope_at_z(said[-1], loss)
        said.append(1 / (1 + np.exp(-z)))
    return said


def demo(
    seed: int = 0,
    outliers: Annotated[float, Range(0, 0.4, "share of points that are outliers")] = 0.1,
    size: Annotated[float, Range(0, 50, "how far below the line the outliers are")] = 15,
    delta: Annotated[float, Range(0.1, 5, "where Huber loss turns from square to line")] = 0.5,
    start: Annotated[float, Range(-12, -1, "the neuron's z at first: how sure it is")] = -8,
) -> Demo:
    """Find the best constants, fit the lines, and unlearn the sure answer."""
    said = {loss: unlearn(start, loss) for loss in ("cross-entropy", "squared error")}
    first = said["squared error"][0]
    quick, slow = (len(path) - 1 for path in said.values())
    longer = slow / quick
    yield Ask(
        f"A neuron is {1 - first:.3%} sure, and wrong. How much faster than squared error, at the"
        " same learning rate, does cross-entropy unlearn that?",
        ("hardly", "up to 10 times", "more than 10 times"),
        int(np.searchsorted([1.5, 10], longer)),
        f"{quick} steps against {slow}: the slope of squared error has the factor p (1 - p).",
    )
    constant, labels, line, logits = (np.random.default_rng([seed, k]) for k in range(4))
    three, e = losses(delta), np.linspace(-3, 3, 121)
    title = "A large error: the square makes most of it"
    shapes = {name: (e, loss(e)) for name, (loss, _) in three.items()}
    yield Lines(key="shapes", title=title, series=shapes, x="error", y="loss")
    values = np.append(constant.normal(0, 1, 90), constant.normal(10, 1, 11))
    mean, median = values.mean(), float(np.median(values))
    tried = np.linspace(-2, 6, 3201)
    of_all = {name: loss(tried[:, None] - values).mean(1) for name, (loss, _) in three.items()}
    best = {name: float(tried[of_each.argmin()]) for name, of_each in of_all.items()}
    yield Lines(
        key="constant", title="Best number for 90 values near 0, 11 near 10",
        series={name: (tried, of_each / of_each.min()) for name, of_each in of_all.items()},
        x="number", y="loss / lowest", marks={"mean": ("x", mean), "median": ("x", median)},
    )  # fmt: skip
    share = float((labels.random(1000) < 0.3).mean())  # of 1000 labels that are 1
    p = np.linspace(0.001, 0.999, 999)
    binary = -share * np.log(p) - (1 - share) * np.log(1 - p)  # mean of -log p(label)
    x, y = points(line, 200, outliers, size)
    fits = {name: fit_line(x, y, slope) for name, (_, slope) in three.items()}
    for step in (0, 1, 2, 4, 8, 16, 40, 400):
        lines = [[(-1, b - a), (1, b + a)] for a, b in (path[step] for path in fits.values())]
        yield Points(
            key="lines", title=f"Lines through points with outliers, after {step} steps",
            xy=np.vstack([np.array([x, y]).T[::4], *(ends[1:] for ends in lines)]), paths=lines,
            label=[0] * 50 + [1, 2, 3], legend=("points, 1 in 4", *fits), x="x", y="y",
        )  # fmt: skip
    by_square, *others = (abs(float(path[-1, 0]) - SLOPE) for path in fits.values())
    title = "Sure and wrong: which loss mends it first"
    yield Lines(key="neuron", title=title, series=said, x="steps", y="output", log_x=True)
    z, label = logits.normal(size=(1, 4)), np.array([2])
    nudged = central_differences(lambda at: float(cross_entropy(at, label)[0]), z)
    softmax_error = float(np.abs(softmax(z) - np.eye(4)[label] - nudged).max())
    pull = slope_at_z(first, "cross-entropy") / slope_at_z(first, "squared error")
    yield Say("Outliers pull the mean, not the median. And p - y stays large while p is wrong.")
    off = by_square / max(others)
    alike = "Without outliers the losses agree; with too many of them they are all pulled."
    sure = "A neuron that isn't sure has p (1 - p) near 1/4, and squared error does no worse."
    yield Claim("squared loss: best constant less mean", abs(best["squared"] - mean), "<=", 0.006)
    yield Claim("absolute: best constant less median", abs(best["absolute"] - median), "<=", 0.006)
    yield Claim("cross-entropy: best p less share", abs(p[binary.argmin()] - share), "<=", 0.002)
    yield Claim("outliers: slope's error, squared over others", off, ">=", 4, otherwise=alike)
    yield Claim("sure, wrong: cross-entropy slope over squared", pull, ">=", 1000, otherwise=sure)
    yield Claim("steps to unlearn, squared over cross-entropy", longer, ">=", 50, otherwise=sure)
    yield Claim("softmax with cross-entropy: p - y less nudging", softmax_error, "<=", 1e-8)
