"""Distributed training: workers share the rows and wait for the slowest.

Four processes train one network, each on its part of the rows, and take the same step:

    θ ← θ - lr Σ g     g: a worker's share of dL/dθ, from its own rows

They sum by ring all-reduce, over pipes (layers/ring_worker.py is what each of them runs); one
process with all rows is the yardstick. In the second half of the steps one worker is late. Last,
the other way to go about it: nobody waits, and gradients are some steps old when they are used.
"""

from collections.abc import Iterator
from time import perf_counter
from typing import Annotated

import numpy as np

from nnquiz.frames import Ask, Bars, Claim, Demo, Grid, Lines, Range, Say
from nnquiz.layers import ring_worker
from nnquiz.layers.all_reduce import held
from nnquiz.layers.ring import gather, ring_of_workers
from nnquiz.layers.ring_worker import RATE, SLOW, Array, Job
from nnquiz.layers.stale_gradients import largest_stable_rate


def ring(names: list[str]) -> Iterator[Grid]:
    """All rounds of the ring: N - 1 that add up parts, N - 1 that pass the sums on."""
    workers = len(names)
    rounds = list(held(workers))
    for k, counts in enumerate(rounds):
        cells = {"at the start": rounds[0]}
        if k < workers:
            cells[f"adding: round {k}"] = counts
        else:
            cells |= {"added": rounds[workers - 1], f"passed on: round {k}": counts}
        title = "How many workers' gradients are summed in each part"
        parts = [f"{part + 1}" for part in range(workers)]
        yield Grid(key="ring", title=title, cells=cells, rows=names, columns=parts)


def one_process(job: Job) -> tuple[Array, float]:
    """The weights after the same steps on all rows at once, and the time of a step."""
    (x, y), net, seconds = ring_worker.problem(job.seed), ring_worker.start(job.seed), []
    for _ in range(2 * job.steps):
        began = perf_counter()
        net.theta -= RATE * ring_worker.gradient(net, x, y)
        seconds.append(perf_counter() - began)
    return net.theta, float(np.median(seconds))


def demo(
    seed: int = 0,
    workers: Annotated[int, Range(2, 8, "processes in the ring")] = 4,
    sleep: Annotated[float, Range(0, 50, "milliseconds by which one worker is late")] = 20.0,
    delay: Annotated[int, Range(1, 10, "steps that gradients are late, at most")] = 6,
    steps: Annotated[int, Range(5, 50, "steps with all alike, and as many with one late")] = 12,
) -> Demo:
    """Real processes first, then the ring round by round, the straggler, and stale gradients."""
    yield Ask(
        "Four workers sum their gradients in a ring. How much does each of them send at a step, in"
        " gradients?",
        ("3: its own to each of the others", "1.5", "a quarter: its part"),
        1,
        "2 (N - 1)/N: N - 1 rounds add up parts of 1/N, N - 1 more pass the sums on.",
    )
    job = Job(seed, workers, steps, sleep / 1000)
    names = [f"worker {rank + 1}" for rank in range(workers)]
    with ring_of_workers(job) as pipes:  # they work while this goes on
        yield from ring(names)
        reports = gather(pipes, steps * job.sleep)
    theta, alone = one_process(job)
    seconds = np.array([report.seconds for report in reports])  # workers, steps
    alike, late = np.median(seconds[:, :steps]), np.median(seconds[:, steps:], axis=1)
    bars = {"one process": 1000 * alone, f"{workers} workers alike": 1000 * float(alike)}
    bars |= {f"{name}{' (late)' * (r == SLOW)}": 1000 * late[r] for r, name in enumerate(names)}
    title = f"Time of a step: {names[SLOW]} is {sleep:g} ms late, all wait for it"
    yield Bars(key="time", title=title, bars=bars, unit="ms")

    delays = np.arange(delay + 1)  # on L = w²/2: w ← w - lr (w as it was some steps ago)
    largest = np.array([largest_stable_rate(behind) for behind in range(delay + 1)])
    theory = 2 * np.sin(np.pi / (2 * (2 * delays + 1)))
    yield Lines(
        key="stale", title="The older the gradients, the smaller stable rates are",
        series={"measured": (delays, largest), "2 sin(pi/(4 delay + 2))": (delays, theory)},
        x="steps that a gradient is late", y="largest stable learning rate",
    )  # fmt: skip
    yield Say("All take the same step, so all hold the same weights, and wait for the slowest.")
    rushed = "With so short a delay the messages themselves take as long."
    weights = np.array([report.theta for report in reports])
    apart, between = np.abs(weights - theta).max(), np.abs(weights - weights[0]).max()
    sent = np.mean([report.bytes_sent for report in reports]) / theta.nbytes
    sent_off = abs(float(sent / (2 * (workers - 1) / workers)) - 1)
    # By the processor's time, not the clock's: a busy machine doesn't make that any longer.
    waiting = float(late.min() / max(*(report.computing for report in reports), 1e-6))
    off, falls = float(np.abs(largest / theory - 1).max()), float(largest[0] / largest[-1])
    processes = len({report.process for report in reports})
    yield Claim("processes of the operating system that took part", processes, ">=", workers)
    yield Claim("weights, off those of one process and all rows", float(apart), "<=", 1e-10)
    yield Claim("weights of any two workers: difference", float(between), "<=", 1e-12)
    text = "bytes sent at a step, off 2 (N - 1)/N of the gradient by"
    yield Claim(text, sent_off, "<=", 0.001)
    text = f"one worker late by {sleep:g} ms: a step of all takes"
    yield Claim(text, 1000 * float(late.min()), ">=", 0.9 * sleep, "ms")
    yield Claim("one worker late: time over that of computing", waiting, ">=", 2, otherwise=rushed)
    yield Claim("largest stable rate with stale gradients, off theory", off, "<=", 0.02)
    yield Claim(f"stable rate without delay over that with {delay} steps", falls, ">=", 1.5)
