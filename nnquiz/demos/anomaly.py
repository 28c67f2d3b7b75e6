"""Anomaly detection: learn what is normal; what cannot be rebuilt is not.

An autoencoder sees healthy pulses only: bells of any place, width and height, in noise. New signals
are scored by how badly it rebuilds them, ‖x - x̂‖², and the threshold is set on healthy ones too.
The same once more without a bottleneck, by principal components (PCA), and by the average pulse.
"""

from typing import Annotated

import numpy as np

from nnquiz.datasets.pulses import KINDS, T, signals
from nnquiz.frames import Ask, Bars, Claim, Demo, Lines, Range, Say
from nnquiz.layers.autoencoder import learn, principal_axes, project
from nnquiz.layers.mlp import MLP, Array
from nnquiz.layers.roc import area_under_roc, roc

LR = 0.015


def score(x: Array, rebuilt: Array) -> Array:
    """‖x - x̂‖² of each signal: the higher, the more of an anomaly."""
    return np.asarray(((x - rebuilt) ** 2).sum(1))


def of_each_kind(step: int, x: Array, rebuilt: Array) -> Lines:
    """Four signals, (4, times), one after the other, and what the autoencoder makes of them."""
    return Lines(
        key="signals", title=f"Healthy, then three faults: what is rebuilt? Step {step}",
        series={"measured": x.ravel(), "rebuilt": rebuilt.ravel()}, x="time, four signals",
        marks={name: ("x", len(T) * k) for k, name in enumerate(KINDS) if k},
    )  # fmt: skip


def histogram(healthy: Array, faulty: Array, threshold: float) -> Bars:
    """How many signals have which error; the last bar holds all beyond."""
    edges = np.linspace(0, 6 * threshold, 40)
    parts = {"healthy": healthy, "faulty": faulty}
    counts = {name: np.histogram(part.clip(0, edges[-1]), edges)[0] for name, part in parts.items()}
    title = f"Error; alarm above {threshold:.2g} (end: more)"
    return Bars(key="errors", title=title, bars=counts, edges=edges)


def demo(
    seed: int = 0,
    code: Annotated[int, Range(1, 8, "numbers in the bottleneck")] = 3,
    noise: Annotated[float, Range(0, 0.3, "noise of the measurements")] = 0.05,
    alarm: Annotated[float, Range(0.001, 0.1, "false alarms that are put up with")] = 0.01,
    steps: Annotated[int, Range(100, 4000, "steps of learning")] = 1000,
) -> Demo:
    """Learn healthy pulses, set a threshold, and look for faults it was never shown."""
    yield Ask(
        f"An autoencoder has learned healthy pulses only, through a code of {code} numbers. Now it"
        " gets one of 32, as many as go in. How well does it find faults?",
        ("better: it rebuilds better", "worse: it rebuilds faults as well", "just as well"),
        1,
        "what it can rebuild does not stand out, and without a bottleneck that is nearly all.",
    )
    data, valid, test, start = (np.random.default_rng([seed, k]) for k in range(4))
    x, x_valid = (signals(rng, np.zeros(1500, int), noise) for rng in (data, valid))
    kind = np.arange(2400) % 4
    faulty = (kind > 0).astype(float)
    new = signals(test, kind, noise)

    narrow, wide = (MLP([len(T), 32, c, 32, len(T)], start) for c in (code, 32))
    runs = [learn(net, np.random.default_rng([seed, 4]), x, steps, LR) for net in (narrow, wide)]
    drawn = {0, steps, *np.geomspace(10, steps, 16).astype(int)}
    for step, _ in zip(*runs, strict=True):
        if step in drawn:
            yield of_each_kind(step, new[:4], narrow.logits(new[:4]))

    mean, axes = x.mean(0), principal_axes(x, code)
    errors = score(new, narrow.logits(new))
    scores = {
        f"code of {code}": errors,
        "no bottleneck": score(new, wide.logits(new)),
        f"PCA, {code} numbers": score(new, project(new, mean, axes)),
        "average pulse": score(new, mean),
    }
    yield Lines(
        key="roc", title="ROC curves: faults found for false alarms put up with",
        series={name: roc(of_each, faulty) for name, of_each in scores.items()},
        x="healthy signals that raise an alarm", y="faults found",
    )  # fmt: skip

    threshold = float(np.quantile(score(x_valid, narrow.logits(x_valid)), 1 - alarm))
    yield histogram(errors[kind == 0], errors[kind > 0], threshold)
    alarms = {name: float((errors[kind == k] > threshold).mean()) for k, name in enumerate(KINDS)}
    yield Bars(key="alarms", title="Share that raises an alarm", bars=alarms)
    by_code, by_wide, by_pca, _ = (area_under_roc(of_each, faulty) for of_each in scores.values())
    yield Say("It was never shown a fault. A flat top is hardest to find: a lower bell is near it.")
    poor = "Noise drowns the faults, or the code is too narrow, too wide or too little trained."
    yield Claim("area under the ROC curve (by luck: 0.5)", by_code, ">=", 0.88, otherwise=poor)
    ratio = float(errors[kind > 0].mean() / errors[kind == 0].mean())
    yield Claim("mean error, faulty over healthy", ratio, ">=", 3, otherwise=poor)
    yield Claim("ROC area lost without a bottleneck", by_code - by_wide, ">=", 0.1, otherwise=poor)
    yield Claim("ROC area lost with as narrow a PCA", by_code - by_pca, ">=", 0.05, otherwise=poor)
    text = f"healthy signals above the threshold (meant: {alarm:g})"
    yield Claim(text, alarms["healthy"], "<=", 4 * alarm + 0.01)
