import numpy as np
import pytest

from nnquiz.datasets.shapes import shuffled
from nnquiz.demos import cnn
from nnquiz.layers.convolution import ConvNet, convolve
from nnquiz.layers.losses import cross_entropy
from nnquiz.layers.mlp import MLP


def test_the_gradient_of_every_weight_is_the_slope_that_central_differences_give():
    rng = np.random.default_rng(1)
    net = ConvNet(3, 4, 5, rng)
    net.b[:] = -2.5 + 0.3 * rng.normal(size=4)  # so low that the ReLU shuts some features off
    x, labels = rng.normal(size=(9, 7, 6)), rng.integers(0, 5, 9)
    hs = net.forward(x)
    assert 0.2 < (hs[1] > 0).mean() < 0.8
    gradient = net.backward(hs, cross_entropy(hs[-1], labels)[1])
    e = 1e-6
    for i, w in enumerate(net.theta.copy()):
        net.theta[i] = w + e
        above = cross_entropy(net.logits(x), labels)[0]
        net.theta[i] = w - e
        below = cross_entropy(net.logits(x), labels)[0]
        net.theta[i] = w
        assert gradient[i] == pytest.approx((above - below) / (2 * e), abs=1e-6)


def test_the_feature_maps_are_weighted_sums_of_every_patch():
    rng = np.random.default_rng(2)
    x, filters = rng.normal(size=(3, 9, 7)), rng.normal(size=(4, 5, 5))
    z = convolve(x, filters)
    assert z.shape == (3, 4, 5, 3)
    for n, f, i, j in np.ndindex(z.shape):
        assert z[n, f, i, j] == pytest.approx((x[n, i : i + 5, j : j + 5] * filters[f]).sum())


def test_the_logits_follow_from_the_maps_by_relu_then_maximum_then_a_dense_layer():
    rng = np.random.default_rng(3)
    net = ConvNet(3, 6, 2, rng)
    net.b[:], net.c[:] = -2.5 + rng.normal(size=6), rng.normal(size=2)
    x = rng.normal(size=(5, 8, 8))
    maps = np.maximum(convolve(x, net.filters) + net.b[:, None, None], 0)
    np.testing.assert_allclose(net.logits(x), maps.max((2, 3)) @ net.V + net.c, atol=1e-12)


def test_an_mlp_whose_first_weights_are_shuffled_like_the_pixels_is_the_same_network():
    rng = np.random.default_rng(4)
    x, order = rng.normal(size=(10, 12, 12)), rng.permutation(144)
    net, other = (MLP([144, 8, 3], np.random.default_rng(5), "relu") for _ in range(2))
    other.weights[0][:] = net.weights[0][order]
    after = other.logits(cnn.flat(shuffled(x, order)))
    np.testing.assert_allclose(after, net.logits(cnn.flat(x)), atol=1e-12)


def test_maps_shift_with_the_image_because_all_places_share_the_weights(monkeypatch):
    rng = np.random.default_rng(6)
    x, filters = rng.normal(size=(4, 10, 10)), rng.normal(size=(3, 5, 5))
    assert cnn.shift_error(x, filters) <= 1e-12
    monkeypatch.setattr(cnn, "convolve", lambda x, w: convolve(x, w) * rng.normal(size=(6, 6)))
    assert cnn.shift_error(x, filters) > 0.1
