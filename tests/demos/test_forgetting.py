import numpy as np
import pytest

from nnquiz.layers.continual import fisher, learn, pull
from nnquiz.layers.mlp import MLP


def test_the_importance_of_weights_is_the_mean_square_of_autograds_slopes():
    autograd = pytest.importorskip("autograd")
    anp = autograd.numpy
    rng = np.random.default_rng(0)
    net, x = MLP([5, 6, 3], rng, "relu"), rng.normal(size=(7, 5))
    F = fisher(net, np.random.default_rng(1), x)

    def log_p(theta, row):
        W1, b1, W2, b2 = theta[:30].reshape(5, 6), theta[30:36], theta[36:54], theta[54:]
        z = anp.maximum(row @ W1 + b1, 0) @ W2.reshape(6, 3) + b2
        return z - anp.log(anp.sum(anp.exp(z)))

    drawn = np.random.default_rng(1).random((7, 1))
    expected = 0
    for row, at in zip(x, drawn, strict=True):
        label = int((np.cumsum(np.exp(log_p(net.theta, row))) > at).argmax())
        slope = autograd.grad(lambda theta, row=row, label=label: log_p(theta, row)[label])
        expected = expected + slope(net.theta) ** 2 / 7
    assert pytest.approx(expected, abs=1e-12) == F


def test_the_pull_of_a_spring_is_the_slope_of_the_penalty():
    rng = np.random.default_rng(2)
    theta, old, F = rng.normal(size=8), rng.normal(size=8), rng.random(8)

    def penalty(t):
        return 3.0 / 2 * (F * (t - old) ** 2).sum()

    nudges = 1e-5 * np.eye(8)
    slopes = [(penalty(theta + e) - penalty(theta - e)) / 2e-5 for e in nudges]
    assert pull(theta, old, F, 3.0) == pytest.approx(slopes, abs=1e-8)


def test_stiff_springs_hold_what_matters_and_leave_the_rest_free():
    rng = np.random.default_rng(3)
    net = MLP([4, 6, 2], rng, "relu")
    x = rng.normal(size=(100, 4))
    old, matters = net.theta.copy(), rng.random(len(net.theta)) < 0.5
    held = net.copy()
    data = (x, (x[:, 0] > 0).astype(np.intp))
    for _ in learn(held, rng, data, 200, spring=lambda t: pull(t, old, 1e4 * matters, 1.0)):
        pass
    moved = np.abs(held.theta - old)
    assert moved[matters].max() < 0.01
    assert moved[~matters].max() > 0.1
    assert (net.theta == old).all()
