"""Forward propagation: each layer sums and bends what the one before it gave.

New points go through a trained network; after each step a straight line tries to part them.
"""

from functools import partial
from math import tanh
from typing import Annotated

import numpy as np

from nnquiz.datasets.plane import mesh, spirals
from nnquiz.frames import Ask, Bars, Claim, Demo, Points, Range, Say, Table
from nnquiz.layers.linear_probe import best_line, parted, seen_along
from nnquiz.layers.losses import sigmoid
from nnquiz.layers.mlp import MLP, Array
from nnquiz.layers.stopwatch import shortest
from nnquiz.layers.training import full_batch

EXTENT = (-2.4, 2.4, -2.4, 2.4)


def forward(net: MLP, x: Array) -> dict[str, Array]:
    """All examples at once: in each layer sums z = h W + b, then h = tanh(z); sums come last."""
    steps, h = {"Input": x}, x
    for k, (W, b) in enumerate(zip(net.weights, net.biases, strict=True), 1):
        z = steps[f"Layer {k}, sums"] = h @ W + b
        h = steps[f"Layer {k}, tanh"] = np.tanh(z)
    del steps[f"Layer {len(net.weights)}, tanh"]
    return steps


def neuron_by_neuron(net: MLP, h: list[float]) -> list[float]:
    """The same for one example, in loops: a neuron adds inputs times weights to its bias."""
    for W, b in zip(net.weights, net.biases, strict=True):
        z: list[float] = b.tolist()
        for j in range(len(z)):
            for i in range(len(h)):
                z[j] += h[i] * float(W[i, j])
        h = [tanh(s) for s in z]
    return z


def demo(
    seed: int = 0,
    turns: Annotated[float, Range(0.5, 2, "turns of the spirals")] = 1.25,
    hidden: Annotated[int, Range(4, 64, "neurons in each of the first two layers")] = 16,
    steps: Annotated[int, Range(100, 3000, "steps of learning before the pass")] = 800,
) -> Demo:
    """Learn, then follow new points forward through the layers."""
    yield Ask(
        "In each layer the neurons first form weighted sums, and then tanh bends those. Which of"
        " the two can bring more points to the right side of the best straight line?",
        ("the weighted sums", "tanh", "either of them"),
        1,
        "a straight line through the sums is a straight line through what they're made from.",
    )
    data, start, test = (np.random.default_rng([seed, k]) for k in range(3))
    (x, y), (new, truth) = spirals(data, 400, turns), spirals(test, 1000, turns)
    untrained = MLP([2, hidden, hidden, 2, 1], start, gain=1.5, nets=(10,))
    net = MLP([2, hidden, hidden, 2, 1], start, gain=1.5)
    full_batch(net, x, y, 0.01, steps)
    old, passed = forward(net, x), forward(net, new)
    w, bias = net.weights[0][:, 0], net.biases[0][0]
    z = float(new[0] @ w + bias)
    rows = [[f"input {i + 1}", new[0, i], w[i], new[0, i] * w[i]] for i in (0, 1)]
    rows += [["bias", "", "", bias], ["sum z", "", "", z], ["tanh(z)", "", "", tanh(z)]]
    head = ["", "value", "weight", "product"]
    yield Table(key="neuron", title="One neuron: the sum, then tanh", head=head, rows=rows)
    share = {}
    for name in [*passed][:-1]:
        w, c = best_line(old[name], y)
        share[name] = parted(old[name], y, passed[name], truth)
        xy = seen_along(passed[name][:400], w, c)
        yield Points(
            key="steps", title=f"{name}: the best straight line parts {share[name]:.0%}",
            xy=xy, label=truth[:400], paths=[[(0, xy[:, 1].min()), (0, xy[:, 1].max())]],
            x="distance from that line", y="along it",
        )  # fmt: skip
    pairs = zip(*(untrained.forward(points)[-2] for points in (x, new)), strict=True)
    share["same, untrained"] = float(np.mean([parted(a, y, b, truth) for a, b in pairs]))
    yield Bars(key="share", title="Share of new points that a straight line parts", bars=share)
    places, shape = mesh(EXTENT)
    yield Points(
        key="input", title="The network's last straight line, seen from the input", xy=new[:400],
        label=truth[:400], field=sigmoid(net.logits(places)).reshape(shape), extent=EXTENT,
    )  # fmt: skip
    few, output = new[:20].tolist(), [*passed.values()][-1]
    apart = np.abs([neuron_by_neuron(net, example) for example in few] - output[:20]).max()
    in_loops = shortest(partial(neuron_by_neuron, net, few[0]))
    by_matrices = shortest(partial(forward, net, new))  # for all of them at once
    speedup = in_loops * len(new) / by_matrices
    yield Say(
        "Each layer sees only what the one before it put out: sums turn and stretch that, tanh"
        " bends it. The pass uses the weights as they are and changes none."
    )
    easy = "Spirals of less than a turn can nearly be parted as they are."
    hard = "The network hasn't learned to unroll these spirals: try more neurons or steps."
    before, after = share["Input"], share["Layer 3, tanh"]
    yield Claim("neuron by neuron and by matrices, outputs differ by", apart, "<=", 1e-10)
    yield Claim("by matrices, and all at once, faster by a factor of", speedup, ">=", 5)
    yield Claim("share that a line parts in the input", before, "<=", 0.75, otherwise=easy)
    yield Claim("gained by the sums of layer 1", share["Layer 1, sums"] - before, "<=", 0.001)
    yield Claim("share that a line parts after layer 3", after, ">=", 0.93, otherwise=hard)
    yield Claim("the same, untrained", share["same, untrained"], "<=", 0.75, otherwise=easy)
