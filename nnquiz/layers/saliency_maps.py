"""Maps of what a network of two classes, with ReLU, bases its score on: x is (n, pixels)."""

import numpy as np

from nnquiz.layers.central_differences import central_differences
from nnquiz.layers.input_gradient import input_gradient
from nnquiz.layers.mlp import MLP, Array


def score(net: MLP, x: Array) -> Array:
    """How much the network is for the second class: its logit minus that of the first, (n,)."""
    z = net.logits(x)
    return np.asarray(z[:, 1] - z[:, 0])


def gradient(net: MLP, x: Array) -> Array:
    """The saliency map, d score / dx (Simonyan et al. 2013, https://arxiv.org/abs/1312.6034)."""
    return input_gradient(net, net.forward(x), np.tile([-1.0, 1.0], (len(x), 1)), "relu")


def integrated(net: MLP, x: Array, steps: int = 50) -> Array:
    """Integrated gradients from a black image: x · ∫₀¹ (d score / dx)(α x) dα.

    Their sum is score(x) - score(0) (Sundararajan et al. 2017, https://arxiv.org/abs/1703.01365).
    """
    gradients = [gradient(net, (k + 0.5) / steps * x) for k in range(steps)]
    return np.asarray(x * np.mean(gradients, axis=0))


def incompleteness(net: MLP, x: Array) -> float:
    """How far sums of integrated gradients are off score(x) - score(0), over the largest such."""
    gap = score(net, x) - score(net, 0 * x)
    return float(np.abs(integrated(net, x).sum(1) - gap).max() / np.abs(gap).max())


def slope_error(net: MLP, image: Array) -> float:
    """How far the gradient of one image (1, pixels) is off its central differences, at most."""
    # By so little that hardly any ReLU bends in between
    slopes = central_differences(lambda x: score(net, x)[0], image, 1e-7)
    return float(np.abs(gradient(net, image) - slopes).max())


def occlusion(net: MLP, x: Array) -> Array:
    """How far the score falls when a pixel is set to 0: score(x) - score(x without it)."""
    hidden = x[:, None, :] * (1 - np.eye(x.shape[1]))  # n, hidden pixel, pixels
    without = score(net, hidden.reshape(-1, x.shape[1])).reshape(x.shape)
    return score(net, x)[:, None] - without
