"""Attacks on a classifier: the input goes uphill on the loss, each pixel by no more than eps."""

import numpy as np
from numpy.typing import NDArray

from nnquiz.layers.input_gradient import input_gradient
from nnquiz.layers.losses import cross_entropy
from nnquiz.layers.mlp import MLP, Array

Labels = NDArray[np.intp]


def uphill(net: MLP, x: Array, labels: Labels) -> Array:
    """The sign of dL/dx: which way each pixel has to go for the loss to rise."""
    hs = net.forward(x)
    _, dL_dz = cross_entropy(hs[-1], labels)
    return np.asarray(np.sign(input_gradient(net, hs, dL_dz, "relu")))


def fgsm(net: MLP, x: Array, labels: Labels, eps: float) -> Array:
    """One step, x + eps sign(dL/dx) (Goodfellow et al. 2015, https://arxiv.org/abs/1412.6572)."""
    return x + eps * uphill(net, x, labels)


def pgd(net: MLP, x: Array, labels: Labels, eps: float, steps: int = 10) -> Array:
    """Many small steps, each led back to within eps of x (Madry et al. 2018, arXiv 1706.06083)."""
    attacked = x
    for _ in range(steps):
        attacked = attacked + 2.5 * eps / steps * uphill(net, attacked, labels)
        attacked = np.clip(attacked, x - eps, x + eps)
    return attacked


ATTACKS = {"fgsm": fgsm, "pgd": pgd}


def masked(net: MLP, factor: float = 1000) -> MLP:
    """A network of the same answers, whose softmax is 0 or 1 to the last digit: no gradient."""
    twin = net.copy()
    twin.weights[-1] *= factor
    twin.biases[-1] *= factor
    return twin
