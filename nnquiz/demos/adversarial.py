"""Adversarial attacks: aimed nudges of the pixels fool, random ones don't.

A network reads letters of 8 x 8 pixels. An attack moves each pixel by no more than eps to where the
loss rises. Then three answers to it: noise (is it just the size of the nudge?), a network trained
on attacked images, and one that hides its gradients, which an attack made on another one fools.
"""

from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from nnquiz.datasets.letters import glyphs, images
from nnquiz.frames import Ask, Bars, Choice, Claim, Demo, Grid, Lines, Range, Say
from nnquiz.layers.adam import Adam
from nnquiz.layers.input_gradient import input_gradient
from nnquiz.layers.losses import cross_entropy, softmax
from nnquiz.layers.mlp import MLP
from nnquiz.layers.training import accuracy

Array = NDArray[np.float64]
Labels = NDArray[np.intp]
ORDER = "ACEHKMSTXZ" + "BDFGIJLNOPQRUVWY"  # the first of them are easily told apart
SIZE, NOISE = 8, 0.15
TESTS = 600


def uphill(net: MLP, x: Array, labels: Labels) -> Array:
    """The sign of dL/dx: which way each pixel has to go for the loss to rise."""
    hs = net.forward(x)
    _, dL_dz = cross_entropy(hs[-1], labels)
    signs: Array = np.sign(input_gradient(net, hs, dL_dz, "relu"))
    return signs


def fgsm(net: MLP, x: Array, labels: Labels, eps: float) -> Array:
    """One step, x + eps sign(dL/dx) (Goodfellow et al. 2015, https://arxiv.org/abs/1412.6572)."""
    return x + eps * uphill(net, x, labels)


def pgd(net: MLP, x: Array, labels: Labels, eps: float, steps: int = 10) -> Array:
    """Many small steps, each led back to within eps of x (Madry et al. 2018, arXiv 1706.06083)."""
    attacked = x
    for _ in range(steps):
        attacked = attacked + 2.5 * eps / steps * uphill(net, attacked, labels)
        attacked = np.clip(attacked, x - eps, x + eps)
    return attacked


ATTACKS = {"fgsm": fgsm, "pgd": pgd}


def train(net: MLP, batches: np.random.Generator, x: Array, labels: Labels, steps: int,
          eps: float = 0.0) -> MLP:  # fmt: skip
    """Train by Adam; with *eps*, on images that are attacked anew at each step.

    min over θ of the mean of max over |d| <= eps of L(x + d; θ): FGSM stands for the maximum.
    """
    adam = Adam(net.theta, 0.003)
    for _ in range(steps):
        some = batches.integers(0, len(x), 64)
        batch = fgsm(net, x[some], labels[some], eps) if eps else x[some]
        hs = net.forward(batch)
        adam.step(net.backward(hs, cross_entropy(hs[-1], labels[some])[1]))
    return net


def masked(net: MLP, rng: np.random.Generator, factor: float = 1000) -> MLP:
    """A network of the same answers, whose softmax is 0 or 1 to the last digit: no gradient."""
    copy = MLP(net.sizes, rng, "relu")
    copy.theta[:] = net.theta
    copy.weights[-1] *= factor
    copy.biases[-1] *= factor
    return copy


def reading(net: MLP, image: Array, letters: str) -> str:
    """What the network takes an image for, and how surely."""
    p = softmax(net.logits(image[None]))[0]
    return f"{letters[p.argmax()]} {p.max():.0%}"


def demo(
    seed: int = 0,
    eps: Annotated[float, Range(0, 0.5, "how far a pixel may be moved (ink is 1)")] = 0.15,
    attack: Annotated[str, Choice(tuple(ATTACKS), "attack on the plain network")] = "fgsm",
    letters: Annotated[int, Range(2, 26, "letters there are")] = 10,
    steps: Annotated[int, Range(50, 2000, "steps of training")] = 600,
) -> Demo:
    """Train three networks, attack them, and attack one through another."""
    yield Ask(
        "A network's gradients are hidden: its logits are multiplied by 1000, which changes no"
        " answer but makes the gradient 0. An attack along the gradient now finds nothing. Is the"
        " network safe?",
        ("yes", "no, an attack made on another network fools it"),
        1,
        "it is as easily fooled as before; only the one way of finding out how was taken away.",
    )
    rngs = [np.random.default_rng([seed, k]) for k in range(4)]
    alphabet = ORDER[:letters]
    labels, truth = rngs[0].integers(0, letters, 3000), rngs[0].integers(0, letters, TESTS)
    x = images(rngs[1], labels, glyphs(alphabet), SIZE, NOISE).reshape(3000, -1)
    new = images(rngs[2], truth, glyphs(alphabet), SIZE, NOISE).reshape(TESTS, -1)
    random = rngs[3].choice([-1.0, 1.0], new.shape)

    def trained(k: int, eps: float = 0.0) -> MLP:
        sizes, start = [SIZE * SIZE, 96, letters], np.random.default_rng([seed, k])
        net = MLP(sizes, start, "relu", gain=np.sqrt(2))
        return train(net, np.random.default_rng([seed, k + 1]), x, labels, steps, eps)

    def right(net: MLP, seen: Array) -> float:
        return accuracy(net.logits(seen), truth)

    plain, hardened, other = trained(4), trained(4, eps), trained(6)
    hidden = masked(plain, np.random.default_rng(0))
    strike = ATTACKS[attack]
    struck = strike(plain, new, truth, eps)
    p, fooled = softmax(plain.logits(struck)), plain.logits(struck).argmax(1) != truth
    sure = float(np.median(p.max(1)[fooled])) if fooled.any() else 0.0
    # To be shown: an image that is read rightly, and after the attack most surely wrongly.
    was_right = plain.logits(new).argmax(1) == truth
    one = int((was_right * (1 - p[np.arange(TESTS), truth])).argmax())

    sizes, curves = eps * np.linspace(0, 2, 9), []
    for i, e in enumerate(sizes):
        aimed, aside = strike(plain, new, truth, e), new + e * random
        by_pgd = pgd(hardened, new, truth, e)
        curves.append([right(plain, aside), right(plain, aimed), right(hardened, by_pgd)])
        if e <= eps:
            cells = {
                f"image: {reading(plain, new[one], alphabet)}": new[one],
                f"aimed: {reading(plain, aimed[one], alphabet)}": aimed[one],
                f"random: {reading(plain, aside[one], alphabet)}": aside[one],
                "the aimed nudge": aimed[one] - new[one],
            }
            yield Grid(
                key="letter", title=f"Each pixel nudged by {e:.2g} at most, and what is read",
                cells={name: image.reshape(SIZE, SIZE) for name, image in cells.items()},
            )  # fmt: skip
        names = ("at random", f"by {attack.upper()}", "trained on it, PGD")
        by_name = zip(names, np.transpose(curves), strict=True)
        yield Lines(
            key="eps", title="Letters read rightly: aimed nudges fool, random ones don't",
            series={n: (sizes[: i + 1], y) for n, y in by_name},
            x="nudge of a pixel", marks={"eps": ("x", eps), "guessing": ("y", 1 / letters)},
        )  # fmt: skip
    clean, clean_hardened = right(plain, new), right(hardened, new)
    left, left_hardened = (right(net, pgd(net, new, truth, eps)) for net in (plain, hardened))
    blinded = right(hidden, fgsm(hidden, new, truth, eps))
    transferred = right(hidden, fgsm(other, new, truth, eps))
    bars = {
        "plain": clean, "plain, PGD": left, "masked, FGSM": blinded,
        "masked, transfer": transferred, "trained on it": clean_hardened,
        "trained on it, PGD": left_hardened,
    }  # fmt: skip
    yield Bars(key="defences", title="Read rightly: masking only looks safe", bars=bars)
    yield Say(
        "Small changes of all pixels, each in its worst direction, add up; at random they cancel"
        " out. The more pixels, the smaller the nudge it takes. Training on attacked images helps"
        " against nudges of the size trained on, without a proof."
    )
    small = "Nudges this small, or a network this little trained, leave another picture."
    large = "Nudges this large wipe out the ink: no training can help, and random ones harm too."
    lost, lost_at_random = clean - right(plain, struck), clean - right(plain, new + eps * random)
    gained, cost = left_hardened - left, clean - clean_hardened
    yield Claim(f"accuracy lost to {attack.upper()}", lost, ">=", 0.4, otherwise=small)
    yield Claim("accuracy lost to random nudges", lost_at_random, "<=", 0.08, otherwise=large)
    yield Claim("how sure it is of wrong letters (median)", sure, ">=", 0.6, otherwise=small)
    yield Claim(
        "training on attacks: accuracy under PGD gained", gained, ">=", 0.3, otherwise=large
    )
    yield Claim("accuracy that costs without an attack", cost, "<=", 0.1, otherwise=large)
    yield Claim("masked gradients: accuracy under FGSM", blinded, ">=", 0.9, otherwise=small)
    yield Claim("by an attack on another network", transferred, "<=", 0.6, otherwise=small)
