import numpy as np
import pytest

from nnquiz.datasets.factors import loadings, rows_of
from nnquiz.datasets.gaps import holes
from nnquiz.demos import missing_data
from nnquiz.layers.imputation import column_means, fill_by_regression, fit_imputer
from nnquiz.layers.prediction_error import prediction_error


def with_gaps(seed: int, columns: int):
    rng = np.random.default_rng(seed)
    x, _ = rows_of(rng, 1000, loadings(rng, columns))
    return x, holes(rng, x, 0.3, high=False)


def log_likelihood(x, gone, mean, cov):
    """Of the cells that are there, each row by its own Gaussian."""
    total = 0.0
    for row, there in zip(x, ~gone, strict=True):
        off, part = (row - mean)[there], cov[np.ix_(there, there)]
        logdet = np.linalg.slogdet(2 * np.pi * part)[1]
        total -= 0.5 * (logdet + off @ np.linalg.solve(part, off))
    return total


def test_a_gap_is_filled_with_what_is_expected_given_the_rest_of_its_row():
    x, gone = with_gaps(1, 5)
    mean, cov = x.mean(0), np.cov(x.T)
    filled = fill_by_regression(x, gone, mean, cov)
    for row, lost, found in zip(x[:80], gone, filled, strict=False):
        expected = row.copy()
        on_the_rest = np.linalg.solve(cov[np.ix_(~lost, ~lost)], cov[np.ix_(~lost, lost)])
        expected[lost] = mean[lost] + (row - mean)[~lost] @ on_the_rest
        np.testing.assert_allclose(found, expected, atol=1e-9)


def test_each_round_of_em_makes_the_seen_cells_more_likely():
    x, gone = with_gaps(2, 4)
    x, gone = x[:300], gone[:300]
    fits = (fit_imputer(x, gone, rounds) for rounds in range(6))
    assert np.diff([log_likelihood(x, gone, *fit) for fit in fits]).min() > 0


@pytest.mark.filterwarnings("ignore:.*Early stopping")
def test_the_gaps_are_filled_as_well_as_by_scikit_learn():
    pytest.importorskip("sklearn.experimental.enable_iterative_imputer")
    impute = pytest.importorskip("sklearn.impute")
    x, gone = with_gaps(3, 6)
    oracle = impute.IterativeImputer(random_state=0).fit_transform(np.where(gone, np.nan, x))
    filled = fill_by_regression(x, gone, *fit_imputer(x, gone))
    errors = [np.sqrt(((f - x)[gone] ** 2).mean()) for f in (filled, oracle)]
    assert errors[0] <= 1.03 * errors[1]


@pytest.mark.parametrize("high", [False, True])
def test_the_share_asked_for_is_gone_and_rather_the_high_ones_if_so_wanted(high: bool):
    rng = np.random.default_rng(4)
    x = rng.normal(size=(20000, 3))
    gone = holes(rng, x, 0.3, high)
    assert gone.mean() == pytest.approx(0.3, abs=0.01)
    assert (x[gone].mean() > 0.5) == high


def test_each_cause_shows_in_the_columns_by_itself_and_as_strongly_as_the_others():
    loads = loadings(np.random.default_rng(5), 10)
    np.testing.assert_allclose(loads @ loads.T, 10 * np.eye(3), atol=1e-12)


def test_new_rows_are_filled_by_what_was_learned_of_the_old_and_flags_tell_which_cells():
    x, gone = with_gaps(6, 4)
    new, new_gone = 5 + x[:100], gone[:100]
    ways = missing_data.filled(x, gone, new, new_gone)
    assert list(ways) == ["mean", "mean, flags", "regression", "regression, flags"]
    old, other = ways["mean"]
    assert (old[~gone] == x[~gone]).all()
    means = np.broadcast_to(column_means(x, gone), new.shape)
    assert (other[new_gone] == means[new_gone]).all()  # not those of the new rows, 5 higher
    flagged, flagged_new = ways["regression, flags"]
    assert (flagged[:, 4:] == gone).all()
    assert (flagged_new[:, 4:] == new_gone).all()


def test_the_error_of_a_prediction_is_0_for_what_the_columns_tell_and_1_for_what_they_do_not():
    rng = np.random.default_rng(7)
    x, new = 3 + rng.normal(size=(600, 2)), 3 + rng.normal(size=(200, 2))
    line, luck = x[:, :1] - x[:, 1:], rng.normal(size=(600, 1))
    assert prediction_error(0, x, line, new, new[:, :1] - new[:, 1:]) < 0.15
    assert 0.9 < prediction_error(0, x, luck, new, rng.normal(size=(200, 1))) < 1.5
    assert prediction_error(0, x[:1], line[:1], new, new[:, :1]) == 1.0
