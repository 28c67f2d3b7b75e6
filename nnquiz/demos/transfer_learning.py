"""Transfer learning: features learnt from much data serve where there is little.

A network learns letters from thousands of images. Then it has to name six letters that it has never
seen: with its body frozen below a new head, fine-tuned at a small rate, or from scratch. A frozen
body of random weights, which never learnt anything, is the control.
"""

from typing import Annotated

import numpy as np

from nnquiz.datasets.letters import ALPHABET, Labels, glyphs, images
from nnquiz.frames import Ask, Claim, Demo, Grid, Lines, Range, Say
from nnquiz.layers.adam import Adam
from nnquiz.layers.losses import cross_entropy
from nnquiz.layers.mlp import MLP, Array
from nnquiz.layers.training import accuracy

NEW = "EHKSWX"  # the letters of the target task
SIZE, BODY = 9, (128, 48)  # pixels a side; neurons of the two layers below the head
LR, SMALL_LR = 0.005, 0.001
SOURCE_IMAGES, SOURCE_STEPS, STEPS = 5000, 600, 100
MANY = 100  # images of each new letter, where they are plentiful
DRAWS = 3  # of the few images: which ones they are matters
Data = tuple[Array, Labels]


def dataset(rng: np.random.Generator, letters: str, labels: Labels, noise: float) -> Data:
    """Images as rows of pixels, with their labels."""
    drawn = images(rng, labels, glyphs(letters), SIZE, noise)
    return drawn.reshape(len(labels), -1), labels


def network(rng: np.random.Generator, classes: int) -> MLP:
    """A body of two layers, and a head that gives the logits."""
    return MLP([SIZE * SIZE, *BODY, classes], rng, "relu", gain=np.sqrt(2))


def body_size(net: MLP) -> int:
    """How many weights the body has: all of theta but its end, which is the head's."""
    return len(net.theta) - net.weights[-1].size - net.biases[-1].size


def features(net: MLP, x: Array) -> Array:
    """What the body makes of images, which is what the head gets to see."""
    return net.forward(x)[-2]


def train(net: MLP, rng: np.random.Generator, data: Data, steps: int, body_lr: float = LR) -> None:
    """Train with Adam on mini-batches of 64, the body at *body_lr* and the head at `LR`."""
    x, labels = data
    body = body_size(net)
    below, head = Adam(net.theta[:body], body_lr), Adam(net.theta[body:], LR)
    for _ in range(steps):
        some = rng.integers(0, len(x), min(64, len(x)))
        hs = net.forward(x[some])
        gradient = net.backward(hs, cross_entropy(hs[-1], labels[some])[1])
        below.step(gradient[:body])
        head.step(gradient[body:])


def reuse(source: MLP, seed: int, data: Data, body_lr: float) -> tuple[MLP, MLP]:
    """A new head on the body of *source*, trained at *body_lr* or, if that is 0, frozen.

    Returned as two networks: the one whose `features` are used, and the head on them.
    """
    start, batches = np.random.default_rng([seed, 4]), np.random.default_rng([seed, 5])
    head = MLP([BODY[-1], len(NEW)], start, gain=np.sqrt(2))
    if body_lr == 0:  # the body won't change: its features are computed but once
        train(head, batches, (features(source, data[0]), data[1]), STEPS)
        return source, head
    net = network(start, len(NEW))
    body = body_size(net)
    net.theta[:] = np.concatenate([source.theta[:body], head.theta])
    train(net, batches, data, STEPS, body_lr)
    head.theta[:] = net.theta[body:]
    return net, head


def demo(
    seed: int = 0,
    shots: Annotated[int, Range(1, 50, "images of each new letter, where they are few")] = 5,
    known: Annotated[int, Range(2, 20, "letters that the source network learns")] = 20,
    noise: Annotated[float, Range(0, 0.5, "noise on every pixel")] = 0.2,
) -> Demo:
    """Learn the source letters, then the new ones in four ways, from ever more images."""
    yield Ask(
        f"With {shots} images of each new letter, a frozen body that knows {known} other letters"
        f" beats training from scratch. Which is ahead with {MANY} images of each?",
        ("the frozen body still", "neither", "training from scratch"),
        2,
        "frozen features stay those of the old letters; with enough data better ones are learnt.",
    )
    data, start, batches, test = (np.random.default_rng([seed, k]) for k in range(4))
    old = "".join(letter for letter in ALPHABET if letter not in NEW)[:known]
    labels = data.integers(0, len(old), SOURCE_IMAGES)
    learnt = dataset(data, old, labels, noise)
    new, truth = dataset(test, NEW, test.integers(0, len(NEW), 900), noise)
    seen = {old[k]: learnt[0][labels == k][0].reshape(SIZE, SIZE) for k in range(2)}
    unseen = {NEW[k]: new[truth == k][0].reshape(SIZE, SIZE) for k in range(3)}
    title = f"Letters of the source ({', '.join(seen)}), and new ones"
    yield Grid(key="letters", title=title, cells=seen | unseen)

    source, untrained = network(start, len(old)), network(start, len(NEW))
    train(source, batches, learnt, SOURCE_STEPS)
    arms = {
        "frozen body": (source, 0.0), "fine-tuned": (source, SMALL_LR),
        "from scratch": (untrained, LR), "untrained, frozen": (untrained, 0.0),
    }  # fmt: skip
    sizes = sorted({shots, 20, MANY})
    right = np.zeros((len(arms), len(sizes)))
    for i, size in enumerate(sizes):
        draws = DRAWS if size == shots else 1
        for draw in range(draws):
            few = np.random.default_rng([seed, 6, draw])
            target = dataset(few, NEW, np.repeat(np.arange(len(NEW)), size), noise)
            for j, (below, body_lr) in enumerate(arms.values()):
                body, head = reuse(below, seed, target, body_lr)
                right[j, i] += accuracy(head.logits(features(body, new)), truth) / draws
        yield Lines(
            key="accuracy", title=f"New letters named rightly, from {size} images of each",
            series={name: (sizes[: i + 1], right[j, : i + 1]) for j, name in enumerate(arms)},
            x="images of each letter", log_x=True, marks={"guessing": ("y", 1 / len(NEW))},
        )  # fmt: skip
    frozen, tuned, scratch, control = right[:, sizes.index(shots)]
    frozen_many, tuned_many, scratch_many, _ = right[:, -1]
    share = head.theta.size / (body_size(source) + head.theta.size)
    yield Say(
        "Where images are few, the body's features are worth more than what can be learnt anew;"
        " where they are many, features that may adapt win."
    )
    poor = "A source of few letters teaches few strokes; with many images no source is needed."
    clear = "Where the old features name nearly all new letters, nothing is left to win."
    yield Claim("weights to train, of all, if the body is frozen", share, "<=", 0.05)
    gain, learnt_gain = frozen - scratch, frozen - control
    yield Claim("few images: frozen minus scratch", gain, ">=", 0.05, otherwise=poor)
    yield Claim("frozen minus untrained body", learnt_gain, ">=", 0.1, otherwise=poor)
    yield Claim("fine-tuned minus scratch", tuned - scratch, ">=", 0, otherwise=poor)
    gain, tuned_gain = scratch_many - frozen_many, tuned_many - frozen_many
    yield Claim("many images: scratch minus frozen", gain, ">=", 0.02, otherwise=clear)
    yield Claim("many images: fine-tuned minus frozen", tuned_gain, ">=", 0.02, otherwise=clear)
