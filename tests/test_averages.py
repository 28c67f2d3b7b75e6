from itertools import combinations

import numpy as np
import pytest

from nnquiz.layers.averages import error_by_size, error_by_theory


def test_the_expected_error_by_size_is_the_mean_over_all_ensembles_of_that_size():
    rng = np.random.default_rng(2)
    predictions, truth = rng.normal(size=(6, 40)), rng.normal(size=40)
    members = ((predictions - truth) ** 2).mean()
    spread = predictions.var(0).mean()
    theory = error_by_theory(6, members, spread)
    for k in range(1, 7):
        errors = [
            ((predictions[list(some)].mean(0) - truth) ** 2).mean()
            for some in combinations(range(6), k)
        ]
        assert theory[k - 1] == pytest.approx(np.mean(errors), abs=1e-12)
    drawn = error_by_size(rng, predictions, truth)
    np.testing.assert_allclose(drawn, theory, rtol=0.15)
    assert drawn[-1] == pytest.approx(theory[-1])
