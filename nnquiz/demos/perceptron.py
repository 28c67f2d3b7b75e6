"""Perceptron: it learns from mistakes alone, and stops if a line exists.

Rosenblatt's rule runs on points that a line with some room beside it can part, on AND and OR, and
on XOR. Its mistakes are counted against Novikoff's bound, and with learning rates far apart.
"""

from collections.abc import Iterable
from typing import Annotated

import numpy as np

from nnquiz.datasets.plane import mesh, separable
from nnquiz.frames import Ask, Claim, Demo, Lines, Points, Range, Say, Table
from nnquiz.layers.gates import BITS, FUNCTIONS
from nnquiz.layers.mlp import Array
from nnquiz.layers.novikoff import most_mistakes

GATES = ("AND", "OR", "XOR")


def learn(x: Array, y: Array, lr: float, passes: int) -> tuple[Array, list[int], int]:
    """Weights after each mistake, bias last; the examples seen by then; passes made.

    It ends after the first pass without a mistake.
    """
    x = np.column_stack([x, np.ones(len(x))])  # the bias is the weight of an input of 1
    w = np.zeros(x.shape[1])
    history, when = [w], [0]
    for number in range(passes):
        before = len(when)
        for i, (example, target) in enumerate(zip(x, y, strict=True), 1):
            answer = float(example @ w > 0)  # the step function is the threshold
            if answer != target:
                w = w + lr * (target - answer) * example  # w ← w + lr (y - ŷ) x
                history.append(w)
                when.append(number * len(x) + i)
        if len(when) == before:
            return np.array(history), when, number + 1
    return np.array(history), when, passes


def wrong(x: Array, y: Array, w: Array) -> int:
    """How many examples are on the wrong side of the line w1 x1 + w2 x2 + b = 0."""
    return int(((x @ w[:2] + w[2] > 0) != y).sum())


def film(name: str, x: Array, y: Array, history: Array, mistakes: Iterable[int]) -> Demo:
    """After some of the *mistakes*: the line, and on which side of it the perceptron fires."""
    extent = (x.min() - 0.2, x.max() + 0.2) * 2
    places, shape = mesh(extent)
    for k in mistakes:
        w = history[k]
        distance = (places @ w[:2] + w[2]) / max(float(np.hypot(*w[:2])), 1e-9)
        field = np.clip(0.5 + 5 * distance, 0, 1)  # a step, but softened: so it's drawn straight
        yield Points(
            key=name, title=f"{name}, after mistake {k}: {wrong(x, y, w)} of {len(x)} wrong",
            xy=x, label=y, legend=["0", "1"], field=field.reshape(shape), extent=extent,
            x="input 1", y="input 2",
        )  # fmt: skip


def demo(
    seed: int = 0,
    margin: Annotated[float, Range(0.005, 0.4, "room between the line and the points")] = 0.1,
    lr: Annotated[float, Range(0.001, 1000, "learning rate")] = 1.0,
    n: Annotated[int, Range(20, 1000, "points")] = 100,
    passes: Annotated[int, Range(1, 500, "passes over the points at most")] = 300,
) -> Demo:
    """Points that a line parts, then points that none can part."""
    yield Ask(
        "A perceptron starts from zero weights and learns until it makes no mistake. Its learning"
        " rate is raised 100-fold. How many mistakes does it make now?",
        ("fewer", "more", "exactly as many"),
        2,
        "the rate scales weights and bias alike, so that the line and each answer stay the same.",
    )
    x, y, line = separable(np.random.default_rng([seed, 0]), n, margin)
    runs = {f"rate {rate:g}": (x, y, rate) for rate in (lr / 100, lr, lr * 100)}
    runs |= {name: (BITS, np.array(FUNCTIONS[name]), lr) for name in GATES}
    learned = {name: learn(*run, passes) for name, run in runs.items()}
    weights, when, _ = learned[f"rate {lr:g}"]
    mistakes, bound = len(when) - 1, most_mistakes(x, y, line)
    some = np.unique(np.linspace(0, mistakes, 16).astype(int))
    yield from film("Points that a line parts", x, y, weights, some)
    bits, answers, _ = runs["XOR"]
    xor_weights, at, _ = learned["XOR"]
    yield from film("XOR", bits, answers, xor_weights, range(max(0, len(at) - 8), len(at)))

    count = {name: len(at) - 1 for name, (_, at, _) in learned.items()}
    left = {name: wrong(*runs[name][:2], w[-1]) for name, (w, _, _) in learned.items()}
    rows = [(name, count[name], made, left[name]) for name, (_, _, made) in learned.items()]
    head = ["learning", "mistakes", "passes", "wrong"]
    yield Table(key="runs", title="No rate matters, and XOR never ends", head=head, rows=rows)
    curves = {"points": (when[1:], range(1, mistakes + 1)), "XOR": (at[1:], range(1, len(at)))}
    yield Lines(
        key="mistakes", title="Mistakes so far: an end within the bound, or none",
        series=curves, x="examples seen", y="mistakes", log_x=True, log_y=True,
        marks={"Novikoff's bound": ("y", bound)},
    )  # fmt: skip
    yield Say("A right answer changes nothing: the rule learns from its mistakes alone.")
    more = "A narrow margin takes many mistakes, and these were too few passes."
    yield Claim("points wrong in the end", wrong(x, y, weights[-1]), "<=", 0, otherwise=more)
    yield Claim("mistakes, as a share of Novikoff's bound", mistakes / bound, "<=", 1)
    changed = max(abs(count[name] - mistakes) for name in runs if name not in GATES)
    yield Claim("mistakes more or fewer at 1/100 or 100 times the rate", changed, "<=", 0)
    gates = left["AND"] + left["OR"]
    yield Claim("AND and OR: answers wrong in the end", gates, "<=", 0, otherwise=more)
    yield Claim(f"XOR: mistakes in {passes} passes", count["XOR"], ">=", passes)
