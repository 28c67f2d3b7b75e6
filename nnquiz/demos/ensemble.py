"""Ensemble: many networks, one average, and what they disagree by.

Networks of one kind learn the same function from the same few rows, each from a start of its own
and, in bagging, from a bootstrap sample of its own. Then their predictions are averaged.
"""

from __future__ import annotations

from typing import Annotated

import numpy as np

from nnquiz.datasets.friedman import INPUTS, examples, friedman
from nnquiz.frames import Ask, Bars, Choice, Claim, Demo, Lines, Points, Range, Say
from nnquiz.layers.averages import error_by_size, error_by_theory
from nnquiz.layers.fitting import bending, fit
from nnquiz.layers.mlp import MLP, Array

SINGLES = 6  # networks trained on all rows, to compare with


def trained(rng: np.random.Generator, x: Array, y: Array, hidden: int) -> MLP:
    """Networks side by side, each trained on rows of its own: x (nets, n, 6), y (nets, n)."""
    nets = bending(rng, (len(x),), INPUTS, hidden, steepness=2, spread=0.5)
    for _ in fit(nets, x, y[..., None], lr=0.02, steps=400):
        pass
    return nets


def ambiguity(predictions: Array, truth: Array) -> tuple[float, float, float]:
    """Squared error of the average, mean squared error of the members, and their spread.

    The first is the second minus the third, exactly (Krogh & Vedelsby 1995): with f̄ = mean of fᵢ,
    (f̄ - t)² = mean (fᵢ - t)² - mean (fᵢ - f̄)².
    """
    average = predictions.mean(0)
    error = ((average - truth) ** 2).mean()
    members = ((predictions - truth) ** 2).mean()
    spread = ((predictions - average) ** 2).mean()
    return float(error), float(members), float(spread)


def disagreement(ensemble: MLP, x: Array) -> Array:
    """At each of x (n, 6): how far members are apart, and their average is from the truth."""
    predictions = ensemble.logits(x)[..., 0]
    return np.array([predictions.std(0), np.abs(predictions.mean(0) - friedman(x))])


def demo(
    seed: int = 0,
    members: Annotated[int, Range(2, 30, "networks in the ensemble")] = 16,
    rows: Annotated[str, Choice(("bootstrap", "all"), "rows of each member")] = "bootstrap",
    n: Annotated[int, Range(30, 300, "rows to learn from")] = 160,
    hidden: Annotated[int, Range(4, 48, "neurons in the hidden layer")] = 24,
) -> Demo:
    """Train members, average more and more of them, and look at where they disagree."""
    yield Ask(
        f"{members} networks learn the same task, each from its own start and sample. Their"
        " predictions are averaged. What is the squared error of the average?",
        ("the mean of theirs", "about that of the best of them", "lower than the best of them"),
        2,
        "they err in different directions, and what they disagree by cancels.",
    )
    data, sample, *starts, draws = (np.random.default_rng([seed, k]) for k in range(5))
    (x, y), (new, truth) = examples(data, n, 1000, noise=0.2)
    chosen = np.tile(np.arange(n), (members, 1))
    if rows == "bootstrap":
        chosen = sample.integers(0, n, (members, n))  # n rows of n, drawn with replacement
    ensemble = trained(starts[0], x[chosen], y[chosen], hidden)
    singles = trained(starts[1], np.array([x] * SINGLES), np.array([y] * SINGLES), hidden)
    predictions = ensemble.logits(new)[..., 0]
    error, mean_error, spread = ambiguity(predictions, truth)
    _, single_error, _ = ambiguity(singles.logits(new)[..., 0], truth)
    each = ((predictions - truth) ** 2).mean(1)

    by_size = error_by_size(draws, predictions, truth)
    sizes, theory = np.arange(1, members + 1), error_by_theory(members, mean_error, spread)
    for k in np.unique(np.linspace(1, members, min(members, 15)).astype(int)):
        yield Lines(
            key="members", title=f"Each further member helps less: error of the average of {k}",
            series={"measured": (sizes[:k], by_size[:k]), "theory": (sizes, theory)},
            x="members averaged", y="squared error", marks={"best member": ("y", each.min())},
        )  # fmt: skip
    bars = {"mean of members": mean_error, "- their spread": spread, "= the average": error}
    bars |= {"best member": each.min(), "worst member": each.max(), "one on all rows": single_error}
    yield Bars(key="errors", title="What members disagree by, the average gains", bars=bars)

    far = 2 * new[np.abs(new).max(1) > 0.6]  # beyond the data, -1 to 1, in one input at least
    among, beyond = disagreement(ensemble, new), disagreement(ensemble, far)
    yield Points(
        key="spread", title="Where members disagree, their average is not to be trusted",
        xy=np.hstack([among[:, :150], beyond[:, :150]]).T,
        label=np.repeat([0, 1], 150), legend=("among the data", "beyond"),
        x="spread of members", y="error",
    )  # fmt: skip
    yield Say("Copies would gain nothing. The price of the gain: all networks have to run.")
    alike = "Members that are alike, or few, have little to cancel."
    luck = "No theorem: with poor members about, the best of them may beat the average."
    many = "With many members the first three are a small part of them."
    exact = abs(error - (mean_error - spread)) / error
    over_mean, over_best, over_single = error / np.array([mean_error, each.min(), single_error])
    by_three = (by_size[0] - by_size[min(2, members - 1)]) / max(by_size[0] - by_size[-1], 1e-12)
    wider = float(beyond[0].mean() / among[0].mean())
    yield Claim("error of the average, off mean error - spread by", exact, "<=", 1e-9)
    yield Claim("error of the average over the mean error", over_mean, "<=", 0.7, otherwise=alike)
    yield Claim("error of the average over the best member's", over_best, "<", 1, otherwise=luck)
    yield Claim("the average: error over one on all rows", over_single, "<=", 0.95, otherwise=alike)
    yield Claim("share of the gain by three members", by_three, ">=", 0.55, otherwise=many)
    yield Claim("spread beyond the data over among them", wider, ">=", 1.3, otherwise=alike)
