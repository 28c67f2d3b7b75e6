"""Early stopping: keep the weights of the lowest validation error.

Networks learn a curve from a few noisy points. Their error on those falls to the end, on new points
it turns: one stops there. Linear models that stop early are set beside those of ridge.
"""

from __future__ import annotations

from typing import Annotated

import numpy as np

from nnquiz.datasets.wave import noisy_wave, wave
from nnquiz.frames import Ask, Claim, Demo, Lines, Points, Range, Say
from nnquiz.layers.fitting import Array, bending, fit
from nnquiz.layers.linear_descent import after_steps, descend, nearest_ridge

EPOCHS, EVERY = 1490, 10  # the held-out points are looked at every 10th epoch
SETS, HELD_OUT = 7, 100  # sets of data, a network for each; errors are means over them
LR, STEPS = 0.5, np.array([3, 6, 12, 25, 50, 100])  # of linear models whose largest curvature is 1


def stop_at(errors: Array, patience: int) -> int:
    """The check with the least error, until *patience* checks in a row brought no less."""
    best = 0
    for i, error in enumerate(errors):
        if error < errors[best]:
            best = i
        elif i - best >= patience:
            break
    return best


def like_ridge(rng: np.random.Generator) -> Demo:
    """Linear models that learn pure noise: where t steps of descent from 0 lead, and ridge.

    Along an axis of curvature k, t steps go the share 1 - (1 - lr k)ᵗ of the way to the least
    squares weight, and ridge goes k / (k + λ): much the same if λ is about 1 / (lr t).
    """
    k = np.geomspace(1, 0.01, 15)
    c = np.sqrt(k) * rng.normal(size=(50, 15))  # L = Σ k w² / 2 - c w, least at c / k
    stopped = descend(k, c, LR, 100)[STEPS]  # steps, models, weights
    off = np.abs(stopped - after_steps(k, c, LR, STEPS)).max()
    strengths, apart = nearest_ridge(stopped, k, c)
    nearest, far = np.median(strengths, axis=-1), np.linalg.norm(c / k - stopped, axis=-1)
    same, closer = nearest * LR * STEPS, far.mean(-1) / apart.mean(-1)
    yield Lines(
        key="ridge", title="Fewer steps act like a stronger weight penalty", x="steps",
        series={"nearest ridge": (STEPS, nearest), "1 / (rate * steps)": (STEPS, 1 / (LR * STEPS))},
        y="strength", log_x=True, log_y=True,
    )  # fmt: skip
    yield Claim("nearest ridge strength * steps, most over least", same.max() / same.min(), "<=", 2)
    yield Claim("distance from no penalty, over that from ridge", closer.min(), ">=", 2.5)
    yield Claim("from the closed form of t steps", off, "<=", 1e-9)


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
    x, y = noisy_wave(data, (SETS, n + HELD_OUT, 1), noise)
    grid = np.tile(np.linspace(-2.8, 2.8, 60)[:, None], (SETS, 1, 1))
    watched, answers = np.hstack([x, grid]), np.hstack([y, wave(grid)])
    net = bending(start, (SETS,), 1, hidden, steepness=3, spread=3)
    run = fit(net, x[:, :n], y[:, :n], 0.005, EPOCHS)
    checks = [(net.theta.copy(), net.logits(watched)) for epoch in run if epoch % EVERY == 0]
    weights, outputs = (np.array(seen) for seen in zip(*checks, strict=True))  # checks, SETS, ...
    parts = np.split((outputs - answers)[..., 0] ** 2, [n, n + HELD_OUT], axis=-1)
    training, validation, true = (part.mean(-1) for part in parts)  # errors: checks, SETS
    errors = {"training": training, "validation": validation, "true curve": true}
    stops = [stop_at(validation[:, k], patience // EVERY) for k in range(SETS)]
    stop, at = stops[0], 1 + EVERY * np.arange(len(checks))  # the first set is shown
    curve, fits = grid[0], outputs[:, 0, n + HELD_OUT :]
    for i in sorted({*np.geomspace(2, len(at) - 1, 12).astype(int), stop}):
        yield Lines(
            key="errors", title=f"Training falls, validation turns: error at epoch {at[i]}",
            series={name: (at[: i + 1], error[: i + 1, 0]) for name, error in errors.items()},
            x="epoch", log_x=True, log_y=True, marks={"stop": ("x", at[stop])} if i >= stop else {},
        )  # fmt: skip
        paths = [np.hstack([curve, f]) for f in (wave(curve), fits[i], fits[min(i, stop)])]
        yield Points(
            key="fit", title=f"The network of epoch {at[i]}, and the one kept", paths=paths,
            xy=np.vstack([np.hstack([x[0, :n], y[0, :n]]), *(path[-1:] for path in paths)]),
            label=[0] * n + [1, 2, 3], legend=["data", "true curve", "network", "kept"],
        )  # fmt: skip
    picture, *claims = like_ridge(linear)
    yield picture
    yield Say("No penalty is in the loss: few steps from small weights lead to small weights.")
    kept, size = (stops, np.arange(SETS)), np.linalg.norm(weights, axis=-1)
    fall, worse = (e[-1].mean() / e[kept].mean() for e in (training, true))
    missed, grown = true[kept].mean() / true.min(0).mean(), (size[-1] - size[kept]).mean()
    easy = "With little noise, many points or few neurons there is little to overfit."
    bump = "With too little patience, a bump of the validation error is taken for its turn."
    yield Claim("training error, end over stop", fall, "<=", 0.95, otherwise=easy)
    yield Claim("error against the true curve, end over stop", worse, ">=", 1.3, otherwise=easy)
    yield Claim("size of the weights, end minus stop", grown, ">=", 0.3, otherwise=easy)
    yield Claim("error against the curve, stop over best moment", missed, "<=", 2.5, otherwise=bump)
    yield from claims
