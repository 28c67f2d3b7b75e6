import numpy as np
import pytest

from nnquiz.demos import early_stopping


@pytest.mark.parametrize("patience", [1, 2, 5, 100])
def test_it_stops_where_the_wait_since_the_lowest_error_first_reaches_the_patience(patience: int):
    rng = np.random.default_rng(1)
    for errors in rng.integers(0, 30, (200, 25)) / 10:  # with ties
        waits = [i - int(np.argmin(errors[: i + 1])) for i in range(25)]
        end = next((i for i, wait in enumerate(waits) if wait >= patience), 24)
        assert early_stopping.stop_at(errors, patience) == np.argmin(errors[: end + 1])


def test_a_second_fall_is_seen_only_with_patience_enough():
    errors = np.array([9.0, 5, 6, 7, 6, 4, 8])
    assert early_stopping.stop_at(errors, 3) == 1
    assert early_stopping.stop_at(errors, 4) == 5
