"""Imbalance: weights, copies, focal loss, or another threshold.

One case in 40 is positive. A plain network is set beside one with class weights, one with copies of
the positives and one with focal loss; and then the plain one once more, with another threshold.
"""

from typing import Annotated

import numpy as np

from nnquiz.datasets.plane import mesh, rare_cloud
from nnquiz.frames import Ask, Claim, Demo, Lines, Points, Range, Say, Table
from nnquiz.layers.adam import Adam
from nnquiz.layers.focal_loss import focal_loss
from nnquiz.layers.losses import sigmoid
from nnquiz.layers.mlp import MLP, Array
from nnquiz.layers.roc import roc, scores

EXTENT = (-4.0, 4.0, -4.0, 4.0)


def train(seed: int, x: Array, y: Array, weight: Array, gamma: float = 0.0) -> MLP:
    """A network trained on all examples, which count by *weight*: L = Σ w Lᵢ / Σ w."""
    net = MLP([2, 12, 1], np.random.default_rng([seed, 2]))  # all start alike
    adam = Adam(net.theta, lr=0.05, beta2=0.99)
    for _ in range(150):
        hs = net.forward(x)
        _, slope = focal_loss(hs[-1][:, 0], y, gamma)
        adam.step(net.backward(hs, (weight / weight.sum() * slope)[:, None]))
    return net


def demo(
    seed: int = 0,
    share: Annotated[float, Range(0.005, 0.5, "share of positive cases")] = 0.025,
    cost: Annotated[float, Range(1, 40, "what a missed case costs in false alarms")] = 39,
    gamma: Annotated[float, Range(0, 5, "how far focal loss turns down easy cases")] = 2.0,
    n: Annotated[int, Range(200, 3000, "training cases")] = 2000,
) -> Demo:
    """Train four networks on the same cases, then move the threshold of the first."""
    yield Ask(
        f"A share of {share:g} is positive. With class weights a network finds far more of these."
        " What does the area under its ROC curve do?",
        ("it rises as well", "it hardly changes", "it falls"),
        1,
        "the weights move the threshold; which case ranks above which, they leave nearly alone.",
    )
    data, tests, copies = (np.random.default_rng([seed, k]) for k in (0, 1, 3))
    (x, y), (new, truth) = rare_cloud(data, n, share), rare_cloud(tests, 12000, share)
    positive = np.flatnonzero(y == 1)
    extra = copies.choice(positive, round((cost - 1) * len(positive)))
    more = np.append(np.arange(n), extra)  # copies of training cases only, never of new ones
    nets = {
        "plain": train(seed, x, y, np.ones(n)),
        "weight": train(seed, x, y, np.where(y == 1, cost, 1)),
        "copies": train(seed, x[more], y[more], np.ones(len(more))),
        "focal": train(seed, x, y, np.ones(n), gamma),
    }
    z = {name: net.logits(new)[:, 0] for name, net in nets.items()}
    # Act when the expected cost of waiting, p · cost, exceeds that of a false alarm, 1 - p.
    threshold = 1 / (1 + cost)
    places, shape = mesh(EXTENT)
    shown = np.append(np.flatnonzero(y == 0)[:250], positive[:250])  # the rare ones on top

    def acting(title: str, name: str, cut: float) -> Points:
        found = scores(z[name], truth, cut)["recall"]
        above = sigmoid(nets[name].logits(places) - np.log(cut / (1 - cut)))  # 0.5 at the cut
        return Points(
            key=name, title=f"{title}, act from p = {cut:.3g}: finds {found:.0%}",
            xy=x[shown], label=y[shown], legend=["common (some)", "rare"],
            field=above.reshape(shape), extent=EXTENT,
        )  # fmt: skip

    for cut in np.geomspace(0.5, threshold, 7):
        yield acting("Plain net", "plain", cut)
    yield acting("Class weights", "weight", 0.5)
    yield Lines(
        key="roc", title="ROC curves: all four rank alike", x="false positive rate", y="recall",
        series={name: roc(logits, truth) for name, logits in z.items()},
    )  # fmt: skip
    result = {name: scores(logits, truth) for name, logits in z.items()}
    result["moved"] = scores(z["plain"], truth, threshold)
    columns = ["accuracy", "recall", "precision", "ROC area", "F1"]
    rows: list[list[str | float]] = [["never", round(1 - truth.mean(), 2), 0, np.nan, 0.5, 0]]
    rows += [[name, *(round(found[key], 2) for key in columns)] for name, found in result.items()]
    head = ["", "acc.", "recall", "prec", "AUC", "F1"]
    yield Table(key="scores", title="Accuracy hides what recall shows", head=head, rows=rows)
    yield Say(
        "Weights, copies and a lower threshold all buy recall with precision. The price of weights:"
        " their probabilities are no longer those of the real world."
    )
    even = "With classes this even, or costs this near, the plain network does well by itself."
    few = "A class so rare that too few cases are left to learn it from."
    plain, weighted, moved = (result[k] for k in ("plain", "weight", "moved"))
    more_found = weighted["recall"] - plain["recall"]
    gain = max(result[k]["ROC area"] for k in ("weight", "copies", "focal")) - plain["ROC area"]
    apart = abs(moved["balanced"] - weighted["balanced"])
    real, raised = (float(sigmoid(z[k]).mean() / truth.mean()) for k in ("plain", "weight"))
    yield Claim("plain net: accuracy", plain["accuracy"], ">=", 0.95, otherwise=even)
    yield Claim("plain net: recall", plain["recall"], "<=", 0.45, otherwise=even)
    yield Claim("class weights raise recall by", more_found, ">=", 0.3, otherwise=even)
    yield Claim("area under ROC: best gain of all remedies", gain, "<=", 0.02, otherwise=few)
    text = "weights and a moved threshold: balanced accuracy differs by"
    yield Claim(text, apart, "<=", 0.06, otherwise=few)
    yield Claim("plain net: predicted over real share of positives", real, "<=", 1.5, otherwise=few)
    yield Claim("class weights: predicted over real share", raised, ">=", 3, otherwise=even)
