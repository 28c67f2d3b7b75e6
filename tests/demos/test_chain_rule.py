import numpy as np
import pytest

from nnquiz.demos import chain_rule
from nnquiz.layers.central_differences import central_differences


def a_network(depth: int, width: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(3)
    W = rng.normal(size=(depth, width, width)) / np.sqrt(width)
    return W, rng.normal(size=width), rng.normal(size=width)


def test_the_product_of_a_chains_slopes_is_the_closed_derivative():
    for x in (-1.3, 0.0, 0.4, 2.0):
        values, slopes = chain_rule.chain(x)
        inner = np.exp(-(x**2))
        assert values[-1] == pytest.approx(np.tanh(inner))
        assert np.prod(slopes) == pytest.approx(-2 * x * inner / np.cosh(inner) ** 2)


def test_every_path_is_walked_once_and_their_sum_is_the_product_of_all_matrices():
    rng = np.random.default_rng(4)
    slopes, top = rng.normal(size=(3, 4, 4)), rng.normal(size=4)
    walked = chain_rule.paths(slopes, top)
    assert walked.shape == (4, 4**3)
    i, j, k = 2, 0, 3
    along = slopes[0, 1, i] * slopes[1, i, j] * slopes[2, j, k] * top[k]
    assert walked[1, 16 * i + 4 * j + k] == pytest.approx(along)
    whole = slopes[0] @ slopes[1] @ slopes[2] @ top
    assert np.sum(walked, axis=1) == pytest.approx(whole, abs=1e-12)
    assert chain_rule.backward(slopes, top)[0] == pytest.approx(whole, abs=1e-12)


@pytest.mark.parametrize(("depth", "width"), [(1, 1), (1, 4), (3, 2), (4, 3)])
def test_going_back_gives_every_weight_the_gradient_that_autograd_gives(depth: int, width: int):
    autograd = pytest.importorskip("autograd")
    import autograd.numpy as anp

    def loss(W, x):
        h = x
        for k in range(depth):
            h = anp.tanh(anp.dot(h, W[k]))
        return 0.5 * (anp.dot(h, out) - 1) ** 2

    W, out, x = a_network(depth, width)
    hs, value = chain_rule.forward(W, out, x)
    top = (hs[-1] @ out - 1) * out
    dL_dh = chain_rule.backward(chain_rule.local_slopes(W, hs), top)
    assert value == pytest.approx(loss(W, x))
    assert np.abs(dL_dh[0] - autograd.grad(loss, 1)(W, x)).max() <= 1e-12
    exact = autograd.grad(loss, 0)(W, x)
    assert np.abs(chain_rule.weight_gradient(hs, dL_dh) - exact).max() <= 1e-12
    nudged = central_differences(lambda weights: chain_rule.forward(weights, out, x)[1], W)
    assert np.abs(nudged - exact).max() <= 1e-8
