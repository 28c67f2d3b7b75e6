import numpy as np
import pytest

from nnquiz.datasets.two_tasks import PIXELS, two_tasks
from nnquiz.demos.forgetting import pull
from nnquiz.layers.continual import fisher, learn
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


def test_the_second_task_shows_the_same_letters_with_their_pixels_shuffled_in_one_way():
    def tasks():
        return two_tasks(*(np.random.default_rng([4, k]) for k in range(4)))

    one = tasks()
    shuffled = np.array([one.tests["second"][:, i] for i in range(PIXELS)])
    order = [int((shuffled == pixel).all(1).argmax()) for pixel in one.tests["first"].T]
    assert sorted(order) == list(range(PIXELS))
    assert order != sorted(order)
    np.testing.assert_array_equal(one.tests["second"][:, order], one.tests["first"])
    E = one.shown["E first"].reshape(-1)
    np.testing.assert_array_equal(one.shown["E second"].reshape(-1)[order], E)
    assert (E == 0).sum() > PIXELS / 2  # no noise on what is shown
    (x, y), (other, other_y) = one.first, one.second
    mean, shuffled_mean = x[y == 4].mean(0), other[other_y == 4].mean(0)
    assert np.corrcoef(mean, shuffled_mean[order])[0, 1] > 0.9
    assert np.corrcoef(mean, shuffled_mean)[0, 1] < 0.5
    np.testing.assert_array_equal(tasks().first[0], one.first[0])
