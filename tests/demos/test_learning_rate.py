import numpy as np
import pytest

from nnquiz.demos import learning_rate
from nnquiz.layers.bisection import last_that_holds
from nnquiz.layers.mlp import MLP
from nnquiz.layers.training import full_batch, gradient_descent


def curved(seed: int, n: int = 6) -> np.ndarray:
    rows = np.random.default_rng(seed).normal(size=(3 * n, n))
    return rows.T @ rows / len(rows)


def test_each_eigenvector_shrinks_by_one_minus_rate_times_its_curvature():
    hessian = curved(1)
    curvatures, directions = np.linalg.eigh(hessian)
    start = np.random.default_rng(2).normal(size=6)
    way = learning_rate.descend(hessian, 0.3, start, 20)
    for t, place in enumerate(way):
        expected = (1 - 0.3 * curvatures) ** t * (directions.T @ start)
        assert directions.T @ place == pytest.approx(expected, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_the_largest_rate_that_converges_is_two_over_the_largest_curvature(seed: int):
    hessian = curved(seed)
    start = np.random.default_rng(seed + 50).normal(size=6)
    limit = 2 / np.linalg.eigvalsh(hessian)[-1]
    assert learning_rate.shrinks(hessian, 0.998 * limit, start)
    assert not learning_rate.shrinks(hessian, 1.002 * limit, start)


def test_stochastic_descent_keeps_to_the_expected_distance_of_each_step():
    # For x, a from N(0, 1) and w ← w - r (w·x - a) x:  E|w|² ← E|w|² (1 - 2r + r² (d + 2)) + r² d,
    # as E[x xᵀ x xᵀ] = (d + 2) I.
    d, rates = learning_rate.SIZE, np.linspace(0.05, 0.01, 80)
    measured = np.mean([learning_rate.stochastic(rates, seed) for seed in range(60)], axis=0)
    expected = [float(d)]
    for r in rates[:-1]:
        expected.append(expected[-1] * (1 - 2 * r + r * r * (d + 2)) + r * r * d)
    assert measured == pytest.approx(np.array(expected), rel=0.08)


@pytest.mark.parametrize("adam", [False, True])
def test_every_rate_goes_down_the_losses_that_automatic_differentiation_gives(adam: bool):
    ag = pytest.importorskip("autograd.numpy")
    from autograd import grad
    from autograd.misc import optimizers

    x = np.random.default_rng(3).normal(size=(30, 4))
    y = (x[:, 0] > x[:, 1]).astype(float)
    nets = MLP([4, 12, 1], np.random.default_rng(4), nets=(13,), alike=True)
    start, rates = nets.theta[0].copy(), learning_rate.RATES[:, None]
    losses = (full_batch if adam else gradient_descent)(nets, x, y, rates, 11)

    def loss(theta, _=0):
        W1, b1, W2, b2 = (theta[:48].reshape(4, 12), theta[48:60], theta[60:72], theta[72])
        z = ag.tanh(x @ W1 + b1) @ W2 + b2
        return ag.mean(ag.logaddexp(0, z) - y * z)

    for k in range(7):  # up to rate 1
        way = [start]

        def keep(theta, _, gradient, way=way):
            way.append(theta)

        if adam:
            optimizers.adam(grad(loss), start, keep, 11, learning_rate.RATES[k])
        else:
            optimizers.sgd(grad(loss), start, keep, 11, learning_rate.RATES[k], mass=0)
        assert losses[:, k] == pytest.approx(np.array([loss(t) for t in way[1:]]), rel=1e-6)


@pytest.mark.parametrize("edge", [0.001, 1 / 3, 0.9999])
def test_bisection_ends_just_below_the_edge(edge: float):
    found = last_that_holds(lambda place: place <= edge, 0, 1, 1e-6)
    assert edge * (1 - 1e-6) <= found <= edge
