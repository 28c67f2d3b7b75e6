import numpy as np
import pytest

from nnquiz.datasets.teacher import examples, random_teacher
from nnquiz.demos import batch_size
from nnquiz.layers.losses import logistic_loss
from nnquiz.layers.mlp import MLP, Array


@pytest.fixture
def data() -> tuple[Array, Array]:
    rng = np.random.default_rng(1)
    return examples(rng, 60, 3, random_teacher(rng))


def a_net() -> MLP:
    return MLP([batch_size.INPUTS, 3, 1], np.random.default_rng(2))


def test_the_variance_of_a_batchs_gradient_is_that_of_one_examples_over_the_size(data):
    x, y = data
    net = a_net()
    single = np.array([batch_size.gradient(net, x[[i]], y[[i]]) for i in range(60)])
    mean = batch_size.gradient(net, x, y)
    np.testing.assert_allclose(single.mean(0), mean, atol=1e-12)
    trace = ((single - mean) ** 2).sum(1).mean()
    for size in (1, 4, 16):
        drawn = batch_size.batch_gradients(net, data, size, np.random.default_rng(3), 1500)
        assert ((drawn - mean) ** 2).sum(1).mean() == pytest.approx(trace / size, rel=0.1)


def test_the_gradient_is_the_slope_that_central_differences_give(data):
    x, y = data
    net, e = a_net(), 1e-6
    gradient = batch_size.gradient(net, x, y)
    for i, w in enumerate(net.theta.copy()):
        net.theta[i] = w + e
        above = logistic_loss(net.logits(x), y)[0]
        net.theta[i] = w - e
        below = logistic_loss(net.logits(x), y)[0]
        net.theta[i] = w
        assert gradient[i] == pytest.approx((above - below) / (2 * e), abs=1e-8)


def test_rates_side_by_side_learn_as_each_would_alone(data):
    x, y = data
    all_rates = batch_size.same_start(5)
    batch_size.learn(all_rates, data, 4, np.random.default_rng(6), data, target=0, most=30)
    for k, rate in enumerate(batch_size.RATES):
        net = MLP(all_rates.sizes, np.random.default_rng(0))
        net.theta[:] = batch_size.same_start(5).theta[k]
        batches = np.random.default_rng(6)
        for _ in range(30):
            batch = batches.integers(0, 60, 4)
            net.theta -= rate * batch_size.gradient(net, x[batch], y[batch])
        np.testing.assert_allclose(all_rates.theta[k], net.theta, rtol=1e-6, atol=1e-8)


def test_a_loss_out_of_reach_takes_steps_without_end(data):
    steps, _, _ = batch_size.learn(
        batch_size.same_start(5), data, 4, np.random.default_rng(6), data, target=-1, most=10
    )
    assert np.isinf(steps)


def test_labels_are_those_that_the_teacher_gives_the_surer_the_more_often():
    rng = np.random.default_rng(7)
    W, v = random_teacher(rng)
    x, y = examples(rng, 20_000, 1, (W, v))
    score = 6 * np.tanh(x @ W) @ v
    for at in (-2, 0, 2):
        near = np.abs(score - at) < 0.3
        assert y[near].mean() == pytest.approx(1 / (1 + np.exp(-at)), abs=0.05)
