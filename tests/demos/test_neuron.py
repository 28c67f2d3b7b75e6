from itertools import product

import numpy as np
import pytest

from nnquiz.demos import neuron
from nnquiz.layers.bisection import crossing
from nnquiz.layers.gates import BITS, BY_HAND, FUNCTIONS, truth_tables
from nnquiz.layers.least_squares import share_explained
from nnquiz.layers.lines import boundary


def test_a_neuron_is_the_activation_of_its_sum_and_not_the_sum_of_activations():
    x, w = np.array([[1.0, 2.0]]), np.array([3.0, -1.0])
    assert neuron.neuron(x, w, 0.5, np.tanh) == pytest.approx(np.tanh([3 * 1 - 1 * 2 + 0.5]))


def test_the_crossing_is_found_where_a_cube_root_says():
    assert crossing(lambda t: t**3, 5) == pytest.approx(5 ** (1 / 3), abs=1e-12)


def test_neurons_are_found_for_just_those_functions_that_a_linear_program_can_part():
    linprog = pytest.importorskip("scipy.optimize").linprog
    found = truth_tables(np.random.default_rng(1).normal(size=(20000, 3)))
    for answers in product((0, 1), repeat=4):
        sign = 2 * np.array(answers)[:, None] - 1
        inputs = np.column_stack([BITS, np.ones(4)])
        # is there w with sign (w · x) >= 1 for all four?
        parted = linprog(np.zeros(3), -sign * inputs, -np.ones(4), bounds=(None, None)).success
        assert (answers in found) == parted


def test_the_weights_told_for_and_or_and_nand_make_them():
    for gate, row in BY_HAND.items():
        (answers,) = truth_tables(np.array([row]))
        assert answers == FUNCTIONS[gate]
    a, b = BITS.T
    assert FUNCTIONS["XOR"] == tuple(a != b)


def test_a_boundary_is_drawn_where_the_sum_is_zero():
    w, b = np.array([1.6, -1.2]), 0.7
    ends = boundary(w, b)
    assert np.abs(ends @ w + b).max() <= 1e-12
    assert np.linalg.norm(ends[0] - ends[1]) == pytest.approx(18)


def test_the_share_explained_is_the_squared_correlation_with_one_input():
    rng = np.random.default_rng(2)
    x = rng.normal(size=60)
    y = 2 * x + rng.normal(size=60)
    assert share_explained(x[:, None], y) == pytest.approx(np.corrcoef(x, y)[0, 1] ** 2)
    assert share_explained(x[:, None], 3 - x) == pytest.approx(1)
