import numpy as np
import pytest

from nnquiz.datasets import outliers
from nnquiz.demos import loss_functions
from nnquiz.layers.line_by_loss import fit_line


@pytest.mark.parametrize("name", ["squared", "absolute", "Huber"])
@pytest.mark.parametrize("delta", [0.3, 2.0])
def test_each_loss_has_the_slope_that_central_differences_give(name: str, delta: float):
    loss, slope = loss_functions.losses(delta)[name]
    e = np.linspace(-3, 3, 40)  # neither 0 nor delta is among them
    measured = (loss(e + 1e-6) - loss(e - 1e-6)) / 2e-6
    assert np.abs(slope(e) - measured).max() <= 1e-6


def test_hubers_loss_is_that_of_scipy():
    special = pytest.importorskip("scipy.special")
    e = np.linspace(-3, 3, 41)
    assert loss_functions.losses(0.7)["Huber"][0](e) == pytest.approx(special.huber(0.7, e))


@pytest.mark.parametrize("name", ["squared", "absolute", "Huber"])
def test_the_fitted_line_is_the_lowest_point_of_its_loss(name: str):
    optimize = pytest.importorskip("scipy.optimize")
    rng = np.random.default_rng(5)
    x, y = outliers.points(rng, 200, 0.1, 15)
    loss, slope = loss_functions.losses(0.5)[name]
    line = fit_line(x, y, slope)[-1]

    def mean_loss(line: np.ndarray) -> float:
        return loss(line[0] * x + line[1] - y).mean()

    lowest = optimize.minimize(mean_loss, [1.0, 0.0], method="Nelder-Mead", tol=1e-9)
    assert mean_loss(line) <= lowest.fun * 1.001
    assert line == pytest.approx(lowest.x, abs=0.03)


@pytest.mark.parametrize("z", [-8.0, -1.0, 0.5])
def test_the_slopes_at_z_are_those_of_the_losses_through_the_sigmoid(z: float):
    def log_loss(z: float) -> float:
        return np.log1p(np.exp(-z))

    def squared(z: float) -> float:
        return (1 / (1 + np.exp(-z)) - 1) ** 2

    p = 1 / (1 + np.exp(-z))
    for name, loss in (("cross-entropy", log_loss), ("squared error", squared)):
        measured = (loss(z + 1e-5) - loss(z - 1e-5)) / 2e-5
        assert loss_functions.slope_at_z(p, name) == pytest.approx(measured, abs=1e-9)


def test_unlearning_takes_about_the_time_of_the_differential_equation():
    # dz/dt = 2 p (1 - p)² has the solution t = ½ (3 z + 3 eᶻ + ½ e²ᶻ - e⁻ᶻ)
    def time(z: float) -> float:
        return 0.5 * (3 * z + 3 * np.exp(z) + 0.5 * np.exp(2 * z) - np.exp(-z))

    steps = len(loss_functions.unlearn(-8.0, "squared error")) - 1
    assert steps == pytest.approx(time(np.log(9)) - time(-8.0), rel=0.02)


def test_the_outliers_are_as_many_and_as_far_below_the_line_as_asked():
    x, y = outliers.points(np.random.default_rng(6), 200, 0.2, 10)
    off = y - 2 * x - 0.5
    assert ((off < -8) == (np.abs(off + 10) < 1.5)).all()
    assert (off < -8).sum() == 40
    assert not (off[:100] < -8).any()
