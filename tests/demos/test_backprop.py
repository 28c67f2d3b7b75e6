import numpy as np
import pytest

from nnquiz.datasets.plane import moons
from nnquiz.demos import backprop
from nnquiz.layers.central_differences import central_differences
from nnquiz.layers.mlp import MLP
from nnquiz.layers.random_search import random_search
from nnquiz.layers.training import loss_and_gradient, loss_of_weights


def slopes(net: MLP, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return central_differences(loss_of_weights(net, x, y), net.theta)


def test_the_backward_pass_gives_the_slopes_that_central_differences_give():
    rng = np.random.default_rng(3)
    x, y = moons(rng, 40)
    net = MLP([2, 5, 4, 1], rng)
    _, gradient = backprop.backprop(net, x, y)
    assert np.abs(gradient - slopes(net, x, y)).max() <= 1e-9


@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
def test_so_does_the_backward_pass_of_every_network_of_layers(activation: str):
    rng = np.random.default_rng(3)
    x, y = moons(rng, 40)
    net = MLP([2, 5, 4, 1], rng, activation)
    _, gradient = loss_and_gradient(net, x, y)
    assert np.abs(gradient - slopes(net, x, y)).max() <= 1e-9


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
    value, gradient = backprop.backprop(net, x, y)
    assert value == pytest.approx(loss(layers))
    net.theta[:] = gradient  # so that its parts are seen as weights and biases
    for W, b, exact in zip(net.weights, net.biases, autograd.grad(loss)(layers), strict=True):
        assert np.abs(W - exact[0]).max() <= 1e-14
        assert np.abs(b - exact[1]).max() <= 1e-14


def test_the_loss_is_that_of_the_weights_given_and_the_network_stays_as_it_was():
    rng = np.random.default_rng(4)
    x, y = moons(rng, 20)
    net, other = MLP([2, 3, 3, 1], rng), MLP([2, 3, 3, 1], rng)
    before = net.theta.copy()
    found = loss_of_weights(net, x, y)(other.theta)
    assert found == pytest.approx(backprop.backprop(other, x, y)[0], abs=1e-12)
    assert (net.theta == before).all()


def test_luck_keeps_only_steps_that_lower_the_loss_and_stops_at_the_target():
    rng = np.random.default_rng(5)
    seen: list[np.ndarray] = []

    def loss(theta: np.ndarray) -> float:
        seen.append(theta)
        return float((theta**2).sum())

    losses = random_search(loss, np.ones(4), rng, target=1.0, tries=1000)
    best = np.minimum.accumulate([(theta**2).sum() for theta in seen])
    assert losses == pytest.approx(best)
    assert losses[-1] <= 1 < losses[-2]
    kept = [theta for theta, so_far in zip(seen, best, strict=True) if (theta**2).sum() == so_far]
    steps = [np.abs(np.subtract(seen[i], kept)).max(1).min() for i in range(1, len(seen))]
    assert max(steps) < 0.5  # each try begins at a place that was kept


def test_luck_is_given_up_after_the_tries():
    rng = np.random.default_rng(6)
    assert len(random_search(lambda theta: 1.0, np.ones(4), rng, target=0.0, tries=30)) == 31
