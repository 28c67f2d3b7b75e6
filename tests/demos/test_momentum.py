import numpy as np
import pytest

from nnquiz.datasets.hollow import hollows
from nnquiz.demos import momentum


@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9, 0.99])
def test_the_velocity_is_the_decaying_sum_of_all_gradients(beta: float):
    gradients = np.random.default_rng(1).normal(size=200)
    coming = iter(gradients)
    way = momentum.descend(lambda _: next(coming), np.zeros(1), 0.3, beta, 200)
    velocity = beta ** np.arange(200)[::-1] @ gradients
    assert way[-2] - way[-1] == pytest.approx(0.3 * velocity, rel=1e-9)


@pytest.mark.parametrize(("kappa", "lr", "beta"), [(7.0, 1.5, 0.0), (100.0, 1.9, 0.6), (3.0, 0.4, 0.9)])  # fmt: skip
def test_each_step_is_one_multiplication_by_the_matrix_of_weight_and_velocity(kappa, lr, beta):
    curvatures = np.array([1, 1 / kappa])
    way = momentum.descend(lambda w: curvatures * w, np.ones(2), lr, beta, 20)
    for i, curvature in enumerate(curvatures):
        step = np.array([[1 - lr * curvature, -lr * beta], [curvature, beta]])
        for t in (1, 5, 20):
            w, _ = np.linalg.matrix_power(step, t) @ [1, 0]
            assert way[t, i] == pytest.approx(w, rel=1e-9)


@pytest.mark.parametrize("kappa", [4.0, 100.0, 10000.0])
@pytest.mark.parametrize("heavy", [False, True])
def test_no_other_settings_make_the_slowest_direction_faster(kappa: float, heavy: bool):
    curvatures = np.geomspace(1 / kappa, 1, 40)

    def slowest(lr: float, beta: float) -> float:
        """The largest size of an eigenvalue of a step: what the distance shrinks by in the end."""
        steps = [[[1 - lr * c, -lr * beta], [c, beta]] for c in curvatures]
        return float(np.abs(np.linalg.eigvals(np.array(steps))).max())

    lr, beta, factor = momentum.best_settings(np.array(kappa), heavy)
    assert slowest(lr, beta) == pytest.approx(factor, abs=1e-6)
    for other_lr in lr * np.array([0.8, 0.99, 1.0, 1.01, 1.2]):
        for other_beta in (beta + np.array([-0.01, 0, 0.01])) if heavy else [0.0]:
            assert slowest(other_lr, other_beta) >= factor - 1e-6


def test_the_ball_follows_the_slope_of_the_loss_into_hollows_of_the_depth_asked_for():
    ways = hollows(np.random.default_rng(2), 50, 0.3, 1.5)
    x, e = np.random.default_rng(3).uniform(-1, 8, 50), 1e-5
    assert ways.slope(x) == pytest.approx((ways.loss(x + e) - ways.loss(x - e)) / (2 * e), abs=1e-6)
    below = 0.05 * ways.place**2 - ways.loss(ways.place)
    assert below[0] == pytest.approx(0.3)
    assert below[1] == pytest.approx(1.5)
