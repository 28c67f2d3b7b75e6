import numpy as np
import pytest

from nnquiz.datasets.plane import moons
from nnquiz.datasets.rings import disc_and_ring
from nnquiz.demos import network
from nnquiz.layers.mlp import MLP
from nnquiz.layers.training import binary_accuracy


def ring_inside_strip(h: float) -> float:
    """The share of the ring, radii even from 1.2 to 2, that is no farther than h from an axis."""
    r = np.linspace(1.2, 2, 10001)
    return float(np.mean(2 / np.pi * np.arcsin(h / r)))


def disc_outside_strip(h: float) -> float:
    r = np.linspace(h, 0.8, 10001)
    return float(np.mean(2 / np.pi * np.arccos(h / r))) * (0.8 - h) / 0.8


def test_two_hidden_neurons_fence_in_what_the_best_strip_does():
    best = max(
        1 - (ring_inside_strip(h) + disc_outside_strip(h)) / 2 for h in np.linspace(0.5, 0.8, 31)
    )
    x, y = disc_and_ring(np.random.default_rng(1), 400)
    new, truth = disc_and_ring(np.random.default_rng(2), 20000)
    net = network.learn(x, y, [2, 2, 1], np.random.default_rng(3), 6, 0.1)
    assert float(binary_accuracy(net.logits(new), truth)) == pytest.approx(best, abs=0.015)


def test_no_straight_line_gets_seven_in_ten_right():
    x, y = disc_and_ring(np.random.default_rng(4), 20000)
    angle = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    along = x @ np.array([np.cos(angle), np.sin(angle)])
    best = max(((along > c) == y[:, None]).mean(0).max() for c in np.linspace(-2, 2, 81))
    assert 0.6 < best < 0.69


def test_a_neuron_on_its_own_is_logistic_regression():
    linear_model = pytest.importorskip("sklearn.linear_model")
    x, y = moons(np.random.default_rng(5), 300)
    net = network.learn(x, y, [2, 1], np.random.default_rng(6), 2, 0.2)
    oracle = linear_model.LogisticRegression(C=np.inf, tol=1e-8).fit(x, y)
    mine = net.logits(x)[:, 0]
    assert np.abs(mine - oracle.decision_function(x)).max() <= 0.3
    assert ((mine > 0) == oracle.predict(x)).mean() >= 0.99


def test_hidden_neurons_without_activation_learn_what_one_neuron_learns():
    x, y = moons(np.random.default_rng(7), 200)
    stack = network.learn(x, y, [2, 5, 1], np.random.default_rng(8), 2, 0.1, "linear")
    alone = network.learn(x, y, [2, 1], np.random.default_rng(9), 2, 0.1)
    (A, B), (a, b) = stack.weights, stack.biases
    assert stack.logits(x) == pytest.approx(x @ (A @ B) + a @ B + b, abs=1e-12)
    assert stack.logits(x) == pytest.approx(alone.logits(x), abs=0.1)


def test_the_start_that_fits_best_is_the_one_handed_back(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(network, "STEPS", 0)
    x, y = moons(np.random.default_rng(10), 200)
    net = network.learn(x, y, [2, 3, 1], np.random.default_rng(11), 20, 0.1)
    starts = MLP([2, 3, 1], np.random.default_rng(11), nets=(20,))
    of_each = [((z[:, 0] > 0) == y).mean() for z in starts.logits(x)]
    assert len(set(of_each)) > 1
    assert float(binary_accuracy(net.logits(x), y)) == max(of_each)
