import numpy as np
import pytest

from nnquiz.datasets.hiring import People, people
from nnquiz.demos import fairness
from nnquiz.layers.calibration import by_bin, calibration_error
from nnquiz.layers.losses import sigmoid
from nnquiz.layers.minibatches import train_on_labels
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
    assert history.past[b & (history.able == 1)].mean() == pytest.approx(0.7, abs=0.02)
    gap = fairness.opportunity_gap(history.past == 1, history, able=1)
    assert gap == pytest.approx(0.3, abs=0.02)
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
    b = np.repeat([0.0, 1.0], 1000)
    able = (rng.random(2000) < np.where(b == 1, 0.2, 0.5)).astype(float)
    chosen = np.where(able == 1, rng.random(2000) < 0.8, rng.random(2000) < 0.1)
    expected = []
    for group in (b == 0, b == 1):
        base, recall = able[group].mean(), chosen[group & (able == 1)].mean()
        ppv = able[group & chosen].mean()
        expected.append(base / (1 - base) * (1 - ppv) / ppv * recall)
    of = People(np.zeros((2000, 5)), b, able, able)
    gap = fairness.opportunity_gap(chosen, of, able=0)
    assert gap == pytest.approx(expected[0] - expected[1])


def test_a_bin_shows_the_mean_of_its_values_at_its_middle_if_it_holds_ten():
    at = np.repeat([-9.0, 0.1, 0.9, 9.0], [12, 10, 9, 30])  # those beyond go to the ends
    middles, means = by_bin(np.arange(61.0), at, -1, 1, 4)
    assert middles == pytest.approx([-0.75, -0.25, 0.25, 0.75])
    assert means == pytest.approx([5.5, np.nan, 16.5, 41.0], nan_ok=True)


def test_labels_can_be_learned_by_weight_and_by_default_count_alike():
    rng = np.random.default_rng(6)
    x, y = rng.normal(size=(400, 2)), np.zeros(400)
    y[:300] = 1  # for no reason that x tells
    nets = [
        train_on_labels(
            MLP([2, 1], np.random.default_rng(7)),
            np.random.default_rng(8),
            x,
            y,
            600,
            0.03,
            128,
            weight,
        )
        for weight in (None, np.where(y == 1, 1.0, 3.0))
    ]
    plain, balanced = (float(np.mean(sigmoid(net.logits(x)))) for net in nets)
    assert plain == pytest.approx(0.75, abs=0.05)
    assert balanced == pytest.approx(0.5, abs=0.06)
