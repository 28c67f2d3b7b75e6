import numpy as np
import pytest

from nnquiz.datasets.hiring import people
from nnquiz.demos import fairness
from nnquiz.layers.calibration import calibration_error
from nnquiz.layers.mlp import MLP


def test_reweighing_makes_the_label_independent_of_the_group_and_keeps_its_share():
    history = people(np.random.default_rng(1), 3000, 0.6, 0.85)
    weight = fairness.reweighing(history.b, history.past)
    rates = [
        np.average(history.past[history.b == g], weights=weight[history.b == g]) for g in (0, 1)
    ]
    assert rates[0] == pytest.approx(rates[1])
    assert rates[0] == pytest.approx(history.past.mean())
    assert weight.sum() == pytest.approx(3000)


def test_the_groups_are_equally_able_but_the_able_of_group_b_were_turned_down():
    history = people(np.random.default_rng(2), 40000, 0.3, 0.85)
    b = history.b == 1
    assert history.able[b].mean() == pytest.approx(history.able[~b].mean(), abs=0.03)
    assert fairness.rate(history.past, b & (history.able == 1)) == pytest.approx(0.7, abs=0.02)
    assert (history.past[~b] == history.able[~b]).all()
    assert (history.x[:, 2] == history.b).mean() == pytest.approx(0.85, abs=0.01)


def test_who_counts_double_counts_as_two():
    data = people(np.random.default_rng(3), 200, 0.5, 0.85)
    net = fairness.learn(0, data, data.past, fairness.ALL, np.ones(200))
    double = fairness.learn(0, data, data.past, fairness.ALL, np.full(200, 2.0))
    # Adam's steps do not hang on the scale of all weights, so that nothing may change.
    np.testing.assert_allclose(net.theta, double.theta, atol=1e-3)


def test_a_column_that_is_left_out_changes_no_answer():
    data = people(np.random.default_rng(4), 200, 0.5, 0.85)
    net = fairness.learn(0, data, data.past, fairness.NO_GROUP, np.ones(200))
    fresh = MLP([5, 12, 1], np.random.default_rng([0, 2]))
    assert (net.weights[0][4] == fresh.weights[0][4]).all()
    assert not (net.weights[0][3] == fresh.weights[0][3]).any()


def test_calibration_error_is_the_gap_between_predicted_and_real_shares():
    p = np.repeat([0.15, 0.75], [200, 100])
    y = np.zeros(300)
    y[:50] = 1  # 25% of those who were told 15%
    y[200:250] = 1  # 50% of those who were told 75%
    assert calibration_error(p, y) == pytest.approx((200 * 0.1 + 100 * 0.25) / 300)


def test_equal_predictive_value_and_misses_force_unequal_false_positive_rates():
    """Chouldechova 2017: FPR = base / (1 - base) · (1 - PPV) / PPV · (1 - FNR)."""
    rng = np.random.default_rng(5)
    for base in (0.2, 0.5):
        able = rng.random(1000) < base
        chosen = np.where(able, rng.random(1000) < 0.8, rng.random(1000) < 0.1)
        ppv, recall = fairness.rate(able, chosen), fairness.rate(chosen, able)
        share = able.mean()
        expected = share / (1 - share) * (1 - ppv) / ppv * recall
        assert fairness.rate(chosen, ~able) == pytest.approx(expected)
