import numpy as np
import pytest

from nnquiz.layers.adam import Adam, RestingAdam


def test_the_first_step_has_the_size_of_the_learning_rate_whatever_that_of_the_gradient():
    theta = np.zeros(3)
    Adam(theta, 0.1).step(np.array([1e-3, -1.0, 1e4]))
    assert theta == pytest.approx([-0.1, 0.1, -0.1], rel=1e-4)


def test_a_resting_one_is_like_any_other_for_half_its_steps_and_then_comes_to_rest():
    rng = np.random.default_rng(1)
    theta, other = np.zeros(5), np.zeros(5)
    resting, adam = RestingAdam(theta, 0.1, 40, beta2=0.99), Adam(other, 0.1, beta2=0.99)
    moves = []
    for step in range(45):
        g, before = 1 + 0.1 * rng.random(5), theta.copy()
        resting.step(g)
        adam.step(g)
        if step <= 20:
            np.testing.assert_array_equal(theta, other)
        moves.append(np.abs(theta - before).max())
    assert moves[30] == pytest.approx(moves[20] / 2, rel=0.05)
    assert moves[39] == pytest.approx(moves[20] / 20, rel=0.05)
    assert moves[40:] == [0] * 5
