"""Missing data: a gap is best filled from the other columns, and flagged.

Cells of a table vanish, once at random and once because they are high. A network learns from what
is left, in five ways: whole rows only, or gaps filled by the mean of the column or by regression on
the columns that are there, each without and with flags that say which cells were filled.

Regression fills in E[missing | seen] = μ + Σ[missing, seen] Σ[seen, seen]⁻¹ (x - μ)[seen], with μ
and Σ by EM: layers/imputation.py.
"""

from typing import Annotated

import numpy as np

from nnquiz.datasets.factors import loadings, rows_of
from nnquiz.frames import Ask, Bars, Claim, Demo, Grid, Points, Range, Say
from nnquiz.layers.imputation import Mask, column_means, fill_by_regression, fit_imputer
from nnquiz.layers.losses import sigmoid, squared_error
from nnquiz.layers.minibatches import train
from nnquiz.layers.mlp import MLP, Array

ROWS, SHOWN = 1000, 18
DRAWS = 3  # of holes for rows that are dropped: which few are left matters


def holes(rng: np.random.Generator, x: Array, share: float, high: bool) -> Mask:
    """Which cells are gone: any at random (MCAR), or rather the *high* ones (MNAR)."""
    p = sigmoid(10 * (x / x.std(0) - 0.55)) if high else np.ones_like(x)
    return np.asarray(rng.random(x.shape) < p * share / p.mean())


def filled(x: Array, gone: Mask, new: Array, new_gone: Mask) -> dict[str, tuple[Array, Array]]:
    """The rows to learn from and *new* ones, as each way fills their gaps.

    What it takes to fill them is estimated from the rows to learn from only.
    """
    means, gaussian = column_means(x, gone), fit_imputer(x, gone)
    tables = (x, gone), (new, new_gone)
    mean, regression = (
        [np.where(holes, means, rows) for rows, holes in tables],
        [fill_by_regression(rows, holes, *gaussian) for rows, holes in tables],
    )
    ways = {}
    for name, (old, other) in (("mean", mean), ("regression", regression)):
        ways[name] = old, other
        ways[f"{name}, flags"] = np.hstack([old, gone]), np.hstack([other, new_gone])
    return ways


def error(seed: int, x: Array, y: Array, new: Array, truth: Array) -> float:
    """How wrong networks that learn y from x are on *new* rows, 1 being to guess the mean."""
    if len(x) < 2:
        return 1.0  # with no rows left there is nothing but a guess
    center, scale = x.mean(0), x.std(0) + 1e-8
    start, order = (np.random.default_rng([seed, k]) for k in (4, 5))
    nets = MLP([x.shape[1], 16, 1], start, nets=(2,))
    z = (x - center) / scale
    train(nets, order, z, lambda z, rows: squared_error(z, y[rows])[1], 300, 0.01)
    off = nets.logits((new - center) / scale) - truth
    return float(np.sqrt((off**2).mean()) / truth.std())


def demo(
    seed: int = 0,
    share: Annotated[float, Range(0, 0.7, "share of the cells that are gone")] = 0.3,
    columns: Annotated[int, Range(3, 20, "columns of the table")] = 10,
) -> Demo:
    """Make holes, at random and where values are high, fill them, and learn."""
    kept = (1 - share) ** columns
    yield Ask(
        f"A table has {columns} columns, and a share of {share:g} of its cells is gone at random."
        " If each row with a gap is dropped, what share of the rows is left?",
        (f"{1 - share:.2g}, as of the cells", f"half: {(1 - share) / 2:.2g}", f"{kept:.2g}"),
        2,
        f"each of its cells has to be there: {1 - share:g} to the power of {columns}.",
    )
    layout, data, tests = (np.random.default_rng([seed, k]) for k in range(3))
    loads = loadings(layout, columns)
    (x, y), (new, truth) = rows_of(data, ROWS, loads), rows_of(tests, ROWS, loads)
    truth, y = (truth - y.mean()) / y.std(), (y - y.mean()) / y.std()
    for part in np.linspace(0, share, 7):
        gone = holes(np.random.default_rng([seed, 3]), x, part, high=False)
        whole = ~gone.any(1)
        title = f"{gone.mean():.0%} of the cells gone: {whole.mean():.0%} of rows whole"
        cells = {"measured": np.where(gone, np.nan, x)[:SHOWN], "true": x[:SHOWN]}
        yield Grid(key="table", title=title, cells=cells, middle=0)
    complete = error(seed, x, y, new, truth)
    errors: dict[str, dict[str, float]] = {}
    for name in ("if high", "at random"):  # of the latter, `gone` and `ways` are drawn below
        rng, high = np.random.default_rng([seed, 3]), name == "if high"
        gone, new_gone = holes(rng, x, share, high), holes(rng, new, share, high)
        ways, whole = filled(x, gone, new, new_gone), ~gone.any(1)
        # A new row can't be dropped: its gaps are filled here too, and the better way.
        left = [whole, *(~holes(rng, x, share, high).any(1) for _ in range(DRAWS - 1))]
        off = [error(seed, x[rows], y[rows], ways["regression"][1], truth) for rows in left]
        errors[name] = {"nothing gone": complete, "rows dropped": float(np.mean(off))}
        errors[name] |= {way: error(seed, a, y, b, truth) for way, (a, b) in ways.items()}
    some = np.flatnonzero(gone)[:200]
    mean, regression = ways["mean"][0], ways["regression"][0]
    for way, rows in (("the mean", mean), ("regression", regression)):
        cells = {"filled": rows[:SHOWN], "true": x[:SHOWN]}
        yield Grid(key="table", title=f"The gaps filled by {way}", cells=cells, middle=0)
    yield Points(
        key="filled",
        title="The mean knows nothing of the row, regression does",
        xy=np.vstack([np.transpose([x.flat[some], f.flat[some]]) for f in (mean, regression)]),
        label=np.repeat([0, 1], len(some)),
        legend=["mean", "regression"],
        x="true",
        y="filled in",
    )
    for name, message in (("at random", "flags add little"), ("if high", "flags pay")):
        yield Bars(key=name, title=f"Error, gone {name}: {message}", bars=errors[name])
    yield Say(
        "Where high values tend to vanish, the gap itself is news. A flag passes it on; a mean that"
        " is filled in looks like something measured."
    )
    easy = "With few gaps, or few columns to fill them from, it matters little what is done."
    random, high_gone = errors["at random"], errors["if high"]
    shrunk = mean.std(0).mean() / x.std(0).mean()
    drop, plain = (random[way] / random["regression"] for way in ("rows dropped", "mean"))
    flags, few = (errors["mean"] / errors["mean, flags"] for errors in (high_gone, random))
    yield Claim("share of rows without a gap", float(whole.mean()), "<=", 0.06, otherwise=easy)
    yield Claim("the mean shrinks the spread of a column to", shrunk, "<=", 0.9, otherwise=easy)
    yield Claim("error, rows dropped over regression", drop, ">=", 1.15, otherwise=easy)
    yield Claim("error, mean over regression", plain, ">=", 1.06, otherwise=easy)
    yield Claim("gone if high: error without flags over with", flags, ">=", 1.08, otherwise=easy)
    yield Claim("the same over that if gone at random", flags - few, ">=", 0.05, otherwise=easy)
