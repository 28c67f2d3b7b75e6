"""A convolution layer, and a small network built on it.

One filter w of k x k weights looks at every k x k patch of the image x (LeCun et al. 1998,
https://doi.org/10.1109/5.726791); like all of deep learning this leaves the filter unflipped:

    z[i, j] = Σ_ab w[a, b] x[i + a, j + b]

All places share the weights, so that backward the gradients of all places add up:

    dL/dw[a, b] = Σ_ij dL/dz[i, j] x[i + a, j + b]
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def windows(maps: Array, k: int, stride: int = 1) -> Array:
    """The k x k windows of maps (..., rows, columns), one every *stride* places: (..., k, k).

    A view of *maps*: nothing is copied.
    """
    every = np.lib.stride_tricks.sliding_window_view(maps, (k, k), (-2, -1))
    return every[..., ::stride, ::stride, :, :]


def convolve(x: Array, filters: Array) -> Array:
    """The feature maps z of images (n, rows, columns) under *filters* (f, k, k): (n, f, ...)."""
    z = np.tensordot(windows(x, filters.shape[-1]), filters, ((3, 4), (1, 2)))
    return np.moveaxis(z, -1, 1)


class ConvNet:
    """Convolution, ReLU, maximum over all places, and a dense layer that decides.

        z = filters ⋆ x + b     h = max over places of max(z, 0)     logits = h V + c

    All weights are one vector *theta*, as in `nnquiz.layers.mlp.MLP`; the others are views into it.
    """

    def __init__(self, k: int, filters: int, classes: int, rng: np.random.Generator) -> None:
        self._shapes = [(filters, k, k), (filters,), (filters, classes), (classes,)]
        self.theta: Array = np.zeros(sum(int(np.prod(shape)) for shape in self._shapes))
        self.filters, self.b, self.V, self.c = self._views(self.theta)
        self.filters[:] = rng.normal(0, np.sqrt(2) / k, self.filters.shape)  # variance 2 / fan-in
        self.V[:] = rng.normal(0, np.sqrt(1 / filters), self.V.shape)

    def _views(self, vector: Array) -> list[Array]:
        ends = np.cumsum([np.prod(shape) for shape in self._shapes])
        parts = np.split(vector, ends[:-1])
        return [part.reshape(shape) for part, shape in zip(parts, self._shapes, strict=True)]

    def forward(self, x: Array) -> list[Array]:
        """For images (n, rows, columns): the patch each filter liked best, h, and the logits."""
        z = convolve(x, self.filters)
        n, f, _, columns = z.shape
        i, j = np.divmod(z.reshape(n, f, -1).argmax(-1), columns)
        image, filter_ = np.arange(n)[:, None], np.arange(f)
        best = windows(x, self.filters.shape[-1])[image, i, j]  # n, f, k, k
        h = np.maximum(z[image, filter_, i, j] + self.b, 0)  # the ReLU may come after the maximum
        return [best, h, h @ self.V + self.c]

    def logits(self, x: Array) -> Array:
        """The outputs of the dense layer, (n, classes)."""
        return self.forward(x)[-1]

    def backward(self, hs: list[Array], dL_dz: Array) -> Array:
        """dL/dtheta; through the maximum only the place where it was has a gradient."""
        best, h, _ = hs
        gradient = np.empty_like(self.theta)
        dL_dfilters, dL_db, dL_dV, dL_dc = self._views(gradient)
        dL_dV[:] = h.T @ dL_dz
        dL_dc[:] = dL_dz.sum(0)
        dL_dmap = dL_dz @ self.V.T * (h > 0)  # n, f
        dL_dfilters[:] = np.einsum("nfab,nf->fab", best, dL_dmap)
        dL_db[:] = dL_dmap.sum(0)
        return gradient
