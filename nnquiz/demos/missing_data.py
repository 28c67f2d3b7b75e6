"""Missing data: a gap is best filled from the other columns, and flagged.

Cells of a table vanish, once at random and once because they are high. A network learns from what
is left, in five ways: whole rows only, or gaps filled by the mean of the column or by regression on
the columns that are there, each without and with flags that say which cells were filled.
"""

from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from nnquiz.frames import Ask, Bars, Claim, Demo, Grid, Points, Range, Say
from nnquiz.layers.losses import sigmoid, squared_error
from nnquiz.layers.minibatches import train
from nnquiz.layers.mlp import MLP, Array

Mask = NDArray[np.bool_]
ROWS, CAUSES, SHOWN = 1000, 3, 18


def table(rng: np.random.Generator, loads: Array) -> tuple[Array, Array]:
    """Rows of columns that share a few hidden causes, and the target, which hangs on those."""
    causes = rng.normal(size=(ROWS, CAUSES))
    x = causes @ loads + 0.5 * rng.normal(size=(ROWS, loads.shape[1]))
    y = causes[:, 0] + np.abs(causes[:, 1]) - 0.5 * causes[:, 2]
    return x, y[:, None]


def holes(rng: np.random.Generator, x: Array, share: float, high: bool) -> Mask:
    """Which cells are gone: any at random (MCAR), or rather the *high* ones (MNAR)."""
    p = sigmoid(4 * (x / x.std(0) - 0.55)) if high else np.ones_like(x)
    return np.asarray(rng.random(x.shape) < p * share / p.mean())


def column_means(x: Array, gone: Mask) -> Array:
    """The mean of what is there, column by column."""
    means: Array = np.where(gone, 0, x).sum(0) / np.maximum((~gone).sum(0), 1)
    return means


def seen_inverse(gone: Mask, cov: Array) -> Array:
    """For each row the inverse of Σ[seen, seen], with 0 in place of what is missing."""
    both = ~gone[:, :, None] & ~gone[:, None, :]
    padded = np.where(both, cov, np.eye(len(cov)))  # 1 for the missing, so that it has an inverse
    return np.where(both, np.linalg.inv(padded), 0)


def fill_by_regression(x: Array, gone: Mask, mean: Array, cov: Array) -> Array:
    """E[missing | seen] = μ + Σ[missing, seen] Σ[seen, seen]⁻¹ (x - μ)[seen], row by row."""
    off = np.where(gone, 0, x - mean)
    expected = mean + (seen_inverse(gone, cov) @ off[:, :, None])[:, :, 0] @ cov
    return np.where(gone, expected, x)


def fit_imputer(x: Array, gone: Mask, rounds: int = 8) -> tuple[Array, Array]:
    """Mean and covariance of columns with gaps, by EM for a Gaussian.

    Fill, then estimate from the filled, and again (Dempster, Laird & Rubin 1977,
    https://doi.org/10.1111/j.2517-6161.1977.tb01600.x). What is filled in varies too little; the
    covariance that the missing have, given the seen, Σ - Σ Σ[seen, seen]⁻¹ Σ, makes up for that.
    """
    mean = column_means(x, gone)
    cov = np.diag(np.where(gone, 0, (x - mean) ** 2).mean(0) + 1e-6)
    for _ in range(rounds):
        filled = fill_by_regression(x, gone, mean, cov)
        lost = cov - cov @ seen_inverse(gone, cov).mean(0) @ cov
        mean = filled.mean(0)
        cov = np.cov(filled.T, bias=True) + lost + 1e-6 * np.eye(len(cov))
    return mean, cov


def error(seed: int, x: Array, y: Array, new: Array, truth: Array) -> float:
    """A network learns y from x; its error on *new* rows, 1 being that of guessing the mean."""
    if len(x) < 2:
        return 1.0  # with no rows left there is nothing but a guess
    center, scale = x.mean(0), x.std(0) + 1e-8
    rng, order = (np.random.default_rng([seed, k]) for k in (4, 5))
    net = MLP([x.shape[1], 16, 1], rng)
    train(net, order, (x - center) / scale, lambda z, rows: squared_error(z, y[rows])[1], 300, 0.01)
    off = net.logits((new - center) / scale) - truth
    return float(np.sqrt((off**2).mean()) / truth.std())


def compare(
    seed: int, x: Array, y: Array, gone: Mask, new: Array, truth: Array, new_gone: Mask
) -> tuple[dict[str, float], dict[str, Array]]:
    """The error of each way to deal with the gaps, and the training rows as each fills them."""
    # Both imputers are fitted on the training rows only, then applied to the new ones as well.
    means, gaussian = column_means(x, gone), fit_imputer(x, gone)
    filled = {
        "mean": (np.where(gone, means, x), np.where(new_gone, means, new)),
        "regression": (
            fill_by_regression(x, gone, *gaussian),
            fill_by_regression(new, new_gone, *gaussian),
        ),
    }
    whole = ~gone.any(1)
    # A new row can't be dropped: its gaps are filled here too, and the better way.
    errors = {"rows dropped": error(seed, x[whole], y[whole], filled["regression"][1], truth)}
    for way, (old, other) in filled.items():
        errors[way] = error(seed, old, y, other, truth)
        flagged = np.hstack([old, gone]), np.hstack([other, new_gone])
        errors[f"{way} + flags"] = error(seed, flagged[0], y, flagged[1], truth)
    return errors, {way: rows for way, (rows, _) in filled.items()}


def demo(
    seed: int = 0,
    share: Annotated[float, Range(0, 0.7, "share of the cells that are gone")] = 0.3,
    columns: Annotated[int, Range(3, 20, "columns of the table")] = 10,
) -> Demo:
    """Make holes, at random and where values are high, fill them, and learn."""
    expected = (1 - share) ** columns
    yield Ask(
        f"A table has {columns} columns, and a share of {share:g} of its cells is gone at random."
        " If each row with a gap is dropped, what share of the rows is left?",
        (f"{1 - share:.2g}, as of the cells", f"half of that, {(1 - share) / 2:.2g}",
         f"{expected:.2g}"),
        2,
        f"each of its cells has to be there: {1 - share:g} to the power of {columns}.",
    )  # fmt: skip
    layout, data, tests = (np.random.default_rng([seed, k]) for k in range(3))
    loads = layout.normal(size=(CAUSES, columns))
    (x, y), (new, truth) = table(data, loads), table(tests, loads)
    truth, y = (truth - y.mean()) / y.std(), (y - y.mean()) / y.std()
    for part in np.linspace(0, share, 7):
        gone = holes(np.random.default_rng([seed, 3]), x, part, high=False)
        whole = float((~gone.any(1)).mean())
        yield Grid(
            key="table", title=f"{gone.mean():.0%} of the cells gone: {whole:.0%} of rows whole",
            cells={"measured": np.where(gone, np.nan, x)[:SHOWN], "true": x[:SHOWN]}, middle=0,
        )  # fmt: skip
    complete = error(seed, x, y, new, truth)
    errors: dict[str, dict[str, float]] = {}
    for name in ("if high", "at random"):  # the latter's `gone` and `filled` are drawn below
        rng, high = np.random.default_rng([seed, 3]), name == "if high"
        gone, new_gone = holes(rng, x, share, high), holes(rng, new, share, high)
        errors[name], filled = compare(seed, x, y, gone, new, truth, new_gone)
    for way, rows in filled.items():
        cells = {"filled": rows[:SHOWN], "true": x[:SHOWN]}
        yield Grid(key="table", title=f"The gaps filled by {way}", cells=cells, middle=0)
    some = np.flatnonzero(gone)[:200]
    yield Points(
        key="filled", title="The mean knows nothing of the row, regression does",
        xy=np.vstack([np.column_stack([x.flat[some], f.flat[some]]) for f in filled.values()]),
        label=np.repeat([0, 1], len(some)), legend=list(filled), x="true", y="filled in",
    )  # fmt: skip
    for name, message in (("at random", "flags add nothing"), ("if high", "flags pay")):
        title = f"Gone {name}: error; {message}"
        yield Bars(key=name, title=title, bars={"nothing gone": complete} | errors[name])
    yield Say(
        "Where high values tend to vanish, the gap itself is news. A flag passes it on; a mean that"
        " is filled in looks like something measured."
    )
    random, informed = errors["at random"], errors["if high"]
    easy = "With few gaps, or few columns to fill them from, it matters little what is done."
    kept = float((~gone.any(1)).mean())
    yield Claim("share of rows without a gap", kept, "<=", 0.06, otherwise=easy)
    shrunk = filled["mean"].std(0).mean() / x.std(0).mean()
    text = "filling by the mean shrinks the spread of a column to"
    yield Claim(text, shrunk, "<=", 0.9, otherwise=easy)
    ratio = random["rows dropped"] / random["regression"]
    yield Claim("error, rows dropped over regression", ratio, ">=", 1, otherwise=easy)
    ratio = random["mean"] / random["regression"]
    yield Claim("error, mean over regression", ratio, ">=", 1.04, otherwise=easy)
    ratio = informed["mean"] / informed["mean + flags"]
    yield Claim("gone if high: error without flags over with flags", ratio, ">=", 1, otherwise=easy)
    ratio = random["mean"] / random["mean + flags"]
    yield Claim(
        "gone at random: error without flags over with flags", ratio, "<=", 1.2, otherwise=easy
    )
