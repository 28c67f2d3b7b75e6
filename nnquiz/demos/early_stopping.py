"""Early stopping: keep the weights of the lowest validation error.

Networks learn a curve from a few noisy points. Their error on those falls to the end, but on new
points it turns: one stops there. Linear models that stop early are set beside those of ridge.
"""

from typing import Annotated

import numpy as np

from nnquiz.datasets.wave import wave
from nnquiz.frames import Ask, Claim, Demo, Lines, Points, Range, Say
from nnquiz.layers.adam import Adam
from nnquiz.layers.losses import squared_error
from nnquiz.layers.mlp import MLP, Array

EPOCHS, EVERY = 1500, 10  # the held-out points are looked at every 10th epoch
SETS = 7  # sets of data, a network for each; errors are means over them
LR = 0.5  # for linear models whose largest curvature is 1


def train(net: MLP, x: Array, y: Array, watched: Array) -> tuple[Array, Array]:
    """Weights and outputs for *watched* as every 10th epoch begins, (checks, SETS, ...)."""
    optimizer = Adam(net.theta, 0.005, beta2=0.99)
    weights, outputs = [], []
    for epoch in range(EPOCHS):
        if epoch % EVERY == 0:
            weights.append(net.theta.copy())
            outputs.append(net.logits(watched))
        hs = net.forward(x)
        optimizer.step(net.backward(hs, squared_error(hs[-1], y)[1]))
    return np.array(weights), np.array(outputs)


def stop_at(errors: Array, patience: int) -> int:
    """The check with the least error, until *patience* checks in a row brought no less."""
    best = 0
    for i, error in enumerate(errors):
        if error < errors[best]:
            best = i
        elif i - best >= patience:
            break
    return best


def descend(curvature: Array, c: Array, steps: int) -> Array:
    """Linear models from 0 down L = Σ curvature w² / 2 - c w, step by step: (steps + 1, ...)."""
    way = [np.zeros_like(c)]
    for _ in range(steps):
        way.append(way[-1] - LR * (curvature * way[-1] - c))
    return np.array(way)


def demo(
    seed: int = 0,
    patience: Annotated[int, Range(10, 500, "epochs to wait for a lower validation error")] = 150,
    noise: Annotated[float, Range(0, 1, "noise in the answers")] = 0.6,
    hidden: Annotated[int, Range(5, 200, "hidden neurons")] = 60,
    n: Annotated[int, Range(10, 200, "points to learn from")] = 25,
) -> Demo:
    """Train to the end, find where to have stopped; then the linear models."""
    yield Ask(
        "A network learns a curve from few noisy points, and its training error falls to the end."
        " How far from the true curve is it then, against where validation would have stopped it?",
        ("closer", "about as close", "several times as far"),
        2,
        "what it still learned after that was the noise.",
    )
    data, start, linear = (np.random.default_rng([seed, k]) for k in range(3))
    grid = np.linspace(-2.8, 2.8, 60)[:, None]
    points = data.uniform(-3, 3, (SETS, n + 100, 1))  # to learn from, and 100 held out
    x = np.hstack([points, np.tile(grid, (SETS, 1, 1))])
    y = wave(x)
    y[:, : n + 100] += noise * data.normal(size=points.shape)
    net = MLP([1, hidden, 1], start, nets=(SETS,))
    net.weights[0][:] *= 3  # steep neurons at many places, enough to bend around each point
    net.biases[0][:] = 3 * start.normal(size=(SETS, hidden))
    weights, outputs = train(net, x[:, :n], y[:, :n], x)
    squares = (outputs - y)[..., 0] ** 2
    training, validation = squares[..., :n].mean(-1), squares[..., n : n + 100].mean(-1)
    true, fits = squares[..., n + 100 :].mean(-1), outputs[:, 0, n + 100 :]
    errors = {"training": training, "validation": validation, "true curve": true}
    stops = [stop_at(validation[:, k], patience // EVERY) for k in range(SETS)]
    stop, epochs = stops[0], 1 + EVERY * np.arange(len(weights))
    for i in sorted({*np.geomspace(1, len(epochs) - 1, 12).astype(int), stop}):
        yield Lines(
            key="errors", title=f"Error: training falls, validation turns: epoch {epochs[i]}",
            series={name: (epochs[: i + 1], error[: i + 1, 0]) for name, error in errors.items()},
            marks={"stop": ("x", epochs[stop])} if i >= stop else {}, log_x=True, log_y=True,
            x="epoch",
        )  # fmt: skip
        paths = [np.hstack([grid, f]) for f in (wave(grid), fits[i], fits[min(i, stop)])]
        yield Points(
            key="fit", title=f"The network of epoch {epochs[i]}, and the one kept", paths=paths,
            xy=np.vstack([np.hstack([x[0, :n], y[0, :n]]), *(path[-1:] for path in paths)]),
            label=[0] * n + [1, 2, 3], legend=["data", "true curve", "network", "kept"],
        )  # fmt: skip
    # Linear models, along the principal axes of their inputs; the answers are pure noise.
    curvature = np.geomspace(1, 0.01, 15)
    c = np.sqrt(curvature) * linear.normal(size=(50, 15))
    steps, strengths = np.array([3, 6, 12, 25, 50, 100]), np.geomspace(1e-3, 10, 150)
    stopped = descend(curvature, c, 100)[steps]
    ridge = c / (curvature + strengths[:, None, None, None])  # least L + strength Σ w² / 2
    closed = (1 - (1 - LR * curvature) ** steps[:, None, None]) * c / curvature
    apart = np.linalg.norm(ridge - stopped, axis=-1)  # strengths, steps, models
    nearest = np.median(strengths[apart.argmin(0)], axis=-1)
    closer = np.linalg.norm(c / curvature - stopped, axis=-1).mean(-1) / apart.min(0).mean(-1)
    yield Lines(
        key="ridge", title="Fewer steps act like a stronger weight penalty", x="steps",
        series={"nearest ridge": (steps, nearest), "1 / (rate * steps)": (steps, 1 / (LR * steps))},
        y="strength", log_x=True, log_y=True,
    )  # fmt: skip
    yield Say("No penalty is in the loss: few steps from small weights lead to small weights.")
    kept, size = (stops, np.arange(SETS)), np.linalg.norm(weights, axis=-1)
    fall, worse = (e[-1].mean() / e[kept].mean() for e in (training, true))
    missed, grown = true[kept].mean() / true.min(0).mean(), (size[-1] - size[kept]).mean()
    same = nearest * LR * steps
    easy = "With little noise, many points or few neurons there is little to overfit."
    bump = "With too little patience, a bump of the validation error is taken for its turn."
    yield Claim("training error, end over stop", fall, "<=", 0.95, otherwise=easy)
    yield Claim("error against the true curve, end over stop", worse, ">=", 1.3, otherwise=easy)
    yield Claim("size of the weights, end minus stop", grown, ">=", 0.3, otherwise=easy)
    yield Claim("error against the curve, stop over best moment", missed, "<=", 2.5, otherwise=bump)
    yield Claim("nearest ridge strength * steps, most over least", same.max() / same.min(), "<=", 2)
    yield Claim("distance from no penalty, over that from ridge", closer.min(), ">=", 2.5)
    yield Claim("from the closed form of t steps", np.abs(stopped - closed).max(), "<=", 1e-9)
