import numpy as np
import pytest

from nnquiz.datasets.rings import disc_and_ring
from nnquiz.demos import activations as demo
from nnquiz.layers.activations import activations, silu
from nnquiz.layers.clipped_descent import clipped_descent
from nnquiz.layers.losses import softmax

Z = np.linspace(-6, 6, 240)  # 0, where ReLUs have a corner, is not among them


@pytest.mark.parametrize("name", activations(0.1))
def test_each_slope_is_that_of_central_differences(name: str):
    f, slope = activations(0.1)[name]
    assert np.abs(slope(f(Z)) - (f(Z + 1e-6) - f(Z - 1e-6)) / 2e-6).max() <= 1e-8


def test_the_slope_of_silu_is_that_of_central_differences():
    numeric = (silu(Z + 1e-6)[0] - silu(Z - 1e-6)[0]) / 2e-6
    assert np.abs(silu(Z)[1] - numeric).max() <= 1e-8
    assert silu(np.array([1.0]))[0] == pytest.approx(1 / (1 + np.exp(-1)))


def test_without_activation_four_layers_are_one_linear_function_also_after_learning():
    rng = np.random.default_rng(3)
    x, y = disc_and_ring(rng, 60)
    a, b = rng.normal(size=(2, 20, 2))

    def bend(name: str) -> float:
        net = demo.network(0, activations(0.1)[name], 4)
        clipped_descent(net, x, y, 0.3, 30)
        together = net.logits(a) + net.logits(b) - net.logits(a + b) - net.logits(0 * a)
        return float(np.abs(together).max())

    assert bend("none") <= 1e-12
    assert bend("ReLU") > 0.01


def test_a_neuron_is_dead_if_it_is_negative_everywhere_and_then_it_never_learns():
    x, y = disc_and_ring(np.random.default_rng(4), 60)
    functions = activations(0.1)
    net = demo.network(0, functions["ReLU"], 1)
    net.b[0, 0, :5] = -100  # five of twelve
    assert demo.dead(net, x) == pytest.approx(5 / 12)  # the others are positive somewhere
    before = net.W[0].copy()
    clipped_descent(net, x, y, 0.3, 10)
    assert (net.W[0, :, :5] == before[:, :5]).all()
    assert (net.W[0, :, 5:] != before[:, 5:]).any()
    assert demo.dead(demo.network(0, functions["leaky ReLU"], 1, -100), x) == 0


def test_softmax_of_two_is_the_sigmoid_of_their_difference():
    a, b = np.random.default_rng(4).normal(0, 3, (2, 50))
    p = softmax(np.column_stack([a, b]))
    assert np.abs(p[:, 0] - 1 / (1 + np.exp(b - a))).max() <= 1e-15


def test_a_clipped_step_goes_downhill_by_the_gradient_or_by_the_learning_rate_if_that_is_longer():
    x, y = disc_and_ring(np.random.default_rng(5), 60)
    for scale in (0.5, 60.0):
        net = demo.network(0, activations(0.1)["tanh"], 2)
        net.v *= scale
        before, (loss, g) = net.theta.copy(), net.loss_and_gradient(x, y)
        assert clipped_descent(net, x, y, 0.1, 1) == float(loss)
        size = np.linalg.norm(g)
        assert (size > 1) == (scale > 1)
        assert before - net.theta == pytest.approx(0.1 * g / max(size, 1), abs=1e-12)
