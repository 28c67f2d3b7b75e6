"""Chain rule: multiply the slopes along each path, add up the paths.

A chain of three functions comes first, then a small network, whose gradient is had in three ways:
path by path, carried forward from the inputs, and passed back from the loss.
"""

from functools import reduce
from typing import Annotated

import numpy as np

from nnquiz.frames import Ask, Bars, Claim, Demo, Grid, Lines, Range, Say, Table
from nnquiz.layers.central_differences import Array, central_differences, relative_difference


def chain(x: float) -> tuple[list[float], list[float]]:
    """The values along tanh(e^(-x²)), innermost function first, and the slope of each."""
    a, b = x * x, np.exp(-x * x)
    return [a, b, np.tanh(b)], [2 * x, -b, 1 - np.tanh(b) ** 2]


def forward(W: Array, out: Array, x: Array) -> tuple[Array, float]:
    """The outputs of all layers, h' = tanh(h W), x first; and the loss L = ½ (h · out - 1)²."""
    hs = [x]
    for layer in W:
        hs.append(np.tanh(hs[-1] @ layer))
    return np.array(hs), 0.5 * float(hs[-1] @ out - 1) ** 2


def local_slopes(W: Array, hs: Array) -> Array:
    """∂h'ⱼ/∂hᵢ = Wᵢⱼ tanh'(zⱼ) of each layer; tanh'(z) = 1 - tanh²(z) = 1 - h'²."""
    return W * (1 - hs[1:] ** 2)[:, None, :]


def backward(slopes: Array, dL_dh: Array) -> Array:
    """dL/dhᵢ = Σⱼ ∂h'ⱼ/∂hᵢ · dL/dh'ⱼ, last layer first: each is made from the one before it."""
    gradients = [dL_dh]
    for layer in slopes[::-1]:
        gradients.append(layer @ gradients[-1])
    return np.array(gradients[::-1])


def weight_gradient(hs: Array, dL_dh: Array) -> Array:
    """dL/dWᵢⱼ = dL/dh'ⱼ · ∂h'ⱼ/∂zⱼ · ∂zⱼ/∂Wᵢⱼ = dL/dh'ⱼ · tanh'(zⱼ) · hᵢ."""
    return (dL_dh[1:] * (1 - hs[1:] ** 2))[:, None, :] * hs[:-1, :, None]


def paths(slopes: Array, dL_dh: Array) -> Array:
    """The product of the slopes along each path to the loss, (width, paths): a row an input."""
    products: Array = slopes[0]
    for layer in slopes[1:]:
        products = products[..., None] * layer  # each path goes on to all neurons of the next layer
    return np.reshape(products * dL_dh, (len(dL_dh), -1))


def demo(
    seed: int = 0,
    depth: Annotated[int, Range(1, 6, "layers of the network")] = 5,
    width: Annotated[int, Range(1, 6, "neurons in each layer")] = 5,
    x: Annotated[float, Range(-3, 3, "where the chain's slope is taken")] = 0.8,
) -> Demo:
    """Multiply along a chain, add up a network's paths, and count what it costs."""
    yield Ask(
        "5 inputs, 5 layers of 5 neurons, an output: a gradient adds up how many paths?",
        ("25, one a neuron", "125, one a weight", "15,625"),
        2,
        "from each neuron the path goes on in 5 ways, so each layer makes 5 times as many: 5⁶.",
    )
    values, slopes = chain(x)
    products = np.cumprod(slopes)
    measured = float(central_differences(lambda at: chain(float(at))[0][-1], np.array(x)))
    steps = zip(("a = x²", "b = e^(-a)", "tanh b"), values, slopes, products, strict=True)
    rows = [*steps, ("by nudging x", values[-1], measured, measured)]
    title, head = f"Slope of tanh(e^(-x²)) at x = {x:g}", ["", "value", "slope", "product so far"]
    yield Table(key="chain", title=title, head=head, rows=rows)
    draw = np.random.default_rng([seed, 0])
    W = draw.normal(0, 1.5 / np.sqrt(width), (depth, width, width))
    out, inputs = draw.normal(size=(2, width))
    hs, _ = forward(W, out, inputs)
    local, top = local_slopes(W, hs), (hs[-1] @ out - 1) * out  # top: dL/dh of the last layer
    dL_dh = backward(local, top)
    names = ["x", *(f"h{k}" for k in range(1, depth + 1))]
    for k in range(depth, -1, -1):
        reached = np.where(np.arange(depth + 1) >= k, dL_dh.T, 0)
        title = f"Back from the loss, a layer at a time: dL/d{names[k]}"
        yield Grid(key="back", title=title, cells={"dL/dh": reached}, columns=names, middle=0)
    walked = paths(local, top)
    yield Lines(
        key="paths", title="The paths from the first input, added one by one", x="paths walked",
        series={"sum so far": walked[0].cumsum()}, marks={"backward pass": ("y", dL_dh[0, 0])},
    )  # fmt: skip
    by_path = walked.size * depth  # multiplications: one for each link of each path
    by_forward, by_backward = (depth - 1) * width**3 + width**2, depth * width**2  # by matrices
    work = {f"{walked.size:,} paths": by_path, "forward": by_forward, "backward": by_backward}
    yield Bars(key="work", title="Multiplications (log scale)", bars=work, log=True)
    yield Say("Slopes along a path multiply, paths add up; going back, they share the dL/dh.")
    forward_mode = reduce(np.matmul, local) @ top  # dh/dx is carried along: a whole matrix
    same = max(relative_difference(g, dL_dh[0]) for g in (walked.sum(1), forward_mode))
    nudged = central_differences(lambda weights: forward(weights, out, inputs)[1], W)
    by_nudging = relative_difference(weight_gradient(hs, dL_dh), nudged)
    flat = relative_difference(backward(W, top)[0], dL_dh[0])  # as if tanh had slope 1 everywhere
    saved = by_path / by_backward
    small = "Few neurons make few paths, and tanh has slope 1 near 0: try a larger network."
    yield Claim("chain: product and nudging differ by", abs(products[-1] - measured), "<=", 1e-8)
    yield Claim("every weight: backward and nudging differ by", by_nudging, "<=", 1e-7)
    yield Claim("paths, forward and backward differ by", same, "<=", 1e-12)
    yield Claim("multiplications, path by path over backward", saved, ">=", 100, otherwise=small)
    yield Claim("relative error if tanh's slope is left out", flat, ">=", 0.05, otherwise=small)
