"""Limitations: what is left of one task when the next is learned.

A network learns ten letters, then the same letters with their pixels shuffled, always in the same
way. Nothing in the second task's loss holds what the first one needs: catastrophic forgetting. It
is set beside replay of a few old images, elastic weight consolidation (Kirkpatrick et al. 2017,
https://doi.org/10.1073/pnas.1611835114) and training on both tasks together. At last the network
is shown pure noise.

EWC adds λ/2 Σ F (θ - θ_old)² to the loss: layers/continual.py.
"""

from functools import partial
from typing import Annotated

import numpy as np

from nnquiz.datasets.letters import labelled
from nnquiz.frames import Ask, Bars, Claim, Demo, Grid, Lines, Range, Say
from nnquiz.layers.continual import fisher, learn, pull, some
from nnquiz.layers.losses import softmax
from nnquiz.layers.mlp import MLP
from nnquiz.layers.training import accuracy

LETTERS, SIDE = "ABCDEFGHIJ", 8
PIXELS = SIDE * SIDE
IMAGES = 2000
SURE = 0.9


def demo(
    seed: int = 0,
    memory: Annotated[int, Range(0, 2000, "old images that are kept for replay")] = 200,
    ewc: Annotated[float, Range(0, 1000, "strength of elastic weight consolidation")] = 20.0,
    hidden: Annotated[int, Range(16, 256, "hidden neurons")] = 128,
    steps: Annotated[int, Range(20, 1000, "steps of training on each task")] = 300,
) -> Demo:
    """Learn one task, then the other in four ways; then look at noise."""
    yield Ask(
        f"A network gets 95% of the letters right. Then it learns a second task for {steps} steps,"
        " without seeing the first one again. What share of the first does it still get right?",
        ("about 95%", "about 80%", "about half"),
        2,
        "nothing in the new loss holds the old weights. Replay of some old images keeps most.",
    )

    def rng(k: int) -> np.random.Generator:
        return np.random.default_rng([seed, k])

    shuffle = rng(3).permutation(PIXELS)
    (x, y), (new, truth), (other, other_y) = (
        labelled(rng(k), n, LETTERS, SIDE, noise=0.25)
        for k, n in ((1, IMAGES), (2, 800), (4, IMAGES))
    )
    second = (other[:, shuffle], other_y)
    three = {c: new[truth == LETTERS.index(c)][0] for c in "AEH"}
    cells = {f"{c} first": image.reshape(SIDE, SIDE) for c, image in three.items()}
    cells |= {f"{c} second": image[shuffle].reshape(SIDE, SIDE) for c, image in three.items()}
    yield Grid(key="tasks", title="Second task: the same letters, pixels shuffled", cells=cells)

    net = MLP([PIXELS, hidden, len(LETTERS)], rng(5), "relu", 1.4)
    for _ in learn(net, rng(6), (x, y), steps):
        pass
    before = accuracy(net.logits(new), truth)
    kept = rng(7).choice(IMAGES, memory, replace=False)
    F = fisher(net, rng(8), some(rng(9), (x, y), 200)[0])
    both = (np.concatenate([x, second[0]]), np.concatenate([y, second[1]]))
    nets = {name: net.copy() for name in ("second task only", "with replay", "with EWC", "both")}
    spring = partial(pull, old=net.theta, F=F, strength=ewc)
    runs = [
        learn(nets["second task only"], rng(10), second, steps),
        learn(nets["with replay"], rng(10), second, steps, (x[kept], y[kept])),
        learn(nets["with EWC"], rng(10), second, steps, spring=spring),
        learn(nets["both"], rng(10), both, steps),
    ]
    at: list[int] = []
    old: dict[str, list[float]] = {name: [] for name in nets}
    fresh: dict[str, list[float]] = {name: [] for name in nets}
    for step, *_ in zip(*runs, strict=True):
        if step % (steps // 10):
            continue
        at.append(step)
        for name, one in nets.items():
            old[name].append(accuracy(one.logits(new), truth))
            fresh[name].append(accuracy(one.logits(new[:, shuffle]), truth))
        for key, task, curves in (("old", "first", old), ("new", "second", fresh)):
            series = {name: (at, curve) for name, curve in curves.items()}
            yield Lines(key=key, title=f"The {task} task read rightly", series=series, x="step")
    sure = {
        "letters": softmax(net.logits(new)).max(1),
        "pure noise": softmax(net.logits(rng(11).normal(0, 0.7, (800, PIXELS)))).max(1),
    }
    edges = np.linspace(0, 1, 11)
    bars = {name: np.histogram(p, edges)[0] for name, p in sure.items()}
    title = "How sure the network is of letters, and of pure noise"
    yield Bars(key="noise", title=title, bars=bars, edges=edges)
    yield Say(
        "The network has room for both tasks: trained on both, it keeps both. It forgets because"
        " training on the second task alone moves the weights that the first one needs."
    )
    plain, replay, springs, joint = (curve[-1] for curve in old.values())
    cost = fresh["second task only"][-1] - fresh["with replay"][-1]
    apart = "With these settings the tasks leave each other alone, or are not learned yet."
    few = "Too few old images to keep the task alive, or too little was lost to win back."
    loose = "The springs are too weak to hold, or too stiff to learn; or little was lost."
    yield Claim("first task: share right, once learned", before, ">=", 0.92, otherwise=apart)
    yield Claim("first task: share lost to the second", before - plain, ">=", 0.28, otherwise=apart)
    text = f"share won back by replay of {memory} old images"
    yield Claim(text, replay - plain, ">=", 0.15, otherwise=few)
    yield Claim("share of the second task that replay costs", cost, "<=", 0.05, otherwise=few)
    back = springs - plain
    yield Claim("share won back by elastic weight consolidation", back, ">=", 0.08, otherwise=loose)
    yield Claim("both at once: share of the first task right", joint, ">=", 0.9, otherwise=apart)
    text = f"pure noise: share that it is over {SURE:.0%} sure of"
    yield Claim(text, float((sure["pure noise"] > SURE).mean()), ">=", 0.1, otherwise=apart)
