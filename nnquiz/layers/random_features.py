"""A hidden layer whose weights stay as they were drawn; the output layer is solved for.

Random features (Rahimi & Recht 2007; Belkin et al. 2019, https://doi.org/10.1073/pnas.1903070116):
each fit is the best one for its data, so that no training blurs what the width does. Many data
sets are fitted side by side, along the leading axis.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Layer = tuple[Array, Array]  # W (sets, inputs, the largest width), b (sets, 1, the largest width)


def random_layer(rng: np.random.Generator, sets: int, inputs: int, widest: int) -> Layer:
    """A layer for each of the *sets*, of weights with variance 1 / inputs and biases with 1."""
    W = rng.normal(size=(sets, inputs, widest)) / np.sqrt(inputs)
    return W, rng.normal(size=(sets, 1, widest))


def hidden(x: Array, layer: Layer, p: int) -> Array:
    """The outputs of the first *p* hidden neurons: h = max(x W + b, 0) / √p."""
    W, b = layer
    h: Array = np.maximum(x @ W[..., :p] + b[..., :p], 0) / np.sqrt(p)
    return h


def fits(
    x: Array, y: Array, layer: Layer, p: int, decays: tuple[float, ...], new: Array
) -> tuple[Array, Array]:
    """Predictions (decays, sets, ...) at the points learnt from and at *new* ones, of width p.

    The weights v that minimise |H v - y|² + λ |v|² are v = Hᵀ (H Hᵀ + λ I)⁻¹ y: as λ goes to 0, the
    least squares fit, and where many fits are exact, the one of smallest weights.
    """
    H, H_new = hidden(x, layer, p), hidden(new, layer, p)
    K, K_new = H @ H.swapaxes(1, 2), H_new @ H.swapaxes(1, 2)
    eye = np.eye(K.shape[-1])
    a = np.stack([np.linalg.solve(K + decay * eye, y[..., None]) for decay in decays])
    return (K @ a)[..., 0], (K_new @ a)[..., 0]
