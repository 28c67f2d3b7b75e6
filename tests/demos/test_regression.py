import numpy as np
import pytest

from nnquiz.datasets import bent_curve
from nnquiz.demos import regression
from nnquiz.layers.errors import rmse
from nnquiz.layers.mlp import MLP


@pytest.mark.parametrize("bounded", [False, True])
@pytest.mark.parametrize("loss", ["squared", "absolute"])
def test_the_gradient_is_the_slope_that_central_differences_give(loss: str, bounded: bool):
    rng = np.random.default_rng(1)
    x, y = rng.uniform(-3, 3, 30), rng.normal(size=30)
    net = MLP([1, 6, 1], rng)
    net.biases[0][:] = rng.normal(size=6)

    def mean_loss() -> float:
        wrong = regression.output(net, x, bounded) - y
        return float((wrong**2 if loss == "squared" else np.abs(wrong)).mean())

    gradient = regression.gradient(net, x, y, loss, bounded)
    e = 1e-6
    for i, w in enumerate(net.theta.copy()):
        net.theta[i] = w + e
        above = mean_loss()
        net.theta[i] = w - e
        below = mean_loss()
        net.theta[i] = w
        assert gradient[i] == pytest.approx((above - below) / (2 * e), abs=1e-6)


@pytest.mark.parametrize(("loss", "of"), [("squared", np.mean), ("absolute", np.median)])
def test_a_net_that_cannot_see_its_input_learns_the_mean_or_the_median(loss: str, of):
    rng = np.random.default_rng(2)
    y = rng.exponential(size=101)
    *_, net = regression.fit(0, 4, np.zeros(101), y, loss, bounded=False)
    assert regression.output(net, np.zeros(1))[0] == pytest.approx(of(y), abs=0.02)
    assert abs(np.mean(y) - np.median(y)) > 0.1


def test_the_noise_has_the_mean_and_the_median_that_are_drawn():
    x, y = bent_curve.skewed(np.random.default_rng(3), 200_000)
    noise = y - bent_curve.curve(x)
    assert noise.mean() == pytest.approx(bent_curve.MEAN, abs=0.01)
    assert np.median(noise) == pytest.approx(bent_curve.MEDIAN, abs=0.01)


def test_normal_noise_has_the_deviation_asked_for_and_the_curve_for_its_mean():
    x = np.linspace(-3, 3, 200_000)
    noise = bent_curve.noisy(np.random.default_rng(4), x, 0.3) - bent_curve.curve(x)
    assert noise.mean() == pytest.approx(0, abs=0.005)
    assert noise.std() == pytest.approx(0.3, abs=0.005)


def test_the_error_is_in_the_unit_of_what_is_predicted():
    assert rmse(np.array([1.0, 2, 3]), np.array([4.0, 2, -1])) == pytest.approx(5 / np.sqrt(3))
