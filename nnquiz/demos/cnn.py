"""Convolutional network: a filter shared by all places learns more from less.

Shapes stand at random places in noise. A small convolutional network (CNN) learns to name them, and
a multilayer perceptron (MLP) that has many times its weights. Then both learn anew after all pixels
were shuffled, in all images alike: no pixel is lost, but neighbours are neighbours no more.
"""

from typing import Annotated

import numpy as np

from nnquiz.datasets.shapes import NAMES, images, shuffled
from nnquiz.frames import Ask, Claim, Demo, Grid, Lines, Range, Say, Table
from nnquiz.layers.convolution import ConvNet, convolve
from nnquiz.layers.mlp import MLP, Array
from nnquiz.layers.training import Classifier, accuracy, epochs

SIZE, K = 12, 5  # pixels a side, of an image and of what a filter sees


def flat(x: Array) -> Array:
    """Images as rows of numbers, the only way an MLP can take them."""
    return x.reshape(len(x), -1)


def both_kinds(seed: int, filters: int, hidden: int) -> tuple[ConvNet, MLP]:
    """A CNN, whose filters' weights serve all places, and an MLP, with weights for each pixel."""
    start = np.random.default_rng([seed, 2])
    cnn = ConvNet(K, filters, len(NAMES), start)
    return cnn, MLP([SIZE * SIZE, hidden, len(NAMES)], start, "relu", gain=np.sqrt(2))


def shift_error(x: Array, filters: Array) -> float:
    """Shift images by a pixel: how far do their feature maps differ from the old maps, shifted?"""
    maps = convolve(x, filters)  # z[i, j] = Σ_ab w[a, b] x[i + a, j + b], one w for all places
    maps_of_shifted = convolve(np.roll(x, 1, axis=2), filters)
    return float(np.abs(maps_of_shifted[..., 1:] - maps[..., :-1]).max())


def demo(
    seed: int = 0,
    n: Annotated[int, Range(50, 2000, "images to learn from")] = 400,
    noise: Annotated[float, Range(0, 1, "noise on every pixel")] = 0.35,
    filters: Annotated[int, Range(2, 32, "filters of the CNN")] = 16,
    hidden: Annotated[int, Range(8, 256, "hidden neurons of the MLP")] = 64,
) -> Demo:
    """Train a CNN and an MLP side by side, on images as they are and on shuffled ones."""
    yield Ask(
        "A CNN and an MLP learn shapes, then anew with all pixels shuffled alike. Who does worse?",
        ("both", "only the CNN", "only the MLP"),
        1,
        "its filters need neighbours that belong together; to the MLP no pixel is next to another.",
    )
    data = np.random.default_rng([seed, 0])
    x, labels = images(data, n, SIZE, noise)
    new, truth = images(data, 600, SIZE, noise)
    order = np.random.default_rng([seed, 1]).permutation(SIZE * SIZE)
    x_shuffled, new_shuffled = shuffled(x, order), shuffled(new, order)
    clean, _ = images(np.random.default_rng([seed, 0]), n, SIZE, noise=0)  # the same, noise apart
    cells = {"shape": clean[0], "with noise": x[0]}
    cells |= {"shuffled": shuffled(clean, order)[0], "both": x_shuffled[0]}
    yield Grid(key="images", title="An image, and what the shuffle does to it", cells=cells)

    cnn, mlp = both_kinds(seed, filters, hidden)
    cnn_shuffled, mlp_shuffled = both_kinds(seed, filters, hidden)
    arms: dict[str, tuple[Classifier, Array, Array]] = {
        "CNN": (cnn, x, new),
        "MLP": (mlp, flat(x), flat(new)),
        "CNN, shuffled": (cnn_shuffled, x_shuffled, new_shuffled),
        "MLP, shuffled": (mlp_shuffled, flat(x_shuffled), flat(new_shuffled)),
    }
    runs = [
        epochs(net, np.random.default_rng([seed, 3]), seen, labels, 20, lr=0.01)
        for net, seen, _ in arms.values()
    ]
    history = []
    for t, *_ in zip(*runs, strict=True):  # one more epoch for each of the four
        if t % 2 == 0:
            history.append([accuracy(net.logits(other), truth) for net, _, other in arms.values()])
            cells = {f"{i + 1}": w.copy() for i, w in enumerate(cnn.filters[:8])}
            title = f"The CNN learns what its filters look for: epoch {t}"
            yield Grid(key="filters", title=title, cells=cells, middle=0)
            curves = zip(arms, np.transpose(history), strict=True)
            yield Lines(
                key="accuracy", title="New images named rightly: what does the shuffle cost?",
                series={name: (np.arange(0, t + 1, 2), y) for name, y in curves},
                x="epochs", marks={"guessing": ("y", 1 / len(NAMES))},
            )  # fmt: skip

    by_cnn, by_mlp, by_cnn_shuffled, by_mlp_shuffled = history[-1]
    cnn_seen, mlp_seen = accuracy(cnn.logits(x), labels), accuracy(mlp.logits(flat(x)), labels)
    rows = [
        ("CNN", f"{len(cnn.theta)}", cnn_seen, by_cnn, by_cnn_shuffled),
        ("MLP", f"{len(mlp.theta)}", mlp_seen, by_mlp, by_mlp_shuffled),
    ]
    head = ["", "weights", "seen", "new", "new, shuffled"]
    yield Table(key="table", title="Share of images named rightly", head=head, rows=rows)
    yield Say("The MLP must see a shape at each place to know it there; the CNN knows it anywhere.")
    few = "The edge is a matter of weights: this MLP is small, or this CNN large."
    weak = "No noise, or many images: then the MLP does well too. Much noise: then neither does."
    chance = "The MLP cannot tell the difference: so two runs of one net differ with few images."
    ratio, off = len(mlp.theta) / len(cnn.theta), shift_error(new, cnn.filters)
    yield Claim("weights of the MLP over weights of the CNN", ratio, ">=", 10, otherwise=few)
    yield Claim("map of a shifted image, off the shifted map by", off, "<=", 1e-9)
    gap, lost, mlp_lost = by_cnn - by_mlp, by_cnn - by_cnn_shuffled, by_mlp - by_mlp_shuffled
    yield Claim("accuracy on new images: CNN minus MLP", gap, ">=", 0.15, otherwise=weak)
    yield Claim("accuracy that the shuffle costs the CNN", lost, ">=", 0.25, otherwise=weak)
    yield Claim("accuracy that the shuffle costs the MLP", mlp_lost, "<=", 0.08, otherwise=chance)
