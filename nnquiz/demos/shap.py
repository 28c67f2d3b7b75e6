"""SHAP and LIME: what each input did to one decision, in two ways.

A small network scores applicants by six columns, two of which have no effect. One score is shared
out exactly, by Shapley values over all 64 coalitions of columns, and from random orders only. LIME
explains the same decision by a line fitted near it, and does so again with other random samples.
"""

from math import comb
from typing import Annotated

import numpy as np

from nnquiz.datasets.credit import COLUMNS, USELESS, applicants
from nnquiz.frames import Ask, Bars, Claim, Demo, Lines, Points, Range, Say
from nnquiz.layers.lime import error_of_line, lime
from nnquiz.layers.losses import squared_error
from nnquiz.layers.minibatches import train
from nnquiz.layers.mlp import MLP, Array
from nnquiz.layers.shapley import members, shapley_sampled, values_of_coalitions

D = len(COLUMNS)
ORDERS, RUNS = 64, 15


def shapley(v: Array) -> Array:
    """What each column i adds, on average over all orders in which columns may become known.

    φᵢ = Σ |S|! (D - |S| - 1)! / D! · (v(S ∪ i) - v(S)), over all sets S of columns without i;
    |S|! (D - |S| - 1)! / D! = 1 / (D · (D - 1 over |S|)). Bit i of s tells if i is in it, v(s).
    """
    inside, phi = members(D), []
    for i in range(D):
        S = np.flatnonzero(~inside[:, i])
        weight = [1 / (D * comb(D - 1, size)) for size in inside[S].sum(1)]
        phi.append((v[..., S | 1 << i] - v[..., S]) @ np.array(weight))
    return np.stack(phi, -1)


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
    rng = [np.random.default_rng([seed, k]) for k in range(8)]
    x, y = applicants(rng[0], 1000)
    net = MLP([D, 16, 1], rng[1])
    train(net, rng[2], x, lambda z, rows: squared_error(z, y[rows])[1], 400, 0.02, batch=128)

    def model(rows: Array) -> Array:
        return net.logits(rows)[..., 0]

    base, cases = rng[3].normal(size=(background, D)), rng[4].normal(size=(20, D))
    v = np.array([values_of_coalitions(model, x, base) for x in cases])
    phi = shapley(v)
    sampled = np.array([shapley_sampled(v, rng[5], ORDERS) for _ in range(80)])
    error = np.abs(sampled - phi[:, None, :]).mean((0, 1, 3))
    score, average = model(cases), model(base).mean()
    by_orders = {f"random orders: {n}": sampled[0, case, n - 1] for n in (1, 2, 4, 8, 16, 32, 64)}
    whole = f"from average {average:.2f} to score {score[case]:.2f}"
    for how, values in (by_orders | {whole: phi[case]}).items():
        bars = dict(zip(COLUMNS, values, strict=True))
        yield Bars(key="shapley", title=f"What each column adds, {how}", bars=bars)
    m = np.arange(1, ORDERS + 1)
    yield Lines(
        key="orders", title="Sampled Shapley values: 4 times the orders, half the error",
        series={"measured": (m, error), "1/√orders": (m, error[0] / np.sqrt(m))},
        x="random orders", y="error", log_x=True, log_y=True,
    )  # fmt: skip
    one, counts = cases[case], (samples, 40 * samples)
    runs = np.array([[lime(model, one, rng[6], n, width)[1] for _ in range(RUNS)] for n in counts])
    runs -= runs.mean(1, keepdims=True)
    place = np.arange(1, D + 1) + np.array([-0.15, 0.15])[:, None, None] + np.zeros((RUNS, 1))
    yield Points(
        key="lime", title=f"LIME, {RUNS} runs: each finds other coefficients",
        xy=np.column_stack([place.ravel(), runs.ravel()]), label=np.repeat([0, 1], RUNS * D),
        legend=[f"{n} samples" for n in counts], x="column", y="off their mean",
    )  # fmt: skip
    distances = np.geomspace(0.2, 5, 8)
    off = np.median([error_of_line(model, x, rng[7], distances, width) for x in cases], axis=0)
    yield Lines(
        key="local", title="LIME's line holds near the case only",
        series={"its error": (distances, off)}, x="distance from the case", log_y=True,
    )  # fmt: skip
    yield Say("Both explain the network, not the world; columns that go together mislead both.")
    wide = "With few samples, or another width, LIME's line is less local or less steady."
    unlike = "Few rows of background make poor averages."
    use, (fewer, more) = np.abs(phi).mean(0), runs.std(1).mean(1)
    useless = use[-USELESS:].max() / use[:-USELESS].min()
    w = rng[7].normal(size=D)
    linear = shapley(values_of_coalitions(lambda rows: rows @ w, one, base))
    sum_off = np.abs(phi.sum(1) - (score - average)).max()
    linear_off = np.abs(linear - w * (one - base.mean(0))).max()
    yield Claim("Shapley values in sum, off score minus average", sum_off, "<=", 1e-9)
    yield Claim("Shapley values of a linear model, off w (x - mean)", linear_off, "<=", 1e-9)
    yield Claim("most useless column over least useful one", useless, "<=", 0.5, otherwise=unlike)
    yield Claim("error, 4 orders over 64 (theory: 4)", error[3] / error[63], ">=", 2.5)
    text = f"LIME's spread, {samples} samples over {40 * samples} (theory: 6.3)"
    yield Claim(text, fewer / max(more, 1e-12), ">=", 3, otherwise=wide)
    yield Claim("error of LIME's line, far over near", off[-1] / off[0], ">=", 3, otherwise=wide)
