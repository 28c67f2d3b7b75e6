"""Elastic weight consolidation (Kirkpatrick et al. 2017, https://doi.org/10.1073/pnas.1611835114).

After a first task each weight is tied to its place by a spring, the stiffer the more it matters.
"""

import numpy as np
from numpy.typing import NDArray

from nnquiz.layers.losses import cross_entropy, softmax
from nnquiz.layers.mlp import MLP

Array = NDArray[np.float64]
Labels = NDArray[np.intp]


def gradient(net: MLP, x: Array, labels: Labels) -> Array:
    """dL/dtheta of the mean cross-entropy."""
    hs = net.forward(x)
    return net.backward(hs, cross_entropy(hs[-1], labels)[1])


def fisher(net: MLP, rng: np.random.Generator, x: Array) -> Array:
    """How much each weight matters for what the net says: F = mean of (d log p(y|x) / dθ)².

    The labels y are drawn from the network's own p(y|x), one for each row of *x*.
    """
    p = softmax(net.logits(x))
    labels = (p.cumsum(1) > rng.random((len(x), 1))).argmax(1)
    F = np.zeros_like(net.theta)
    for i in range(len(x)):
        F += gradient(net, x[i : i + 1], labels[i : i + 1]) ** 2 / len(x)
    return F


def pull(theta: Array, old: Array, F: Array, strength: float) -> Array:
    """The gradient of EWC's penalty λ/2 Σ F (θ - θ_old)²: a spring at each weight."""
    return strength * F * (theta - old)
