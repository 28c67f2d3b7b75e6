import numpy as np
import pytest

from nnquiz.datasets.rings import disc_and_ring
from nnquiz.demos import vanishing_gradient as demo
from nnquiz.layers.deep import DeepNet
from nnquiz.layers.momentum import ClippedMomentum


def a_net(activation: str, depth: int = 4, width: int = 5, gain: float = 1.0, **mix) -> DeepNet:
    net = DeepNet(np.random.default_rng(3), depth, width, activation, gain, **mix)
    net.b[:] = np.random.default_rng(4).normal(0, 0.3, net.b.shape)
    return net


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
@pytest.mark.parametrize("mix", [{}, {"carry": 1.0, "scale": 0.3}])
def test_the_gradient_is_the_slope_that_central_differences_give(activation: str, mix: dict):
    net = a_net(activation, **mix)
    x, y = disc_and_ring(np.random.default_rng(5), 30)
    _, gradient = net.loss_and_gradient(x, y)
    assert demo.by_layer(net, gradient)[2] ** 2 == pytest.approx(
        (net.views(gradient)[0][2] ** 2).sum()
    )
    numeric, e = np.empty_like(gradient), 1e-6
    for i, w in enumerate(net.theta.copy()):
        net.theta[i] = w + e
        above, _ = net.loss_and_gradient(x, y)
        net.theta[i] = w - e
        below, _ = net.loss_and_gradient(x, y)
        net.theta[i], numeric[i] = w, (above - below) / (2 * e)
    assert np.abs(gradient - numeric).max() <= 1e-8


def test_in_a_chain_of_sigmoid_neurons_each_layer_multiplies_by_its_weight_and_its_slope():
    net = a_net("sigmoid", depth=6, width=1, gain=2.0)
    x, y = disc_and_ring(np.random.default_rng(6), 1)
    w, (*hs, logit) = net.W[:, 0, 0], (h.item() for h in net.forward(x))
    slopes = [h * (1 - h) for h in hs[1:]]
    error = 1 / (1 + np.exp(-logit)) - y[0]
    expected = [
        abs(hs[k] * np.prod(slopes[k:]) * np.prod(w[k + 1 :]) * net.v.item() * error)
        for k in range(6)
    ]
    assert demo.by_layer(net, net.loss_and_gradient(x, y)[1]) == pytest.approx(expected)


def test_a_residual_branch_of_nothing_passes_signal_and_gradient_unchanged():
    net = a_net("relu", carry=1.0, scale=1e-9)
    x, _ = disc_and_ring(np.random.default_rng(7), 20)
    hs = net.forward(x)
    assert hs[0] == pytest.approx(hs[-2], abs=1e-7)


def test_nets_side_by_side_are_the_same_as_each_alone():
    x, y = disc_and_ring(np.random.default_rng(8), 20)
    carry, scale = np.array([0.0, 1.0])[:, None, None], np.array([1.0, 0.3])[:, None, None]
    both = DeepNet(np.random.default_rng(3), 4, 5, carry=carry, scale=scale)
    losses, gradient = both.loss_and_gradient(x, y)
    for k, mix in enumerate([(0.0, 1.0), (1.0, 0.3)]):
        alone = DeepNet(np.random.default_rng(3), 4, 5, carry=mix[0], scale=mix[1])
        loss, slope = alone.loss_and_gradient(x, y)
        assert loss == pytest.approx(losses[k])
        assert np.allclose(slope, gradient[k], rtol=0, atol=1e-12)
        assert np.abs(gradient[k]).max() > 1e-4


def test_the_disc_and_the_ring_do_not_touch():
    x, y = disc_and_ring(np.random.default_rng(9), 500)
    radius = np.hypot(*x.T)
    assert radius[y == 0].max() <= 0.8
    assert radius[y == 1].min() >= 1.2


def test_a_step_adds_nine_tenths_of_the_last_one_to_the_gradient_cut_to_length_1():
    theta = np.array([1.0, -2.0])
    descent = ClippedMomentum(theta, lr=0.5)
    descent.step(np.array([3.0, 4.0]))  # of length 5
    assert theta == pytest.approx([1 - 0.3, -2 - 0.4])
    descent.step(np.array([0.1, 0.2]))
    assert theta == pytest.approx([0.7 - 0.5 * (0.54 + 0.1), -2.4 - 0.5 * (0.72 + 0.2)])


def test_how_far_a_layer_has_moved_is_a_share_of_its_own_length():
    net = a_net("tanh")
    start = net.theta.copy()
    net.W[1] *= 1.5
    net.W[3] = 0
    assert demo.moved(net, start) == pytest.approx([0, 0.5, 0, 1])
