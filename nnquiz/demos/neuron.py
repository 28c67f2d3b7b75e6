"""Neuron: weights set the direction, the bias the threshold.

A neuron of two inputs, a = f(w · x + b), is probed from outside. Then random neurons are asked
which functions of two bits they are, and two layers without activation are set beside one.
"""

from collections.abc import Callable
from typing import Annotated

import numpy as np

from nnquiz.datasets.plane import mesh
from nnquiz.frames import Ask, Choice, Claim, Demo, Lines, Points, Range, Say, Table
from nnquiz.layers.bisection import crossing
from nnquiz.layers.central_differences import central_differences
from nnquiz.layers.gates import BY_HAND, FUNCTIONS, truth_tables
from nnquiz.layers.least_squares import share_explained
from nnquiz.layers.lines import directions
from nnquiz.layers.losses import sigmoid
from nnquiz.layers.mlp import ACTIVATIONS, Array

Function = Callable[[Array], Array]
EXTENT = (-5.0, 5.0, -2.6, 2.6)


def neuron(x: Array, w: Array, b: float, f: Function) -> Array:
    """One output for each row of inputs: a = f(w · x + b)."""
    return f(x @ w + b)


def view(title: str, x: Array, w: Array, b: float) -> Points:
    """The plane on either side of the boundary, and the weights as a line that starts at it."""
    places, shape = mesh(EXTENT)
    start = -b * w / max(float(w @ w), 1e-9)  # the boundary's point that is nearest to the origin
    tip = start + w / 2
    return Points(
        key="plane", title=title, xy=[tip, *x], names=["w"], paths=[[start, tip]],
        label=[1, *(x @ w + b > 0)], legend=["low output", "high output"],
        field=neuron(places, w, b, sigmoid).reshape(shape), extent=EXTENT, x="input 1", y="input 2",
    )  # fmt: skip


def demo(
    seed: int = 0,
    w1: Annotated[float, Range(-4, 4, "weight of the first input")] = 1.6,
    w2: Annotated[float, Range(-4, 4, "weight of the second input")] = 1.2,
    bias: Annotated[float, Range(-5, 5, "added to the weighted inputs")] = -1.0,
    activation: Annotated[str, Choice(("sigmoid", "tanh", "relu"), "its bend")] = "sigmoid",
) -> Demo:
    """Turn, shift and double one neuron, then ask what a neuron cannot be."""
    yield Ask(
        "A neuron's weights and bias are all doubled. What happens to its boundary, w · x + b = 0?",
        ("it moves outwards", "it stays, but the output is steeper there", "it turns"),
        1,
        "2w · x + 2b = 0 on the same line; only the sum grows twice as fast across it.",
    )
    f, derivative = ACTIVATIONS[activation]
    level = float(f(np.zeros(1))[0])  # the output where the sum is zero
    w, size = np.array([w1, w2]), max(float(np.hypot(w1, w2)), 1e-9)
    inputs, draws = (np.random.default_rng([seed, k]) for k in range(2))
    x = inputs.uniform(EXTENT[0::2], EXTENT[1::2], (50, 2))
    z, a = x @ w + bias, neuron(x, w, bias, f)
    rows = [[f"input {i + 1}", x[0, i], w[i], x[0, i] * w[i]] for i in (0, 1)]
    rows += [["bias", "", "", bias], ["sum z", "", "", z[0]], [activation, "", "", a[0]]]
    head = ["", "value", "weight", "product"]
    yield Table(key="sum", title="First the sum, then the activation", head=head, rows=rows)
    for direction in directions(8):
        yield view("The weights turn: so does the boundary", x, size * direction, bias)
    for b in bias + np.array([1, 2, -2, -1, 0]):
        yield view(f"The bias shifts the boundary: b = {b:.3g}", x, w, b)
    yield view("All doubled: the boundary stays", x, 2 * w, 2 * bias)

    def along(k: float) -> Function:  # the output at t along w, with weights and bias times k
        return lambda t: neuron(t[..., None] * w / size, k * w, k * bias, f)

    t = np.linspace(-2.5, 2.5, 200) - bias / size
    yield Lines(
        key="steep", title="All doubled: twice as steep, at the same place", y="output",
        series={f"w and b times {k}": (t, along(k)(t)) for k in (1, 2, 4)},
        x="distance in the direction of w", marks={"-b/|w|": ("x", -bias / size)},
    )  # fmt: skip
    found = truth_tables(draws.normal(size=(20000, 3)))
    rows = [[name, *answers, found[answers]] for name, answers in FUNCTIONS.items()]
    head = ["inputs", "0,0", "0,1", "1,0", "1,1", "neurons"]
    yield Table(key="gates", title="Of 20,000 step neurons, none is XOR", head=head, rows=rows)
    yield Say("Weights 1 and 1 with bias -1.5 make AND, with -0.5 OR. Training finds such numbers.")
    by_hand = [FUNCTIONS[g] in truth_tables(np.array([row])) for g, row in BY_HAND.items()]
    circle = directions(1000)
    cosine = float(circle[neuron(circle, w, bias, f).argmax()] @ w) / size
    edge, doubled = crossing(along(1), level), crossing(along(2), level)
    steep, steeper = (float(central_differences(along(k), np.array(edge))) for k in (1, 2))
    ratio = steeper / max(steep, 1e-9)
    off = edge + bias / size, steep - float(derivative(np.array(level))) * size
    first, b1, second = (draws.normal(size=s) for s in ((2, 8), 8, 8))
    apart = np.abs((x @ first + b1) @ second - (x @ (first @ second) + b1 @ second)).max()
    explained = share_explained(x, np.abs(x[:, 0]))  # two ReLU neurons: max(0, x1) + max(0, -x1)
    none = "With weights near 0 the neuron has no direction, and no boundary within reach."
    kink = "ReLU has a kink there: its slope is 0 on one side and |w| on the other."
    yield Claim("it answers most to inputs along w: cosine", cosine, ">=", 0.99, otherwise=none)
    yield Claim("boundary to origin, off from -b/|w| by", abs(off[0]), "<=", 1e-9, otherwise=none)
    yield Claim("slope there, off from f'(0) |w| by", abs(off[1]), "<=", 1e-5, otherwise=kink)
    yield Claim("doubled: steeper by a factor of", ratio, ">=", 1.99, otherwise=none)
    yield Claim("while the boundary moves by", abs(doubled - edge), "<=", 1e-9, otherwise=none)
    yield Claim("of AND, OR, NAND, made by hand", sum(by_hand), ">=", 3)
    yield Claim("of the 16 functions of two bits, neurons are", len(found), "==", 14)
    yield Claim("of 20,000 random neurons, XOR are", found[FUNCTIONS["XOR"]], "<=", 0)
    yield Claim("two layers without activation, off from one by", apart, "<=", 1e-10)
    yield Claim("|x| by the best such neuron: share explained", explained, "<=", 0.5)
