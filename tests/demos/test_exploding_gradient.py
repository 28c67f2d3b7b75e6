import numpy as np
import pytest

from nnquiz.datasets.running_sums import sequences
from nnquiz.demos import exploding_gradient as demo
from nnquiz.layers.central_differences import central_differences
from nnquiz.layers.linear_recurrent import orthogonal_start


def test_the_gradient_is_the_slope_that_central_differences_give():
    rng = np.random.default_rng(3)
    W = orthogonal_start(rng, 0.9)
    x, y = sequences(rng, 6, 7)
    _, gradient, _ = demo.loss_and_gradient(W, x, y)
    numeric = central_differences(lambda at: demo.loss_and_gradient(at, x, y)[0], W)
    assert np.abs(gradient - numeric).max() <= 1e-8


@pytest.mark.parametrize("gain", [0.7, 1.0, 1.2])
def test_an_orthogonal_matrix_times_the_gain_multiplies_every_step_back_by_the_gain(gain: float):
    rng = np.random.default_rng(4)
    W = orthogonal_start(rng, gain)
    _, _, lengths = demo.loss_and_gradient(W, *sequences(rng, 8, 30))
    assert lengths / lengths[0] == pytest.approx(gain ** np.arange(30.0), rel=1e-9)


def test_clipping_shortens_to_the_threshold_along_the_same_line_and_leaves_short_ones_alone():
    g = np.random.default_rng(5).normal(size=(4, 3))
    clipped = demo.clip_by_norm(g, 0.5)
    assert np.sqrt(np.sum(clipped**2)) == pytest.approx(0.5)
    assert np.ptp(clipped / g) == pytest.approx(0, abs=1e-12)  # one factor for every component
    assert np.array_equal(demo.clip_by_norm(g, 100.0), g)


def test_the_answer_is_half_the_sum_of_the_last_five_inputs():
    x, y = sequences(np.random.default_rng(6), 3, 8)
    assert y[1, 0] == pytest.approx(sum(x[1, t, 0] for t in (3, 4, 5, 6, 7)) / 2)
