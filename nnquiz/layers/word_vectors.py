"""How word vectors are compared and drawn."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def cosines(a: Array, b: Array) -> Array:
    """cos(a, b) = a · b / (‖a‖ ‖b‖) of each of *a* (n, d) with each of *b* (m, d): (n, m)."""
    a, b = (v / np.maximum(np.linalg.norm(v, axis=1, keepdims=True), 1e-300) for v in (a, b))
    return np.asarray(a @ b.T)


def kinship(some: Array, others: Array) -> float:
    """The mean cosine of two words of one group (n, d), minus that of words of different groups."""
    n = len(some)
    within = [(cosines(v, v).sum() - n) / (n * (n - 1)) for v in (some, others)]
    return float(np.mean(within) - cosines(some, others).mean())


def two_axes(vectors: Array) -> Array:
    """Coordinates (n, 2) along the two directions in which *vectors* vary most (PCA)."""
    off = vectors - vectors.mean(0)
    _, _, directions = np.linalg.svd(off, full_matrices=False)
    return np.asarray(off @ directions[:2].T)
