import numpy as np
import pytest

from nnquiz.datasets.evenly_spread import samples
from nnquiz.demos import som
from nnquiz.layers.map_quality import quality


def square(side: int) -> np.ndarray:
    return np.array([(i, j) for i in range(side) for j in range(side)])


def test_one_step_moves_the_winner_half_way_and_each_neighbor_by_the_bell_of_its_distance():
    grid = square(3)
    W = grid / 2.0
    before, x = W.copy(), np.array([[0.1, 0.6]])  # nearest: the neuron at (0, 1)
    assert list(som.learn(W, grid, x, np.array([0]), radius=1.5)) == [0, 1]
    for w, old, (i, j) in zip(W, before, grid, strict=True):
        h = np.exp(-(i**2 + (j - 1) ** 2) / (2 * 1.5**2))
        np.testing.assert_allclose(w, old + 0.5 * h * (x[0] - old), atol=1e-12)


def test_without_neighborhood_only_the_winner_moves():
    grid = square(4)
    W = np.random.default_rng(1).random((16, 2))
    x, before = np.random.default_rng(2).random((50, 2)), W.copy()
    for step in som.learn(W, grid, x, np.arange(50), radius=0):
        moved = (before != W).any(1)
        if step:
            winner = ((before - x[step - 1]) ** 2).sum(1).argmin()
            assert moved.nonzero()[0].tolist() == [winner]
        before = W.copy()


def test_radius_and_rate_come_down_to_their_ends():
    grid, x = square(2), np.array([[1.0, 0.0]])
    steps = 1000
    W = np.zeros((4, 2))
    for step in som.learn(W, grid, x, np.zeros(steps, int), radius=4):
        if step == steps - 1:
            W[:] = [[0, 0], [5, 5], [5, 5], [5, 5]]
    h = np.exp(-np.array([0, 1, 1, 2]) / (2 * 0.5**2))
    expected = np.array([[0, 0], [5, 5], [5, 5], [5, 5]])
    expected = expected + 0.02 * h[:, None] * (x - expected)
    np.testing.assert_allclose(W, expected, atol=1e-3)


def test_the_errors_of_a_map_in_order_and_of_one_in_disorder():
    grid = square(3)
    x = np.random.default_rng(3).uniform(0, 2, (400, 2))
    error, topographic = quality(grid.astype(float), grid, x)
    # A sample is uniform in a cell of side 1 (halved and quartered at the border).
    assert error == pytest.approx(np.mean(np.linalg.norm(x - np.rint(x), axis=1)))
    assert topographic == 0
    shuffled = np.random.default_rng(4).permutation(9)
    same, worse = quality(grid[shuffled].astype(float), grid, x)
    count = 0
    for point in x:  # by hand: where on the grid are the two nearest prototypes?
        first, second = np.argsort([np.hypot(*(w - point)) for w in grid[shuffled]])[:2]
        count += max(abs(grid[first] - grid[second])) > 1
    assert same == pytest.approx(error)
    assert worse == pytest.approx(count / 400)
    assert worse > 0.2


def test_samples_are_spread_evenly_over_their_shape():
    rng = np.random.default_rng(5)
    ring = samples(rng, 4000, "ring") - 0.5
    radius = np.hypot(*ring.T)
    assert ((radius > 0.5**1.5 - 1e-9) & (radius <= 0.5)).all()
    inner = 0.5 * 0.75**0.5  # parts the ring into halves of equal area
    assert (radius < inner).mean() == pytest.approx(0.5, abs=0.03)
    for shape, inputs in (("square", 2), ("colors", 3)):
        x = samples(rng, 4000, shape)
        assert x.shape == (4000, inputs)
        assert x.mean(0) == pytest.approx(np.full(inputs, 0.5), abs=0.02)
        assert x.std(0) == pytest.approx(np.full(inputs, 12**-0.5), abs=0.01)
