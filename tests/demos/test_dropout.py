import itertools

import numpy as np
import pytest

from nnquiz.datasets.letters import mislabelled
from nnquiz.demos import dropout
from nnquiz.layers.losses import cross_entropy
from nnquiz.layers.masked import masked_gradient
from nnquiz.layers.mlp import MLP


def test_the_gradient_under_masks_is_that_of_central_differences():
    rng = np.random.default_rng(1)
    net = MLP([5, 6, 3], rng, "relu")
    x, labels = rng.normal(size=(7, 5)), rng.integers(0, 3, 7)
    pixels, neurons = dropout.mask(rng, (7, 5), 0.2), dropout.mask(rng, (7, 6), 0.5)
    hs = dropout.forward(net, x, pixels, neurons)
    gradient = masked_gradient(net, hs, neurons, labels)
    for i, w in enumerate(net.theta.copy()):
        losses = []
        for nudge in (1e-5, -1e-5):
            net.theta[i] = w + nudge
            losses.append(cross_entropy(dropout.forward(net, x, pixels, neurons)[2], labels)[0])
        net.theta[i] = w
        assert gradient[i] == pytest.approx((losses[0] - losses[1]) / 2e-5, abs=1e-6)


@pytest.mark.parametrize("drop", [0, 0.2, 0.5, 0.9])
def test_a_mask_drops_its_share_and_keeps_the_average(drop: float):
    mask = dropout.mask(np.random.default_rng(2), (400, 500), drop)
    assert (mask == 0).mean() == pytest.approx(drop, abs=0.01)
    assert np.unique(mask[mask > 0]) == pytest.approx([1 / (1 - drop)])
    assert mask.mean() == pytest.approx(1, abs=0.03)


def test_the_full_network_is_the_average_of_all_its_subnetworks():
    # exactly so for the logits when hidden neurons are dropped: all 2⁵ masks, each as likely
    rng = np.random.default_rng(3)
    net, x = MLP([4, 5, 3], rng, "relu"), rng.normal(size=(6, 4))
    masks = [2.0 * np.array(kept) for kept in itertools.product((0, 1), repeat=5)]
    logits = [dropout.forward(net, x, dropout.ALL, mask)[2] for mask in masks]
    assert np.mean(logits, axis=0) == pytest.approx(net.logits(x), abs=1e-12)


def test_neurons_that_are_left_out_get_no_gradient():
    rng = np.random.default_rng(4)
    net, x = MLP([4, 5, 3], rng, "relu"), rng.normal(size=(6, 4))
    pixels, neurons = np.array([1.0, 0, 1, 1]), np.array([1.0, 1, 1, 0, 1])
    gradient = MLP([4, 5, 3], rng, "relu")
    hs = dropout.forward(net, x, pixels, neurons)
    gradient.theta[:] = masked_gradient(net, hs, neurons, rng.integers(0, 3, 6))
    assert (gradient.weights[0][1] == 0).all()  # the pixel left out
    assert (gradient.weights[0][:, 3] == 0).all()  # the neuron left out, in and out
    assert (gradient.weights[1][3] == 0).all()
    assert (gradient.weights[1][[0, 1, 2, 4]] != 0).any(axis=1).sum() >= 3


def test_just_the_labels_said_to_be_wrong_are_and_all_wrong_ones_are_as_likely():
    rng = np.random.default_rng(5)
    truth = rng.integers(0, 4, 8000)
    given, wrong = mislabelled(rng, truth, 0.25, 4)
    assert ((given != truth) == wrong).all()
    assert wrong.mean() == pytest.approx(0.25, abs=0.02)
    off = np.bincount((given - truth)[wrong] % 4) / wrong.sum()
    assert off == pytest.approx([0, 1 / 3, 1 / 3, 1 / 3], abs=0.04)
