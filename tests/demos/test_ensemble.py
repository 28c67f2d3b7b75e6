import numpy as np
import pytest

from nnquiz.datasets.friedman import examples, friedman
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


def test_the_function_to_be_learned_has_mean_0_spread_1_and_an_input_without_effect():
    x = np.random.default_rng(5).uniform(-1, 1, (20_000, 6))
    y = friedman(x)
    assert y.mean() == pytest.approx(0, abs=0.03)
    assert y.std() == pytest.approx(1, abs=0.03)
    np.testing.assert_array_equal(friedman(x * [1, 1, 1, 1, 1, -1]), y)


def test_rows_to_learn_from_are_noisy_and_new_rows_are_not():
    (x, y), (new, truth) = examples(np.random.default_rng(6), 5000, 50, noise=0.2)
    assert (y - friedman(x)).std() == pytest.approx(0.2, rel=0.05)
    np.testing.assert_array_equal(truth, friedman(new))
    assert np.abs(np.vstack([x, new])).max() <= 1
