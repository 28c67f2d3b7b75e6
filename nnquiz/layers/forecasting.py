"""Recurrent networks that forecast the next value of a sequence."""

from collections.abc import Iterable, Iterator
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from nnquiz.layers.adam import RestingAdam
from nnquiz.layers.losses import squared_error
from nnquiz.layers.recurrent import RNN

Array = NDArray[np.float64]


def loss_and_gradient(net: RNN, x: Array, y: Array) -> tuple[float, Array]:
    """The mean squared error, and its gradient by backpropagation through time.

    Values *x* and the next ones *y*, both (steps, n, 1). The first forecast in a sequence does not
    count, unless there is no other: from one value nobody can know the next.
    """
    hs = net.forward(x)
    errors, dL_doutput = squared_error(hs[-1], y)  # of each step
    counts = (np.arange(len(x)) > 0) | (len(x) == 1)
    dL_doutput *= counts[:, None, None] / counts.sum()
    return float(errors[counts].mean()), net.backward(x, hs, dL_doutput)[0]


def learn(net: RNN, batches: Iterable[tuple[Array, Array]], lr: float, steps: int) -> Iterator[int]:
    """Train *net* by Adam on the first *steps* of *batches*; yields the steps done, from 0 on.

    In the second half of them the learning rate falls to 0.
    """
    adam = RestingAdam(net.theta, lr, steps)
    for done, (x, y) in enumerate(islice(batches, steps)):
        yield done
        adam.step(loss_and_gradient(net, x, y)[1])
    yield steps
