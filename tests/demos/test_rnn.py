import numpy as np
import pytest

from nnquiz.datasets.sines import waves
from nnquiz.demos import rnn
from nnquiz.layers.forecasting import loss_and_gradient
from nnquiz.layers.recurrent import RNN


def test_two_values_are_memory_enough_to_go_on_for_ever():
    omega, e = 0.7, 1e-4  # the state is so small that its tanh is a straight line
    net = RNN(np.random.default_rng(3), 1, 2, 1)
    net.theta[:] = 0
    net.U[:] = [[e, 0]]  # the state is the present value and the one before,
    net.W[:] = [[0, 1], [0, 0]]
    net.V[:] = [[2 * np.cos(omega) / e], [-1 / e]]  # sin(a + ω) = 2 cos(ω) sin(a) - sin(a - ω)
    wave = np.sin(0.4 + omega * np.arange(41))
    np.testing.assert_allclose(rnn.go_on(net, wave[:5], 35)[1:], wave[2:], atol=1e-5)
    x, y = waves(np.array([0.4, 1.5]), omega, 12)
    assert loss_and_gradient(net, x, y)[0] < 1e-10


@pytest.mark.parametrize("omega", [0.2, 0.6, 1.3])
def test_no_forecast_from_one_value_alone_does_better_than_half_of_sine_squared(omega: float):
    x, y = waves(np.linspace(0, 2 * np.pi, 1000, endpoint=False), omega, 2)
    powers = x.ravel()[:, None] ** np.arange(12)
    _, squares, _, _ = np.linalg.lstsq(powers, y.ravel())
    assert squares[0] / y.size == pytest.approx(np.sin(omega) ** 2 / 2, rel=1e-6)


def test_a_network_whose_state_is_wiped_forecasts_from_the_present_value_alone():
    net = RNN(np.random.default_rng(4), 1, 6, 1)
    x, _ = waves(np.array([0.5, 1.0, 2.0]), 0.6, 8)
    wiped, kept = rnn.forget(net, x), net.forward(x)[-1]
    for t in range(8):
        np.testing.assert_allclose(wiped[t], net.forward(x[t : t + 1])[-1][0], atol=1e-12)
    assert np.abs(wiped - kept)[1:].min() > 1e-4
