import numpy as np
import pytest

from nnquiz.datasets.shapes import glyphs, placed
from nnquiz.demos import pooling
from nnquiz.layers.relative_change import relative_change


def test_max_and_mean_of_each_window_one_by_one():
    maps = np.random.default_rng(1).normal(size=(2, 3, 7, 9))
    largest, mean = pooling.max_pool(maps, 3, 2), pooling.average_pool(maps, 3, 2)
    assert largest.shape == mean.shape == (2, 3, (7 - 3) // 2 + 1, (9 - 3) // 2 + 1)
    for n, c, i, j in np.ndindex(largest.shape):
        window = [maps[n, c, 2 * i + a, 2 * j + b] for a in range(3) for b in range(3)]
        assert largest[n, c, i, j] == max(window)
        assert mean[n, c, i, j] == pytest.approx(sum(window) / 9)


def test_blurred_pooling_is_the_maximum_filtered_by_a_binomial_kernel_then_every_second_place():
    ndimage = pytest.importorskip("scipy.ndimage")
    m = np.random.default_rng(2).normal(size=(10, 12))
    dense = ndimage.maximum_filter(m, size=2, origin=-1)[:9, :11]  # windows begin at their place
    kernel = np.array([0.25, 0.5, 0.25])
    blurred = ndimage.correlate1d(ndimage.correlate1d(dense, kernel, axis=0), kernel, axis=1)
    expected = blurred[1:-1:2, 1:-1:2]  # where the kernel lies inside
    np.testing.assert_allclose(pooling.blur_pool(m[None, None], 2, 2)[0, 0], expected, atol=1e-12)


@pytest.mark.parametrize("k", [2, 3, 4])
def test_a_shift_by_the_stride_moves_the_pooled_map_by_one_and_a_smaller_one_does_not(k: int):
    shapes, top = glyphs(), np.full(6, 4)
    still, smaller, stride = (
        pooling.max_pool(placed(shapes, top, top + s, 18), k, k) for s in (0, 1, k)
    )
    assert np.array_equal(stride[..., 1:], still[..., :-1])
    assert not np.array_equal(smaller[..., 1:], still[..., :-1])


def test_change_is_relative_to_the_length_of_the_features_before():
    before = np.array([[3.0, 4.0], [0.0, 2.0]])
    after = np.array([[3.0, 4.0], [0.0, 5.0]])
    assert relative_change(before, after) == pytest.approx((0 + 3 / 2) / 2)
    assert relative_change(10 * before, 10 * after) == pytest.approx(0.75)
