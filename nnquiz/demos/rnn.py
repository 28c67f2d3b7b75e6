"""Recurrent network: a state passed from step to step remembers the past.

The next value of a sine wave is to be forecast. One value does not say whether the wave rises or
falls; a recurrent network (RNN) carries a state h from step to step, and knows:

    h ← tanh(x U + h W + b)     forecast = h V + a     h = 0 before the first value

A twin without memory gets every value as a sequence of its own.
"""

from typing import Annotated

import numpy as np

from nnquiz.datasets.sines import batches, waves
from nnquiz.frames import Ask, Claim, Demo, Lines, Points, Range, Say
from nnquiz.layers.forecasting import learn
from nnquiz.layers.losses import squared_error
from nnquiz.layers.recurrent import RNN, Array

GIVEN, ALONE = 10, 60  # true values that the RNN gets, then steps on its own forecasts


def one_by_one(x: Array) -> Array:
    """All values as sequences of length 1: before each of them the state is 0."""
    return x.reshape(1, -1, 1)


def forget(net: RNN, x: Array) -> Array:
    """The forecasts (steps, n, 1) of *net* when its state is wiped at every step."""
    return net.forward(one_by_one(x))[-1].reshape(x.shape)


def go_on(net: RNN, given: Array, alone: int) -> Array:
    """The forecasts after each value *given*, then *alone* more, from forecasts of its own."""
    h, forecasts = np.zeros((1, net.hidden)), np.zeros(len(given) + alone)
    for t in range(len(forecasts)):
        value = given[t] if t < len(given) else forecasts[t - 1]
        h = net.step(np.array([[value]]), h)  # h ← tanh(x U + h W + b)
        forecasts[t] = (h @ net.V + net.a).item()
    return forecasts


def demo(
    seed: int = 0,
    omega: Annotated[float, Range(0.1, 2, "radians by which the wave moves on in a step")] = 0.6,
    hidden: Annotated[int, Range(2, 32, "numbers in the state")] = 12,
    length: Annotated[int, Range(5, 60, "values in each wave to learn from")] = 20,
    steps: Annotated[int, Range(50, 1000, "batches of 32 waves to learn from")] = 300,
) -> Demo:
    """Train with memory and without; then go on for longer, and on forecasts of its own."""
    yield Ask(
        "A network sees the present value of a sine wave and nothing else. Can it learn to forecast"
        " the next value?",
        ("yes", "yes, with enough hidden units", "no"),
        2,
        "at each value the wave rises or falls; the best forecast is the middle of the two.",
    )
    rnn, lone = (RNN(np.random.default_rng([seed, 0]), 1, hidden, 1) for _ in range(2))
    whole, same = (batches(np.random.default_rng([seed, 1]), 32, omega, length) for _ in range(2))
    single = ((one_by_one(x), one_by_one(y)) for x, y in same)
    x, y = waves(np.linspace(0, 2 * np.pi, 48, endpoint=False), omega, 3 * length)
    now, ring = x[length - 1], np.hstack([x[length - 1], y[length - 1]])
    drawn = {0, steps, *np.geomspace(4, steps, 12).astype(int)}
    runs = learn(rnn, whole, 0.02, steps), learn(lone, single, 0.02, steps)
    for step, _ in zip(*runs, strict=True):
        if step in drawn:
            by_lone, by_rnn = forget(lone, now[None])[0], rnn.forward(x[:length])[-1][-1]
            yield Points(
                key="next", title=f"Next value over the value now (line: the truth): batch {step}",
                xy=np.vstack([np.hstack([now, by_lone]), np.hstack([now, by_rnn])]),
                label=np.repeat([0, 1], len(now)), legend=["without memory", "RNN"],
                paths=[np.vstack([ring, ring[:1]])], extent=(-1.2, 1.2, -1.2, 1.2),
                x="value now", y="next value",
            )  # fmt: skip

    # Half the waves rise at a value, half fall: the middle of sin(a + ω) and sin(a - ω) is off from
    # them by cos(a) sin(ω), whose mean square over all phases a is the least without memory.
    floor = np.sin(omega) ** 2 / 2
    outputs = {"no memory": forget(lone, x), "RNN": rnn.forward(x)[-1], "wiped": forget(rnn, x)}
    error = {name: squared_error(output, y)[0] / floor for name, output in outputs.items()}
    yield Lines(
        key="error", title="From the second value on the RNN knows",
        series={name: floor * error[name] for name in ("no memory", "RNN")},
        x="values read before this one", y="squared error", log_y=True,
        marks={"least, no memory": ("y", floor), "learned on": ("x", length)},
    )  # fmt: skip
    true = np.sin(omega * np.arange(GIVEN + ALONE + 1))
    forecasts = go_on(rnn, true[:GIVEN], ALONE)
    for t in range(GIVEN, len(true), 10):
        yield Lines(
            key="alone", title=f"Fed with its own forecasts, the RNN goes on: {t - GIVEN} steps",
            series={"wave": true, "RNN": (np.arange(1, t + 1), forecasts[:t])},
            x="step", marks={"alone from here": ("x", GIVEN)},
        )  # fmt: skip
    off = ((forecasts - true[1:])[GIVEN : GIVEN + 20] ** 2).mean() / (true**2).mean()
    yield Say(
        f"The same {len(rnn.theta)} weights serve every step: the state brings the past along."
    )
    slow = "It has not learned the wave: more batches, hidden units or longer waves may do."
    lone_share, rnn_share, wiped_share = error.values()
    text = "no memory: error off the least, sin²(ω)/2, by a share of"
    yield Claim(text, abs(lone_share.mean() - 1), "<=", 0.1, otherwise=slow)
    near, far = rnn_share[1:length].mean(), rnn_share[length:].mean()
    yield Claim("RNN: error over that, from the second value on", near, "<=", 0.08, otherwise=slow)
    yield Claim("RNN: the same, later than it learned on", far, "<=", 0.1, otherwise=slow)
    yield Claim("RNN: the same, state wiped at every step", wiped_share.mean(), ">=", 0.99)
    yield Claim("RNN, 20 steps on its own: relative error", off, "<=", 0.1, otherwise=slow)
