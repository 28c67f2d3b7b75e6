"""Fairness: a network learns the bias of its data, even without the group column.

Two groups are equally able, but past decisions turned down able people of group B. A network learns
from these decisions: with all columns, without the group, reweighed, and from the truth. Then a
second world, where the groups do differ, shows that the criteria of fairness exclude each other.
"""

from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import NDArray

from nnquiz.frames import Ask, Claim, Demo, Lines, Range, Say, Table
from nnquiz.layers.losses import sigmoid
from nnquiz.layers.minibatches import Rows, train
from nnquiz.layers.mlp import MLP, Array

Mask = NDArray[np.bool_]
ALL = (1, 1, 1, 1, 1)  # two tests of ability, postcode, school, and the group itself
NO_GROUP = (1, 1, 1, 1, 0)
NO_PROXIES = (1, 1, 0, 0, 0)
NEW = 12000  # people to be judged by the network


class People(NamedTuple):
    """What is known of them, who is in group B, who is able, and who was chosen in the past."""

    x: Array
    b: Array
    able: Array
    past: Array


def people(
    rng: np.random.Generator, n: int, bias: float, proxy: float, lower: float = 0.0
) -> People:
    """*n* people; the able of group B were turned down with probability *bias*."""
    b = (rng.random(n) < 0.4).astype(float)
    skill = rng.normal(size=n) - lower * b
    tests = skill[:, None] + [0.4, 0.6] * rng.normal(size=(n, 2))
    proxies = np.where(rng.random((n, 2)) < proxy, b[:, None], 1 - b[:, None])
    able = (skill > 0).astype(float)
    past = able * (1 - b * (rng.random(n) < bias))
    return People(np.column_stack([tests, proxies, b]), b, able, past)


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


def learn(seed: int, data: People, y: Array, columns: tuple[int, ...], weight: Array) -> MLP:
    """A network that predicts *y*; all start alike and see the same people in the same order."""
    start, order = (np.random.default_rng([seed, k]) for k in (2, 3))

    def slope(z: Array, rows: Rows) -> Array:  # of the weighted cross-entropy: w (σ(z) - y) / n
        return (weight[rows] * (sigmoid(z[:, 0]) - y[rows]) / len(rows))[:, None]

    return train(MLP([5, 12, 1], start), order, data.x * columns, slope, 400, lr=0.01, batch=128)


def rate(chosen: Array | Mask, among: Mask) -> float:
    """The share that was chosen, of those *among* whom is asked for."""
    return float(chosen[among].mean()) if among.any() else 0.0


def by_bin(values: Array, at: Array, edges: Array) -> Array:
    """The mean of *values* in each bin of *at*; none where there are too few."""
    place = np.digitize(at, edges[1:-1])
    count = np.bincount(place, minlength=len(edges) - 1)
    total = np.bincount(place, values, minlength=len(edges) - 1)
    return np.where(count > 9, total / np.maximum(count, 1), np.nan)


def calibration_error(p: Array, y: Array) -> float:
    """How far predicted and real shares are apart, in ten bins of *p*, by their numbers of people.

    Naeini et al. 2015, https://doi.org/10.1609/aaai.v29i1.9602
    """
    place = np.minimum((10 * p).astype(int), 9)
    return float(np.abs(np.bincount(place, p - y, minlength=10)).sum() / len(p))


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
    data = people(np.random.default_rng([seed, 0]), n, bias, proxy)
    new = people(np.random.default_rng([seed, 1]), NEW, bias, proxy)
    one = np.ones(n)
    ways = {
        "all columns": (data.past, ALL, one),
        "no group": (data.past, NO_GROUP, one),
        "nor proxies": (data.past, NO_PROXIES, one),
        "reweighed": (data.past, NO_GROUP, reweighing(data.b, data.past)),
        "true labels": (data.able, NO_GROUP, one),
    }
    groups = {"group A": new.b == 0, "group B": new.b == 1}
    gap, past, truth = {}, {}, {}
    rows: list[list[str | float]] = []
    edges, tests = np.linspace(-2, 2, 13), new.x[:, :2].mean(1)
    for way, (y, columns, weight) in ways.items():
        p = sigmoid(learn(seed, data, y, columns, weight).logits(new.x * columns)[:, 0])
        chosen = (p > 0.5).astype(float)
        # Equal opportunity: among the able, as many are chosen of one group as of the other.
        able = [rate(chosen, group & (new.able == 1)) for group in groups.values()]
        gap[way] = able[0] - able[1]
        past[way], truth[way] = (float((chosen == y).mean()) for y in (new.past, new.able))
        rows.append([way, *able, gap[way], past[way], truth[way]])
        curves = {name: by_bin(p[group], tests[group], edges) for name, group in groups.items()}
        verdict = "unequal" if abs(gap[way]) > 0.1 else "much the same"
        yield Lines(
            key="biased" if way in ("all columns", "no group") else "mended",
            title=f"{way.capitalize()}: equal tests, {verdict} chances",
            series={name: (edges[1:] - 1 / 6, curve) for name, curve in curves.items()},
            x="test result", y="network's p", marks={"chosen above": ("y", 0.5)},
        )  # fmt: skip
    head = ["", "able A", "able B", "gap", "as in past", "as in truth"]
    yield Table(key="ways", title="Able people chosen, and accuracy", head=head, rows=rows)

    # The second world: decisions were fair, the network knows the group, but the groups differ.
    data = people(np.random.default_rng([seed, 4]), n, 0, proxy, lower)
    new = people(np.random.default_rng([seed, 5]), NEW, 0, proxy, lower)
    p = sigmoid(learn(seed, data, data.able, ALL, one).logits(new.x)[:, 0])
    groups = {"group A": new.b == 0, "group B": new.b == 1}
    edges = np.linspace(0, 1, 11)
    curves = {name: by_bin(new.able[g], p[g], edges) for name, g in groups.items()}
    off = max(calibration_error(p[g], new.able[g]) for g in groups.values())
    alarms = [rate(p > 0.5, g & (new.able == 0)) for g in groups.values()]
    yield Lines(
        key="calibration", y="share able", x="network's p",
        title=f"p means the same for both, yet {alarms[0]:.0%} and {alarms[1]:.0%} wrongly chosen",
        series={name: (edges[1:] - 0.05, curve) for name, curve in curves.items()},
    )  # fmt: skip
    yield Say(
        "Deleting proxies closes the gap only where all of them are known, as here. And what is to"
        " be closed? If the groups' base rates differ, an imperfect predictor can't be calibrated"
        " and have equal error rates too: people have to choose, and to answer for it."
    )
    none = (
        "With little bias, or proxies that tell little of the group, there is less of it to learn."
    )
    short = "A network that has seen too few people is not even calibrated."
    same = "Groups that hardly differ may have both."
    yield Claim("able people chosen, A minus B", gap["all columns"], ">=", 0.6, otherwise=none)
    yield Claim("the same without the group column", gap["no group"], ">=", 0.3, otherwise=none)
    closed = gap["no group"] - abs(gap["reweighed"])
    yield Claim("reweighing closes that gap by", closed, ">=", 0.15, otherwise=none)
    gain = truth["reweighed"] - truth["no group"]
    yield Claim("and accuracy on who is able rises by", gain, ">=", 0.03, otherwise=none)
    better = past["all columns"] - past["true labels"]
    text = "judged by the past, the biased network is better by"
    yield Claim(text, better, ">=", 0.03, otherwise=none)
    worse = truth["true labels"] - truth["all columns"]
    yield Claim("judged by the truth, worse by", worse, ">=", 0.1, otherwise=none)
    yield Claim("groups that differ: error of calibration", off, "<=", 0.08, otherwise=short)
    apart = alarms[0] - alarms[1]
    text = "yet their false positive rates are apart by"
    yield Claim(text, apart, ">=", 0.02, otherwise=same)
