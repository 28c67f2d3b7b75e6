import numpy as np
import pytest

from nnquiz.datasets.linear import rows, sparse_rows, sparse_weights, twins
from nnquiz.demos import l1_l2
from nnquiz.layers.proximal_search import proximal_by_search


def few_that_matter(n: int = 60) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(7)
    return rows(rng, np.array([1.5, -1, 0.8] + [0] * 9), n, 0.5)


def test_the_soft_threshold_is_the_minimum_that_a_fine_search_finds():
    tried = np.linspace(-3, 3, 60_001)
    for w in np.random.default_rng(1).uniform(-3, 3, 50):
        found = tried[((tried - w) ** 2 / 2 + 0.7 * np.abs(tried)).argmin()]
        assert l1_l2.soft_threshold(np.array([w]), 0.7)[0] == pytest.approx(found, abs=1e-4)


def test_at_its_end_no_weight_can_better_the_penalized_loss():
    x, y = few_that_matter()
    lam = 0.1
    w = l1_l2.l1_steps(x, y, lam, np.zeros(12), 2000)[-1]
    dL_dw = x.T @ (x @ w - y) / len(y)
    # a weight at 0 is held there by the penalty, any other is where the two slopes cancel
    assert np.abs(dL_dw[w == 0]).max() <= lam
    assert dL_dw[w != 0] == pytest.approx(-lam * np.sign(w[w != 0]), abs=1e-9)
    assert 3 <= (w != 0).sum() < 12


def test_on_uncorrelated_inputs_both_penalties_have_a_closed_form():
    # with xᵀx/n = I, L1 is the soft threshold of the plain fit and L2 its share 1 / (1 + λ)
    q, _ = np.linalg.qr(np.random.default_rng(2).normal(size=(50, 6)))
    x = q * np.sqrt(50)
    y = x @ np.array([2, -1, 0.5, 0.2, 0, 0]) + 0.1
    plain = x.T @ y / 50
    l1 = l1_l2.l1_steps(x, y, 0.3, np.zeros(6), 50)[-1]
    expected = np.where(np.abs(plain) > 0.3, plain - 0.3 * np.sign(plain), 0)
    assert l1 == pytest.approx(expected, abs=1e-12)
    assert l1_l2.l2(x, y, 0.3) == pytest.approx(plain / 1.3, abs=1e-12)


def test_added_to_the_gradient_the_penalty_gets_near_the_lasso_but_to_no_zero():
    x, y = few_that_matter()
    ends = [l1_l2.l1_steps(x, y, 0.1, np.zeros(12), 2000, soft)[-1] for soft in (True, False)]
    assert ends[1] == pytest.approx(ends[0], abs=0.1)
    assert (ends[1] != 0).all()


def test_l1_and_l2_agree_with_scikit_learn():
    linear = pytest.importorskip("sklearn.linear_model")
    x, y = few_that_matter()
    lasso = linear.Lasso(0.1, fit_intercept=False, tol=1e-12, max_iter=100_000).fit(x, y)
    ridge = linear.Ridge(0.1 * len(y), fit_intercept=False).fit(x, y)
    w = l1_l2.l1_steps(x, y, 0.1, np.zeros(12), 5000)[-1]
    assert w == pytest.approx(lasso.coef_, abs=1e-6)
    assert l1_l2.l2(x, y, 0.1) == pytest.approx(ridge.coef_, abs=1e-9)


def test_of_sparse_weights_only_the_first_matter_and_of_twins_only_one():
    w = sparse_weights(np.random.default_rng(3), 500, 200)
    assert ((np.abs(w[:200]) >= 0.8) & (np.abs(w[:200]) <= 2)).all()
    assert 50 < (w < 0).sum() < 150
    assert (w[200:] == 0).all()
    x, y = twins(np.random.default_rng(4), 50_000)
    assert np.corrcoef(x.T)[0, 1] == pytest.approx(0.9, abs=0.01)
    found, *_ = np.linalg.lstsq(x, y, rcond=None)
    assert found == pytest.approx([2, 0], abs=0.03)


def test_the_search_finds_the_weight_that_a_square_penalty_has_in_closed_form():
    w = np.linspace(-1, 1, 41)
    assert proximal_by_search(w, lambda v: 0.7 * v**2 / 2) == pytest.approx(w / 1.7, abs=6e-4)


def test_rows_to_validate_are_not_those_to_learn_from_but_follow_the_same_weights():
    w, (x, y), (x_held_out, target) = sparse_rows(np.random.default_rng(9), 12, 3, 50, 0.0)
    assert (w != 0).sum() == 3
    assert (x.shape, x_held_out.shape) == ((50, 12), (200, 12))
    assert x @ w == pytest.approx(y)
    assert x_held_out @ w == pytest.approx(target)
    assert not np.isin(x_held_out, x).any()
