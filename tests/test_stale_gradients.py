import numpy as np
import pytest

from nnquiz.layers.stale_gradients import largest_stable_rate, stable


@pytest.mark.parametrize("delay", [0, 1, 4])
def test_delayed_descent_is_stable_where_its_characteristic_roots_are_within_the_circle(delay: int):
    rates = np.geomspace(0.05, 2.5, 200)
    roots = [np.roots([1, -1, *[0] * (delay - 1), lr] if delay else [1, lr - 1]) for lr in rates]
    radius = np.array([np.abs(r).max() for r in roots])
    clear = np.abs(radius - 1) > 0.002
    assert (stable(rates, delay) == (radius < 1))[clear].all()


def test_the_largest_stable_rate_is_2_without_delay_and_1_with_a_step_of_it():
    """w ← (1 - lr) w; and with a step of delay both roots of z² - z + lr have size √lr."""
    assert largest_stable_rate(0) == pytest.approx(2, rel=0.005)
    assert largest_stable_rate(1) == pytest.approx(1, rel=0.005)
