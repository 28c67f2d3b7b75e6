import numpy as np
import pytest

from nnquiz.datasets.wave import noisy_wave, wave
from nnquiz.demos.regularization import DATA_SETS, Penalized
from nnquiz.layers.adam import Adam


def test_the_gradient_is_that_of_loss_plus_penalty_on_weights_but_not_on_biases():
    rng = np.random.default_rng(1)
    x, y = noisy_wave(rng, (DATA_SETS, 1, 9, 1), 0.4)
    nets = Penalized(rng, 3, np.array([0, 0.02, 0.5]))
    theta = nets.net.theta
    theta[:] = rng.normal(size=theta.shape)

    def penalized_loss() -> np.ndarray:
        first, last = nets.net.weights
        squares = (first**2).sum((-1, -2)) + (last**2).sum((-1, -2))
        return ((nets.net.logits(x) - y) ** 2).mean((-1, -2)) + np.array([0, 0.02, 0.5]) * squares

    gradient = nets.gradient(x, y)
    for i in range(theta.shape[-1]):
        theta[..., i] += 1e-5
        above = penalized_loss()
        theta[..., i] -= 2e-5
        below = penalized_loss()
        theta[..., i] += 1e-5
        assert gradient[..., i] == pytest.approx((above - below) / 2e-5, abs=1e-6)


def test_once_trained_the_last_layer_is_the_ridge_regression_on_the_hidden_one():
    rng = np.random.default_rng(2)
    x, y = noisy_wave(rng, (DATA_SETS, 1, 20, 1), 0.4)
    strength = 0.03
    nets = Penalized(rng, 6, np.array([strength]))
    adam = Adam(nets.net.theta, 0.03, beta2=0.99)
    for step in range(1500):
        adam.lr = 0.03 * (1 - step / 1500)
        adam.step(nets.gradient(x, y))
    h = nets.net.forward(x)[1][0, 0]
    centered, target = h - h.mean(0), y[0, 0, :, 0] - y[0, 0].mean()
    # the minimum of mean((c w - t)²) + λ |w|²: (cᵀc/n + λ I) w = cᵀt/n
    ridge = np.linalg.solve(
        centered.T @ centered / 20 + strength * np.eye(6), centered.T @ target / 20
    )
    assert nets.net.weights[1][0, 0, :, 0] == pytest.approx(ridge, abs=1e-3)


def test_noisy_points_lie_about_the_true_curve():
    x, y = noisy_wave(np.random.default_rng(3), (30, 1000), 0.5)
    assert (y - wave(x)).mean() == pytest.approx(0, abs=0.02)
    assert (y - wave(x)).std() == pytest.approx(0.5, abs=0.02)
    assert wave(np.array([0, np.pi])) == pytest.approx([0, np.pi / 2], abs=1e-12)
