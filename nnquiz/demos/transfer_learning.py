"""Transfer learning: features learnt from much data serve where there is little.

A network learns letters from thousands of images. Then it has to name six letters that it has never
seen: with its body frozen below a new head, fine-tuned at a small rate, or from scratch. A frozen
body of random weights, which never learnt anything, is the control.
"""

from __future__ import annotations

from typing import Annotated

import numpy as np

from nnquiz.datasets.letters import ALPHABET, Labels, labelled, of_each
from nnquiz.frames import Ask, Claim, Demo, Grid, Lines, Range, Say
from nnquiz.layers.mlp import MLP, Array
from nnquiz.layers.training import accuracy, random_batches

NEW, SIZE = "EHKSWX", 9  # the letters of the target task; pixels a side
LR, SMALL_LR = 0.0065, 0.001
MANY, DRAWS = 100, 6  # images of each new letter where they are plentiful; draws of the few
Data = tuple[Array, Labels]


def network(rng: np.random.Generator, classes: int) -> MLP:
    """A body of two layers, and a head that gives the logits."""
    return MLP([SIZE * SIZE, 96, 48, classes], rng, "relu", gain=np.sqrt(2))


def body_of(net: MLP) -> Array:
    """The weights of the body, a view: all of theta but its end, which is the head's."""
    return net.theta[: -len(net.head().theta)]


def reuse(source: MLP, seed: list[int], data: Data, body_lr: float) -> MLP:
    """The body of *source* under a new head, trained at *body_lr*; *source* stays as it is."""
    start, batches = (np.random.default_rng([*seed, k]) for k in range(2))
    net, (x, labels) = network(start, len(NEW)), data
    body_of(net)[:] = body_of(source)
    if body_lr == 0:  # what a frozen body makes of the images stays as it is: the head learns that
        random_batches(net.head(), batches, net.forward(x)[-2], labels, 80, LR)
    else:
        lr = np.full(len(net.theta), LR)
        lr[: len(body_of(net))] = body_lr
        random_batches(net, batches, x, labels, 80, lr)
    return net


def compare(source: MLP, seed: int, draw: int, few: int, noise: float, test: Data) -> list[float]:
    """How many of the *test* each way names rightly, having seen *few* images of each letter."""
    rng, (x, labels) = np.random.default_rng([seed, 4, draw]), test
    data = of_each(rng, few, NEW, SIZE, noise)
    random = network(rng, len(NEW))
    ways = (source, 0), (source, SMALL_LR), (random, LR), (random, 0), (source, LR)
    nets = [reuse(body, [seed, 5, draw], data, body_lr) for body, body_lr in ways]
    return [accuracy(net.logits(x), labels) for net in nets]


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
    data, start, batches, test, shown = (np.random.default_rng([seed, k]) for k in (0, 1, 2, 3, 6))
    old = "".join(letter for letter in ALPHABET if letter not in NEW)[:known]
    learnt, new = (labelled(*task, SIZE, noise) for task in ((data, 5000, old), (test, 900, NEW)))
    letters = old[:2] + NEW[:2]
    pixels = of_each(shown, 1, letters, SIZE, noise)[0].reshape(-1, SIZE, SIZE)
    cells = dict(zip(letters, pixels, strict=True))
    yield Grid(key="letters", title="Two letters of the source, and two new ones", cells=cells)

    source = network(start, len(old))
    random_batches(source, batches, *learnt, 450, LR)
    sizes = sorted({shots, 20, MANY})
    names = "frozen body", "fine-tuned", "from scratch", "untrained, frozen"
    right: list[Array] = []
    for size in sizes:
        draws = range(DRAWS if size == shots else 1)
        right.append(np.mean([compare(source, seed, k, size, noise, new) for k in draws], axis=0))
        so_far = np.transpose(right)
        yield Lines(
            key="accuracy", title=f"New letters named rightly, from {size} images of each",
            series={name: (sizes[: len(right)], so_far[j]) for j, name in enumerate(names)},
            x="images of each letter", log_x=True, marks={"guessing": ("y", 1 / len(NEW))},
        )  # fmt: skip
    frozen, tuned, scratch, control, alike = right[sizes.index(shots)]
    frozen_many, tuned_many, scratch_many, *_ = right[-1]
    share = 1 - len(body_of(source)) / len(network(start, len(NEW)).theta)

    yield Say("Few images teach no features as good as the body's; many teach better ones.")
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
