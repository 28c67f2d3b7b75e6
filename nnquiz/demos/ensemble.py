"""Ensemble: many networks, one average, and what they disagree by.

Networks of one kind learn the same function from the same few rows, each from a start of its own
and, in bagging, from a bootstrap sample of its own. Then their predictions are averaged.
"""

from typing import Annotated

import numpy as np

from nnquiz.datasets.friedman import INPUTS, friedman
from nnquiz.frames import Ask, Bars, Choice, Claim, Demo, Lines, Points, Range, Say
from nnquiz.layers.adam import Adam
from nnquiz.layers.losses import squared_error
from nnquiz.layers.mlp import MLP, Array

NEW_ROWS = 1000
SINGLES = 6  # networks trained on all rows, to compare with
DRAWS = 60  # ensembles of each size that are drawn from the members


def trained(rng: np.random.Generator, x: Array, y: Array, hidden: int, steps: int = 400) -> MLP:
    """Networks side by side, each trained on rows of its own: x (nets, n, 6), y (nets, n)."""
    nets = MLP([INPUTS, hidden, 1], rng, gain=2, nets=(len(x),))
    nets.weights[1] /= 2  # the gain is for the hidden layer, whose neurons are to bend
    nets.biases[0][:] = rng.normal(0, 0.5, nets.biases[0].shape)
    adam = Adam(nets.theta, 0.02, beta2=0.99)
    for _ in range(steps):
        hs = nets.forward(x)
        adam.step(nets.backward(hs, squared_error(hs[-1], y[..., None])[1]))
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


def error_by_size(rng: np.random.Generator, predictions: Array, truth: Array) -> Array:
    """Mean squared error of averages of 1, 2, ... members, drawn from all members at random."""
    k = np.arange(1, len(predictions) + 1)[:, None]
    drawn = [rng.permutation(predictions) for _ in range(DRAWS)]
    errors = [(np.cumsum(some, 0) / k - truth) ** 2 for some in drawn]
    return np.asarray(np.mean(errors, axis=(0, 2)))


def error_by_theory(count: int, members: float, spread: float) -> Array:
    """What `error_by_size` can expect: E(k) = E(1) - spread (1 - 1/k) M / (M - 1)."""
    k = np.arange(1, count + 1)
    return np.asarray(members - spread * (1 - 1 / k) * count / (count - 1))


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
    data, sample, start, start_singles, draws = (np.random.default_rng([seed, k]) for k in range(5))
    x, new = data.uniform(-1, 1, (n, INPUTS)), data.uniform(-1, 1, (NEW_ROWS, INPUTS))
    y, truth = friedman(x) + 0.2 * data.normal(size=n), friedman(new)
    chosen = np.tile(np.arange(n), (members, 1))
    if rows == "bootstrap":
        chosen = sample.integers(0, n, (members, n))  # n rows of n, drawn with replacement
    ensemble = trained(start, x[chosen], y[chosen], hidden)
    singles = trained(start_singles, np.array([x] * SINGLES), np.array([y] * SINGLES), hidden)
    predictions = ensemble.logits(new)[..., 0]
    error, mean_error, spread = ambiguity(predictions, truth)
    _, single_error, _ = ambiguity(singles.logits(new)[..., 0], truth)
    each = ((predictions - truth) ** 2).mean(1)

    by_size = error_by_size(draws, predictions, truth)
    sizes, theory = np.arange(1, members + 1), error_by_theory(members, mean_error, spread)
    for k in np.unique(np.linspace(1, members, min(members, 15)).astype(int)):
        yield Lines(
            key="members",
            title=f"Each further member helps less: error of the average of {k}",
            series={"measured": (sizes[:k], by_size[:k]), "theory": (sizes, theory)},
            x="members averaged",
            y="squared error",
            marks={"best member": ("y", each.min())},
        )
    bars = {"mean of members": mean_error, "- their spread": spread, "= the average": error}
    bars |= {"best member": each.min(), "worst member": each.max(), "one on all rows": single_error}
    yield Bars(key="errors", title="What members disagree by, the average gains", bars=bars)

    far = 2 * new
    far = far[np.abs(far).max(1) > 1.2]  # beyond the data in one input at least
    beyond = ensemble.logits(far)[..., 0]
    apart, far_apart = predictions.std(0), beyond.std(0)
    off, far_off = np.abs(predictions.mean(0) - truth), np.abs(beyond.mean(0) - friedman(far))
    yield Points(
        key="spread",
        title="Where members disagree, their average is not to be trusted",
        xy=np.transpose([[*apart[:150], *far_apart[:150]], [*off[:150], *far_off[:150]]]),
        label=np.repeat([0, 1], 150),
        legend=("among the data", "beyond"),
        x="spread of members",
        y="error",
    )
    yield Say(
        "Copies of one network would gain nothing: the gain is the disagreement. It is paid for at"
        f" each prediction, by {members} networks that have to run instead of one."
    )
    alike = "Members that are alike, or few, have little to cancel."
    luck = "No theorem: with poor members about, the best of them may beat the average."
    many = "With many members the first three are a small part of them."
    exact = abs(error - (mean_error - spread)) / error
    over_mean, over_best, over_single = error / np.array([mean_error, each.min(), single_error])
    by_three = (by_size[0] - by_size[min(2, members - 1)]) / max(by_size[0] - by_size[-1], 1e-12)
    wider = float(far_apart.mean() / apart.mean())
    yield Claim("error of the average, off mean error - spread by", exact, "<=", 1e-9)
    yield Claim("error of the average over the mean error", over_mean, "<=", 0.7, otherwise=alike)
    yield Claim("error of the average over the best member's", over_best, "<", 1, otherwise=luck)
    yield Claim("the average: error over one on all rows", over_single, "<=", 0.95, otherwise=alike)
    yield Claim("share of the gain by three members", by_three, ">=", 0.55, otherwise=many)
    yield Claim("spread beyond the data over among them", wider, ">=", 1.3, otherwise=alike)
