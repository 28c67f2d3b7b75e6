"""Batch norm and layer norm, and a deep ReLU network with a norm in every hidden layer.

Batch norm: Ioffe & Szegedy 2015, https://arxiv.org/abs/1502.03167, algorithm 1; layer norm: Ba,
Kiros & Hinton 2016, https://arxiv.org/abs/1607.06450.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from nnquiz.layers.losses import logistic_loss
from nnquiz.layers.training import binary_accuracy

Array = NDArray[np.float64]

BATCH, FEATURES = -2, -1  # the axes of activations (..., examples, features)
EPS = 1e-5


def average(z: Array, axis: int) -> Array:
    """The mean along *axis*, as a product with 1/n: faster here than z.mean."""
    n = z.shape[axis]
    return np.full((1, n), 1 / n) @ z if axis == BATCH else z @ np.full((n, 1), 1 / n)


def normalize(z: Array, axis: int) -> tuple[Array, Array, Array]:
    """ẑ = (z - μ) / √(σ² + ε), with μ and σ² along *axis*; and the two themselves."""
    mean = average(z, axis)
    centered = z - mean
    variance = average(centered * centered, axis)
    return centered * (1 / np.sqrt(variance + EPS)), mean, variance


def normalize_backward(g: Array, z_hat: Array, variance: Array, axis: int) -> Array:
    """dL/dz = (g - mean(g) - ẑ mean(g ẑ)) / √(σ² + ε), g = dL/dẑ: μ and σ² depend on z too."""
    r = 1 / np.sqrt(variance + EPS)
    return r * (g - average(g, axis) - z_hat * average(g * z_hat, axis))


class Bias:
    """z + β: no normalization, for comparison."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        self.beta: Array = np.zeros(shape)

    def forward(self, z: Array, training: bool) -> Array:
        """The same in training and in inference."""
        return z + self.beta

    def learn(self, dL_dy: Array, rate: Array) -> Array:
        """Take a step of SGD with what is trained here; passes dL/dz on."""
        self.beta -= rate * dL_dy.sum(BATCH, keepdims=True)
        return dL_dy


class BatchNorm(Bias):
    """γ ẑ + β: ẑ by the statistics of the batch in training, by running averages in inference."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        super().__init__(shape)
        self.gamma: Array = np.ones(shape)
        self.running_mean, self.running_variance = np.zeros(shape), np.ones(shape)

    def forward(self, z: Array, training: bool) -> Array:
        """Activations (..., examples, features), each feature normalized."""
        if training:
            self.z_hat, mean, self.variance = normalize(z, BATCH)
            self.running_mean += 0.1 * (mean - self.running_mean)
            self.running_variance += 0.1 * (self.variance - self.running_variance)
            return self.gamma * self.z_hat + self.beta
        z_hat = (z - self.running_mean) / np.sqrt(self.running_variance + EPS)
        return np.asarray(self.gamma * z_hat + self.beta)

    def learn(self, dL_dy: Array, rate: Array) -> Array:
        """Take a step of SGD with γ and β; passes dL/dz on."""
        dL_dz_hat = dL_dy * self.gamma
        n = dL_dy.shape[BATCH]
        self.gamma -= rate * n * average(dL_dy * self.z_hat, BATCH)
        self.beta -= rate * n * average(dL_dy, BATCH)
        return normalize_backward(dL_dz_hat, self.z_hat, self.variance, BATCH)


class JoltedBatchNorm(BatchNorm):
    """Batch norm whose outputs get a random scale and shift in training, new ones at each step.

    Santurkar et al. 2018, https://arxiv.org/abs/1805.11604, section 2.1. *jolt* is the standard
    deviation of the shift, and of the logarithm of the scale.
    """

    def __init__(self, shape: tuple[int, ...], rng: np.random.Generator, jolt: float) -> None:
        super().__init__(shape)
        self.rng, self.jolt = rng, jolt

    def forward(self, z: Array, training: bool) -> Array:
        """Batch norm, then the jolt."""
        scale, shift = self.jolt * training * self.rng.normal(size=(2, z.shape[-1]))
        self.scale = np.exp(scale)
        return np.asarray(super().forward(z, training) * self.scale + shift)

    def learn(self, dL_dy: Array, rate: Array) -> Array:
        """The gradient goes back through the scale, then through batch norm."""
        return super().learn(dL_dy * self.scale, rate)


class NormedNet:
    """Layers h' = ReLU(norm(h W)), then one logit; several networks side by side.

    *scale* (nets,) multiplies the starting weights of each, *rate* (nets,) is its learning rate.
    Some of them may diverge: NumPy doesn't warn of it.
    """

    def __init__(
        self,
        rng: np.random.Generator,
        sizes: list[int],
        norm: Callable[[tuple[int, int, int]], Bias],
        scale: Array,
        rate: Array,
    ) -> None:
        self.rate = rate[:, None, None]
        shapes = list(pairwise(sizes))
        self.W = [scale[:, None, None] * rng.normal(0, np.sqrt(2 / i), (i, o)) for i, o in shapes]
        self.norms = [norm((len(scale), 1, o)) for o in sizes[1:-1]]

    @np.errstate(all="ignore")
    def forward(self, x: Array, training: bool = True) -> Array:
        """The logits (nets, n, 1); `inputs` keeps what goes into each layer."""
        self.inputs: list[Array] = [np.broadcast_to(x, (len(self.rate), *x.shape))]
        for W, norm in zip(self.W, self.norms, strict=False):
            self.inputs.append(np.maximum(norm.forward(self.inputs[-1] @ W, training), 0))
        return self.inputs[-1] @ self.W[-1]

    def layer_inputs(self, x: Array, k: int) -> list[Array]:
        """What goes into each layer after the first of network *k*, in training."""
        self.forward(x)
        return [h[k] for h in self.inputs[1:]]

    @np.errstate(all="ignore")
    def learn(self, x: Array, y: Array) -> Array:
        """One step of SGD, θ ← θ - rate · dL/dθ, by backpropagation; the losses before it."""
        loss, dL_dz = logistic_loss(self.forward(x), y)
        for i in reversed(range(len(self.W))):
            dL_dh = dL_dz @ np.swapaxes(self.W[i], 1, 2)
            self.W[i] -= self.rate * (np.swapaxes(self.inputs[i], 1, 2) @ dL_dz)
            if i:
                dL_dz = self.norms[i - 1].learn(dL_dh * (self.inputs[i] > 0), self.rate)
        return loss

    def accuracy(self, x: Array, y: Array) -> Array:
        """The share of examples that each network has right, in inference."""
        return binary_accuracy(self.forward(x, training=False), y)


def mean_shift(before: list[Array], after: list[Array]) -> float:
    """How far the mean of each layer's inputs moved, in standard deviations, on average.

    The internal covariate shift of a step, from a (n, width) for each layer.
    """
    pairs = zip(before, after, strict=True)
    return float(np.mean([np.abs(a.mean(0) - b.mean(0)) / (b.std() + 1e-9) for b, a in pairs]))
