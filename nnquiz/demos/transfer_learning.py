"""Transfer learning: features learnt from much data serve where there is little.

A network learns letters from thousands of images. Then it has to name six letters that it has never
seen: with its body frozen below a new head, fine-tuned at a small rate, or from scratch. A frozen
body of random weights, which never learnt anything, is the control.
"""

from typing import Annotated

import numpy as np

from nnquiz.datasets.letters import ALPHABET, Labels, glyphs, images, labelled
from nnquiz.frames import Ask, Claim, Demo, Grid, Lines, Range, Say
from nnquiz.layers.adam import Adam
from nnquiz.layers.losses import cross_entropy
from nnquiz.layers.mlp import MLP, Array
from nnquiz.layers.training import accuracy

NEW = "EHKSWX"  # the letters of the target task
SIZE, BODY = 9, (96, 48)  # pixels a side; neurons of the two layers below the head
LR, SMALL_LR = 0.0065, 0.001
SOURCE_IMAGES, SOURCE_STEPS, STEPS = 5000, 450, 80
MANY = 100  # images of each new letter, where they are plentiful
DRAWS = 6  # of the few images: which ones they are matters
Data = tuple[Array, Labels]


def network(rng: np.random.Generator, classes: int) -> MLP:
    """A body of two layers, and a head that gives the logits."""
    return MLP([SIZE * SIZE, *BODY, classes], rng, "relu", gain=np.sqrt(2))


def body_size(net: MLP) -> int:
    """How many weights the body has: all of theta but its end, which is the head's."""
    return len(net.theta) - net.weights[-1].size - net.biases[-1].size


def train(net: MLP, rng: np.random.Generator, data: Data, steps: int, body_lr: float = LR) -> None:
    """Train with Adam on mini-batches of 64, the body at *body_lr* and the head at `LR`."""
    x, labels = data
    lr = np.full(len(net.theta), LR)
    lr[: body_size(net)] = body_lr  # at 0 the body is frozen
    adam = Adam(net.theta, lr)
    for _ in range(steps):
        some = rng.integers(0, len(x), min(64, len(x)))
        hs = net.forward(x[some])
        adam.step(net.backward(hs, cross_entropy(hs[-1], labels[some])[1]))


def reuse(source: MLP, seed: list[int], data: Data, body_lr: float) -> MLP:
    """The body of *source* under a new head, trained at *body_lr*; *source* stays as it is."""
    start, batches = (np.random.default_rng([*seed, k]) for k in range(2))
    net = network(start, len(NEW))
    net.theta[: body_size(net)] = source.theta[: body_size(source)]
    if body_lr:
        train(net, batches, data, STEPS, body_lr)
    else:  # what a frozen body makes of the images stays as it is: the head learns from that
        head, (x, labels) = MLP([BODY[-1], len(NEW)], start), data
        head.theta[:] = net.theta[body_size(net) :]
        train(head, batches, (net.forward(x)[-2], labels), STEPS)
        net.theta[body_size(net) :] = head.theta
    return net


def demo(
    seed: int = 0,
    shots: Annotated[int, Range(1, 50, "images of each new letter, where they are few")] = 5,
    known: Annotated[int, Range(2, 20, "letters that the source network learns")] = 20,
    noise: Annotated[float, Range(0, 0.5, "noise on every pixel")] = 0.2,
) -> Demo:
    """Learn the source letters, then the new ones in four ways, from ever more images."""
    yield Ask(
        f"A network that knows {known} letters gets a new head for six others, its body frozen."
        f" With {shots} images of each it beats training from scratch. Which is ahead with {MANY}?",
        ("the frozen body still", "neither", "training from scratch"),
        2,
        "frozen features stay those of the old letters; with enough data better ones are learnt.",
    )
    data, start, batches, test = (np.random.default_rng([seed, k]) for k in range(4))
    old = "".join(letter for letter in ALPHABET if letter not in NEW)[:known]
    learnt = labelled(data, SOURCE_IMAGES, old, SIZE, noise)
    new, truth = labelled(test, 900, NEW, SIZE, noise)
    cells = {old[k]: learnt[0][learnt[1] == k][0].reshape(SIZE, SIZE) for k in range(2)}
    cells |= {NEW[k]: new[truth == k][0].reshape(SIZE, SIZE) for k in range(2)}
    title = f"Letters of the source ({old[0]}, {old[1]}), and new ones"
    yield Grid(key="letters", title=title, cells=cells)

    source = network(start, len(old))
    train(source, batches, learnt, SOURCE_STEPS)
    sizes = sorted({shots, 20, MANY})
    names = ("frozen body", "fine-tuned", "from scratch", "untrained, frozen")
    right, alike = np.zeros((len(names), len(sizes))), 0.0
    for i, size in enumerate(sizes):
        draws = DRAWS if size == shots else 1
        for draw in range(draws):
            few = np.random.default_rng([seed, 4, draw])
            labels = np.repeat(np.arange(len(NEW)), size)
            x = images(few, labels, glyphs(NEW), SIZE, noise).reshape(len(labels), -1)
            untrained = network(few, len(NEW))
            arms = (source, 0.0), (source, SMALL_LR), (untrained, LR), (untrained, 0.0)
            for j, (body, body_lr) in enumerate(arms):
                net = reuse(body, [seed, 5, draw], (x, labels), body_lr)
                right[j, i] += accuracy(net.logits(new), truth) / draws
            if size == shots:
                net = reuse(source, [seed, 5, draw], (x, labels), LR)
                alike += accuracy(net.logits(new), truth) / draws
        yield Lines(
            key="accuracy", title=f"New letters named rightly, from {size} images of each",
            series={name: (sizes[: i + 1], right[j, : i + 1]) for j, name in enumerate(names)},
            x="images of each letter", log_x=True, marks={"guessing": ("y", 1 / len(NEW))},
        )  # fmt: skip
    frozen, tuned, scratch, control = right[:, sizes.index(shots)]
    frozen_many, tuned_many, scratch_many, _ = right[:, -1]
    share = 1 - body_size(net) / len(net.theta)

    yield Say(
        "Where images are few, the body's features are worth more than what can be learnt anew;"
        " where they are many, features that may adapt win."
    )
    poor = "A source of few letters teaches few strokes; with many images no source is needed."
    clear = "Where the old features name nearly all new letters, nothing is left to win."
    gain, learnt, saved = frozen - scratch, frozen - control, tuned - scratch
    gain_many, tuned_gain = scratch_many - frozen_many, tuned_many - frozen_many
    yield Claim("share of the weights to train, body frozen", share, "<=", 0.05)
    yield Claim("accuracy, few images: frozen minus scratch", gain, ">=", 0.08, otherwise=poor)
    yield Claim("few images: frozen minus untrained body", learnt, ">=", 0.15, otherwise=poor)
    yield Claim("few images: frozen minus all layers trained", frozen - alike, ">=", 0)
    yield Claim("few images: fine-tuned minus scratch", saved, ">=", 0, otherwise=poor)
    yield Claim("many images: scratch minus frozen", gain_many, ">=", 0.02, otherwise=clear)
    yield Claim("many images: fine-tuned minus frozen", tuned_gain, ">=", 0.02, otherwise=clear)
