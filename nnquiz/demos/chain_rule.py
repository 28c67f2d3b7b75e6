"""Chain rule: multiply the slopes along each path, add up the paths.

A chain of three functions comes first, then a small network, whose gradient is had in three ways:
path by path, carried forward from the inputs, and passed back from the loss.
"""

from collections.abc import Iterator
from functools import reduce
from typing import Annotated

import numpy as np

from nnquiz.frames import Ask, Bars, Claim, Demo, Grid, Lines, Range, Say, Table
from nnquiz.layers.central_differences import Array, central_differences


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


def paths(slopes: Array, dL_dh: Array, start: int) -> Iterator[float]:
    """The product of the slopes along each path from neuron *start* to the loss."""
    if len(slopes) == 0:
        yield float(dL_dh[start])
    else:
        for j, slope in enumerate(slopes[0, start].tolist()):
            yield from (slope * rest for rest in paths(slopes[1:], dL_dh, j))


def apart(a: Array, b: Array) -> float:
    """The largest difference, measured in b's largest entry (or in 1e-4, if that is less)."""
    return float(np.abs(a - b).max() / max(np.abs(b).max(), 1e-4))


def demo(
    seed: int = 0,
    depth: Annotated[int, Range(1, 6, "layers of the network")] = 5,
    width: Annotated[int, Range(1, 6, "neurons in each layer")] = 5,
    x: Annotated[float, Range(-3, 3, "where the chain's slope is taken")] = 0.8,
) -> Demo:
    """Multiply along a chain, add up a network's paths, and count what it costs."""
    yield Ask(
        "5 inputs feed 5 layers of 5 neurons each, and the last layer feeds one output."
        " The gradient is a sum over all paths from inputs to output. How many are there?",
        ("25, one a neuron", "125, one a weight", "15,625"),
        2,
        "from each neuron the path goes on in 5 ways, so each layer makes 5 times as many: 5⁶.",
    )
    values, slopes = chain(x)
    products = np.cumprod(slopes)
    measured = float(central_differences(lambda at: chain(float(at))[0][-1], np.array(x)))
    steps = zip(("a = x²", "b = e^(-a)", "tanh b"), values, slopes, products, strict=True)
    rows = [*steps, ("by nudging x", values[-1], measured, measured)]
    title = f"Slope of tanh(e^(-x²)) at x = {x:g}"
    yield Table(key="chain", title=title, head=["", "value", "slope", "product so far"], rows=rows)
    draw = np.random.default_rng([seed, 0])
    W = draw.normal(0, 1.5 / np.sqrt(width), (depth, width, width))
    out, inputs = draw.normal(size=(2, width))
    hs, _ = forward(W, out, inputs)
    top = (hs[-1] @ out - 1) * out  # dL/dh of the last layer: the loss's own slope comes first
    local = local_slopes(W, hs)
    dL_dh = backward(local, top)
    names = ["x", *(f"h{k}" for k in range(1, depth + 1))]
    for k in range(depth, -1, -1):
        reached = np.where(np.arange(depth + 1) >= k, dL_dh.T, 0)
        title = f"Back from the loss, a layer at a time: dL/d{names[k]}"
        yield Grid(key="back", title=title, cells={"dL/dh": reached}, columns=names, middle=0)
    walked = np.array([list(paths(local, top, i)) for i in range(width)])
    yield Lines(
        key="paths", title="The paths from the first input, added one by one", x="paths walked",
        series={"sum so far": walked[0].cumsum()}, marks={"backward pass": ("y", dL_dh[0, 0])},
    )  # fmt: skip
    work = {  # multiplications, with the local slopes at hand
        f"{walked.size:,} paths": walked.size * depth,  # one for each link of each path
        "forward": (depth - 1) * width**3 + width**2,  # matrix times matrix
        "backward": depth * width**2,  # matrix times vector
    }
    yield Bars(key="work", title="Multiplications (log scale)", bars=work, log=True)
    forward_mode = reduce(np.matmul, local) @ top  # dh/dx is carried along: a whole matrix
    same = max(apart(g, dL_dh[0]) for g in (walked.sum(1), forward_mode))
    nudged = central_differences(lambda weights: forward(weights, out, inputs)[1], W)
    by_nudging = apart(weight_gradient(hs, dL_dh), nudged)
    flat = apart(backward(W, top)[0], dL_dh[0])  # as if tanh had slope 1 everywhere
    yield Say(
        "Slopes along a path are multiplied, paths are added. All paths through a neuron share"
        " its dL/dh, so going back computes that once and keeps it."
    )
    small = "Few neurons make few paths, and tanh has slope 1 near 0: try a larger network."
    yield Claim("chain: product and nudging differ by", abs(products[-1] - measured), "<=", 1e-8)
    yield Claim("every weight: backward and nudging differ by", by_nudging, "<=", 1e-7)
    yield Claim("paths, forward and backward differ by", same, "<=", 1e-12)
    saved = walked.size * depth / work["backward"]
    yield Claim("multiplications, path by path over backward", saved, ">=", 100, otherwise=small)
    yield Claim("relative error if tanh's slope is left out", flat, ">=", 0.05, otherwise=small)
