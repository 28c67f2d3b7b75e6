"""SHAP and LIME: what each input did to one decision, by a game and by a line.

A small network scores applicants by six columns, two of which have no effect. One score is shared
out exactly, by Shapley values over all 64 coalitions of columns, and from random orders only. LIME
explains the same decision by a line fitted near it, and does so again with other random samples.
"""

from collections.abc import Callable
from math import factorial
from typing import Annotated

import numpy as np

from nnquiz.frames import Ask, Bars, Claim, Demo, Lines, Points, Range, Say
from nnquiz.layers.losses import squared_error
from nnquiz.layers.minibatches import train
from nnquiz.layers.mlp import MLP, Array

Model = Callable[[Array], Array]
COLUMNS = ("income", "debt", "years", "savings", "postcode", "shoe size")
D = len(COLUMNS)
COALITIONS = (np.arange(2**D)[:, None] >> np.arange(D) & 1) == 1  # row s: who is in
ORDERS, RUNS = 64, 15


def creditworthy(x: Array) -> Array:
    """What the network is to learn. Postcode and shoe size have no effect."""
    income, debt, years, savings, _, _ = x.T
    score: Array = 1.5 * income - 1.2 * debt + 0.8 * years * (debt > 0) + 0.7 * np.tanh(2 * savings)
    return score


def values_of_coalitions(model: Model, x: Array, background: Array) -> Array:
    """v(S): the mean output if the columns in S are those of *x*, the others of the background."""
    mixed = np.where(COALITIONS[:, None, :], x, background)
    v: Array = model(mixed.reshape(-1, D)).reshape(len(COALITIONS), -1).mean(1)
    return v


def shapley(v: Array) -> Array:
    """φᵢ = Σ |S|! (D - |S| - 1)! / D! · (v(S ∪ i) - v(S)), over all S without i.

    Shapley 1953; for models: Lundberg & Lee 2017, https://arxiv.org/abs/1705.07874
    """
    phi = np.zeros(D)
    for s, inside in enumerate(COALITIONS):
        size = int(inside.sum())
        for i in np.flatnonzero(~inside):
            weight = factorial(size) * factorial(D - size - 1) / factorial(D)
            phi[i] += weight * (v[s | 1 << i] - v[s])
    return phi


def shapley_sampled(v: Array, rng: np.random.Generator, orders: int) -> Array:
    """The columns join one by one in random order; each is credited with what it adds, φᵢ(m).

    The means over the first 1, 2, ... of all *orders*, (orders, D).
    """
    phi = np.zeros((orders, D))
    for row in phi:
        s = 0
        for i in rng.permutation(D):
            row[i] = v[s | 1 << i] - v[s]
            s |= 1 << int(i)
    return phi.cumsum(0) / np.arange(1, orders + 1)[:, None]


def lime(
    model: Model, x: Array, rng: np.random.Generator, samples: int, width: float
) -> tuple[float, Array]:
    """A linear model of the network near *x*: its value there, and a coefficient for each column.

    Least squares on random points, weighted by exp(-|z - x|² / 2 D width²). Ribeiro et al. 2016,
    https://arxiv.org/abs/1602.04938
    """
    off = rng.normal(size=(samples, D))
    w = np.exp(-(off**2).sum(1) / (2 * D * width**2))
    A = np.column_stack([np.ones(samples), off])
    c = np.linalg.lstsq((A.T * w) @ A, (A.T * w) @ model(x + off), rcond=None)[0]
    return float(c[0]), c[1:]


def errors_of_lines(model: Model, cases: Array, distances: Array, seed: int, w: float) -> Array:
    """How far LIME's line is off around each of the *cases*, (cases, distances)."""
    around = np.random.default_rng([seed, 7]).normal(size=(300, D))
    off = np.empty((len(cases), len(distances)))
    for k, x in enumerate(cases):
        value, slopes = lime(model, x, np.random.default_rng([seed, 8]), 500, w)
        for j, step in enumerate(distances[:, None, None] * around):
            off[k, j] = np.sqrt(((value + step @ slopes - model(x + step)) ** 2).mean())
    return off


def demo(
    seed: int = 0,
    case: Annotated[int, Range(0, 19, "which applicant is explained")] = 0,
    background: Annotated[int, Range(5, 500, "rows that stand in for what is left out")] = 50,
    samples: Annotated[int, Range(10, 1000, "samples of LIME, then 40 times as many")] = 50,
    width: Annotated[float, Range(0.1, 3, "width of LIME's neighborhood")] = 0.5,
) -> Demo:
    """Train a network, then explain its scores of 20 applicants, one of them in pictures."""
    yield Ask(
        "A network scores an applicant. The Shapley values of all columns add up to",
        ("1", "the score", "the score minus the average score", "nothing in particular"),
        2,
        "they share out the way from knowing no column to knowing all.",
    )
    data, start, order, others, applicants, orders = (
        np.random.default_rng([seed, k]) for k in range(6)
    )
    x = data.normal(size=(1000, D))
    y = (creditworthy(x) + 0.1 * data.normal(size=1000))[:, None]
    net = MLP([D, 16, 1], start)
    train(net, order, x, lambda z, rows: squared_error(z, y[rows])[1], 400, 0.02, batch=128)

    def model(rows: Array) -> Array:
        return net.logits(rows)[:, 0]

    base, cases = others.normal(size=(background, D)), applicants.normal(size=(20, D))
    v = [values_of_coalitions(model, one, base) for one in cases]
    phi = np.array([shapley(values) for values in v])
    sampled = np.array([[shapley_sampled(one, orders, ORDERS) for one in v] for _ in range(5)])
    error = np.abs(sampled - phi[:, None, :]).mean((0, 1, 3))
    m = np.arange(1, ORDERS + 1)
    for count in (1, 2, 4, 8, 16, 32, 64):
        bars = dict(zip(COLUMNS, sampled[0, case, count - 1], strict=True))
        yield Bars(key="shapley", title=f"What each column adds: {count} random orders", bars=bars)
    score, average = model(cases[[case]])[0], model(base).mean()
    title = f"All coalitions: {phi[case].sum():.2f} in sum = {score:.2f} less average {average:.2f}"
    yield Bars(key="shapley", title=title, bars=dict(zip(COLUMNS, phi[case], strict=True)))
    yield Lines(
        key="orders", title="Sampled Shapley values: 4 times the orders, half the error",
        series={"measured": (m, error), "1/√orders": (m, error[0] / np.sqrt(m))},
        x="random orders", y="error", log_x=True, log_y=True,
    )  # fmt: skip

    runs = []
    for count in (samples, 40 * samples):
        rngs = [np.random.default_rng([seed, 6, k]) for k in range(RUNS)]
        found = np.array([lime(model, cases[case], rng, count, width)[1] for rng in rngs])
        runs.append(found - found.mean(0))
    spread = [float(off.std(0).mean()) for off in runs]
    place = [np.tile(np.arange(1, D + 1) + aside, RUNS) for aside in (-0.15, 0.15)]
    yield Points(
        key="lime", title=f"LIME, {RUNS} runs: each finds other coefficients", x="column",
        y="off their mean", xy=np.column_stack([np.ravel(place), np.ravel(runs)]),
        label=np.repeat([0, 1], RUNS * D), legend=[f"{samples} samples", f"{40 * samples} samples"],
    )  # fmt: skip
    distances = np.geomspace(0.1, 2, 8)
    off = np.median(errors_of_lines(model, cases, distances, seed, width), axis=0)
    yield Lines(
        key="local", title="LIME's line holds near the case only: its error grows with distance",
        series={"error": (distances, off)}, x="distance from the case", y="error", log_y=True,
    )  # fmt: skip
    yield Say(
        "Both ask the network about made-up rows and explain the network, not the world. Columns"
        " that go together mislead both: such rows then are none that it has ever seen."
    )
    use = np.abs(phi).mean(0)
    w = np.random.default_rng([seed, 9]).normal(size=D)
    linear = shapley(values_of_coalitions(lambda rows: rows @ w, cases[case], base))
    sum_off = np.abs(phi.sum(1) - (model(cases) - average)).max()
    linear_off = np.abs(linear - w * (cases[case] - base.mean(0))).max()
    wide = "With few samples, or another width, LIME's line is less local or less steady."
    unlike = "Few rows of background make poor averages."
    yield Claim("Shapley values and score minus average: difference", sum_off, "<=", 1e-9)
    yield Claim("for a linear model, from w (x - mean): difference", linear_off, "<=", 1e-9)
    useless = use[4:].max() / use[:4].min()
    yield Claim("most useless column over least useful one", useless, "<=", 0.5, otherwise=unlike)
    yield Claim("error, 4 orders over 64 (theory: 4)", error[3] / error[63], ">=", 2.2)
    fewer = spread[0] / max(spread[1], 1e-12)
    text = f"LIME's spread, {samples} samples over {40 * samples} (theory: 6.3)"
    yield Claim(text, fewer, ">=", 3, otherwise=wide)
    text = "error of LIME's line, far over near"
    yield Claim(text, off[-1] / off[0], ">=", 2.5, otherwise=wide)
