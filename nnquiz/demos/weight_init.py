"""Weight initialization: random to break symmetry, scaled to keep the signal's size.

The signal is followed through the layers of untrained networks, for five ways to begin. Then a
network that begins in each of these ways is trained. Last, a small network begins with equal
weights, beside one with random weights: what becomes of its hidden neurons?
"""

from collections.abc import Callable
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from nnquiz.frames import Ask, Claim, Demo, Grid, Lines, Range, Say
from nnquiz.layers.adam import Adam
from nnquiz.layers.losses import logistic_loss
from nnquiz.layers.mlp import MLP

Array = NDArray[np.float64]
Start = Callable[[int, int], float]  # the standard deviation of weights, from fan-in and fan-out
INPUTS, HIDDEN, STEPS = 8, 32, 100


def glorot(fan_in: int, fan_out: int) -> float:
    """Var(w) = 2 / (fan-in + fan-out) (Glorot & Bengio 2010)."""
    return (2 / (fan_in + fan_out)) ** 0.5


def he(fan_in: int, fan_out: int) -> float:
    """Var(w) = 2 / fan-in (He et al. 2015, https://arxiv.org/abs/1502.01852)."""
    return (2 / fan_in) ** 0.5


def relu(z: Array) -> Array:
    """max(0, z)."""
    return np.maximum(z, 0)


def mean_squares(
    rng: np.random.Generator, x: Array, depth: int, width: int, start: Start, f: Callable[[Array], Array]
) -> Array:
    """The signal's mean square after each layer of 20 untrained networks, (depth, 20)."""
    h, sizes = x, []
    for _ in range(depth):
        fan_in = h.shape[-1]
        W = start(fan_in, width) * rng.normal(size=(20, fan_in, width))
        h = f(h @ W)  # the biases begin at zero
        sizes.append((h**2).mean((-2, -1)))
    return np.array(sizes)


def data(rng: np.random.Generator, n: int) -> tuple[Array, Array]:
    """Points (n, 8), and whether their first two coordinates lie outside a circle."""
    x = rng.normal(size=(n, INPUTS))
    return x, ((x[:, :2] ** 2).sum(1) > 1.4).astype(float)


def network(rng: np.random.Generator, depth: int, width: int, starts: list[Start]) -> MLP:
    """Networks side by side, one for each of *starts*, from the same random numbers."""
    net = MLP([INPUTS, *[width] * depth, 1], rng, "relu", nets=(len(starts),))
    for W in net.weights:
        _, fan_in, fan_out = W.shape
        sd = np.array([start(fan_in, fan_out) for start in starts])
        W[:] = sd[:, None, None] * rng.normal(size=(fan_in, fan_out))
    return net


def train(net: MLP, x: Array, y: Array, lr: float, steps: int) -> list[Array]:
    """The losses of all networks after each step of Adam, whose steps are as long for each."""
    adam, losses = Adam(net.theta, lr), []
    for _ in range(steps):
        hs = net.forward(x)
        loss, dL_dlogit = logistic_loss(hs[-1], y)
        losses.append(loss)
        adam.step(net.backward(hs, dL_dlogit))
    return losses


def right(net: MLP, x: Array, y: Array) -> Array:
    """The share of points right, of each network."""
    return np.asarray(((net.logits(x)[..., 0] > 0) == y).mean(-1))


def demo(
    seed: int = 0,
    depth: Annotated[int, Range(2, 40, "hidden layers")] = 20,
    width: Annotated[int, Range(4, 64, "neurons in a layer")] = 32,
    scale: Annotated[float, Range(0.1, 4, "size of the last start, in units of He's")] = 2.0,
) -> Demo:
    """Measure the signal, train, and start with equal weights."""
    yield Ask(
        "A network begins with all weights equal. After 200 steps of training, how many of its 32"
        " hidden neurons differ from each other?",
        ("all 32", "about half", "none"),
        2,
        "equal weights give equal outputs and equal gradients: it is a network of one neuron.",
    )
    x, y = data(np.random.default_rng([seed, 0]), 128)
    starts: dict[str, Start] = {
        "all 0.01": lambda i, o: 0.01,
        "Glorot": glorot,
        "He": he,
        f"{scale:g} x He": lambda i, o: scale * he(i, o),
    }
    arms = [(name, start, relu) for name, start in starts.items()]
    squares = {
        name: mean_squares(np.random.default_rng([seed, 1]), x[:32], depth, width, start, f)
        for name, start, f in [*arms, ("Glorot, tanh", glorot, np.tanh)]
    }
    layers = np.arange(1, depth + 1)
    curves = {n: (layers, np.exp(np.log(s + 1e-300).mean(1) / 2)) for n, s in squares.items()}
    yield Lines(key="signal", title="Size of the signal in untrained networks", series=curves, x="layer", y="root mean square", log_y=True)
    nets = network(np.random.default_rng([seed, 2]), depth, width, list(starts.values()))
    losses = np.array(train(nets, x, y, 0.003, STEPS))
    for step in range(0, STEPS + 1, 10):
        yield Lines(key="loss", title=f"Loss of networks that began so: step {step}", series={n: losses[:step + 1, k] for k, n in enumerate(starts)}, x="step", log_y=True)
    two = network(np.random.default_rng([seed, 3]), 1, HIDDEN, [he, he])
    for W in two.weights:
        W[0] = 0.1
    for step in range(0, 201, 20):
        yield Grid(key="neurons", title=f"Weights of 32 hidden neurons, a column each: step {step}", cells={"began equal": two.weights[0][0], "began random": two.weights[0][1]}, middle=0)
        train(two, x, y, 0.02, 20)
    def lof(n): return curves[n][1][-1] / curves[n][1][0]
    growth = {n: float((s[1:] / (s[:-1] + 1e-300)).mean()) for n, s in squares.items()}
    acc = right(nets, x, y)
    yield Claim("small", lof("all 0.01"), "<=", 1e-15)
    yield Claim("large", lof(f"{scale:g} x He"), ">=", 1e4)
    yield Claim("He: ms x", growth["He"], "<=", 1.15)
    yield Claim("He: ms x", growth["He"], ">=", .85)
    yield Claim("Gl: ms x", growth["Glorot"], "<=", .6)
    yield Claim("Gl tanh", lof("Glorot, tanh"), ">=", .1)
    yield Claim("loss small", losses[-1][0], ">=", .6)
    yield Claim("loss large at first", losses[0][3], ">=", 100)
    yield Claim("acc He", acc[2], ">=", .85)
    yield Claim("gap", right(two, x, y)[1]-right(two, x, y)[0], ">=", .05)
    yield Claim("diff", np.ptp(two.weights[0][0],axis=1).max(), "<=", 1e-9)
