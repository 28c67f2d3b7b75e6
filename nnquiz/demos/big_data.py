"""Large datasets: read piece by piece, they need little memory and not one pass.

Rows for a linear regression are written to a file in a temporary directory. The same mini-batches
then come from memory, with the whole file loaded, and from the file, one at a time; descent on the
whole data reads the file once for every step.
"""

import tempfile
import tracemalloc
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from nnquiz.frames import Ask, Bars, Claim, Demo, Lines, Range, Say

Array = NDArray[np.float64]
Rows = NDArray[np.float32]  # a row is `INPUTS` inputs and the target
Source = Callable[[Path, int], Iterator[Rows]]

INPUTS, NOISE = 32, 0.5
SCALE = np.linspace(1, 0.5, INPUTS, dtype=np.float32)  # of each input
# Best for the whole data: lr = 2 / (λmax + λmin), λ the variances of the inputs
FULL_LR = float(2 / (SCALE[0] ** 2 + SCALE[-1] ** 2))
PIECE = 10_000  # rows that are written, or read by a full pass, at a time
CLOSE = 0.05  # near enough to the true weights
PASSES = 8  # of descent on all rows


def write(path: Path, rng: np.random.Generator, rows: int, w: Array) -> None:
    """Rows of inputs and target y = x · w + noise, `PIECE` of them in memory at a time."""
    with path.open("wb") as file:
        for at in range(0, rows, PIECE):
            piece = rng.standard_normal((min(PIECE, rows - at), INPUTS + 1), dtype=np.float32)
            x, noise = piece[:, :-1], piece[:, -1]
            x *= SCALE
            noise[:] = x @ w.astype(np.float32) + NOISE * noise
            piece.tofile(file)


def from_file(path: Path, batch: int) -> Iterator[Rows]:
    """The file's rows, *batch* at a time: only these are in memory."""
    with path.open("rb") as file:
        while len(numbers := np.fromfile(file, np.float32, batch * (INPUTS + 1))):
            yield numbers.reshape(-1, INPUTS + 1)


def from_memory(path: Path, batch: int) -> Iterator[Rows]:
    """The same batches, cut from the whole file in memory."""
    rows = np.fromfile(path, np.float32).reshape(-1, INPUTS + 1)
    return (rows[at : at + batch] for at in range(0, len(rows), batch))


def slope(rows: Rows, w: Rows) -> Rows:
    """The gradient of half the mean squared error: Xᵀ (X w - y) / n."""
    x, y = rows[:, :-1], rows[:, -1]
    return np.asarray((x.T @ (x @ w - y)) / np.float32(len(y)))


def sgd(batches: Iterator[Rows], lr: float) -> Iterator[tuple[int, Rows]]:
    """One pass of mini-batch descent, w ← w - lr dL/dw: rows seen so far, and the weights."""
    w, seen = np.zeros(INPUTS, np.float32), 0
    for rows in batches:
        w = w - np.float32(lr) * slope(rows, w)
        seen += len(rows)
        yield seen, w


def full_descent(path: Path, rows: int) -> Iterator[tuple[int, Rows]]:
    """Descent on all rows: each step needs the mean gradient over the whole file."""
    w = np.zeros(INPUTS, np.float32)
    for done in range(1, PASSES + 1):
        parts = [slope(piece, w) * (len(piece) / rows) for piece in from_file(path, PIECE)]
        w = w - np.float32(FULL_LR) * np.sum(parts, 0, dtype=np.float32)
        yield done * rows, w


def learning_curve(steps: Iterator[tuple[int, Rows]], truth: Array) -> Array:
    """Rows seen and relative error |w - truth| / |truth|, step by step."""
    size = np.linalg.norm(truth)
    return np.array([(seen, np.linalg.norm(w - truth) / size) for seen, w in steps])


def one_pass(source: Source, path: Path, batch: int, lr: float) -> tuple[Rows, float]:
    """The weights after a pass, and the most memory it held, in MB, rounded up to 0.1.

    Counted is what Python and NumPy ask for. It differs by some bytes from run to run, hence the
    rounding.
    """
    tracemalloc.start()
    try:
        ((_, w),) = deque(sgd(source(path, batch), lr), maxlen=1)  # keeps only the last
        return w, float(np.ceil(tracemalloc.get_traced_memory()[1] / 1e5) / 10)
    finally:
        tracemalloc.stop()


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
    truth = np.random.default_rng([seed, 0]).normal(size=INPUTS)
    # No frame is yielded while the file is there: however the demo ends, the file is deleted.
    with tempfile.TemporaryDirectory(prefix="nnquiz-") as folder:
        path = Path(folder) / "rows.f32"
        write(path, np.random.default_rng([seed, 1]), rows, truth)
        size = path.stat().st_size / 1e6
        w_loaded, peak_loaded = one_pass(from_memory, path, batch, lr)
        w_streamed, peak = one_pass(from_file, path, batch, lr)
        mini = learning_curve(sgd(from_file(path, batch), lr), truth)
        full = learning_curve(full_descent(path, rows), truth)

    bars = {"the file on disk": size, "all in memory": peak_loaded, "batch by batch": peak}
    title = "Memory held at most: it need not grow with the file"
    yield Bars(key="memory", title=title, bars=bars, unit="MB", log=True)
    both = {"mini-batches": mini, "all rows a step": full}
    for seen in np.geomspace(4 * batch, max(full[-1, 0], rows), 14):
        parts = {name: curve[curve[:, 0] <= seen] for name, curve in both.items()}
        yield Lines(
            key="error", title=f"Mini-batches arrive within one pass: {seen:.0f} rows read",
            series={name: (part[:, 0], part[:, 1]) for name, part in parts.items() if len(part)},
            x="rows read", y="off the truth", log_x=True, log_y=True,
            marks={"one pass": ("x", rows), "close": ("y", CLOSE)},
        )  # fmt: skip
    read, read_full = (
        float(curve[(curve[:, 1] <= CLOSE).argmax(), 0]) if curve[:, 1].min() <= CLOSE else np.inf
        for curve in (mini, full)
    )
    yield Say(
        "The order of the rows decides the weights, not where they are kept. Python's and NumPy's"
        " memory was measured; what the system caches of the file comes on top, and may go."
    )
    large = "Batches that are a large part of the file need as much memory as that part."
    rate = "Few rows or large batches make few steps; a low rate short ones, a high one swings."
    less, differ = peak_loaded / peak, float(np.abs(w_loaded - w_streamed).max())
    more = read_full / read if np.isfinite(read) else 0.0
    yield Claim("memory: all at once over batch by batch", less, ">=", 5, otherwise=large)
    yield Claim("weights after the pass: largest difference", differ, "<=", 1e-6)
    yield Claim("share of one pass until close", read / rows, "<=", 0.3, otherwise=rate)
    yield Claim("rows read: all a step over mini-batches", more, ">=", 10, otherwise=rate)
