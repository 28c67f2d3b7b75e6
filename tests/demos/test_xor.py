from itertools import product

import numpy as np
import pytest

from nnquiz.demos import xor
from nnquiz.layers.lines import best_line, directions
from nnquiz.layers.losses import logistic_loss
from nnquiz.layers.mlp import MLP


def test_the_best_line_parts_all_functions_of_two_bits_but_two():
    best = {y: best_line(xor.X, np.array(y)) for y in product((0, 1), repeat=4)}
    assert [y for y in best if best[y] < 4] == [(0, 1, 1, 0), (1, 0, 0, 1)]
    assert best[0, 1, 1, 0] == 3


def test_networks_side_by_side_learn_what_each_would_alone():
    three = MLP([2, 2, 1], np.random.default_rng(1), nets=(3,))
    single = MLP([2, 2, 1], np.random.default_rng(2))
    single.theta[:] = three.theta[1]
    for net in (three, single):
        list(xor.train(net, 1.0, 50))
    assert np.abs(three.theta[1] - single.theta).max() <= 1e-12


def test_a_step_of_training_goes_down_the_slope_that_central_differences_give():
    net = MLP([2, 3, 1], np.random.default_rng(3))
    start = net.theta.copy()
    list(xor.train(net, 0.5, 1))
    after = net.theta.copy()
    slope = np.empty_like(start)
    for i in range(len(start)):
        losses = []
        for e in (1e-5, -1e-5):
            net.theta[:] = start
            net.theta[i] += e
            losses.append(float(logistic_loss(net.logits(xor.X), xor.Y)[0]))
        slope[i] = (losses[0] - losses[1]) / 2e-5
    assert np.abs((start - after) / 0.5 - slope).max() <= 1e-9


def test_or_without_and_makes_xor_and_counts_as_solved():
    net = MLP([2, 2, 1], np.random.default_rng(4))
    net.weights[0][:], net.biases[0][:] = 20, [-10, -30]  # tanh near a step: OR, AND
    net.weights[1][:, 0], net.biases[1][:] = [5, -5], -5
    assert xor.solved(net.logits(xor.X))
    net.weights[1][:, 0] = [5, 0]  # OR alone: three answers right
    assert not xor.solved(net.logits(xor.X))
    net.theta[:] = 0  # answers 0.5 to everything
    assert not xor.solved(net.logits(xor.X))


def test_logistic_regression_answers_one_half_to_every_point():
    linear_model = pytest.importorskip("sklearn.linear_model")
    oracle = linear_model.LogisticRegression(C=np.inf).fit(xor.X, xor.Y)
    alone = MLP([2, 1], np.random.default_rng(5))
    list(xor.train(alone, 1.0, 500))
    assert np.abs(alone.logits(xor.X)[:, 0] - oracle.decision_function(xor.X)).max() <= 1e-4
    assert np.abs(alone.logits(xor.X)).max() <= 1e-6


def test_directions_are_unit_vectors_a_like_angle_apart():
    around = directions(8)
    assert around[0] == pytest.approx([1, 0])
    assert around[2] == pytest.approx([0, 1])
    assert np.hypot(*around.T) == pytest.approx(np.ones(8))
    assert (around * np.roll(around, 1, axis=0)).sum(1) == pytest.approx(np.full(8, np.sqrt(0.5)))
