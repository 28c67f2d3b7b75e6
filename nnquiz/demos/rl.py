"""Reinforcement learning: to balance a pole, learned from rewards alone.

A cart is pushed left or right so that the pole on it does not fall (Barto, Sutton & Anderson 1983,
https://doi.org/10.1109/TSMC.1983.6313077). Each step that it stands is rewarded by 1; no one says
which push was right. A network gives the probability of a push to the right, 32 carts try it out,
and REINFORCE (Williams 1992, https://doi.org/10.1007/BF00992696) makes the pushes likelier that
were followed by more reward than usual.
"""

from collections.abc import Iterator
from typing import Annotated

import numpy as np

from nnquiz.datasets.cart_pole import TRACK, Episodes, outline, play, stood
from nnquiz.frames import Ask, Claim, Demo, Lines, Points, Range, Say
from nnquiz.layers.adam import Adam
from nnquiz.layers.losses import sigmoid
from nnquiz.layers.mlp import MLP, Array

SCALE = np.array([1, 1, 5, 1])  # angles are small numbers; the network sees them larger


def returns(rewards: Array, gamma: float) -> Array:
    """The discounted sum of what is still to come: Rₜ = rₜ + γ Rₜ₊₁, later steps further down."""
    R = rewards.copy()
    for t in reversed(range(len(R) - 1)):
        R[t] += gamma * R[t + 1]
    return R


def gradient(net: MLP, seen: Episodes, advantage: Array) -> Array:
    """Of -mean(A log π(a|s)): at the logit z, with π(right) = σ(z), it is -A (a - σ(z)) / n."""
    hs = net.forward(seen.states[seen.standing] * SCALE)
    a, A = seen.right[seen.standing][:, None], advantage[seen.standing][:, None]
    dL_dz = -A * (a - sigmoid(hs[-1])) / len(A)
    return net.backward(hs, dL_dz)


def reinforce(
    net: MLP, rng: np.random.Generator, rounds: int, carts: int, limit: int, gamma: float
) -> Iterator[float]:
    """Train *net*; yields how many steps the carts stood in each round."""
    adam = Adam(net.theta, 0.03, beta2=0.99)
    for _ in range(rounds):
        seen = play(rng, lambda state: pushes_right(net, state), carts, limit)
        yield float(seen.standing.sum(0).mean())
        R = returns(seen.standing.astype(float), gamma)
        # The baseline: what is usual at this step among those that stand. It lowers the variance.
        usual = (R * seen.standing).sum(1) / seen.standing.sum(1)
        A = R - usual[:, None]
        adam.step(gradient(net, seen, A / (A[seen.standing].std() + 1e-8)))


def pushes_right(net: MLP, state: Array) -> Array:
    """π(right | state), by which the agent explores."""
    return sigmoid(net.logits(state * SCALE)[:, 0])


def film(seen: Episodes, when: str, pictures: int) -> Demo:
    """The first cart and its pole, in some of the steps."""
    for t in np.unique(np.linspace(0, stood(seen)[0] - 1, pictures).astype(int)):
        drawn, tip = outline(seen.states[t, 0])
        yield Points(
            key="film",
            title=f"{when}: step {t}, leaning {round(np.degrees(seen.states[t, 0, 2])):+d} degrees",
            xy=[tip],
            paths=[drawn],
            extent=(-TRACK, TRACK, -0.2, 1.4),
            x="place of the cart",
        )


def demo(
    seed: int = 0,
    rounds: Annotated[int, Range(5, 80, "rounds of trying out and learning")] = 40,
    carts: Annotated[int, Range(4, 128, "carts that try at once")] = 32,
    gamma: Annotated[float, Range(0, 1, "discount: what a reward one step later counts")] = 0.98,
    limit: Annotated[int, Range(50, 500, "steps after which an episode ends")] = 200,
) -> Demo:
    """Random pushes, then training, then the trained network; beside it one with gamma 0."""
    yield Ask(
        "The reward is 1 for each step that the pole stands. An agent that wants only the next"
        " reward, and cares for none after it: how long will its pole stand after training?",
        ("the whole episode", "half of it", "no longer than with random pushes"),
        2,
        "good and bad pushes earn the same 1 at once; they differ in what comes steps later.",
    )
    chance, tests = (np.random.default_rng([seed, k]) for k in (0, 3))
    by_chance = play(chance, lambda state: np.full(len(state), 0.5), 100, limit)
    random_steps = float(stood(by_chance).mean())
    yield from film(by_chance, "Random pushes", 6)

    def learning(gamma: float) -> tuple[MLP, Iterator[float]]:
        start, tries = (np.random.default_rng([seed, k]) for k in (1, 2))
        net = MLP([4, 16, 1], start)
        net.weights[-1][:] *= 0.1  # at first, both pushes are about as likely: it explores
        return net, reinforce(net, tries, rounds, carts, limit, gamma)

    myopic = list(learning(gamma=0)[1])
    net, training = learning(gamma)
    curve: list[float] = []
    for steps in training:
        curve.append(steps)
        if len(curve) % max(1, rounds // 8) == 0:
            yield Lines(
                key="steps",
                title=f"Which rewards the agent is to win: round {len(curve)}",
                series={"all to come": curve, "the next only": myopic[: len(curve)]},
                x="round",
                y="steps stood",
                marks={"random": ("y", random_steps)},
            )
    # Exploitation: from now on always the likelier push, without chance.
    trained = play(tests, lambda state: np.round(pushes_right(net, state)), 100, limit)
    trained_steps = float(stood(trained).mean())
    yield from film(trained, "Trained", 10)
    yield Say(
        "No label ever said which push is right. Episodes that stood longer than usual made their"
        " pushes likelier, so rewards that came late reached the pushes that had earned them."
    )
    slow = "Not learned: it takes more rounds, longer episodes or a gamma nearer to 0.98."
    share, gain = trained_steps / limit, trained_steps / random_steps
    yield Claim("random pushes: steps until the pole falls", random_steps, "<=", 30)
    yield Claim(f"trained: share of {limit} steps it stands", share, ">=", 0.75, otherwise=slow)
    yield Claim("steps, trained over random", gain, ">=", 5, otherwise=slow)
    text = "trained for the next reward only (gamma 0): steps, last 10 rounds"
    yield Claim(text, float(np.mean(myopic[-10:])), "<=", 40)
