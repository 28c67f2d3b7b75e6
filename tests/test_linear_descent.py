import numpy as np
import pytest

from nnquiz.layers.linear_descent import after_steps, descend, nearest_ridge, ridge


def test_a_linear_model_stopped_early_is_the_best_one_shrunk_by_a_closed_form():
    rng = np.random.default_rng(2)
    inputs, answers = rng.normal(size=(30, 4)), rng.normal(size=30)
    curvature, axes = np.linalg.eigh(inputs.T @ inputs / 30)
    best = axes.T @ np.linalg.lstsq(inputs, answers, rcond=None)[0]
    c, lr = axes.T @ inputs.T @ answers / 30, 0.5
    way = descend(curvature, c, lr, 40)
    t = np.array([0, 1, 7, 40])
    for steps, found in zip(t, after_steps(curvature, c, lr, t), strict=True):
        shrunk = (1 - (1 - lr * curvature) ** steps) * best
        assert way[steps] == pytest.approx(shrunk, abs=1e-12)
        assert found == pytest.approx(shrunk, abs=1e-12)


def test_ridge_along_the_principal_axes_is_that_of_scikit_learn():
    linear = pytest.importorskip("sklearn.linear_model")
    rng = np.random.default_rng(3)
    inputs, answers = rng.normal(size=(30, 4)), rng.normal(size=30)
    curvature, axes = np.linalg.eigh(inputs.T @ inputs / 30)
    c = axes.T @ inputs.T @ answers / 30
    strengths = np.array([0.01, 0.3, 5])
    for strength, found in zip(strengths, ridge(curvature, c, strengths), strict=True):
        oracle = linear.Ridge(alpha=30 * strength, fit_intercept=False).fit(inputs, answers)
        assert axes @ found == pytest.approx(oracle.coef_, abs=1e-9)


def test_a_ridge_solution_is_found_by_its_strength():
    rng = np.random.default_rng(4)
    curvature, c = np.geomspace(1, 0.01, 6), rng.normal(size=(5, 6))
    w = ridge(curvature, c, np.array([0.02, 0.5]))
    strengths, apart = nearest_ridge(w, curvature, c)
    assert strengths == pytest.approx(np.tile([[0.02], [0.5]], 5), rel=0.04)
    found = c / (curvature + strengths[..., None])
    assert apart == pytest.approx(np.sqrt(((found - w) ** 2).sum(-1)), abs=1e-12)
