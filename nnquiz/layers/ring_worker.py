"""Data-parallel training by ring all-reduce: what each worker process runs.

Every worker holds all weights and a part of the rows. At each step it computes the gradient on its
own rows; then the gradients are summed around the ring, so that all take the same step. This module
is imported by each new process and loads no more than it needs.
"""

import signal
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from os import getpid
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nnquiz.layers.all_reduce import all_reduce
from nnquiz.layers.losses import squared_error
from nnquiz.layers.mlp import MLP

Array = NDArray[np.float64]

ROWS, SIZES, RATE = 512, (20, 32, 1), 0.05
SLOW = 1  # the worker that is slowed down in the second half of the steps
PATIENCE = 20.0  # seconds without a word from the neighbor after which a worker gives up


@dataclass(frozen=True)
class Job:
    """What all workers are told alike."""

    seed: int
    workers: int
    steps: int  # twice: first all alike, then with one of them slow
    sleep: float  # seconds by which the slow one is late at each step


class Report(NamedTuple):
    """What a worker tells in the end."""

    rank: int
    process: int
    theta: Array
    bytes_sent: float  # per step
    seconds: list[float]  # of each step, by the clock
    computing: float  # seconds of a step, by the processor: waiting doesn't count


def problem(seed: int) -> tuple[Array, Array]:
    """Rows x and targets y = sin x₁ + x₂: each process makes them anew, none is sent."""
    x = np.random.default_rng([seed, 0]).normal(size=(ROWS, SIZES[0]))
    return x, (np.sin(x[:, 0]) + x[:, 1])[:, None]


def start(seed: int) -> MLP:
    """The network, with the same weights in every process."""
    return MLP(SIZES, np.random.default_rng([seed, 1]))


def gradient(net: MLP, x: Array, y: Array) -> Array:
    """The share of these rows in dL/dθ: shares of parts add up to the gradient of all rows."""
    hs = net.forward(x)
    return net.backward(hs, squared_error(hs[-1], y)[1] * (len(x) / ROWS))


def my_rows(rank: int, workers: int) -> slice:
    """The rows of worker *rank*."""
    return slice(rank * ROWS // workers, (rank + 1) * ROWS // workers)


class Neighbors:
    """The pipes to the next worker and from the last one."""

    def __init__(self, rank: int, to_next: Connection, from_last: Connection) -> None:
        self.rank, self.to_next, self.from_last, self.sent = rank, to_next, from_last, 0

    def exchange(self, part: Array) -> Array:
        """Send *part*, receive another. If all sent first, full pipes could hold up the ring."""
        self.sent += part.nbytes
        if self.rank % 2 == 0:
            self.to_next.send_bytes(part.tobytes())
            return self._receive()
        got = self._receive()
        self.to_next.send_bytes(part.tobytes())
        return got

    def _receive(self) -> Array:
        if not self.from_last.poll(PATIENCE):  # a plain recv would wait for a dead one for ever
            raise EOFError
        return np.frombuffer(self.from_last.recv_bytes())


def work(
    rank: int, job: Job, to_next: Connection, from_last: Connection, report: Connection
) -> None:
    """Train as worker *rank*, then report. If the ring is broken, end without a word."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # on Ctrl-C the parent ends us
    (x, y), net = problem(job.seed), start(job.seed)
    rows, neighbors, seconds = my_rows(rank, job.workers), Neighbors(rank, to_next, from_last), []
    computed = time.process_time()
    try:
        for step in range(2 * job.steps):
            began = time.perf_counter()
            g = gradient(net, x[rows], y[rows])
            if step >= job.steps and rank == SLOW:
                time.sleep(job.sleep)
            net.theta -= RATE * all_reduce(g, rank, job.workers, neighbors.exchange)
            seconds.append(time.perf_counter() - began)
        computing = (time.process_time() - computed) / (2 * job.steps)
        sent = neighbors.sent / (2 * job.steps)
        report.send(Report(rank, getpid(), net.theta, sent, seconds, computing))
    except (EOFError, OSError):  # a neighbor, or the parent, is gone
        pass
