from itertools import combinations

import numpy as np
import pytest

from nnquiz.datasets.friedman import friedman
from nnquiz.demos import ensemble


def test_the_error_of_the_average_is_the_mean_error_minus_the_spread():
    rng = np.random.default_rng(1)
    predictions, truth = rng.normal(size=(7, 50)), rng.normal(size=50)
    error, members, spread = ensemble.ambiguity(predictions, truth)
    by_hand = [np.mean([p[i] for p in predictions]) - truth[i] for i in range(50)]
    assert error == pytest.approx(np.mean(np.square(by_hand)))
    assert members == pytest.approx(np.mean([np.mean((p - truth) ** 2) for p in predictions]))
    assert error == pytest.approx(members - spread, abs=1e-12)
    assert spread > 0.5


def test_the_expected_error_by_size_is_the_mean_over_all_ensembles_of_that_size():
    rng = np.random.default_rng(2)
    predictions, truth = rng.normal(size=(6, 40)), rng.normal(size=40)
    _, members, spread = ensemble.ambiguity(predictions, truth)
    theory = ensemble.error_by_theory(6, members, spread)
    for k in range(1, 7):
        errors = [
            ((predictions[list(some)].mean(0) - truth) ** 2).mean()
            for some in combinations(range(6), k)
        ]
        assert theory[k - 1] == pytest.approx(np.mean(errors), abs=1e-12)
    drawn = ensemble.error_by_size(rng, predictions, truth)
    np.testing.assert_allclose(drawn, theory, rtol=0.15)
    assert drawn[-1] == pytest.approx(theory[-1])


def test_nets_side_by_side_learn_what_each_would_learn_alone():
    autograd = pytest.importorskip("autograd")
    anp = pytest.importorskip("autograd.numpy")
    rng = np.random.default_rng(3)
    x, y = rng.uniform(-1, 1, (3, 20, 6)), rng.normal(size=(3, 20))
    before = ensemble.trained(np.random.default_rng(4), x, y, 5, steps=0)
    after = ensemble.trained(np.random.default_rng(4), x, y, 5, steps=30)

    def loss(theta, k):
        hidden = anp.tanh(x[k] @ theta[:30].reshape(6, 5) + theta[30:35])
        return anp.mean((hidden @ theta[35:40] + theta[40] - y[k]) ** 2)

    for k in range(3):
        theta, m, v = before.theta[k].copy(), np.zeros(41), np.zeros(41)
        for t in range(1, 31):
            g = autograd.grad(loss)(theta, k)
            m, v = 0.9 * m + 0.1 * g, 0.99 * v + 0.01 * g * g
            theta -= 0.02 * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.99**t)) + 1e-8)
        np.testing.assert_allclose(after.theta[k], theta, atol=1e-6)


def test_the_function_to_be_learned_has_mean_0_spread_1_and_an_input_without_effect():
    x = np.random.default_rng(5).uniform(-1, 1, (20_000, 6))
    y = friedman(x)
    assert y.mean() == pytest.approx(0, abs=0.03)
    assert y.std() == pytest.approx(1, abs=0.03)
    np.testing.assert_array_equal(friedman(x * [1, 1, 1, 1, 1, -1]), y)
