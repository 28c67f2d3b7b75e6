import numpy as np
import pytest

from nnquiz.datasets.teacher import examples, random_teacher
from nnquiz.demos import batch_size
from nnquiz.layers.gradient_noise import batch_gradients, noise
from nnquiz.layers.losses import logistic_loss
from nnquiz.layers.mlp import MLP, Array
from nnquiz.layers.training import gradient_descent, loss_and_gradient, steps_to_loss

RATES = batch_size.RATES


@pytest.fixture
def data() -> tuple[Array, Array]:
    rng = np.random.default_rng(1)
    return examples(rng, 60, 3, random_teacher(rng))


def a_net() -> MLP:
    return MLP([batch_size.INPUTS, 3, 1], np.random.default_rng(2))


def nets_side_by_side() -> MLP:
    return MLP([20, 3, 1], np.random.default_rng(5), nets=(len(RATES),), alike=True)


def test_the_variance_of_a_batchs_gradient_is_that_of_one_examples_over_the_size(data):
    x, y = data
    net = a_net()
    single = np.array([loss_and_gradient(net, x[[i]], y[[i]])[1] for i in range(60)])
    _, mean = loss_and_gradient(net, x, y)
    np.testing.assert_allclose(single.mean(0), mean, atol=1e-12)
    trace = ((single - mean) ** 2).sum(1).mean()
    for size in (1, 4, 16):
        drawn = batch_gradients(net, np.random.default_rng(3), x, y, size, 1500)
        assert noise(drawn, mean) == pytest.approx(trace / size, rel=0.1)


def test_the_gradient_is_the_slope_that_central_differences_give(data):
    x, y = data
    net, e = a_net(), 1e-6
    _, gradient = loss_and_gradient(net, x, y)
    for i, w in enumerate(net.theta.copy()):
        net.theta[i] = w + e
        above = logistic_loss(net.logits(x), y)[0]
        net.theta[i] = w - e
        below = logistic_loss(net.logits(x), y)[0]
        net.theta[i] = w
        assert gradient[i] == pytest.approx((above - below) / (2 * e), abs=1e-8)


def test_rates_side_by_side_learn_as_each_would_alone(data):
    x, y = data
    all_rates = nets_side_by_side()
    run = batch_size.descend(all_rates, np.random.default_rng(6), x, y, 4)
    for step in run:
        if step == 30:
            break
    for k, rate in enumerate(RATES):
        net = a_net()
        net.theta[:] = nets_side_by_side().theta[k]
        batches = np.random.default_rng(6)
        for _ in range(30):
            batch = batches.integers(0, 60, 4)
            net.theta -= rate * loss_and_gradient(net, x[batch], y[batch])[1]
        np.testing.assert_allclose(all_rates.theta[k], net.theta, rtol=1e-6, atol=1e-8)


def test_a_batch_of_all_examples_would_be_gradient_descent(data):
    nets = nets_side_by_side()
    start = nets.copy()
    losses = gradient_descent(nets, *data, RATES[:, None], 1)
    np.testing.assert_allclose(losses[0], logistic_loss(start.logits(data[0]), data[1])[0])
    _, gradient = loss_and_gradient(start, *data)
    np.testing.assert_allclose(nets.theta, start.theta - RATES[:, None] * gradient)


def test_the_first_net_to_reach_the_loss_ends_the_run(data):
    nets = nets_side_by_side()
    run = batch_size.descend(nets, np.random.default_rng(6), *data, 64)
    steps, best, accuracy = steps_to_loss(nets, run, *data, target=0.5, every=1)
    loss, _ = logistic_loss(nets.logits(data[0]), data[1])
    assert loss.min() == loss[best] <= 0.5
    assert accuracy == ((nets.logits(data[0])[best, :, 0] > 0) == data[1]).mean()
    again = nets_side_by_side()
    for _, _ in zip(
        range(steps - 1),
        batch_size.descend(again, np.random.default_rng(6), *data, 64),
        strict=False,
    ):
        assert logistic_loss(again.logits(data[0]), data[1])[0].min() > 0.5
    assert next(run) == steps + 1


def test_a_loss_out_of_reach_takes_steps_without_end(data):
    nets = nets_side_by_side()
    run = batch_size.descend(nets, np.random.default_rng(6), *data, 1024)
    steps, _, _ = steps_to_loss(nets, run, *data, target=-1, every=40)
    assert np.isinf(steps)


def test_labels_are_those_that_the_teacher_gives_the_surer_the_more_often():
    rng = np.random.default_rng(7)
    W, v = random_teacher(rng)
    x, y = examples(rng, 20_000, 1, (W, v))
    score = 6 * np.tanh(x @ W) @ v
    for at in (-2, 0, 2):
        near = np.abs(score - at) < 0.3
        assert y[near].mean() == pytest.approx(1 / (1 + np.exp(-at)), abs=0.05)
