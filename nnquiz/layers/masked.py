"""Backpropagation through a network with one hidden layer of ReLUs, some of them left out."""

import numpy as np
from numpy.typing import NDArray

from nnquiz.layers.losses import Labels, cross_entropy
from nnquiz.layers.mlp import MLP

Array = NDArray[np.float64]


def masked_gradient(net: MLP, hs: list[Array], neurons: Array, labels: Labels) -> Array:
    """dL/dtheta of the cross-entropy of *labels*.

    *hs* are the inputs, what a mask left of the hidden layer, and the logits. That layer is
    h = ReLU(z) · m with the mask m = *neurons*, (n, hidden) or (hidden,), so that backward
    dL/dz = dL/dh · m · ReLU'(z): what is left out has no part in it.
    """
    x, h, logits = hs
    _, dL_dlogits = cross_entropy(logits, labels)
    dL_dz = dL_dlogits @ net.weights[1].T * neurons * (h > 0)
    parts = (x.T @ dL_dz, dL_dz.sum(0), h.T @ dL_dlogits, dL_dlogits.sum(0))
    return np.concatenate([part.ravel() for part in parts])
