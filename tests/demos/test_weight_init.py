import numpy as np
import pytest

from nnquiz.demos import weight_init as demo
from nnquiz.layers.losses import logistic_loss
from nnquiz.layers.starts import mean_squares, networks
from nnquiz.layers.training import full_batch

STARTS = demo.ways_to_begin(2.0)


def test_the_variances_are_those_of_the_papers():
    assert STARTS["Glorot"](300, 100) ** 2 == pytest.approx(2 / 400)
    assert STARTS["He"](300, 100) ** 2 == pytest.approx(2 / 300)
    assert STARTS["2 x He"](300, 100) ** 2 == pytest.approx(8 / 300)


@pytest.mark.parametrize(("start", "factor"), [("He", 1.0), ("Glorot", 0.5), ("2 x He", 4.0)])
def test_a_relu_layer_multiplies_the_mean_square_by_half_its_fan_in_times_the_variance(
    start: str, factor: float
):
    x = np.random.default_rng(3).normal(size=(100, 200))
    squares = mean_squares(np.random.default_rng(0), x, 3, 200, STARTS[start]).mean(1)
    assert squares / (x**2).mean() == pytest.approx(factor ** np.arange(1, 4), rel=0.1)


def test_tanh_keeps_small_signals_as_glorot_meant_it():
    x = 0.01 * np.random.default_rng(4).normal(size=(100, 200))
    draw = np.random.default_rng(0)
    squares = mean_squares(draw, x, 3, 200, STARTS["Glorot"], tanh=True).mean(1)
    assert squares / (x**2).mean() == pytest.approx(np.ones(3), rel=0.1)


def test_networks_side_by_side_differ_by_the_size_of_their_weights_alone():
    sizes = [demo.INPUTS, 6, 6, 1]
    nets = networks(np.random.default_rng(5), sizes, [STARTS["He"], STARTS["2 x He"]])
    assert np.allclose(nets.weights[1][1], 2 * nets.weights[1][0])
    wide = networks(np.random.default_rng(5), [demo.INPUTS, 2000, 1], [STARTS["He"]])
    assert wide.weights[0].std() ** 2 == pytest.approx(2 / demo.INPUTS, rel=0.05)
    assert wide.weights[1].std() ** 2 == pytest.approx(2 / 2000, rel=0.1)
    assert not np.allclose(nets.weights[1][0], nets.weights[2][0])
    assert all((b == 0).all() for b in nets.biases)


def test_equal_weights_learn_what_a_single_neuron_with_the_sum_of_their_outputs_learns():
    """Gradients by hand: every one of 5 equal neurons gets that of the single one, a fifth of it."""
    rng = np.random.default_rng(6)
    x, y = rng.normal(size=(30, demo.INPUTS)), (rng.random(30) > 0.5).astype(float)
    net = networks(rng, [demo.INPUTS, 5, 1], [STARTS["He"]])
    for W in net.weights:
        W[:] = 0.1
    w, v = np.full(demo.INPUTS, 0.1), 0.5  # one neuron, five times as loud
    z = x @ w
    error = (1 / (1 + np.exp(-v * np.maximum(z, 0))) - y) / len(y)
    by_hand = x.T @ (error * (z > 0) * v)
    losses = full_batch(net, x, y, 1e-9, 1)
    assert losses[0, 0] == pytest.approx(logistic_loss((v * np.maximum(z, 0))[:, None], y)[0])
    hs = net.forward(x)
    W_gradient = net.backward(hs, logistic_loss(hs[-1], y)[1])[0, : 5 * demo.INPUTS]
    assert W_gradient.reshape(demo.INPUTS, 5) == pytest.approx(
        by_hand[:, None] / 5 * np.ones(5), abs=1e-8
    )
