"""Missing data: a gap is best filled from the other columns, and flagged.

Cells of a table vanish, once at random and once because they are high. A network learns from what
is left, in five ways: whole rows only, or gaps filled by the mean of the column or by regression on
the columns that are there, each without and with flags that say which cells were filled.
"""

from typing import Annotated

import numpy as np

from nnquiz.datasets.factors import loadings, rows_of
from nnquiz.datasets.gaps import Mask, holes
from nnquiz.frames import Ask, Bars, Claim, Demo, Grid, Points, Range, Say
from nnquiz.layers.imputation import column_means, fill_by_regression, fit_imputer
from nnquiz.layers.mlp import Array
from nnquiz.layers.prediction_error import prediction_error

ROWS, SHOWN = 1000, 18
Data = tuple[Array, Array]  # rows and their targets; or rows to learn from and new ones


def filled(x: Array, gone: Mask, new: Array, new_gone: Mask) -> dict[str, Data]:
    """The rows to learn from and *new* ones, as each way fills their gaps."""
    means, gaussian = column_means(x, gone), fit_imputer(x, gone)  # never from the new rows
    tables = (x, gone), (new, new_gone)
    by_mean = [np.where(gaps, means, rows) for rows, gaps in tables]
    # E[missing | seen] = μ + Σ[missing, seen] Σ[seen, seen]⁻¹ (x - μ)[seen], with μ and Σ by EM
    by_regression = [fill_by_regression(rows, gaps, *gaussian) for rows, gaps in tables]
    ways = {}
    for name, (old, other) in (("mean", by_mean), ("regression", by_regression)):
        ways[name] = old, other
        ways[f"{name}, flags"] = np.hstack([old, gone]), np.hstack([other, new_gone])
    return ways


def compare(
    seed: int, data: Data, tests: Data, share: float, high: bool
) -> tuple[Mask, dict[str, Data], dict[str, float]]:
    """The cells that are gone, how each way fills them, and the error of what is learnt then."""
    rng, (x, y), (new, truth) = np.random.default_rng([seed, 3]), data, tests
    gone, new_gone = holes(rng, x, share, high), holes(rng, new, share, high)
    ways = filled(x, gone, new, new_gone)
    # Which few rows are left matters: three draws. A new row can't be dropped, but is filled too.
    left = [~gone.any(1), *(~holes(rng, x, share, high).any(1) for _ in range(2))]
    dropped = [
        prediction_error(seed, x[rows], y[rows], ways["regression"][1], truth) for rows in left
    ]
    errors = {way: prediction_error(seed, a, y, b, truth) for way, (a, b) in ways.items()}
    return gone, ways, {"rows dropped": float(np.mean(dropped))} | errors


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
    layout, draw, new_draw = (np.random.default_rng([seed, k]) for k in range(3))
    loads = loadings(layout, columns)
    (x, y), (new, truth) = rows_of(draw, ROWS, loads), rows_of(new_draw, ROWS, loads)
    truth, y = (truth - y.mean()) / y.std(), (y - y.mean()) / y.std()
    for part in np.linspace(0, share, 7):
        gone = holes(np.random.default_rng([seed, 3]), x, part, high=False)
        whole = ~gone.any(1)
        title = f"{gone.mean():.0%} of the cells gone: {whole.mean():.0%} of rows whole"
        cells = {"measured": np.where(gone, np.nan, x)[:SHOWN], "true": x[:SHOWN]}
        yield Grid(key="table", title=title, cells=cells, middle=0)
    gone, ways, at_random = compare(seed, (x, y), (new, truth), share, high=False)
    _, _, if_high = compare(seed, (x, y), (new, truth), share, high=True)
    (mean, _), (regression, _) = ways["mean"], ways["regression"]
    for way, rows in (("the mean", mean), ("regression", regression)):
        cells = {"filled": rows[:SHOWN], "true": x[:SHOWN]}
        yield Grid(key="table", title=f"The gaps filled by {way}", cells=cells, middle=0)
    title, legend = "The mean knows nothing of the row, regression does", ["mean", "regression"]
    some = np.flatnonzero(gone)[:200]
    xy = np.vstack([np.transpose([x.flat[some], f.flat[some]]) for f in (mean, regression)])
    label = np.repeat([0, 1], len(some))
    yield Points(
        key="filled", title=title, xy=xy, label=label, legend=legend, x="true", y="filled in"
    )
    complete = {"nothing gone": prediction_error(seed, x, y, new, truth)}
    title = "Errors, gone at random: flags idle"
    yield Bars(key="at random", title=title, bars=complete | at_random)
    yield Bars(key="if high", title="Errors, gone if high: flags pay", bars=complete | if_high)
    yield Say(
        "Where high values tend to vanish, the gap itself is news. A flag passes it on; a mean that"
        " is filled in looks like something measured."
    )
    easy = "With few gaps, or few columns to fill them from, it matters little what is done."
    shrunk = mean.std(0).mean() / x.std(0).mean()
    drop, plain = (at_random[way] / at_random["regression"] for way in ("rows dropped", "mean"))
    flags, few = (errors["mean"] / errors["mean, flags"] for errors in (if_high, at_random))
    yield Claim("share of rows without a gap", float(whole.mean()), "<=", 0.06, otherwise=easy)
    yield Claim("the mean shrinks the spread of a column to", shrunk, "<=", 0.9, otherwise=easy)
    yield Claim("error, rows dropped over regression", drop, ">=", 1.15, otherwise=easy)
    yield Claim("error, mean over regression", plain, ">=", 1.06, otherwise=easy)
    yield Claim("gone if high: error without flags over with", flags, ">=", 1.08, otherwise=easy)
    yield Claim("the same over that if gone at random", flags - few, ">=", 0.05, otherwise=easy)
