import numpy as np
import pytest

from nnquiz.layers.fitting import bending, fit


def test_the_neurons_are_as_steep_and_their_biases_as_spread_as_told():
    nets = bending(np.random.default_rng(1), (3, 2), 4, 2000, steepness=3, spread=0.5)
    assert nets.weights[0].shape == (3, 2, 4, 2000)
    assert nets.weights[0].std() == pytest.approx(3 / np.sqrt(4), rel=0.03)
    assert nets.biases[0].std() == pytest.approx(0.5, rel=0.03)
    assert nets.weights[1].std() == pytest.approx(1 / np.sqrt(2000), rel=0.05)
    assert not nets.biases[1].any()


def test_nets_side_by_side_learn_what_each_would_learn_alone():
    autograd = pytest.importorskip("autograd")
    anp = pytest.importorskip("autograd.numpy")
    rng = np.random.default_rng(3)
    x, y = rng.uniform(-1, 1, (3, 20, 6)), rng.normal(size=(3, 20))
    before, after = (bending(np.random.default_rng(4), (3,), 6, 5, 2, 0.5) for _ in range(2))
    assert list(fit(after, x, y[..., None], 0.02, 30)) == list(range(31))

    def loss(theta, k):
        hidden = anp.tanh(x[k] @ theta[:30].reshape(6, 5) + theta[30:35])
        return anp.mean((hidden @ theta[35:40] + theta[40] - y[k]) ** 2)

    for k in range(3):
        theta, m, v = before.theta[k].copy(), np.zeros(41), np.zeros(41)
        for t in range(1, 31):
            g = autograd.grad(loss)(theta, k)
            m, v = 0.9 * m + 0.1 * g, 0.99 * v + 0.01 * g * g
            theta -= 0.02 * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.99**t)) + 1e-8)
        np.testing.assert_allclose(after.theta[k], theta, atol=1e-6)
