"""Exploding gradients: factors above 1 at every step back; clipping caps them.

A linear recurrent network reads numbers and has to add up the last five. First its gradient is
followed back through time, for recurrent matrices of three sizes. Then it is trained from weights
that are too large, without clipping and with it, and from weights that keep the scale.
"""

from typing import Annotated

import numpy as np

from nnquiz.datasets.running_sums import sequences
from nnquiz.frames import Ask, Claim, Demo, Lines, Points, Range, Say
from nnquiz.layers.linear_recurrent import HIDDEN, READOUT, forward, orthogonal_start
from nnquiz.layers.losses import squared_error
from nnquiz.layers.mlp import Array
from nnquiz.layers.word_vectors import cosines

UPDATES, BLOWN_UP = 400, 1e8  # a loss that is larger, or not a number, counts as this: the end
BACK, SETTLE = 60, 100  # growth over 60 steps, after 100 in which the largest eigenvalue takes over


def loss_and_gradient(W: Array, x: Array, y: Array) -> tuple[float, Array, Array]:
    """The mean squared error, dL/dW, and ‖dL/dh‖ on the way back, last time step first."""
    seen, answers = forward(W, x)
    loss, dL_dz = squared_error(answers, y)
    dL_dh, dL_dW, lengths = dL_dz @ READOUT.T, np.zeros_like(W), []
    for inputs in reversed(seen):
        lengths.append(np.linalg.norm(dL_dh))
        dL_dW += inputs.T @ dL_dh  # dL/dW = Σ [x[t], h[t-1]]ᵀ dL/dh[t]
        dL_dh = dL_dh @ W[1:].T  # dL/dh[t-1] = dL/dh[t] Uᵀ, the same matrix U at every step back
    return float(loss), dL_dW, np.array(lengths)


def clip_by_norm(g: Array, c: float) -> Array:
    """g ← g · c / ‖g‖ if ‖g‖ > c (Pascanu et al. 2013, https://arxiv.org/abs/1211.5063)."""
    norm = np.linalg.norm(g)
    return np.asarray(g * (c / norm)) if norm > c else g


def train(seed: int, gain: float, length: int, lr: float, clip: float) -> list[float]:
    """The losses until the end or a blow-up, with gradients clipped to the norm *clip*."""
    start, batches = (np.random.default_rng([seed, k]) for k in (1, 2))
    W, losses = orthogonal_start(start, gain), list[float]()
    while len(losses) <= UPDATES and BLOWN_UP not in losses:
        loss, g, _ = loss_and_gradient(W, *sequences(batches, 32, length))
        losses.append(float(np.fmin(loss, BLOWN_UP)))  # of NaN and a number, the number
        W -= lr * clip_by_norm(g, clip)
    return losses


def demo(
    seed: int = 0,
    gain: Annotated[float, Range(0.5, 2, "size of the too large weights: growth a step")] = 1.2,
    clip: Annotated[float, Range(0.01, 100, "the norm that gradients are clipped to")] = 1.0,
    length: Annotated[int, Range(5, 60, "time steps in a sequence")] = 25,
    lr: Annotated[float, Range(0.001, 0.1, "learning rate")] = 0.02,
) -> Demo:
    """Follow the gradient back, then train without clipping, with it, and from a better start."""
    yield Ask(
        "If a recurrent matrix has the largest eigenvalue 1.5, over 60 steps the gradient grows by",
        ("a factor of 90", "a factor of 3600", "a factor of 37 billion"),
        2,
        "each step back multiplies it by 1.5, and 1.5^60 is 3.7e10.",
    )
    rng, steps = np.random.default_rng([seed, 0]), np.arange(BACK + 1)
    W, U = orthogonal_start(rng, 1.0), rng.normal(size=(HIDDEN, HIDDEN))
    x, y = sequences(rng, 8, SETTLE + BACK + 1)
    curves = {}
    for radius in (0.7, 1.0, 1.5):
        W[1:] = U * radius / np.abs(np.linalg.eigvals(U)).max()
        _, g, lengths = loss_and_gradient(W, x, y)
        curves[f"λ = {radius}"] = lengths[SETTLE:] / lengths[SETTLE]
    theory = {"0.7^n": 0.7**steps, "1.5^n": 1.5**steps}
    title = "Length of the gradient n steps back in time, by largest eigenvalue λ"
    yield Lines(key="back", title=title, series=curves | theory, x="n", log_y=True)
    pair = np.array([3.5, 1.2])
    ends = np.array([pair, clip_by_norm(pair, 2), np.clip(pair, -2, 2)])
    yield Points(
        key="plane", title="Clipped at 2: by norm the direction stays, by value it turns",
        xy=ends, label=range(3), legend=["gradient", "clipped by norm", "clipped by value"],
        paths=[[(0, 0), end] for end in ends], x="first component", y="second",
    )  # fmt: skip
    arms = {"large": (gain, np.inf), "large, clipped": (gain, clip), "gain 1": (1.0, np.inf)}
    with np.errstate(all="ignore"):  # what blows up is meant to
        losses = {name: train(seed, size, length, lr, c) for name, (size, c) in arms.items()}
    for update in (2, 4, 8, 16, 32, 64, 128, 256, UPDATES + 1):
        title = f"Loss after {update - 1} updates; training ends where it blows up"
        series = {k: (np.arange(len(v))[:update] + 1, v[:update]) for k, v in losses.items()}
        yield Lines(key="loss", title=title, series=series, x="batch", log_x=True, log_y=True)
    yield Say(
        "One step along so long a gradient throws the weights away. Clipping treats the symptom;"
        " orthogonal weights of gain 1 keep the scale, and do without it here."
    )
    own = "Large weights and long sequences explode; a tiny threshold or rate makes learning slow."
    large, *held = losses.values()
    fall, calm = (run[0] / float(np.mean(run[-30:])) for run in held)
    off = abs(curves["λ = 1.5"][-1] ** (1 / BACK) / 1.5 - 1)
    yield Claim("growth a step back against the eigenvalue 1.5: off by", off, "<=", 0.08)
    text = "large weights: updates until the loss has blown up"
    yield Claim(text, len(large) - 1, "<=", 20, otherwise=own)
    yield Claim("clipped by norm, it falls by a factor of", fall, ">=", 5, otherwise=own)
    yield Claim("weights of gain 1, not clipped: by a factor of", calm, ">=", 5, otherwise=own)
    c = float(np.linalg.norm(g)) / 100
    clipped = np.stack([clip_by_norm(g, c), np.clip(g, -c, c)])
    same, turned = cosines(g.reshape(1, -1), clipped.reshape(2, -1))[0]
    yield Claim("clipping by norm keeps the direction: cosine", same, ">=", 1 - 1e-12)
    yield Claim("clipping by value turns it: cosine", turned, "<=", 0.97)
