"""What makes grading fast says the same as the plain way to compute it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnquiz.grading.forest import Forest
from nnquiz.grading.model import model
from nnquiz.grading.tallies import Lanes

COUNTS = st.lists(st.tuples(st.integers(0, 40_000), st.integers(1, 40_000)), min_size=1)


@given(COUNTS)
def test_counters_in_one_integer_are_those_counters(pairs):
    ones, others = zip(*pairs, strict=True)
    lanes = Lanes(len(pairs), max(map(max, pairs)))
    one, other = lanes.packed(ones), lanes.packed(others)
    assert tuple(lanes.array(one)) == ones
    assert tuple(lanes.array(lanes.greater(one, other))) == tuple(map(max, pairs))
    some = [n > bound for n, bound in pairs]
    masked = [n if n > bound else 0 for n, bound in pairs]
    assert list(lanes.array(one & lanes.masking(some))) == masked
    sparse = lanes.sparse([place for place, here in enumerate(some) if here], ones[0])
    assert list(lanes.array(sparse)) == [ones[0] * here for here in some]
    reaching = [(place, n) for place, (n, bound) in enumerate(pairs) if n >= bound]
    assert list(lanes.reaching(one, other)) == reaching


def test_counters_too_large_for_a_lane_are_refused():
    with pytest.raises(ValueError, match="too large"):
        Lanes(1, 2**31)


FEATURES = 3
number = st.integers(-3, 3).map(float)


@st.composite
def trees(draw, leaves=8):
    """A tree as the file of the model has it: nodes in preorder."""
    if leaves == 1 or draw(st.booleans()):
        return [[-1, 0, 0, 0, draw(st.floats(-1, 1))]]
    on_the_left = draw(st.integers(1, leaves - 1))
    left = draw(trees(on_the_left))
    right = draw(trees(leaves - on_the_left))
    root = [draw(st.integers(0, FEATURES - 1)), draw(number), 1, 1 + len(left), 0]
    return [root, *_moved(left, 1), *_moved(right, 1 + len(left))]


def _moved(nodes, by):
    return [[f, t, left + by, right + by, v] for f, t, left, right, v in nodes]


def walked(tree, features):
    feature, threshold, left, right, value = tree[0]
    while feature >= 0:
        at = left if features[feature] <= threshold else right
        feature, threshold, left, right, value = tree[at]
    return value


@given(
    st.lists(trees(), min_size=1, max_size=4),
    st.lists(st.tuples(number, number, number), min_size=1, max_size=3),
)
def test_all_trees_at_once_lead_where_each_leads(forest, rows):
    expected = [sum(walked(tree, row) for tree in forest) for row in rows]
    assert Forest(forest).sums(np.array(rows)) == pytest.approx(expected, abs=1e-12)


def test_a_tree_of_more_leaves_than_fit_is_refused():
    leaf = [-1, 0, 0, 0, 0.5]
    with pytest.raises(ValueError, match="9 leaves"):
        Forest([[leaf] * 9])


def test_scores_are_spread_around_the_middle_and_end_at_0_and_1():
    rows = np.random.default_rng(1).normal(0.3, 0.5, (50, len(model().features)))
    drawn = np.array(replace(model(), middle=0.5, slope=1.0).scores(rows))
    spread = np.array(replace(model(), middle=0.4, slope=3.0).scores(rows))
    assert len(set(drawn)) > 10
    assert spread == pytest.approx(np.clip(0.4 + 3 * (drawn - 0.4), 0, 1), abs=1e-12)
    assert {*spread} & {0.0, 1.0}
