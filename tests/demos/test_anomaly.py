import numpy as np
import pytest

from nnquiz.datasets.pulses import signals
from nnquiz.demos import anomaly
from nnquiz.layers.roc import area_under_roc, roc


def scores(seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    bad = (rng.random(300) < 0.3).astype(float)
    return rng.normal(size=300) + 0.8 * bad, bad


def test_the_area_is_that_under_the_curve():
    of_each, bad = scores(1)
    alarms, found = roc(of_each, bad, points=301)
    assert (alarms[0], found[0], alarms[-1], found[-1]) == (0, 0, 1, 1)
    area = (np.diff(alarms) * (found[1:] + found[:-1]) / 2).sum()
    assert area_under_roc(of_each, bad) == pytest.approx(area, abs=1e-12)


def test_curve_and_area_are_those_of_scikit_learn():
    metrics = pytest.importorskip("sklearn.metrics")
    of_each, bad = scores(2)
    assert area_under_roc(of_each, bad) == pytest.approx(metrics.roc_auc_score(bad, of_each))
    alarms, found, _ = metrics.roc_curve(bad, of_each, drop_intermediate=False)
    np.testing.assert_allclose(roc(of_each, bad, points=301), [alarms, found], atol=1e-12)


def test_pulses_are_of_their_kind():
    kind = np.arange(400) % 4
    x = signals(np.random.default_rng(3), kind, 0)
    tops = (x[:, 1:-1] > x[:, :-2]) & (x[:, 1:-1] > x[:, 2:])
    assert (tops[kind == 1].sum(1) == 2).all()  # a second pulse
    assert (tops[kind == 0].sum(1) <= 1).all()  # a top between two times may show as two alike
    flat = x[kind == 3]
    assert ((flat > 0.999 * flat.max(1, keepdims=True)).sum(1) >= 3).all()
    # ∫ of a bell is √(2π) · width · height: the widest healthy pulse is 2.5 wide, 1.2 high.
    area = x.sum(1)
    assert area[kind == 0].max() <= np.sqrt(2 * np.pi) * 2.5 * 1.2 * 1.01
    assert np.median(area[kind == 2]) == pytest.approx(np.sqrt(2 * np.pi) * 2.2 * 2, rel=0.1)


def test_the_score_is_the_squared_distance_and_zero_for_what_comes_back_unchanged():
    x = np.array([[1.0, 2, 2], [0, 0, 1]])
    np.testing.assert_allclose(anomaly.score(x, np.zeros_like(x)), [9, 1])
    np.testing.assert_allclose(anomaly.score(x, x), [0, 0])
