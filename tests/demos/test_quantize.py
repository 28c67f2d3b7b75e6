from functools import partial

import numpy as np
import pytest

from nnquiz.demos import quantize as demo
from nnquiz.layers.mlp import MLP
from nnquiz.layers.quantization import Quantized, quantize, round_weights
from nnquiz.layers.straight_through import trained


@pytest.fixture
def net() -> MLP:
    net = MLP([7, 9, 5], np.random.default_rng(1), "relu")
    net.biases[0][:] = np.random.default_rng(2).normal(size=9)
    return net


@pytest.mark.parametrize("bits", [2, 3, 8])
def test_no_other_integer_stands_for_a_weight_better(bits: int):
    W = np.random.default_rng(3).normal(size=(30, 6))
    q, s32 = quantize(W, bits)
    s = s32.astype(float)
    assert q.dtype == np.int8
    top = 2 ** (bits - 1) - 1
    assert (np.abs(q).max(0) == top).all()  # the whole range is used, in every column
    every = np.arange(-top, top + 1)[:, None, None] * s
    np.testing.assert_allclose(np.abs(W - q * s), np.abs(W - every).min(0), atol=1e-12)


def test_the_product_of_integers_is_that_of_the_numbers_they_stand_for(net: MLP):
    x = np.random.default_rng(4).normal(size=(40, 7))
    small = Quantized(net, 8, x)
    (q, s), (q2, s2) = small.weights
    r, r2 = small.scales
    h = np.maximum(r * np.rint(x / r) @ (q * s) + small.biases[0], 0)
    z = r2 * np.rint(h / r2) @ (q2 * s2) + small.biases[1]
    np.testing.assert_allclose(small.logits(x), z, atol=1e-5)
    assert np.abs(z - net.logits(x)).max() < 0.05 * np.abs(z).max()


def test_bytes_are_those_of_the_arrays(net: MLP):
    x = np.ones((2, 7))
    at_8, at_4 = Quantized(net, 8, x), Quantized(net, 4, x)
    arrays = [a for pair in at_8.weights for a in pair] + at_8.biases
    assert at_8.nbytes == sum(a.nbytes for a in arrays) == (63 + 45) + 4 * 2 * (9 + 5)
    assert at_8.nbytes - at_4.nbytes == (63 + 45) // 2


def test_training_moves_rounded_weights_by_the_gradient_taken_at_them(net: MLP):
    x, wanted = np.random.default_rng(5).normal(size=(1, 7)), np.eye(5)[[2]]
    at: list[np.ndarray] = []

    def rounding(n: MLP) -> None:
        round_weights(n, 3)
        at.append(n.theta.copy())

    trained(net, np.random.default_rng(6), (x, wanted), 1, 0.1, rounding)
    before = net.copy()
    round_weights(before, 3)
    np.testing.assert_array_equal(at[0], before.theta)
    gradient = np.zeros(len(net.theta))
    e = 1e-6
    for i, w in enumerate(before.theta.copy()):
        loss = []
        for nudged in (w + e, w - e):
            before.theta[i] = nudged
            z = before.logits(x)[0]
            loss.append(np.log(np.exp(z).sum()) - z[2])
        before.theta[i] = w
        gradient[i] = (loss[0] - loss[1]) / (2 * e)
    # Adam's first step is lr against the gradient's sign; it starts from the unrounded weights.
    after = net.copy()
    after.theta -= 0.1 * np.sign(np.where(np.abs(gradient) > 1e-6, gradient, 0))
    round_weights(after, 3)
    np.testing.assert_allclose(at[1], after.theta, atol=1e-4)


def test_pruning_cuts_the_smallest_weights_of_the_hidden_layers(net: MLP):
    cut = net.copy()
    demo.cut_weights(cut, 0.75)
    kept = cut.weights[0] != 0
    assert kept.sum() == round(0.25 * 63)
    assert np.abs(net.weights[0])[kept].min() > np.abs(net.weights[0])[~kept].max()
    np.testing.assert_array_equal(cut.weights[-1], net.weights[-1])


def test_a_network_that_is_trained_after_the_cut_ends_with_as_many_weights_cut(net: MLP):
    x, wanted = np.random.default_rng(5).normal(size=(20, 7)), np.eye(5)[np.arange(20) % 5]
    cut = partial(demo.cut_weights, share=0.75)
    after = trained(net, np.random.default_rng(6), (x, wanted), 30, 0.01, cut)
    assert (after.weights[0] == 0).sum() == 47  # three quarters of 63
    assert np.abs(after.weights[0] - net.weights[0]).max() > 0.01  # and those left have moved
