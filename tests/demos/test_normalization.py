import numpy as np
import pytest

from nnquiz.layers.linear_fit import LinearFit
from nnquiz.layers.norms import BATCH, EPS, FEATURES, normalize


def shipping(rows: int = 60) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(3)
    x = rng.gamma(4, 0.5, (rows, 2)) * [10, 1]
    return x, x @ [0.2, 1.0] + rng.normal(size=rows)


def test_descent_leaves_of_each_direction_what_theory_says():
    x, y = shipping()
    fit = LinearFit(x, y)
    curvature, directions = np.linalg.eigh(fit.hessian)
    t = np.arange(201)[:, None]
    kept = (1 - curvature / curvature[-1]) ** t  # a step leaves 1 - rate · curvature
    assert fit.descend(200) == pytest.approx(
        fit.best - (fit.best @ directions * kept) @ directions.T, abs=1e-10
    )


def test_what_is_left_is_the_loss_above_that_of_least_squares():
    x, y = shipping()
    fit = LinearFit(x, y)
    lowest = np.linalg.lstsq(fit.a, y, rcond=None)[1][0] / len(y)
    v = np.random.default_rng(4).normal(size=(5, 3))
    loss = ((fit.a @ v.T - y[:, None]) ** 2).mean(0)
    share = (loss - lowest) / ((y**2).mean() - lowest)
    assert fit.left(v) == pytest.approx(share, rel=1e-9)


def test_batch_norm_evens_the_columns_and_layer_norm_the_rows():
    h = np.random.default_rng(5).normal(3, 7, (6, 8))
    for axis in (BATCH, FEATURES):
        out, mean, variance = normalize(h, axis)
        assert out.mean(axis) == pytest.approx(0, abs=1e-12)
        assert out.std(axis) == pytest.approx(1, abs=1e-5)
        assert h == pytest.approx(out * np.sqrt(variance + EPS) + mean)
    # the shift and the scale of an example do not matter to layer norm
    assert normalize(7 * h + 3, FEATURES)[0] == pytest.approx(normalize(h, FEATURES)[0], abs=1e-5)
