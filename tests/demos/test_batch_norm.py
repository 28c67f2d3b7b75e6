import numpy as np
import pytest

from nnquiz.datasets.plane import spirals
from nnquiz.demos import batch_norm
from nnquiz.layers.losses import logistic_loss
from nnquiz.layers.norms import (
    BATCH,
    EPS,
    FEATURES,
    BatchNorm,
    Bias,
    JoltedBatchNorm,
    mean_shift,
    normalize,
    normalize_backward,
)

SHAPE = (2, 1, 5)


def differences(f, z: np.ndarray, e: float = 1e-5) -> np.ndarray:
    """The slope of f, which gives a number, for each entry of z, by central differences."""
    slope = np.zeros_like(z)
    for place in np.ndindex(z.shape):
        nudge = np.zeros_like(z)
        nudge[place] = e
        slope[place] = (f(z + nudge) - f(z - nudge)) / (2 * e)
    return slope


@pytest.mark.parametrize("axis", [BATCH, FEATURES])
def test_the_way_back_through_a_norm_gives_the_slopes_of_central_differences(axis: int):
    rng = np.random.default_rng(1)
    z, weight = rng.normal(size=(2, 2, 6, 5))
    z_hat, _, variance = normalize(z, axis)
    expected = differences(lambda z: float((weight * normalize(z, axis)[0]).sum()), z)
    assert normalize_backward(weight, z_hat, variance, axis) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("jolt", [0, 0.3])
def test_a_step_of_a_network_is_the_rate_times_the_slopes_of_central_differences(jolt: float):
    def net():
        noise = np.random.default_rng(2)  # the same jolts each time
        return batch_norm.network(3, 2, lambda shape: JoltedBatchNorm(shape, noise, jolt))

    def loss(layer: int):
        def of(weights: np.ndarray) -> float:
            nudged = net()
            nudged.W[layer][batch_norm.SHOWN] = weights
            return float(logistic_loss(nudged.forward(x), y)[0][batch_norm.SHOWN])

        return of

    x, y = spirals(np.random.default_rng(4), 12)
    before, after = net(), net()
    after.learn(x, y)
    for layer, start in enumerate(before.W):
        moved = start[batch_norm.SHOWN] - after.W[layer][batch_norm.SHOWN]
        expected = differences(loss(layer), start[batch_norm.SHOWN])
        assert moved / before.rate[batch_norm.SHOWN] == pytest.approx(expected, abs=1e-6)


def test_scale_and_shift_learn_by_the_slopes_of_central_differences():
    rng = np.random.default_rng(5)
    z, weight = rng.normal(size=(2, 2, 6, 5))
    norm = BatchNorm(SHAPE)

    def loss(gamma: np.ndarray, beta: np.ndarray) -> float:
        norm.gamma, norm.beta = gamma, beta
        return float((weight * norm.forward(z, training=True)).sum())

    gamma, beta = rng.normal(size=(2, *SHAPE))
    expected_gamma = differences(lambda gamma: loss(gamma, beta), gamma)
    expected_beta = differences(lambda beta: loss(gamma, beta), beta)
    loss(gamma.copy(), beta.copy())
    norm.learn(weight, np.ones((2, 1, 1)))
    assert gamma - norm.gamma == pytest.approx(expected_gamma, abs=1e-6)
    assert beta - norm.beta == pytest.approx(expected_beta, abs=1e-6)


def test_inference_goes_by_the_running_averages_which_come_to_those_of_the_data():
    rng = np.random.default_rng(6)
    norm, z = BatchNorm(SHAPE), rng.normal(3, 2, (2, 400, 5))
    for _ in range(200):
        norm.forward(z, training=True)
    expected = (z - z.mean(1, keepdims=True)) / np.sqrt(z.var(1, keepdims=True) + EPS)
    assert norm.forward(z, training=False) == pytest.approx(expected, abs=1e-6)
    alone = norm.forward(z[:, :1], training=False)
    assert alone == pytest.approx(expected[:, :1], abs=1e-6)


def test_the_shift_of_inputs_is_measured_in_their_own_deviations():
    rng = np.random.default_rng(7)
    before = [10 * rng.normal(size=(500, 3)), 0.1 * rng.normal(size=(500, 3))]
    after = [h + h.std() * np.arange(3) for h in before]  # by 0, 1, 2 deviations
    assert mean_shift(before, after) == pytest.approx(1)
    assert mean_shift(before, [-h + 2 * h.mean(0) for h in before]) == pytest.approx(0, abs=1e-9)


def test_networks_that_diverge_do_so_without_a_warning():
    x, y = spirals(np.random.default_rng(8), 20)
    net = batch_norm.network(9, 4, Bias)
    net.rate[:] = 1e200
    for _ in range(4):
        loss = net.learn(x, y)
    assert not np.isfinite(loss).all()
