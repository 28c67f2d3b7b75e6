import numpy as np
import pytest

from nnquiz.datasets.watermark import CORNER, letters
from nnquiz.layers import saliency_maps
from nnquiz.layers.input_gradient import input_gradient
from nnquiz.layers.mlp import ACTIVATIONS, MLP


def net_and_images(seed: int, pixels: int = 12) -> tuple[MLP, np.ndarray]:
    rng = np.random.default_rng(seed)
    net = MLP([pixels, 9, 2], rng, "relu", 1.4)
    net.biases[0][:] = 0.3 * rng.normal(size=9)
    return net, rng.normal(size=(5, pixels))


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_gradient_for_the_inputs_is_that_of_central_differences(activation: str):
    rng = np.random.default_rng(1)
    net, x = MLP([4, 6, 5, 3], rng, activation), rng.normal(size=(8, 4))
    weights = rng.normal(size=(8, 3))  # the loss is a weighted sum of the logits
    gradient = input_gradient(net, net.forward(x), weights, activation)
    for i in range(4):
        e = 1e-6 * np.eye(4)[i]
        slope = ((net.logits(x + e) - net.logits(x - e)) * weights).sum(1) / 2e-6
        np.testing.assert_allclose(gradient[:, i], slope, atol=1e-6)


def test_the_saliency_map_is_the_slope_of_the_score():
    net, x = net_and_images(2)
    slopes = [
        (saliency_maps.score(net, x + e) - saliency_maps.score(net, x - e)) / 2e-6
        for e in 1e-6 * np.eye(12)
    ]
    np.testing.assert_allclose(saliency_maps.gradient(net, x), np.transpose(slopes), atol=1e-6)


def test_integrated_gradients_add_up_to_the_difference_from_black():
    net, x = net_and_images(3)
    gap = saliency_maps.score(net, x) - saliency_maps.score(net, 0 * x)
    assert np.abs(gap).min() > 0.01
    np.testing.assert_allclose(saliency_maps.integrated(net, x, 5000).sum(1), gap, atol=1e-3)


def test_for_a_linear_score_integrated_gradients_and_occlusion_are_weight_times_pixel():
    net, x = net_and_images(4)
    net.biases[0][:] = 100  # all neurons stay on: the network is linear here
    w = net.weights[0] @ (net.weights[1][:, 1] - net.weights[1][:, 0])
    np.testing.assert_allclose(saliency_maps.gradient(net, x), np.tile(w, (5, 1)), atol=1e-12)
    np.testing.assert_allclose(saliency_maps.integrated(net, x), x * w, atol=1e-12)
    np.testing.assert_allclose(saliency_maps.occlusion(net, x), x * w, atol=1e-10)


def test_the_corner_agrees_with_the_letter_as_often_as_asked():
    x, labels = letters(np.random.default_rng(5), 4000, 0.9, 0)
    marked = x[:, CORNER].min(1) == 1.5
    assert (marked == (labels == 1)).mean() == pytest.approx(0.9, abs=0.03)
    assert (x[~marked][:, CORNER] == 0).all()


def test_the_checks_of_a_map_tell_right_gradients_from_wrong_ones():
    relu, x = net_and_images(7)
    assert saliency_maps.slope_error(relu, x[:1]) < 1e-6
    assert saliency_maps.incompleteness(relu, x) < 0.05
    tanh = MLP(relu.sizes, np.random.default_rng(7), "tanh", 2)  # its slopes are not those of ReLU
    assert saliency_maps.slope_error(tanh, x[:1]) > 0.01
    assert saliency_maps.incompleteness(tanh, x) > 0.1
