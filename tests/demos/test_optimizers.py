import numpy as np
import pytest

from nnquiz.datasets.unequal_scales import sets
from nnquiz.demos import optimizers
from nnquiz.layers.mlp import MLP

# Past gradients in rows, the present one last; weights of old ones by how long ago they were.
PAST = np.random.default_rng(1).normal(size=(12, 3))
AGO = np.arange(12)[::-1, None]


def last_direction(rule: str, gradients: np.ndarray) -> np.ndarray:
    m, v = np.zeros(3), np.zeros(3)
    for t, g in enumerate(gradients, 1):
        step = optimizers.direction(rule, g, m, v, t)
    return step


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("plain", PAST[-1]),
        ("momentum", (0.9**AGO * PAST).sum(0)),
        ("Adagrad", PAST[-1] / np.sqrt((PAST**2).sum(0))),
        ("RMSprop", PAST[-1] / np.sqrt((0.1 * 0.9**AGO * PAST**2).sum(0))),
        (
            "Adam",  # two weighted means
            np.average(PAST, axis=0, weights=0.9 ** AGO[:, 0])
            / np.sqrt(np.average(PAST**2, axis=0, weights=0.999 ** AGO[:, 0])),
        ),
    ],
)
def test_each_rule_is_the_sum_over_all_past_gradients_that_defines_it(rule, expected):
    assert last_direction(rule, PAST) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(
    ("rule", "shrinks"),
    [("plain", 100), ("momentum", 100), ("Adagrad", 1), ("RMSprop", 1), ("Adam", 1)],
)
def test_gradients_a_hundredth_as_large_leave_the_steps_of_adaptive_rules_alone(rule, shrinks):
    small = last_direction(rule, PAST / 100)
    assert small * shrinks == pytest.approx(last_direction(rule, PAST), rel=1e-5)


def test_the_race_shows_the_losses_of_the_rate_that_wins_it():
    autograd = pytest.importorskip("autograd")
    ag = pytest.importorskip("autograd.numpy")
    rng = np.random.default_rng(2)
    x = rng.normal(size=(2, 20, 3))  # two sets of data, a net for each
    y = (x[..., 0] > 0).astype(float)
    rates = optimizers.LOWEST["plain"] * optimizers.RATES
    net = MLP([3, 4, 1], np.random.default_rng([7, 1]), nets=(len(rates), 2), alike=True)
    W1, W2 = (W[0] for W in net.weights)
    losses = optimizers.trained("plain", x, y, 4, 7, 0.2)

    def loss(parts):
        W1, b1, W2, b2 = parts
        z = (ag.tanh(x @ W1 + b1) @ W2 + b2)[..., 0]
        return ag.sum(ag.mean(ag.log(1 + ag.exp(z)) - y * z, axis=-1))

    expected = []
    for rate in rates:
        parts = [W1, np.zeros((2, 1, 4)), W2, np.zeros((2, 1, 1))]
        curve = [loss(parts) / 2]
        while curve[-1] > 0.2 and len(curve) < len(losses):
            slopes = autograd.grad(loss)(parts)
            parts = [p - rate * slope for p, slope in zip(parts, slopes, strict=True)]
            curve.append(loss(parts) / 2)
        expected.append(curve)
    assert losses == pytest.approx(min(expected, key=lambda curve: curve[-1]), rel=1e-9)


def test_the_sets_differ_in_scale_alone_and_their_labels_in_nothing():
    alike, unequal, y = sets(np.random.default_rng(3), 2, 4000, 30)
    assert alike.std(1) == pytest.approx(1, abs=0.05)
    assert np.sort(unequal.std(1), axis=1)[:, [0, -1]] == pytest.approx(
        np.array([[1 / 30, 1], [1 / 30, 1]]), rel=0.05
    )
    assert alike == pytest.approx(
        unequal / unequal.std(1, keepdims=True) * alike.std(1, keepdims=True)
    )
    a, b, c, d = (alike[..., k] for k in (0, 1, 4, 5))
    assert (y == (a * b + c + d / 2 > 0)).all()
