"""Limitations: what is left of one task when the next is learned.

A network learns ten letters, then the same letters with their pixels shuffled, always in the same
way. Nothing in the second task's loss holds what the first one needs: catastrophic forgetting. It
is set beside replay of a few old images, elastic weight consolidation (Kirkpatrick et al. 2017,
https://doi.org/10.1073/pnas.1611835114) and training on both tasks together. At last the network
is shown pure noise.
"""

from __future__ import annotations

from typing import Annotated

import numpy as np

from nnquiz.datasets.two_tasks import IMAGES, LETTERS, PIXELS, two_tasks
from nnquiz.frames import Ask, Bars, Claim, Demo, Grid, Lines, Range, Say
from nnquiz.layers.continual import fisher, learn, some
from nnquiz.layers.losses import softmax
from nnquiz.layers.mlp import MLP, Array
from nnquiz.layers.training import accuracy

SURE = 0.9


def pull(theta: Array, old: Array, F: Array, strength: float) -> Array:
    """The gradient of EWC's penalty λ/2 Σ F (θ - θ_old)²: a spring at each weight.

    It is the stiffer the more the weight matters: F = mean of (d log p(y|x) / dθ)² on old images.
    """
    return strength * F * (theta - old)


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

    first, second, tests, truth, shown = two_tasks(rng(1), rng(4), rng(2), rng(3))
    yield Grid(key="tasks", title="Second task: the same letters, pixels shuffled", cells=shown)

    net = MLP([PIXELS, hidden, len(LETTERS)], rng(5), "relu", 1.4)
    for _ in learn(net, rng(6), first, steps):
        pass
    before = accuracy(net.logits(tests["first"]), truth)
    x, y = first
    kept = rng(7).choice(IMAGES, memory, replace=False)
    F = fisher(net, rng(8), some(rng(9), first, 200)[0])
    both = np.concatenate([x, second[0]]), np.concatenate([y, second[1]])
    nets = {name: net.copy() for name in ("second task only", "with replay", "with EWC", "both")}
    only, replaying, sprung, joint_net = nets.values()
    runs = [
        learn(only, rng(10), second, steps),
        learn(replaying, rng(10), second, steps, memory=(x[kept], y[kept])),
        learn(sprung, rng(10), second, steps, spring=lambda w: pull(w, net.theta, F, ewc)),
        learn(joint_net, rng(10), both, steps),
    ]
    at: list[int] = []
    right: dict[str, dict[str, list[float]]] = {task: {name: [] for name in nets} for task in tests}
    for step, *_ in zip(*runs, strict=True):
        if step % (steps // 10):
            continue
        at.append(step)
        for task, new in tests.items():
            for name, one in nets.items():
                right[task][name].append(accuracy(one.logits(new), truth))
            series = {name: (at[:], curve[:]) for name, curve in right[task].items()}
            if step:  # the first point alone makes no curve
                title = f"The {task} task: share read rightly"
                yield Lines(key=task, title=title, series=series, x="step")
    noise = rng(11).normal(0, 0.7, (800, PIXELS))
    images = {"letters": tests["first"], "pure noise": noise}
    sure = {name: softmax(net.logits(seen)).max(1) for name, seen in images.items()}
    edges = np.linspace(0, 1, 11)
    bars = {name: np.histogram(p, edges)[0] for name, p in sure.items()}
    title = "How sure the network is of letters, and of pure noise"
    yield Bars(key="noise", title=title, bars=bars, edges=edges)
    yield Say("There is room for both tasks; learning one alone moves what the other needs.")
    plain, replay, springs, joint = (curve[-1] for curve in right["first"].values())
    new_plain, new_replay, *_ = (curve[-1] for curve in right["second"].values())
    back, cost = springs - plain, new_plain - new_replay
    apart = "With these settings the tasks leave each other alone, or are not learned yet."
    few = "Too few old images to keep the task alive, or too little was lost to win back."
    loose = "The springs are too weak to hold, or too stiff to learn; or little was lost."
    yield Claim("first task: share right, once learned", before, ">=", 0.92, otherwise=apart)
    yield Claim("first task: share lost to the second", before - plain, ">=", 0.28, otherwise=apart)
    text = f"share won back by replay of {memory} old images"
    yield Claim(text, replay - plain, ">=", 0.15, otherwise=few)
    yield Claim("share of the second task that replay costs", cost, "<=", 0.05, otherwise=few)
    yield Claim("share won back by elastic weight consolidation", back, ">=", 0.08, otherwise=loose)
    yield Claim("both at once: share of the first task right", joint, ">=", 0.9, otherwise=apart)
    text = f"pure noise: share that it is over {SURE:.0%} sure of"
    yield Claim(text, float((sure["pure noise"] > SURE).mean()), ">=", 0.1, otherwise=apart)
