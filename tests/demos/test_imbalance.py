import numpy as np
import pytest

from nnquiz.datasets.plane import rare_cloud
from nnquiz.demos import imbalance
from nnquiz.layers.focal_loss import focal_loss
from nnquiz.layers.losses import logistic_loss
from nnquiz.layers.roc import area_under_roc, roc, scores


@pytest.mark.parametrize("gamma", [0.0, 0.5, 2.0, 5.0])
def test_the_slope_of_focal_loss_is_the_one_that_central_differences_give(gamma: float):
    z = np.tile(np.linspace(-4, 4, 17), 2)
    y = np.repeat([0.0, 1.0], 17)
    above, below = (focal_loss(z + e, y, gamma)[0] for e in (1e-5, -1e-5))
    np.testing.assert_allclose(focal_loss(z, y, gamma)[1], (above - below) / 2e-5, atol=1e-8)


def test_without_gamma_focal_loss_is_the_cross_entropy():
    rng = np.random.default_rng(1)
    z, y = rng.normal(size=30), (rng.random(30) < 0.5).astype(float)
    loss, slope = focal_loss(z, y, 0)
    mean, slopes = logistic_loss(z[:, None], y)
    assert loss.mean() == pytest.approx(mean, abs=1e-12)
    np.testing.assert_allclose(slope / 30, slopes[:, 0], atol=1e-12)


def test_a_weight_of_three_is_three_copies():
    x, y = rare_cloud(np.random.default_rng(2), 60, 0.2)
    copies = np.repeat(np.arange(60), np.where(y == 1, 3, 1))
    weighted = imbalance.train(0, x, y, np.where(y == 1, 3.0, 1.0))
    copied = imbalance.train(0, x[copies], y[copies], np.ones(len(copies)))
    np.testing.assert_allclose(weighted.logits(x), copied.logits(x), atol=1e-4)


def test_the_area_under_the_roc_curve_counts_pairs_in_the_right_order():
    rng = np.random.default_rng(3)
    y = (rng.random(150) < 0.3).astype(float)
    z = y + rng.normal(size=150)
    pairs = (z[y == 1][:, None] > z[y == 0]).mean()
    assert area_under_roc(z, y) == pytest.approx(pairs)
    alarms, recall = roc(z, y)
    assert np.trapezoid(recall, alarms) == pytest.approx(pairs, abs=1e-12)


def test_the_scores_are_those_of_scikit_learn():
    metrics = pytest.importorskip("sklearn.metrics")
    rng = np.random.default_rng(4)
    y = (rng.random(500) < 0.1).astype(float)
    z = 2 * y + rng.normal(size=500)
    act = z > np.log(0.3 / 0.7)
    found = scores(z, y, 0.3)
    assert found["precision"] == pytest.approx(metrics.precision_score(y, act))
    assert found["recall"] == pytest.approx(metrics.recall_score(y, act))
    assert found["F1"] == pytest.approx(metrics.f1_score(y, act))
    assert found["ROC area"] == pytest.approx(metrics.roc_auc_score(y, z))
    assert found["balanced"] == pytest.approx(metrics.balanced_accuracy_score(y, act))
