import numpy as np
import pytest

from nnquiz.layers.central_differences import central_differences, relative_difference


def test_a_quadratic_form_has_the_gradient_of_the_textbook():
    rng = np.random.default_rng(1)
    A, v = rng.normal(size=(3, 3)), rng.normal(size=3)
    assert central_differences(lambda u: u @ A @ u, v) == pytest.approx((A + A.T) @ v, abs=1e-9)


def test_the_gradient_has_the_shape_of_the_place_which_is_left_as_it_was():
    W = np.ones((2, 3))
    assert central_differences(lambda V: (V**3).sum(), W) == pytest.approx(3 * W**2, abs=1e-8)
    assert W.tolist() == [[1, 1, 1], [1, 1, 1]]


def test_a_single_number_has_a_single_slope():
    assert float(central_differences(np.sin, np.array(0.4))) == pytest.approx(np.cos(0.4))


def test_a_difference_is_measured_in_the_largest_entry_of_the_second():
    assert relative_difference(np.array([1.0, -7.0]), np.array([1.0, -8.0])) == pytest.approx(1 / 8)
    assert relative_difference(np.array([1e-9]), np.zeros(1)) == pytest.approx(1e-5)
