"""GAN: two networks play until the fake looks like the real.

The real numbers gather at -2 and 2. A generator turns noise into numbers, a discriminator learns to
tell them from real ones, and its gradient tells the generator how to fool it (Goodfellow et al.
2014, https://arxiv.org/abs/1406.2661):  min_G max_D  E[log D(x)] + E[log(1 - D(G(z)))].
"""

from __future__ import annotations

from typing import Annotated

import numpy as np

from nnquiz.datasets.two_peaks import BINS, density, histogram, two_peaks
from nnquiz.frames import Ask, Choice, Claim, Demo, Lines, Range, Say
from nnquiz.layers.adam import Adam, RestingAdam
from nnquiz.layers.input_gradient import input_gradient
from nnquiz.layers.losses import logistic_loss, sigmoid
from nnquiz.layers.mlp import MLP, Array
from nnquiz.layers.wasserstein import wasserstein

BATCH, AVERAGE = 128, 0.005
REAL_FIRST = np.repeat([1.0, 0.0], BATCH)  # labels of a batch of real numbers and one of fakes
LOSSES = ("non-saturating", "minimax")


def discriminator_gradient(D: MLP, x: Array, fake: Array) -> Array:
    """Uphill in E[log D(x)] + E[log(1 - D(fake))] is downhill in the cross-entropy."""
    hs = D.forward(np.concatenate([x, fake]))
    return D.backward(hs, logistic_loss(hs[-1], REAL_FIRST)[1])


def generator_gradient(G: MLP, D: MLP, z: Array, jitter: Array | float, loss: str) -> Array:
    """The gradient that reaches G's weights through D = σ(s), s being its logit.

    d log(1 - D)/ds = -D goes to 0 where D is sure of a fake, d(-log D)/ds = D - 1 does not.
    """
    through_g = G.forward(z)
    through_d = D.forward(through_g[-1] + jitter)
    p = sigmoid(through_d[-1])
    dL_ds = (-p if loss == "minimax" else p - 1) / len(z)
    return G.backward(through_g, input_gradient(D, through_d, dL_ds, "relu"))


def too_good(G: MLP, D: MLP, rng: np.random.Generator) -> dict[str, Array]:
    """Sizes of G's gradient by both losses, while all fakes stay near 6 and D alone learns."""
    G.weights[-1] *= 0.2
    G.biases[-1] += 6 - G.logits(rng.normal(size=(500, 2))).mean()
    adam, sizes = Adam(D.theta, 0.01), []
    for _ in range(200):
        z = rng.normal(size=(BATCH, 2))
        sizes.append([np.linalg.norm(generator_gradient(G, D, z, 0, loss)) for loss in LOSSES])
        adam.step(discriminator_gradient(D, two_peaks(rng, BATCH), G.logits(z)))
    return dict(zip(LOSSES, np.transpose(sizes), strict=True))


def demo(
    seed: int = 0,
    loss: Annotated[str, Choice(LOSSES, "the generator's: -log D or log(1 - D)")] = LOSSES[0],
    noise: Annotated[float, Range(0, 2, "jitter on all that D sees, gone at half-time")] = 1.0,
    lr: Annotated[float, Range(1e-4, 0.01, "learning rate of both networks")] = 0.004,
    hidden: Annotated[int, Range(4, 64, "neurons in each hidden layer")] = 24,
    steps: Annotated[int, Range(200, 3000, "rounds")] = 1000,
) -> Demo:
    """Let the two play, with jitter lest D be sure too early; measure how near the fakes come."""
    yield Ask(
        "A GAN has learned long and well. How often is its discriminator right?",
        ("nearly always", "about every other time", "hardly ever"),
        1,
        "the aim is D = 1/2, a toss-up: always wrong would tell as much as always right.",
    )
    start, data, latent, jitters, test = (np.random.default_rng([seed, k]) for k in range(5))
    G, D = (MLP([i, hidden, hidden, 1], start, "relu", np.sqrt(2)) for i in (2, 1))
    steps_of_g, steps_of_d = (RestingAdam(net.theta, lr, steps, 0.5, 0.99) for net in (G, D))
    steady = G.copy()  # from here on an average over the last 200 rounds or so
    x_test, z_test = two_peaks(test, 3000), test.normal(size=(3000, 2))
    course = []
    for step in range(steps + 1):
        if step % max(1, steps // 12) == 0 or step == steps:
            fake = steady.logits(z_test)
            right = ((D.logits(x_test) > 0).mean() + (D.logits(fake) < 0).mean()) / 2
            course.append((step, wasserstein(fake, x_test), float(right)))
            p, drawn = sigmoid(D.logits(BINS[:, None])[:, 0]), histogram(fake)
            yield Lines(
                key="samples", title=f"Round {step}: do fakes lie where real numbers do?",
                series={"real": (BINS, density(BINS)), "D(x)": (BINS, p), "fake": (BINS, drawn)},
                x="x", y="density, D(x)", marks={"D can only guess": ("y", 0.5)},
            )  # fmt: skip
        jitter = noise * max(0, 1 - 2 * step / steps) * jitters.normal(size=(3, BATCH, 1))
        x, z = two_peaks(data, BATCH), latent.normal(size=(2, BATCH, 2))
        steps_of_d.step(discriminator_gradient(D, x + jitter[0], G.logits(z[0]) + jitter[1]))
        steps_of_g.step(generator_gradient(G, D, z[1], jitter[2], loss))
        steady.theta += AVERAGE * (G.theta - steady.theta)
    rounds, distances, rights = zip(*course, strict=True)
    yield Lines(
        key="course", title="Fakes draw near, D is left to guess", marks={"guessing": ("y", 0.5)},
        series={"distance": (rounds, distances), "D is right": (rounds, rights)}, x="rounds",
    )  # fmt: skip
    sizes = too_good(MLP(G.sizes, start, "relu", np.sqrt(2)), MLP(D.sizes, start, "relu"), test)
    title = "D alone learns, ever surer: size of the gradient left for G"
    yield Lines(key="gradient", title=title, series=sizes, x="rounds", log_y=True)
    yield Say("The generator has seen no real number, only the gradient through D.")
    lost = "The two have circled, collapsed or barely moved, or D is too small: they need balance."
    far, less = distances[-1], 0.5 - abs(float((fake < 0).mean()) - 0.5)
    ratio = sizes["non-saturating"][-50:].sum() / max(sizes["minimax"][-50:].sum(), 1e-12)
    yield Claim("distance of fakes: first over last", distances[0] / far, ">=", 1.7, otherwise=lost)
    yield Claim("distance of fakes from real (all on one peak: 2)", far, "<=", 0.8, otherwise=lost)
    yield Claim("the lesser peak's share of the fakes", less, ">=", 0.35, otherwise=lost)
    yield Claim("how often D is right at the end", right, "<=", 0.65, otherwise=lost)
    yield Claim("sure D: gradient by -log D over log(1 - D)", ratio, ">=", 10, otherwise=lost)
