import numpy as np
import pytest

from nnquiz.datasets.plane import spirals
from nnquiz.demos.deep_nets import STARTS, side_by_side
from nnquiz.layers.deep import DeepNet


def both(rng: np.random.Generator, depth: int, width: int) -> DeepNet:
    """A plain and a residual network side by side."""
    carry = np.array([0.0, 1.0])[:, None, None]
    scale = np.array([1.0, 1 / np.sqrt(depth)])[:, None, None]
    return DeepNet(rng, depth, width, carry=carry, scale=scale)


@pytest.mark.parametrize("depth", [1, 4])
def test_plain_and_residual_gradients_are_those_of_central_differences(depth: int):
    x, y = spirals(np.random.default_rng(1), 12)
    net = both(np.random.default_rng(2), depth, 4)
    net.b[:] = 0.1  # away from the kinks of ReLU
    _, gradient = net.loss_and_gradient(x, y)
    for k in range(2):
        for i in range(0, net.theta.shape[1], 7):
            kept = net.theta[k, i]
            losses = []
            for step in (1e-6, -1e-6):
                net.theta[k, i] = kept + step
                losses.append(float(net.loss_and_gradient(x, y)[0][k]))
            net.theta[k, i] = kept
            assert gradient[k, i] == pytest.approx((losses[0] - losses[1]) / 2e-6, abs=1e-6)


def test_a_residual_network_with_weights_of_zero_passes_its_input_on():
    x, _ = spirals(np.random.default_rng(1), 12)
    net = both(np.random.default_rng(2), 5, 4)
    net.W[:] = 0
    first, *_, last, _ = net.forward(x)
    assert (last[1] == first[1]).all()
    assert (last[0] == 0).all()


def test_both_begin_with_the_same_weights():
    net = both(np.random.default_rng(3), 5, 4)
    assert (net.theta[0] == net.theta[1]).all()


def test_each_start_is_another_and_the_same_for_plain_and_residual():
    net = side_by_side(np.random.default_rng(3), 5, 4, 0, 1)
    assert (net.theta[:STARTS] == net.theta[STARTS:]).all()
    assert len(np.unique(net.theta[:, 0])) == STARTS
    x, _ = spirals(np.random.default_rng(1), 12)
    alone = side_by_side(np.random.default_rng(3), 5, 4, 0)
    assert alone.logits(x) == pytest.approx(net.logits(x)[:STARTS])
