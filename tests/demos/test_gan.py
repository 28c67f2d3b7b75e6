import numpy as np
import pytest

from nnquiz.datasets.two_peaks import BINS, density, histogram, two_peaks
from nnquiz.demos import gan
from nnquiz.layers.adam import Adam
from nnquiz.layers.losses import sigmoid
from nnquiz.layers.mlp import MLP


def nets(seed: int) -> tuple[MLP, MLP]:
    rng = np.random.default_rng(seed)
    return MLP([2, 6, 5, 1], rng, "relu", 1.4), MLP([1, 5, 6, 1], rng, "relu", 1.4)


@pytest.mark.parametrize("loss", gan.LOSSES)
def test_the_generators_gradient_through_the_discriminator_is_that_of_central_differences(
    loss: str,
):
    G, D = nets(1)
    rng = np.random.default_rng(2)
    z, jitter = rng.normal(size=(20, 2)), 0.3 * rng.normal(size=(20, 1))

    def value() -> float:
        p = sigmoid(D.logits(G.logits(z) + jitter))
        return float((np.log(1 - p) if loss == "minimax" else -np.log(p)).mean())

    gradient = gan.generator_gradient(G, D, z, jitter, loss)
    assert np.abs(gradient).max() > 1e-3
    for i, w in enumerate(G.theta.copy()):
        G.theta[i] = w + 1e-6
        above = value()
        G.theta[i] = w - 1e-6
        assert gradient[i] == pytest.approx((above - value()) / 2e-6, abs=1e-6)
        G.theta[i] = w


def test_one_step_of_the_discriminator_raises_the_objective_that_it_maximizes():
    _, D = nets(3)
    rng = np.random.default_rng(4)
    x, fake = two_peaks(rng, gan.BATCH), rng.normal(size=(gan.BATCH, 1))

    def objective() -> float:
        return float((np.log(sigmoid(D.logits(x))) + np.log(1 - sigmoid(D.logits(fake)))).mean())

    gradient = gan.discriminator_gradient(D, x, fake)
    before, e = objective(), 1e-5
    D.theta -= e * gradient
    # The cross-entropy is minus half the objective, so the slope is -2 |gradient|².
    assert (objective() - before) / e == pytest.approx(2 * (gradient @ gradient), rel=1e-3)


def test_against_fakes_that_stay_the_discriminator_comes_to_p_over_p_plus_q():
    rng = np.random.default_rng(5)
    D = MLP([1, 16, 1], rng, "tanh")
    adam = Adam(D.theta, 0.02)
    for _ in range(400):
        x, fake = (rng.normal(mean, 1, (gan.BATCH, 1)) for mean in (-1, 1))
        adam.step(gan.discriminator_gradient(D, x, fake))
    at = np.linspace(-2, 2, 41)[:, None]
    best = 1 / (1 + np.exp(2 * at))  # N(-1, 1) against N(1, 1)
    assert np.abs(sigmoid(D.logits(at)) - best).mean() <= 0.05


def test_the_real_numbers_follow_the_density_that_is_drawn():
    drawn = histogram(two_peaks(np.random.default_rng(7), 200_000))
    np.testing.assert_allclose(drawn, density(BINS), atol=0.015)
