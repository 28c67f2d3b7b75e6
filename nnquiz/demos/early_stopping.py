"""Early stopping: keep the weights from where the validation error was lowest.

Networks learn a curve from a few noisy points. The error on those falls to the end; on held-out
points it falls and rises: training stops once that hasn't improved for a while, and the best
weights are restored. For linear models the stopped weights are set beside those of ridge.
"""

from typing import Annotated

import numpy as np

from nnquiz.frames import Ask, Claim, Demo, Lines, Points, Range, Say
from nnquiz.layers.adam import Adam
from nnquiz.layers.losses import squared_error
from nnquiz.layers.mlp import MLP, Array

EPOCHS, EVERY = 1500, 10  # the held-out points are looked at every 10th epoch
SETS = 5  # sets of data, a network for each; errors are means over them
LR = 0.5  # for linear models whose largest curvature is 1


def curve(x: Array) -> Array:
    """What is to be learned."""
    return np.asarray(np.sin(2 * x) + x / 2)


def train(net: MLP, x: Array, y: Array) -> Array:
    """The weights at each check, (checks, SETS, parameters)."""
    optimizer = Adam(net.theta, 0.01, beta2=0.99)
    checkpoints = []
    for epoch in range(EPOCHS + 1):
        if epoch % EVERY == 0:
            checkpoints.append(net.theta.copy())
        hs = net.forward(x)
        optimizer.step(net.backward(hs, squared_error(hs[-1], y)[1]))
    return np.array(checkpoints)


def outputs(hidden: int, weights: Array, x: Array) -> Array:
    """The outputs for x, (..., n, 1), of networks with these *weights*, (..., parameters)."""
    net = MLP([1, hidden, 1], np.random.default_rng(0), nets=weights.shape[:-1])
    net.theta[:] = weights
    return net.logits(x)


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
        "A network learns a curve from few noisy points; its training error falls to the end. How"
        " far from the true curve is it then, against where validation would have stopped it?",
        ("closer", "about as close", "several times as far"),
        2,
        "what it still learned after that was the noise.",
    )
    data, start, linear = (np.random.default_rng([seed, k]) for k in range(3))
    x = data.uniform(-3, 3, (SETS, n + 100, 1))  # the last 100 of a set are held out
    y = curve(x) + noise * data.normal(size=x.shape)
    net = MLP([1, hidden, 1], start, nets=(SETS,))
    net.weights[0][:] *= 3  # steep neurons at many places, enough to bend around each point
    net.biases[0][:] = 3 * start.normal(size=(SETS, hidden))
    checkpoints = train(net, x[:, :n], y[:, :n])
    squares = (outputs(hidden, checkpoints, x) - y) ** 2
    grid = np.linspace(-2.8, 2.8, 100)[:, None]
    fits = outputs(hidden, checkpoints, grid)
    training, validation = squares[:, :, :n].mean((-1, -2)), squares[:, :, n:].mean((-1, -2))
    true = ((fits - curve(grid)) ** 2).mean((-1, -2))
    errors = {"training": training, "validation": validation, "true curve": true}
    stops = [stop_at(validation[:, k], patience // EVERY) for k in range(SETS)]
    stop, epochs = stops[0], EVERY * np.arange(len(checkpoints))
    for i in sorted({*np.geomspace(1, len(epochs) - 1, 12).astype(int), stop}):
        yield Lines(
            key="errors", title=f"Training falls on, validation turns: epoch {epochs[i]}",
            series={name: (epochs[: i + 1], error[: i + 1, 0]) for name, error in errors.items()},
            marks={"stop": ("x", epochs[stop])} if i >= stop else {}, x="epoch", log_y=True,
        )  # fmt: skip
        lines = [curve(grid), fits[i, 0], fits[min(i, stop), 0]]
        yield Points(
            key="fit", title=f"True curve, network of epoch {epochs[i]}, and the one to keep",
            xy=np.hstack([x[0, :n], y[0, :n]]), paths=[np.hstack([grid, line]) for line in lines],
        )  # fmt: skip
    # Linear models, seen along the principal axes of 40 inputs, where curvatures differ.
    curvature = np.geomspace(1, 0.01, 15)
    c = curvature * linear.normal(size=(50, 15))
    c += 0.5 * np.sqrt(curvature / 40) * linear.normal(size=c.shape)
    steps, strengths = np.array([3, 6, 12, 25, 50, 100]), np.geomspace(1e-3, 10, 150)
    stopped = descend(curvature, c, 100)[steps]
    ridge = c / (curvature + strengths[:, None, None, None])  # least L + strength Σ w² / 2
    apart = np.linalg.norm(ridge - stopped, axis=-1)  # strengths, steps, models
    nearest = np.median(strengths[apart.argmin(0)], axis=-1)
    closer = np.linalg.norm(c / curvature - stopped, axis=-1).mean(-1) / apart.min(0).mean(-1)
    yield Lines(
        key="ridge", title="Fewer steps act like a stronger weight penalty", x="steps",
        series={"nearest ridge": (steps, nearest), "1 / (rate * steps)": (steps, 1 / (LR * steps))},
        y="strength", log_x=True, log_y=True,
    )  # fmt: skip
    yield Say("No penalty is in the loss: few steps from small weights lead to small weights.")
    moved = np.linalg.norm(checkpoints - checkpoints[0], axis=-1)
    kept = stops, np.arange(SETS)
    fall, worse, way = (e[-1].mean() / e[kept].mean() for e in (training, true, moved))
    missed, same = true[kept].mean() / true.min(0).mean(), nearest * LR * steps
    easy = "With little noise, many points or few neurons there is little to overfit."
    yield Claim("end over stop: training error", fall, "<=", 0.95, otherwise=easy)
    yield Claim("error against the true curve", worse, ">=", 1.5, otherwise=easy)
    yield Claim("way of the weights from their start", way, ">=", 2, otherwise=easy)
    yield Claim("true error, stop over the best moment", missed, "<=", 2.5, otherwise=easy)
    yield Claim("nearest ridge * steps: most over least", same.max() / same.min(), "<=", 2)
    yield Claim("distance from no penalty over that from ridge", closer.min(), ">=", 2)
