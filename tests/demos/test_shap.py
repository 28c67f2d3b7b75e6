from itertools import permutations

import numpy as np
import pytest

from nnquiz.datasets.credit import USELESS, applicants, score
from nnquiz.demos import shap as demo
from nnquiz.layers.lime import lime
from nnquiz.layers.mlp import MLP
from nnquiz.layers.shapley import shapley_sampled, values_of_coalitions


def a_case(seed: int):
    rng = np.random.default_rng(seed)
    net = MLP([demo.D, 8, 1], rng, gain=2)
    return (lambda rows: net.logits(rows)[:, 0]), rng.normal(size=demo.D), rng.normal(size=(30, 6))


def test_shapley_values_are_the_mean_over_all_720_orders():
    v = np.random.default_rng(1).normal(size=64)
    mean = np.zeros(demo.D)
    for order in permutations(range(demo.D)):
        inside = 0
        for i in order:
            mean[i] += (v[inside | 1 << i] - v[inside]) / 720
            inside |= 1 << i
    np.testing.assert_allclose(demo.shapley(v), mean, atol=1e-12)


def test_a_product_is_shared_out_evenly_between_its_factors():
    """For f = x₁ x₂ and one background row b, φ₁ = (x₁ - b₁)(x₂ + b₂) / 2; φ is linear in rows."""
    _, x, background = a_case(2)
    v = values_of_coalitions(lambda rows: rows[:, 1] * rows[:, 2], x, background)
    expected = np.zeros(demo.D)
    expected[1] = ((x[1] - background[:, 1]) * (x[2] + background[:, 2])).mean() / 2
    expected[2] = ((x[2] - background[:, 2]) * (x[1] + background[:, 1])).mean() / 2
    np.testing.assert_allclose(demo.shapley(v), expected, atol=1e-12)


def test_every_random_order_shares_out_the_whole_difference():
    model, x, background = a_case(3)
    v = values_of_coalitions(model, x, background)
    phi = shapley_sampled(v, np.random.default_rng(4), 400)
    np.testing.assert_allclose(phi.sum(1), model(x[None])[0] - model(background).mean())
    assert np.abs(phi[-1] - demo.shapley(v)).max() < 0.2 * np.abs(demo.shapley(v)).max()


def test_lime_is_a_regression_weighted_by_closeness():
    linear = pytest.importorskip("sklearn.linear_model")
    model, x, _ = a_case(5)
    value, slopes = lime(model, x, np.random.default_rng(6), 200, 0.5)
    points = x + np.random.default_rng(6).normal(size=(200, demo.D))
    closeness = np.exp(-((points - x) ** 2).sum(1) / (2 * demo.D * 0.5**2))
    oracle = linear.LinearRegression().fit(points - x, model(points), closeness)
    np.testing.assert_allclose(slopes, oracle.coef_, atol=1e-9)
    assert value == pytest.approx(oracle.intercept_)


def test_the_score_does_not_hang_on_the_useless_columns_and_hangs_on_all_others():
    rng = np.random.default_rng(7)
    x, y = applicants(rng, 4000)
    assert (y[:, 0] - score(x)).std() == pytest.approx(0.1, rel=0.05)
    for column in range(demo.D):
        other = x.copy()
        other[:, column] = rng.permutation(x[:, column])
        moved = np.abs(score(other) - score(x)).mean()
        assert (moved == 0) == (column >= demo.D - USELESS)
