import numpy as np
import pytest

from nnquiz.datasets.wave import wave
from nnquiz.demos import early_stopping
from nnquiz.layers.mlp import MLP


@pytest.mark.parametrize("patience", [1, 2, 5, 100])
def test_it_stops_where_the_wait_since_the_lowest_error_first_reaches_the_patience(patience: int):
    rng = np.random.default_rng(1)
    for errors in rng.integers(0, 30, (200, 25)) / 10:  # with ties
        waits = [i - int(np.argmin(errors[: i + 1])) for i in range(25)]
        end = next((i for i, wait in enumerate(waits) if wait >= patience), 24)
        assert early_stopping.stop_at(errors, patience) == np.argmin(errors[: end + 1])


def test_a_second_fall_is_seen_only_with_patience_enough():
    errors = np.array([9.0, 5, 6, 7, 6, 4, 8])
    assert early_stopping.stop_at(errors, 3) == 1
    assert early_stopping.stop_at(errors, 4) == 5


def test_a_linear_model_stopped_early_is_the_best_one_shrunk_by_a_closed_form():
    rng = np.random.default_rng(2)
    inputs, answers = rng.normal(size=(30, 4)), rng.normal(size=30)
    curvature, axes = np.linalg.eigh(inputs.T @ inputs / 30)
    best = axes.T @ np.linalg.lstsq(inputs, answers, rcond=None)[0]
    way = early_stopping.descend(curvature, axes.T @ inputs.T @ answers / 30, 40)
    for t in (0, 1, 7, 40):
        shrunk = (1 - (1 - early_stopping.LR * curvature) ** t) * best
        assert way[t] == pytest.approx(shrunk, abs=1e-12)


def test_the_checks_are_made_on_the_way_that_automatic_differentiation_goes(
    monkeypatch,
):
    ag = pytest.importorskip("autograd.numpy")
    from autograd import grad
    from autograd.misc.optimizers import adam

    rng = np.random.default_rng(3)
    x = rng.uniform(-3, 3, (12, 1))
    y = wave(x)
    net = MLP([1, 5, 1], rng)
    way = []

    def loss(theta, _):
        hidden = ag.tanh(x * theta[:5] + theta[5:10])
        return ag.mean((hidden @ theta[10:15] + theta[15] - y[:, 0]) ** 2)

    def keep(theta, *_):
        way.append(theta)

    adam(grad(loss), net.theta.copy(), keep, 31, 0.005, b2=0.99)
    monkeypatch.setattr(early_stopping, "EPOCHS", 31)
    weights, outputs = early_stopping.train(net, x, y, x)
    assert weights == pytest.approx(np.array(way)[[0, 10, 20, 30]], rel=1e-6, abs=1e-8)
    errors = ((outputs - y) ** 2).mean((-1, -2))
    assert errors == pytest.approx(np.array([loss(way[i], 0) for i in (0, 10, 20, 30)]), rel=1e-6)
