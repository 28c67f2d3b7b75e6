import numpy as np
import pytest

from nnquiz.datasets.two_peaks import two_peaks
from nnquiz.layers.wasserstein import wasserstein


def test_the_distance_is_that_of_wasserstein():
    stats = pytest.importorskip("scipy.stats")
    rng = np.random.default_rng(6)
    a, b = rng.normal(size=(300, 1)), two_peaks(rng, 300)
    expected = stats.wasserstein_distance(a[:, 0], b[:, 0])
    assert wasserstein(a, b) == pytest.approx(expected, abs=1e-12)
    assert wasserstein(a + 3, a[::-1]) == pytest.approx(3)
