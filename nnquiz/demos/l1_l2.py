"""L1 and L2: L1 sets useless weights to 0, L2 makes all smaller.

A linear fit with 40 inputs, of which 5 matter: L1 (lasso) by soft thresholds, L2 (ridge) in closed
form. Then L1 once more in the way that seems obvious, with λ sign(w) added to the gradient.
"""

from __future__ import annotations

from typing import Annotated

import numpy as np

from nnquiz.datasets.linear import sparse_rows, twins
from nnquiz.frames import Ask, Claim, Demo, Grid, Lines, Range, Say
from nnquiz.layers.losses import Array
from nnquiz.layers.proximal_search import proximal_by_search

INPUTS, DATA_SETS = 40, 5
STRENGTHS = np.geomspace(1, 0.01, 15)


def soft_threshold(w: Array, by: float) -> Array:
    """The v of least (v - w)² / 2 + by |v|: nearer to 0 by *by*, and 0 itself if less was left."""
    return np.asarray(np.sign(w) * np.maximum(np.abs(w) - by, 0))


def l1_steps(x: Array, y: Array, lam: float, start: Array, steps: int, soft: bool = True) -> Array:
    """All steps towards the least |x w - y|² / 2n + λ Σ |w|, (steps + 1, inputs).

    *soft*: ISTA (Beck & Teboulle 2009, https://doi.org/10.1137/080716542), otherwise λ sign(w).
    """
    rate = len(y) / float(np.linalg.norm(x, 2)) ** 2  # 1 / the largest curvature
    w = np.tile(start, (steps + 1, 1))
    for t in range(steps):
        dL_dw = x.T @ (x @ w[t] - y) / len(y)
        down, pull = w[t] - rate * dL_dw, rate * lam
        w[t + 1] = soft_threshold(down, pull) if soft else down - pull * np.sign(w[t])
    return w


def l2(x: Array, y: Array, lam: float) -> Array:
    """The least |x w - y|² / 2n + λ Σ w² / 2, in closed form: (xᵀx/n + λ I) w = xᵀy/n."""
    return np.linalg.solve(x.T @ x / x.shape[0] + lam * np.eye(x.shape[1]), x.T @ y / x.shape[0])


def fits(rng: np.random.Generator, true: int, n: int, noise: float) -> tuple[Array, Array, Array]:
    """True weights, those by L1 and L2 for all strengths, and the best of each and unpenalized."""
    truth, (x, y), (held_out, target) = sparse_rows(rng, INPUTS, true, n, noise)
    l1 = [np.zeros(INPUTS)]
    for lam in STRENGTHS:  # from strong to weak, each goes on from the one before
        l1.append(l1_steps(x, y, lam, l1[-1], 150)[-1])
    both = np.stack([l1[1:], [l2(x, y, lam) for lam in STRENGTHS]], axis=1)
    best = ((both @ held_out.T - target) ** 2).mean(-1).argmin(0)  # chosen on validation rows
    return truth, both, np.stack([*both[best, [0, 1]], np.linalg.lstsq(x, y, rcond=None)[0]])


def demo(
    seed: int = 0,
    true: Annotated[int, Range(1, 20, "inputs that matter, of 40")] = 5,
    n: Annotated[int, Range(30, 500, "training rows")] = 60,
    noise: Annotated[float, Range(0, 2, "noise of the targets")] = 0.5,
    lam: Annotated[float, Range(0.01, 1, "strength λ where single steps are shown")] = 0.3,
) -> Demo:
    """Fit with both penalties over all strengths, then look at how L1 comes to its zeros."""
    yield Ask(
        f"{INPUTS - true} of {INPUTS} inputs are useless. Most networks get their L1 penalty by"
        " adding λ sign(w) to the gradient. How many weights become exactly 0 that way?",
        (f"the {INPUTS - true} useless ones", "about half of them", "none"),
        2,
        "they hop to and fro over zero; to land on it takes the soft threshold.",
    )
    runs = [fits(np.random.default_rng([seed, k]), true, n, noise) for k in range(DATA_SETS)]
    truth, both, chosen = (np.array(part) for part in zip(*runs, strict=True))
    by_l1, by_l2 = ((both - truth[:, None, None]) ** 2).sum(-1).mean(0).T  # noise comes on top
    with_l1, with_l2, without = ((chosen - truth[:, None]) ** 2).sum(-1).mean(0)
    names = [*(f"λ = {strength:.2g}" for strength in STRENGTHS), "best λ of each"]
    for name, w in zip(names, [*both[0], chosen[0, :2]], strict=True):
        title = f"The 40 weights, {name}: L1 has {(w[0] == 0).sum()} zeros, L2 {(w[1] == 0).sum()}"
        cells = {"": np.stack([truth[0], *w]).clip(-0.3, 0.3)}  # so that small ones are seen
        yield Grid(key="weights", title=title, cells=cells, rows=("truth", "L1", "L2"), middle=0)
    yield Lines(
        key="error", title="Error on new rows over the strength of the penalty", x="λ",
        series={"L1": (STRENGTHS, by_l1), "L2": (STRENGTHS, by_l2)},
        log_x=True, log_y=True, marks={"no penalty": ("y", without)},
    )  # fmt: skip
    w = np.linspace(-1, 1, 81)
    soft, found = soft_threshold(w, lam), proximal_by_search(w, lambda v: lam * np.abs(v))
    pulls = {"L1, soft threshold": (w, soft), "L1, by search": (w, found), "L2": (w, w / (1 + lam))}
    yield Lines(key="pull", title="L1 takes the same off all, L2 a share", series=pulls, x="weight")
    _, (x, y), _ = sparse_rows(np.random.default_rng([seed, 0]), INPUTS, true, n, noise)
    lands, hops = (l1_steps(x, y, lam, np.zeros(INPUTS), 400, way) for way in (True, False))
    shown = (np.abs(hops).max(0) * (lands[-1] == 0)).argmax()  # a weight that the lasso drops
    series = {"soft threshold": lands[:60, shown], "λ sign(w)": hops[:60, shown]}
    yield Lines(key="steps", title="A useless weight hops over 0 or lands", series=series, x="step")
    yield Say("L1 pulls with the same force however small a weight is; the pull of L2 fades.")
    zeros, kept = (chosen == 0).sum(2).mean(0), (chosen[:, 0, :true] != 0).mean()
    pair = twins(np.random.default_rng([seed, DATA_SETS]))
    twin_l1, twin_l2 = l1_steps(*pair, 0.3, np.zeros(2), 400)[-1], l2(*pair, 0.3)
    double = np.ptp(l2(pair[0][:, [0, 0]], pair[1], 0.3))  # the useful input, given twice
    dense = "With little noise, many rows or few useless inputs, sparse weights gain little."
    yield Claim("L1: zeros among the 40 weights, on average", zeros[0], ">=", 15, otherwise=dense)
    yield Claim("L2: zeros among the 40 weights", zeros[1], "<=", 0)
    yield Claim("share of the inputs that matter kept by L1", kept, ">=", 1, otherwise=dense)
    yield Claim("error on new rows, L2 over L1", with_l2 / with_l1, ">=", 1.5, otherwise=dense)
    yield Claim("no penalty over L1", without / with_l1, ">=", 1.5, otherwise=dense)
    yield Claim("λ sign(w) in the gradient: exact zeros", float((hops[-1] == 0).sum()), "<=", 0)
    yield Claim("soft threshold against search", np.abs(soft - found).max(), "<=", 1e-3)
    yield Claim("weight of a useless twin of a useful input: L1", abs(twin_l1[1]), "<=", 0)
    yield Claim("and its share of the weight with L2", twin_l2[1] / twin_l2.sum(), ">=", 0.25)
    yield Claim("an input given twice: its weights by L2 differ by", double, "<=", 1e-9)
