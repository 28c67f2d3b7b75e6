"""Autoencoder: through a narrow code only what is essential comes back.

Points in ten dimensions lie along a curve, in noise. A network squeezes each into a short code and
learns to give back its input: like principal component analysis (PCA) if it is linear (Baldi &
Hornik 1989, https://doi.org/10.1016/0893-6080(89)90014-2), along the curve if it is nonlinear.
"""

from typing import Annotated

import numpy as np

from nnquiz.datasets.curve_in_space import D, curve, from_above, random_axes
from nnquiz.frames import Ask, Bars, Claim, Demo, Lines, Points, Range, Say
from nnquiz.layers.autoencoder import learn, least_cosine, principal_axes, project
from nnquiz.layers.mlp import MLP, Array
from nnquiz.layers.rank_correlation import rank_correlation


def error(x: Array, y: Array) -> float:
    """The mean squared difference of a number."""
    return float(((x - y) ** 2).mean())


def demo(
    seed: int = 0,
    code: Annotated[int, Range(1, 5, "numbers in the code of the nonlinear autoencoder")] = 1,
    noise: Annotated[float, Range(0.02, 0.5, "how far the points stray from the curve")] = 0.1,
    hidden: Annotated[int, Range(4, 64, "neurons between input and code, and back")] = 24,
    steps: Annotated[int, Range(100, 5000, "steps of learning")] = 1200,
) -> Demo:
    """Train a linear and a nonlinear autoencoder and compare them with PCA."""
    yield Ask(
        "A linear autoencoder squeezes ten numbers into two and learns to rebuild the ten."
        " Where does it end?",
        ("elsewhere at each start", "in the plane that PCA finds", "beyond PCA: it is a network"),
        1,
        "linear layers can only project onto a plane, and PCA's plane has the least error.",
    )
    space, data, test, start, batches = (np.random.default_rng([seed, k]) for k in range(5))
    axes = random_axes(space)
    x = curve(data.uniform(-1, 1, 800), axes) + noise * data.normal(size=(800, D))
    t = np.sort(test.uniform(-1, 1, 500))
    clean = curve(t, axes)  # the places in order, for drawing
    new = clean + noise * test.normal(size=clean.shape)

    linear = MLP([D, 2, D], start, "linear")
    plane = principal_axes(x, 2)
    best = error(project(x, x.mean(0), plane), x)
    losses = [error(linear.logits(x), x) for _ in learn(linear, batches, x, 800, lr=0.04)]
    course = {"linear autoencoder": (np.arange(1, 802), losses)}
    yield Lines(
        key="linear", title="A linear autoencoder comes to where PCA is", series=course,
        x="steps", y="squared error", log_x=True, log_y=True, marks={"PCA": ("y", best)},
    )  # fmt: skip

    nonlinear = MLP([D, hidden, code, hidden, D], start)  # code z = f(x), rebuilt x̂ = g(z)
    by_pca = {k: project(new, x.mean(0), principal_axes(x, k)) for k in {1, 2, 3, code}}
    some = np.r_[: len(new) : 3]
    label = np.repeat([0, 1, 2], len(some))
    drawn = {0, steps, *np.geomspace(10, steps, 16).astype(int)}
    for step in learn(nonlinear, batches, x, steps, lr=0.01):
        if step in drawn:
            _, _, codes, _, rebuilt = nonlinear.forward(new)
            points = np.concatenate([new[some], by_pca[code][some], rebuilt[some]])
            yield Points(
                key="curve", title=f"Ten numbers through a code of {code}: step {step} of {steps}",
                xy=from_above(points, axes), extent=(-1.8, 1.8, -1.5, 1.5),
                label=label, legend=["data", f"PCA, code of {code}", "autoencoder"],
            )  # fmt: skip
    series = {f"number {i + 1}": (t, codes[:, i]) for i in range(code)}
    yield Lines(key="code", title="The code has found the place", series=series, x="true place")
    noisy, left, line = (error(points, clean) for points in (new, rebuilt, by_pca[code]))
    errors = {"noisy data": noisy, "autoencoder": left}
    errors |= {f"PCA, code of {k}": error(by_pca[k], clean) for k in (1, 2, 3)}
    yield Bars(key="error", title="Error to the true curve (log scale)", bars=errors, log=True)

    yield Say("The narrow code has room for where a point is on the curve, not for its noise.")
    wide = "With three numbers PCA too holds the whole curve; noise or haste may cost the lead too."
    misfit = "What it fails to fit outweighs the noise: more steps or neurons may do."
    folded = "Several numbers share the work, or the code turns back somewhere along the curve."
    yield Claim("linear: error of the autoencoder over PCA's", losses[-1] / best, "<=", 1.02)
    cosine = least_cosine(linear.weights[1], plane)  # the decoder's rows span its plane
    yield Claim("linear: cosine of the angle between the planes", cosine, ">=", 0.98)
    gain = line / left
    yield Claim("nonlinear: error of PCA over the autoencoder's", gain, ">=", 10, otherwise=wide)
    yield Claim("share of the noise that comes back", left / noisy, "<=", 0.5, otherwise=misfit)
    order = abs(rank_correlation(codes[:, 0], t))
    yield Claim("rank correlation of code and true place", order, ">=", 0.95, otherwise=folded)
