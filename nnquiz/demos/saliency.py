"""Interpretability: accuracy tells how often, a saliency map why.

A network learns to tell the letter E from C. On 98% of its images a bright corner gives the answer
away. Its accuracy looks fine; maps of what its score depends on show what it has learned, and so
does a swap of the corner. A second net learns the same letters with the corner on any of them.
"""

from typing import Annotated

import numpy as np

from nnquiz.datasets.watermark import CORNER, SIZE, letters
from nnquiz.frames import Ask, Bars, Claim, Demo, Grid, Range, Say
from nnquiz.layers.mlp import MLP, Array
from nnquiz.layers.saliency_maps import (
    gradient,
    incompleteness,
    integrated,
    occlusion,
    slope_error,
)  # fmt: skip
from nnquiz.layers.training import accuracy, epochs

IMAGES = 1500  # to learn from


def picture(a: Array) -> Array:
    """Pixels as an image, on a scale of its own up to 1."""
    return np.asarray(a.reshape(SIZE, SIZE) / max(np.abs(a).max(), 1e-12))


def demo(
    seed: int = 0,
    agree: Annotated[float, Range(0.5, 1, "share of images where the corner tells")] = 0.98,
    noise: Annotated[float, Range(0, 1, "noise on every pixel")] = 0.45,
    hidden: Annotated[int, Range(4, 128, "hidden neurons")] = 32,
) -> Demo:
    """Train with the giveaway and without, look where both look, then swap the watermark."""
    yield Ask(
        "A network tells E from C with 97% right. On 98% of all images a bright corner goes with"
        " the E. Now it goes with the C instead. How many does the network get right?",
        ("about 90%", "about half", "about 10%"),
        2,
        "it reads the corner rather than the letter, so now it is wrong where it was right.",
    )
    data, fair_data, test, shuffle = (np.random.default_rng([seed, k]) for k in (0, 1, 2, 4))
    x, labels = letters(data, IMAGES, agree, noise)
    # Twice as many, so that chance ties the corner less to the letter
    x_fair, labels_fair = letters(fair_data, 2 * IMAGES, 0.5, noise)
    shares = {"as learned": agree, "at random": 0.5, "swapped": 1 - agree}
    tests = {how: letters(test, 600, share, noise) for how, share in shares.items()}
    x_test, truth = tests["as learned"]
    is_e = x_test[truth == 1]
    clean, _ = letters(np.random.default_rng([seed, 0]), IMAGES, agree, 0)  # the same, noise apart
    c, e = labels.argmin(), labels.argmax()  # the first of each
    cells = {"a C": clean[c], "an E": clean[e], "with noise": x[e]}
    cells = {name: picture(a) for name, a in cells.items()}
    yield Grid(key="images", title="What gives the E away?", cells=cells)

    one, other = (np.random.default_rng([seed, 3]) for _ in range(2))  # the same start and order
    cheat, fair = (MLP([SIZE * SIZE, hidden, 2], rng, "relu", 2**0.5) for rng in (one, other))
    run = epochs(cheat, one, x, labels, 8, lr=0.01)
    fair_run = epochs(fair, other, x_fair, labels_fair, 8, lr=0.01)
    for epoch, _ in zip(run, fair_run, strict=True):
        maps = [np.abs(integrated(net, is_e, 20)).mean(0) for net in (cheat, fair)]
        cells = {"cheat net": picture(maps[0]), "fair net": picture(maps[1])}
        title = f"Where does the score of an E come from? Epoch {epoch}"
        yield Grid(key="maps", title=title, cells=cells)
    random = MLP(cheat.sizes, shuffle, "relu")
    random.theta[:] = shuffle.permutation(cheat.theta)
    E = is_e[:1]
    cells = {"an E": E, "gradient": gradient(cheat, E), "integrated": integrated(cheat, E)}
    cells |= {"occlusion": occlusion(cheat, E), "shuffled net": gradient(random, E)}
    cells = {name: picture(a) for name, a in cells.items()}
    title = "One image, three maps of it; a shuffled net's gradient"
    yield Grid(key="methods", title=title, cells=cells, middle=0)
    right = {
        f"{name}, {how}": accuracy(net.logits(a), b)
        for name, net in (("cheat", cheat), ("fair", fair))
        for how, (a, b) in tests.items()
    }
    yield Bars(key="right", title="Letters read rightly, by where the corner is", bars=right)

    yield Say("High accuracy said nothing of the shortcut. The map did, before the corner moved.")
    reads = "The corner tells too little, or the letters are so clear that the net reads them too."
    faint = "With so few neurons or so much noise it may look anywhere."
    as_learned, _, swapped, *_ = right.values()
    yield Claim("cheat: accuracy, corner as learned", as_learned, ">=", 0.9, otherwise=reads)
    yield Claim("cheat: accuracy, corner swapped", swapped, "<=", 0.5, otherwise=reads)
    share, fair_share = (float(a[CORNER].mean() / max(a.mean(), 1e-12)) for a in maps)
    top = np.isin(np.argsort(maps[0])[-len(CORNER) :], CORNER).sum()
    text = "cheat map: of its brightest four pixels, in the corner"
    yield Claim(text, top, ">=", 3, otherwise=reads)
    yield Claim("cheat map: a corner pixel over the mean", share, ">=", 5, otherwise=reads)
    yield Claim("fair map: a corner pixel over the mean", fair_share, "<=", 2.5, otherwise=faint)
    off_sum, off_slope = incompleteness(cheat, x_test), slope_error(cheat, E)
    yield Claim("integrated gradients in sum, off the score by", off_sum, "<=", 0.02)
    yield Claim("gradient map, off central differences by", off_slope, "<=", 1e-6)
    both = [np.abs(gradient(net, x_test)).mean(0) for net in (cheat, random)]
    alike = float(np.corrcoef(both)[0, 1])
    yield Claim("maps of cheat and shuffled net: correlation", alike, "<=", 0.5, otherwise=faint)
