"""Fairness: what a network learns from biased decisions.

Two groups are equally able, but past decisions turned down able people of group B. A network learns
from these decisions: with all columns, without the group, reweighed, and from the truth. Then a
second world, where the groups do differ, shows that the criteria of fairness exclude each other.
"""

from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from nnquiz.datasets.hiring import People, people
from nnquiz.frames import Ask, Claim, Demo, Lines, Range, Say, Table
from nnquiz.layers.calibration import by_bin, calibration_error
from nnquiz.layers.losses import sigmoid
from nnquiz.layers.minibatches import Rows, train
from nnquiz.layers.mlp import MLP, Array

ALL = (1, 1, 1, 1, 1)  # two tests of ability, postcode, school, and the group itself
NO_GROUP = (1, 1, 1, 1, 0)
NO_PROXIES = (1, 1, 0, 0, 0)
NEW = 12000  # people to be judged by the network


def reweighing(b: Array, y: Array) -> Array:
    """P(group) P(label) / P(group, label): weights that make the label independent of the group.

    Kamiran & Calders 2012, https://doi.org/10.1007/s10115-011-0463-8
    """
    weight = np.empty(len(y))
    for group in (0, 1):
        for label in (0, 1):
            both = (b == group) & (y == label)
            apart = (b == group).mean() * (y == label).mean()
            weight[both] = apart / max(both.mean(), 1e-9)
    return weight


def learn(
    seed: int, data: People, y: Array, columns: tuple[int, ...], weight: Array | None = None
) -> MLP:
    """A network that predicts *y*; all start alike and see the same people in the same order."""
    start, order = (np.random.default_rng([seed, k]) for k in (2, 3))
    w = np.ones(len(y)) if weight is None else weight

    def slope(z: Array, rows: Rows) -> Array:  # of the weighted cross-entropy: w (σ(z) - y) / n
        return (w[rows] * (sigmoid(z[:, 0]) - y[rows]) / len(rows))[:, None]

    return train(MLP([5, 12, 1], start), order, data.x * columns, slope, 400, lr=0.01, batch=128)


def rate(chosen: Array | NDArray[np.bool_], among: NDArray[np.bool_]) -> float:
    """The share that was chosen, of those *among* whom is asked for."""
    return float(chosen[among].mean()) if among.any() else 0.0


def demo(
    seed: int = 0,
    bias: Annotated[float, Range(0, 0.8, "share of the able of group B turned down")] = 0.65,
    proxy: Annotated[float, Range(0.5, 1, "how surely postcode and school tell the group")] = 0.85,
    lower: Annotated[float, Range(0, 2, "by how much group B is less able in the 2nd world")] = 1.0,
    n: Annotated[int, Range(1000, 20000, "people to learn from")] = 4000,
) -> Demo:
    """Learn from biased decisions in five ways, then from fair ones where groups differ."""
    yield Ask(
        "Past decisions held group B back. A network learns from them and does the same. Now the"
        " group column is deleted. The gap between equally able people of the two groups",
        ("is gone", "gets smaller, but stays", "grows"),
        1,
        "postcode and school go with the group and stand in for it.",
    )
    rng = [np.random.default_rng([seed, k]) for k in range(6)]
    data, new = people(rng[0], n, bias, proxy), people(rng[1], NEW, bias, proxy)
    ways = {
        "all columns": (data.past, ALL, None),
        "no group": (data.past, NO_GROUP, None),
        "nor proxies": (data.past, NO_PROXIES, None),
        "reweighed": (data.past, NO_GROUP, reweighing(data.b, data.past)),
        "true labels": (data.able, NO_GROUP, None),
    }
    groups = {"group A": new.b == 0, "group B": new.b == 1}
    gap, past, truth = {}, {}, {}
    rows: list[list[str | float]] = []
    edges, tests = np.linspace(-2, 2, 13), new.x[:, :2].mean(1)
    for way, (y, columns, weight) in ways.items():
        p = sigmoid(learn(seed, data, y, columns, weight).logits(new.x * columns)[:, 0])
        # Equal opportunity: of the able, as many are chosen of one group as of the other.
        able_a, able_b = (rate(p > 0.5, group & (new.able == 1)) for group in groups.values())
        gap[way] = able_a - able_b
        past[way], truth[way] = (float(((p > 0.5) == y).mean()) for y in (new.past, new.able))
        rows.append([way, able_a, able_b, gap[way], past[way], truth[way]])
        verdict = "unequal" if abs(gap[way]) > 0.1 else "like"
        yield Lines(
            key="biased" if way in ("all columns", "no group") else "mended",
            title=f"{way.capitalize()}: equal tests, {verdict} chances",
            series={
                k: (edges[1:] - 1 / 6, by_bin(p[g], tests[g], edges)) for k, g in groups.items()
            },
            x="test result",
            y="network's p",
            marks={"chosen above": ("y", 0.5)},
        )
    head = ["", "able A", "able B", "gap", "as in past", "as in truth"]
    yield Table(key="ways", title="Able people chosen, and accuracy", head=head, rows=rows)

    # The second world: decisions were fair, the network knows the group, but the groups differ.
    data, new = people(rng[4], n, 0, proxy, lower), people(rng[5], NEW, 0, proxy, lower)
    groups = {"group A": new.b == 0, "group B": new.b == 1}
    p = sigmoid(learn(seed, data, data.able, ALL).logits(new.x)[:, 0])
    off = max(calibration_error(p[group], new.able[group]) for group in groups.values())
    false_a, false_b = (rate(p > 0.5, group & (new.able == 0)) for group in groups.values())
    edges = np.linspace(0, 1, 11)
    yield Lines(
        key="calibration",
        title=f"p means the same for both, yet {false_a:.0%} and {false_b:.0%} wrongly chosen",
        series={k: (edges[1:] - 0.05, by_bin(new.able[g], p[g], edges)) for k, g in groups.items()},
        x="network's p",
        y="share able",
    )
    yield Say(
        "Deleting proxies closes the gap only where all of them are known, as here. And what is to"
        " be closed? If the groups' base rates differ, an imperfect predictor can't be calibrated"
        " and have equal error rates too: people have to choose, and to answer for it."
    )
    none = "With little bias, or proxies that tell little of the group, there is less to learn."
    short = "A network that has seen too few people is not even calibrated."
    same = "Groups that hardly differ may have both."
    left = abs(gap["reweighed"]) / max(gap["no group"], 1e-12)
    gain = truth["reweighed"] - truth["no group"]
    better = past["all columns"] - past["true labels"]
    worse = truth["true labels"] - truth["all columns"]
    yield Claim("able people chosen, A minus B", gap["all columns"], ">=", 0.6, otherwise=none)
    yield Claim("without the group column: A minus B", gap["no group"], ">=", 0.3, otherwise=none)
    yield Claim("reweighing: share of that gap left", left, "<=", 0.5, otherwise=none)
    yield Claim("reweighing: accuracy on who is able rises by", gain, ">=", 0.03, otherwise=none)
    yield Claim("by the past, the biased net is better by", better, ">=", 0.03, otherwise=none)
    yield Claim("by the truth, the biased net is worse by", worse, ">=", 0.1, otherwise=none)
    yield Claim("groups that differ: error of calibration", off, "<=", 0.08, otherwise=short)
    apart = false_a - false_b
    yield Claim("groups that differ: gap in false positives", apart, ">=", 0.02, otherwise=same)
