"""Linear models on the way down, and ridge regression: what few steps and a penalty come to.

Along the principal axes of the inputs the loss falls into one parabola for each weight w, whose
curvature is the variance of the inputs there:

    L = Σ curvature w² / 2 - c w     dL/dw = curvature w - c     least at w = c / curvature

*curvature* (weights,), *c* (..., weights) for many models side by side.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def descend(curvature: Array, c: Array, lr: float, steps: int) -> Array:
    """Gradient descent from 0, step by step: (steps + 1, ..., weights)."""
    way = [np.zeros_like(c)]
    for _ in range(steps):
        way.append(way[-1] - lr * (curvature * way[-1] - c))
    return np.array(way)


def after_steps(curvature: Array, c: Array, lr: float, steps: NDArray[np.int64]) -> Array:
    """Where it is after t steps: w = (1 - (1 - lr curvature)ᵗ) c / curvature.

    For each t of *steps*, (len(steps), ..., weights). A step leaves the share 1 - lr curvature of
    the way to go.
    """
    t = steps.reshape(-1, *[1] * c.ndim)
    return np.asarray((1 - (1 - lr * curvature) ** t) * c / curvature)


def ridge(curvature: Array, c: Array, strengths: Array) -> Array:
    """The least of L + λ Σ w² / 2 for each strength λ, (len(strengths), ..., weights)."""
    return np.asarray(c / (curvature + strengths.reshape(-1, *[1] * c.ndim)))


def nearest_ridge(w: Array, curvature: Array, c: Array) -> tuple[Array, Array]:
    """The strength of the ridge solution nearest to *w* (steps, models, weights); how far it is.

    Both (steps, models), out of 150 strengths from 0.001 to 10.
    """
    strengths = np.geomspace(1e-3, 10, 150)
    apart = np.linalg.norm(ridge(curvature, c, strengths)[:, None] - w, axis=-1)
    return strengths[apart.argmin(0)], apart.min(0)
