"""Bias and variance: what the test error is made of, as the network grows.

Networks of growing width learn 40 noisy points of five inputs, each width on many fresh data sets.
Over these the test error splits into bias² (how wrong the mean fit is), variance (how far fits of
different data lie apart) and noise. Only the output layer learns, and it is solved for, so that
each fit is the best one (Belkin et al. 2019, https://doi.org/10.1073/pnas.1903070116).
"""

from typing import Annotated

import numpy as np

from nnquiz.datasets.slope_and_waves import INPUTS, data_sets, truth
from nnquiz.frames import Ask, Claim, Demo, Lines, Range, Say
from nnquiz.layers.random_features import Array, fits, random_layer

# Widths of the hidden layer over the number of points; at 1 there is one weight for each point.
WIDTHS = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 0.9, 1, 1.1, 1.3, 1.6, 2.5, 5, 10, 25)
DECAY = 0.03  # weight decay that is tuned, for the comparison


def split(predicted: Array, wanted: Array) -> tuple[Array, Array]:
    """bias² and variance of predictions (..., sets, m) of *wanted* (m,), means over the m points.

    E(f - y)² = (E f - y)² + E(f - E f)²   (Geman et al. 1992, doi.org/10.1162/neco.1992.4.1.1)
    """
    mean = predicted.mean(-2)
    return ((mean - wanted) ** 2).mean(-1), predicted.var(-2).mean(-1)


def look(width: float) -> str:
    """What to look at in fits of that many hidden units for each point."""
    if width < 0.2:
        return "too stiff"
    return "each follows its own noise" if width < 2 else "smooth again, though exact"


def by_width(key: str, title: str, widths: Array, errors: dict[str, Array], n: int) -> Lines:
    """Errors over the width of the hidden layer, where *n* units are one for each point."""
    return Lines(
        key=key, title=title, x="hidden units", log_x=True, log_y=True,
        series={name: (widths, np.maximum(error, 1e-3)) for name, error in errors.items()},
        marks={f"{n} points": ("x", n)},
    )  # fmt: skip


def demo(
    seed: int = 0,
    n: Annotated[int, Range(20, 100, "points to learn from")] = 40,
    noise: Annotated[float, Range(0, 2, "noise on what is learnt")] = 0.5,
    decay: Annotated[float, Range(1e-8, 1, "weight decay (ridge)")] = 3e-5,
    sets: Annotated[int, Range(20, 120, "data sets that each width learns")] = 100,
) -> Demo:
    """Fit all data sets with each width, with hardly any weight decay and with some."""
    widths = np.unique(np.round(n * np.array(WIDTHS)).astype(int))
    yield Ask(
        f"A network of {widths[-1]} hidden units fits {n} noisy points exactly. Its error on new"
        f" points, against the best network of fewer than {n} units:",
        ("100 times as high", "somewhat higher", "lower"),
        2,
        "among the many exact fits the solution is one of small weights, which is smooth.",
    )
    data, start, tests = (np.random.default_rng([seed, k]) for k in range(3))
    x, y = data_sets(data, sets, n, noise)
    W, b = random_layer(start, sets, INPUTS, widths[-1])
    new = tests.normal(size=(200, INPUTS))
    answers = truth(new) + noise * tests.normal(size=(sets, len(new)))
    line = np.linspace(-2, 2, 61)
    cut = np.outer(line, np.eye(INPUTS)[0])  # points on a line through the space of inputs
    measured = []  # for each width: test, bias², variance, training error, x 2 decays
    for k, p in enumerate(widths, 1):
        at_x, at_new = fits(x, y, (W, b), p, (decay, DECAY), new)
        test, train = ((at_new - answers) ** 2).mean((1, 2)), ((at_x - y) ** 2).mean((1, 2))
        measured.append([test, *split(at_new, truth(new)), train])
        _, (three,) = fits(x[:3], y[:3], (W[:3], b[:3]), p, (decay,), cut)
        curves = {f"data set {i + 1}": (line, np.clip(fit, -6, 6)) for i, fit in enumerate(three)}
        title = f"Three fits, {p} hidden units: {look(p / n)}"
        series = {"truth": (line, truth(cut))} | curves
        yield Lines(key="fits", title=title, series=series, x="first input, the others 0")
        if k > 2:
            test, bias, variance, _ = np.array(measured).T[0]
            parts = {"test error": test, "bias²": bias, "variance": variance}
            parts["noise"] = np.full(k, noise**2)
            yield by_width("errors", f"Down, a peak at {n} units, down again", widths[:k], parts, n)
    (test, bias, variance, train), (decayed, *_) = np.array(measured).transpose(2, 1, 0)
    two = {f"decay {decay:g}": test, f"decay {DECAY:g}": decayed}
    yield by_width("decay", "Weight decay takes the test error's peak away", widths, two, n)
    yield Say(
        "Bias falls with width, variance peaks where the units just suffice to pass through every"
        " point: there is one way to do it, and it is a wild one. The U is the left part only."
    )
    smooth = "Strong weight decay or no noise: then nothing is wild, and there is no peak."
    noisy = "With much noise hardly any network beats the narrowest, and more decay is needed."
    small, middle = widths < 0.7 * n, (widths >= 0.5 * n) & (widths <= 2 * n)
    best, peak = test[small].min(), test[middle].max()
    apart = np.abs(bias + variance + noise**2 - test) / test
    at = abs(widths[middle][test[middle].argmax()] / n - 1)
    fall, less_bias = test[0] / best, bias[0] / bias[small].min()
    flat = decayed[middle].max() / decayed[-1]
    yield Claim("bias² + variance + noise against test error: off by", apart.max(), "<=", 0.1)
    yield Claim("bias², narrowest over best small network", less_bias, ">=", 3)
    yield Claim("test error, narrowest over best small one", fall, ">=", 1.1, otherwise=noisy)
    yield Claim("peak over best small network", peak / best, ">=", 2, otherwise=smooth)
    yield Claim(f"the peak's width off {n} units, as a share", at, "<=", 0.25, otherwise=smooth)
    yield Claim("peak over widest network", peak / test[-1], ">=", 2, otherwise=smooth)
    yield Claim("training error of the widest", train[-1], "<=", 0.01, otherwise=smooth)
    yield Claim("test error, widest over best small", test[-1] / best, "<=", 0.98, otherwise=noisy)
    yield Claim("peak over widest, with tuned decay", flat, "<=", 1.6, otherwise=noisy)
