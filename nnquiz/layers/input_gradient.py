"""How the output of a multilayer perceptron moves with its inputs, its weights being fixed.

The chain rule goes on past the first layer: dL/dh = dL/dz Wᵀ, where h is now the input x.
"""

import numpy as np
from numpy.typing import NDArray

from nnquiz.layers.mlp import ACTIVATIONS, MLP

Array = NDArray[np.float64]


def input_gradient(net: MLP, hs: list[Array], dL_dz: Array, activation: str = "tanh") -> Array:
    """dL/dx, a row for each example, from the outputs of `forward` and dL/dz at the logits.

    *activation* is the one that *net* was made with.
    """
    _, slope = ACTIVATIONS[activation]
    for W, h in zip(net.weights[:0:-1], hs[-2:0:-1], strict=True):
        dL_dz = dL_dz @ np.swapaxes(W, -1, -2) * slope(h)
    dL_dx: Array = dL_dz @ np.swapaxes(net.weights[0], -1, -2)
    return dL_dx
