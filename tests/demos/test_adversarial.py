import itertools

import numpy as np
import pytest

from nnquiz.layers.attacks import fgsm, masked, pgd, uphill
from nnquiz.layers.losses import cross_entropy
from nnquiz.layers.mlp import MLP
from nnquiz.layers.training import random_batches


def a_net(inputs: int = 6) -> MLP:
    return MLP([inputs, 9, 4], np.random.default_rng(1), "relu", gain=1.4)


def losses(net: MLP, x: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Of each image on its own."""
    pairs = zip(x, labels, strict=True)
    return np.array([cross_entropy(net.logits(a[None]), np.array([b]))[0] for a, b in pairs])


def test_uphill_is_the_sign_of_each_pixels_slope_by_central_differences():
    rng = np.random.default_rng(2)
    net, x, labels, e = a_net(), rng.normal(size=(12, 6)), rng.integers(0, 4, 12), 1e-6
    signs = uphill(net, x, labels)
    for pixel in np.eye(6):
        up, down = losses(net, x + e * pixel, labels), losses(net, x - e * pixel, labels)
        np.testing.assert_array_equal(signs @ pixel, np.sign(up - down))


def test_where_the_network_is_linear_no_corner_of_the_box_beats_fgsm():
    """Two classes, no ReLU at rest: the loss rises with one linear margin, so corners say all."""
    rng = np.random.default_rng(3)
    net = MLP([6, 8, 2], rng, "relu")
    net.biases[0][:] = 50  # every hidden neuron is on, throughout the box
    x, labels, eps = 0.3 * rng.normal(size=(5, 6)), np.array([0, 1, 0, 1, 1]), 0.1
    corners = eps * np.array(list(itertools.product([-1, 1], repeat=6)))
    worst = np.max([losses(net, x + corner, labels) for corner in corners], axis=0)
    struck = losses(net, fgsm(net, x, labels, eps), labels)
    np.testing.assert_allclose(struck, worst, rtol=1e-9)


def test_pgd_stays_within_eps_and_finds_more_than_one_step():
    rng = np.random.default_rng(4)
    net, x, labels = a_net(), rng.normal(size=(200, 6)), rng.integers(0, 4, 200)
    struck = pgd(net, x, labels, 0.5)
    assert np.abs(struck - x).max() == pytest.approx(0.5)
    once = losses(net, fgsm(net, x, labels, 0.5), labels).mean()
    assert losses(net, struck, labels).mean() > once


def test_a_masked_network_answers_the_same_and_has_no_gradient():
    rng = np.random.default_rng(5)
    net, x = a_net(), 3 * rng.normal(size=(300, 6))
    net.biases[-1][:] = rng.normal(size=4)
    hidden = masked(net, factor=1e6)
    answers = net.logits(x).argmax(1)
    np.testing.assert_array_equal(hidden.logits(x).argmax(1), answers)
    assert (uphill(hidden, x, answers) == 0).all()
    assert (uphill(net, x, answers) != 0).any(1).mean() > 0.9


def test_training_learns_from_what_is_shown_in_place_of_a_batch():
    x, labels = np.random.default_rng(6).normal(size=(90, 6)), np.arange(90) % 4
    seen: list[tuple[np.ndarray, np.ndarray]] = []

    def shown(batch: np.ndarray, truth: np.ndarray) -> np.ndarray:
        seen.append((batch, truth))
        return batch + 3

    net, twin = a_net(), a_net()
    random_batches(net, np.random.default_rng(7), x, labels, 5, 0.01, shown)
    random_batches(twin, np.random.default_rng(7), x + 3, labels, 5, 0.01)
    np.testing.assert_allclose(net.theta, twin.theta, atol=1e-9)
    assert np.abs(net.theta - a_net().theta).max() > 0.03  # five steps of Adam at 0.01
    assert [len(batch) for batch, _ in seen] == [64] * 5
    for row, label in zip(*seen[-1], strict=True):  # each with the label that is its own
        assert label in labels[(x == row).all(1)]
