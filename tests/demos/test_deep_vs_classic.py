import warnings

import numpy as np
import pytest

from nnquiz.datasets.thresholds import score, table
from nnquiz.demos import deep_vs_classic
from nnquiz.layers.boosting import BoostedStumps, best_stump
from nnquiz.layers.losses import cross_entropy
from nnquiz.layers.mlp import MLP


def test_the_best_stump_is_the_one_that_trying_all_of_them_finds():
    rng = np.random.default_rng(1)
    above = (rng.random((40, 30)) < rng.random(30)).astype(float)
    above[:, :2] = [0, 1]  # splits with nothing on one side
    r = rng.normal(size=(40, 3))
    split, high, low = best_stump(above, r)
    for k in range(3):
        errors = []
        for side in above.T == 1:
            fit = np.where(side, r[side, k].mean() if side.any() else 0, 0.0)
            fit[~side] = r[~side, k].mean() if (~side).any() else 0
            errors.append(((r[:, k] - fit) ** 2).sum())
        assert split[k] == np.argmin(errors)
        side = above[:, split[k]] == 1
        assert high[k] == pytest.approx(r[side, k].mean())
        assert low[k] == pytest.approx(r[~side, k].mean())


def test_each_round_adds_a_stump_that_lowers_the_cross_entropy():
    x, labels = table(np.random.default_rng(2), 200, 6, 0.3)
    stumps = BoostedStumps(x, labels, 2, rounds=20, cuts=10)
    losses = [cross_entropy(stumps.logits(x, k), labels)[0] for k in range(21)]
    assert losses[0] == pytest.approx(np.log(2))
    assert np.diff(losses).max() < 0
    np.testing.assert_array_equal(stumps.logits(x, 20), stumps.logits(x))
    # The first residual is onehot - 1/2, so the first votes are rate · (share of class 1 - 1/2).
    column, cut = stumps.splits()[0]
    side = x[:, column] > cut
    expected = 0.3 * (np.where(side, labels[side].mean(), labels[~side].mean()) - 0.5)
    np.testing.assert_allclose(stumps.logits(x, 1)[:, 1], expected)


def test_the_stumps_do_as_well_as_those_of_scikit_learn():
    ensemble = pytest.importorskip("sklearn.ensemble")
    rng = np.random.default_rng(3)
    x, labels = table(rng, 300, 16, 0.3)
    new, truth = table(rng, 3000, 16, 0.3)
    mine = BoostedStumps(x, labels, 2, rounds=100, cuts=24).logits(new).argmax(1)
    oracle = ensemble.GradientBoostingClassifier(
        n_estimators=100, max_depth=1, learning_rate=0.3, random_state=0
    ).fit(x, labels)
    assert (mine == truth).mean() == pytest.approx(oracle.score(new, truth), abs=0.04)


def test_the_network_does_as_well_on_the_table_as_that_of_scikit_learn():
    neural = pytest.importorskip("sklearn.neural_network")
    rng = np.random.default_rng(3)
    x, labels = table(rng, 300, 16, 0.3)
    new, truth = table(rng, 3000, 16, 0.3)
    net = deep_vs_classic.network(0, 16, 32, 2)
    list(deep_vs_classic.learn(net, 0, x, labels, deep_vs_classic.EPOCHS))
    oracle = neural.MLPClassifier(
        (32,), alpha=0, batch_size=64, learning_rate_init=0.01, max_iter=20, random_state=0
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that 20 epochs leave it short of its optimum
        oracle.fit(x, labels)
    mine = (net.logits(new).argmax(1) == truth).mean()
    assert mine == pytest.approx(oracle.score(new, truth), abs=0.04)


def test_a_network_can_undo_a_rotation_of_the_columns_in_its_first_weights():
    rng = np.random.default_rng(4)
    x, rotation = rng.normal(size=(20, 6)), np.linalg.qr(rng.normal(size=(6, 6)))[0]
    net, other = (MLP([6, 8, 2], np.random.default_rng(5), "relu") for _ in range(2))
    other.weights[0][:] = rotation.T @ net.weights[0]
    np.testing.assert_allclose(other.logits(x @ rotation), net.logits(x), atol=1e-12)


def test_the_rule_of_the_table_in_all_cases_of_its_thresholds():
    yes = {
        (a, b, c, d)
        for a, b, c, d in np.ndindex(2, 2, 2, 2)
        if score(np.array([[2 * a - 0.5, b - 0.7, c - 1, 2 * d, 9.0]]))[0] > 0
    }
    weights = (1.5, -1.5, 1.5, 1.0)
    assert yes == {m for m in np.ndindex(2, 2, 2, 2) if np.dot(m, weights) > 0.8}
