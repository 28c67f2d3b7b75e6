import numpy as np
import pytest

from nnquiz.datasets.sines import batches, waves
from nnquiz.layers.forecasting import learn, loss_and_gradient
from nnquiz.layers.recurrent import RNN


@pytest.mark.parametrize("length", [1, 7])
def test_backpropagation_through_time_gives_the_slopes_that_central_differences_give(length: int):
    rng = np.random.default_rng(1)
    net = RNN(rng, 1, 5, 1)
    x, y = rng.normal(size=(2, length, 4, 1))
    _, gradient = loss_and_gradient(net, x, y)
    e = 1e-6
    for i, w in enumerate(net.theta.copy()):
        net.theta[i] = w + e
        above = loss_and_gradient(net, x, y)[0]
        net.theta[i] = w - e
        below = loss_and_gradient(net, x, y)[0]
        net.theta[i] = w
        assert gradient[i] == pytest.approx((above - below) / (2 * e), abs=1e-8)


def test_a_wave_is_scored_from_its_second_forecast_on():
    net = RNN(np.random.default_rng(2), 1, 4, 1)
    x, y = waves(np.array([0.3, 2.0]), 0.6, 6)
    off = net.forward(x)[-1] - y
    assert loss_and_gradient(net, x, y)[0] == pytest.approx((off[1:] ** 2).mean())


def test_it_learns_from_as_many_batches_as_told_and_from_the_second_value_on_it_knows():
    net, some = (
        RNN(np.random.default_rng(3), 1, 8, 1),
        batches(np.random.default_rng(4), 16, 0.6, 9),
    )
    x, y = waves(np.linspace(0, 6, 20), 0.6, 9)
    before = loss_and_gradient(net, x, y)[0]
    assert list(learn(net, some, 0.02, 200)) == list(range(201))
    assert loss_and_gradient(net, x, y)[0] < 0.05 * before
    fresh = batches(np.random.default_rng(4), 16, 0.6, 9)
    for _ in range(200):
        next(fresh)
    np.testing.assert_array_equal(next(some)[0], next(fresh)[0])


def test_waves_go_on_by_the_angle_of_a_step():
    x, y = waves(np.array([0.3, 2.0]), 0.6, 5)
    assert x.shape == y.shape == (5, 2, 1)
    np.testing.assert_allclose(np.arcsin(x[0, :, 0]), [0.3, np.pi - 2.0])
    np.testing.assert_array_equal(x[1:], y[:-1])
    np.testing.assert_allclose(y[-1, :, 0], np.sin([0.3 + 5 * 0.6, 2.0 + 5 * 0.6]))
