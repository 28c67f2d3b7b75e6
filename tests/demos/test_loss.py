import numpy as np
import pytest

from nnquiz.datasets.plane import clouds
from nnquiz.demos import loss


def test_the_gradient_is_what_central_differences_give():
    x, y = clouds(np.random.default_rng(1), 30, 1.0)
    for w in np.random.default_rng(2).normal(0, 2, (5, 2)):
        nudges = 1e-6 * np.eye(2)
        both = loss.cross_entropy(w + nudges, x, y) - loss.cross_entropy(w - nudges, x, y)
        assert np.abs(both / 2e-6 - loss.loss_slope(w, x, y)).max() <= 1e-8


def test_turning_the_line_once_around_changes_each_answer_twice_and_nothing_in_between():
    x, y = clouds(np.random.default_rng(3), 20, 1.0)
    angle = np.arctan2(x[:, 1], x[:, 0])
    jumps = np.sort(np.concatenate([angle - np.pi / 2, angle + np.pi / 2]) % (2 * np.pi))
    ends = np.append(jumps, jumps[0] + 2 * np.pi)
    between = ends[:-1] + np.diff(ends) * np.array([[0.01], [0.5], [0.99]])
    share = loss.share_wrong(np.stack([np.cos(between), np.sin(between)], -1), x, y)
    assert (share == share[0]).all()
    assert np.abs(np.diff(share[0])) == pytest.approx(1 / 20)


def test_the_slope_of_the_share_is_the_height_of_a_jump_over_the_nudge():
    x, y = np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([1.0, 1.0])
    slope = loss.share_slope(np.array([0.0, 5.0]), x, y, e=0.1)  # the first point lies on the line
    assert slope == pytest.approx([-0.5 / 0.2, 0])


def test_descending_ends_where_scipys_search_for_the_least_loss_ends():
    optimize = pytest.importorskip("scipy.optimize")
    x, y = clouds(np.random.default_rng(4), 80, 1.5)

    def minus_log_of_what_the_labels_got(w: np.ndarray) -> float:
        p = 1 / (1 + np.exp(-x @ w))
        return -np.log(np.where(y == 1, p, 1 - p)).mean()

    lowest = optimize.minimize(minus_log_of_what_the_labels_got, [0.0, 0.0])
    w = loss.descend(loss.loss_slope, x, y, 0.5, 1000)[-1]
    assert w == pytest.approx(lowest.x, abs=1e-4)
    assert loss.cross_entropy(w, x, y) == pytest.approx(lowest.fun)
    answers = [float(a @ w > 0) for a in x]
    assert loss.share_wrong(w, x, y) == np.mean(answers != y)
