"""Deep against classic: images go to the deep network, small tables to trees.

Boosted trees of one split each (stumps: layers/boosting.py), logistic regression and networks
compete on a small table, whose label hangs on thresholds in four of its columns; on the same with
its columns mixed by a rotation; and on images, with a CNN (layers/convolution.py).
"""

from collections.abc import Iterator
from typing import Annotated

import numpy as np

from nnquiz.datasets.plane import mesh
from nnquiz.datasets.shapes import NAMES, images
from nnquiz.datasets.thresholds import RULE, score, table
from nnquiz.frames import Ask, Bars, Claim, Demo, Grid, Range, Say, Table
from nnquiz.layers.boosting import BoostedStumps
from nnquiz.layers.convolution import ConvNet
from nnquiz.layers.losses import softmax
from nnquiz.layers.mlp import MLP, Array
from nnquiz.layers.training import Classifier, Labels, accuracy, epochs

EPOCHS, ROUNDS = 20, 100  # of the networks, which more do not help here, and of boosting
TITLES = {"table": "Who finds the corner", "mixed": "And from mixed columns"}
MODELS = ("truth", "stumps", "MLP", "logistic")


def network(seed: int, *sizes: int) -> MLP:
    """A multilayer perceptron; with no hidden layer it is logistic regression."""
    return MLP(sizes, np.random.default_rng([seed, 3]), "relu", gain=np.sqrt(2))


def learn(net: Classifier, seed: int, x: Array, labels: Labels, count: int) -> Iterator[int]:
    """Train for *count* epochs; to be gone through, if only by list()."""
    return epochs(net, np.random.default_rng([seed, 4]), x, labels, count, lr=0.01)


def on_images(seed: int, noise: float) -> dict[str, float]:
    """The accuracies on images; only the CNN sees more in them than a row of pixels."""
    rng = np.random.default_rng([seed, 2])
    (x, labels), (new, truth) = (images(rng, n, 12, noise) for n in (400, 600))
    flat, new_flat = x.reshape(len(x), -1), new.reshape(len(new), -1)
    cnn = ConvNet(5, 12, len(NAMES), np.random.default_rng([seed, 3]))
    stumps = BoostedStumps(flat, labels, len(NAMES), rounds=50, cuts=8)
    logistic = network(seed, flat.shape[1], len(NAMES))
    list(learn(cnn, seed, x, labels, EPOCHS))
    list(learn(logistic, seed, flat, labels, EPOCHS))
    return {
        "images: CNN": accuracy(cnn.logits(new), truth),
        "images: stumps": accuracy(stumps.logits(new_flat), truth),
        "images: logistic": accuracy(logistic.logits(new_flat), truth),
    }


def demo(
    seed: int = 0,
    rows: Annotated[int, Range(50, 3000, "rows of the table to learn from")] = 300,
    columns: Annotated[int, Range(4, 40, "columns of the table; four of them matter")] = 16,
    noise: Annotated[float, Range(0, 1, "noise in the table's rule and in the pixels")] = 0.3,
) -> Demo:
    """Let stumps, logistic regression and networks learn a table, the table mixed, and images."""
    yield Ask(
        "A rotation mixes a table's columns: all are weighted sums, nothing is lost. Who suffers?",
        ("the boosted stumps", "the MLP", "both"),
        0,
        "a stump splits one column at a time; an MLP begins with weighted sums anyway.",
    )
    data, mixing = (np.random.default_rng([seed, k]) for k in range(2))
    (x, labels), (new, truth) = (table(data, n, columns, noise) for n in (rows, 3000))
    rotation = np.linalg.qr(mixing.normal(size=(columns, columns)))[0]
    places, shape = mesh((-2, 2, -2, 2), 17, 17)
    square = np.hstack([places, np.zeros((len(places), columns - 2))])  # columns 1 and 2 vary
    right: dict[str, float] = {}
    for name, turn in (("table", np.eye(columns)), ("mixed", rotation)):
        stumps = BoostedStumps(x @ turn, labels, classes=2, rounds=ROUNDS, cuts=24)
        logistic, mlp = network(seed, columns, 2), network(seed, columns, 32, 2)
        list(learn(logistic, seed, x @ turn, labels, EPOCHS))
        for t in learn(mlp, seed, x @ turn, labels, EPOCHS):
            if t % 2 == 0:
                at, rounds = square @ turn, ROUNDS * t // EPOCHS
                logits = [stumps.logits(at, rounds), mlp.logits(at), logistic.logits(at)]
                yes = [1.0 * (score(square) > 0), *(softmax(z)[:, 1] for z in logits)]
                cells = {k: p.reshape(shape)[::-1] for k, p in zip(MODELS, yes, strict=True)}
                title = f"{TITLES[name]}: {rounds} stumps, {t} epochs"
                yield Grid(key=name, title=title, cells=cells)
        for model, net in (("stumps", stumps), ("MLP", mlp), ("logistic", logistic)):
            right[f"{name}: {model}"] = accuracy(net.logits(new @ turn), truth)
        if name == "table":
            read = [(f"column {c + 1}", cut, RULE.get(c, "-")) for c, cut in stumps.splits()[:6]]
            head = ["stumps split", "at", "the rule splits it at"]
            yield Table(key="read", title="Stumps can be read: the first", head=head, rows=read)
    mlp = network(seed, columns, 32, 2)
    list(learn(mlp, seed, *table(data, 10 * rows, columns, noise), EPOCHS // 2))
    right["10 x rows: MLP"] = accuracy(mlp.logits(new), truth)
    right |= on_images(seed, noise)
    yield Bars(key="accuracy", title="Share of new rows or images that each gets right", bars=right)
    yield Say("A stump looks at one column, a filter at one patch: each suits one kind of data.")
    even = "Few rows or much noise hide the rule from all; without idle columns the MLP keeps up."
    enough = "Ten times the rows help little where the MLP had enough, or noise sets the limit."
    lost = "In so much noise the CNN too can hardly make out the shapes."
    small, mixed = (right[f"{name}: stumps"] - right[f"{name}: MLP"] for name in TITLES)
    yield Claim("small table: accuracy of stumps minus MLP", small, ">=", 0.08, otherwise=even)
    little = "With so few columns a rotation may mix them but little."
    yield Claim("columns mixed: accuracy of stumps minus MLP", mixed, "<=", 0.02, otherwise=little)
    gain = right["10 x rows: MLP"] - right["table: MLP"]
    yield Claim("10 x the rows: accuracy that the MLP gains", gain, ">=", 0.01, otherwise=enough)
    lead = right["images: CNN"] - max(right["images: stumps"], right["images: logistic"])
    yield Claim("images: accuracy of CNN minus best classic", lead, ">=", 0.25, otherwise=lost)
