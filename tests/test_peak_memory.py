import tracemalloc

import numpy as np
import pytest

from nnquiz.layers.peak_memory import last_and_peak


def test_of_what_is_made_one_after_another_the_largest_alone_counts():
    sizes = [100_000, 500_000, 200_000]  # of 8 bytes
    last, peak = last_and_peak(np.zeros(n).sum() + n for n in sizes)
    assert last == 200_000
    assert 4 <= peak <= 4.3
    assert not tracemalloc.is_tracing()


def test_nothing_is_measured_any_longer_once_it_has_failed():
    with pytest.raises(ZeroDivisionError):
        last_and_peak(1 / n for n in (2, 1, 0))
    assert not tracemalloc.is_tracing()
    with pytest.raises(ValueError, match="values"):
        last_and_peak([])
