"""Adversarial attacks: aimed nudges of the pixels fool, random ones don't.

A network reads letters of 8 x 8 pixels. An attack moves each pixel by no more than eps to where the
loss rises: FGSM in one step, x + eps sign(dL/dx), PGD in many small ones. Beside it: noise of the
same size, a network trained on attacked images, and one that hides its gradients, which an attack
made on another network fools.
"""

from typing import Annotated

import numpy as np

from nnquiz.datasets.letters import Labels, labelled
from nnquiz.frames import Ask, Bars, Choice, Claim, Demo, Grid, Lines, Range, Say
from nnquiz.layers.adam import Adam
from nnquiz.layers.attacks import ATTACKS, fgsm, pgd
from nnquiz.layers.losses import cross_entropy, softmax
from nnquiz.layers.mlp import MLP, Array
from nnquiz.layers.training import accuracy

ORDER = "ACEHKMSTXZ" + "BDFGIJLNOPQRUVWY"  # the first of them are easily told apart
SIZE, NOISE = 8, 0.15


def trained(
    rng: np.random.Generator, x: Array, labels: Labels, steps: int, eps: float = 0.0
) -> MLP:
    """A network trained by Adam; with *eps*, on images that are attacked anew at each step.

    min over θ of the mean of max over |d| <= eps of L(x + d; θ): FGSM stands for the maximum.
    """
    net = MLP([SIZE * SIZE, 96, labels.max() + 1], rng, "relu", gain=np.sqrt(2))
    adam = Adam(net.theta, 0.003)
    for _ in range(steps):
        some = rng.integers(0, len(x), 64)
        batch = fgsm(net, x[some], labels[some], eps) if eps else x[some]
        hs = net.forward(batch)
        adam.step(net.backward(hs, cross_entropy(hs[-1], labels[some])[1]))
    return net


def masked(net: MLP, factor: float = 1000) -> MLP:
    """A network of the same answers, whose softmax is 0 or 1 to the last digit: no gradient."""
    twin = net.copy()
    twin.weights[-1] *= factor
    twin.biases[-1] *= factor
    return twin


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
        (
            "yes",
            "yes, as long as its weights stay secret",
            "no, an attack made on another network fools it",
        ),
        2,
        "it is as easily fooled as before; only the one way of finding out how was taken away.",
    )
    data, tests, signs, first, same, another = (
        np.random.default_rng([seed, k]) for k in (0, 1, 2, 3, 3, 4)
    )
    x, labels = labelled(data, 3000, ORDER[:letters], SIZE, NOISE)
    new, truth = labelled(tests, 400, ORDER[:letters], SIZE, NOISE)
    random, strike = signs.choice([-1.0, 1.0], new.shape), ATTACKS[attack]
    plain, hardened = trained(first, x, labels, steps), trained(same, x, labels, steps, eps)

    def right(net: MLP, seen: Array) -> float:
        return accuracy(net.logits(seen), truth)

    p = softmax(plain.logits(strike(plain, new, truth, eps)))
    was_right, fooled = plain.logits(new).argmax(1) == truth, p.argmax(1) != truth
    one = int((was_right * fooled * p.max(1)).argmax())  # to be shown: it is most surely misread
    sizes, curves = eps * np.linspace(0, 2, 9), []
    for i, e in enumerate(sizes):
        aimed, aside = strike(plain, new, truth, e), new + e * random
        by_pgd = pgd(hardened, new, truth, e)
        curves.append([right(plain, aside), right(plain, aimed), right(hardened, by_pgd)])
        if e <= eps:
            three = {"image": new[one], "aimed": aimed[one], "random": aside[one]}
            read = {name: softmax(plain.logits(image[None]))[0] for name, image in three.items()}
            cells = {f"{name} {ORDER[read[name].argmax()]}": three[name] for name in three}
            cells["nudge"] = aimed[one] - new[one]
            yield Grid(
                key="letter",
                title=f"Pixels nudged by {e:.2g}: {read['aimed'].max():.0%} sure of the aimed one",
                cells={name: image.reshape(SIZE, SIZE) for name, image in cells.items()},
            )
        names = ("at random", f"by {attack.upper()}", "trained on it, PGD")
        by_name = zip(names, np.transpose(curves), strict=True)
        yield Lines(
            key="eps",
            title="Letters read rightly: aimed nudges fool, random ones don't",
            series={name: (sizes[: i + 1], curve) for name, curve in by_name},
            x="nudge of a pixel",
            marks={"eps": ("x", eps), "guessing": ("y", 1 / letters)},
        )
    hidden, other = masked(plain), trained(another, x, labels, steps)
    bars = {
        "plain": right(plain, new),
        "plain, PGD": right(plain, pgd(plain, new, truth, eps)),
        "masked, FGSM": right(hidden, fgsm(hidden, new, truth, eps)),
        "masked, transfer": right(hidden, fgsm(other, new, truth, eps)),
        "trained": right(hardened, new),
        "trained, PGD": right(hardened, pgd(hardened, new, truth, eps)),
    }
    yield Bars(key="defences", title="Read rightly: masking only looks safe", bars=bars)
    yield Say(
        "Small changes of all pixels, each in its worst direction, add up; at random they cancel"
        " out. The more pixels, the smaller the nudge it takes. Training on attacked images helps"
        " against nudges of the size trained on, without a proof."
    )
    small = "Nudges this small, or a network this little trained, leave another picture."
    large = "Nudges this large wipe out the ink: no training can help, and random ones harm too."
    clean, by_plain, blinded, through, clean_hardened, by_hardened = bars.values()
    lost, aside_lost = clean - float((~fooled).mean()), clean - right(plain, new + eps * random)
    sure = float(np.median(p.max(1)[fooled])) if fooled.any() else 0.0
    gained, cost = by_hardened - by_plain, clean - clean_hardened
    yield Claim(f"accuracy lost to {attack.upper()}", lost, ">=", 0.4, otherwise=small)
    yield Claim("accuracy lost to random nudges", aside_lost, "<=", 0.06, otherwise=large)
    yield Claim("how sure it is of wrong letters, median", sure, ">=", 0.6, otherwise=small)
    yield Claim("training on attacks: gain under PGD", gained, ">=", 0.3, otherwise=large)
    yield Claim("training on attacks: accuracy lost without one", cost, "<=", 0.1, otherwise=large)
    yield Claim("masked gradients: accuracy under FGSM", blinded, ">=", 0.9, otherwise=small)
    yield Claim("masked gradients: under another net's attack", through, "<=", 0.6, otherwise=small)
