import numpy as np
import pytest

from nnquiz.datasets.plane import moons
from nnquiz.demos import backprop
from nnquiz.layers.mlp import MLP


@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
def test_the_backward_pass_gives_the_slopes_that_central_differences_give(activation: str):
    rng = np.random.default_rng(3)
    x, y = moons(rng, 40)
    net = MLP([2, 5, 4, 1], rng, activation)
    _, gradient = backprop.loss_and_gradient(net, x, y)
    assert np.abs(gradient - backprop.by_nudging(net, x, y)).max() <= 1e-9


def test_the_backward_pass_gives_the_gradient_that_autograd_gives():
    autograd = pytest.importorskip("autograd")
    import autograd.numpy as anp

    rng = np.random.default_rng(4)
    x, y = moons(rng, 40)
    net = MLP([2, 6, 5, 1], rng)

    def loss(layers):
        h = x
        for k, (W, b) in enumerate(layers):
            z = anp.dot(h, W) + b
            h = anp.tanh(z) if k < len(layers) - 1 else z
        return anp.mean(anp.logaddexp(0, h[:, 0]) - y * h[:, 0])

    layers = [(W.copy(), b.copy()) for W, b in zip(net.weights, net.biases, strict=True)]
    value, gradient = backprop.loss_and_gradient(net, x, y)
    assert value == pytest.approx(loss(layers))
    net.theta[:] = gradient  # so that its parts are seen as weights and biases
    for W, b, exact in zip(net.weights, net.biases, autograd.grad(loss)(layers), strict=True):
        assert np.abs(W - exact[0]).max() <= 1e-14
        assert np.abs(b - exact[1]).max() <= 1e-14


def test_nudging_puts_every_weight_back():
    rng = np.random.default_rng(4)
    x, y = moons(rng, 20)
    net = MLP([2, 3, 3, 1], rng)
    before = net.theta.copy()
    backprop.by_nudging(net, x, y)
    assert (net.theta == before).all()


def test_luck_keeps_only_steps_that_lower_the_loss():
    rng = np.random.default_rng(5)
    x, y = moons(rng, 40)
    losses = backprop.by_luck(MLP([2, 8, 8, 1], rng), x, y, rng)
    assert losses[-1] < losses[0]
    assert np.diff(losses).max() <= 0
