"""Integers in place of weights: a symmetric scale for each column (Jacob et al. 2018).

W ≈ q s, with integers q and a scale s, so that a layer is a sum of products of integers and one
multiplication: x W ≈ (p q) (r s), if x ≈ p r. https://arxiv.org/abs/1712.05877
"""

import numpy as np
from numpy.typing import NDArray

from nnquiz.layers.mlp import MLP, Array


def top(bits: int) -> int:
    """The largest integer of so many bits, one of them for the sign."""
    return int(2 ** (bits - 1) - 1)


def quantize(W: Array, bits: int) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Integers q and a scale s for each column: s = max |W| / top, q = round(W / s)."""
    s = (np.abs(W).max(0) / top(bits) + 1e-12).astype(np.float32)
    return np.clip(np.round(W / s), -top(bits), top(bits)).astype(np.int8), s


def round_weights(net: MLP, bits: int) -> None:
    """Put in place of each weight what its integer stands for."""
    for W in net.weights:
        q, s = quantize(W, bits)
        W[:] = q * s


class Quantized:
    """A ReLU network as it goes on a device: weights of *bits* bits, layers' inputs of 8 bits.

    *seen* are examples to calibrate with: the largest input of a layer sets the scale r of its
    inputs. *nbytes* is what is stored: integers, packed where they have less than 8 bits, and
    float32 for scales and biases.
    """

    def __init__(self, net: MLP, bits: int, seen: Array) -> None:
        self.weights = [quantize(W, bits) for W in net.weights]
        self.biases = [b.astype(np.float32) for b in net.biases]
        self.scales = [float(np.abs(h).max()) / top(8) for h in net.forward(seen)[:-1]]
        integers = sum(q.size for q, _ in self.weights) * bits // 8
        floats = [s.nbytes + b.nbytes for (_, s), b in zip(self.weights, self.biases, strict=True)]
        self.nbytes = integers + sum(floats)

    def logits(self, x: Array) -> Array:
        """z = (p q) (r s) + b, with the sum of products of integers in int32."""
        h = x
        for (q, s), r, b in zip(self.weights, self.scales, self.biases, strict=True):
            p = np.clip(np.round(h / r), -top(8), top(8)).astype(np.int8)
            z = (p.astype(np.int32) @ q.astype(np.int32)) * (r * s.astype(float)) + b
            h = np.maximum(z, 0)
        return z
