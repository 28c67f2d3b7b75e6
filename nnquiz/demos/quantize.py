"""Edge deployment: 8-bit integers make a network almost four times smaller.

A network that reads letters is made small for a device in the three usual ways. Its weights become
integers q of few bits, W ≈ q s with s = max |W| / top, after training or with the rounding in mind
(layers/straight_through.py); its smallest weights are cut; a small network learns its answers.
"""

from functools import partial
from typing import Annotated

import numpy as np

from nnquiz.datasets.letters import ALPHABET, labelled
from nnquiz.frames import Ask, Bars, Claim, Demo, Lines, Range, Say, Table
from nnquiz.layers.losses import softmax
from nnquiz.layers.mlp import MLP
from nnquiz.layers.quantization import Quantized, round_weights, top
from nnquiz.layers.straight_through import Change, trained
from nnquiz.layers.training import accuracy

FEW = 600  # labelled images that the small network has if nobody teaches it


def cut_weights(net: MLP, share: float) -> None:
    """Set the smallest weights of each hidden layer, a *share* of them, to 0."""
    for W in net.weights[:-1]:
        W[np.abs(W) < np.quantile(np.abs(W), share)] = 0


def demo(
    seed: int = 0,
    bits: Annotated[int, Range(2, 8, "bits a weight")] = 8,
    prune: Annotated[float, Range(0, 0.99, "share of hidden weights that is cut")] = 0.5,
    student: Annotated[int, Range(4, 64, "hidden neurons of the small network")] = 16,
) -> Demo:
    """Train a network, then make it smaller in three ways."""
    yield Ask(
        "A network that reads letters gets weights of 8 bits, not 32. How much does it lose?",
        ("about 10 points of accuracy", "about 2 points", "next to nothing"),
        2,
        "a weight moves by 1/254 of its column's largest at most, and such errors cancel in sums.",
    )
    rng = [np.random.default_rng([seed, k]) for k in range(7)]
    x, labels = labelled(rng[0], 4000, ALPHABET, size=8, noise=0.25)
    new, truth = labelled(rng[1], 1000, ALPHABET, size=8, noise=0.25)
    onehot = np.eye(26)[labels]
    net = MLP([64, 128, 64, 26], rng[2], "relu", gain=np.sqrt(2))
    net = trained(net, rng[3], (x, onehot), 450, 0.003)

    def right(net: MLP | Quantized) -> float:
        return accuracy(net.logits(new), truth)

    def retrained(change: Change, steps: int = 100) -> MLP:
        return trained(net, np.random.default_rng([seed, 4]), (x, onehot), steps, 0.001, change)

    size, whole = 4 * len(net.theta), right(net)
    W, edges = net.weights[0], np.linspace(-1, 1, 42)
    nbytes, after, aware, decibels = {}, {}, {}, {}
    for b in (8, 7, 6, 5, 4, 3, 2):
        small = Quantized(net, b, x[:500])
        nbytes[b], after[b] = small.nbytes, right(small)
        q, s = small.weights[0]  # W ≈ q s
        decibels[b] = 10 * np.log10((W**2).mean() / ((W - q * s) ** 2).mean())
        both = {"float": W / np.abs(W).max(0), "integers": q / top(b)}
        bars = {name: np.histogram(values, edges)[0] for name, values in both.items()}
        title = f"Weights of {b} bits, {2 * top(b) + 1} values: {after[b]:.1%} of letters right"
        yield Bars(key="weights", title=title, bars=bars, edges=edges, log=True)
        if b <= 4:
            aware[b] = right(Quantized(retrained(partial(round_weights, bits=b)), b, x[:500]))
    curves = {"rounded afterwards": after, "rounded in training": aware}
    yield Lines(
        key="bits", title="8 bits are enough; below 4, round in training", x="bits a weight",
        series={name: (list(curve), list(curve.values())) for name, curve in curves.items()},
        y="right", marks={"float": ("y", whole)},
    )  # fmt: skip
    cut, again = (retrained(partial(cut_weights, share=prune), steps) for steps in (0, 220))
    pupil = MLP([64, student, 26], rng[5], "relu", np.sqrt(2))
    softened = softmax(net.logits(x) / 2)  # the teacher's doubts tell more than its answer
    alone = trained(pupil, np.random.default_rng([seed, 6]), (x[:FEW], onehot[:FEW]), 300, 0.01)
    taught = trained(pupil, np.random.default_rng([seed, 6]), (x, softened), 300, 0.01)
    rows = [
        ("float, 32 bits", size, whole),
        *((f"{b} bits", nbytes[b], after[b]) for b in sorted({bits, 4, 2}, reverse=True)),
        ("2 bits, trained rounded", nbytes[2], aware[2]),
        (f"{prune:.0%} of weights cut", size, right(cut)),
        ("the same, then trained on", size, right(again)),
        (f"small net, {FEW} labels", 4 * len(pupil.theta), right(alone)),
        ("small net, taught", 4 * len(pupil.theta), right(taught)),
    ]
    yield Table(key="table", title="Size and letters right", head=["", "bytes", "right"], rows=rows)
    yield Say(
        "The small network alone had few labels; its teacher labels all the images there are. Cut"
        " weights save bytes only where zeros are not stored, and time where whole neurons go."
    )
    few = "Too few bits for weights that were trained without them in mind."
    much = "Little was cut, and little lost; or so much that training cannot mend it."
    lone = "A network this small cannot follow its teacher, or this large needs none."
    yield Claim(f"bytes: float32 over {bits} bits", size / nbytes[bits], ">=", 3.5)
    yield Claim(f"accuracy lost with {bits} bits", whole - after[bits], "<=", 0.01, otherwise=few)
    slope, _ = np.polyfit(range(8, 3, -1), [decibels[b] for b in range(8, 3, -1)], 1)
    yield Claim("signal over rounding error, dB a bit: off 6.02 by", abs(slope - 6.02), "<=", 0.5)
    yield Claim("accuracy lost with 2 bits", whole - after[2], ">=", 0.3)
    yield Claim("2 bits: accuracy won back by rounding in training", aware[2] - after[2], ">=", 0.1)
    lost, mended = whole - right(again), right(again) - right(cut)
    yield Claim(f"{prune:.0%} cut, trained on: accuracy lost", lost, "<=", 0.03, otherwise=much)
    yield Claim(f"{prune:.0%} cut: training on wins back", mended, ">=", 0.02, otherwise=much)
    gain = right(taught) - right(alone)
    yield Claim("small network: taught minus alone", gain, ">=", 0.08, otherwise=lone)
