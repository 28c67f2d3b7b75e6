"""Gradient descent with steps of limited length, which brings deep networks over rough places."""

import numpy as np

from nnquiz.layers.deep import DeepNet
from nnquiz.layers.mlp import Array


def clipped_descent(net: DeepNet, x: Array, y: Array, lr: float, steps: int) -> float:
    """Train *net* by θ ← θ - lr g / max(1, ‖g‖), g = dL/dθ; returns the loss before the last step.

    Pascanu et al. 2013, https://arxiv.org/abs/1211.5063, with the threshold 1.
    """
    for _ in range(steps):
        loss, g = net.loss_and_gradient(x, y)
        net.theta -= lr * g / max(1.0, float(np.linalg.norm(g)))
    return float(loss)
