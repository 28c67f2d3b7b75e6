import numpy as np
import pytest

from nnquiz.datasets.plane import separable
from nnquiz.demos import perceptron
from nnquiz.layers.gates import BITS
from nnquiz.layers.novikoff import most_mistakes


def test_the_first_steps_are_those_done_by_hand():
    # AND from zero: only (1, 1) is wrong, then (0, 0), (0, 1), ... in their order
    weights, when, _ = perceptron.learn(BITS, np.array([0, 0, 0, 1.0]), 1.0, 2)
    assert weights.tolist() == [[0, 0, 0], [1, 1, 1], [1, 1, 0], [1, 0, -1], [2, 1, 0]]
    assert when == [0, 4, 5, 6, 8]


def test_it_parts_what_scikit_learn_parts_with_the_same_mistakes():
    linear_model = pytest.importorskip("sklearn.linear_model")
    x, y, _ = separable(np.random.default_rng(1), 100, 0.1)
    weights, _, passes = perceptron.learn(x, y, 1.0, 500)
    oracle = linear_model.Perceptron(tol=None, max_iter=passes, shuffle=False).fit(x, y)
    assert weights[-1] == pytest.approx([*oracle.coef_[0], oracle.intercept_[0]])
    assert perceptron.wrong(x, y, weights[-1]) == 0 == (oracle.predict(x) != y).sum()


def test_points_keep_their_distance_from_the_line():
    x, y, line = separable(np.random.default_rng(2), 1000, 0.4)
    assert len(x) == 1000
    assert np.hypot(*line[:2]) == pytest.approx(1)
    assert ((2 * y - 1) * (x @ line[:2] + line[2])).min() > 0.4


def test_novikoffs_bound_is_that_of_two_points_worked_out_by_hand():
    # (2, 0) and (-2, 0) with the line x1 = 0: R² = 2² + 1, γ = 2
    x, y = np.array([[2.0, 0], [-2, 0]]), np.array([1.0, 0])
    assert most_mistakes(x, y, np.array([3.0, 0, 0])) == pytest.approx(5 / 4)
