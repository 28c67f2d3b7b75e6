"""Fairness: what a network learns from biased decisions.

Two groups are equally able, but past decisions turned down able people of group B. A network learns
from these decisions: with all columns, without the group, reweighed, and from the truth. Then a
second world, where the groups do differ, shows that the criteria of fairness exclude each other.
"""

from typing import Annotated

import numpy as np

from nnquiz.datasets.hiring import Mask, People, people
from nnquiz.frames import Ask, Claim, Demo, Lines, Range, Say, Table
from nnquiz.layers.calibration import by_bin, calibration_error
from nnquiz.layers.losses import sigmoid
from nnquiz.layers.minibatches import train_on_labels
from nnquiz.layers.mlp import MLP, Array

# What a network sees: two tests of ability, postcode and school, and the group itself
ALL, NO_GROUP, NO_PROXIES = np.array([(1, 1, 1, 1, 1), (1, 1, 1, 1, 0), (1, 1, 0, 0, 0)])


def reweighing(b: Array, y: Array) -> Array:
    """P(group) P(label) / P(group, label): weights that make the label independent of the group."""
    # Kamiran & Calders 2012, https://doi.org/10.1007/s10115-011-0463-8
    group, label = b.astype(int), y.astype(int)
    joint = np.bincount(2 * group + label, minlength=4).reshape(2, 2) / len(y)
    apart = np.outer(joint.sum(1), joint.sum(0))
    return np.asarray((apart / np.maximum(joint, 1e-9))[group, label])


def learn(seed: int, data: People, y: Array, columns: Array, weight: Array | None = None) -> MLP:
    """A network that predicts *y*; all start alike and see the same people in the same order."""
    start, order = (np.random.default_rng([seed, k]) for k in (2, 3))
    net, x = MLP([5, 12, 1], start), data.x * columns
    return train_on_labels(net, order, x, y, 400, lr=0.01, batch=128, weight=weight)


def opportunity_gap(chosen: Mask, of: People, able: int) -> float:
    """P(chosen | able, A) - P(chosen | able, B): equal opportunity asks that it be 0."""
    of_a, of_b = (chosen[group & (of.able == able)].mean() for group in of.groups.values())
    return float(of_a - of_b)


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
    data, new = people(rng[0], n, bias, proxy), people(rng[1], 12000, bias, proxy)
    ways = {
        "all columns": ("biased", data.past, ALL, None),
        "no group": ("biased", data.past, NO_GROUP, None),
        "nor proxies": ("mended", data.past, NO_PROXIES, None),
        "reweighed": ("mended", data.past, NO_GROUP, reweighing(data.b, data.past)),
        "true labels": ("mended", data.able, NO_GROUP, None),
    }
    gap, past, truth = {}, {}, {}
    for way, (key, y, columns, weight) in ways.items():
        p = sigmoid(learn(seed, data, y, columns, weight).logits(new.x * columns)[:, 0])
        gap[way] = opportunity_gap(p > 0.5, new, able=1)
        past[way], truth[way] = (float(((p > 0.5) == y).mean()) for y in (new.past, new.able))
        title = f"{way.capitalize()}: able people chosen, A minus B: {gap[way]:+.0%}"
        curves = {name: by_bin(p[g], new.tests[g], -2, 2, 12) for name, g in new.groups.items()}
        yield Lines(
            key=key, title=title, series=curves, x="test score", y="p", marks={"chosen": ("y", 0.5)}
        )
    head = ["", "A minus B", "right by the past", "by the truth"]
    rows = [(way, gap[way], past[way], truth[way]) for way in ways]
    yield Table(key="ways", title="Able people chosen, and accuracy", head=head, rows=rows)

    # The second world: decisions were fair, the network knows the group, but the groups differ.
    data, new = people(rng[4], n, 0, proxy, lower), people(rng[5], 12000, 0, proxy, lower)
    p = sigmoid(learn(seed, data, data.able, ALL).logits(new.x)[:, 0])
    off = max(calibration_error(p[group], new.able[group]) for group in new.groups.values())
    apart = opportunity_gap(p > 0.5, new, able=0)
    title = f"p means the same, yet {apart:.0%} more of A are wrongly chosen"
    series = {name: by_bin(new.able[g], p[g], 0, 1, 10) for name, g in new.groups.items()}
    yield Lines(key="calibration", title=title, series=series, x="network's p", y="share able")
    yield Say(
        "Deleting proxies works if all are known, as here. Where base rates differ, no imperfect"
        " predictor is both calibrated and equal in its errors: people choose, and answer for it."
    )
    none = "With little bias, or proxies that tell little of the group, there is less to learn."
    both = "Groups that hardly differ may have both; from too few people none is calibrated."
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
    yield Claim("groups that differ: error of calibration", off, "<=", 0.08, otherwise=both)
    yield Claim("groups that differ: gap in false positives", apart, ">=", 0.02, otherwise=both)
