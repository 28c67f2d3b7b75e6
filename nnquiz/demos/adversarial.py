"""Adversarial attacks: aimed nudges of the pixels fool, random ones don't.

A network reads letters. An attack moves each pixel by at most eps, to where the loss L rises: FGSM
by x + eps sign(dL/dx), PGD in small steps (layers/attacks.py). Beside it: two defences.
"""

from __future__ import annotations

from functools import partial
from typing import Annotated

import numpy as np

from nnquiz.datasets.letters import Labels, labelled
from nnquiz.frames import Ask, Bars, Choice, Claim, Demo, Grid, Lines, Range, Say
from nnquiz.layers.attacks import ATTACKS, fgsm, masked, pgd
from nnquiz.layers.losses import softmax
from nnquiz.layers.mlp import MLP, Array
from nnquiz.layers.training import accuracy, random_batches

ORDER = "ACEHKMSTXZ" + "BDFGIJLNOPQRUVWY"  # the first of them are easily told apart
SIZE, NOISE = 8, 0.15


def trained(rng: np.random.Generator, x: Array, labels: Labels, steps: int, eps: float) -> MLP:
    """A network; with *eps*, one that learns from images which are attacked anew at each step."""
    net = MLP([SIZE * SIZE, 96, labels.max() + 1], rng, "relu", gain=np.sqrt(2))
    # min over θ of the mean of max over |d| <= eps of L(x + d; θ): FGSM stands for the maximum.
    worst = partial(fgsm, net, eps=eps) if eps else None
    random_batches(net, rng, x, labels, steps, lr=0.003, shown=worst)
    return net


def picture(net: MLP, image: Array, aimed: Array, aside: Array, eps: float) -> Grid:
    """An image without and with its nudges, and which letter *net* reads in each."""
    p = softmax(net.logits(np.stack([image, aimed, aside])))
    read = [ORDER[label] for label in p.argmax(1)]
    names = f"image {read[0]}", f"aimed {read[1]}", f"random {read[2]}", "nudge"
    pixels = np.reshape([image, aimed, aside, aimed - image], (4, SIZE, SIZE))
    title = f"Pixels nudged by {eps:.2g}: the aimed one reads {read[1]}, {p[1].max():.0%} sure"
    return Grid(key="letter", title=title, cells=dict(zip(names, pixels, strict=True)))


def demo(
    seed: int = 0,
    eps: Annotated[float, Range(0, 0.5, "how far a pixel may be moved (ink is 1)")] = 0.15,
    attack: Annotated[str, Choice(tuple(ATTACKS), "attack on the plain network")] = "fgsm",
    letters: Annotated[int, Range(2, 26, "letters there are")] = 10,
    steps: Annotated[int, Range(50, 2000, "steps of training")] = 600,
) -> Demo:
    """Train three networks, attack them, and attack one through another."""
    yield Ask(
        "Logits times 1000 change no answer, but leave no gradient to attack. Is the network safe?",
        ("yes", "yes, as long as its weights stay secret", "no, other networks' attacks fool it"),
        2,
        "it is as easily fooled as before; only the one way of finding out how was taken away.",
    )
    rng = [np.random.default_rng([seed, k]) for k in (0, 1, 2, 3, 3, 4)]
    x, labels = labelled(rng[0], 3000, ORDER[:letters], SIZE, NOISE)
    new, truth = labelled(rng[1], 400, ORDER[:letters], SIZE, NOISE)
    plain, other = (trained(rng[k], x, labels, steps, 0) for k in (3, 5))
    hardened = trained(rng[4], x, labels, steps, eps)

    def right(net: MLP, seen: Array) -> float:
        return accuracy(net.logits(seen), truth)

    sizes = eps * np.linspace(0, 2, 9)
    aside = new + sizes[:, None, None] * rng[2].choice([-1.0, 1.0], new.shape)
    aimed = np.array([ATTACKS[attack](plain, new, truth, size) for size in sizes])
    curves = {
        "at random": [right(plain, seen) for seen in aside],
        f"by {attack.upper()}": [right(plain, seen) for seen in aimed],
        "trained on it, PGD": [right(hardened, pgd(hardened, new, truth, e)) for e in sizes],
    }
    p = softmax(plain.logits(aimed[4]))
    fooled, surely = p.argmax(1) != truth, p.max(1)
    one = int((fooled * surely).argmax())  # to be shown: it is most surely misread
    for i, size in enumerate(sizes):
        if size <= eps:
            yield picture(plain, new[one], aimed[i, one], aside[i, one], size)
        yield Lines(
            key="eps", title="Letters read rightly: aimed nudges fool, random ones don't",
            series={name: (sizes[: i + 1], share[: i + 1]) for name, share in curves.items()},
            x="nudge of a pixel", marks={"eps": ("x", eps), "guessing": ("y", 1 / letters)},
        )  # fmt: skip
    hidden = masked(plain)
    bars = {
        "plain, PGD": right(plain, pgd(plain, new, truth, eps)),
        "masked, FGSM": right(hidden, fgsm(hidden, new, truth, eps)),
        "masked, transfer": right(hidden, fgsm(other, new, truth, eps)),
        "trained, PGD": right(hardened, pgd(hardened, new, truth, eps)),
    }
    yield Bars(key="defences", title="Read rightly: masking only looks safe", bars=bars)
    yield Say(
        "Small changes of all pixels, each in its worst direction, add up; at random they cancel"
        " out. Training on attacked images helps against nudges of that size, without a proof."
    )
    small = "Nudges this small, or a network this little trained, leave another picture."
    large = "Nudges this large wipe out the ink: no training can help, and random ones harm too."
    by_noise, by_aim, _ = (share[0] - share[4] for share in curves.values())
    weak, blinded, through, strong = bars.values()
    sure = float(np.median(surely[fooled])) if fooled.any() else 0.0
    cost = right(plain, new) - right(hardened, new)
    yield Claim(f"accuracy lost to {attack.upper()}", by_aim, ">=", 0.4, otherwise=small)
    yield Claim("accuracy lost to random nudges", by_noise, "<=", 0.06, otherwise=large)
    yield Claim("how sure it is of wrong letters, median", sure, ">=", 0.6, otherwise=small)
    yield Claim("training on attacks: gain under PGD", strong - weak, ">=", 0.3, otherwise=large)
    yield Claim("training on attacks: accuracy lost without one", cost, "<=", 0.1, otherwise=large)
    yield Claim("masked gradients: accuracy under FGSM", blinded, ">=", 0.9, otherwise=small)
    yield Claim("masked gradients: under another net's attack", through, "<=", 0.6, otherwise=small)
