"""Edge deployment: 8-bit integers make a network almost four times smaller.

A network that reads letters is made small for a device in the three usual ways. Its weights become
integers of 8 bits and fewer, after training or with the rounding in mind (quantization-aware); its
smallest weights are cut (pruning); and a small network learns from its answers (distillation).
"""

from collections.abc import Callable
from functools import partial
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from nnquiz.datasets.letters import glyphs, images
from nnquiz.frames import Ask, Bars, Claim, Demo, Lines, Range, Say, Table
from nnquiz.layers.adam import Adam
from nnquiz.layers.losses import softmax
from nnquiz.layers.mlp import MLP
from nnquiz.layers.training import accuracy

Array = NDArray[np.float64]
Int8 = NDArray[np.int8]
Scale = NDArray[np.float32]
SIZES = [64, 128, 64, 26]
BITS = (8, 7, 6, 5, 4, 3, 2)
FEW = 600  # labelled images that the small network has if nobody teaches it


def letters(rng: np.random.Generator, n: int) -> tuple[Array, NDArray[np.intp]]:
    """Noisy images of letters as rows of 64 pixels, and which letter each is."""
    labels = rng.integers(0, 26, n)
    return images(rng, labels, glyphs(), size=8, noise=0.25).reshape(n, -1), labels


def top(bits: int) -> int:
    """The largest integer of so many bits, one of them for the sign."""
    return int(2 ** (bits - 1) - 1)


def quantize(W: Array, bits: int) -> tuple[Int8, Scale]:
    """Integers q and a scale s for each column, W ≈ q s: s = max |W| / top, q = round(W / s)."""
    s = (np.abs(W).max(0) / top(bits) + 1e-12).astype(np.float32)
    return np.clip(np.round(W / s), -top(bits), top(bits)).astype(np.int8), s


class Quantized:
    """What would go on the device: weights of *bits* bits, layers' inputs of 8 bits.

    *seen* are images to calibrate with: the largest input of a layer sets the scale of its inputs.
    """

    def __init__(self, net: MLP, bits: int, seen: Array) -> None:
        self.weights = [quantize(W, bits) for W in net.weights]
        self.biases = [b.astype(np.float32) for b in net.biases]
        self.scales = [float(np.abs(h).max()) / top(8) for h in net.forward(seen)[:-1]]
        integers = sum(q.size for q, _ in self.weights) * bits // 8  # below 8 bits: if packed
        floats = [s.nbytes + b.nbytes for (_, s), b in zip(self.weights, self.biases, strict=True)]
        self.nbytes = integers + sum(floats)

    def logits(self, x: Array) -> Array:
        """z = (p q) (r s) + b: a sum of products of integers in int32, then one scale."""
        h = x
        for (q, s), r, b in zip(self.weights, self.scales, self.biases, strict=True):
            p = np.clip(np.round(h / r), -top(8), top(8)).astype(np.int8)
            z = (p.astype(np.int32) @ q.astype(np.int32)) * (r * s.astype(float)) + b
            h = np.maximum(z, 0)
        return z


def copy_of(net: MLP) -> MLP:
    """A network with the same weights, of its own."""
    copy = MLP(net.sizes, np.random.default_rng(0), "relu")
    copy.theta[:] = net.theta
    return copy


def round_weights(net: MLP, bits: int) -> None:
    """Put in place of each weight what its integer stands for."""
    for W in net.weights:
        q, s = quantize(W, bits)
        W[:] = q * s


def pruned(net: MLP, share: float) -> MLP:
    """A copy without the smallest weights of each hidden layer."""
    copy = copy_of(net)
    for W in copy.weights[:-1]:
        W[np.abs(W) < np.quantile(np.abs(W), share)] = 0
    return copy


def trained(net: MLP, rng: np.random.Generator, x: Array, wanted: Array, steps: int, lr: float,
            change: Callable[[MLP], object] = lambda net: None) -> MLP:  # fmt: skip
    """A copy that learns to answer with the probabilities *wanted*.

    It computes with weights that are its own after a *change*, made anew at each step; the gradient
    at these moves its own, as if there were no change (Bengio et al. 2013, arXiv 1308.3432).
    """
    own, changed = copy_of(net), copy_of(net)
    adam = Adam(own.theta, lr)
    for _ in range(steps):
        some = rng.integers(0, len(x), 64)
        changed.theta[:] = own.theta
        change(changed)
        hs = changed.forward(x[some])
        adam.step(changed.backward(hs, (softmax(hs[-1]) - wanted[some]) / 64))
    change(own)
    return own


def demo(
    seed: int = 0,
    bits: Annotated[int, Range(2, 8, "bits a weight")] = 8,
    prune: Annotated[float, Range(0, 0.99, "share of hidden weights that is cut")] = 0.6,
    student: Annotated[int, Range(4, 64, "hidden neurons of the small network")] = 16,
) -> Demo:
    """Train a network, then make it smaller in three ways."""
    yield Ask(
        "A network that reads 26 letters gets weights of 8 bits instead of 32. What does that cost"
        " in accuracy?",
        ("about 10 points", "about 2 points", "next to nothing"),
        2,
        "a weight moves by 1/254 of its column's largest at most, and such errors cancel in sums.",
    )
    rngs = [np.random.default_rng([seed, k]) for k in range(5)]
    (x, labels), (new, truth) = letters(rngs[0], 4000), letters(rngs[1], 1000)
    onehot = np.eye(26)[labels]
    net = trained(MLP(SIZES, rngs[2], "relu", np.sqrt(2)), rngs[3], x, onehot, 450, 0.003)

    def right(net: MLP | Quantized) -> float:
        return accuracy(net.logits(new), truth)

    def retrained(net: MLP, change: Callable[[MLP], object]) -> MLP:
        return trained(net, np.random.default_rng([seed, 5]), x, onehot, 100, 0.001, change)

    size, whole, W = 4 * len(net.theta), right(net), net.weights[0]
    rows: list[tuple[str, str, float]] = [("float32, 32 bits", f"{size}", whole)]
    edges = np.linspace(-1, 1, 42)
    floats = np.histogram(W / np.abs(W).max(0), edges)[0]
    ratio, after, decibels = {}, {}, []
    for b in BITS:
        small = Quantized(net, b, x[:500])
        ratio[b], after[b], (q, s) = size / small.nbytes, right(small), small.weights[0]
        decibels.append(10 * np.log10((W**2).mean() / ((W - q * s) ** 2).mean()))
        bars = {"float": floats, "integers": np.histogram(q / top(b), edges)[0]}
        yield Bars(
            key="weights", bars=bars, edges=edges, log=True,
            title=f"Weights of {b} bits, {2 * top(b) + 1} values: {after[b]:.1%} of letters right",
        )  # fmt: skip
        if b in {bits, 4, 2}:
            rows.append((f"{b} bits", f"{small.nbytes}", after[b]))
    aware = {}
    for b in (4, 3, 2):
        used_to_it = retrained(net, partial(round_weights, bits=b))
        aware[b] = right(Quantized(used_to_it, b, x[:500]))
    curves = {"rounded afterwards": after, "rounded in training": aware}
    yield Lines(
        key="bits", title="8 bits are enough; below 4, train with the rounding in mind",
        series={name: (list(at), list(at.values())) for name, at in curves.items()},
        x="bits a weight", y="letters right", marks={"float": ("y", whole)},
    )  # fmt: skip
    cut = pruned(net, prune)
    again = retrained(cut, lambda n: np.multiply(n.theta, cut.theta != 0, out=n.theta))
    pupil = MLP([64, student, 26], rngs[4], "relu", np.sqrt(2))
    softened = softmax(net.logits(x) / 2)  # the teacher's doubts tell more than its answer
    alone, taught = (
        right(trained(pupil, np.random.default_rng([seed, 6]), seen, answers, 300, 0.01))
        for seen, answers in ((x[:FEW], onehot[:FEW]), (x, softened))
    )
    rows += [
        ("2 bits, rounded in training", rows[-1][1], aware[2]),
        (f"{prune:.0%} of weights cut", f"{size} or sparse", right(cut)),
        ("the same, retrained", f"{size} or sparse", right(again)),
        (f"small network, {FEW} labels", f"{4 * len(pupil.theta)}", alone),
        ("small network, taught", f"{4 * len(pupil.theta)}", taught),
    ]
    head = ["network", "bytes", "letters right"]
    yield Table(key="table", title="What each network takes and can", head=head, rows=rows)
    yield Say(
        "The small network alone had few labels; its teacher labels all the images there are. What"
        " is gained in time shows on the device only: NumPy multiplies integers slowly."
    )
    few = "Too few bits for weights that were trained without them in mind."
    much = "Little was cut, and little lost; or so much that retraining cannot mend it."
    lone = "A network this small cannot follow its teacher, or this large needs none."
    yield Claim(f"bytes: float32 over {bits} bits", ratio[bits], ">=", 3.5)
    yield Claim("which scales and biases keep below", ratio[bits], "<", 32 / bits)
    yield Claim(f"accuracy lost with {bits} bits", whole - after[bits], "<=", 0.015, otherwise=few)
    gained = float(np.polyfit(BITS[:5], decibels[:5], 1)[0])
    yield Claim("signal over rounding error: dB a bit (theory 6.02)", gained, ">=", 5.5)
    yield Claim("and no more than", gained, "<=", 6.6)
    yield Claim("accuracy lost with 2 bits", whole - after[2], ">=", 0.3)
    yield Claim("of it won back by rounding in training", aware[2] - after[2], ">=", 0.1)
    lost, mended = whole - right(again), right(again) - right(cut)
    yield Claim(f"{prune:.0%} cut, retrained: accuracy lost", lost, "<=", 0.07, otherwise=much)
    yield Claim("won back by retraining", mended, ">=", 0.02, otherwise=much)
    yield Claim("small network: taught minus alone", taught - alone, ">=", 0.08, otherwise=lone)
