import numpy as np
import pytest

from nnquiz.datasets.curve_in_space import D, curve, from_above, random_axes
from nnquiz.demos import autoencoder
from nnquiz.layers.autoencoder import learn, least_cosine, principal_axes, project
from nnquiz.layers.central_differences import central_differences
from nnquiz.layers.losses import squared_error
from nnquiz.layers.mlp import MLP, Array
from nnquiz.layers.rank_correlation import rank_correlation


def loss(net: MLP, x: Array) -> float:
    return float(squared_error(net.logits(x), x)[0])


def test_a_step_of_learning_is_against_the_slope_of_the_reconstruction_error():
    rng = np.random.default_rng(1)
    net, x = MLP([4, 5, 2, 5, 4], rng), np.tile(rng.normal(size=4), (9, 1))  # every batch alike
    before = net.theta.copy()

    def error(theta: Array) -> float:
        net.theta[:] = theta
        return loss(net, x)

    slope = central_differences(error, before)
    net.theta[:] = before
    assert list(learn(net, rng, x, 1, lr=0.01)) == [0, 1]
    # Adam's first step has the size of the learning rate, whatever that of the slope
    assert (np.abs(slope) > 1e-6).all()
    np.testing.assert_allclose(net.theta - before, -0.01 * np.sign(slope), rtol=0.01)


def test_pca_keeps_the_largest_eigenvectors_of_the_covariance_and_loses_the_other_eigenvalues():
    x = np.random.default_rng(2).normal(size=(200, 6)) * np.arange(1, 7) + 3
    values, vectors = np.linalg.eigh(np.cov(x.T, bias=True))  # in ascending order
    largest = vectors[:, -2:]
    expected = x.mean(0) + (x - x.mean(0)) @ largest @ largest.T
    kept = project(x, x.mean(0), principal_axes(x, 2))
    np.testing.assert_allclose(kept, expected, atol=1e-9)
    assert autoencoder.error(kept, x) == pytest.approx(values[:-2].sum() / 6)


def test_pca_and_the_angle_between_planes_are_those_of_scikit_learn_and_scipy():
    decomposition = pytest.importorskip("sklearn.decomposition")
    linalg = pytest.importorskip("scipy.linalg")
    rng = np.random.default_rng(4)
    x = rng.normal(size=(120, 7)) * np.arange(1, 8) + rng.normal(size=7)
    oracle = decomposition.PCA(3).fit(x)
    axes = principal_axes(x, 3)
    np.testing.assert_allclose(np.abs(axes @ oracle.components_.T), np.eye(3), atol=1e-9)
    expected = oracle.inverse_transform(oracle.transform(x))
    np.testing.assert_allclose(project(x, x.mean(0), axes), expected, atol=1e-9)
    plane, other = rng.normal(size=(2, 2, 7))
    angle = linalg.subspace_angles(plane.T, other.T).max()
    assert least_cosine(plane, other) == pytest.approx(np.cos(angle))


def test_a_linear_autoencoder_cannot_be_improved_where_its_plane_is_that_of_pca():
    rng = np.random.default_rng(3)
    x = rng.normal(size=(100, 5)) * [1, 2, 3, 4, 5] + rng.normal(size=5)
    mean, directions = x.mean(0), principal_axes(x, 2)
    mix = rng.normal(size=(2, 2))  # the codes may be any mixture of the components
    net = MLP([5, 2, 5], rng, "linear")
    net.weights[0][:] = directions.T @ mix
    net.weights[1][:] = np.linalg.inv(mix) @ directions
    net.biases[1][:] = mean - mean @ directions.T @ directions
    hs = net.forward(x)
    np.testing.assert_allclose(hs[-1], project(x, mean, directions), atol=1e-12)
    assert np.abs(net.backward(hs, squared_error(hs[-1], x)[1])).max() <= 1e-10
    assert least_cosine(net.weights[1], directions) == pytest.approx(1)
    best = loss(net, x)
    for _ in range(50):
        net.theta += 0.01 * rng.normal(size=net.theta.shape)
        assert loss(net, x) > best


def test_the_angle_between_two_planes_and_the_correlation_of_ranks_in_known_cases():
    tilt = np.array([[2.0, 0, 0], [5.0, 3 * np.cos(0.4), 3 * np.sin(0.4)]])
    assert least_cosine(np.eye(3)[:2], tilt) == pytest.approx(np.cos(0.4))
    a = np.random.default_rng(4).normal(size=50)
    assert rank_correlation(a, np.exp(a)) == pytest.approx(1)
    assert rank_correlation(a, -(a**3)) == pytest.approx(-1)
    assert rank_correlation(np.array([1, 2, 3]), np.array([1, 3, 2])) == 0.5


def test_the_curve_lies_in_the_space_of_its_three_axes_and_is_seen_from_above_as_an_arc():
    axes, t = random_axes(np.random.default_rng(5)), np.linspace(-1, 1, 300)
    points = curve(t, axes)
    assert points.shape == (300, D)
    assert axes @ axes.T == pytest.approx(np.eye(3) * D / 3)
    assert np.linalg.matrix_rank(points - points.mean(0)) == 3
    assert (points**2).sum(1).mean() * 3 / D == pytest.approx(1 + np.mean(np.sin(5 * t) ** 2) / 4)
    seen = from_above(points, axes)
    assert seen == pytest.approx(np.column_stack([np.cos(2.4 * t), np.sin(2.4 * t)]))
