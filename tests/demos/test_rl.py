import numpy as np
import pytest

from nnquiz.datasets.cart_pole import FALLEN, HALF_LENGTH, outline, physics, play
from nnquiz.demos import rl
from nnquiz.layers.mlp import MLP


def exact_accelerations(state: np.ndarray, force: float) -> tuple[float, float]:
    """From the two equations of motion of a cart and a uniform rod, as a linear system.

    (M + m) x'' + m l cos(a) a'' = F + m l a'² sin(a)        cos(a) x'' + 4/3 l a'' = g sin(a)
    """
    _, _, a, turning = state
    M, m, half, g = 1.0, 0.1, 0.5, 9.8
    left = [[M + m, m * half * np.cos(a)], [np.cos(a), 4 / 3 * half]]
    right = [force + m * half * turning**2 * np.sin(a), g * np.sin(a)]
    pace, falling = np.linalg.solve(left, right)
    return float(pace), float(falling)


def test_the_cart_moves_as_newtons_equations_say():
    rng = np.random.default_rng(0)
    states, right = rng.uniform(-1, 1, (50, 4)), rng.random(50) < 0.5
    for before, after, push in zip(states, physics(states, right), right, strict=True):
        pace, falling = exact_accelerations(before, 10.0 if push else -10.0)
        slope = np.array([before[1], pace, before[3], falling])
        assert after == pytest.approx(before + 0.02 * slope, abs=1e-12)


def test_an_episode_ends_when_the_pole_falls_and_not_before():
    seen = play(np.random.default_rng(1), lambda s: np.full(len(s), 0.5), 20, 300)
    upright = np.abs(seen.states[..., 2]) < FALLEN
    assert (upright == seen.standing).all()  # at random, no cart gets to the end of the track
    assert seen.standing[0].all()
    assert (np.diff(seen.standing.astype(int), axis=0) <= 0).all()


def test_the_pole_is_drawn_from_the_cart_at_its_angle_and_its_length():
    drawn, tip = outline(np.array([0.7, 0, np.radians(30), 0]))
    assert tip == pytest.approx([0.7 + np.sin(np.radians(30)), 0.2 + np.cos(np.radians(30))])
    assert drawn[:, 0].min() < 0.7 < drawn[:3, 0].max()
    assert np.linalg.norm(drawn[4] - drawn[3]) == pytest.approx(2 * HALF_LENGTH)


def test_returns_are_discounted_sums_of_the_rewards_to_come():
    rewards = np.array([[1.0, 1.0], [1.0, 0.0], [1.0, 0.0]])
    assert rl.returns(rewards, 0.5) == pytest.approx(np.array([[1.75, 1], [1.5, 0], [1, 0]]))
    assert (rl.returns(rewards, 0) == rewards).all()


def test_the_policy_gradient_is_the_slope_of_the_log_probability_times_the_advantage():
    rng = np.random.default_rng(2)
    net = MLP([4, 5, 1], rng)
    states, right, advantage = rng.normal(size=(15, 4)), rng.random(15) < 0.5, rng.normal(size=15)

    def loss() -> float:
        p = rl.pushes_right(net, states)
        log_pi = np.log(np.where(right, p, 1 - p))
        return float(-(log_pi * advantage).mean())

    gradient = rl.gradient(net, states, right, advantage)
    for i, w in enumerate(net.theta.copy()):
        net.theta[i] = w + 1e-5
        above = loss()
        net.theta[i] = w - 1e-5
        assert gradient[i] == pytest.approx((above - loss()) / 2e-5, abs=1e-8)
        net.theta[i] = w


def test_exploring_follows_the_probability_and_exploiting_the_likelier_push():
    rng = np.random.default_rng(3)
    net, states = MLP([4, 5, 1], rng), rng.normal(size=(20, 4))
    p = rl.pushes_right(net, states)
    logits = net.logits(states * rl.SCALE)[:, 0]
    assert np.log(p / (1 - p)) == pytest.approx(logits)
    assert rl.pushes_right(net, states, explores=False).tolist() == (logits > 0).tolist()
