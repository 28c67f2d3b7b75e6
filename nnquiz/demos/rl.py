"""Reinforcement learning: to balance a pole, learned from rewards alone.

A cart is pushed left or right; each step that the pole on it stands is rewarded by 1. A network
gives the probability of a push to the right, 32 carts try it out, and REINFORCE (Williams 1992,
https://doi.org/10.1007/BF00992696) makes pushes likelier that more reward than usual followed.
"""

from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import Annotated

import numpy as np

from nnquiz.datasets.cart_pole import EXTENT, Episodes, Mask, outline, play, stood
from nnquiz.frames import Ask, Claim, Demo, Lines, Points, Range, Say
from nnquiz.layers.adam import Adam
from nnquiz.layers.losses import sigmoid
from nnquiz.layers.mlp import MLP, Array

SCALE = np.array([1, 1, 5, 1])  # angles are small numbers; the network sees them larger


def pushes_right(net: MLP, state: Array, explores: bool = True) -> Array:
    """π(right | state): the agent *explores* by chance, or always takes the likelier push."""
    p = sigmoid(net.logits(state * SCALE)[:, 0])
    return p if explores else np.round(p)


def returns(rewards: Array, gamma: float) -> Array:
    """The discounted sum of what is still to come: Rₜ = rₜ + γ Rₜ₊₁, later steps further down."""
    R = rewards.copy()
    for t in reversed(range(len(R) - 1)):
        R[t] += gamma * R[t + 1]
    return R


def gradient(net: MLP, states: Array, right: Mask, A: Array) -> Array:
    """Of -mean(A log π(a|s)): at the logit z, with π(right) = σ(z), it is -A (a - σ(z)) / n."""
    hs = net.forward(states * SCALE)
    dL_dz = -A[:, None] * (right[:, None] - sigmoid(hs[-1])) / len(A)
    return net.backward(hs, dL_dz)


def reinforce(net: MLP, seed: int, carts: int, limit: int, gamma: float) -> Iterator[float]:
    """Train *net* for ever; yields how many steps its carts stood in each round."""
    tries, adam = np.random.default_rng([seed, 2]), Adam(net.theta, 0.03, beta2=0.99)
    net.weights[-1][:] *= 0.1  # at first, both pushes are about as likely: it explores
    while True:
        seen = play(tries, partial(pushes_right, net), carts, limit)
        on = seen.standing
        R = returns(on.astype(float), gamma)
        usual = (R * on).sum(1) / on.sum(1)  # the baseline: the mean of those that stand
        A = R - usual[:, None]  # the advantage: of less variance than R
        adam.step(gradient(net, seen.states[on], seen.right[on], A[on] / (A[on].std() + 1e-8)))
        yield float(stood(seen).mean())


def film(seen: Episodes, when: str, pictures: int) -> Demo:
    """The first cart and its pole, in some of the steps."""
    for t in np.unique(np.linspace(0, stood(seen)[0] - 1, pictures).astype(int)):
        drawn, tip = outline(seen.states[t, 0])
        title = f"{when}: step {t}, leaning {round(np.degrees(seen.states[t, 0, 2])):+d} degrees"
        yield Points(key="film", title=title, xy=[tip], paths=[drawn], extent=EXTENT)


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
    by_luck = float(stood(by_chance).mean())
    yield from film(by_chance, "Random pushes", 6)
    novice, net = (MLP([4, 16, 1], np.random.default_rng([seed, 1])) for _ in range(2))
    myopic = list(islice(reinforce(novice, seed, carts, limit, gamma=0), rounds))
    curve: list[float] = []
    for steps in islice(reinforce(net, seed, carts, limit, gamma), rounds):
        curve.append(steps)
        if len(curve) % max(1, rounds // 8) == 0:
            yield Lines(
                key="steps", title=f"Which rewards the agent is to win: round {len(curve)}",
                series={"all to come": curve, "the next only": myopic[: len(curve)]},
                x="round", y="steps stood", marks={"random": ("y", by_luck)},
            )  # fmt: skip
    trained = play(tests, partial(pushes_right, net, explores=False), 100, limit)
    learned = float(stood(trained).mean())
    yield from film(trained, "Trained", 10)
    yield Say("Pushes followed by more reward than usual grew likelier: no one labelled any push.")
    slow = "Not learned: it takes more rounds, longer episodes or a gamma nearer to 0.98."
    share = learned / limit
    text = "trained for the next reward only (gamma 0): steps, last 10 rounds"
    yield Claim("random pushes: steps until the pole falls", by_luck, "<=", 30)
    yield Claim(f"trained: share of {limit} steps it stands", share, ">=", 0.75, otherwise=slow)
    yield Claim("steps, trained over random", learned / by_luck, ">=", 5, otherwise=slow)
    yield Claim(text, float(np.mean(myopic[-10:])), "<=", 40)
