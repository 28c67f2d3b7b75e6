"""Large datasets: read piece by piece, they need little memory.

Rows for a linear regression are written to a file in a temporary directory. The same mini-batches
then come from memory, with the whole file loaded, and from the file, one at a time; descent on the
whole data goes through all rows for every step.
"""

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import numpy as np

from nnquiz.datasets.rows_on_disk import INPUTS, SCALE, Rows, from_file, from_memory, write
from nnquiz.frames import Ask, Bars, Claim, Demo, Lines, Range, Say
from nnquiz.layers.moments import mean_and_variance
from nnquiz.layers.peak_memory import last_and_peak

# Best for the whole data: lr = 2 / (λmax + λmin), λ the variances of the inputs
FULL_LR = float(2 / (SCALE[0] ** 2 + SCALE[-1] ** 2))
PASSES = 8  # of descent on all rows
CLOSE = 0.05  # near enough to the true weights


def descend(batches: Iterable[Rows], lr: float) -> Iterator[tuple[int, Rows]]:
    """Linear regression, a step for each batch: rows seen so far, and the weights."""
    w, seen = np.zeros(INPUTS, np.float32), 0
    for rows in batches:
        x, y = rows[:, :-1], rows[:, -1]
        dL_dw = x.T @ (x @ w - y) / len(y)  # L = mean of (x w - y)² / 2 over the batch
        w = (w - lr * dL_dw).astype(np.float32)
        seen += len(y)
        yield seen, w


def demo(
    seed: int = 0,
    rows: Annotated[int, Range(10_000, 500_000, "rows in the file")] = 150_000,
    batch: Annotated[int, Range(16, 10_000, "rows in a mini-batch")] = 256,
    lr: Annotated[float, Range(0.001, 0.5, "learning rate of the mini-batches")] = 0.2,
) -> Demo:
    """Write the file, learn from it in three ways, delete it, and show what it took."""
    yield Ask(
        f"A file holds {rows} rows. Mini-batches of {batch} are read from it, one after another."
        f" What share of the file brings the weights to within {CLOSE:.0%} of the true ones?",
        ("all of it, several times", "about half", "about a tenth"),
        2,
        "rows tell much the same: a few thousand show the way nearly as well as all of them.",
    )
    truth = np.random.default_rng([seed, 0]).standard_normal(INPUTS, np.float32)
    # No frame is yielded while the file is there: however the demo ends, the file is deleted.
    with tempfile.TemporaryDirectory(prefix="nnquiz-") as folder:
        path = Path(folder) / "rows.f32"
        write(path, np.random.default_rng([seed, 1]), rows, truth)
        size = path.stat().st_size / 1e6
        (_, w_loaded), peak_loaded = last_and_peak(descend(from_memory(path, batch), lr))
        (_, w_streamed), peak = last_and_peak(descend(from_file(path, batch), lr))
        (whole,) = from_file(path, rows)
        in_pieces, at_once = mean_and_variance(from_file(path, batch)), whole.astype(float)
        moments_off = np.abs(np.array(in_pieces) - [at_once.mean(0), at_once.var(0)]).max()
        ways = {
            "mini-batches": list(descend(from_file(path, batch), lr)),
            "all rows a step": list(descend([whole] * PASSES, FULL_LR)),
        }
    off = {  # rows seen, and |w - truth| / |truth|
        name: [(seen, np.linalg.norm(w - truth) / np.linalg.norm(truth)) for seen, w in way]
        for name, way in ways.items()
    }

    bars = {"the file on disk": size, "all in memory": peak_loaded, "batch by batch": peak}
    title = "Memory held at most: it need not grow with the file"
    yield Bars(key="memory", title=title, bars=bars, unit="MB")
    for seen in np.geomspace(4 * batch, PASSES * rows, 14):
        parts = {name: [point for point in off[name] if point[0] <= seen] for name in off}
        yield Lines(
            key="error", title=f"Mini-batches arrive within one pass: {seen:.0f} rows read",
            series={name: tuple(zip(*part, strict=True)) for name, part in parts.items() if part},
            x="rows read", y="off the truth", log_x=True, log_y=True,
            marks={"one pass": ("x", rows), "close": ("y", CLOSE)},
        )  # fmt: skip
    read, read_full = (
        min((seen for seen, apart in curve if apart <= CLOSE), default=np.inf)
        for curve in off.values()
    )

    yield Say(
        "The order of the rows decides the weights, not where they are kept. Python's and NumPy's"
        " memory was measured; what the system caches of the file comes on top."
    )
    large = "Batches that are a large part of the file need as much memory as that part."
    rate = "Few rows or large batches make few steps; a low rate short ones, a high one swings."
    less, differ = peak_loaded / peak, float(np.abs(w_loaded - w_streamed).max())
    more = read_full / read if np.isfinite(read) else 0.0
    yield Claim("memory: all at once over batch by batch", less, ">=", 5, otherwise=large)
    yield Claim("weights from memory and from file: difference", differ, "<=", 0)
    text = "mean and variance in one pass: off all at once by"
    yield Claim(text, float(moments_off), "<=", 1e-9)
    yield Claim("share of one pass until close", read / rows, "<=", 0.3, otherwise=rate)
    yield Claim("rows until close: all a step over batches", more, ">=", 10, otherwise=rate)
