"""Linear regression by gradient descent, and by how much its loss bends in which direction."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class LinearFit:
    """The mean squared error L = mean (a v - y)², a = (x, 1): weights and bias are one v = (w, b).

    About the best v it is a bowl, L - min L = dᵀ H d / 2 with d = v - best and H = 2 aᵀ a / n. The
    *condition* number is the largest eigenvalue of H over the smallest: 1 is a round bowl.
    """

    def __init__(self, x: Array, y: Array) -> None:
        self.a, self.y = np.column_stack([x, np.ones(len(x))]), y
        self.hessian: Array = 2 * self.a.T @ self.a / len(x)
        self.best = np.linalg.solve(self.hessian, 2 * self.a.T @ y / len(x))
        least, *_, most = np.linalg.eigvalsh(self.hessian)  # how strongly the loss bends upwards
        self.condition = float(most / least)
        self.rate = 1 / most  # beyond twice this rate, the steepest direction diverges

    def descend(self, steps: int) -> Array:
        """Gradient descent from 0, v ← v - rate · dL/dv: all places on the way (steps + 1, v)."""
        v = np.zeros((steps + 1, len(self.best)))
        for t in range(steps):
            dL_dv = 2 * self.a.T @ (self.a @ v[t] - self.y) / len(self.y)
            v[t + 1] = v[t] - self.rate * dL_dv
        return v

    def left(self, v: Array) -> Array:
        """The loss above the minimum at each v (..., v), as a share of that at v = 0."""
        d = v - self.best
        return np.asarray((d @ self.hessian * d).sum(-1) / (self.best @ self.hessian @ self.best))
