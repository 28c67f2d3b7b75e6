"""LSTM: gates carry a memory, and its gradient, over many steps.

A cell adds what is new to what it keeps: c[t] = f c[t-1] + i g, with gates f and i from 0 to 1.
On the way back its gradient meets f alone, dL/dc[t-1] = f dL/dc[t]: layers/lstm.py. A symbol is to
be named after steps of noise: by a plain RNN, by an LSTM whose gates begin half open, and by one
that begins to keep, by biases after Tallec & Ollivier 2018 (https://arxiv.org/abs/1804.11188).
"""

from typing import Annotated

import numpy as np

from nnquiz.datasets.delayed_symbols import INPUTS, SYMBOLS, Labels, sequences
from nnquiz.frames import Ask, Claim, Demo, Lines, Range, Say
from nnquiz.layers.adam import Adam
from nnquiz.layers.losses import cross_entropy
from nnquiz.layers.lstm import LSTM
from nnquiz.layers.recurrent import RNN, Array

LSTMS, RNNS = 3, 5  # from starts of their own, and their median: now and then one is (un)lucky


def gradients(net: RNN | LSTM, x: Array, symbols: Labels) -> tuple[Array, Array]:
    """dL/dtheta for the loss of the last output, and the length of dL/dstate at each step."""
    hs = net.forward(x)
    dL_doutput = np.zeros_like(hs[-1])
    dL_doutput[-1] = cross_entropy(hs[-1][-1], symbols)[1]
    dL_dtheta, dL_dstate = net.backward(x, hs, dL_doutput)
    return dL_dtheta, np.linalg.norm(dL_dstate, axis=(-2, -1))


def remembered(net: RNN | LSTM, x: Array, symbols: Labels) -> Array:
    """The share of symbols that each net names rightly at the last step."""
    return np.asarray((net.forward(x)[-1][-1].argmax(-1) == symbols).mean(-1))


def demo(
    seed: int = 0,
    gap: Annotated[int, Range(5, 80, "steps from the symbol to the answer")] = 30,
    forget_bias: Annotated[float, Range(-2, 6, "first bias b of the forget gate; input: -b")] = 3.4,
    hidden: Annotated[int, Range(4, 24, "units of each network")] = 12,
    steps: Annotated[int, Range(50, 400, "batches to learn from")] = 160,
) -> Demo:
    """Follow the gradient back at the start, then train, then look into the cells."""
    yield Ask(
        f"An LSTM is to keep a symbol over {gap} noisy steps, but the biases of its gates begin at"
        f" 0. After {steps} batches it",
        ("remembers every symbol", "remembers every other symbol", "guesses, like a plain RNN"),
        2,
        f"a gate at one half halves memory and gradient each step: 0.5^{gap} is {0.5**gap:.0e}.",
    )
    start, batches, tests = (np.random.default_rng([seed, k]) for k in range(3))
    bias = np.array([forget_bias] * LSTMS + [0])[:, None, None]  # a net each
    lstms = LSTM(start, INPUTS, hidden, SYMBOLS, bias, -bias, nets=(len(bias),))
    rnns = RNN(start, INPUTS, hidden, SYMBOLS, nets=(RNNS,))
    lstms.theta[:] = [LSTM(start, INPUTS, hidden, SYMBOLS, b, -b).theta for b in bias.ravel()]
    rnns.theta[:] = [RNN(start, INPUTS, hidden, SYMBOLS).theta for _ in range(RNNS)]
    names = f"LSTM, bias {forget_bias:g}", "LSTM, bias 0", "plain RNN"
    first = sequences(batches, 100, gap)
    of_lstms, of_rnns = gradients(lstms, *first)[1], gradients(rnns, *first)[1]
    of_open, of_half = of_lstms[:, :LSTMS], of_lstms[:, LSTMS]
    back = [of_open.mean(-1), of_half, np.exp(np.log(of_rnns + 1e-300).mean(-1))]
    curves = {name: g[::-1] / g[-1] for name, g in zip(names, back, strict=True)}
    curves["halved each step"] = 0.5 ** np.arange(gap + 1)
    title = "Gradient on its way back to the symbol, before training"
    yield Lines(key="back", title=title, series=curves, x="steps back", log_y=True)

    adams = {net: Adam(net.theta, lr=0.015) for net in (lstms, rnns)}
    x, symbols = sequences(tests, 150, gap)
    done: list[int] = []
    right: list[list[float]] = []
    for step in range(steps + 1):
        if step % max(1, steps // 8) == 0 or step == steps:
            done.append(step)
            *opened, half = remembered(lstms, x, symbols)
            right.append([np.median(opened), half, np.median(remembered(rnns, x, symbols))])
            shares = zip(names, np.transpose(right), strict=True)
            yield Lines(
                key="right", title=f"Symbols remembered over {gap} steps: batch {step}",
                series={name: (done, share) for name, share in shares}, x="batches",
                marks={"guessing": ("y", 1 / SYMBOLS)},
            )  # fmt: skip
        batch = sequences(batches, 16, gap)
        for net, adam in adams.items():
            g = gradients(net, *batch)[0]  # clipped to length 1
            adam.step(g / np.maximum(1, np.linalg.norm(g, axis=-1, keepdims=True)))

    forget = lstms.parts(lstms.forward(x)[0])[1].mean((2, 3))[:, -2:]  # (steps, one of each)
    yield Lines(
        key="forget", title="How far the forget gate is open, after training (mean of all cells)",
        series=dict(zip(names, forget.T, strict=False)), x="step",
        marks={"shut": ("y", 0), "open": ("y", 1)},
    )  # fmt: skip
    left, left_half = forget.prod(0)
    yield Say(
        f"Multiplied over all steps, the forget gates leave {left:.2g} of the memory now, and"
        f" {left_half:.0e} where they began at one half. The price: {lstms.theta.shape[-1]} weights"
        f" instead of a plain RNN's {rnns.theta.shape[-1]}."
    )
    shut = "More batches may do, or a bias near the logarithm of the gap, which keeps more."
    near = "Over so few steps, or after so many batches, it takes no open gates."
    by_open, by_half, by_rnn = right[-1]
    open_, half, rnn = (float(g[0] / g[-1]) for g in back)
    yield Claim(f"remembered: {names[0]}, median of {LSTMS}", by_open, ">=", 0.85, otherwise=shut)
    yield Claim(f"remembered: {names[1]}", by_half, "<=", 0.5, otherwise=near)
    yield Claim(f"remembered: plain RNN, median of {RNNS}", by_rnn, "<=", 0.65, otherwise=near)
    yield Claim(f"gradient, first step over last: {names[0]}", open_, ">=", 0.1, otherwise=shut)
    yield Claim(f"gradient, first step over last: {names[1]}", half, "<=", 1e-3, otherwise=near)
    yield Claim("gradient, first step over last: plain RNN", rnn, "<=", 1e-5, otherwise=near)
