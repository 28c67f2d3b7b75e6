"""Weight initialization: random to break symmetry, scaled to keep the signal's size.

The signal is followed through the layers of untrained networks, for five ways to begin. Three of
them are trained. Last, a small network begins with equal weights, beside one with random weights:
what becomes of its hidden neurons?
"""

from collections.abc import Callable, Sequence
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from nnquiz.frames import Ask, Claim, Demo, Grid, Lines, Range, Say
from nnquiz.layers.adam import Adam
from nnquiz.layers.losses import logistic_loss
from nnquiz.layers.mlp import MLP

Array = NDArray[np.float64]
Start = Callable[[int, int], float]  # the standard deviation of weights, of fan-in and fan-out
INPUTS, HIDDEN, STEPS = 8, 32, 100
TINY = 1e-9  # smaller signals are not drawn


def glorot(fan_in: int, fan_out: int) -> float:
    """Var(w) = 2 / (fan-in + fan-out): Glorot & Bengio 2010."""
    return (2 / (fan_in + fan_out)) ** 0.5


def he(fan_in: int, fan_out: int) -> float:
    """Var(w) = 2 / fan-in: He et al. 2015, https://arxiv.org/abs/1502.01852."""
    return (2 / fan_in) ** 0.5


def mean_squares(
    rng: np.random.Generator, x: Array, depth: int, width: int, start: Start, tanh: bool
) -> Array:
    """The mean square of the signal after each layer of 20 untrained networks, (depth, 20)."""
    h, sizes = x, []
    for _ in range(depth):
        fan_in = h.shape[-1]
        W = start(fan_in, width) * rng.normal(size=(20, fan_in, width))
        h = np.tanh(h @ W) if tanh else np.maximum(h @ W, 0)  # the biases begin at zero
        sizes.append((h**2).mean((-2, -1)))
    return np.array(sizes)


def data(rng: np.random.Generator, n: int) -> tuple[Array, Array]:
    """Points (n, 8), and whether their first two coordinates lie outside a circle."""
    x = rng.normal(size=(n, INPUTS))
    return x, ((x[:, :2] ** 2).sum(1) > 1.4).astype(float)


def networks(rng: np.random.Generator, sizes: Sequence[int], starts: Sequence[Start]) -> MLP:
    """ReLU networks side by side, one for each of *starts*, from the same random numbers."""
    nets = MLP([INPUTS, *sizes, 1], rng, "relu", nets=(len(starts),))
    for W in nets.weights:
        _, fan_in, fan_out = W.shape
        random = rng.normal(size=(fan_in, fan_out))
        W[:] = [start(fan_in, fan_out) * random for start in starts]
    return nets


def train(nets: MLP, x: Array, y: Array, lr: float, steps: int) -> Array:
    """Adam, all networks at once; their losses before each step, (steps, networks)."""
    adam, losses = Adam(nets.theta, lr), []
    for _ in range(steps):
        hs = nets.forward(x)
        loss, dL_dlogit = logistic_loss(hs[-1], y)
        losses.append(loss)
        adam.step(nets.backward(hs, dL_dlogit))
    return np.array(losses)


def demo(
    seed: int = 0,
    depth: Annotated[int, Range(2, 40, "hidden layers")] = 20,
    width: Annotated[int, Range(4, 64, "neurons in a layer")] = 32,
    scale: Annotated[float, Range(0.1, 4, "size of a start of your own, in units of He's")] = 2.0,
) -> Demo:
    """Measure the signal, train, and begin with equal weights."""
    yield Ask(
        "A network begins with all its weights equal. After 200 steps of training, how many of its"
        " 32 hidden neurons differ from the others?",
        ("all of them", "about half", "none"),
        2,
        "equal weights give equal outputs and equal gradients: it stays a network of one neuron.",
    )
    rngs = [lambda k=k: np.random.default_rng([seed, k]) for k in range(4)]
    x, y = data(np.random.default_rng([seed, 0]), 128)
    own = f"{scale:g} x He"
    starts: dict[str, Start] = {"all 0.01": lambda i, o: 0.01, "Glorot": glorot, "He": he}
    ways = {name: (start, False) for name, start in starts.items()}
    ways |= {own: (lambda i, o: scale * he(i, o), False), "Glorot, tanh": (glorot, True)}
    layers, curves, factor = np.arange(1, depth + 1), {}, {}
    for name, (start, tanh) in ways.items():
        squares = mean_squares(np.random.default_rng([seed, 1]), x, depth, width, start, tanh)
        curves[name] = np.sqrt(squares.mean(1))
        factor[name] = float((squares[1:] / squares[:-1]).mean())
    yield Lines(
        key="signal", title="Root mean square of the signal, before training",
        series={n: (layers, np.where(c < TINY, np.nan, c)) for n, c in curves.items()},
        x="layer", log_y=True,
    )  # fmt: skip
    grown = {name: float(curve[-1] / curve[0]) for name, curve in curves.items()}

    nets = networks(np.random.default_rng([seed, 2]), [width] * depth, list(starts.values()))
    losses = train(nets, x, y, 0.003, STEPS)
    for step in range(0, STEPS + 1, 10):
        yield Lines(
            key="loss", title=f"Loss of ReLU networks that begin so: step {step}",
            series=dict(zip(starts, losses[: step + 1].T, strict=True)), x="step",
        )  # fmt: skip
    small, _, good = ((nets.logits(x)[..., 0] > 0) == y).mean(-1)

    pair = networks(np.random.default_rng([seed, 3]), [HIDDEN], [he, he])
    for W in pair.weights:
        W[0] = 0.1
    for step in range(0, 201, 20):
        yield Grid(
            key="neurons", title=f"Weights of the hidden neurons, a column each: step {step}",
            cells=dict(zip(("equal start", "random start"), pair.weights[0], strict=True)),
            middle=0,
        )  # fmt: skip
        train(pair, x, y, 0.02, 20)
    yield Say("Equal")
    for n in factor: yield Claim(f"factor {n}", factor[n], "<=", 1.15)
    for n in factor: yield Claim(f"grown {n}", grown[n], "<=", 1.15)
    yield Claim("loss small", losses[-1][0], ">=", .6)
    yield Claim("loss G", losses[-1][1], ">=", .6)
    yield Claim("loss H", losses[-1][2], ">=", .6)
    yield Claim("acc He", good, ">=", .85)
    r=((pair.logits(x)[..., 0] > 0) == y).mean(-1)
    yield Claim("gap", r[1]-r[0], ">=", .05)
    yield Claim("diff", np.ptp(pair.weights[0][0],axis=1).max(), "<=", 1e-9)
