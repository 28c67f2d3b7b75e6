import numpy as np
import pytest

from nnquiz.datasets.slope_and_waves import INPUTS, data_sets, truth
from nnquiz.demos.bias_variance import split
from nnquiz.layers.random_features import Array, Layer, fits, hidden, random_layer


@pytest.fixture
def data() -> tuple[Array, Array, Layer]:
    """Three sets of 20 points, and a hidden layer for each."""
    rng = np.random.default_rng(1)
    x, y = rng.normal(size=(3, 20, INPUTS)), rng.normal(size=(3, 20))
    return x, y, random_layer(rng, 3, INPUTS, 80)


@pytest.mark.parametrize("p", [6, 20, 80])
def test_predictions_are_those_of_ridge_regression_on_the_hidden_layer(data, p: int):
    linear_model = pytest.importorskip("sklearn.linear_model")
    x, y, layer = data
    new = np.random.default_rng(2).normal(size=(11, INPUTS))
    decays = (1e-3, 0.3)
    at_x, at_new = fits(x, y, layer, p, decays, new)
    assert at_x.shape == (2, 3, 20)
    assert at_new.shape == (2, 3, 11)
    H, H_new = hidden(x, layer, p), hidden(new, layer, p)
    for i, decay in enumerate(decays):
        for k in range(3):
            ridge = linear_model.Ridge(alpha=decay, fit_intercept=False, solver="svd")
            ridge.fit(H[k], y[k])
            for found, at in ((at_x, H), (at_new, H_new)):
                np.testing.assert_allclose(found[i, k], ridge.predict(at[k]), rtol=1e-6, atol=1e-7)


def test_without_decay_a_wide_network_is_the_exact_fit_of_smallest_weights(data):
    x, y, layer = data
    new = np.random.default_rng(3).normal(size=(11, INPUTS))
    at_x, at_new = fits(x, y, layer, 80, (1e-11,), new)
    np.testing.assert_allclose(at_x[0], y, atol=1e-5)
    for k in range(3):
        v = np.linalg.pinv(hidden(x, layer, 80)[k]) @ y[k]
        np.testing.assert_allclose(at_new[0, k], hidden(new, layer, 80)[k] @ v, atol=1e-4)


def test_the_parts_of_the_error_are_those_of_guesses_whose_bias_and_variance_are_known():
    rng = np.random.default_rng(4)
    wanted = rng.normal(size=9)
    guesses = wanted + 0.5 + 0.2 * rng.normal(size=(20000, 9))
    bias, variance = split(guesses, wanted)
    assert bias == pytest.approx(0.25, rel=0.02)
    assert variance == pytest.approx(0.04, rel=0.02)
    assert bias + variance == pytest.approx(((guesses - wanted) ** 2).mean(), rel=1e-9)


def test_data_sets_differ_in_points_and_noise_of_a_function_of_the_first_two_inputs():
    x, y = data_sets(np.random.default_rng(5), 4, 5000, 0.5)
    assert x.shape == (4, 5000, INPUTS)
    assert truth(x) == pytest.approx(1.5 * x[..., 0] + 0.5 * np.sin(2 * x[..., 1]))
    off = y - truth(x)
    assert off.std() == pytest.approx(0.5, rel=0.03)
    assert np.abs(np.corrcoef(off)[0, 1:]).max() < 0.05


def test_the_weights_of_a_random_layer_keep_the_scale_of_its_inputs():
    W, b = random_layer(np.random.default_rng(6), 2, 50, 2000)
    assert W.std() == pytest.approx(50**-0.5, rel=0.02)
    assert b.shape == (2, 1, 2000)
    assert b.std() == pytest.approx(1, rel=0.05)
